/*
 * pow_http.h - asking for work over HTTP
 *
 * Who wants a comment posted that has to prove work is answered 422 with the
 * problem "proof", whose member `challenge` is what ALTCHA's clients take, and
 * posts the same again with the proof in the field `altcha`.
 */
#ifndef COMMENTS_POW_HTTP_H
#define COMMENTS_POW_HTTP_H

#include "base/base.h"
#include "http/req.h"

/* The problem of a posted comment, with a new challenge if it is wanted. */
void pow_http_problem(struct req *r, enum err e);

#endif
