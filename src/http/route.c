/*
 * route.c - finding the row, checking its columns, and what errors become
 */
#include "base/base.h"
#include "http/route.h"

#include <unistd.h>

#include "base/url.h"
#include "http/app.h"
#include "http/metrics.h"
#include "http/reply.h"

static const struct {
	struct str name;
	enum req_method bit;
} methods[] = {
	{ { "GET", 3 }, METHOD_GET },
	{ { "POST", 4 }, METHOD_POST },
	{ { "HEAD", 4 }, METHOD_HEAD },
	{ { "PUT", 3 }, METHOD_PUT },
	{ { "DELETE", 6 }, METHOD_DELETE },
	{ { "OPTIONS", 7 }, METHOD_OPTIONS },
};

static enum req_method
method_of(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (str_eq(methods[i].name, name))
			return methods[i].bit;
	return 0;
}

/* SCRIPT_NAME + PATH_INFO is the decoded path under every web server. */
static struct str
path_of(struct req *r)
{
	struct str script = r->param[PARAM_SCRIPT_NAME];
	struct str info = r->param[PARAM_PATH_INFO];

	if (info.len == 0)
		return script;
	if (script.len == 0)
		return info;
	struct buf b;
	buf_init(&b, &r->arena, script.len + info.len);
	buf_str_put(&b, script);
	buf_str_put(&b, info);
	return buf_view(&b);
}

const struct field *
route_variable(const struct route *row)
{
	const char *open = strchr(row->path, '{');

	if (open == NULL)
		return NULL;
	struct str name = { open + 1, strcspn(open + 1, "}") };
	const struct field *f = row->fields;
	assert(f != NULL);
	while (f->name != NULL && !str_eq(str_of(f->name), name))
		f++;
	assert(f->name != NULL && f->type == FIELD_INT && f->min >= 0);
	return f;
}

static bool
is_number(const struct field *f, struct str s, uint64_t *n)
{
	return str_to_u64(s, (uint64_t)f->min, (uint64_t)f->max, n);
}

/* *segment becomes what stands for the row's {name}. */
static bool
path_is(const struct route *row, struct str prefix, struct str path,
    struct str *segment)
{
	size_t n = strcspn(row->path, "{");
	struct str fixed = { row->path, n };
	uint64_t number;

	if (!row->bare) {
		if (!str_starts(path, prefix))
			return false;
		path = str_from(path, prefix.len);
	}
	if (row->path[n] == '\0')
		return str_eq(path, fixed);
	if (!str_starts(path, fixed))
		return false;
	const char *behind = row->path + strcspn(row->path, "}") + 1;
	path = str_from(path, n);
	ssize_t slash = str_index(path, '/');
	*segment = slash < 0 ? path : str_head(path, (size_t)slash);
	return str_eq(str_from(path, segment->len), str_of(behind)) &&
	       is_number(route_variable(row), *segment, &number);
}

static unsigned
row_methods(const struct route *row)
{
	return row->methods |
	       (row->methods & METHOD_GET ? (unsigned)METHOD_HEAD : 0u);
}

/* The row for path and method; *allowed gathers what the path takes. */
static const struct route *
find_row(struct req *r, struct str path, unsigned *allowed)
{
	struct str prefix = r->app->cfg->server.prefix;
	const struct route *first = NULL;

	*allowed = 0;
	for (const struct route *row = r->app->routes; row->path != NULL;
	     row++) {
		r->segment = STR_NULL;
		if (!path_is(row, prefix, path, &r->segment))
			continue;
		if (first == NULL)
			first = row;
		else if (strcmp(row->path, first->path) != 0)
			continue;
		*allowed |= row_methods(row);
		if (row_methods(row) & r->method)
			return row;
	}
	return NULL;
}

static void
put_allow(struct req *r, unsigned allowed, const char *header)
{
	char list[64];
	size_t len = 0;

	allowed |= METHOD_OPTIONS;
	for (size_t i = 0; i < ARRAY_LEN(methods); i++) {
		if (!(allowed & methods[i].bit))
			continue;
		if (len > 0) {
			memcpy(list + len, ", ", 2);
			len += 2;
		}
		memcpy(list + len, methods[i].name.p, methods[i].name.len);
		len += methods[i].name.len;
	}
	reply_header(r, str_of(header), (struct str){ list, len });
}

/*
 * Where the request comes from: the Origin, or else the Referer's.  Sets the
 * site too when nothing has named one yet.
 */
static void
place(struct req *r)
{
	struct str origin = r->param[PARAM_ORIGIN];

	/* Who names no origin is no browser, or one that says as much. */
	r->from = str_eq(r->param[PARAM_SEC_FETCH_SITE], STR("cross-site"))
		      ? FROM_FOREIGN
		      : FROM_UNKNOWN;
	r->own_page = false;
	/* A program of those who are signed in has no site for a neighbour. */
	if (r->app->admit != NULL)
		return;
	if (origin.len == 0 && r->param[PARAM_REFERER].len > 0 &&
	    !url_origin(&r->arena, r->param[PARAM_REFERER], &origin))
		return;
	if (origin.len == 0)
		return;
	const struct site *s = config_site_by_origin(r->app->cfg, origin);
	if (s != NULL && (r->site == NULL || r->site == s)) {
		r->site = s;
		r->from = FROM_SITE;
		return;
	}
	r->own_page =
	    r->route != NULL && r->route->origin == ORIGIN_REQUIRED &&
	    (r->route->types & INPUT_FORM) &&
	    str_eq(r->param[PARAM_SEC_FETCH_SITE], STR("same-origin"));
	r->from = r->own_page ? FROM_SITE : FROM_FOREIGN;
}

/*
 * Pages of another origin, of a neighbour on the same site, and of none (a
 * sandboxed frame) may not post here.  A browser that sends no Sec-Fetch-Site
 * (before 2023) is left to the token and to SameSite cookies.
 */
static bool
is_own(const struct req *r)
{
	struct str from = r->param[PARAM_SEC_FETCH_SITE];

	return !str_eq(r->param[PARAM_ORIGIN], STR("null")) &&
	       (from.len == 0 || str_eq(from, STR("same-origin")) ||
		   str_eq(from, STR("none")));
}

static bool
wants_site(const struct route *row)
{
	for (const struct field *f = row->fields; f != NULL && f->name != NULL;
	     f++)
		if (f->type == FIELD_SITE)
			return true;
	return false;
}

static enum err
check_body(struct req *r)
{
	const struct route *row = r->route;
	char words[INPUT_WORDS_MAX];

	r->input = input_type_of(r->param[PARAM_CONTENT_TYPE]);
	if (r->body.len > row->body_max)
		return req_fail(r, ERR_TOO_LARGE, NULL,
		    "a body of more than %zu bytes", row->body_max);
	if (r->param[PARAM_CONTENT_ENCODING].len > 0)
		return req_fail(
		    r, ERR_MEDIA_TYPE, NULL, "a content encoding is not taken");
	if (r->body.len == 0 || (row->types & r->input))
		return ERR_NONE;
	input_types_say(row->types, words);
	return req_fail(r, ERR_MEDIA_TYPE, NULL, "send %s", words);
}

static void
take_segment(struct req *r)
{
	const struct field *f = route_variable(r->route);
	struct field_value *v = &r->fields[f - r->route->fields];
	uint64_t n = 0;

	v->given = is_number(f, r->segment, &n);
	v->number = (int64_t)n;
}

static enum err
check_fields(struct req *r)
{
	const struct route *row = r->route;
	size_t n = 0;

	for (const struct field *f = row->fields; f != NULL && f->name != NULL;
	     f++)
		n++;
	if (n > 0) {
		r->fields = arena_zalloc(&r->arena, n * sizeof(*r->fields));
		if (r->fields == NULL)
			return ERR_BUSY;
	}
	if (r->segment.len > 0)
		take_segment(r);
	const struct site *told = r->site;
	enum err e = input_read(r);
	if (e != ERR_NONE || !wants_site(row))
		return e;

	/* Again, when a site was named. */
	if (r->site != told)
		place(r);
	if (r->site == NULL && r->app->cfg->n_sites == 1)
		r->site = &r->app->cfg->sites[0];
	if (r->site == NULL)
		return req_fail(r, ERR_INVALID, "site",
		    "is missing, and the origin tells none");
	if (row->origin == ORIGIN_REQUIRED && r->from == FROM_FOREIGN)
		return req_fail(
		    r, ERR_ORIGIN, NULL, "not an origin of this site");
	return ERR_NONE;
}

static enum err
check_token(struct req *r)
{
	struct str token;

	if (r->route->auth == AUTH_NONE ||
	    (r->method & (METHOD_GET | METHOD_HEAD)))
		return ERR_NONE;
	if (!input_form_value(r, STR(ROUTE_CSRF), &token) ||
	    !r->app->is_own_form(r, token))
		return req_fail(r, ERR_CSRF, ROUTE_CSRF,
		    "load the page again: its session has ended");
	return ERR_NONE;
}

static enum err
check_origin(struct req *r)
{
	const struct route *row = r->route;

	if (row->origin == ORIGIN_REQUIRED && r->from == FROM_FOREIGN)
		return req_fail(
		    r, ERR_ORIGIN, NULL, "not an origin of any site here");
	if (row->origin == ORIGIN_OWN && !is_own(r))
		return req_fail(r, ERR_ORIGIN, NULL, "not from a page of ours");
	return ERR_NONE;
}

/* What a request of somebody who may do it has to go through yet. */
static enum err
run(struct req *r)
{
	enum err e = check_token(r);

	if (e == ERR_NONE)
		e = check_fields(r);
	return e == ERR_NONE ? r->route->handler(r) : e;
}

/* What this address takes, to whoever asks or tried something else. */
static enum err
answer_methods(struct req *r, unsigned allowed)
{
	if (r->method != METHOD_OPTIONS) {
		(void)req_fail(r, ERR_METHOD, NULL, "not for this address");
		reply_problem(r, ERR_METHOD);
		put_allow(r, allowed, "Allow");
		return ERR_NONE;
	}
	reply_empty(r, 204);
	put_allow(r, allowed, "Allow");
	if (r->from == FROM_SITE) {
		put_allow(r, allowed, "Access-Control-Allow-Methods");
		reply_header(r, STR("Access-Control-Allow-Headers"),
		    STR("Content-Type, Authorization, Idempotency-Key"));
		reply_header(r, STR("Access-Control-Max-Age"), STR("86400"));
	}
	return ERR_NONE;
}

static enum err
check_and_run(struct req *r)
{
	unsigned allowed;
	struct str path = path_of(r);

	r->method = method_of(r->param[PARAM_METHOD]);
	if (r->repeated)
		return req_fail(r, ERR_BAD_REQUEST, NULL,
		    "a header that must stand alone came twice");
	r->route = find_row(r, path, &allowed);
	if (allowed == 0)
		return req_fail(r, ERR_NOT_FOUND, NULL, "no such address");
	place(r);
	if (r->route == NULL)
		return answer_methods(r, allowed);
	enum err e = check_body(r);
	if (e == ERR_NONE)
		e = check_origin(r);
	if (e != ERR_NONE)
		return e;
	return r->route->auth == AUTH_NONE ? run(r) : r->app->admit(r);
}

static void
log_failure(const struct req *r, enum err e)
{
	const struct err_info *info = err_info(e);

	log_event(info->level, "request-failed",
	    (struct log_field[]){ { "error", str_of(info->slug) },
		{ "route",
		    r->route != NULL ? str_of(r->route->path) : STR("-") },
		{ "field", str_of(r->err_field) },
		{ "why", str_of(r->err_detail) }, { NULL, STR_NULL } });
}

static void
answer_failure(struct req *r, enum err e)
{
	/* Nobody said why, or it was said of something else. */
	if (r->err != e) {
		r->err = e;
		r->err_field = NULL;
		r->err_detail[0] = '\0';
	}
	log_failure(r, e);
	r->status = 0;
	if (r->route != NULL && r->route->problem != NULL)
		r->route->problem(r, e);
	else
		reply_problem(r, e);
	assert(r->status != 0);
}

/*
 * Without memory an answer may be half of what it should be, and a fault one
 * that the caller did not make.
 */
static enum err
unless_exhausted(const struct req *r, enum err e)
{
	return arena_failed(&r->arena) && err_info(e)->status < 500 ? ERR_BUSY
								    : e;
}

static void
finish(struct req *r, enum err e)
{
	e = unless_exhausted(r, e);
	if (e != ERR_NONE)
		answer_failure(r, e);
	reply_send(r);
}

/* The request is answered now, or somebody will go on with it. */
static void
leave(struct req *r, enum err e)
{
	if (e != ERR_NONE || !r->parked)
		finish(r, e);
	else
		metrics_parked(r->app->metrics, 1);
}

static void
unpark(struct req *r)
{
	assert(r->parked);
	r->parked = false;
	metrics_parked(r->app->metrics, -1);
}

void
route_dispatch(struct req *r)
{
	leave(r, check_and_run(r));
}

void
route_admitted(struct req *r, enum err e)
{
	unpark(r);
	leave(r, e == ERR_NONE ? run(r) : e);
}

void
route_resume(struct req *r, enum err e)
{
	unpark(r);
	finish(r, e);
}

void
route_refuse(struct req *r, enum err e, const char *why)
{
	finish(r, req_fail(r, e, NULL, "%s", why));
}

const char *
route_method_name(unsigned bits)
{
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (bits & methods[i].bit)
			return methods[i].name.p;
	abort();
}
