/*
 * sign_http.h - the pages on which somebody signs in, out, or sets up
 */
#ifndef MODERATION_SIGN_HTTP_H
#define MODERATION_SIGN_HTTP_H

#include "base/base.h"
#include "http/input.h"
#include "http/req.h"

extern const struct field sign_http_in_fields[];
extern const struct field sign_http_out_fields[];
extern const struct field sign_http_setup_fields[];
extern const struct field sign_http_make_fields[];

enum err sign_http_show(struct req *r);
enum err sign_http_in(struct req *r);
enum err sign_http_out(struct req *r);
enum err sign_http_setup(struct req *r);
enum err sign_http_make(struct req *r);

/* What is wrong, above the form. */
void sign_http_in_problem(struct req *r, enum err e);
void sign_http_make_problem(struct req *r, enum err e);

#endif
