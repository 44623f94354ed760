/*
 * test_admit.c - rows for who is signed in: what is looked at before, and that
 * no handler runs for anybody else
 */
#include "base/base.h"
#include "http/route.h"

#include <setjmp.h>
#include <sodium.h>
#include <cmocka.h>

#include "../lib/loop.h"
#include "http/reply.h"

#define SETTINGS "[site \"one\"]\norigins = https://one.example\n"
#define GET "REQUEST_METHOD=GET"
#define POST "REQUEST_METHOD=POST"
#define FORM "CONTENT_TYPE=application/x-www-form-urlencoded"
#define OWN "HTTP_SEC_FETCH_SITE=same-origin"
#define ACT "SCRIPT_NAME=/x/act"

static struct loop l;
static unsigned asked, handled;
static struct req *waiting;
static char who[] = "Ann";

static enum err
admit(struct req *r)
{
	asked++;
	if (r->param[PARAM_COOKIE].len == 0)
		return req_fail(r, ERR_SESSION, NULL, "nobody");
	waiting = r;
	return req_park(r);
}

static bool
is_own_form(const struct req *r, struct str token)
{
	assert_ptr_equal(r->session, who);
	return str_eq(token, STR("good"));
}

static enum err
act(struct req *r)
{
	struct buf *b = reply_console(r);

	handled++;
	for (size_t i = 0; i < r->fields[1].n_many; i++) {
		buf_str_put(b, r->fields[1].many[i]);
		buf_char(b, '.');
	}
	return reply_end(r);
}

static const struct field fields[] = {
	ROUTE_CSRF_FIELD,
	{ .name = "id", .type = FIELD_LINE, .flags = FIELD_MANY, .max = 2 },
	{ .name = "word",
	    .type = FIELD_WORD,
	    .flags = FIELD_REQUIRED,
	    .words = "yes no" },
	{ .name = NULL },
};

static const struct field shown[] = {
	{ .name = "word", .type = FIELD_WORD, .words = "yes no" },
	{ .name = "id", .type = FIELD_LINE, .flags = FIELD_MANY, .max = 2 },
	{ .name = NULL },
};

static const struct route routes[] = {
	{ .path = "/x/act",
	    .methods = METHOD_GET,
	    .handler = act,
	    .fields = shown,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true },
	{ .path = "/x/act",
	    .methods = METHOD_POST,
	    .handler = act,
	    .fields = fields,
	    .body_max = 256,
	    .types = INPUT_FORM,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true },
	{ .path = NULL },
};

static int
begin(void **state UNUSED)
{
	if (sodium_init() < 0)
		return -1;
	loop_open(&l, routes, SETTINGS);
	l.app.admit = admit;
	l.app.is_own_form = is_own_form;
	return 0;
}

static int
end(void **state UNUSED)
{
	loop_close(&l);
	return 0;
}

static void
look_it_up(enum err e)
{
	waiting->session = e == ERR_NONE ? who : NULL;
	route_admitted(waiting, e);
}

#define post(body, ...)                                                        \
	loop_ask(&l, STR(body), POST, ACT, FORM, "HTTP_COOKIE=c", __VA_ARGS__)

static void
is_for_those_who_are_signed_in(void **state UNUSED)
{
	handled = 0;
	loop_ask(&l, STR(""), GET, ACT);
	loop_problem_is(&l, 403, "session", NULL);
	loop_header_is(&l, "X-Frame-Options", "DENY");

	loop_ask(&l, STR(""), GET, ACT, "HTTP_COOKIE=c");
	assert_int_equal(l.answers, 0);
	look_it_up(ERR_SESSION);
	assert_int_equal(l.status, 403);
	assert_int_equal(handled, 0);

	loop_ask(&l, STR(""), GET, ACT, "HTTP_COOKIE=c", "QUERY_STRING=id=7");
	look_it_up(ERR_NONE);
	assert_int_equal(l.status, 200);
	loop_body_is(&l, "7.");
	loop_header_is(&l, "Cross-Origin-Resource-Policy", "same-origin");
	loop_header_is(&l, "Access-Control-Allow-Origin", NULL);
	assert_int_equal(handled, 1);

	/* The store is away: nobody is let in, nor told to sign in. */
	loop_ask(&l, STR(""), GET, ACT, "HTTP_COOKIE=c");
	look_it_up(ERR_AWAY);
	assert_int_equal(l.status, 503);
	assert_int_equal(handled, 1);
}

static void
takes_forms_with_the_token_alone(void **state UNUSED)
{
	static const char *const bodies[] = { "word=yes", "csrf=&word=yes",
		"csrf=bad&word=yes", "csrf=good&csrf=good&word=yes",
		"csrf=good&csrf=bad&word=yes", "csrf=goo%64%zz&word=yes",
		/* Before any other field is looked at. */
		"csrf=bad&word=maybe", "unknown=1", "" };

	handled = 0;
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
		loop_run(&l, str_of(bodies[i]),
		    (const char *const[]){
			POST, ACT, FORM, OWN, "HTTP_COOKIE=c", NULL });
		look_it_up(ERR_NONE);
		loop_problem_is(&l, 403, "csrf", "csrf");
	}
	/* In the address it does not count: addresses are written down. */
	post("word=yes", "QUERY_STRING=csrf=good");
	look_it_up(ERR_NONE);
	assert_int_equal(l.status, 403);
	assert_int_equal(handled, 0);

	post("csrf=good&word=maybe", OWN);
	look_it_up(ERR_NONE);
	loop_problem_is(&l, 422, "invalid", "word");
	post("id=1&csrf=goo%64&id=2&word=no", OWN);
	look_it_up(ERR_NONE);
	loop_body_is(&l, "1.2.");
	assert_int_equal(handled, 1);
	post("csrf=good&word=no&id=1&id=234", OWN);
	look_it_up(ERR_NONE);
	loop_problem_is(&l, 422, "invalid", "id");
}

static void
is_posted_to_from_its_own_pages(void **state UNUSED)
{
	static const char *const foreign[] = { "HTTP_SEC_FETCH_SITE=cross-site",
		"HTTP_SEC_FETCH_SITE=same-site", "HTTP_SEC_FETCH_SITE=else",
		"HTTP_ORIGIN=null" };

	for (size_t i = 0; i < ARRAY_LEN(foreign); i++) {
		asked = 0;
		post("csrf=good&word=yes", foreign[i]);
		loop_problem_is(&l, 403, "origin", NULL);
		assert_int_equal(asked, 0);
	}
	/* A site's own pages are others, too, and are told nothing. */
	loop_ask(&l, STR(""), "REQUEST_METHOD=OPTIONS", ACT,
	    "HTTP_ORIGIN=https://one.example");
	assert_int_equal(l.status, 204);
	loop_header_is(&l, "Access-Control-Allow-Methods", NULL);
	loop_header_is(&l, "Access-Control-Allow-Origin", NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_for_those_who_are_signed_in),
		cmocka_unit_test(takes_forms_with_the_token_alone),
		cmocka_unit_test(is_posted_to_from_its_own_pages),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
