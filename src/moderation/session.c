#include "base/base.h"
#include "moderation/session.h"

#include <sodium.h>

#include "base/buf.h"
#include "base/clock.h"
#include "moderation/moderation_scripts.h"
#include "store/keys.h"

#define SECRET_BYTES 32

_Static_assert(
    SESSION_ID_LEN + 1 == sodium_base64_ENCODED_LEN(SECRET_BYTES,
			      sodium_base64_VARIANT_URLSAFE_NO_PADDING),
    "an id's length");
_Static_assert(SESSION_HASH_LEN == 2 * SECRET_BYTES, "a hash's length");

static void
encode(const unsigned char bytes[SECRET_BYTES], char out[SESSION_ID_LEN])
{
	char text[SESSION_ID_LEN + 1];

	(void)sodium_bin2base64(text, sizeof(text), bytes, SECRET_BYTES,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	memcpy(out, text, SESSION_ID_LEN);
	sodium_memzero(text, sizeof(text));
}

void
session_new(char out[SESSION_ID_LEN])
{
	unsigned char bytes[SECRET_BYTES];

	randombytes_buf(bytes, sizeof(bytes));
	encode(bytes, out);
	sodium_memzero(bytes, sizeof(bytes));
}

void
session_hash(struct str secret, char out[SESSION_HASH_LEN])
{
	unsigned char hash[SECRET_BYTES];
	char hex[SESSION_HASH_LEN + 1];

	(void)crypto_generichash(hash, sizeof(hash),
	    (const unsigned char *)secret.p, secret.len, NULL, 0);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	memcpy(out, hex, SESSION_HASH_LEN);
}

/* --- the cookie: SITE.ID --- */

bool
session_of_cookie(struct str cookie, struct session *out)
{
	struct str pair, name;
	unsigned n = 0;

	*out = (struct session){ STR_NULL, STR_NULL, STR_NULL };
	while (str_cut(&cookie, ';', &pair)) {
		pair = str_trim(pair);
		if (!str_cut(&pair, '=', &name) ||
		    !str_eq(name, STR(SESSION_COOKIE)))
			continue;
		n++;
		if (!str_cut(&pair, '.', &out->site))
			return false;
		out->id = pair;
	}
	return n == 1 && out->site.len > 0 && out->id.len == SESSION_ID_LEN;
}

#define COOKIE_WAYS "; Path=/; Secure; HttpOnly; SameSite=Strict"

struct str
session_cookie(struct arena *a, const struct session *s)
{
	struct buf b;

	buf_init(&b, a, 160);
	buf_lit(&b, SESSION_COOKIE "=");
	buf_str_put(&b, s->site);
	buf_char(&b, '.');
	buf_str_put(&b, s->id);
	buf_lit(&b, COOKIE_WAYS);
	return buf_view(&b);
}

struct str
session_no_cookie(void)
{
	return STR(SESSION_COOKIE "=" COOKIE_WAYS "; Max-Age=0");
}

/* --- the forms' token --- */

void
session_token(const struct session *s, char out[SESSION_TOKEN_LEN])
{
	static const unsigned char purpose[] = "forms";
	unsigned char mac[SECRET_BYTES];

	(void)crypto_generichash(mac, sizeof(mac), purpose, sizeof(purpose),
	    (const unsigned char *)s->id.p, s->id.len);
	encode(mac, out);
}

bool
session_token_is(const struct session *s, struct str token)
{
	char right[SESSION_TOKEN_LEN];

	session_token(s, right);
	return token.len == sizeof(right) &&
	       sodium_memcmp(token.p, right, sizeof(right)) == 0;
}

/* --- in Redis --- */

static struct str
key_of(struct arena *a, const struct session *s, char hash[SESSION_HASH_LEN])
{
	session_hash(s->id, hash);
	return keys_session(a, s->site, (struct str){ hash, KEYS_HASH_LEN });
}

struct command *
session_begin_command(
    struct arena *a, const struct session *s, struct str password)
{
	char hash[SESSION_HASH_LEN];
	struct command *c =
	    command_script(a, &moderation_scripts_begin, 2, 2 + 5);

	command_arg(c, keys_moderators(a, s->site));
	command_arg(c, key_of(a, s, hash));
	command_arg(c, s->who);
	command_arg(c, password);
	command_arg(c, (struct str){ hash, sizeof(hash) });
	command_arg_i64(c, clock_wall_s());
	command_arg_i64(c, SESSION_IDLE_S);
	return c;
}

struct command *
session_look_command(struct arena *a, const struct session *s, bool used)
{
	char hash[SESSION_HASH_LEN];
	struct command *c =
	    command_script(a, &moderation_scripts_look, 2, 2 + 4);

	command_arg(c, keys_moderators(a, s->site));
	command_arg(c, key_of(a, s, hash));
	command_arg(c, (struct str){ hash, sizeof(hash) });
	command_arg_i64(c, clock_wall_s());
	command_arg_i64(c, used ? SESSION_IDLE_S : 0);
	command_arg_i64(c, SESSION_LIFE_S);
	return c;
}

bool
session_found(struct arena *a, struct session *s, const struct answer *answer)
{
	struct str who = answer_str(answer_at(answer, 0));

	s->who = who.len > 0 ? str_dup(a, who) : STR_NULL;
	return s->who.len > 0;
}

struct command *
session_end_command(struct arena *a, const struct session *s)
{
	char hash[SESSION_HASH_LEN];
	struct command *c = command_new(a, "DEL", 2);

	command_arg(c, key_of(a, s, hash));
	return c;
}
