/*
 * stamp.h - a form's stamp: that a page of the site asked for it, and when
 *
 * Who writes a comment takes a while; who fills in forms by the thousand does
 * not.  A stamp is given out when the form gets the focus, bound to an article,
 * good from a few seconds to a day after, and once.  It is made from the site's
 * key, so nothing is kept until it is used (j: in keys.h).
 *
 *     base64url(seconds since 1970, 4 bytes | nonce, 8 | BLAKE2b, 16)
 *
 * Errors      a check says in words what is wrong, NULL when all is well.
 */
#ifndef COMMENTS_STAMP_H
#define COMMENTS_STAMP_H

#include "base/base.h"
#include "base/str.h"
#include "comments/sitekey.h"

#define STAMP_LEN 38
#define STAMP_NONCE_LEN 16 /* hexadecimal digits */
#define STAMP_MAX_S (24 * 3600)

/* Makes a stamp for the article of hash `h`. */
void stamp_make(
    const struct sitekey *key, struct str h, int64_t now, char out[STAMP_LEN]);

/*
 * Holds `text` against article and time; it is good from `after_s` seconds on.
 * Writes its nonce, by which it is known once it was used.
 */
const char *stamp_check(const struct sitekey *key, struct str h, int64_t now,
    uint32_t after_s, struct str text, char nonce[STAMP_NONCE_LEN]) MUST_USE;

#endif
