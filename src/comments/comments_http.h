/*
 * comments_http.h - where comments meet HTTP
 *
 * The program's one table of routes.
 */
#ifndef COMMENTS_COMMENTS_HTTP_H
#define COMMENTS_COMMENTS_HTTP_H

#include "base/base.h"
#include "http/app.h"
#include "http/route.h"

struct comments;

/* What app->domain is in this program. */
struct comments_app {
	struct comments *comments;
};

extern const struct route comments_http_routes[];

#endif
