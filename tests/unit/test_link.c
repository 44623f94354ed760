/* What refuses a link in a comment has a case each in tests/data/markup. */
#include "base/base.h"
#include "comments/link.h"

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

static void
cleans_to(struct str in, struct str expected)
{
	struct str out, again;

	if (!link_clean(&arena, in, true, &out))
		fail_msg("refused: %.*s", STR_ARG(in));
	if (!str_eq(out, expected))
		fail_msg("%.*s: %.*s", STR_ARG(in), STR_ARG(out));
	assert_true(link_clean(&arena, out, true, &again));
	assert_true(str_eq(out, again));
}

static void
cleans(void **state)
{
	(void)state;
	const struct {
		struct str in, out;
	} rows[] = {
		{ STR("https://example.org"), STR("https://example.org") },
		{ STR("http://example.org/"), STR("http://example.org/") },
		{ STR("HTTPS://Example.ORG/A"), STR("https://example.org/A") },
		{ STR("https://example.org?a#b"),
		    STR("https://example.org?a#b") },
		{ STR("https://example.org/#"), STR("https://example.org/#") },
		{ STR("https://example.org/?#?#"),
		    STR("https://example.org/?#?%23") },
		{ STR("http://example.org:8080/"),
		    STR("http://example.org:8080/") },
		{ STR("http://example.org:80/"), STR("http://example.org/") },
		{ STR("https://[2001:DB8::1]/"),
		    STR("https://[2001:db8::1]/") },
		{ STR(" \t\n\x01https://example.org/a \x7f"),
		    STR("https://example.org/a") },
		{ STR("https://example.org/a b"),
		    STR("https://example.org/a%20b") },
		{ STR("https://example.org/\"'<>\\^`{|}[]"),
		    STR("https://example.org/%22%27%3C%3E%5C%5E%60%7B%7C%7D%5B"
			"%5D") },
		{ STR("https://example.org/%2F%zz%"),
		    STR("https://example.org/%2F%zz%") },
		{ STR("https://example.org/\xd0\x96\xe2\x80\xae"),
		    STR("https://example.org/%D0%96%E2%80%AE") },
		{ STR("https://example.org//a/../b;c=d,e@f:g"),
		    STR("https://example.org//a/../b;c=d,e@f:g") },
		{ STR("mailto:a@example.org"), STR("mailto:a@example.org") },
		{ STR("MAILTO:A+b.c-d_e=f@Example.org"),
		    STR("mailto:A+b.c-d_e=f@Example.org") },
		{ STR("mailto:a@example.org?bcc=b@example.org"),
		    STR("mailto:a@example.org") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		cleans_to(rows[i].in, rows[i].out);
}

static void
refuses(struct str in, bool mail)
{
	struct str out = STR("untouched");

	if (link_clean(&arena, in, mail, &out))
		fail_msg("taken: %.*s", STR_ARG(in));
	assert_string_equal(out.p, "untouched");
}

static void
refuses_what_browsers_would_repair(void **state)
{
	(void)state;
	const struct str rows[] = { STR_NULL, STR(""), STR(" "),
		STR("example.org"), STR("//example.org"), STR("/a"),
		STR("javascript:alert(1)"), STR("java\tscript:alert(1)"),
		STR("https:example.org"), STR("https:\\\\example.org"),
		STR("https://"), STR("https://?a"),
		STR("https://a@example.org"), STR("https://exam\tple.org/"),
		STR("https://example.org/\n"
		    "a"),
		STR("https://example.org/\x7f/"),
		STR("https://example.org/\0a"),
		STR("https://example.org/\xc2\x9b"),
		STR("https://example.org/\xff"), STR("https://\xd0\x96.org/"),
		STR("h\xc3\xb6ttp://example.org"), STR("mailto:"),
		STR("mailto:a"), STR("mailto:@example.org"), STR("mailto:a@"),
		STR("mailto:a@b@c"), STR("mailto:a b@example.org"),
		STR("mailto:a%0a@example.org"), STR("mailto:a@example.org%0a"),
		STR("mailto:a,b@example.org"), STR("mailto:\"a\"@example.org"),
		STR("mailto:a@[192.0.2.1]"), STR("mailto:\xd0\x96@example.org"),
		STR("mailto:?to=a@example.org"),
		STR("mailto://a@example.org@") };

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		refuses(rows[i], true);
}

static void
takes_mail_only_where_it_is_wanted(void **state)
{
	(void)state;
	struct str out;

	refuses(STR("mailto:a@example.org"), false);
	assert_true(
	    link_clean(&arena, STR("https://example.org"), false, &out));
}

static void
has_a_limit(void **state)
{
	(void)state;
	static char address[LINK_ADDRESS_MAX + 1];
	struct str s = { address, sizeof(address) - 1 };
	struct str out;

	memset(address, 'a', sizeof(address));
	memcpy(address, "https://", 8);
	assert_true(link_clean(&arena, s, false, &out));
	s.len++;
	refuses(s, false);
}

static void
says_when_memory_ends(void **state)
{
	(void)state;
	struct arena small;
	struct str out;

	arena_init(&small, 0);
	assert_non_null(arena_alloc(&small, ARENA_FIRST));
	assert_false(
	    link_clean(&small, STR("https://example.org"), false, &out));
	assert_true(arena_failed(&small));
	arena_reset(&small);
}

static void
finds_addresses_in_text(void **state)
{
	(void)state;
	const struct {
		struct str text, address;
	} rows[] = {
		{ STR("https://example.org"), STR("https://example.org") },
		{ STR("a HTTP://example.org/b c"),
		    STR("HTTP://example.org/b") },
		{ STR("(https://example.org/a)"),
		    STR("https://example.org/a") },
		{ STR("(https://example.org/a_(b))."),
		    STR("https://example.org/a_(b)") },
		{ STR("https://example.org/a)b)"),
		    STR("https://example.org/a)b") },
		{ STR("https://example.org/?!.,:;*_~'"),
		    STR("https://example.org/") },
		{ STR("https://example.org/a'b"),
		    STR("https://example.org/a'b") },
		{ STR("<https://example.org>"), STR("https://example.org") },
		{ STR("\"https://example.org\""), STR("https://example.org") },
		{ STR("[https://example.org]"), STR("https://example.org") },
		{ STR("https://example.org|"), STR("https://example.org") },
		{ STR("https://example.org/\xd0\x96 a"),
		    STR("https://example.org/\xd0\x96") },
		{ STR("https://example.org/\xe2\x80\x9d"),
		    STR("https://example.org/") },
		{ STR("https://example.org\xc2\xa0"
		      "a"),
		    STR("https://example.org") },
		{ STR("https://example.org\xe3\x80\x82"
		      "a"),
		    STR("https://example.org") },
		{ STR("x://a https://example.org"),
		    STR("https://example.org") },
		{ STR("xhttps://a http://example.org"),
		    STR("http://example.org") },
		{ STR("://://http://example.org"), STR("http://example.org") },
		{ STR("http://http://example.org"),
		    STR("http://http://example.org") },
		{ STR("http://"), STR("http://") },
		{ STR("-https://example.org"), STR("https://example.org") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str got;
		if (!link_find(rows[i].text, &got) ||
		    !str_eq(got, rows[i].address))
			fail_msg("%.*s", STR_ARG(rows[i].text));
		assert_true(
		    got.p >= rows[i].text.p &&
		    got.p + got.len <= rows[i].text.p + rows[i].text.len);
	}
}

static void
finds_none(void **state)
{
	(void)state;
	const struct str rows[] = { STR_NULL, STR(""), STR("://"),
		STR("http:/"), STR("ttp://a"), STR("ftp://a"), STR("xhttp://a"),
		STR("1https://a"), STR("httpx://a"), STR("http: //a"),
		STR("www.example.org"), STR("mailto:a@example.org") };

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str got;
		if (link_find(rows[i], &got))
			fail_msg("%.*s: %.*s", STR_ARG(rows[i]), STR_ARG(got));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(cleans, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    refuses_what_browsers_would_repair, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    takes_mail_only_where_it_is_wanted, setup, teardown),
		cmocka_unit_test_setup_teardown(has_a_limit, setup, teardown),
		cmocka_unit_test(says_when_memory_ends),
		cmocka_unit_test(finds_addresses_in_text),
		cmocka_unit_test(finds_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
