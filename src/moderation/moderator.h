/*
 * moderator.h - who may moderate a site, and their passwords
 *
 * A moderator is a name, shown beside what he or she writes and kept in the
 * ledger beside what was done, and a password, of which Redis has what Argon2id
 * (RFC 9106) makes of it.  Nobody has a password to begin with: the first
 * moderator is made by the command line, or by whoever has the token that it
 * printed.
 *
 * Cost        hashing and checking take 64 MB for about a tenth of a second,
 *             during which the process does nothing else.
 */
#ifndef MODERATION_MODERATOR_H
#define MODERATION_MODERATOR_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

#define MODERATOR_NAME_MAX 64 /* bytes */
#define MODERATOR_PASSWORD_MIN 10
#define MODERATOR_PASSWORD_MAX 256
#define MODERATOR_HASH_LEN 128 /* room, with its NUL */
#define MODERATOR_SETUP_S 86400

/*
 * A name as it is kept: as author.h cleans it.  False, and *why in words for
 * people.
 */
bool moderator_name(
    struct arena *a, struct str in, struct str *out, const char **why) MUST_USE;

/* NULL when a password is good enough, else what is wrong, for people. */
const char *moderator_password_fault(struct str password);

/* False without memory. */
bool moderator_hash(struct str password, char out[MODERATOR_HASH_LEN]) MUST_USE;

/*
 * ERR_NONE if that is the password of which Redis has `hash`, else ERR_REFUSED,
 * or ERR_BUSY without the memory to find out.  Without a hash, for there is no
 * such moderator, it takes as long and is refused.
 */
enum err moderator_verify(struct str hash, struct str password) MUST_USE;

#endif
