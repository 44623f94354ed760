/*
 * reply.h - the one way out
 *
 * A handler opens one of these answers, fills it and returns reply_end().
 * Status line, security headers, caching, ETag and CORS are added here, the
 * same for everything; HEAD and 304 lose their body here.  Opening another
 * answer drops the one before.
 *
 * Limits      a body of REQ_ARENA_CAP bytes.
 */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "base/base.h"
#include "http/req.h"

/* Opens a JSON answer with status 200; the caller writes the document. */
struct jsonw *reply_json(struct req *r);

/* Opens an answer of another kind with status 200; the caller writes the body.
 */
struct buf *reply_text(struct req *r, struct str content_type);

/*
 * Opens a whole page of ours as HTML with status 200; the caller writes it.  It
 * may use style sheets and forms of its own origin, and posting one tells that
 * origin and may lead to the site's base_url: everything else is forbidden to
 * it.
 */
struct buf *reply_page(struct req *r);

/*
 * The same for who is signed in: a script of its own origin may work on it and
 * ask that origin, and nobody may frame it.
 */
struct buf *reply_console(struct req *r);

/* Gives an opened answer another status, such as 201. */
void reply_status(struct req *r, unsigned status);

/*
 * The whole answer is: the result is at `location`, to be fetched with GET
 * (303, RFC 9110 15.4.4).  A location with CR, LF or NUL is a bug and aborts.
 */
enum err reply_redirect(struct req *r, struct str location);

/*
 * The whole answer is a body that is kept elsewhere, with its quoted entity
 * tag: neither copied nor hashed.  Both views must live as long as the request.
 */
enum err reply_stored(
    struct req *r, struct str type, struct str body, struct str etag);

/*
 * When what was opened last changed, in seconds since 1970, above 0: tells it
 * where the row lets caches keep the answer.
 */
void reply_modified(struct req *r, int64_t at);

/* Adds a header line.  A value with CR, LF or NUL is a bug and aborts. */
void reply_header(struct req *r, struct str name, struct str value);

/* Closes the answer.  ERR_BUSY when it outgrew the request's memory. */
enum err reply_end(struct req *r);

/*
 * Turns an error into application/problem+json (RFC 9457).  route.c's, and of a
 * row's problem() that has no better answer.
 */
void reply_problem(struct req *r, enum err e);

/* The same, for a problem() that adds members and ends the object. */
struct jsonw *reply_problem_open(struct req *r, enum err e);

/* An answer without a body.  route.c's. */
void reply_empty(struct req *r, unsigned status);

/* Counts and sends what was opened: the request is gone then.  route.c's. */
void reply_send(struct req *r);

#endif
