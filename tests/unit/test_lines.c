#include "base/base.h"
#include "base/lines.h"

#include <setjmp.h>
#include <unistd.h>
#include <cmocka.h>

static char err[256], path[32];

static bool
open_text(struct lines *l, struct str text, size_t max)
{
	(void)snprintf(path, sizeof(path), "/tmp/lines.XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text.p, text.len), text.len);
	(void)close(fd);
	memset(err, 0, sizeof(err));
	bool ok = lines_open(l, path, max, err, sizeof(err));
	(void)unlink(path);
	return ok;
}

static void
next_is(struct lines *l, struct str text, size_t number)
{
	struct str line;

	assert_true(lines_next(l, &line));
	if (!str_eq(line, text) || l->number != number)
		fail_msg("%zu: %.*s", l->number, STR_ARG(line));
}

static void
skips_what_is_no_entry(void **state)
{
	(void)state;
	struct lines l;
	struct str line;

	assert_true(open_text(&l,
	    STR("one\n\n# no\n \t two words \r\n  # no\n\r\nthree # yes\n"
		"\0four"),
	    100));
	for (int twice = 0; twice < 2; twice++) {
		assert_int_equal(l.number, 0);
		next_is(&l, STR("one"), 1);
		next_is(&l, STR("two words"), 4);
		next_is(&l, STR("three # yes"), 7);
		next_is(&l, STR("\0four"), 8);
		assert_false(lines_next(&l, &line));
	}
	lines_close(&l);
}

static void
knows_byte_order_marks(void **state)
{
	(void)state;
	struct lines l;
	struct str line;

	assert_true(
	    open_text(&l, STR("\xef\xbb\xbf# no\n\xef\xbb\xbfone"), 100));
	next_is(&l, STR("\xef\xbb\xbfone"), 2);
	assert_false(lines_next(&l, &line));
	next_is(&l, STR("\xef\xbb\xbfone"), 2);
	lines_close(&l);
}

static void
may_be_empty(void **state)
{
	(void)state;
	struct lines l;
	struct str line;

	assert_true(open_text(&l, STR(""), 0));
	assert_false(lines_next(&l, &line));
	lines_close(&l);
}

static void
says_where_a_fault_is(void **state)
{
	(void)state;
	struct lines l;
	char expected[64];
	struct str line;

	assert_true(open_text(&l, STR("\none\n"), 100));
	assert_false(lines_fault(&l, "bad"));
	(void)snprintf(expected, sizeof(expected), "%s: bad", path);
	assert_string_equal(err, expected);
	assert_true(lines_next(&l, &line));
	assert_false(lines_fault(&l, "worse"));
	(void)snprintf(expected, sizeof(expected), "%s:2: worse", path);
	assert_string_equal(err, expected);
	lines_close(&l);
}

static void
goes_through_a_text(void **state)
{
	(void)state;
	struct lines l;
	struct str line;

	lines_of(&l, STR("one\r\n# no\n two"), err, sizeof(err));
	assert_false(lines_fault(&l, "why"));
	assert_string_equal(err, "why");
	next_is(&l, STR("one"), 1);
	next_is(&l, STR("two"), 3);
	assert_false(lines_fault(&l, "why"));
	assert_string_equal(err, "line 3: why");
	assert_false(lines_next(&l, &line));
	next_is(&l, STR("one"), 1);
	lines_of(&l, STR(""), err, sizeof(err));
	assert_false(lines_next(&l, &line));
}

static void
says_why_it_cannot_be_read(void **state)
{
	(void)state;
	struct lines l;

	assert_false(lines_open(&l, "/nowhere/list", 9, err, sizeof(err)));
	assert_int_equal(errno, ENOENT);
	assert_string_equal(err, "/nowhere/list: No such file or directory");
	lines_close(&l);
	assert_false(lines_open(&l, "/tmp", 9, err, sizeof(err)));
	assert_int_equal(errno, EISDIR);
	assert_string_equal(err, "/tmp: Is a directory");
	lines_close(&l);

	assert_true(open_text(&l, STR("12345"), 5));
	lines_close(&l);
	assert_false(open_text(&l, STR("123456"), 5));
	assert_int_equal(errno, EFBIG);
	assert_non_null(strstr(err, ": larger than a list should be"));
	lines_close(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(skips_what_is_no_entry),
		cmocka_unit_test(knows_byte_order_marks),
		cmocka_unit_test(may_be_empty),
		cmocka_unit_test(says_where_a_fault_is),
		cmocka_unit_test(goes_through_a_text),
		cmocka_unit_test(says_why_it_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
