/*
 * test_req.c - parameters taken, and failures said
 */
#include "base/base.h"
#include "http/req.h"

#include "http/app.h"

#include <setjmp.h>
#include <cmocka.h>

static struct app app;
static struct req r;

static int
begin(void **state UNUSED)
{
	req_init(&r, &app, NULL, NULL);
	return 0;
}

static int
end(void **state UNUSED)
{
	req_release(&r);
	return 0;
}

static void
take(const char *pair)
{
	req_set_param(&r, str_of(pair));
}

static void
is(enum req_param p, const char *wanted)
{
	assert_true(str_eq(r.param[p], str_of(wanted)));
}

static void
takes_what_it_knows(void **state UNUSED)
{
#define AS_PAIR(id, name) take(name "=" name "!");
	REQ_PARAMS(AS_PAIR)
#define AS_CHECK(id, name) is(PARAM_##id, name "!");
	REQ_PARAMS(AS_CHECK)
	assert_false(r.repeated);
}

/* Looking one up relies on it. */
static void
knows_them_by_length(void **state UNUSED)
{
#define AS_LENGTH(id, name) sizeof(name),
	static const size_t lengths[] = { REQ_PARAMS(AS_LENGTH) };

	for (size_t i = 1; i < ARRAY_LEN(lengths); i++)
		assert_true(lengths[i - 1] <= lengths[i]);
}

static void
leaves_the_rest(void **state UNUSED)
{
	static const char *const others[] = { "HTTP_X_FORWARDED_FOR=1.2.3.4",
		"HTTP_X_REAL_IP=1.2.3.4", "HTTP_HOST=a.example", "", "=", "=x",
		"REQUEST_METHOD", "REQUEST_METHOD =GET", "request_method=GET",
		"REQUEST_METHO=GET", "REQUEST_METHODS=GET", "X=REQUEST_METHOD",
		"A_NAME_THAT_IS_LONGER_THAN_ANY_THAT_THE_PROGRAMS_READ=x" };

	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		take(others[i]);
	for (size_t p = 0; p < PARAM__MAX; p++)
		assert_int_equal(r.param[p].len, 0);
}

static void
keeps_all_behind_the_first_sign(void **state UNUSED)
{
	take("QUERY_STRING=article=/a&article=/b");
	is(PARAM_QUERY, "article=/a&article=/b");
	take("HTTP_REFERER=");
	is(PARAM_REFERER, "");
	req_set_param(&r, STR("HTTP_USER_AGENT=a\0b"));
	assert_true(str_eq(r.param[PARAM_USER_AGENT], STR("a\0b")));
}

/* The first one counts; of some there must be no second. */
static void
notices_a_second_one(void **state UNUSED)
{
	static const char *const alone[] = { "HTTP_ORIGIN=", "CONTENT_TYPE=",
		"CONTENT_LENGTH=", "HTTP_AUTHORIZATION=",
		"HTTP_IDEMPOTENCY_KEY=", "HTTP_COOKIE=" };
	char pair[64];

	take("HTTP_USER_AGENT=one");
	take("HTTP_USER_AGENT=two");
	is(PARAM_USER_AGENT, "one");
	assert_false(r.repeated);
	for (size_t i = 0; i < ARRAY_LEN(alone); i++) {
		req_init(&r, &app, NULL, NULL);
		(void)snprintf(pair, sizeof(pair), "%s1", alone[i]);
		take(pair);
		assert_false(r.repeated);
		take(pair);
		assert_true(r.repeated);
		req_release(&r);
	}
}

static void
says_why_it_failed(void **state UNUSED)
{
	assert_int_equal(
	    req_fail(&r, ERR_INVALID, "name", "longer than %d bytes", 9),
	    ERR_INVALID);
	assert_int_equal(r.err, ERR_INVALID);
	assert_string_equal(r.err_field, "name");
	assert_string_equal(r.err_detail, "longer than 9 bytes");
	assert_int_equal(req_fail(&r, ERR_BUSY, NULL, "%300s", "x"), ERR_BUSY);
	assert_null(r.err_field);
	assert_int_equal(strlen(r.err_detail), REQ_DETAIL_MAX - 1);
}

static bool
is_left(const char *secret)
{
	return memmem(r.arena.first, sizeof(r.arena.first), secret,
		   strlen(secret)) != NULL;
}

/* In a program that people sign in to. */
static void
is_overwritten(void **state UNUSED)
{
	take("HTTP_COOKIE=the-session");
	assert_true(req_keep_params(&r));
	assert_true(is_left("the-session"));
	app.wipes = true;
	req_release(&r);
	app.wipes = false;
	assert_false(is_left("the-session"));
}

static void
parks(void **state UNUSED)
{
	assert_false(r.parked);
	assert_int_equal(req_park(&r), ERR_NONE);
	assert_true(r.parked);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    takes_what_it_knows, begin, end),
		cmocka_unit_test(knows_them_by_length),
		cmocka_unit_test_setup_teardown(leaves_the_rest, begin, end),
		cmocka_unit_test_setup_teardown(
		    keeps_all_behind_the_first_sign, begin, end),
		cmocka_unit_test_setup_teardown(
		    notices_a_second_one, begin, end),
		cmocka_unit_test_setup_teardown(says_why_it_failed, begin, end),
		cmocka_unit_test_setup_teardown(is_overwritten, begin, end),
		cmocka_unit_test_setup_teardown(parks, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
