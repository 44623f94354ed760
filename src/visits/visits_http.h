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
struct visits;

/* What app->domain is in this program. */
struct visits_app {
	struct visits *visits;
	const struct bots *bots;
};

extern const struct route visits_http_routes[];

/* What became of the loads so far: app->put_metrics. */
void visits_http_metrics(const struct app *app, struct buf *out);

#endif
