/*
 * post_hash.h - what a post is known by when it comes again
 *
 * Ownership   a hash is hexadecimal digits in the arena; STR_NULL when that is
 *             exhausted.
 */
#ifndef COMMENTS_POST_HASH_H
#define COMMENTS_POST_HASH_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

struct post;

/* What makes two requests the same one, 32 digits. */
struct str post_hash_request(const struct post *p);

/* Of the key that a request has. */
struct str post_hash_key(struct arena *a, struct str key);

/*
 * Of what is said, however it is spaced.  What is so short that many may say it
 * is a double only when one network repeats it.
 */
struct str post_hash_text(const struct post *p, struct str network);

#endif
