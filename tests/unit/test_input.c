/*
 * test_input.c - forms, and the pages they may come from; test_route.c looks at
 * queries and JSON
 */
#include "base/base.h"
#include "http/input.h"

#include <setjmp.h>
#include <sodium.h>
#include <cmocka.h>

#include "../lib/loop.h"
#include "base/log.h"
#include "http/reply.h"

#define SETTINGS                                                               \
	"[site \"one\"]\n"                                                     \
	"origins = https://one.example\n"                                      \
	"[site \"two\"]\n"                                                     \
	"origins = https://two.example\n"

#define ONE "HTTP_ORIGIN=https://one.example"
#define POST "REQUEST_METHOD=POST"
#define JSON "CONTENT_TYPE=application/json"
#define FORM "CONTENT_TYPE=application/x-www-form-urlencoded"
#define TEXT "CONTENT_TYPE=text/plain;charset=UTF-8"

static struct loop l;

enum {
	FORM_TEXT,
	FORM_NAME,
	FORM_N,
	FORM_FLAG,
	FORM_WORD,
	FORM_SITE
};

static const struct field form_fields[] = {
	[FORM_TEXT] = { .name = "text",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .min = 2,
	    .max = 10,
	    .help = "." },
	[FORM_NAME] = { .name = "name",
	    .type = FIELD_LINE,
	    .min = 2,
	    .max = 8,
	    .help = "." },
	[FORM_N] = { .name = "n",
	    .type = FIELD_INT,
	    .min = 1,
	    .max = 9,
	    .fallback = "3",
	    .help = "." },
	[FORM_FLAG] = { .name = "flag", .type = FIELD_BOOL, .help = "." },
	[FORM_WORD] = { .name = "word",
	    .type = FIELD_WORD,
	    .words = "up down",
	    .help = "." },
	[FORM_SITE] = { .name = "site", .type = FIELD_SITE, .help = "." },
	{ .name = NULL },
};

/* Each field: given, raw, its text, its number. */
static void
put_fields(struct req *r, struct buf *b)
{
	for (size_t i = 0; r->route->fields[i].name != NULL; i++) {
		const struct field_value *v = &r->fields[i];

		if (!v->given)
			continue;
		buf_printf(b, "%s%s=[%.*s]%lld\n", v->raw ? "raw " : "",
		    r->route->fields[i].name, STR_ARG(v->text),
		    (long long)v->number);
	}
}

static enum err
post_form(struct req *r)
{
	struct buf *b = reply_text(r, STR("text/plain"));

	put_fields(r, b);
	buf_printf(b, "%.*s %lld", STR_ARG(r->site->name),
	    (long long)r->fields[2].number);
	return reply_end(r);
}

static const struct route routes[] = {
	{ .path = "/form",
	    .methods = METHOD_POST,
	    .handler = post_form,
	    .fields = form_fields,
	    .body_max = 200,
	    .types = INPUT_JSON | INPUT_FORM,
	    .origin = ORIGIN_REQUIRED,
	    .help = "." },
	{ .path = "/form/{n}",
	    .methods = METHOD_PUT,
	    .handler = post_form,
	    .fields = form_fields,
	    .body_max = 200,
	    .types = INPUT_FORM,
	    .help = "." },
	{ .path = "/json",
	    .methods = METHOD_POST,
	    .handler = post_form,
	    .fields = form_fields,
	    .body_max = 200,
	    .types = INPUT_JSON | INPUT_TEXT,
	    .origin = ORIGIN_REQUIRED,
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

static void
post(const char *form)
{
	loop_ask(&l, str_of(form), POST, ONE, FORM, "SCRIPT_NAME=/api/form");
}

static void
reads_forms(void **state UNUSED)
{
	post("text=a+b%2B&name=me&n=4&flag=1&word=down&site=one");
	assert_int_equal(l.status, 200);
	loop_body_is(&l, "text=[a b+]0\nname=[me]0\nn=[4]4\nflag=[1]1\n"
			 "word=[down]1\nsite=[one]0\none 4");
	/* What was left empty is not there, and a default fills its place. */
	post("text=ab&name=&n=&flag=&word=&site=");
	loop_body_is(&l, "text=[ab]0\none 3");
	post("&text=ab&&name");
	loop_body_is(&l, "text=[ab]0\none 3");
	/* The type may have a parameter, its case does not matter. */
	loop_ask(&l, STR("text=ab"), POST, ONE, "SCRIPT_NAME=/api/form",
	    "CONTENT_TYPE=Application/X-WWW-Form-urlencoded; charset=UTF-8");
	loop_body_is(&l, "text=[ab]0\none 3");
	/* A field may stand in the form's address. */
	loop_ask(&l, STR("text=ab"), POST, ONE, FORM, "SCRIPT_NAME=/api/form",
	    "QUERY_STRING=n=7");
	loop_body_is(&l, "text=[ab]0\nn=[]7\none 7");
}

static void
makes_every_end_of_line_one(void **state UNUSED)
{
	static const struct {
		const char *form, *wanted;
	} rows[] = {
		{ "text=a%0d%0ab", "a\nb" },
		{ "text=a%0db", "a\nb" },
		{ "text=a%0ab", "a\nb" },
		{ "text=a%0d%0d%0a%0ab%0d", "a\n\n\nb\n" },
		{ "text=a%09b", "a\tb" },
		/* Limits count what is kept. */
		{ "text=%0d%0a1%0d%0a2%0d%0a34%0d%0a6%0d%0a",
		    "\n1\n2\n34\n6\n" },
	};
	char wanted[100];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		post(rows[i].form);
		(void)snprintf(wanted, sizeof(wanted), "text=[%s]0\none 3",
		    rows[i].wanted);
		loop_body_is(&l, wanted);
	}
	loop_ask(&l, STR("{\"text\":\"a\\r\\n\\rb\\t\"}"), POST, ONE, JSON,
	    "SCRIPT_NAME=/api/form");
	loop_body_is(&l, "text=[a\n\nb\t]0\none 3");
}

static void
reads_forms_strictly(void **state UNUSED)
{
	static const struct {
		const char *form;
		unsigned status;
		const char *field;
	} rows[] = {
		{ "", 422, "text" },
		{ "name=me", 422, "text" },
		{ "text=", 422, "text" },
		{ "text", 422, "text" },
		{ "text=a", 422, "text" },
		{ "text=%0d%0a", 422, "text" }, /* one byte */
		{ "text=12345678901", 422, "text" },
		{ "text=a%00b", 422, "text" },
		{ "text=a%0bb", 422, "text" },
		{ "text=a%7fb", 422, "text" },
		{ "text=a%c2%85b", 422, "text" },
		{ "text=a%ffb", 422, "text" },
		{ "text=a%ed%a0%80", 422, "text" },
		{ "text=ab&name=m%0ae", 422, "name" },
		{ "text=ab&name=m%0d%0ae", 422, "name" },
		{ "text=ab&name=m", 422, "name" },
		{ "text=ab&n=0", 422, "n" },
		{ "text=ab&n=x", 422, "n" },
		{ "text=ab&flag=on", 422, "flag" },
		{ "text=ab&word=left", 422, "word" },
		{ "text=ab&site=three", 422, "site" },
		{ "text=ab&site=two", 403, NULL },
		{ "text=ab&other=1", 422, "other" },
		{ "text=ab&%3Cb%3E=1", 422, NULL },
		{ "text=ab&text=ab", 400, "text" },
		{ "text=ab&t%65xt=", 400, "text" },
		{ "text=%zz", 400, NULL },
		{ "text=ab&%=1", 400, NULL },
		{ "{\"text\":\"ab\"}", 422, NULL },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		post(rows[i].form);
		if (l.status != rows[i].status)
			fail_msg("%s: %u", rows[i].form, l.status);
		loop_problem_is(&l, rows[i].status,
		    rows[i].status == 400   ? "bad-request"
		    : rows[i].status == 403 ? "origin"
					    : "invalid",
		    rows[i].field);
	}
	loop_ask(&l, STR("text=ab&n=1"), POST, ONE, FORM,
	    "SCRIPT_NAME=/api/form", "QUERY_STRING=n=2");
	loop_problem_is(&l, 400, "bad-request", "n");
	/* A form is no JSON, and JSON no form. */
	loop_ask(&l, STR("text=ab"), POST, ONE, JSON, "SCRIPT_NAME=/api/form");
	loop_problem_is(&l, 400, "bad-request", NULL);
	/* The path's number is not to be said again. */
	loop_ask(&l, STR("n=5"), "REQUEST_METHOD=PUT", FORM,
	    "SCRIPT_NAME=/api/form/5");
	loop_problem_is(&l, 400, "bad-request", "n");
}

static void
says_which_types_it_takes(void **state UNUSED)
{
	char words[INPUT_WORDS_MAX];

	post("text=ab");
	assert_int_equal(l.status, 200);
	loop_ask(&l, STR("text=ab"), POST, ONE, TEXT, "SCRIPT_NAME=/api/form");
	loop_problem_is(&l, 415, "media-type", NULL);
	assert_non_null(
	    strstr(l.body, "send JSON as application/json or a form as "
			   "application/x-www-form-urlencoded"));
	loop_ask(&l, STR("name=me"), POST, FORM, "SCRIPT_NAME=/api/json");
	loop_problem_is(&l, 415, "media-type", NULL);
	assert_non_null(
	    strstr(l.body, "send JSON as application/json or text/plain\""));
	input_types_say(INPUT_JSON | INPUT_TEXT | INPUT_FORM, words);
	assert_string_equal(words,
	    "JSON as application/json or text/plain or "
	    "a form as application/x-www-form-urlencoded");
}

/*
 * The page that says what is wrong with a form posts again from the API's own
 * origin, which need not be one of the site's.
 */
static void
takes_forms_from_its_own_pages(void **state UNUSED)
{
	static const struct {
		const char *origin, *fetch;
		unsigned form, json;
		const char *allowed;
	} rows[] = {
		{ "HTTP_ORIGIN=https://api.example",
		    "HTTP_SEC_FETCH_SITE=same-origin", 200, 403, NULL },
		{ "HTTP_ORIGIN=null", "HTTP_SEC_FETCH_SITE=same-origin", 200,
		    403, NULL },
		{ "HTTP_ORIGIN=https://two.example",
		    "HTTP_SEC_FETCH_SITE=same-origin", 200, 403, NULL },
		{ "HTTP_REFERER=https://api.example/form",
		    "HTTP_SEC_FETCH_SITE=same-origin", 200, 403, NULL },
		{ ONE, "HTTP_SEC_FETCH_SITE=same-origin", 200, 200,
		    "https://one.example" },
		{ ONE, "HTTP_SEC_FETCH_SITE=cross-site", 200, 200,
		    "https://one.example" },
		{ "HTTP_ORIGIN=https://api.example",
		    "HTTP_SEC_FETCH_SITE=same-site", 403, 403, NULL },
		{ "HTTP_ORIGIN=https://api.example",
		    "HTTP_SEC_FETCH_SITE=cross-site", 403, 403, NULL },
		{ "HTTP_ORIGIN=https://api.example", "HTTP_SEC_FETCH_SITE=none",
		    403, 403, NULL },
		{ "HTTP_ORIGIN=https://api.example",
		    "HTTP_SEC_FETCH_SITE=Same-Origin", 403, 403, NULL },
		{ "HTTP_ORIGIN=https://api.example", "DNT=1", 403, 403, NULL },
		{ "HTTP_ORIGIN=null", "HTTP_SEC_FETCH_SITE=cross-site", 403,
		    403, NULL },
		{ "HTTP_ORIGIN=null", "DNT=1", 403, 403, NULL },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		loop_ask(&l, STR("text=ab&site=one"), POST, FORM,
		    "SCRIPT_NAME=/api/form", rows[i].origin, rows[i].fetch);
		if (l.status != rows[i].form)
			fail_msg("%s %s: %u", rows[i].origin, rows[i].fetch,
			    l.status);
		loop_header_is(
		    &l, "Access-Control-Allow-Origin", rows[i].allowed);
		if (l.status == 200)
			loop_body_is(&l, "text=[ab]0\nsite=[one]0\none 3");
		loop_ask(&l, STR("{\"text\":\"ab\",\"site\":\"one\"}"), POST,
		    JSON, "SCRIPT_NAME=/api/json", rows[i].origin,
		    rows[i].fetch);
		if (l.status != rows[i].json)
			fail_msg("%s %s: %u as JSON", rows[i].origin,
			    rows[i].fetch, l.status);
	}
	/* It names no site, and no site's preflight. */
	loop_ask(&l, STR("text=ab"), POST, FORM, "SCRIPT_NAME=/api/form",
	    "HTTP_ORIGIN=https://api.example",
	    "HTTP_SEC_FETCH_SITE=same-origin");
	loop_problem_is(&l, 422, "invalid", "site");
	loop_ask(&l, STR(""), "REQUEST_METHOD=OPTIONS", "SCRIPT_NAME=/api/form",
	    "HTTP_ORIGIN=https://api.example",
	    "HTTP_SEC_FETCH_SITE=same-origin");
	assert_int_equal(l.status, 204);
	loop_header_is(&l, "Access-Control-Allow-Methods", NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_forms),
		cmocka_unit_test(makes_every_end_of_line_one),
		cmocka_unit_test(reads_forms_strictly),
		cmocka_unit_test(says_which_types_it_takes),
		cmocka_unit_test(takes_forms_from_its_own_pages),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
