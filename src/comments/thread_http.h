/*
 * thread_http.h - reading comments over HTTP, as JSON
 */
#ifndef COMMENTS_THREAD_HTTP_H
#define COMMENTS_THREAD_HTTP_H

#include "base/base.h"
#include "http/input.h"

extern const struct field thread_http_list_fields[];
extern const struct field thread_http_one_fields[];
extern const struct field thread_http_replies_fields[];
extern const struct field thread_http_recent_fields[];

enum err thread_http_list(struct req *r);
enum err thread_http_one(struct req *r);
enum err thread_http_replies(struct req *r);
enum err thread_http_recent(struct req *r);

#endif
