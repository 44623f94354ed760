#include "base/base.h"
#include "moderation/sign.h"

#include <sodium.h>

#include "moderation/moderation_scripts.h"
#include "store/keys.h"
#include "store/redis.h"

static enum err
fail(struct sign *s, enum err e, const char *field, const char *why)
{
	s->field = field;
	s->why = why;
	return e;
}

static void
begin(struct sign *s, struct comments *c, comments_fn fn, void *ctx)
{
	s->comments = c;
	s->fn = fn;
	s->ctx = ctx;
}

static void
end(struct sign *s, enum err e)
{
	sodium_memzero(s->hash, sizeof(s->hash));
	s->fn(s->ctx, e);
}

/* --- the session --- */

static void
begun(void *ctx, enum err e, const struct answer *a)
{
	struct sign *s = ctx;

	if (e == ERR_NONE && !str_eq(answer_str(a), STR("done")))
		e = fail(s, ERR_REFUSED, NULL, "the password was changed");
	end(s, e);
}

static enum err
start_session(struct sign *s)
{
	session_new(s->id);
	s->session = (struct session){ s->site->name, { s->id, sizeof(s->id) },
		s->name };
	return redis_send(comments_store(s->comments),
	    session_begin_command(s->arena, &s->session, str_of(s->hash)),
	    begun, s);
}

/* --- name and password --- */

static enum err ask(struct sign *s);

static void
keyed(void *ctx, enum err e)
{
	struct sign *s = ctx;

	if (e == ERR_NONE)
		e = ask(s);
	if (e != ERR_NONE)
		end(s, e);
}

/* The database was emptied: networks are told apart by another key now. */
static enum err
other_key(struct sign *s)
{
	if (s->new_key)
		return ERR_STORE;
	s->new_key = true;
	comments_forget_key(s->comments, s->site);
	return comments_fetch_key(s->comments, s->site, s->arena, keyed, s);
}

static enum err
verify(struct sign *s, struct str hash)
{
	enum err e = moderator_verify(hash, s->password);

	if (e == ERR_REFUSED)
		return fail(s, e, NULL, "wrong name or password");
	if (e != ERR_NONE)
		return e;
	memcpy(s->hash, hash.p, hash.len);
	s->hash[hash.len] = '\0';
	return start_session(s);
}

static void
told(void *ctx, enum err e, const struct answer *a)
{
	struct sign *s = ctx;
	struct str word = answer_str(answer_at(a, 0));
	int64_t us;

	if (e != ERR_NONE) {
		/* as it is */
	} else if (str_eq(word, STR("key"))) {
		e = other_key(s);
	} else if (str_eq(word, STR("rate")) &&
		   answer_i64(answer_at(a, 1), &us)) {
		s->wait_s = (unsigned)(us / 1000000 + 1);
		e = fail(s, ERR_RATE, NULL, "too many tries");
	} else if (str_eq(word, STR("tell"))) {
		e = verify(s, answer_str(answer_at(a, 1)));
	} else {
		e = ERR_STORE;
	}
	if (e != ERR_NONE)
		end(s, e);
}

static enum err
ask(struct sign *s)
{
	const struct sitekey *key = comments_key(s->comments, s->site);
	struct arena *a = s->arena;
	struct str site = s->site->name;
	struct visitor network;
	char account[SESSION_HASH_LEN];

	if (key == NULL)
		return ERR_AWAY; /* the server came back just now */
	visitor_network(&network, &key->network, s->address);
	session_hash(s->name, account);
	struct command *c =
	    command_script(a, &moderation_scripts_sign, 4, 4 + 6);
	command_arg(c, keys_moderators(a, site));
	command_arg(
	    c, keys_limit(a, site, (struct str){ network.hex, VISITOR_LEN },
		   STR("sign")));
	command_arg(
	    c, keys_limit(a, site, (struct str){ account, KEYS_HASH_LEN },
		   STR("sign")));
	command_arg(c, keys_site_key(a, site));
	command_arg(c, s->name);
	command_arg_i64(c, SIGN_NETWORK_US);
	command_arg_i64(c, SIGN_NETWORK_BURST);
	command_arg_i64(c, SIGN_ACCOUNT_US);
	command_arg_i64(c, SIGN_ACCOUNT_BURST);
	command_arg(c, comments_key_begins(s->comments, s->site));
	return redis_send(comments_store(s->comments), c, told, s);
}

enum err
sign_in(struct comments *c, struct sign *s, comments_fn fn, void *ctx)
{
	struct str name;
	const char *why;

	begin(s, c, fn, ctx);
	/* What cannot be a name is nobody's, like any other. */
	if (moderator_name(s->arena, s->name, &name, &why))
		s->name = name;
	if (comments_key(c, s->site) != NULL)
		return ask(s);
	return comments_fetch_key(c, s->site, s->arena, keyed, s);
}

/* --- setting up --- */

static enum err
no_token(struct sign *s)
{
	return fail(s, ERR_REFUSED, NULL,
	    "this address was used, is older than a day, or another one");
}

static void
made(void *ctx, enum err e, const struct answer *a)
{
	struct sign *s = ctx;

	if (e == ERR_NONE && !str_eq(answer_str(a), STR("done")))
		e = no_token(s);
	if (e == ERR_NONE)
		e = start_session(s);
	if (e != ERR_NONE)
		end(s, e);
}

static enum err
make(struct sign *s)
{
	struct arena *a = s->arena;
	struct str site = s->site->name;

	if (!moderator_hash(s->password, s->hash))
		return ERR_BUSY;
	struct command *c =
	    command_script(a, &moderation_scripts_setup, 3, 3 + 3);
	command_arg(c, keys_setup(a, site));
	command_arg(c, keys_moderators(a, site));
	command_arg(c, keys_ledger(a, site));
	command_arg(c, (struct str){ s->token_hash, sizeof(s->token_hash) });
	command_arg(c, s->name);
	command_arg(c, str_of(s->hash));
	return redis_send(comments_store(s->comments), c, made, s);
}

/* Nobody without the token makes us hash a password. */
static void
token_there(void *ctx, enum err e, const struct answer *a)
{
	struct sign *s = ctx;
	struct str hash = answer_str(a);

	if (e == ERR_NONE &&
	    (hash.len != SESSION_HASH_LEN ||
		sodium_memcmp(hash.p, s->token_hash, SESSION_HASH_LEN) != 0))
		e = no_token(s);
	if (e == ERR_NONE)
		e = make(s);
	if (e != ERR_NONE)
		end(s, e);
}

enum err
sign_set_up(struct comments *c, struct sign *s, comments_fn fn, void *ctx)
{
	const char *why;

	begin(s, c, fn, ctx);
	if (!moderator_name(s->arena, s->name, &s->name, &why))
		return fail(s, ERR_INVALID, "name", why);
	why = moderator_password_fault(s->password);
	if (why != NULL)
		return fail(s, ERR_INVALID, "password", why);
	session_hash(s->token, s->token_hash);
	struct command *get = command_new(s->arena, "GET", 2);
	command_arg(get, keys_setup(s->arena, s->site->name));
	return redis_send(comments_store(c), get, token_there, s);
}
