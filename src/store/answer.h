/*
 * answer.h - what Redis answered
 *
 * A struct answer is an element of an answer, and the whole of it.  The
 * questions below may be put to any, NULL included: what it is not, it says,
 * and nobody has to trust the type of a reply.
 *
 * Ownership   answers live in one arena of the store's, for the length of the
 *             callback that gets them; strings point into them.
 */
#ifndef STORE_ANSWER_H
#define STORE_ANSWER_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

struct answer;
struct redisReader;

/* Elements of an array; 0 for anything else. */
size_t answer_len(const struct answer *a);

/* Element `i`; NULL beyond the end. */
const struct answer *answer_at(const struct answer *a, size_t i);

bool answer_is_nil(const struct answer *a);

/* A string or a status; STR_NULL for anything else. */
struct str answer_str(const struct answer *a);

/* An integer, or a string that is one.  False for anything else. */
bool answer_i64(const struct answer *a, int64_t *out) MUST_USE;

/*
 * Makes hiredis build the replies of a connection in `arena`, which is emptied
 * after each: a malloc an element would cost more than the rest.  redis.c's.
 */
void answer_use_arena(struct redisReader *reader, struct arena *arena);

#endif
