#include "base/base.h"
#include "comments/sitekey.h"

#include <sodium.h>

#define TOKEN_BYTES 16

_Static_assert(SITEKEY_LEN == crypto_generichash_KEYBYTES, "BLAKE2b's key");
_Static_assert(SITEKEY_LEN == crypto_secretbox_KEYBYTES, "secretbox's key");
_Static_assert(SITEKEY_LEN == crypto_kdf_KEYBYTES, "the derivation's key");

/* Each purpose has a number of its own, for ever: data depend on it. */
enum purpose {
	FOR_MAIL = 1,
	FOR_STAMP,
	FOR_EDIT,
	FOR_AUTHOR,
	FOR_VOTER,
	FOR_AVATAR,
	FOR_NETWORK,
	FOR_TICKET,
	FOR_PROOF,
};

static void
subkey(unsigned char *out, size_t len, enum purpose purpose,
    const unsigned char master[SITEKEY_LEN])
{
	int rc = crypto_kdf_derive_from_key(
	    out, len, (uint64_t)purpose, "afterwrd", master);

	assert(rc == 0);
}

void
sitekey_derive(
    struct sitekey *key, struct str site, struct str secret, struct str random)
{
	struct str from = secret.len > 0 ? secret : random;
	unsigned char hashed[SITEKEY_LEN], master[SITEKEY_LEN];

	/* A secret may be longer than BLAKE2b's key. */
	(void)crypto_generichash(hashed, sizeof(hashed),
	    (const unsigned char *)from.p, from.len, NULL, 0);
	(void)crypto_generichash(master, sizeof(master),
	    (const unsigned char *)site.p, site.len, hashed, sizeof(hashed));
	subkey(key->mail, SITEKEY_LEN, FOR_MAIL, master);
	subkey(key->stamp, SITEKEY_LEN, FOR_STAMP, master);
	subkey(key->edit, SITEKEY_LEN, FOR_EDIT, master);
	subkey(key->author, SITEKEY_LEN, FOR_AUTHOR, master);
	subkey(key->voter, SITEKEY_LEN, FOR_VOTER, master);
	subkey(key->avatar, SITEKEY_LEN, FOR_AVATAR, master);
	subkey(key->ticket, SITEKEY_LEN, FOR_TICKET, master);
	subkey(key->proof, SITEKEY_LEN, FOR_PROOF, master);
	subkey(key->network.bytes, sizeof(key->network.bytes), FOR_NETWORK,
	    master);
	sodium_memzero(hashed, sizeof(hashed));
	sodium_memzero(master, sizeof(master));
}

struct str
sitekey_seal(const struct sitekey *key, struct arena *a, struct str mail)
{
	size_t len =
	    crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + mail.len;
	unsigned char *p = arena_alloc(a, len);

	if (p == NULL)
		return STR_NULL;
	randombytes_buf(p, crypto_secretbox_NONCEBYTES);
	(void)crypto_secretbox_easy(p + crypto_secretbox_NONCEBYTES,
	    (const unsigned char *)mail.p, mail.len, p, key->mail);
	return (struct str){ (const char *)p, len };
}

struct str
sitekey_open(const struct sitekey *key, struct arena *a, struct str sealed)
{
	const unsigned char *p = (const unsigned char *)sealed.p;
	size_t over = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;

	if (sealed.len < over)
		return STR_NULL;
	unsigned char *out = arena_alloc(a, sealed.len - over + 1);
	if (out == NULL ||
	    crypto_secretbox_open_easy(out, p + crypto_secretbox_NONCEBYTES,
		sealed.len - crypto_secretbox_NONCEBYTES, p, key->mail) != 0)
		return STR_NULL;
	return (struct str){ (const char *)out, sealed.len - over };
}

static void
token(const unsigned char key[SITEKEY_LEN],
    const unsigned char nonce[SITEKEY_NONCE_LEN], char out[SITEKEY_TOKEN_LEN])
{
	unsigned char mac[TOKEN_BYTES];
	char text[SITEKEY_TOKEN_LEN + 1];

	(void)crypto_generichash(
	    mac, sizeof(mac), nonce, SITEKEY_NONCE_LEN, key, SITEKEY_LEN);
	(void)sodium_bin2base64(text, sizeof(text), mac, sizeof(mac),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	memcpy(out, text, SITEKEY_TOKEN_LEN);
}

void
sitekey_edit_token(const struct sitekey *key,
    const unsigned char nonce[SITEKEY_NONCE_LEN], char out[SITEKEY_TOKEN_LEN])
{
	token(key->edit, nonce, out);
}

void
sitekey_author_token(const struct sitekey *key,
    const unsigned char nonce[SITEKEY_NONCE_LEN], char out[SITEKEY_TOKEN_LEN])
{
	token(key->author, nonce, out);
}

void
sitekey_token_hash(struct str text, char out[SITEKEY_HASH_LEN])
{
	(void)crypto_generichash((unsigned char *)out, SITEKEY_HASH_LEN,
	    (const unsigned char *)text.p, text.len, NULL, 0);
}

static void
id_of(const unsigned char key[SITEKEY_LEN], struct str of,
    char out[SITEKEY_ID_LEN])
{
	unsigned char hash[crypto_generichash_BYTES_MIN];
	char hex[SITEKEY_ID_LEN + 1];

	(void)crypto_generichash(hash, sizeof(hash),
	    (const unsigned char *)of.p, of.len, key, SITEKEY_LEN);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, SITEKEY_ID_LEN / 2);
	memcpy(out, hex, SITEKEY_ID_LEN);
}

void
sitekey_author_id(
    const struct sitekey *key, struct str text, char out[SITEKEY_ID_LEN])
{
	id_of(key->author, text, out);
}

void
sitekey_avatar(
    const struct sitekey *key, struct str author_id, char out[SITEKEY_ID_LEN])
{
	id_of(key->avatar, author_id, out);
}

int64_t
sitekey_voter(const struct sitekey *key, int64_t id, struct str network)
{
	crypto_generichash_state state;
	unsigned char hash[crypto_generichash_BYTES_MIN];
	uint64_t n;

	(void)crypto_generichash_init(
	    &state, key->voter, SITEKEY_LEN, sizeof(hash));
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)&id, sizeof(id));
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)network.p, network.len);
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	memcpy(&n, hash, sizeof(n));
	return (int64_t)(n >> 2);
}
