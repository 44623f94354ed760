/*
 * feed_http.h - the newest comments over HTTP, for feed readers
 */
#ifndef COMMENTS_FEED_HTTP_H
#define COMMENTS_FEED_HTTP_H

#include "base/base.h"
#include "base/err.h"
#include "http/input.h"

extern const struct field feed_http_fields[];

enum err feed_http_get(struct req *r);

#endif
