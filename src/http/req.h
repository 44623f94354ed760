/*
 * req.h - one request, from its parameters to its answer
 *
 * conns.c (FastCGI) or cgi.c (plain CGI) fills in the parameters and the body,
 * route.c checks and dispatches, a handler asks the store and answers through
 * reply.h.  The arena owns whatever the request needs; it goes when the request
 * is done, whatever path it took.
 *
 * A handler either answers and returns ERR_NONE, or returns an error (best with
 * req_fail(), which says why), or hands the request over to the store and
 * returns req_park(): then somebody calls route_resume() later, exactly once.
 */
#ifndef HTTP_REQ_H
#define HTTP_REQ_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/jsonw.h"
#include "base/str.h"

struct app;
struct field_value;
struct route;
struct site;

#define REQ_ARENA_CAP (1024 * 1024)
#define REQ_DETAIL_MAX 160

/*
 * The CGI/1.1 parameters (RFC 3875) that the programs read: X(ENUM, name), by
 * the length of the name, which is how req_set_param() finds them.
 */
#define REQ_PARAMS(X)                                                          \
	X(DNT, "HTTP_DNT")                                                     \
	X(PATH_INFO, "PATH_INFO")                                              \
	X(X_MOZ, "HTTP_X_MOZ")                                                 \
	X(ACCEPT, "HTTP_ACCEPT")                                               \
	X(COOKIE, "HTTP_COOKIE")                                               \
	X(ORIGIN, "HTTP_ORIGIN")                                               \
	X(REMOTE_ADDR, "REMOTE_ADDR")                                          \
	X(REQUEST_URI, "REQUEST_URI")                                          \
	X(SCRIPT_NAME, "SCRIPT_NAME")                                          \
	X(CONTENT_TYPE, "CONTENT_TYPE")                                        \
	X(PURPOSE, "HTTP_PURPOSE")                                             \
	X(REFERER, "HTTP_REFERER")                                             \
	X(SEC_GPC, "HTTP_SEC_GPC")                                             \
	X(QUERY, "QUERY_STRING")                                               \
	X(CONTENT_LENGTH, "CONTENT_LENGTH")                                    \
	X(X_PURPOSE, "HTTP_X_PURPOSE")                                         \
	X(METHOD, "REQUEST_METHOD")                                            \
	X(USER_AGENT, "HTTP_USER_AGENT")                                       \
	X(SEC_PURPOSE, "HTTP_SEC_PURPOSE")                                     \
	X(AUTHORIZATION, "HTTP_AUTHORIZATION")                                 \
	X(IF_NONE_MATCH, "HTTP_IF_NONE_MATCH")                                 \
	X(SEC_FETCH_SITE, "HTTP_SEC_FETCH_SITE")                               \
	X(IDEMPOTENCY_KEY, "HTTP_IDEMPOTENCY_KEY")                             \
	X(CONTENT_ENCODING, "HTTP_CONTENT_ENCODING")                           \
	X(IF_MODIFIED_SINCE, "HTTP_IF_MODIFIED_SINCE")

#define REQ_AS_ENUM(id, name) PARAM_##id,
enum req_param {
	REQ_PARAMS(REQ_AS_ENUM) PARAM__MAX
};
#undef REQ_AS_ENUM

/* Bits, so that a route can name several. */
enum req_method {
	METHOD_GET = 1,
	METHOD_HEAD = 2,
	METHOD_POST = 4,
	METHOD_PUT = 8,
	METHOD_DELETE = 16,
	METHOD_OPTIONS = 32,
};

/* What the request's Origin, or else its Referer, says of where it came from.
 */
enum req_from {
	FROM_UNKNOWN, /* neither was sent */
	FROM_SITE,    /* the site's own pages */
	FROM_FOREIGN, /* somewhere else */
};

struct req {
	/* From the web server; views into memory that lives as long as this. */
	struct str param[PARAM__MAX];
	struct str body;
	bool repeated; /* a parameter that must stand alone came twice */

	/* From route.c. */
	const struct app *app;
	const struct route *route;
	enum req_method method;
	struct str segment;         /* what stands for the path's {name} */
	struct field_value *fields; /* by the row's field order */
	const struct site *site;
	enum req_from from;
	bool own_page;  /* FROM_SITE is a page of the API's own origin */
	unsigned input; /* what Content-Type names: an enum input_type */
	void *session;  /* whose it is: app->admit()'s; NULL for anybody's */
	uint64_t started_us;

	/* Why it failed: see req_fail(). */
	enum err err;
	const char *err_field;
	char err_detail[REQ_DETAIL_MAX];

	/* The answer: see reply.h. */
	bool parked;
	unsigned status;
	unsigned retry_s; /* what Retry-After says; 0: as usual */
	bool page;        /* a page of ours, not data */
	bool scripted;    /* and one that a script of ours works on */
	struct str type;
	struct buf head; /* further header lines */
	struct buf text; /* the body */
	struct jsonw json;
	struct str stored; /* the body instead, when it is kept elsewhere */
	struct str etag;   /* and its quoted entity tag */
	int64_t modified;  /* seconds; 0: not told */

	/* Sends head and body and disposes of the request. */
	void (*done)(struct req *r, struct str head, struct str body);
	void *transport;

	struct arena arena;
};

/* Readies a request; `app` and `done` are borrowed for its life. */
void req_init(struct req *r, const struct app *app,
    void (*done)(struct req *, struct str, struct str), void *transport);

/* Ends the request: its memory and all that was deferred to it. */
void req_release(struct req *r);

/*
 * Takes one NAME=value parameter if it is one that the programs read.  The view
 * must outlive the request, or req_keep_params() follow.
 */
void req_set_param(struct req *r, struct str pair);

/* Copies the parameters: their sources may go.  False without memory. */
bool req_keep_params(struct req *r) MUST_USE;

/*
 * Says why: `field` is the field at fault (a literal or the row's name) or
 * NULL, the words follow git's manner: lower case, no full stop.  Returns `e`.
 */
enum err req_fail(struct req *r, enum err e, const char *field, const char *fmt,
    ...) PRINTF_LIKE(4, 5);

/* The request now waits for the store.  Returns ERR_NONE. */
enum err req_park(struct req *r);

#endif
