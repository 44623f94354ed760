#include "base/base.h"
#include "moderation/moderator.h"

#include <sodium.h>

#include "comments/author.h"

_Static_assert(MODERATOR_HASH_LEN == crypto_pwhash_STRBYTES, "room for a hash");

#define COST crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEMORY crypto_pwhash_MEMLIMIT_INTERACTIVE
#define HASH_BYTES 32 /* of what libsodium writes as text */

bool
moderator_name(
    struct arena *a, struct str in, struct str *out, const char **why)
{
	if (!author_name(a, in, out, why))
		return false;
	*why = "longer than 64 bytes";
	return out->len <= MODERATOR_NAME_MAX;
}

const char *
moderator_password_fault(struct str password)
{
	if (password.len < MODERATOR_PASSWORD_MIN)
		return "shorter than 10 characters";
	if (password.len > MODERATOR_PASSWORD_MAX)
		return "longer than 256 bytes";
	return NULL;
}

bool
moderator_hash(struct str password, char out[MODERATOR_HASH_LEN])
{
	return crypto_pwhash_str(out, password.p, password.len, COST, MEMORY) ==
	       0;
}

/* How a hash begins; the salt and what became of it follow, in base64. */
static const struct str begins = { "$argon2id$v=19$m=65536,t=2,p=1$", 31 };
_Static_assert(COST == 2 && MEMORY == 65536 * 1024, "the words above say so");

struct parts {
	unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char hash[HASH_BYTES];
};

static bool
take_bytes(struct str text, unsigned char *out, size_t n)
{
	size_t len;

	return sodium_base642bin(out, n, text.p, text.len, NULL, &len, NULL,
		   sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
	       len == n;
}

static bool
take_apart(struct str text, struct parts *p)
{
	struct str salt;

	if (!str_starts(text, begins))
		return false;
	text = str_from(text, begins.len);
	return str_cut(&text, '$', &salt) &&
	       take_bytes(salt, p->salt, sizeof(p->salt)) &&
	       take_bytes(text, p->hash, sizeof(p->hash));
}

/* crypto_pwhash_str_verify() does not tell a want of memory from a mismatch. */
enum err
moderator_verify(struct str hash, struct str password)
{
	struct parts p = { 0 };
	unsigned char is[HASH_BYTES];
	bool known = take_apart(hash, &p);

	if (crypto_pwhash(is, sizeof(is), password.p, password.len, p.salt,
		COST, MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return ERR_BUSY;
	bool same = sodium_memcmp(is, p.hash, sizeof(is)) == 0;
	sodium_memzero(is, sizeof(is));
	return known && same ? ERR_NONE : ERR_REFUSED;
}
