/* test_chart.c - numbers of days as a picture */
#include "base/base.h"
#include "visits/chart.h"

#include <setjmp.h>
#include <cmocka.h>

static struct arena a;

static const char *
chart(const int64_t *values, size_t n)
{
	struct buf b;

	buf_init(&b, &a, 1024);
	chart_put(&b, 20000, values, n);
	buf_char(&b, '\0');
	return buf_view(&b).p;
}

static unsigned
count(const char *text, const char *what)
{
	unsigned n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

static void
says_what_it_shows(void **state UNUSED)
{
	const int64_t days[] = { 3, 0, 12, 6 };
	const char *svg = chart(days, 4);

	assert_non_null(strstr(svg,
	    "<figcaption>21 visits in 4 days, the most on 2024-10-06: "
	    "12.</figcaption>"));
	assert_int_equal(count(svg, "<title>"), 4);
	assert_non_null(strstr(svg, "<title>2024-10-05: 0</title>"));
	assert_non_null(strstr(svg, "<span>2024-10-04</span>"));
	assert_non_null(strstr(svg, "<span>2024-10-07</span>"));
	/* The highest is as high as there is room, half of it is half. */
	assert_non_null(strstr(
	    svg, "<rect x=\"315\" y=\"0\" width=\"120\" height=\"120\">"));
	assert_non_null(strstr(
	    svg, "<rect x=\"465\" y=\"60\" width=\"120\" height=\"60\">"));
	assert_null(strstr(svg, "style"));
}

static void
shows_nothing_as_nothing(void **state UNUSED)
{
	const int64_t days[30] = { 0 };
	const char *svg = chart(days, 30);

	assert_non_null(strstr(svg, ">0 visits in 30 days.<"));
	assert_int_equal(count(svg, "height=\"0\""), 30);
}

static void
shows_extremes(void **state UNUSED)
{
	const int64_t one[] = { 1 };
	const int64_t far[] = { 1, INT64_MAX, INT64_MAX };
	const char *svg = chart(one, 1);

	assert_non_null(strstr(svg, ">1 visits in 1 day, the most"));
	svg = chart(far, 3);
	/* What is there is seen, however small it is beside the others. */
	assert_non_null(strstr(
	    svg, "<rect x=\"20\" y=\"119\" width=\"160\" height=\"1\">"));
	assert_int_equal(count(svg, "height=\"120\""), 2);
	assert_non_null(strstr(svg, ">9223372036854775807 visits"));
}

static int
begin(void **state UNUSED)
{
	arena_init(&a, 1 << 20);
	return 0;
}

static int
end(void **state UNUSED)
{
	arena_reset(&a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(says_what_it_shows, begin, end),
		cmocka_unit_test_setup_teardown(
		    shows_nothing_as_nothing, begin, end),
		cmocka_unit_test_setup_teardown(shows_extremes, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
