/*
 * reply.h - the one way out
 *
 * A handler opens one of these answers, fills it and returns reply_end().
 * Status line, security headers, caching, ETag and CORS are added here, the
 * same for everything; HEAD and 304 lose their body here.
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

/* Adds a header line.  A value with CR, LF or NUL is a bug and aborts. */
void reply_header(struct req *r, struct str name, struct str value);

/* Closes the answer.  ERR_BUSY when it outgrew the request's memory. */
enum err reply_end(struct req *r);

/* Turns an error into application/problem+json (RFC 9457).  route.c's. */
void reply_problem(struct req *r, enum err e);

/* An answer without a body.  route.c's. */
void reply_empty(struct req *r, unsigned status);

/* Counts and sends what was opened: the request is gone then.  route.c's. */
void reply_send(struct req *r);

#endif
