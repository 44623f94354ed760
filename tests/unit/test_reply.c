/*
 * test_reply.c - kinds of answers, what caches are told, failures as a page;
 * test_route.c looks at what every answer carries
 */
#include "base/base.h"
#include "http/reply.h"

#include <setjmp.h>
#include <sodium.h>
#include <cmocka.h>

#include "../lib/loop.h"
#include "base/log.h"

#define SETTINGS                                                               \
	"[site \"one\"]\n"                                                     \
	"origins = https://one.example\n"                                      \
	"base_url = https://www.one.example/blog\n"

#define ONE "HTTP_ORIGIN=https://one.example"
#define EVIL "HTTP_ORIGIN=https://evil.example"
#define GET "REQUEST_METHOD=GET"
#define HEAD "REQUEST_METHOD=HEAD"
#define POST "REQUEST_METHOD=POST"
#define JSON "CONTENT_TYPE=application/json"
#define FORM "CONTENT_TYPE=application/x-www-form-urlencoded"

static struct loop l;

/* --- a program --- */

static struct req *waiting;
static int64_t changed;
static const char *address;
static char kept[] = "<feed/>";
static size_t kept_len = sizeof(kept) - 1;

static enum err
created(struct req *r)
{
	buf_lit(reply_text(r, STR("text/plain")), "made");
	reply_status(r, (unsigned)r->fields[0].number);
	reply_header(r, STR("Location"), STR("/api/items/1"));
	return reply_end(r);
}

static enum err
page(struct req *r)
{
	buf_lit(reply_page(r), "<p>page");
	return reply_end(r);
}

static enum err
redirect(struct req *r)
{
	return reply_redirect(r, str_of(address));
}

static enum err
stored(struct req *r)
{
	enum err e = reply_stored(r, STR("application/atom+xml"),
	    (struct str){ kept, kept_len }, STR("\"v7\""));

	if (changed > 0)
		reply_modified(r, changed);
	return e;
}

static enum err
dated(struct req *r)
{
	buf_lit(reply_text(r, STR("text/plain")), "dated");
	reply_modified(r, changed);
	return reply_end(r);
}

/* Opens several answers; only the last one counts. */
static enum err
undecided(struct req *r)
{
	(void)stored(r);
	reply_modified(r, 1);
	buf_lit(reply_page(r), "<p>page");
	reply_header(r, STR("Location"), STR("/"));
	buf_lit(reply_text(r, STR("text/plain")), "text");
	return reply_end(r);
}

static enum err
fail_with(struct req *r)
{
	enum err e = (enum err)r->fields[0].number;

	r->retry_s = (unsigned)r->fields[1].number;
	return r->fields[2].number ? req_fail(r, e, "n", "for a reason") : e;
}

/* Something was wrong with a field, but that is not what it failed for. */
static enum err
change_mind(struct req *r)
{
	(void)req_fail(r, ERR_INVALID, "e", "is odd");
	return ERR_NOT_FOUND;
}

static enum err
park(struct req *r)
{
	waiting = r;
	return req_park(r);
}

/* As a row with a form does it: a page for forms, a problem for scripts. */
static void
show(struct req *r, enum err e)
{
	if (r->input != INPUT_FORM && r->method != METHOD_GET) {
		reply_problem(r, e);
		return;
	}
	struct buf *b = reply_page(r);
	buf_printf(b, "%d %s %s", e == r->err,
	    r->err_field != NULL ? r->err_field : "-", r->err_detail);
	for (size_t i = 0; r->fields != NULL && i < 3; i++)
		buf_printf(b, "|%s%.*s", r->fields[i].raw ? "raw " : "",
		    STR_ARG(r->fields[i].text));
	reply_status(r, err_info(e)->status);
}

static void
run_out(struct req *r, enum err e UNUSED)
{
	struct buf *b = reply_page(r);

	for (size_t i = 0; i < REQ_ARENA_CAP; i += 16)
		buf_lit(b, "0123456789abcdef");
}

static const struct field status_fields[] = {
	{ .name = "status",
	    .type = FIELD_INT,
	    .flags = FIELD_REQUIRED,
	    .min = 200,
	    .max = 599,
	    .help = "." },
	{ .name = NULL },
};

static const struct field fail_fields[] = {
	{ .name = "e",
	    .type = FIELD_INT,
	    .flags = FIELD_REQUIRED,
	    .max = 100,
	    .help = "." },
	{ .name = "retry",
	    .type = FIELD_INT,
	    .max = 100000,
	    .fallback = "0",
	    .help = "." },
	{ .name = "why", .type = FIELD_BOOL, .help = "." },
	{ .name = NULL },
};

static const struct field form_fields[] = {
	{ .name = "text",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = 10,
	    .help = "." },
	{ .name = "name",
	    .type = FIELD_LINE,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = 4,
	    .help = "." },
	{ .name = "n", .type = FIELD_INT, .max = 9, .help = "." },
	{ .name = NULL },
};

static const struct route routes[] = {
	{ .path = "/created",
	    .methods = METHOD_GET,
	    .handler = created,
	    .fields = status_fields,
	    .revalidate = true,
	    .exposes = true,
	    .help = "." },
	{ .path = "/page",
	    .methods = METHOD_GET,
	    .handler = page,
	    .help = "." },
	{ .path = "/redirect",
	    .methods = METHOD_GET,
	    .handler = redirect,
	    .revalidate = true,
	    .help = "." },
	{ .path = "/stored",
	    .methods = METHOD_GET,
	    .handler = stored,
	    .revalidate = true,
	    .help = "." },
	{ .path = "/stored-60",
	    .methods = METHOD_GET,
	    .handler = stored,
	    .cache_s = 60,
	    .help = "." },
	{ .path = "/stored-0",
	    .methods = METHOD_GET,
	    .handler = stored,
	    .help = "." },
	{ .path = "/dated",
	    .methods = METHOD_GET,
	    .handler = dated,
	    .revalidate = true,
	    .help = "." },
	{ .path = "/undecided",
	    .methods = METHOD_GET,
	    .handler = undecided,
	    .revalidate = true,
	    .help = "." },
	{ .path = "/fail",
	    .methods = METHOD_GET,
	    .handler = fail_with,
	    .fields = fail_fields,
	    .problem = show,
	    .help = "." },
	{ .path = "/fail",
	    .methods = METHOD_PUT,
	    .handler = fail_with,
	    .fields = fail_fields,
	    .help = "." },
	{ .path = "/other",
	    .methods = METHOD_GET,
	    .handler = change_mind,
	    .problem = show,
	    .help = "." },
	{ .path = "/other",
	    .methods = METHOD_PUT,
	    .handler = change_mind,
	    .help = "." },
	{ .path = "/later",
	    .methods = METHOD_GET,
	    .handler = park,
	    .problem = show,
	    .help = "." },
	{ .path = "/full",
	    .methods = METHOD_GET,
	    .handler = change_mind,
	    .problem = run_out,
	    .help = "." },
	{ .path = "/form",
	    .methods = METHOD_POST,
	    .handler = page,
	    .fields = form_fields,
	    .body_max = 100,
	    .types = INPUT_JSON | INPUT_FORM,
	    .origin = ORIGIN_REQUIRED,
	    .problem = show,
	    .help = "." },
	{ .path = NULL },
};

static int
begin(void **state UNUSED)
{
	if (sodium_init() < 0 || !log_level_set("alarm"))
		return -1;
	loop_open(&l, routes, SETTINGS);
	return 0;
}

static int
end(void **state UNUSED)
{
	loop_close(&l);
	return 0;
}

static void
header_is(const char *name, const char *wanted)
{
	loop_header_is(&l, name, wanted);
}

static void
get(const char *script_name)
{
	loop_ask(&l, STR(""), GET, script_name);
}

/* --- kinds of answers --- */

static void
gives_another_status(void **state UNUSED)
{
	static const char *const rows[] = { "201 Created", "202 Accepted",
		"403 Forbidden", "409 Conflict", "422 Unprocessable Content" };
	char query[32];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		(void)snprintf(
		    query, sizeof(query), "QUERY_STRING=status=%.3s", rows[i]);
		loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/created", query,
		    "HTTP_IF_NONE_MATCH=*");
		header_is("Status", rows[i]);
		loop_body_is(&l, "made");
		header_is("Location", "/api/items/1");
		/* Only 200 is for caches. */
		header_is("Cache-Control", "no-store");
		header_is("ETag", NULL);
		header_is("Retry-After", NULL);
	}
}

static void
opens_a_page(void **state UNUSED)
{
	get("SCRIPT_NAME=/api/page");
	assert_int_equal(l.status, 200);
	loop_body_is(&l, "<p>page");
	header_is("Content-Type", "text/html; charset=utf-8");
	header_is("Content-Security-Policy",
	    "default-src 'none'; style-src 'self'; base-uri 'none'; "
	    "frame-ancestors 'none'; form-action 'self'");
	header_is("Referrer-Policy", "same-origin");
	header_is("X-Content-Type-Options", "nosniff");
	header_is("Vary", "Origin");
	header_is("Cache-Control", "no-store");
}

/* Where its form leads to: the site's address, not what the reader sends. */
static void
lets_a_form_lead_to_the_site(void **state UNUSED)
{
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/page", ONE);
	header_is("Content-Security-Policy",
	    "default-src 'none'; style-src 'self'; base-uri 'none'; "
	    "frame-ancestors 'none'; form-action 'self' "
	    "https://www.one.example");
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/page", EVIL);
	header_is("Content-Security-Policy",
	    "default-src 'none'; style-src 'self'; base-uri 'none'; "
	    "frame-ancestors 'none'; form-action 'self'");
}

static void
leads_elsewhere(void **state UNUSED)
{
	address = "https://one.example/a?b#comment-12";
	get("SCRIPT_NAME=/api/redirect");
	header_is("Status", "303 See Other");
	header_is("Location", address);
	header_is("Cache-Control", "no-store");
	header_is("ETag", NULL);
	header_is("Content-Type", NULL);
	header_is("Content-Length", "0");
	loop_body_is(&l, "");
}

static void
sends_what_is_kept(void **state UNUSED)
{
	changed = 0;
	get("SCRIPT_NAME=/api/stored");
	assert_int_equal(l.status, 200);
	loop_body_is(&l, "<feed/>");
	header_is("Content-Type", "application/atom+xml");
	header_is("Content-Length", "7");
	header_is("Cache-Control", "no-cache");
	header_is("ETag", "\"v7\"");
	header_is("Last-Modified", NULL);
	loop_ask(&l, STR(""), HEAD, "SCRIPT_NAME=/api/stored");
	loop_body_is(&l, "");
	header_is("Content-Length", "7");
	header_is("ETag", "\"v7\"");
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/stored",
	    "HTTP_IF_NONE_MATCH=\"v6\", W/\"v7\"");
	assert_int_equal(l.status, 304);
	loop_body_is(&l, "");
	header_is("Cache-Control", "no-cache");
	header_is("ETag", "\"v7\"");
	header_is("Content-Length", NULL);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/stored",
	    "HTTP_IF_NONE_MATCH=\"v6\"");
	assert_int_equal(l.status, 200);
	get("SCRIPT_NAME=/api/stored-60");
	header_is("Cache-Control", "public, max-age=60");
	header_is("ETag", "\"v7\"");
	/* A row that says nothing of caches. */
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/stored-0",
	    "HTTP_IF_NONE_MATCH=\"v7\"");
	assert_int_equal(l.status, 200);
	header_is("Cache-Control", "no-store");
	header_is("ETag", NULL);
}

static void
bounds_what_is_kept(void **state UNUSED)
{
	kept_len = REQ_ARENA_CAP + 1;
	get("SCRIPT_NAME=/api/stored");
	loop_problem_is(&l, 503, "busy", NULL);
	kept_len = sizeof(kept) - 1;
}

static void
sends_the_last_that_was_opened(void **state UNUSED)
{
	get("SCRIPT_NAME=/api/undecided");
	loop_body_is(&l, "text");
	header_is("Content-Type", "text/plain");
	header_is("Referrer-Policy", "no-referrer");
	header_is("Location", NULL);
	header_is("Last-Modified", NULL);
	assert_string_not_equal(loop_header(&l, "ETag"), "\"v7\"");
}

/* --- caches --- */

static void
dates_answers(void **state UNUSED)
{
	static const struct {
		int64_t at;
		const char *wanted;
	} rows[] = {
		{ 784111777, "Sun, 06 Nov 1994 08:49:37 GMT" }, /* the RFC's */
		{ 1, "Thu, 01 Jan 1970 00:00:01 GMT" },
		{ 951782400, "Tue, 29 Feb 2000 00:00:00 GMT" },
		{ 1798761599, "Thu, 31 Dec 2026 23:59:59 GMT" },
		{ 253402300799, "Fri, 31 Dec 9999 23:59:59 GMT" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		changed = rows[i].at;
		get("SCRIPT_NAME=/api/dated");
		assert_int_equal(l.status, 200);
		header_is("Last-Modified", rows[i].wanted);
	}
	/* By libc, month by month. */
	for (int64_t at = 86400; at < 4102444800; at += 30 * 86400 + 3661) {
		char wanted[64];
		time_t t = at;
		struct tm tm;

		assert_non_null(gmtime_r(&t, &tm));
		assert_true(strftime(wanted, sizeof(wanted),
				"%a, %d %b %Y %H:%M:%S GMT", &tm) > 0);
		changed = at;
		get("SCRIPT_NAME=/api/dated");
		header_is("Last-Modified", wanted);
	}
}

static void
asks_for_what_is_newer(void **state UNUSED)
{
	static const struct {
		const char *since, *match;
		unsigned status;
	} rows[] = {
		{ "HTTP_IF_MODIFIED_SINCE=Sun, 06 Nov 1994 08:49:37 GMT",
		    "DNT=1", 304 },
		/* Other moments and spellings are not that one. */
		{ "HTTP_IF_MODIFIED_SINCE=Sun, 06 Nov 1994 08:49:38 GMT",
		    "DNT=1", 200 },
		{ "HTTP_IF_MODIFIED_SINCE=Sun Nov  6 08:49:37 1994", "DNT=1",
		    200 },
		{ "HTTP_IF_MODIFIED_SINCE=", "DNT=1", 200 },
		/* An entity tag decides alone. */
		{ "HTTP_IF_MODIFIED_SINCE=Sun, 06 Nov 1994 08:49:37 GMT",
		    "HTTP_IF_NONE_MATCH=\"v6\"", 200 },
		{ "HTTP_IF_MODIFIED_SINCE=Sun, 06 Nov 1994 08:49:38 GMT",
		    "HTTP_IF_NONE_MATCH=\"v7\"", 304 },
	};

	changed = 784111777;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/stored",
		    rows[i].since, rows[i].match);
		assert_int_equal(l.status, rows[i].status);
		header_is("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
		header_is("ETag", "\"v7\"");
	}
	/* Not where nothing may be kept. */
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/stored-0", rows[0].since);
	assert_int_equal(l.status, 200);
	header_is("Last-Modified", NULL);
	changed = 0;
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/stored", rows[0].since);
	assert_int_equal(l.status, 200);
}

static void
hashes_what_is_asked_about(void **state UNUSED)
{
	char header[64] = "HTTP_IF_NONE_MATCH=";

	changed = 784111777;
	get("SCRIPT_NAME=/api/dated");
	header_is("Cache-Control", "no-cache");
	size_t n = strlen(header);
	(void)snprintf(
	    header + n, sizeof(header) - n, "%s", loop_header(&l, "ETag"));
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/dated", header);
	assert_int_equal(l.status, 304);
}

/* --- scripts of the site --- */

static void
exposes_what_scripts_need(void **state UNUSED)
{
	static const char name[] = "Access-Control-Expose-Headers";
	static const char list[] =
	    "ETag, Link, Location, Retry-After, Idempotency-Replayed";

	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/created", ONE,
	    "QUERY_STRING=status=201");
	header_is(name, list);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/created", ONE);
	assert_int_equal(l.status, 422);
	header_is(name, list);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/created", EVIL,
	    "QUERY_STRING=status=201");
	header_is(name, NULL);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/created",
	    "QUERY_STRING=status=201");
	header_is(name, NULL);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/page", ONE);
	header_is("Access-Control-Allow-Origin", "https://one.example");
	header_is(name, NULL);
}

/* --- failures --- */

static void
says_when_to_come_again(void **state UNUSED)
{
	static const struct {
		enum err e;
		unsigned retry;
		const char *wanted;
	} rows[] = {
		{ ERR_RATE, 0, "2" },
		{ ERR_RATE, 86400, "86400" },
		{ ERR_AWAY, 7, "7" },
		{ ERR_BUSY, 0, "2" },
		{ ERR_CLOSED, 7, NULL },
	};
	static const char *const ways[] = { GET, "REQUEST_METHOD=PUT" };
	char query[64];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		for (size_t k = 0; k < ARRAY_LEN(ways); k++) {
			(void)snprintf(query, sizeof(query),
			    "QUERY_STRING=e=%d&retry=%u", rows[i].e,
			    rows[i].retry);
			loop_ask(&l, STR(""), ways[k], "SCRIPT_NAME=/api/fail",
			    query);
			assert_int_equal(l.status, err_info(rows[i].e)->status);
			header_is("Retry-After", rows[i].wanted);
			header_is("Content-Type",
			    k == 0 ? "text/html; charset=utf-8"
				   : "application/problem+json");
		}
	}
}

static void
fails_with_a_page(void **state UNUSED)
{
	char query[64];

	(void)snprintf(
	    query, sizeof(query), "QUERY_STRING=e=%d&why=1", ERR_DUPLICATE);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/fail", query, ONE);
	assert_int_equal(l.status, 409);
	loop_body_is(&l, "1 n for a reason|||");
	header_is("Cache-Control", "no-store");
	header_is("Access-Control-Allow-Origin", "https://one.example");
	/* The reason is the error's own, or none. */
	get("SCRIPT_NAME=/api/other");
	assert_int_equal(l.status, 404);
	loop_body_is(&l, "1 - ");
	loop_ask(&l, STR(""), "REQUEST_METHOD=PUT", "SCRIPT_NAME=/api/other");
	loop_problem_is(&l, 404, "not-found", NULL);
	/* After waiting, too. */
	get("SCRIPT_NAME=/api/later");
	route_resume(waiting, ERR_AWAY);
	assert_int_equal(l.status, 503);
	loop_body_is(&l, "1 - ");
	header_is("Retry-After", "2");
	/* No row, nobody to ask. */
	loop_ask(&l, STR(""), POST, FORM, "SCRIPT_NAME=/api/fail");
	loop_problem_is(&l, 405, "method", NULL);
	/* A page without end. */
	get("SCRIPT_NAME=/api/full");
	assert_int_equal(l.answers, 1);
	assert_int_equal(l.status, 503);
	loop_body_is(&l, "");
}

static void
post(const char *form)
{
	loop_ask(&l, str_of(form), POST, ONE, FORM, "SCRIPT_NAME=/api/form");
}

/* Whatever is wrong with a form, what was typed is there for its page. */
static void
keeps_what_was_typed(void **state UNUSED)
{
	static char long_one[120] = "text=";

	post("text=a%0d%0ab&name=%3cme%3ex&n=4");
	assert_int_equal(l.status, 422);
	loop_body_is(&l, "1 name longer than 4 bytes|a\nb|raw <me>x|raw 4");
	post("name=me&text=&n=4");
	loop_body_is(&l, "1 text is empty|raw |raw me|raw 4");
	post("n=44&name=me&text=a");
	loop_body_is(&l, "1 n not between 0 and 9|a|me|raw 44");
	post("n=4&text=a");
	loop_body_is(&l, "1 name is missing|a||4");
	/* Before anything was read there is nothing. */
	memset(long_one + 5, 'a', sizeof(long_one) - 6);
	post(long_one);
	assert_int_equal(l.status, 413);
	loop_body_is(&l, "1 - a body of more than 100 bytes");
	loop_ask(&l, STR("text=a"), POST, EVIL, FORM, "SCRIPT_NAME=/api/form");
	assert_int_equal(l.status, 403);
	loop_body_is(&l, "1 - not an origin of any site here");
	/* The query's faults do not lose the form. */
	loop_ask(&l, STR("text=a&name=me"), POST, ONE, FORM,
	    "SCRIPT_NAME=/api/form", "QUERY_STRING=n=x");
	loop_body_is(&l, "1 n not a whole number|raw a|raw me|");
	/* Scripts get what scripts read. */
	loop_ask(&l, STR("{\"text\":\"\"}"), POST, ONE, JSON,
	    "SCRIPT_NAME=/api/form");
	loop_problem_is(&l, 422, "invalid", "text");
	post("text=a&name=me");
	loop_body_is(&l, "<p>page");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_another_status),
		cmocka_unit_test(opens_a_page),
		cmocka_unit_test(lets_a_form_lead_to_the_site),
		cmocka_unit_test(leads_elsewhere),
		cmocka_unit_test(sends_what_is_kept),
		cmocka_unit_test(bounds_what_is_kept),
		cmocka_unit_test(sends_the_last_that_was_opened),
		cmocka_unit_test(dates_answers),
		cmocka_unit_test(asks_for_what_is_newer),
		cmocka_unit_test(hashes_what_is_asked_about),
		cmocka_unit_test(exposes_what_scripts_need),
		cmocka_unit_test(says_when_to_come_again),
		cmocka_unit_test(fails_with_a_page),
		cmocka_unit_test(keeps_what_was_typed),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
