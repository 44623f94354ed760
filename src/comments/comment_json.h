/*
 * comment_json.h - comments as JSON, as afterword-api(7) has them
 *
 * A stub tells only that it was there.  Times are RFC 3339 in UTC.
 */
#ifndef COMMENTS_COMMENT_JSON_H
#define COMMENTS_COMMENT_JSON_H

#include "base/base.h"
#include "base/jsonw.h"
#include "comments/comment.h"
#include "comments/thread.h"

/* The members of a comment, into an object that the caller opened. */
void comment_json_members(struct jsonw *j, const struct comment *c);

/* A comment as an object: an element of an array, or the member `name`. */
void comment_json_put(
    struct jsonw *j, const char *name, const struct comment *c);

/*
 * About the most bytes that it takes, for who makes room for many at once: a
 * builder that grows leaves its old bytes in the arena.
 */
size_t comment_json_room(const struct comment *c);

/* A page of a thread: thread_list's render function. */
void comment_json_thread(const struct thread_view *v, struct buf *out);

#endif
