#include "base/base.h"
#include "visits/badge.h"

#include "base/utf8.h"

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

static struct str
draw(struct str label, struct str value)
{
	struct buf b;

	buf_init(&b, &arena, 0);
	badge_svg(&b, label, value);
	struct str svg = buf_view(&b);
	assert_false(str_is_null(svg));
	return svg;
}

static bool
has(struct str s, const char *what)
{
	return memmem(s.p, s.len, what, strlen(what)) != NULL;
}

/* The picture's width; what follows `width="` the first time. */
static unsigned long
width(struct str svg)
{
	const char *at = memmem(svg.p, svg.len, " width=\"", 8);

	assert_non_null(at);
	return strtoul(at + 8, NULL, 10);
}

static void
says_label_and_value(void **state)
{
	(void)state;
	struct str svg = draw(STR("visits"), STR("1,042"));

	assert_true(str_starts(svg, STR("<svg xmlns=\"http://www.w3.org/2000/"
					"svg\" ")));
	assert_true(str_ends(svg, STR("</svg>")));
	assert_true(has(svg, " role=\"img\" aria-label=\"visits: 1,042\">"));
	assert_true(has(svg, "<title>visits: 1,042</title>"));
	assert_true(has(svg, ">visits</text>"));
	assert_true(has(svg, ">1,042</text>"));
	assert_true(svg.len < BADGE_SIZE_MAX);
}

static void
does_without_a_label_or_a_value(void **state)
{
	(void)state;
	struct str svg = draw(STR(""), STR("7"));

	assert_true(has(svg, "<title>7</title>"));
	assert_true(has(svg, "aria-label=\"7\""));
	assert_false(has(svg, "<path"));
	svg = draw(STR_NULL, STR("7"));
	assert_true(has(svg, "<title>7</title>"));
	svg = draw(STR("visits"), STR(""));
	assert_true(has(svg, "<title>visits</title>"));
}

static void
escapes_its_texts(void **state)
{
	(void)state;
	struct str svg = draw(STR("</title><script>\"'&"), STR("<b>"));

	assert_false(has(svg, "<script"));
	assert_false(has(svg, "<b>"));
	assert_true(
	    has(svg, "<title>&lt;/title&gt;&lt;script&gt;&quot;&#39;&amp;: "
		     "&lt;b&gt;</title>"));
}

static void
is_small_whatever_is_asked(void **state)
{
	(void)state;
	static const char *const fillers[] = { "a", "W", "\"", "'", "&", "<",
		"\xd0\x96", "\xed\x95\x9c", "\xf0\x9f\x98\x80", "e\xcc\x81",
		"\xcc\x81", " " };
	char text[600];

	for (size_t i = 0; i < ARRAY_LEN(fillers); i++) {
		size_t n = strlen(fillers[i]);
		for (size_t len = 0; len + n <= sizeof(text); len += n) {
			memcpy(text + len, fillers[i], n);
			struct str s = { text, len + n };
			const struct str svgs[] = { draw(s, s),
				draw(STR(""), s), draw(s, STR("1")) };
			for (size_t j = 0; j < ARRAY_LEN(svgs); j++) {
				assert_true(svgs[j].len < BADGE_SIZE_MAX);
				assert_true(utf8_is_line(svgs[j]));
			}
			arena_reset(&arena);
		}
	}
}

static void
keeps_a_label_of_the_allowed_length(void **state)
{
	(void)state;
	struct str longest =
	    STR("0123456789012345678901234567890123456789012345678901234567890"
		"123");
	struct str cyrillic =
	    STR("\xd0\xbf\xd0\xbe\xd1\x81\xd0\xb5\xd1\x82\xd0\xb0 "
		"\xd0\xbd\xd0\xb0 \xd1\x81\xd1\x82\xd0\xb0\xd1\x82\xd0\xb8\xd1"
		"\x98\xd0\xb0\xd1\x82\xd0\xb0");

	assert_int_equal(longest.len, BADGE_LABEL_MAX);
	assert_false(
	    has(draw(longest, STR("9,007,199,254,740,991")), "\xe2\x80\xa6"));
	assert_false(has(draw(cyrillic, STR("1")), "\xe2\x80\xa6"));
	assert_false(has(
	    draw(STR("Visited"), STR("1,234,567 times, 8,910 visit(s) today")),
	    "\xe2\x80\xa6"));
	struct str one_more = STR("0123456789012345678901234567890123456789012"
				  "3456789012345678901234");
	struct str svg = draw(one_more, STR("1"));
	assert_true(has(svg,
	    ">0123456789012345678901234567890123456789012345678901234567890"
	    "\xe2\x80\xa6</text>"));
}

static void
is_as_wide_as_its_texts(void **state)
{
	(void)state;
	unsigned long narrow = width(draw(STR("iiii"), STR("1")));
	unsigned long wide = width(draw(STR("WWWW"), STR("1")));
	unsigned long hangul =
	    width(draw(STR("\xeb\xb0\xa9\xeb\xac\xb8\xec\x9e\x90"), STR("1")));
	unsigned long marks =
	    width(draw(STR("i\xcc\x81i\xcc\x81i\xcc\x81i\xcc\x81"), STR("1")));

	/* 4 x 0.28 and 4 x 0.99 of 11 px; 6 px on either side of a text. */
	assert_int_equal(narrow, 13 + 12 + 8 + 12);
	assert_int_equal(wide, 44 + 12 + 8 + 12);
	assert_true(hangul > narrow);
	assert_int_equal(marks, narrow);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    says_label_and_value, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    does_without_a_label_or_a_value, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    escapes_its_texts, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    is_small_whatever_is_asked, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    keeps_a_label_of_the_allowed_length, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    is_as_wide_as_its_texts, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
