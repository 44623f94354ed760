#include "base/base.h"
#include "moderation/moderator.h"

#include <sodium.h>

#include "comments/author.h"

_Static_assert(MODERATOR_HASH_LEN == crypto_pwhash_STRBYTES, "room for a hash");

#define COST crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEMORY crypto_pwhash_MEMLIMIT_INTERACTIVE

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

/* Of a password that nobody has, made when it is first needed. */
static const char *
nobody(void)
{
	static char hash[MODERATOR_HASH_LEN];
	char password[32];

	if (hash[0] == '\0') {
		randombytes_buf(password, sizeof(password));
		if (!moderator_hash(
			(struct str){ password, sizeof(password) }, hash))
			hash[0] = '\0';
	}
	return hash;
}

bool
moderator_verify(struct str hash, struct str password)
{
	const char *other = nobody();
	char text[MODERATOR_HASH_LEN] = "";
	bool known = hash.len > 0 && hash.len < sizeof(text);

	if (known)
		memcpy(text, hash.p, hash.len);
	int rc = crypto_pwhash_str_verify(
	    known ? text : other, password.p, password.len);
	return rc == 0 && known;
}
