/*
 * app.h - what one program is made of
 *
 * A main in cgi-bin fills this in: its routes, its settings and what its domain
 * keeps.  conns.c and cgi.c run it; handlers find it at req->app.
 */
#ifndef HTTP_APP_H
#define HTTP_APP_H

#include "base/base.h"
#include "base/err.h"
#include "base/buf.h"
#include "config.h"

struct ev_loop;
struct metrics;
struct req;
struct route;
struct store;

struct app {
	const char *name; /* "visits" */
	const struct route *routes;
	const struct config *cfg; /* the settings in force */
	struct metrics *metrics;
	struct ev_loop *loop;
	struct store *store; /* for the domains: http does not look into it */
	void *domain;        /* the program's own: what its handlers work on */

	/*
	 * Finds out whose request it is, of a row that is for those who are
	 * signed in: parks it and calls route_admitted() later, with r->session
	 * and r->site set, or returns ERR_SESSION.  NULL without such rows.
	 */
	enum err (*admit)(struct req *r);

	/*
	 * Requests bring passwords and sessions: what was taken up for one is
	 * overwritten when it is done.
	 */
	bool wipes;

	/* What a form of that session has to carry; see route.h. */
	bool (*is_own_form)(const struct req *r, struct str token);

	/* Reads settings and lists again; keeps the old ones on a fault. */
	void (*reload)(struct app *app);

	/* Adds the domain's own figures to /metrics; NULL when it has none. */
	void (*put_metrics)(const struct app *app, struct buf *out);
};

#endif
