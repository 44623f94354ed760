/*
 * app.h - what one program is made of
 *
 * A main in cgi-bin fills this in: its routes, its settings and what its domain
 * keeps.  conns.c and cgi.c run it; handlers find it at req->app.
 */
#ifndef HTTP_APP_H
#define HTTP_APP_H

#include "base/base.h"
#include "config.h"

struct ev_loop;
struct metrics;
struct route;

struct app {
	const char *name; /* "visits" */
	const struct route *routes;
	const struct config *cfg;
	struct metrics *metrics;
	struct ev_loop *loop;
	void *domain; /* the program's own: what its handlers work on */

	/* Reads settings and lists again; keeps the old ones on a fault. */
	void (*reload)(struct app *app);
};

#endif
