/*
 * sitekey.h - the keys of a site, and what is made with them
 *
 * All come from one master key: the setting comments.secret, or, when that is
 * not set, 32 random bytes that Redis keeps (y: in keys.h).  The setting is the
 * better place: who gets at a copy of the data cannot read mail addresses then.
 *
 *   mail        sealed with XSalsa20-Poly1305, for no one but the site's mailer
 *               and whoever looks for what somebody wrote
 *   edit token  16 bytes of BLAKE2b over a random nonce: who holds it may change
 *               one comment for a while.  Redis keeps a hash of it, and the
 *               nonce for as long as the same request is answered the same way
 *   author      16 bytes over that nonce, too: the token by which a browser is
 *               known as the one that wrote before; Redis keeps a keyed hash
 *   voter       a number of 62 bits of comment and network: says nothing about
 *               another comment
 *   proof       challenges are signed with it; see pow.h
 *
 * Units       tokens are base64url without padding (RFC 4648 5), ids hexadecimal.
 * Ownership   results live in the arena or in the caller's array.
 */
#ifndef COMMENTS_SITEKEY_H
#define COMMENTS_SITEKEY_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "base/visitor.h"

#define SITEKEY_LEN 32
#define SITEKEY_RANDOM_LEN 32
#define SITEKEY_BEGINS_LEN 8 /* of these, by which they are told apart */
#define SITEKEY_NONCE_LEN 16
#define SITEKEY_TOKEN_LEN 22 /* base64url of 16 bytes */
#define SITEKEY_HASH_LEN 16  /* bytes of a token's hash */
#define SITEKEY_ID_LEN 16    /* hexadecimal digits */

struct sitekey {
	unsigned char mail[SITEKEY_LEN];
	unsigned char stamp[SITEKEY_LEN];
	unsigned char edit[SITEKEY_LEN];
	unsigned char author[SITEKEY_LEN];
	unsigned char voter[SITEKEY_LEN];
	unsigned char avatar[SITEKEY_LEN];
	unsigned char ticket[SITEKEY_LEN]; /* for links: moderation/ticket.h */
	unsigned char proof[SITEKEY_LEN];
	struct visitor_key network;
};

/* Makes the keys of `site` out of the setting or, if that is empty, `random`.
 */
void sitekey_derive(
    struct sitekey *key, struct str site, struct str secret, struct str random);

/* Seals a mail address; STR_NULL without memory. */
struct str sitekey_seal(
    const struct sitekey *key, struct arena *a, struct str mail) MUST_USE;

/* Opens one; STR_NULL without memory, or when it was not sealed with this key. */
struct str sitekey_open(
    const struct sitekey *key, struct arena *a, struct str sealed) MUST_USE;

/* The edit token that belongs to a nonce, and the author token. */
void sitekey_edit_token(const struct sitekey *key,
    const unsigned char nonce[SITEKEY_NONCE_LEN], char out[SITEKEY_TOKEN_LEN]);
void sitekey_author_token(const struct sitekey *key,
    const unsigned char nonce[SITEKEY_NONCE_LEN], char out[SITEKEY_TOKEN_LEN]);

/* What Redis keeps of an edit token: compared there, never sent out. */
void sitekey_token_hash(struct str token, char out[SITEKEY_HASH_LEN]);

/* Who an author token stands for, and the seed of that author's picture. */
void sitekey_author_id(
    const struct sitekey *key, struct str token, char out[SITEKEY_ID_LEN]);
void sitekey_avatar(
    const struct sitekey *key, struct str author_id, char out[SITEKEY_ID_LEN]);

/* Who votes on comment `id` from this network, below 2^62. */
int64_t sitekey_voter(
    const struct sitekey *key, int64_t id, struct str network);

#endif
