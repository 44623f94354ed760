/*
 * test_route.c - the one way in and the one way out: which check comes first,
 * and what every answer carries
 */
#include "base/base.h"
#include "http/route.h"

#include <setjmp.h>
#include <sodium.h>
#include <unistd.h>
#include <cmocka.h>

#include "../lib/loop.h"
#include "base/log.h"
#include "http/later.h"
#include "http/metrics.h"
#include "http/reply.h"

#define SETTINGS                                                               \
	"[site \"one\"]\n"                                                     \
	"origins = https://one.example http://one.example:8080\n"              \
	"[site \"two\"]\n"                                                     \
	"origins = https://two.example\n"

#define ONE "HTTP_ORIGIN=https://one.example"
#define GET "REQUEST_METHOD=GET"
#define POST "REQUEST_METHOD=POST"
#define JSON "CONTENT_TYPE=application/json"
#define TEXT "CONTENT_TYPE=text/plain;charset=UTF-8"

static struct loop l;

/* --- a program --- */

static struct req *waiting;
static unsigned handled, freed;

static enum err
echo(struct req *r)
{
	struct jsonw *j = reply_json(r);

	handled++;
	jsonw_object(j, NULL);
	jsonw_str(j, "name", r->fields[0].text);
	jsonw_int(j, "n", r->fields[1].number);
	jsonw_int(j, "word", r->fields[2].number);
	jsonw_bool(j, "flag", r->fields[3].number != 0);
	jsonw_str(j, "site", r->site != NULL ? r->site->name : STR("-"));
	jsonw_int(j, "from", r->from);
	jsonw_object_end(j);
	return reply_end(r);
}

static enum err
list(struct req *r)
{
	struct jsonw *j = reply_json(r);

	handled++;
	jsonw_array(j, NULL);
	for (size_t i = 0; i < r->fields[0].n_many; i++)
		jsonw_str(j, NULL, r->fields[0].many[i]);
	jsonw_array_end(j);
	return reply_end(r);
}

static void
count_free(void *p UNUSED)
{
	freed++;
}

static enum err
later(struct req *r)
{
	handled++;
	waiting = r;
	if (!arena_defer(&r->arena, count_free, r))
		return ERR_BUSY;
	return req_park(r);
}

static enum err
too_long(struct req *r)
{
	struct buf *b = reply_text(r, STR("text/plain"));

	for (size_t i = 0; i < REQ_ARENA_CAP; i += 16)
		buf_lit(b, "0123456789abcdef");
	return reply_end(r);
}

static enum err
fail_with(struct req *r)
{
	return (enum err)r->fields[0].number;
}

static struct later *second_half;

static enum err
say(struct req *r, void *result)
{
	buf_str_put(reply_text(r, STR("text/plain")), str_of(result));
	return reply_end(r);
}

/* Its domain takes the question, or answers with an error at once. */
static enum err
ask(struct req *r)
{
	static char words[] = "found";

	second_half = later_new(r, say, words);
	assert_non_null(second_half);
	return later_park(r, (enum err)r->fields[0].number);
}

static enum err
item(struct req *r)
{
	buf_printf(reply_text(r, STR("text/plain")), "%s %lld", r->route->path,
	    (long long)r->fields[1].number);
	return reply_end(r);
}

static enum err
best(struct req *r)
{
	buf_lit(reply_text(r, STR("text/plain")), "best");
	return reply_end(r);
}

static const struct field echo_fields[] = {
	{ .name = "name",
	    .type = FIELD_LINE,
	    .flags = FIELD_REQUIRED,
	    .min = 2,
	    .max = 8,
	    .help = "." },
	{ .name = "n",
	    .type = FIELD_INT,
	    .min = -5,
	    .max = 100,
	    .fallback = "7",
	    .help = "." },
	{ .name = "word",
	    .type = FIELD_WORD,
	    .words = "up down",
	    .fallback = "down",
	    .help = "." },
	{ .name = "flag", .type = FIELD_BOOL, .fallback = "0", .help = "." },
	{ .name = "site", .type = FIELD_SITE, .help = "." },
	{ .name = NULL },
};

static const struct field list_fields[] = {
	{ .name = "a",
	    .type = FIELD_LINE,
	    .flags = FIELD_REQUIRED | FIELD_MANY,
	    .min = 1,
	    .max = 8,
	    .help = "." },
	{ .name = NULL },
};

static const struct field fail_fields[] = {
	{ .name = "e",
	    .type = FIELD_INT,
	    .flags = FIELD_REQUIRED,
	    .min = 0,
	    .max = 100,
	    .help = "." },
	{ .name = NULL },
};

enum {
	ITEM_TEXT,
	ITEM_ID
};

static const struct field item_fields[] = {
	[ITEM_TEXT] = { .name = "text",
	    .type = FIELD_LINE,
	    .max = 8,
	    .help = "." },
	[ITEM_ID] = { .name = "id",
	    .type = FIELD_INT,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = 99999,
	    .help = "." },
	{ .name = NULL },
};

static const struct route routes[] = {
	{ .path = "/echo",
	    .methods = METHOD_POST,
	    .handler = echo,
	    .fields = echo_fields,
	    .body_max = 200,
	    .types = INPUT_JSON,
	    .origin = ORIGIN_REQUIRED,
	    .help = "." },
	{ .path = "/echo",
	    .methods = METHOD_GET,
	    .handler = echo,
	    .fields = echo_fields,
	    .origin = ORIGIN_TOLD,
	    .help = "." },
	{ .path = "/text",
	    .methods = METHOD_POST | METHOD_PUT,
	    .handler = echo,
	    .fields = echo_fields,
	    .body_max = 200,
	    .types = INPUT_JSON | INPUT_TEXT,
	    .help = "." },
	{ .path = "/list",
	    .methods = METHOD_GET,
	    .handler = list,
	    .fields = list_fields,
	    .cache_s = 30,
	    .help = "." },
	{ .path = "/later",
	    .methods = METHOD_GET,
	    .handler = later,
	    .help = "." },
	{ .path = "/long",
	    .methods = METHOD_GET,
	    .handler = too_long,
	    .help = "." },
	{ .path = "/fail",
	    .methods = METHOD_GET,
	    .handler = fail_with,
	    .fields = fail_fields,
	    .help = "." },
	{ .path = "/ask",
	    .methods = METHOD_GET,
	    .handler = ask,
	    .fields = fail_fields,
	    .help = "." },
	{ .path = "/items/best",
	    .methods = METHOD_GET,
	    .handler = best,
	    .help = "." },
	{ .path = "/items/{id}",
	    .methods = METHOD_GET,
	    .handler = item,
	    .fields = item_fields,
	    .help = "." },
	{ .path = "/items/{id}",
	    .methods = METHOD_PUT | METHOD_DELETE,
	    .handler = item,
	    .fields = item_fields,
	    .body_max = 100,
	    .types = INPUT_JSON,
	    .help = "." },
	{ .path = "/items/{id}/vote",
	    .methods = METHOD_PUT,
	    .handler = item,
	    .fields = item_fields,
	    .help = "." },
	{ .path = "/health",
	    .methods = METHOD_DELETE,
	    .handler = later,
	    .bare = true,
	    .help = "." },
	{ .path = NULL },
};

static int
begin(void **state UNUSED)
{
	if (sodium_init() < 0 || !log_level_set("error"))
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

/* --- looking at answers --- */

static void
body_is(const char *wanted)
{
	loop_body_is(&l, wanted);
}

static void
header_is(const char *name, const char *wanted)
{
	loop_header_is(&l, name, wanted);
}

static void
problem(unsigned status, const char *slug, const char *field)
{
	loop_problem_is(&l, status, slug, field);
}

/* --- the order of the checks --- */

/*
 * Everything is wrong with the first request; each further one puts one thing
 * right, and is told of the next.
 */
static void
checks_in_one_order(void **state UNUSED)
{
	static char big[201];
	struct str large = { big, sizeof(big) };

	memset(big, '{', sizeof(big));
	handled = 0;
#define WRONG "HTTP_ORIGIN=https://evil.example"
	loop_ask(&l, large, "REQUEST_METHOD=PUT", "SCRIPT_NAME=/api/none",
	    "CONTENT_TYPE=text/html", "CONTENT_TYPE=text/html", WRONG);
	problem(400, "bad-request", NULL);
	loop_ask(&l, large, "REQUEST_METHOD=PUT", "SCRIPT_NAME=/api/none",
	    "CONTENT_TYPE=text/html", WRONG);
	problem(404, "not-found", NULL);
	loop_ask(&l, large, "REQUEST_METHOD=PUT", "SCRIPT_NAME=/api/echo",
	    "CONTENT_TYPE=text/html", WRONG);
	problem(405, "method", NULL);
	loop_ask(&l, large, POST, "SCRIPT_NAME=/api/echo",
	    "CONTENT_TYPE=text/html", WRONG);
	problem(413, "too-large", NULL);
	loop_ask(&l, STR("{"), POST, "SCRIPT_NAME=/api/echo",
	    "CONTENT_TYPE=text/html", WRONG);
	problem(415, "media-type", NULL);
	loop_ask(&l, STR("{"), POST, "SCRIPT_NAME=/api/echo", JSON, WRONG);
	problem(403, "origin", NULL);
	loop_ask(&l, STR("{"), POST, "SCRIPT_NAME=/api/echo", JSON, ONE);
	problem(400, "bad-request", NULL);
	loop_ask(&l, STR("{}"), POST, "SCRIPT_NAME=/api/echo", JSON, ONE);
	problem(422, "invalid", "name");
	assert_int_equal(handled, 0);
	loop_ask(&l, STR("{\"name\":\"me\"}"), POST, "SCRIPT_NAME=/api/echo",
	    JSON, ONE);
	assert_int_equal(l.status, 200);
	assert_int_equal(handled, 1);
}

static void
finds_its_way(void **state UNUSED)
{
	static const char *const none[] = { "SCRIPT_NAME=", "SCRIPT_NAME=/",
		"SCRIPT_NAME=/api", "SCRIPT_NAME=/api/", "SCRIPT_NAME=/echo",
		"SCRIPT_NAME=/api/echo/", "SCRIPT_NAME=/api//echo",
		"SCRIPT_NAME=/API/echo", "SCRIPT_NAME=/api/echo;a=b",
		"SCRIPT_NAME=/api/echo.css", "SCRIPT_NAME=/apiecho",
		"SCRIPT_NAME=/api/health", "SCRIPT_NAME=/api/../api/echo" };

	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		loop_ask(&l, STR(""), GET, none[i]);
		problem(404, "not-found", NULL);
	}
	loop_ask(&l, STR(""), GET);
	problem(404, "not-found", NULL);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api", "PATH_INFO=/list",
	    "QUERY_STRING=a=x");
	assert_int_equal(l.status, 200);
	loop_ask(&l, STR(""), GET, "PATH_INFO=/api/list", "QUERY_STRING=a=x");
	assert_int_equal(l.status, 200);
}

static void
allows_what_the_path_takes(void **state UNUSED)
{
	static const char *const wrong[] = { "REQUEST_METHOD=DELETE",
		"REQUEST_METHOD=TRACE", "REQUEST_METHOD=get",
		"REQUEST_METHOD=POSTS", "REQUEST_METHOD=" };

	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		loop_ask(&l, STR(""), wrong[i], "SCRIPT_NAME=/api/echo");
		problem(405, "method", NULL);
		header_is("Allow", "GET, POST, HEAD, OPTIONS");
	}
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/text");
	problem(405, "method", NULL);
	header_is("Allow", "POST, PUT, OPTIONS");
	loop_ask(&l, STR(""), "REQUEST_METHOD=HEAD", "SCRIPT_NAME=/api/text");
	assert_int_equal(l.status, 405);
	body_is("");
	loop_ask(&l, STR(""), "REQUEST_METHOD=OPTIONS", "SCRIPT_NAME=/health");
	assert_int_equal(l.status, 204);
	header_is("Allow", "DELETE, OPTIONS");
	header_is("Content-Length", NULL);
	header_is("Content-Type", NULL);
	body_is("");
	loop_ask(&l, STR(""), "REQUEST_METHOD=OPTIONS", "SCRIPT_NAME=/none");
	problem(404, "not-found", NULL);
}

static void
takes_a_number_within_the_path(void **state UNUSED)
{
	static const char *const none[] = { "SCRIPT_NAME=/api/items",
		"SCRIPT_NAME=/api/items/", "SCRIPT_NAME=/api/items/0",
		"SCRIPT_NAME=/api/items/100000", "SCRIPT_NAME=/api/items/01",
		"SCRIPT_NAME=/api/items/+1", "SCRIPT_NAME=/api/items/-1",
		"SCRIPT_NAME=/api/items/1.0", "SCRIPT_NAME=/api/items/1 ",
		"SCRIPT_NAME=/api/items/x", "SCRIPT_NAME=/api/items/{id}",
		"SCRIPT_NAME=/api/items/1/", "SCRIPT_NAME=/api/items//vote",
		"SCRIPT_NAME=/api/items/1/votes", "SCRIPT_NAME=/api/items/1/1",
		"SCRIPT_NAME=/api/items/x/vote", "SCRIPT_NAME=/api/items/1vote",
		"SCRIPT_NAME=/api/items/{id}/vote", "SCRIPT_NAME=/items/1",
		"SCRIPT_NAME=/api/items/18446744073709551617",
		"SCRIPT_NAME=/api/items/best/vote" };
	static const char *const ways[] = { GET, "REQUEST_METHOD=PUT", POST,
		"REQUEST_METHOD=OPTIONS" };

	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		for (size_t k = 0; k < ARRAY_LEN(ways); k++) {
			loop_ask(&l, STR(""), ways[k], none[i]);
			if (l.status != 404)
				fail_msg("%s: %u", none[i], l.status);
		}
	}
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/items/1");
	body_is("/items/{id} 1");
	loop_ask(&l, STR("{\"text\":\"a\"}"), "REQUEST_METHOD=PUT", JSON,
	    "SCRIPT_NAME=/api/items/99999");
	body_is("/items/{id} 99999");
	loop_ask(&l, STR(""), "REQUEST_METHOD=PUT",
	    "SCRIPT_NAME=/api/items/42/vote");
	body_is("/items/{id}/vote 42");
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api", "PATH_INFO=/items/7");
	body_is("/items/{id} 7");
}

static void
allows_by_the_first_row_of_a_path(void **state UNUSED)
{
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/items/best");
	body_is("best");
	loop_ask(&l, STR(""), "REQUEST_METHOD=DELETE",
	    "SCRIPT_NAME=/api/items/best");
	problem(405, "method", NULL);
	header_is("Allow", "GET, HEAD, OPTIONS");
	loop_ask(&l, STR(""), POST, "SCRIPT_NAME=/api/items/5");
	problem(405, "method", NULL);
	header_is("Allow", "GET, HEAD, PUT, DELETE, OPTIONS");
	loop_ask(&l, STR(""), "REQUEST_METHOD=OPTIONS", ONE,
	    "SCRIPT_NAME=/api/items/5/vote");
	assert_int_equal(l.status, 204);
	header_is("Allow", "PUT, OPTIONS");
	header_is("Access-Control-Allow-Methods", "PUT, OPTIONS");
}

/* What the path says is said. */
static void
refuses_the_number_twice(void **state UNUSED)
{
	loop_ask(
	    &l, STR(""), GET, "SCRIPT_NAME=/api/items/5", "QUERY_STRING=id=5");
	problem(400, "bad-request", "id");
	loop_ask(&l, STR("{\"id\":5}"), "REQUEST_METHOD=PUT", JSON,
	    "SCRIPT_NAME=/api/items/5");
	problem(400, "bad-request", "id");
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/items/5",
	    "QUERY_STRING=text=123456789");
	problem(422, "invalid", "text");
}

static bool
has(struct str text, const char *wanted)
{
	return memmem(text.p, text.len, wanted, strlen(wanted)) != NULL;
}

/* Whatever was asked for: the table's words, so that series are few. */
static void
counts_by_row(void **state UNUSED)
{
	struct arena a;
	struct buf b;

	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/items/77");
	loop_ask(&l, STR(""), "REQUEST_METHOD=DELETE",
	    "SCRIPT_NAME=/api/items/77", "QUERY_STRING=x=1");
	loop_ask(&l, STR(""), "REQUEST_METHOD=DELETE", "SCRIPT_NAME=/health");
	route_resume(waiting, ERR_DUPLICATE);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/list", "QUERY_STRING=a=x",
	    "HTTP_IF_NONE_MATCH=*");
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/long");
	arena_init(&a, REQ_ARENA_CAP);
	buf_init(&b, &a, 0);
	metrics_print(l.app.metrics, "loop", &b);
	struct str text = buf_view(&b);
	assert_true(has(text, "{route=\"/items/{id}\",method=\"GET\","
			      "status=\"200\"}"));
	assert_true(has(text, "{route=\"/items/{id}\",method=\"PUT\","
			      "status=\"422\"} 1\n"));
	assert_true(has(text, "{route=\"/health\",method=\"DELETE\","
			      "status=\"409\"} 1\n"));
	assert_true(has(text, "{route=\"/list\",method=\"GET\","
			      "status=\"304\"}"));
	assert_false(has(text, "/items/77"));
	arena_reset(&a);
}

static void
prints_the_table(void **state UNUSED)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	route_print(routes, "/api", f);
	assert_int_equal(fclose(f), 0);
	struct str s = { text, len };
	assert_true(has(s, ".It PUT, DELETE Pa /api/items/{id}\n"));
	assert_true(
	    has(s, ".It Va id\nNumber from 1 to 99999, in the path.\n"));
	assert_true(has(s, ".It Va n\nNumber from -5 to 100, else 7.\n"));
	assert_true(has(s, "Kept by caches for 30 seconds.\n"));
	assert_true(has(s, ".It DELETE Pa /health\n"));
	assert_true(has(s, "Body of at most 200 bytes: JSON as "
			   "application/json or text/plain.\n"));
	assert_true(has(s, "Text of 2 to 8 bytes, required."));
	free(text);
}

static void
prints_the_table_as_json(void **state UNUSED)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	route_print_api(routes, f);
	assert_int_equal(fclose(f), 0);
	struct str s = { text, len };
	assert_true(has(s, "{\"path\":\"/items/{id}\",\"bare\":false,"
			   "\"methods\":[\"PUT\",\"DELETE\"],"));
	assert_true(has(s, "{\"name\":\"id\",\"type\":\"int\","
			   "\"in_path\":true,"));
	assert_true(has(s, "\"min\":-5,\"max\":100,\"fallback\":\"7\"}"));
	assert_true(has(s, "\"body_max\":200,\"types\":["
			   "\"application/json\",\"text/plain\"],"));
	assert_true(has(s, "\"times\":100,"));
	assert_true(has(s, "{\"name\":\"origin\",\"title\":\"This origin may "
			   "not do that\",\"status\":403}"));
	assert_false(has(s, "\"name\":\"ok\""));
	assert_int_equal(text[len - 1], '\n');
	free(text);
}

/* --- bodies --- */

static void
takes_the_media_types_of_the_row(void **state UNUSED)
{
	static const struct {
		const char *type;
		unsigned json_only, text_too;
	} rows[] = {
		{ "CONTENT_TYPE=application/json", 200, 200 },
		{ "CONTENT_TYPE=Application/JSON ; charset=utf-8", 200, 200 },
		{ "CONTENT_TYPE=text/plain", 415, 200 },
		{ "CONTENT_TYPE=text/plain;charset=UTF-8", 415, 200 },
		{ "CONTENT_TYPE=application/x-www-form-urlencoded", 415, 415 },
		{ "CONTENT_TYPE=multipart/form-data", 415, 415 },
		{ "CONTENT_TYPE=application/jsonx", 415, 415 },
		{ "CONTENT_TYPE=application/json, text/plain", 415, 415 },
		{ "CONTENT_TYPE=", 415, 415 },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		loop_ask(&l, STR("{\"name\":\"me\"}"), POST, ONE,
		    "SCRIPT_NAME=/api/echo", rows[i].type);
		assert_int_equal(l.status, rows[i].json_only);
		loop_ask(&l, STR("{\"name\":\"me\"}"), POST, ONE,
		    "SCRIPT_NAME=/api/text", rows[i].type);
		assert_int_equal(l.status, rows[i].text_too);
	}
	loop_ask(&l, STR("{\"name\":\"me\"}"), POST, ONE,
	    "SCRIPT_NAME=/api/echo", JSON, "HTTP_CONTENT_ENCODING=gzip");
	problem(415, "media-type", NULL);
}

static void
refuses_bodies_beyond_the_row(void **state UNUSED)
{
	static char body[202];

	memset(body, ' ', sizeof(body));
	memcpy(body, "{\"name\":\"me\"}", 13);
	loop_ask(&l, ((struct str){ body, 200 }), POST, ONE, JSON,
	    "SCRIPT_NAME=/api/echo");
	assert_int_equal(l.status, 200);
	loop_ask(&l, ((struct str){ body, 201 }), POST, ONE, JSON,
	    "SCRIPT_NAME=/api/echo");
	problem(413, "too-large", NULL);
	/* No body at all is taken where the row says so. */
	loop_ask(&l, STR("x"), GET, ONE, TEXT, "SCRIPT_NAME=/api/list",
	    "QUERY_STRING=a=x");
	problem(413, "too-large", NULL);
}

static void
reads_json_strictly(void **state UNUSED)
{
	static const struct {
		const char *body;
		unsigned status;
		const char *field;
	} rows[] = {
		{ "", 422, "name" },
		{ "{\"name\":\"me\",\"n\":100,\"word\":\"up\",\"flag\":true}",
		    200, NULL },
		{ " {\"name\" : \"m\\u00e9\"} ", 200, NULL },
		{ "{\"name\":\"me\"", 400, NULL },
		{ "{\"name\":\"me\"} x", 400, NULL },
		{ "{\"name\":\"me\",}", 400, NULL },
		{ "{'name':'me'}", 400, NULL },
		{ "[\"name\"]", 400, NULL },
		{ "\"name\"", 400, NULL },
		{ "7", 400, NULL },
		{ "null", 400, NULL },
		{ "{\"name\":\"me\",\"name\":\"me\"}", 400, NULL },
		{ "{\"name\":\"me\",\"\\u006eame\":\"me\"}", 400, NULL },
		{ "{\"name\":\"m\xff\"}", 400, NULL },
		{ "{\"name\":\"m\\u0000\"}", 400, NULL },
		{ "{\"name\":\"m\\u0007\"}", 422, "name" },
		{ "{\"name\":\"m\\u0085\"}", 422, "name" },
		{ "{\"name\":\"m\"}", 422, "name" },
		{ "{\"name\":\"123456789\"}", 422, "name" },
		{ "{\"name\":7}", 422, "name" },
		{ "{\"name\":null}", 422, "name" },
		{ "{\"name\":[\"me\"]}", 422, "name" },
		{ "{\"name\":\"me\",\"n\":101}", 422, "n" },
		{ "{\"name\":\"me\",\"n\":-6}", 422, "n" },
		{ "{\"name\":\"me\",\"n\":1.0}", 422, "n" },
		{ "{\"name\":\"me\",\"n\":1e1}", 422, "n" },
		{ "{\"name\":\"me\",\"n\":\"5\"}", 422, "n" },
		{ "{\"name\":\"me\",\"n\":true}", 422, "n" },
		{ "{\"name\":\"me\",\"n\":9223372036854775808}", 400, NULL },
		{ "{\"name\":\"me\",\"n\":1e400}", 400, NULL },
		{ "{\"name\":\"me\",\"word\":\"Up\"}", 422, "word" },
		{ "{\"name\":\"me\",\"word\":\"up down\"}", 422, "word" },
		{ "{\"name\":\"me\",\"flag\":1}", 422, "flag" },
		{ "{\"name\":\"me\",\"site\":\"three\"}", 422, "site" },
		{ "{\"name\":\"me\",\"id\":1}", 422, "id" },
		{ "{\"name\":\"me\",\"__proto__\":{}}", 422, "__proto__" },
		{ "{\"name\":\"me\",\"<b>\":1}", 422, NULL },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		loop_ask(&l, str_of(rows[i].body), POST, ONE, JSON,
		    "SCRIPT_NAME=/api/echo");
		if (l.status != rows[i].status)
			fail_msg("%s: %u", rows[i].body, l.status);
		if (l.status == 422)
			problem(422, "invalid", rows[i].field);
	}
}

static void
bounds_nesting(void **state UNUSED)
{
	loop_ask(&l, STR("{\"name\":[[[[[[[]]]]]]]}"), POST, ONE, JSON,
	    "SCRIPT_NAME=/api/echo");
	problem(422, "invalid", "name");
	loop_ask(&l, STR("{\"name\":[[[[[[[[]]]]]]]]}"), POST, ONE, JSON,
	    "SCRIPT_NAME=/api/echo");
	problem(400, "bad-request", NULL);
	/* Brackets inside a string are none. */
	loop_ask(&l, STR("{\"name\":\"[{[{[{[{\"}"), POST, ONE, JSON,
	    "SCRIPT_NAME=/api/echo");
	assert_int_equal(l.status, 200);
	loop_ask(&l, STR("{\"name\":\"\\\"[{[{[{\\\\\"}"), POST, ONE, JSON,
	    "SCRIPT_NAME=/api/echo");
	assert_int_equal(l.status, 200);
}

/* --- the query --- */

static void
reads_the_query_strictly(void **state UNUSED)
{
	static const struct {
		const char *query;
		unsigned status;
		const char *wanted; /* the body, or the field at fault */
	} rows[] = {
		{ "QUERY_STRING=name=me", 200,
		    "{\"name\":\"me\",\"n\":7,\"word\":1,\"flag\":false,"
		    "\"site\":\"one\",\"from\":1}" },
		{ "QUERY_STRING=n=-5&name=m+%2B&word=up&flag=1&site=two", 200,
		    "{\"name\":\"m +\",\"n\":-5,\"word\":0,\"flag\":true,"
		    "\"site\":\"two\",\"from\":2}" },
		{ "QUERY_STRING=name=%6d%65&&", 200, NULL },
		{ "QUERY_STRING=", 422, "name" },
		{ "QUERY_STRING=name", 422, "name" },
		{ "QUERY_STRING=name=me&name=me", 400, NULL },
		{ "QUERY_STRING=name=me&%6eame=me", 400, NULL },
		{ "QUERY_STRING=name=%", 400, NULL },
		{ "QUERY_STRING=name=%4", 400, NULL },
		{ "QUERY_STRING=name=%zz", 400, NULL },
		{ "QUERY_STRING=name=a%00", 422, "name" },
		{ "QUERY_STRING=name=a%0a", 422, "name" },
		{ "QUERY_STRING=name=a%ff", 422, "name" },
		{ "QUERY_STRING=name=a%c0%af", 422, "name" },
		{ "QUERY_STRING=name=me&n=1.0", 422, "n" },
		{ "QUERY_STRING=name=me&n=+1", 422, "n" },
		{ "QUERY_STRING=name=me&n=01", 422, "n" },
		{ "QUERY_STRING=name=me&n=", 422, "n" },
		{ "QUERY_STRING=name=me&n=99999999999999999999", 422, "n" },
		{ "QUERY_STRING=name=me&flag=true", 422, "flag" },
		{ "QUERY_STRING=name=me&flag=", 422, "flag" },
		{ "QUERY_STRING=name=me&word=", 422, "word" },
		{ "QUERY_STRING=name=me&x=1", 422, "x" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		loop_ask(&l, STR(""), GET, ONE, "SCRIPT_NAME=/api/echo",
		    rows[i].query);
		if (l.status != rows[i].status)
			fail_msg("%s: %u", rows[i].query, l.status);
		if (rows[i].wanted != NULL && l.status == 200)
			body_is(rows[i].wanted);
		if (l.status == 422)
			problem(422, "invalid", rows[i].wanted);
	}
	loop_ask(&l, STR("{\"name\":\"me\"}"), POST, ONE, JSON,
	    "SCRIPT_NAME=/api/echo", "QUERY_STRING=name=me");
	problem(400, "bad-request", "name");
	loop_ask(&l, STR("{\"name\":\"me\"}"), POST, ONE, JSON,
	    "SCRIPT_NAME=/api/echo", "QUERY_STRING=n=3");
	assert_int_equal(l.status, 200);
}

static void
repeats_what_may_be_repeated(void **state UNUSED)
{
	static char query[16 + 101 * 4] = "QUERY_STRING=";
	size_t at = strlen(query);

	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/list",
	    "QUERY_STRING=a=x&a=y&a=x");
	body_is("[\"x\",\"y\",\"x\"]");
	for (size_t i = 0; i < 100; i++, at += 4)
		memcpy(query + at, "a=b&", 4);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/list", query);
	assert_int_equal(l.status, 200);
	memcpy(query + at, "a=b", 4);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/list", query);
	problem(422, "invalid", "a");
}

/* --- origins --- */

static void
tells_where_it_comes_from(void **state UNUSED)
{
	static const struct {
		const char *header;
		unsigned post, from; /* of a GET; its site is "one" or null */
		const char *allowed;
	} rows[] = {
		{ ONE, 200, FROM_SITE, "https://one.example" },
		{ "HTTP_ORIGIN=http://one.example:8080", 200, FROM_SITE,
		    "http://one.example:8080" },
		{ "HTTP_ORIGIN=http://one.example", 403, FROM_FOREIGN, NULL },
		{ "HTTP_ORIGIN=https://one.example:8080", 403, FROM_FOREIGN,
		    NULL },
		{ "HTTP_ORIGIN=https://one.example.evil", 403, FROM_FOREIGN,
		    NULL },
		{ "HTTP_ORIGIN=https://ONE.example", 403, FROM_FOREIGN, NULL },
		{ "HTTP_ORIGIN=https://one.example/", 403, FROM_FOREIGN, NULL },
		{ "HTTP_ORIGIN=https://two.example", 403, FROM_FOREIGN, NULL },
		{ "HTTP_ORIGIN=null", 403, FROM_FOREIGN, NULL },
		{ "HTTP_ORIGIN=https://one.example https://evil.example", 403,
		    FROM_FOREIGN, NULL },
		{ "HTTP_REFERER=https://one.example/a?b", 200, FROM_SITE,
		    NULL },
		{ "HTTP_REFERER=https://evil.example/one.example", 403,
		    FROM_FOREIGN, NULL },
		{ "HTTP_REFERER=about:blank", 200, FROM_UNKNOWN, NULL },
		{ "DNT=1", 200, FROM_UNKNOWN, NULL },
	};
	char wanted[100];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		loop_ask(&l, STR("{\"name\":\"me\",\"site\":\"one\"}"), POST,
		    JSON, "SCRIPT_NAME=/api/echo", rows[i].header);
		if (l.status != rows[i].post)
			fail_msg("%s: %u", rows[i].header, l.status);
		loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/echo",
		    "QUERY_STRING=name=me&site=one", rows[i].header);
		assert_int_equal(l.status, 200);
		(void)snprintf(wanted, sizeof(wanted),
		    "{\"name\":\"me\",\"n\":7,\"word\":1,\"flag\":false,"
		    "\"site\":\"one\",\"from\":%u}",
		    rows[i].from);
		body_is(wanted);
		header_is("Access-Control-Allow-Origin", rows[i].allowed);
		header_is("Access-Control-Allow-Credentials", NULL);
		header_is("Vary", "Origin");
	}
	/* An Origin wins over a Referer. */
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/echo",
	    "QUERY_STRING=name=me&site=one", "HTTP_ORIGIN=https://evil.example",
	    "HTTP_REFERER=https://one.example/");
	header_is("Access-Control-Allow-Origin", NULL);
	loop_ask(
	    &l, STR(""), GET, "SCRIPT_NAME=/api/echo", "QUERY_STRING=name=me");
	problem(422, "invalid", "site");
}

/* Scripts of the site may read why something failed. */
static void
shares_failures_with_the_site(void **state UNUSED)
{
	loop_ask(&l, STR(""), GET, ONE, "SCRIPT_NAME=/api/echo");
	problem(422, "invalid", "name");
	header_is("Access-Control-Allow-Origin", "https://one.example");
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/echo",
	    "HTTP_ORIGIN=https://evil.example");
	assert_int_equal(l.status, 422);
	header_is("Access-Control-Allow-Origin", NULL);
}

static void
answers_preflights(void **state UNUSED)
{
	loop_ask(&l, STR(""), "REQUEST_METHOD=OPTIONS", ONE,
	    "SCRIPT_NAME=/api/echo");
	assert_int_equal(l.status, 204);
	header_is("Access-Control-Allow-Origin", "https://one.example");
	header_is("Access-Control-Allow-Methods", "GET, POST, HEAD, OPTIONS");
	header_is("Access-Control-Allow-Headers",
	    "Content-Type, Authorization, Idempotency-Key");
	header_is("Vary", "Origin");
	loop_ask(&l, STR(""), "REQUEST_METHOD=OPTIONS",
	    "HTTP_ORIGIN=https://evil.example", "SCRIPT_NAME=/api/echo");
	assert_int_equal(l.status, 204);
	header_is("Access-Control-Allow-Origin", NULL);
	header_is("Access-Control-Allow-Methods", NULL);
}

/* --- answers --- */

static void
carries_what_every_answer_carries(void **state UNUSED)
{
	static const char *const paths[] = { "SCRIPT_NAME=/api/list",
		"SCRIPT_NAME=/api/none", "SCRIPT_NAME=/api/text",
		"SCRIPT_NAME=/api/long", "SCRIPT_NAME=/api/fail" };

	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		char length[24];

		loop_ask(&l, STR(""), GET, paths[i], "QUERY_STRING=a=x");
		header_is("X-Content-Type-Options", "nosniff");
		header_is("Content-Security-Policy",
		    "default-src 'none'; frame-ancestors 'none'; sandbox");
		header_is("Referrer-Policy", "no-referrer");
		header_is("Vary", "Origin");
		(void)snprintf(length, sizeof(length), "%zu", l.body_len);
		header_is("Content-Length", length);
	}
}

static void
keeps_bodies_from_head(void **state UNUSED)
{
	char length[24], tag[64];

	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/list", "QUERY_STRING=a=x");
	(void)snprintf(length, sizeof(length), "%zu", l.body_len);
	(void)snprintf(tag, sizeof(tag), "%s", loop_header(&l, "ETag"));
	loop_ask(&l, STR(""), "REQUEST_METHOD=HEAD", "SCRIPT_NAME=/api/list",
	    "QUERY_STRING=a=x");
	assert_int_equal(l.status, 200);
	body_is("");
	header_is("Content-Length", length);
	header_is("ETag", tag);
	header_is("Content-Type", "application/json; charset=utf-8");
	loop_ask(&l, STR(""), "REQUEST_METHOD=HEAD", "SCRIPT_NAME=/api/none");
	assert_int_equal(l.status, 404);
	body_is("");
}

static void
caches_what_may_be_cached(void **state UNUSED)
{
	char tag[64], other[64], header[256];

	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/list", "QUERY_STRING=a=x");
	header_is("Cache-Control", "public, max-age=30");
	(void)snprintf(tag, sizeof(tag), "%s", loop_header(&l, "ETag"));
	assert_int_equal(tag[0], '"');
	loop_ask(&l, STR(""), GET, ONE, "SCRIPT_NAME=/api/list",
	    "QUERY_STRING=a=x", "HTTP_USER_AGENT=another", "REMOTE_ADDR=::1");
	header_is("ETag", tag); /* the same for everybody */
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/list", "QUERY_STRING=a=y");
	(void)snprintf(other, sizeof(other), "%s", loop_header(&l, "ETag"));
	assert_string_not_equal(tag, other);

	static const char *const match[] = { "%s", "W/%s", "\"x\", %s",
		"\"x\",W/%s , \"y\"", "*" };
	for (size_t i = 0; i < ARRAY_LEN(match); i++) {
		char list_of[128];
		size_t at = strcspn(match[i], "%");

		(void)snprintf(list_of, sizeof(list_of), "%.*s%s%s", (int)at,
		    match[i], match[i][at] == '%' ? tag : "",
		    match[i][at] == '%' ? match[i] + at + 2 : "");
		(void)snprintf(
		    header, sizeof(header), "HTTP_IF_NONE_MATCH=%s", list_of);
		loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/list",
		    "QUERY_STRING=a=x", header);
		assert_int_equal(l.status, 304);
		body_is("");
		header_is("ETag", tag);
		header_is("Cache-Control", "public, max-age=30");
		header_is("Content-Type", NULL);
		header_is("Content-Length", NULL);
	}
	(void)snprintf(header, sizeof(header), "HTTP_IF_NONE_MATCH=%s", other);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/list", "QUERY_STRING=a=x",
	    header);
	assert_int_equal(l.status, 200);
	/* Elsewhere there is nothing to match. */
	loop_ask(&l, STR(""), GET, ONE, "SCRIPT_NAME=/api/echo",
	    "QUERY_STRING=name=me", "HTTP_IF_NONE_MATCH=*");
	assert_int_equal(l.status, 200);
	header_is("Cache-Control", "no-store");
	header_is("ETag", NULL);
}

/* --- failing, and waiting --- */

static void
turns_errors_into_problems(void **state UNUSED)
{
	char query[32];
	int err = dup(STDERR_FILENO);

	/* The log lines are for others. */
	assert_non_null(freopen("/dev/null", "w", stderr));
	for (int e = ERR_NONE + 1; e < ERR__MAX; e++) {
		const struct err_info *info = err_info((enum err)e);

		(void)snprintf(query, sizeof(query), "QUERY_STRING=e=%d", e);
		loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/fail", query);
		problem(info->status, info->slug, NULL);
		bool later_on = info->status == 503 || info->status == 429;
		assert_int_equal(
		    loop_header(&l, "Retry-After") != NULL, later_on);
	}
	assert_true(dup2(err, STDERR_FILENO) >= 0);
	(void)close(err);
}

static void
refuses_answers_without_room(void **state UNUSED)
{
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/long");
	assert_int_equal(l.answers, 1);
	assert_int_equal(l.status, 503);
	assert_non_null(loop_header(&l, "Retry-After"));
}

static void
resumes_what_was_parked(void **state UNUSED)
{
	freed = 0;
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/later");
	assert_int_equal(l.answers, 0);
	assert_ptr_equal(waiting, &l.req);
	assert_int_equal(freed, 0);
	route_resume(waiting, ERR_AWAY);
	problem(503, "store-away", NULL);
	header_is("Retry-After", "2");
	assert_int_equal(freed, 1);

	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/later");
	buf_lit(reply_text(waiting, STR("text/plain")), "late");
	route_resume(waiting, reply_end(waiting));
	assert_int_equal(l.status, 200);
	body_is("late");
	assert_int_equal(freed, 2);
}

static void
runs_the_second_half(void **state UNUSED)
{
	char query[32];

	(void)snprintf(query, sizeof(query), "QUERY_STRING=e=%d", ERR_NONE);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/ask", query);
	assert_int_equal(l.answers, 0);
	later_resume(second_half, ERR_NONE);
	assert_int_equal(l.status, 200);
	body_is("found");
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/ask", query);
	later_resume(second_half, ERR_AWAY);
	problem(503, "store-away", NULL);
	(void)snprintf(query, sizeof(query), "QUERY_STRING=e=%d", ERR_AWAY);
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/ask", query);
	problem(503, "store-away", NULL);
}

static void
refuses_before_any_route(void **state UNUSED)
{
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/later");
	/* As conns.c does with a request that it could not take whole. */
	waiting->parked = false;
	route_refuse(waiting, ERR_TOO_LARGE, "the request is too large");
	problem(413, "too-large", NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checks_in_one_order),
		cmocka_unit_test(finds_its_way),
		cmocka_unit_test(allows_what_the_path_takes),
		cmocka_unit_test(takes_a_number_within_the_path),
		cmocka_unit_test(allows_by_the_first_row_of_a_path),
		cmocka_unit_test(refuses_the_number_twice),
		cmocka_unit_test(counts_by_row),
		cmocka_unit_test(prints_the_table),
		cmocka_unit_test(prints_the_table_as_json),
		cmocka_unit_test(takes_the_media_types_of_the_row),
		cmocka_unit_test(refuses_bodies_beyond_the_row),
		cmocka_unit_test(reads_json_strictly),
		cmocka_unit_test(bounds_nesting),
		cmocka_unit_test(reads_the_query_strictly),
		cmocka_unit_test(repeats_what_may_be_repeated),
		cmocka_unit_test(tells_where_it_comes_from),
		cmocka_unit_test(shares_failures_with_the_site),
		cmocka_unit_test(answers_preflights),
		cmocka_unit_test(carries_what_every_answer_carries),
		cmocka_unit_test(keeps_bodies_from_head),
		cmocka_unit_test(caches_what_may_be_cached),
		cmocka_unit_test(turns_errors_into_problems),
		cmocka_unit_test(refuses_answers_without_room),
		cmocka_unit_test(resumes_what_was_parked),
		cmocka_unit_test(runs_the_second_half),
		cmocka_unit_test(refuses_before_any_route),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
