#include "base/base.h"
#include "base/url.h"

#include <setjmp.h>
#include <cmocka.h>

static struct arena arena;

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena, 1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_reset(&arena);
	return 0;
}

#define NONE                                                                   \
	{                                                                      \
		NULL, 0                                                        \
	}

/* NULL and empty are different here. */
static void
same(struct str got, struct str expected, struct str in, const char *what)
{
	if (!str_eq(got, expected) || str_is_null(got) != str_is_null(expected))
		fail_msg("%s of %.*s: %.*s", what, STR_ARG(in), STR_ARG(got));
}

static void
splits(void **state)
{
	(void)state;
	const struct {
		struct str in;
		struct url out;
	} rows[] = {
		{ STR(""), { NONE, NONE, NONE, STR(""), NONE } },
		{ STR("/"), { NONE, NONE, NONE, STR("/"), NONE } },
		{ STR("/a/b"), { NONE, NONE, NONE, STR("/a/b"), NONE } },
		{ STR("/a?b=c?d#e?f"),
		    { NONE, NONE, NONE, STR("/a"), STR("b=c?d") } },
		{ STR("/a?"), { NONE, NONE, NONE, STR("/a"), STR("") } },
		{ STR("/a#?"), { NONE, NONE, NONE, STR("/a"), NONE } },
		{ STR("?q"), { NONE, NONE, NONE, STR(""), STR("q") } },
		{ STR("#f"), { NONE, NONE, NONE, STR(""), NONE } },
		{ STR("/a:b@c//d"),
		    { NONE, NONE, NONE, STR("/a:b@c//d"), NONE } },
		{ STR("https://example.org"),
		    { STR("https"), STR("example.org"), NONE, STR(""), NONE } },
		{ STR("HTTP://Example.ORG:8080/A?b#c"),
		    { STR("HTTP"), STR("Example.ORG"), STR("8080"), STR("/A"),
			STR("b") } },
		{ STR("http://h:/x"),
		    { STR("http"), STR("h"), NONE, STR("/x"), NONE } },
		{ STR("http://h:0"),
		    { STR("http"), STR("h"), STR("0"), STR(""), NONE } },
		{ STR("http://h:000443"),
		    { STR("http"), STR("h"), STR("000443"), STR(""), NONE } },
		{ STR("http://h:65535?q"),
		    { STR("http"), STR("h"), STR("65535"), STR(""),
			STR("q") } },
		{ STR("//h/p"), { NONE, STR("h"), NONE, STR("/p"), NONE } },
		{ STR("https://[2001:db8::1]:8443/x"),
		    { STR("https"), STR("[2001:db8::1]"), STR("8443"),
			STR("/x"), NONE } },
		{ STR("https://[::ffff:192.0.2.1]"),
		    { STR("https"), STR("[::ffff:192.0.2.1]"), NONE, STR(""),
			NONE } },
		{ STR("https://a_b-c.1.example#"),
		    { STR("https"), STR("a_b-c.1.example"), NONE, STR(""),
			NONE } },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct url u;

		if (!url_split(rows[i].in, &u))
			fail_msg("refused: %.*s", STR_ARG(rows[i].in));
		same(u.scheme, rows[i].out.scheme, rows[i].in, "scheme");
		same(u.host, rows[i].out.host, rows[i].in, "host");
		same(u.port, rows[i].out.port, rows[i].in, "port");
		same(u.path, rows[i].out.path, rows[i].in, "path");
		same(u.query, rows[i].out.query, rows[i].in, "query");
	}
}

static void
refuses_what_could_be_read_in_two_ways(void **state)
{
	(void)state;
	const struct str rows[] = {
		STR("a"),
		STR("a/b"),
		STR("ftp://h/"),
		STR("javascript:alert(1)"),
		STR("data:text/html,x"),
		STR("http:/h"),
		STR("http:h"),
		STR("http://"),
		STR("http:///x"),
		STR("http://:80/"),
		STR("http://?q"),
		STR("//"),
		STR("///x"),
		STR("http://user@h/"),
		STR("http://user:secret@h/"),
		STR("http://h@evil.example/"),
		STR("http://h\\@evil.example/"),
		STR("http://h\\.evil.example/"),
		STR("http://h evil/"),
		STR(" http://h/"),
		STR("http://h\n/"),
		STR("http://h\0.example/"),
		STR("http://h%2fx/"),
		STR("http://\xd0\x96.example/"),
		STR("http://h:65536/"),
		STR("http://h:99999999999999999999/"),
		STR("http://h:8a/"),
		STR("http://h:+80/"),
		STR("http://h:80:80/"),
		STR("http://[::1/"),
		STR("http://[::1]x/"),
		STR("http://[]/"),
		STR("http://[::g]/"),
		STR("http://[fe80::1%25eth0]/"),
		STR("http://::1/"),
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct url u = { .path = STR("untouched") };
		struct str origin = STR("untouched");

		if (url_split(rows[i], &u))
			fail_msg("taken: %.*s", STR_ARG(rows[i]));
		assert_string_equal(u.path.p, "untouched");
		if (url_origin(&arena, rows[i], &origin))
			fail_msg("has an origin: %.*s", STR_ARG(rows[i]));
		assert_string_equal(origin.p, "untouched");
	}
}

static void
finds_origins_as_browsers_write_them(void **state)
{
	(void)state;
	const struct {
		struct str in, out;
		bool in_place;
	} rows[] = {
		{ STR("https://example.org"), STR("https://example.org"),
		    true },
		{ STR("https://example.org/a?b"), STR("https://example.org"),
		    true },
		{ STR("http://example.org:8080/A"),
		    STR("http://example.org:8080"), true },
		{ STR("HTTPS://Example.ORG/A"), STR("https://example.org"),
		    false },
		{ STR("https://example.org:443/"), STR("https://example.org"),
		    false },
		{ STR("http://example.org:80"), STR("http://example.org"),
		    false },
		{ STR("http://example.org:443"), STR("http://example.org:443"),
		    true },
		{ STR("https://example.org:"), STR("https://example.org"),
		    true },
		{ STR("https://example.org:00443"), STR("https://example.org"),
		    false },
		{ STR("http://example.org:08080"),
		    STR("http://example.org:8080"), false },
		{ STR("http://[2001:DB8::1]:81/"),
		    STR("http://[2001:db8::1]:81"), false },
		{ STR("http://h:0"), STR("http://h:0"), true },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str got;

		assert_true(url_origin(&arena, rows[i].in, &got));
		same(got, rows[i].out, rows[i].in, "origin");
		if (rows[i].in_place)
			assert_ptr_equal(got.p, rows[i].in.p);
		/* An origin's origin is itself. */
		struct str again;
		assert_true(url_origin(&arena, got, &again));
		assert_ptr_equal(again.p, got.p);
	}
	struct str none;
	assert_false(url_origin(&arena, STR("/path"), &none));
	assert_false(url_origin(&arena, STR("//h/path"), &none));
	assert_false(url_origin(&arena, STR("null"), &none));
	assert_false(url_origin(&arena, STR(""), &none));
	assert_false(url_origin(&arena, STR_NULL, &none));
}

static void
takes_queries_apart(void **state)
{
	(void)state;
	const struct {
		struct str in;
		size_t n;
		struct str pairs[4][2];
	} rows[] = {
		{ NONE, 0, { { NONE, NONE } } },
		{ STR(""), 0, { { NONE, NONE } } },
		{ STR("&&"), 0, { { NONE, NONE } } },
		{ STR("a=b"), 1, { { STR("a"), STR("b") } } },
		{ STR("a"), 1, { { STR("a"), NONE } } },
		{ STR("a="), 1, { { STR("a"), STR("") } } },
		{ STR("=b"), 1, { { STR(""), STR("b") } } },
		{ STR("a=b=c&d"), 2,
		    { { STR("a"), STR("b=c") }, { STR("d"), NONE } } },
		{ STR("&a=1&&b=2&"), 2,
		    { { STR("a"), STR("1") }, { STR("b"), STR("2") } } },
		{ STR("a=%26&a=+"), 2,
		    { { STR("a"), STR("%26") }, { STR("a"), STR("+") } } },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str rest = rows[i].in, name, value;
		size_t n = 0;

		for (; url_next_pair(&rest, &name, &value); n++) {
			same(name, rows[i].pairs[n][0], rows[i].in, "name");
			same(value, rows[i].pairs[n][1], rows[i].in, "value");
		}
		assert_int_equal(n, rows[i].n);
		assert_false(url_next_pair(&rest, &name, &value));
	}
}

static void
decodes_once(void **state)
{
	(void)state;
	const struct {
		struct str in;
		bool form;
		struct str out;
	} rows[] = {
		{ STR("plain"), false, STR("plain") },
		{ STR("a+b"), false, STR("a+b") },
		{ STR("a+b"), true, STR("a b") },
		{ STR("%41%4a%4A"), false, STR("AJJ") },
		{ STR("%2541"), false, STR("%41") },
		{ STR("a%20b+c%2B"), true, STR("a b c+") },
		{ STR("%00%ff"), false, STR("\0\xff") },
		{ STR(""), true, STR("") },
	};
	const struct str broken[] = { STR("%"), STR("a%"), STR("%4"),
		STR("%4g"), STR("%g4"), STR("%%41"), STR("%+1"), STR("% 1"),
		STR("ok%20and%2") };
	struct str got;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_true(url_decode(&arena, rows[i].in, rows[i].form, &got));
		same(got, rows[i].out, rows[i].in, "decoded");
	}
	for (size_t i = 0; i < ARRAY_LEN(broken); i++)
		if (url_decode(&arena, broken[i], true, &got))
			fail_msg("decoded: %.*s", STR_ARG(broken[i]));
	/* The absent stays absent, the plain stays where it is. */
	assert_true(url_decode(&arena, STR_NULL, true, &got));
	assert_true(str_is_null(got));
	struct str plain = STR("plain");
	assert_true(url_decode(&arena, plain, true, &got));
	assert_ptr_equal(got.p, plain.p);
}

static void
says_when_memory_ends(void **state)
{
	(void)state;
	struct arena none;
	static char big[ARENA_FIRST + 1];
	struct str got;

	memset(big, '+', sizeof(big));
	arena_init(&none, 0);
	assert_false(
	    url_decode(&none, (struct str){ big, sizeof(big) }, true, &got));
	assert_true(arena_failed(&none));
	arena_reset(&none);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(splits, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    refuses_what_could_be_read_in_two_ways, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    finds_origins_as_browsers_write_them, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    takes_queries_apart, setup, teardown),
		cmocka_unit_test_setup_teardown(decodes_once, setup, teardown),
		cmocka_unit_test(says_when_memory_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
