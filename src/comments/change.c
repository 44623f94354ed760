#include "base/base.h"
#include "comments/change.h"

#include "base/clock.h"
#include "comments/comments_scripts.h"
#include "store/keys.h"
#include "store/redis.h"

static enum err
fail(struct change *ch, enum err e, const char *field, const char *why)
{
	ch->field = field;
	ch->why = why;
	return e;
}

static void
begin(struct change *ch, struct comments *c, comments_fn fn, void *ctx)
{
	ch->comments = c;
	ch->fn = fn;
	ch->ctx = ctx;
}

static void
put_token(const struct change *ch, struct command *c)
{
	char hash[SITEKEY_HASH_LEN];

	sitekey_token_hash(ch->token, hash);
	command_arg(c, (struct str){ hash, sizeof(hash) });
}

static int64_t
window_s(const struct change *ch)
{
	return comments_config(ch->comments)->comments.edit_window_s;
}

static enum err
refused(struct change *ch)
{
	return fail(ch, ERR_TOKEN, NULL, CHANGE_REFUSED);
}

/* --- edit --- */

static void
edited(void *ctx, enum err e, const struct answer *a)
{
	struct change *ch = ctx;
	struct str word = answer_str(answer_at(a, 0));

	if (e == ERR_NONE && str_eq(word, STR("token")))
		e = refused(ch);
	else if (e == ERR_NONE && !comment_take(answer_at(a, 1), &ch->comment))
		e = ERR_STORE;
	ch->held = ch->comment.stub;
	ch->fn(ch->ctx, e);
}

static enum err
send_edit(struct change *ch)
{
	struct arena *a = ch->arena;
	const struct text *t = &ch->draft;
	struct command *cmd =
	    command_script(a, &comments_scripts_edit, 1, 1 + 9);
	command_arg(cmd, keys_comments(a, ch->site->name));
	command_arg_i64(cmd, ch->id);
	put_token(ch, cmd);
	command_arg_i64(cmd, clock_wall_s());
	command_arg_i64(cmd, window_s(ch));
	command_arg(cmd, t->source);
	command_arg(cmd, t->markup.html);
	command_arg(cmd, str_of(t->state));
	command_arg(cmd, str_of(t->reason));
	command_arg(cmd, str_of(t->unless_known));
	return redis_send(comments_store(ch->comments), cmd, edited, ch);
}

static enum err
judge(struct change *ch)
{
	struct comments *c = ch->comments;
	struct text *t = &ch->draft;
	enum err e = text_judge(t, ch->arena, ch->site,
	    (struct text_lists){
		comments_guard(c), comments_list(c, ch->site) },
	    (struct text_writer){ .address = ch->address });

	if (e == ERR_NONE && strcmp(t->state, TEXT_REFUSE) == 0)
		e = ERR_REFUSED;
	if (e != ERR_NONE)
		return fail(ch, e, NULL, TEXT_REFUSED);
	e = text_hold(t, ch->arena, ch->site, ch->about);
	return e == ERR_NONE ? send_edit(ch) : e;
}

static void
listed(void *ctx, enum err e)
{
	struct change *ch = ctx;

	if (e == ERR_NONE)
		e = judge(ch);
	if (e != ERR_NONE)
		ch->fn(ch->ctx, e);
}

/* What does not change by an edit: the new text is judged beside it. */
static void
take_about(void *ctx, enum err e, const struct answer *a)
{
	struct change *ch = ctx;
	struct str all[5];

	for (size_t i = 0; e == ERR_NONE && i < ARRAY_LEN(all); i++) {
		all[i] = str_dup(ch->arena, answer_str(answer_at(a, i)));
		if (str_is_null(all[i]))
			e = ERR_BUSY;
	}
	if (e == ERR_NONE) {
		ch->about = (struct signs_comment){ .name = all[0],
			.home = all[1],
			.article = all[2],
			.title = all[3] };
		bool same = str_eq(
		    all[4], comments_list_version(ch->comments, ch->site));
		e = same ? judge(ch)
			 : comments_fetch_list(
			       ch->comments, ch->site, ch->arena, listed, ch);
	}
	if (e != ERR_NONE)
		ch->fn(ch->ctx, e);
}

enum err
change_edit(struct comments *c, struct change *ch, comments_fn fn, void *ctx)
{
	struct arena *a = ch->arena;
	struct text *t = &ch->draft;

	begin(ch, c, fn, ctx);
	enum err e = text_render(t, a, ch->site, ch->text);
	if (e != ERR_NONE)
		return fail(ch, e, "text", t->why);
	struct command *cmd =
	    command_script(a, &comments_scripts_about, 1, 1 + 1);
	command_arg(cmd, keys_comments(a, ch->site->name));
	command_arg_i64(cmd, ch->id);
	return redis_send(comments_store(c), cmd, take_about, ch);
}

/* --- state, and what stands first --- */

/* Only what a moderator does is noted in the ledger. */
static struct command *
state_command(struct arena *a, struct str site, bool is_noted, int64_t id,
    const char *state, const char *reason)
{
	unsigned n_keys = is_noted ? 2 : 1;
	struct command *cmd =
	    command_script(a, &comments_scripts_state, n_keys, n_keys + 12);

	command_arg(cmd, keys_comments(a, site));
	if (is_noted)
		command_arg(cmd, keys_ledger(a, site));
	command_arg_i64(cmd, id);
	command_arg(cmd, str_of(state));
	command_arg(cmd, str_of(reason));
	command_arg_i64(cmd, clock_wall_s());
	return cmd;
}

struct command *
change_state_command(struct arena *a, struct str site, int64_t id,
    const char *state, const char *reason, const struct change_seen *seen,
    const char *what, struct str who)
{
	struct command *cmd = state_command(a, site, true, id, state, reason);

	command_arg(cmd, STR(""));
	command_arg_i64(cmd, 0);
	command_arg(cmd, str_of(what));
	command_arg(cmd, who);
	command_arg_i64(cmd, COMMENTS_AUTHOR_S);
	command_arg(cmd, str_of(seen != NULL ? seen->author : ""));
	command_arg(cmd, str_of(seen != NULL ? seen->state : ""));
	command_arg_i64(cmd, seen != NULL ? seen->since : 0);
	return cmd;
}

struct command *
change_article_command(struct arena *a, struct str site,
    const struct article *article, const char *field, const char *value,
    const char *what, struct str who)
{
	struct command *cmd =
	    command_script(a, &comments_scripts_article, 3, 3 + 7);

	command_arg(cmd, keys_comments(a, site));
	command_arg(cmd, keys_site(a, site));
	command_arg(cmd, keys_ledger(a, site));
	command_arg(cmd, (struct str){ article->hash, ARTICLE_HASH_LEN });
	command_arg(cmd, article->key);
	command_arg(cmd, str_of(field));
	command_arg(cmd, str_of(value));
	command_arg_i64(cmd, clock_wall_s());
	command_arg(cmd, str_of(what));
	command_arg(cmd, who);
	return cmd;
}

struct command *
change_pin_command(struct arena *a, struct str site, int64_t id, struct str who)
{
	struct command *cmd =
	    command_script(a, &comments_scripts_pin, 2, 2 + 3);

	command_arg(cmd, keys_comments(a, site));
	command_arg(cmd, keys_ledger(a, site));
	command_arg_i64(cmd, id);
	command_arg_i64(cmd, clock_wall_s());
	command_arg(cmd, who);
	return cmd;
}

static void
deleted(void *ctx, enum err e, const struct answer *a)
{
	struct change *ch = ctx;
	struct str word = answer_str(answer_at(a, 0));

	/* The same: deleted before, perhaps by this very request. */
	if (e == ERR_NONE && !str_eq(word, STR("done")) &&
	    !str_eq(word, STR("same")))
		e = refused(ch);
	ch->fn(ch->ctx, e);
}

enum err
change_delete(struct comments *c, struct change *ch, comments_fn fn, void *ctx)
{
	struct command *cmd = state_command(
	    ch->arena, ch->site->name, false, ch->id, "deleted", "author");

	begin(ch, c, fn, ctx);
	put_token(ch, cmd);
	command_arg_i64(cmd, window_s(ch));
	command_arg(cmd, STR(""));
	command_arg(cmd, STR(""));
	command_arg_i64(cmd, COMMENTS_AUTHOR_S);
	command_arg(cmd, STR(""));
	command_arg(cmd, STR(""));
	command_arg_i64(cmd, 0);
	return redis_send(comments_store(c), cmd, deleted, ch);
}

/* --- votes --- */

static enum err ask_vote(struct change *ch);

static void
keyed(void *ctx, enum err e)
{
	struct change *ch = ctx;

	if (e == ERR_NONE)
		e = ask_vote(ch);
	if (e != ERR_NONE)
		ch->fn(ch->ctx, e);
}

/* The database was emptied: voters are told apart by another key now. */
static enum err
other_key(struct change *ch)
{
	if (ch->new_key)
		return ERR_STORE;
	ch->new_key = true;
	comments_forget_key(ch->comments, ch->site);
	return comments_fetch_key(ch->comments, ch->site, ch->arena, keyed, ch);
}

static void
voted(void *ctx, enum err e, const struct answer *a)
{
	struct change *ch = ctx;
	struct str word = answer_str(answer_at(a, 0));
	int64_t us;

	if (e != ERR_NONE) {
		/* as it is */
	} else if (str_eq(word, STR("key"))) {
		e = other_key(ch);
		if (e == ERR_NONE)
			return;
	} else if (str_eq(word, STR("none"))) {
		e = fail(ch, ERR_NOT_FOUND, NULL, "there is no such comment");
	} else if (str_eq(word, STR("rate")) &&
		   answer_i64(answer_at(a, 1), &us)) {
		ch->wait_s = (unsigned)(us / 1000000 + 1);
		e = fail(ch, ERR_RATE, NULL, "too many votes at once");
	} else if (!str_eq(word, STR("done")) ||
		   !answer_i64(answer_at(a, 1), &ch->up) ||
		   !answer_i64(answer_at(a, 2), &ch->down)) {
		e = ERR_STORE;
	}
	ch->fn(ch->ctx, e);
}

static enum err
ask_vote(struct change *ch)
{
	const struct sitekey *key = comments_key(ch->comments, ch->site);
	struct arena *a = ch->arena;
	struct str site = ch->site->name;
	struct visitor network;

	if (key == NULL)
		return ERR_AWAY; /* the server came back just now */
	visitor_network(&network, &key->network, ch->address);
	struct str net = { network.hex, VISITOR_LEN };
	int64_t voter = sitekey_voter(key, ch->id, net);
	struct command *cmd =
	    command_script(a, &comments_scripts_vote, 4, 4 + 9);
	command_arg(cmd, keys_comments(a, site));
	command_arg(cmd, keys_voters(a, site, ch->id));
	command_arg(cmd, keys_limit(a, site, net, STR("votes")));
	command_arg(cmd, keys_site_key(a, site));
	command_arg_i64(cmd, ch->id);
	command_arg_i64(cmd, ch->vote);
	/* Numbers make the set of voters compact: even for, odd against. */
	command_arg_i64(cmd, 2 * voter);
	command_arg_i64(cmd, 2 * voter + 1);
	command_arg_i64(cmd, clock_wall_s());
	command_arg_i64(cmd, COMMENTS_VOTERS_S);
	command_arg_i64(cmd, COMMENTS_VOTE_US);
	command_arg_i64(cmd, COMMENTS_VOTE_BURST);
	command_arg(cmd, comments_key_begins(ch->comments, ch->site));
	return redis_send(comments_store(ch->comments), cmd, voted, ch);
}

enum err
change_vote(struct comments *c, struct change *ch, comments_fn fn, void *ctx)
{
	begin(ch, c, fn, ctx);
	if (comments_key(c, ch->site) != NULL)
		return ask_vote(ch);
	return comments_fetch_key(c, ch->site, ch->arena, keyed, ch);
}
