#include "base/base.h"
#include "moderation/amend.h"

#include <sodium.h>

#include "base/clock.h"
#include "comments/author.h"
#include "comments/comment.h"
#include "moderation/moderation_scripts.h"
#include "store/keys.h"
#include "store/redis.h"

static enum err
fail(struct amend *am, enum err e, const char *field, const char *why)
{
	am->field = field;
	am->why = why;
	return e;
}

static enum err
render(struct amend *am)
{
	enum err e = text_render(&am->draft, am->arena, am->site, am->text);

	return e == ERR_NONE ? e : fail(am, e, "text", am->draft.why);
}

static void
begin(struct amend *am, struct comments *c, comments_fn fn, void *ctx)
{
	am->comments = c;
	am->fn = fn;
	am->ctx = ctx;
}

/* --- edits --- */

static void
edited(void *ctx, enum err e, const struct answer *a)
{
	struct amend *am = ctx;
	struct str word = answer_str(a);

	if (e == ERR_NONE && str_eq(word, STR("none")))
		e = fail(am, ERR_NOT_FOUND, NULL, "there is no such comment");
	else if (e == ERR_NONE && !str_eq(word, STR("done")) &&
		 !str_eq(word, STR("same")))
		e = ERR_STORE;
	am->fn(am->ctx, e);
}

enum err
amend_edit(struct comments *c, struct amend *am, comments_fn fn, void *ctx)
{
	struct arena *a = am->arena;
	const char *why = NULL;

	begin(am, c, fn, ctx);
	if (am->name.len > 0 && !author_name(a, am->name, &am->name, &why))
		return fail(am, ERR_INVALID, "name", why);
	if (am->url.len > 0 && !author_url(a, am->url, &am->url, &why))
		return fail(am, ERR_INVALID, "url", why);
	enum err e = render(am);
	if (e != ERR_NONE)
		return e;
	struct command *cmd =
	    command_script(a, &moderation_scripts_amend, 2, 2 + 7);
	command_arg(cmd, keys_comments(a, am->site->name));
	command_arg(cmd, keys_ledger(a, am->site->name));
	command_arg_i64(cmd, am->id);
	command_arg_i64(cmd, clock_wall_s());
	command_arg(cmd, am->name);
	command_arg(cmd, am->url);
	command_arg(cmd, am->draft.source);
	command_arg(cmd, am->draft.markup.html);
	command_arg(cmd, am->who);
	return redis_send(comments_store(c), cmd, edited, am);
}

/* --- replies --- */

static void
replied(void *ctx, enum err e, const struct answer *a)
{
	static const struct {
		const char *word;
		enum err e;
		const char *why;
	} refusals[] = {
		{ "none", ERR_NOT_FOUND, "there is no such comment" },
		{ "state", ERR_INVALID,
		    "the comment is not published: approve it first" },
		{ "deep", ERR_INVALID, "replies go no deeper than that" },
		{ "limit", ERR_REFUSED, "this site takes no more comments" },
		{ "other", ERR_DUPLICATE, "this form was sent already" },
	};
	struct amend *am = ctx;
	struct str word = answer_str(answer_at(a, 0));
	size_t i = 0;

	if (e == ERR_NONE && !str_eq(word, STR("done")) &&
	    !str_eq(word, STR("again"))) {
		while (i < ARRAY_LEN(refusals) &&
		       !str_eq(word, str_of(refusals[i].word)))
			i++;
		e = i == ARRAY_LEN(refusals)
			? ERR_STORE
			: fail(am, refusals[i].e, NULL, refusals[i].why);
	}
	am->fn(am->ctx, e);
}

/* What the form asked for, as the key of a request has it (keys.h, i:). */
static void
request_hash(const struct amend *am, char out[2 * KEYS_HASH_LEN + 1])
{
	crypto_generichash_state state;
	unsigned char hash[KEYS_HASH_LEN];

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)&am->id, sizeof(am->id));
	(void)crypto_generichash_update(&state,
	    (const unsigned char *)am->draft.source.p, am->draft.source.len);
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)sodium_bin2hex(out, 2 * KEYS_HASH_LEN + 1, hash, sizeof(hash));
}

enum err
amend_reply(struct comments *c, struct amend *am, comments_fn fn, void *ctx)
{
	struct arena *a = am->arena;
	struct str site = am->site->name;
	char request[2 * KEYS_HASH_LEN + 1];
	char once[SESSION_HASH_LEN], avatar[SESSION_HASH_LEN];

	begin(am, c, fn, ctx);
	enum err e = render(am);
	if (e != ERR_NONE)
		return e;
	request_hash(am, request);
	session_hash(am->once, once);
	/* The picture of that name, whoever writes by it. */
	session_hash(am->who, avatar);
	struct command *cmd =
	    command_script(a, &moderation_scripts_respond, 3, 3 + 10);
	command_arg(cmd, keys_comments(a, site));
	command_arg(cmd, keys_ledger(a, site));
	command_arg(
	    cmd, keys_request(a, site, (struct str){ once, KEYS_HASH_LEN }));
	command_arg_i64(cmd, am->id);
	command_arg_i64(cmd, clock_wall_s());
	command_arg(cmd, am->who);
	command_arg(cmd, am->draft.source);
	command_arg(cmd, am->draft.markup.html);
	command_arg(cmd, (struct str){ avatar, SITEKEY_ID_LEN });
	command_arg_i64(cmd, COMMENT_DEPTH_MAX);
	command_arg_i64(cmd, COMMENT_ID_MAX);
	command_arg_i64(cmd, COMMENTS_REQUEST_S);
	command_arg(cmd, (struct str){ request, 2 * KEYS_HASH_LEN });
	return redis_send(comments_store(c), cmd, replied, am);
}
