#include "base/base.h"
#include "comments/pow.h"

#include <sodium.h>

#include "base/base64.h"
#include "base/jsonr.h"

#define RANDOM_BYTES 12
#define PLACE_BYTES 8

/* The parts of a salt, of one length each. */
#define EXPIRES "?expires="
#define FOR "&for="
#define RANDOM_LEN (2 * RANDOM_BYTES)
#define EXPIRES_LEN (sizeof(EXPIRES) - 1)
#define SECONDS_LEN 10 /* until the year 2286 */
#define SECONDS_MAX UINT64_C(9999999999)
#define FOR_LEN (sizeof(FOR) - 1)
#define PLACE_LEN (2 * PLACE_BYTES)
#define SECONDS_AT (RANDOM_LEN + EXPIRES_LEN)
#define PLACE_AT (SECONDS_AT + SECONDS_LEN + FOR_LEN)

_Static_assert(POW_SALT_LEN == PLACE_AT + PLACE_LEN + 1, "a salt's length");
_Static_assert(POW_HASH_LEN == 2 * crypto_hash_sha256_BYTES, "a hash as text");
_Static_assert(
    POW_HASH_LEN == 2 * crypto_auth_hmacsha256_BYTES, "a signature as text");
_Static_assert(SITEKEY_LEN == crypto_auth_hmacsha256_KEYBYTES, "HMAC's key");

static void
place_of(const struct pow *p, char out[PLACE_LEN])
{
	crypto_generichash_state state;
	unsigned char hash[crypto_generichash_BYTES_MIN];
	char hex[PLACE_LEN + 1];

	(void)crypto_generichash_init(
	    &state, p->key->proof, SITEKEY_LEN, sizeof(hash));
	/* Both are of one length always: they cannot run together. */
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)p->article.p, p->article.len);
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)p->network.p, p->network.len);
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)sodium_bin2hex(hex, sizeof(hex), hash, PLACE_BYTES);
	memcpy(out, hex, PLACE_LEN);
}

static void
hash_of(struct str salt, int64_t number, char out[POW_HASH_LEN])
{
	crypto_hash_sha256_state state;
	unsigned char hash[crypto_hash_sha256_BYTES];
	char decimal[24], hex[POW_HASH_LEN + 1];
	int n = snprintf(decimal, sizeof(decimal), "%lld", (long long)number);

	(void)crypto_hash_sha256_init(&state);
	(void)crypto_hash_sha256_update(
	    &state, (const unsigned char *)salt.p, salt.len);
	(void)crypto_hash_sha256_update(
	    &state, (const unsigned char *)decimal, (unsigned long long)n);
	(void)crypto_hash_sha256_final(&state, hash);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	memcpy(out, hex, POW_HASH_LEN);
}

static void
sign(const struct pow *p, const char challenge[POW_HASH_LEN],
    char out[POW_HASH_LEN])
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	char hex[POW_HASH_LEN + 1];

	(void)crypto_auth_hmacsha256(
	    mac, (const unsigned char *)challenge, POW_HASH_LEN, p->key->proof);
	(void)sodium_bin2hex(hex, sizeof(hex), mac, sizeof(mac));
	memcpy(out, hex, POW_HASH_LEN);
}

void
pow_make(const struct pow *p, struct pow_challenge *out)
{
	unsigned char random[RANDOM_BYTES];
	char hex[RANDOM_LEN + 1], place[PLACE_LEN], salt[POW_SALT_LEN + 1];
	struct str s = { out->salt, POW_SALT_LEN };

	randombytes_buf(random, sizeof(random));
	(void)sodium_bin2hex(hex, sizeof(hex), random, sizeof(random));
	place_of(p, place);
	int n = snprintf(salt, sizeof(salt), "%s" EXPIRES "%lld" FOR "%.*s&",
	    hex, (long long)p->now + POW_MAX_S, PLACE_LEN, place);
	assert(n == POW_SALT_LEN);
	memcpy(out->salt, salt, POW_SALT_LEN);
	/* Never 0: that may be written with a sign. */
	hash_of(s, 1 + (int64_t)randombytes_uniform(p->max), out->challenge);
	sign(p, out->challenge, out->signature);
}

/* --- the proof --- */

struct proof {
	struct str algorithm, challenge, salt, signature;
	int64_t number;
};

static json_t *
decode(struct arena *a, struct str text)
{
	unsigned char *json = arena_alloc(a, text.len);
	size_t len;
	json_error_t why;

	if (json == NULL || text.len > POW_PROOF_MAX ||
	    !base64_decode(BASE64_PADDED, text, json, text.len, &len))
		return NULL;
	return jsonr_parse(a, (struct str){ (const char *)json, len }, &why);
}

static bool
take_text(const json_t *root, const char *name, size_t len, struct str *out)
{
	const json_t *j = json_object_get(root, name);

	if (!json_is_string(j) || json_string_length(j) != len)
		return false;
	*out = (struct str){ json_string_value(j), len };
	return true;
}

/* JSON has no leading zeros, and what has a fraction or exponent is a real. */
static bool
take_number(const json_t *root, uint32_t max, int64_t *out)
{
	const json_t *j = json_object_get(root, "number");

	if (!json_is_integer(j))
		return false;
	*out = json_integer_value(j);
	return *out >= 1 && *out <= max;
}

static bool
take_proof(const struct pow *p, const json_t *root, struct proof *out)
{
	struct str algorithm = STR(POW_ALGORITHM);

	return take_text(root, "algorithm", algorithm.len, &out->algorithm) &&
	       str_eq(out->algorithm, algorithm) &&
	       take_text(root, "challenge", POW_HASH_LEN, &out->challenge) &&
	       take_text(root, "salt", POW_SALT_LEN, &out->salt) &&
	       take_text(root, "signature", POW_HASH_LEN, &out->signature) &&
	       take_number(root, p->max, &out->number);
}

/* What the salt says, which has no other form than pow_make() gives it. */
static bool
take_salt(struct str salt, uint64_t *expires, struct str *place)
{
	struct str seconds = str_head(str_from(salt, SECONDS_AT), SECONDS_LEN);

	*place = str_head(str_from(salt, PLACE_AT), PLACE_LEN);
	return str_starts(str_from(salt, RANDOM_LEN), STR(EXPIRES)) &&
	       str_to_u64(seconds, 0, SECONDS_MAX, expires) &&
	       str_starts(str_from(salt, PLACE_AT - FOR_LEN), STR(FOR)) &&
	       str_ends(salt, STR("&"));
}

static bool
is_signed(const struct pow *p, const struct proof *proof)
{
	char challenge[POW_HASH_LEN], signature[POW_HASH_LEN];

	hash_of(proof->salt, proof->number, challenge);
	sign(p, challenge, signature);
	return sodium_memcmp(challenge, proof->challenge.p, POW_HASH_LEN) ==
		   0 &&
	       sodium_memcmp(signature, proof->signature.p, POW_HASH_LEN) == 0;
}

const char *
pow_check(const struct pow *p, struct arena *a, struct str text,
    struct pow_used *used)
{
	struct proof proof;
	struct str place;
	char wanted[PLACE_LEN];
	uint64_t expires;

	if (text.len == 0)
		return "is missing";
	if (!take_proof(p, decode(a, text), &proof) ||
	    !take_salt(proof.salt, &expires, &place))
		return "is no proof of work";
	if (!is_signed(p, &proof))
		return "does not solve a challenge of this site";
	used->for_s = (int64_t)expires - p->now;
	if (used->for_s <= 0)
		return "came too late";
	place_of(p, wanted);
	if (sodium_memcmp(wanted, place.p, PLACE_LEN) != 0)
		return "is for another article or network";
	memcpy(used->id, proof.challenge.p, POW_ID_LEN);
	return NULL;
}
