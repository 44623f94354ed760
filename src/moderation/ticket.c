#include "base/base.h"
#include "moderation/ticket.h"

#include <sodium.h>

#include "base/base64.h"
#include "comments/comment.h"
#include "comments/comments.h"
#include "comments/reason.h"
#include "moderation/moderation_scripts.h"
#include "store/keys.h"

#define FORMAT 1
#define NUMBER_BYTES 8
#define KEY_ID_BYTES 4
#define MAC_BYTES 32

/* Where in a token's bytes what begins. */
enum {
	AT_VERSION = 0,
	AT_ACTION = 1,
	AT_COMMENT = 2,
	AT_UNTIL = AT_COMMENT + NUMBER_BYTES,
	AT_NONCE = AT_UNTIL + NUMBER_BYTES,
	AT_KEY_ID = AT_NONCE + TICKET_NONCE_BYTES,
	AT_MAC = AT_KEY_ID + KEY_ID_BYTES,
	AT_RECIPIENT = AT_MAC + MAC_BYTES,
	BYTES_MAX = AT_RECIPIENT + TICKET_RECIPIENT_MAX
};

_Static_assert(
    TICKET_LEN_MAX + 1 == sodium_base64_ENCODED_LEN(BYTES_MAX,
			      sodium_base64_VARIANT_URLSAFE_NO_PADDING),
    "a token's length");
_Static_assert(KEYS_HASH_LEN / 2 <= TICKET_NONCE_BYTES, "a nonce makes a key");
_Static_assert(SITEKEY_LEN == crypto_generichash_KEYBYTES, "BLAKE2b's key");

static const struct {
	const char *word;
	const char *state, *what, *reason; /* as `afterword` has them */
} actions[TICKET__MAX] = {
	[TICKET_APPROVE] = { "approve", "published", "publish", "" },
	[TICKET_SPAM] = { "spam", "spam", "spam", REASON_MODERATOR },
	[TICKET_DELETE] = { "delete", "deleted", "delete", "" },
};

const char *
ticket_word(enum ticket_action action)
{
	assert(action > TICKET_NONE && action < TICKET__MAX);
	return actions[action].word;
}

enum ticket_action
ticket_action(struct str word)
{
	enum ticket_action i = TICKET_NONE + 1;

	while (i < TICKET__MAX && !str_eq(word, str_of(actions[i].word)))
		i++;
	return i < TICKET__MAX ? i : TICKET_NONE;
}

/* --- the bytes --- */

static void
put_number(unsigned char *p, uint64_t n)
{
	for (size_t i = 0; i < NUMBER_BYTES; i++)
		p[i] = (unsigned char)(n >> 8 * (NUMBER_BYTES - 1 - i));
}

static uint64_t
get_number(const unsigned char *p)
{
	uint64_t n = 0;

	for (size_t i = 0; i < NUMBER_BYTES; i++)
		n = n << 8 | p[i];
	return n;
}

static void
key_id(const struct sitekey *key, unsigned char out[KEY_ID_BYTES])
{
	unsigned char hash[crypto_generichash_BYTES_MIN];

	(void)crypto_generichash(
	    hash, sizeof(hash), NULL, 0, key->ticket, SITEKEY_LEN);
	memcpy(out, hash, KEY_ID_BYTES);
}

static void
add(crypto_generichash_state *state, const void *field, size_t len)
{
	unsigned char before[NUMBER_BYTES];

	put_number(before, len);
	(void)crypto_generichash_update(state, before, sizeof(before));
	(void)crypto_generichash_update(state, field, len);
}

/* The MAC of `len` bytes that are in place but for it. */
static void
sign(const struct sitekey *key, struct str site, const unsigned char *bytes,
    size_t len, unsigned char mac[MAC_BYTES])
{
	crypto_generichash_state state;

	(void)crypto_generichash_init(
	    &state, key->ticket, SITEKEY_LEN, MAC_BYTES);
	add(&state, bytes + AT_VERSION, AT_ACTION - AT_VERSION);
	add(&state, bytes + AT_ACTION, AT_COMMENT - AT_ACTION);
	add(&state, site.p, site.len);
	add(&state, bytes + AT_COMMENT, NUMBER_BYTES);
	add(&state, bytes + AT_RECIPIENT, len - AT_RECIPIENT);
	add(&state, bytes + AT_UNTIL, NUMBER_BYTES);
	add(&state, bytes + AT_NONCE, TICKET_NONCE_BYTES);
	add(&state, bytes + AT_KEY_ID, KEY_ID_BYTES);
	(void)crypto_generichash_final(&state, mac, MAC_BYTES);
}

struct str
ticket_make(const struct sitekey *key, struct arena *a, const struct ticket *t)
{
	unsigned char bytes[BYTES_MAX];
	size_t len = AT_RECIPIENT + t->recipient.len;
	size_t room = sodium_base64_ENCODED_LEN(
	    len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(a, room);

	assert(t->action > TICKET_NONE && t->action < TICKET__MAX);
	assert(t->recipient.len <= TICKET_RECIPIENT_MAX);
	if (text == NULL)
		return STR_NULL;
	bytes[AT_VERSION] = FORMAT;
	bytes[AT_ACTION] = (unsigned char)t->action;
	put_number(bytes + AT_COMMENT, (uint64_t)t->id);
	put_number(bytes + AT_UNTIL, (uint64_t)t->until);
	randombytes_buf(bytes + AT_NONCE, TICKET_NONCE_BYTES);
	key_id(key, bytes + AT_KEY_ID);
	if (t->recipient.len > 0)
		memcpy(bytes + AT_RECIPIENT, t->recipient.p, t->recipient.len);
	sign(key, t->site, bytes, len, bytes + AT_MAC);
	(void)sodium_bin2base64(
	    text, room, bytes, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_of(text);
}

enum ticket_verdict
ticket_read(const struct sitekey *key, struct arena *a, struct str site,
    struct str token, int64_t now, struct ticket *t)
{
	unsigned char bytes[BYTES_MAX], id[KEY_ID_BYTES], mac[MAC_BYTES];
	size_t len;

	if (!base64_decode(BASE64_URL, token, bytes, sizeof(bytes), &len) ||
	    len < AT_RECIPIENT || bytes[AT_VERSION] != FORMAT)
		return TICKET_MALFORMED;
	key_id(key, id);
	if (sodium_memcmp(id, bytes + AT_KEY_ID, sizeof(id)) != 0)
		return TICKET_OTHER_KEY;
	sign(key, site, bytes, len, mac);
	if (sodium_memcmp(mac, bytes + AT_MAC, sizeof(mac)) != 0)
		return TICKET_FORGED;
	uint64_t comment = get_number(bytes + AT_COMMENT);
	uint64_t until = get_number(bytes + AT_UNTIL);
	/* What was signed here is none of these, unless by a later version. */
	if (bytes[AT_ACTION] == TICKET_NONE ||
	    bytes[AT_ACTION] >= TICKET__MAX || comment < 1 ||
	    comment > COMMENT_ID_MAX || until > UINT32_MAX)
		return TICKET_MALFORMED;
	*t = (struct ticket){ .action = bytes[AT_ACTION],
		.site = site,
		.id = (int64_t)comment,
		.until = (int64_t)until,
		.recipient =
		    str_dup(a, (struct str){ (const char *)bytes + AT_RECIPIENT,
				   len - AT_RECIPIENT }) };
	memcpy(t->nonce, bytes + AT_NONCE, TICKET_NONCE_BYTES);
	return now < t->until ? TICKET_OK : TICKET_EXPIRED;
}

/* --- what it is for --- */

struct command *
ticket_command(struct arena *a, const struct ticket *t, int64_t now)
{
	char nonce[KEYS_HASH_LEN + 1];
	struct command *c =
	    command_script(a, &moderation_scripts_link, 3, 3 + 8);

	/* As much of the nonce as a key takes: 64 bits tell links apart. */
	(void)sodium_bin2hex(nonce, sizeof(nonce), t->nonce, KEYS_HASH_LEN / 2);
	command_arg(c, keys_comments(a, t->site));
	command_arg(c, keys_ledger(a, t->site));
	command_arg(c, keys_used(a, t->site, str_of(nonce)));
	command_arg_i64(c, t->id);
	command_arg(c, str_of(actions[t->action].state));
	command_arg(c, str_of(actions[t->action].reason));
	command_arg_i64(c, now);
	command_arg(c, str_of(actions[t->action].what));
	command_arg(c, t->recipient.len > 0 ? t->recipient : STR("a link"));
	command_arg_i64(c, COMMENTS_AUTHOR_S);
	command_arg_i64(c, t->until - now);
	return c;
}
