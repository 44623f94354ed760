/*
 * fuzz_token.c - what is signed: nothing is good but what was given out
 *
 * The first byte says which kind of token, and whether it is changed as it is
 * written or as the bytes that this stands for; then three bytes a change.
 * Behind a change of kind 4 is a token that is tried as it is.
 */
#include "base/base.h"
#include "fuzz.h"

#include <sodium.h>

#include "base/buf.h"
#include "base/jsonw.h"
#include "comments/pow.h"
#include "comments/stamp.h"
#include "moderation/session.h"
#include "moderation/ticket.h"

#define SITE STR("example.org")
#define H STR("0123456789abcdef")
#define NOW 1795646583
#define TOKEN_MAX 2048

/* Of the other one no token was ever made, so that none can be learnt. */
static struct owner {
	struct sitekey key;
	struct session session;
} own, other;

static struct pow_challenge challenge;
static struct pow work = { &own.key, { "0123456789abcdef", 16 },
	{ "network", 7 }, NOW, 8 };
static int64_t number;

/* What a browser does. */
static bool
solves(int64_t n)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char text[POW_SALT_LEN + 24], hex[2 * sizeof(hash) + 1];
	int len = snprintf(text, sizeof(text), "%.*s%lld", POW_SALT_LEN,
	    challenge.salt, (long long)n);

	(void)crypto_hash_sha256(
	    hash, (const unsigned char *)text, (unsigned long long)len);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	return memcmp(hex, challenge.challenge, POW_HASH_LEN) == 0;
}

void
fuzz_begin(void)
{
	sitekey_derive(&own.key, SITE, STR("secret"), STR_NULL);
	sitekey_derive(&other.key, SITE, STR("another"), STR_NULL);
	own.session = (struct session){ SITE,
		STR("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"),
		STR("Anna") };
	other.session = own.session;
	other.session.id = STR("0bcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ");
	pow_make(&work, &challenge);
	for (number = 1; number < work.max && !solves(number);)
		number++;
}

/* --- the kinds --- */

static struct str
give_stamp(struct arena *a)
{
	char *out = arena_alloc(a, STAMP_LEN);

	assert(out != NULL);
	stamp_make(&own.key, H, NOW, out);
	return (struct str){ out, STAMP_LEN };
}

static bool
takes_stamp(const struct owner *o, struct arena *a, struct str s)
{
	char nonce[STAMP_NONCE_LEN];

	(void)a;
	return stamp_check(&o->key, H, NOW + 9, 3, s, nonce) == NULL;
}

static struct str
give_ticket(struct arena *a)
{
	struct ticket t = { .action = TICKET_APPROVE,
		.site = SITE,
		.id = 12,
		.recipient = STR("Anna"),
		.until = NOW + 3600 };

	return ticket_make(&own.key, a, &t);
}

static bool
takes_ticket(const struct owner *o, struct arena *a, struct str s)
{
	struct ticket t;

	return ticket_read(&o->key, a, SITE, s, NOW, &t) == TICKET_OK;
}

static struct str
give_form_token(struct arena *a)
{
	char *out = arena_alloc(a, SESSION_TOKEN_LEN);

	assert(out != NULL);
	session_token(&own.session, out);
	return (struct str){ out, SESSION_TOKEN_LEN };
}

static bool
takes_form_token(const struct owner *o, struct arena *a, struct str s)
{
	(void)a;
	return session_token_is(&o->session, s);
}

static struct str
give_sealed(struct arena *a)
{
	return sitekey_seal(&own.key, a, STR("anna@example.org"));
}

static bool
takes_sealed(const struct owner *o, struct arena *a, struct str s)
{
	return !str_is_null(sitekey_open(&o->key, a, s));
}

static struct str
give_proof(struct arena *a)
{
	struct jsonw j;
	struct buf b;

	buf_init(&b, a, 512);
	jsonw_init(&j, &b);
	jsonw_object(&j, NULL);
	jsonw_str(&j, "algorithm", STR(POW_ALGORITHM));
	jsonw_str(
	    &j, "challenge", (struct str){ challenge.challenge, POW_HASH_LEN });
	jsonw_int(&j, "number", number);
	jsonw_str(&j, "salt", (struct str){ challenge.salt, POW_SALT_LEN });
	jsonw_str(
	    &j, "signature", (struct str){ challenge.signature, POW_HASH_LEN });
	jsonw_object_end(&j);
	size_t room =
	    sodium_base64_ENCODED_LEN(b.len, sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_alloc(a, room);
	assert(text != NULL);
	(void)sodium_bin2base64(text, room, (const unsigned char *)b.p, b.len,
	    sodium_base64_VARIANT_ORIGINAL);
	return str_of(text);
}

/* The same may be said in other words, but it stays the same proof. */
static bool
takes_proof(const struct owner *o, struct arena *a, struct str s)
{
	struct pow_used used;
	struct pow of = work;

	of.key = &o->key;
	if (pow_check(&of, a, s, &used) != NULL)
		return false;
	assert(memcmp(used.id, challenge.challenge, POW_ID_LEN) == 0);
	assert(used.for_s == POW_MAX_S);
	return true;
}

static const struct kind {
	struct str (*give)(struct arena *a);
	bool (*takes)(const struct owner *o, struct arena *a, struct str s);
	unsigned base64; /* the variant; 0: bytes */
	bool has_ways;   /* to be written */
} kinds[] = {
	{ give_stamp, takes_stamp, sodium_base64_VARIANT_URLSAFE_NO_PADDING,
	    false },
	{ give_ticket, takes_ticket, sodium_base64_VARIANT_URLSAFE_NO_PADDING,
	    false },
	{ give_form_token, takes_form_token,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING, false },
	{ give_sealed, takes_sealed, 0, false },
	{ give_proof, takes_proof, sodium_base64_VARIANT_ORIGINAL, true },
};

/* --- changes --- */

struct bytes {
	unsigned char p[TOKEN_MAX];
	size_t len;
};

static void
change(struct bytes *b, unsigned char how, unsigned char at, unsigned char with)
{
	size_t i = b->len > 0 ? at % b->len : 0;

	switch (how % 4) {
	case 0:
		b->p[i] ^= with;
		break;
	case 1:
		b->p[i] = with;
		break;
	case 2:
		b->len = i;
		break;
	default:
		if (b->len == TOKEN_MAX)
			return;
		memmove(b->p + i + 1, b->p + i, b->len - i);
		b->p[i] = with;
		b->len++;
	}
}

static void
change_all(struct bytes *b, struct str *in)
{
	while (in->len >= 3) {
		unsigned char how = fuzz_byte(in);

		if (how == 4)
			return;
		unsigned char at = fuzz_byte(in);
		change(b, how, at, fuzz_byte(in));
	}
}

static void
load(struct bytes *b, const struct kind *k, bool decoded, struct str s)
{
	if (decoded && k->base64 != 0) {
		int rc = sodium_base642bin(b->p, sizeof(b->p), s.p, s.len, NULL,
		    &b->len, NULL, (int)k->base64);
		assert(rc == 0);
		return;
	}
	assert(s.len <= sizeof(b->p));
	memcpy(b->p, s.p, s.len);
	b->len = s.len;
}

static struct str
write_again(
    struct arena *a, const struct bytes *b, const struct kind *k, bool decoded)
{
	if (!decoded || k->base64 == 0)
		return str_dup(a, (struct str){ (const char *)b->p, b->len });
	size_t room = sodium_base64_ENCODED_LEN(b->len, k->base64);
	char *text = arena_alloc(a, room);
	assert(text != NULL);
	return str_of(
	    sodium_bin2base64(text, room, b->p, b->len, (int)k->base64));
}

void
fuzz_one(struct arena *a, struct str in)
{
	unsigned char first = fuzz_byte(&in);
	const struct kind *k = &kinds[(first & 0x7f) % ARRAY_LEN(kinds)];
	bool decoded = first & 0x80;
	struct str given = k->give(a);
	struct bytes b;

	assert(k->takes(&own, a, given));
	load(&b, k, decoded, given);
	change_all(&b, &in);
	struct str changed = write_again(a, &b, k, decoded);
	if (str_eq(changed, given))
		assert(k->takes(&own, a, changed));
	else
		assert(!k->takes(&own, a, changed) || k->has_ways);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		assert(!kinds[i].takes(&other, a, in));
}
