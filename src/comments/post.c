#include "base/base.h"
#include "comments/post.h"

#include <sodium.h>

#include "base/clock.h"
#include "comments/author.h"
#include "comments/block.h"
#include "comments/comments_scripts.h"
#include "comments/guard.h"
#include "comments/post_hash.h"
#include "comments/reason.h"
#include "store/keys.h"
#include "store/redis.h"

#define MOVES_MAX 4      /* aliases that are followed */
#define NETWORK_SHARE 60 /* new articles an hour, of one network */
#define DAY_S 86400

/* --- what was typed --- */

static enum err
fail(struct post *p, enum err e, const char *field, const char *why)
{
	p->field = field;
	p->why = why;
	return e;
}

static enum err
check_author(struct post *p)
{
	struct str wants = p->site->author;
	const char *why = NULL;
	bool wants_mail = str_eq(wants, STR("mail"));

	if (p->name.len > 0 && !author_name(p->arena, p->name, &p->name, &why))
		return fail(p, ERR_INVALID, "name", why);
	if (p->name.len == 0 && !str_eq(wants, STR("nobody")))
		return fail(p, ERR_INVALID, "name", "is missing");
	if (author_is_reserved(p->name, p->site->reserved_names))
		return fail(p, ERR_INVALID, "name", "is not for commenters");
	if (p->mail.len > 0 && !author_mail(p->arena, p->mail, &p->mail, &why))
		return fail(p, ERR_INVALID, "email", why);
	if (p->mail.len == 0 && wants_mail)
		return fail(p, ERR_INVALID, "email", "is missing");
	if (p->url.len > 0 && !author_url(p->arena, p->url, &p->url, &why))
		return fail(p, ERR_INVALID, "url", why);
	return ERR_NONE;
}

static enum err
judge(const struct comments *c, struct post *p)
{
	struct text *t = &p->draft;
	struct str version = comments_list_version(c, p->site);

	p->list = str_dup(p->arena, version);
	if (str_is_null(p->list))
		return ERR_BUSY;
	enum err e = text_judge(t, p->arena, p->site,
	    (struct text_lists){ comments_guard(c), comments_list(c, p->site) },
	    (struct text_writer){ p->name, p->url, p->address });
	if (e != ERR_NONE)
		return fail(p, e, NULL, t->why);
	if (p->trap.len > 0)
		text_is_spam(t, REASON_TRAP);
	return text_hold(t, p->arena, p->site,
	    (struct signs_comment){ .name = p->name,
		.home = p->url,
		.article = p->article.key,
		.title = p->title });
}

static enum err
check_key(struct post *p)
{
	for (size_t i = 0; i < p->key.len; i++)
		if (p->key.p[i] < 0x21 || p->key.p[i] > 0x7e)
			return fail(p, ERR_INVALID, "Idempotency-Key",
			    "has other bytes than printable ASCII");
	if (p->key.len > POST_KEY_MAX)
		return fail(p, ERR_INVALID, "Idempotency-Key", "is too long");
	return ERR_NONE;
}

enum err
post_check(const struct comments *c, struct post *p)
{
	enum err e = check_author(p);

	if (e == ERR_NONE)
		e = check_key(p);
	if (e != ERR_NONE)
		return e;
	e = text_render(&p->draft, p->arena, p->site, p->text);
	return e == ERR_NONE ? judge(c, p) : fail(p, e, "text", p->draft.why);
}

/* --- the store --- */

static enum err ask(struct post *p);
static void keyed(void *ctx, enum err e);

static struct str
hash_of(const struct post *p)
{
	return (struct str){ p->article.hash, ARTICLE_HASH_LEN };
}

static struct str
id_text(const char id[SITEKEY_ID_LEN])
{
	return (struct str){ id, SITEKEY_ID_LEN };
}

/* Who writes: by the token of an earlier comment, or by one made now. */
static void
name_author(struct post *p, const struct sitekey *key)
{
	if (p->author.len == SITEKEY_TOKEN_LEN)
		memcpy(p->author_token, p->author.p, SITEKEY_TOKEN_LEN);
	else
		sitekey_author_token(key, p->nonce, p->author_token);
	sitekey_author_id(key,
	    (struct str){ p->author_token, SITEKEY_TOKEN_LEN }, p->author_id);
	sitekey_avatar(key, id_text(p->author_id), p->avatar);
}

static void
finish(struct post *p, enum err e)
{
	p->fn(p->ctx, e);
}

static enum err
limited(struct post *p, int64_t wait_s, const char *why)
{
	p->wait_s = wait_s > 0 ? (unsigned)wait_s : 1;
	return fail(p, ERR_RATE, NULL, why);
}

static bool
optional(const struct answer *a, size_t i, int64_t *out)
{
	const struct answer *n = answer_at(a, i);

	*out = 0;
	return answer_is_nil(n) || answer_i64(n, out);
}

static bool
take_done(struct post *p, const struct answer *a)
{
	const struct sitekey *key = comments_key(p->comments, p->site);
	struct str state = answer_str(answer_at(a, 2));
	struct str nonce = answer_str(answer_at(a, 4));
	struct comment *c = &p->comment;

	if (key == NULL || nonce.len != SITEKEY_NONCE_LEN ||
	    !answer_i64(answer_at(a, 1), &c->id) ||
	    !answer_i64(answer_at(a, 3), &c->created))
		return false;
	memcpy(p->nonce, nonce.p, nonce.len);
	sitekey_edit_token(key, p->nonce, p->edit_token);
	name_author(p, key);
	p->held = state.len > 0;
	c->parent = p->parent;
	if (!optional(a, 5, &c->root) || !optional(a, 6, &c->depth))
		return false;
	c->name = p->name;
	c->url = p->url;
	c->html = p->draft.markup.html;
	c->avatar = id_text(p->avatar);
	return true;
}

/* What post.lua said, by its word. */
static enum err
take_refusal(struct post *p, struct str word, const struct answer *a)
{
	const struct {
		const char *word;
		enum err err;
		const char *field, *why;
	} rows[] = {
		{ "proof", ERR_PROOF, "altcha", p->proof_why },
		{ "used", ERR_PROOF, "altcha", "was used before" },
		{ "other", ERR_INVALID, "Idempotency-Key",
		    "stands for another request" },
		{ "blocked", ERR_REFUSED, NULL, TEXT_REFUSED },
		{ "closed", ERR_CLOSED, NULL,
		    "this article takes no more comments" },
		{ "stamp", ERR_INVALID, "stamp", "was used before" },
		{ "parent", ERR_INVALID, "parent",
		    "there is no such comment on this article" },
		{ "deep", ERR_INVALID, "parent",
		    "no more replies are taken here" },
		{ "double", ERR_DUPLICATE, "text", "was said here today" },
		{ "limit", ERR_RATE, NULL,
		    "this site takes no more articles just now" },
	};
	int64_t n = 0;

	if (str_eq(word, STR("rate")) && answer_i64(answer_at(a, 1), &n))
		return limited(p, (n + 999999) / 1000000,
		    "too many comments at once: a moment, please");
	if (str_eq(word, STR("day")) && answer_i64(answer_at(a, 1), &n))
		return limited(p, n, "too many comments today");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (!str_eq(word, str_of(rows[i].word)))
			continue;
		if (rows[i].err == ERR_RATE)
			p->wait_s = 600;
		return fail(p, rows[i].err, rows[i].field, rows[i].why);
	}
	return ERR_STORE;
}

static enum err
follow(struct post *p, struct str name)
{
	if (p->moves++ == MOVES_MAX)
		return ERR_STORE;
	p->article.key = str_dup(p->arena, name);
	if (str_is_null(p->article.key))
		return ERR_BUSY;
	article_hash(p->article.key, p->article.hash);
	return ask(p);
}

/* The database was emptied: what was made with the old key is of no use. */
static enum err
other_key(struct post *p)
{
	if (p->moves++ == MOVES_MAX)
		return ERR_STORE;
	comments_forget_key(p->comments, p->site);
	return comments_fetch_key(p->comments, p->site, p->arena, keyed, p);
}

static void
listed(void *ctx, enum err e)
{
	struct post *p = ctx;

	if (e == ERR_NONE)
		e = judge(p->comments, p);
	if (e == ERR_NONE)
		e = ask(p);
	if (e != ERR_NONE)
		finish(p, e);
}

/* The site's list is another by now. */
static enum err
other_list(struct post *p, struct str version)
{
	if (p->moves++ == MOVES_MAX)
		return ERR_STORE;
	if (!str_eq(version, comments_list_version(p->comments, p->site)))
		return comments_fetch_list(
		    p->comments, p->site, p->arena, listed, p);
	enum err e = judge(p->comments, p);
	return e == ERR_NONE ? ask(p) : e;
}

static void
answered(void *ctx, enum err e, const struct answer *a)
{
	struct post *p = ctx;
	struct str word = answer_str(answer_at(a, 0));

	if (e == ERR_NONE && str_eq(word, STR("moved"))) {
		e = follow(p, answer_str(answer_at(a, 1)));
		if (e == ERR_NONE)
			return;
	} else if (e == ERR_NONE && str_eq(word, STR("key"))) {
		e = other_key(p);
		if (e == ERR_NONE)
			return;
	} else if (e == ERR_NONE && str_eq(word, STR("list"))) {
		e = other_list(p, answer_str(answer_at(a, 1)));
		if (e == ERR_NONE)
			return;
	} else if (e == ERR_NONE) {
		p->again = str_eq(word, STR("again"));
		if (!p->again && !str_eq(word, STR("done")))
			e = take_refusal(p, word, a);
		else if (!take_done(p, a))
			e = ERR_STORE;
	}
	finish(p, e);
}

static void
put_keys(struct post *p, struct command *c)
{
	struct arena *a = p->arena;
	struct str site = p->site->name, h = hash_of(p);
	struct str network = { p->network.hex, VISITOR_LEN };
	struct str key = p->key.len > 0 ? p->key : p->stamp;
	struct str stamp = { p->stamp_nonce, STAMP_NONCE_LEN };
	struct str proof = { p->proof_used.id, POW_ID_LEN };

	command_arg(c, keys_comments(a, site));
	command_arg(c, keys_name(a, site, h));
	command_arg(c, keys_site_key(a, site));
	command_arg(c, keys_site(a, site));
	command_arg(c, keys_growth(a, site));
	command_arg(c, keys_growth_by(a, site, network));
	command_arg(c, keys_request(a, site, post_hash_key(a, key)));
	command_arg(c, keys_stamp(a, site, stamp));
	command_arg(c, keys_limit(a, site, network, STR_NULL));
	command_arg(c, keys_limit(a, site, network, STR("day")));
	command_arg(c, keys_flood(a, site));
	command_arg(c, keys_text(a, site, post_hash_text(p, network)));
	command_arg(c, keys_author(a, site, id_text(p->author_id)));
	if (p->proof_why == NULL)
		command_arg(c, keys_used(a, site, proof));
}

static void
put_comment(struct post *p, struct command *c, const struct sitekey *key)
{
	char token[SITEKEY_TOKEN_LEN], hash[SITEKEY_HASH_LEN];

	sitekey_edit_token(key, p->nonce, token);
	sitekey_token_hash((struct str){ token, sizeof(token) }, hash);
	command_arg(c, p->request);
	command_arg(
	    c, (struct str){ (const char *)p->nonce, sizeof(p->nonce) });
	command_arg(c, (struct str){ hash, sizeof(hash) });
	if (p->parent == 0)
		command_arg(c, STR(""));
	else
		command_arg_i64(c, p->parent);
	command_arg(c, p->name.len > 0 ? p->name : STR(""));
	command_arg(c,
	    p->mail.len > 0 ? sitekey_seal(key, p->arena, p->mail) : STR(""));
	command_arg(c, p->url.len > 0 ? p->url : STR(""));
	command_arg(c, p->draft.source);
	command_arg(c, p->draft.markup.html);
	command_arg(c, id_text(p->avatar));
	command_arg(c, id_text(p->author_id));
	command_arg(c, str_of(p->draft.state));
	command_arg(c, str_of(p->draft.reason));
	command_arg(c, str_of(p->draft.unless_known));
}

static void
put_limits(const struct post *p, struct command *c)
{
	const struct config *cfg = comments_config(p->comments);

	command_arg_i64(c, (int64_t)cfg->comments.interval_s * 1000000);
	command_arg_i64(c, cfg->comments.burst);
	command_arg_i64(c, cfg->comments.daily);
	command_arg_i64(c, cfg->comments.flood);
	command_arg_i64(c, (int64_t)p->site->close_after_days * DAY_S);
	command_arg_i64(c, COMMENT_DEPTH_MAX);
	command_arg_i64(c, cfg->visits.max_articles);
	command_arg_i64(c, cfg->visits.new_articles_per_hour);
	command_arg_i64(c, NETWORK_SHARE);
	command_arg_i64(c, STAMP_MAX_S);
	command_arg_i64(c, COMMENTS_REQUEST_S);
	command_arg(c, comments_key_begins(p->comments, p->site));
	command_arg_i64(c, COMMENT_ID_MAX);
	command_arg_i64(c, COMMENTS_AUTHOR_S);
	command_arg_i64(c, COMMENTS_DAY_S);
	command_arg_i64(c, COMMENTS_FLOOD_S);
	command_arg_i64(c, BLOCK_NETWORK_S);
}

/* What becomes of a comment that should prove work and does not. */
static struct str
without_proof(const struct post *p)
{
	const struct config *cfg = comments_config(p->comments);

	/* Where nothing is held there is nobody to hold it for. */
	if (cfg->comments.proof_of_work == 0 ||
	    str_eq(p->site->hold, STR("nothing")))
		return STR("");
	return p->scriptless ? STR("hold") : STR("ask");
}

static void
put_proof(const struct post *p, struct command *c)
{
	command_arg(c, without_proof(p));
	command_arg_i64(c, p->draft.suspicious);
	command_arg_i64(c, p->proof_used.for_s);
}

static enum err
ask(struct post *p)
{
	const struct sitekey *key = comments_key(p->comments, p->site);
	unsigned n_keys = p->proof_why == NULL ? 14 : 13;

	if (key == NULL)
		return ERR_AWAY; /* the server came back just now */
	name_author(p, key);
	struct command *c = command_script(
	    p->arena, &comments_scripts_post, n_keys, n_keys + 39);
	put_keys(p, c);
	command_arg(c, hash_of(p));
	command_arg(c, p->article.key);
	command_arg(c, p->title.len > 0 ? p->title : STR(""));
	command_arg_i64(c, p->now);
	put_comment(p, c, key);
	put_limits(p, c);
	put_proof(p, c);
	command_arg(c, p->list);
	return redis_send(comments_store(p->comments), c, answered, p);
}

/* The key is there: the stamp can be looked at. */
static enum err
begin(struct post *p)
{
	const struct sitekey *key = comments_key(p->comments, p->site);
	const char *why;

	if (key == NULL)
		return ERR_AWAY;
	why = stamp_check(key, hash_of(p), p->now,
	    comments_config(p->comments)->comments.form_delay_s, p->stamp,
	    p->stamp_nonce);
	if (why != NULL)
		return fail(p, ERR_INVALID, "stamp", why);
	/* Of the article as it was named: an alias may come to be meanwhile. */
	p->request = post_hash_request(p);
	visitor_network(&p->network, &key->network, p->address);
	p->proof_why = pow_check(
	    &(struct pow){ .key = key,
		.article = hash_of(p),
		.network = { p->network.hex, VISITOR_LEN },
		.now = p->now,
		.max = comments_config(p->comments)->comments.proof_of_work },
	    p->arena, p->proof, &p->proof_used);
	return ask(p);
}

static void
keyed(void *ctx, enum err e)
{
	struct post *p = ctx;

	if (e == ERR_NONE)
		e = begin(p);
	if (e != ERR_NONE)
		finish(p, e);
}

enum err
post_send(struct comments *c, struct post *p, comments_fn fn, void *ctx)
{
	p->comments = c;
	p->fn = fn;
	p->ctx = ctx;
	p->now = clock_wall_s();
	randombytes_buf(p->nonce, sizeof(p->nonce));
	if (comments_key(c, p->site) != NULL)
		return begin(p);
	return comments_fetch_key(c, p->site, p->arena, keyed, p);
}
