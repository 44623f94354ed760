/*
 * visits_http.h - where visits meet HTTP
 *
 * The program's one table of routes.  Its handlers turn fields into calls of
 * visits.h, and what those answer into JSON, SVG or a line of HTML.
 */
#ifndef VISITS_VISITS_HTTP_H
#define VISITS_VISITS_HTTP_H

#include "base/base.h"
#include "http/app.h"
#include "http/route.h"

struct bots;
struct config;
struct store;
struct visits;

/* What app->domain is in this program. */
struct visits_app {
	struct visits *visits;
	struct store *store;
	struct bots *bots;
	struct config *cfg;   /* the settings in force */
	struct config *first; /* those that the store was made with */
};

extern const struct route visits_http_routes[];

#endif
