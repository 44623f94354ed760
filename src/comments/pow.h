/*
 * pow.h - work that a suspicious comment has to prove
 *
 * A browser looks for a number for a moment, which costs who writes one comment
 * nothing and who writes them by the thousand a machine.  The form is ALTCHA's,
 * version 1, so that its widget and its clients find the number, too:
 *
 *   challenge  { algorithm, challenge, maxnumber, salt, signature }
 *              algorithm  "SHA-256"
 *              salt       RANDOM?expires=SECONDS&for=PLACE&
 *              challenge  hex(SHA-256(salt | number)), of a secret number from
 *                         1 to maxnumber
 *              signature  hex(HMAC-SHA256(site's key, challenge))
 *   proof      base64 of { algorithm, challenge, number, salt, signature } as
 *              JSON, and whatever else a client says
 *
 * A challenge is bound to the site by its key, to an article and to a network
 * by PLACE, a keyed hash of both.  Nothing is kept of it until its proof was
 * used (o: in keys.h).  The salt ends in &, and a number is the decimal without
 * sign or leading zeros: no byte can wander from one into the other.
 *
 * Errors      a check says in words what is wrong, NULL when all is well.
 */
#ifndef COMMENTS_POW_H
#define COMMENTS_POW_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "comments/sitekey.h"

#define POW_ALGORITHM "SHA-256"
#define POW_MAX_S 600 /* a challenge is good for */
#define POW_HASH_LEN 64
#define POW_SALT_LEN 65
#define POW_ID_LEN 16      /* hexadecimal digits */
#define POW_PROOF_MAX 1024 /* bytes */

/* What a challenge is bound to, and how hard it is. */
struct pow {
	const struct sitekey *key;
	struct str article; /* its hash */
	struct str network; /* its keyed hash */
	int64_t now;
	uint32_t max; /* the largest number: hashes that it takes, at most */
};

/* Without a NUL behind any of them. */
struct pow_challenge {
	char challenge[POW_HASH_LEN];
	char salt[POW_SALT_LEN];
	char signature[POW_HASH_LEN];
};

/* What is remembered of a proof, and for how long, so that it is good once. */
struct pow_used {
	char id[POW_ID_LEN];
	int64_t for_s;
};

void pow_make(const struct pow *p, struct pow_challenge *out);

/* Holds the proof `text` against what it has to be for. */
const char *pow_check(const struct pow *p, struct arena *a, struct str text,
    struct pow_used *used) MUST_USE;

#endif
