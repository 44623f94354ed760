/*
 * route.h - the one way in
 *
 * A program has one table of routes.  Every precondition is a column, checked
 * in one order in one place: unknown path 404, method 405, body size 413, media
 * type 415, origin 403, session 403, the form's token 403, fields 422.  A
 * handler cannot run with a check left out, because nothing else calls it.
 *
 * One segment of a row's path may be `{name}`: it stands for a number that the
 * row's FIELD_INT of that name takes, and fills that field; anything else in
 * its place is an unknown path.  The first row that has the request's path
 * decides which path it is, so literal rows stand before such a one:
 *
 *     /comments/recent   GET
 *     /comments/{id}     GET, PUT, DELETE
 *
 * makes DELETE /comments/recent a 405.
 *
 * Adding an endpoint is a row, its list of fields and a static handler.
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "base/base.h"
#include "http/input.h"
#include "http/req.h"

/*
 * What a request's Origin decides.  A row that takes INPUT_FORM and no foreign
 * origin counts the API's own among the site's, because the page that says what
 * is wrong with a form posts again from there; browsers tell so by
 * Sec-Fetch-Site (Fetch Metadata), which no script can set.
 */
enum route_origin {
	ORIGIN_OPEN,     /* nothing: it is not looked at */
	ORIGIN_TOLD,     /* the handler is told: req->from */
	ORIGIN_REQUIRED, /* a foreign one is refused with 403 */
	ORIGIN_OWN,      /* as is all but the API's own: no site's pages */
};

/*
 * Whom a row is for.  A form of who is signed in carries a token of that
 * session, which no other page can know: all but GET and HEAD are refused
 * without it, before any other field is looked at.  Such rows take forms alone,
 * and have ROUTE_CSRF_FIELD among their fields.
 */
enum route_auth {
	AUTH_NONE,
	AUTH_SESSION, /* who is signed in: see admit() in app.h */
};

#define ROUTE_CSRF "csrf"
#define ROUTE_CSRF_FIELD                                                       \
	{                                                                      \
		.name = ROUTE_CSRF, .type = FIELD_LINE,                        \
		.flags = FIELD_REQUIRED, .max = 64,                            \
		.help = "The token of the session."                            \
	}

struct route {
	const char *path; /* behind the prefix, or whole if `bare`; see above */
	unsigned methods; /* bits of enum req_method; GET brings HEAD */
	enum err (*handler)(struct req *r);
	const struct field *fields; /* ends with a NULL name; NULL for none */
	size_t body_max;            /* bytes; 0 refuses a body */
	unsigned types;             /* bits of enum input_type */
	enum route_origin origin;
	enum route_auth auth;
	unsigned cache_s; /* seconds a cache may keep it; 0: no-store */
	bool revalidate;  /* or: kept, but asked about each time */
	bool exposes;     /* scripts of the site may read its headers */
	bool bare;        /* not behind the prefix */
	bool unasked;     /* a page asks by itself: no use of its session */
	const char *help; /* for the manual */

	/*
	 * Answers with an error instead of reply_problem(), say with a page;
	 * NULL for none.  Called for whatever makes the row fail, before the
	 * handler or after: err_field and err_detail are set, the fields as far
	 * as they were read, and NULL when that was not begun.
	 */
	void (*problem)(struct req *r, enum err e);
};

/* Runs one request; it may be answered when this returns, or parked. */
void route_dispatch(struct req *r);

/* Ends a parked request: with what its handler's second half returned. */
void route_resume(struct req *r, enum err e);

/* Goes on with a parked request whose admission was looked at. */
void route_admitted(struct req *r, enum err e);

/* Answers with an error before any route was looked at. */
void route_refuse(struct req *r, enum err e, const char *why);

/* The first of these methods, bits of enum req_method. */
const char *route_method_name(unsigned bits);

/* The field that the path's {name} fills; NULL when there is none. */
const struct field *route_variable(const struct route *row);

/* Prints the table as the manual's mdoc. */
void route_print(const struct route *routes, const char *prefix, FILE *out);

/* Prints it as JSON, beside the problems that an answer may be. */
void route_print_api(const struct route *routes, FILE *out);

#endif
