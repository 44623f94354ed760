#include "base/base.h"
#include "base/buf.h"

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
is(const struct buf *b, struct str expected)
{
	struct str view = buf_view(b);

	assert_false(str_is_null(view));
	assert_int_equal(view.len, expected.len);
	assert_memory_equal(view.p, expected.p, expected.len);
}

static void
starts_empty(void **state)
{
	(void)state;
	struct buf b;

	buf_init(&b, &arena, 0);
	is(&b, STR(""));
	buf_put(&b, NULL, 0);
	buf_str_put(&b, STR_NULL);
	is(&b, STR(""));
}

static void
appends_all_kinds(void **state)
{
	(void)state;
	struct buf b;

	buf_init(&b, &arena, 4);
	buf_lit(&b, "a\0b");
	buf_char(&b, '|');
	buf_str_put(&b, STR("text"));
	buf_char(&b, '|');
	buf_u64(&b, 0);
	buf_char(&b, ' ');
	buf_u64(&b, UINT64_MAX);
	buf_char(&b, ' ');
	buf_i64(&b, INT64_MIN);
	buf_char(&b, ' ');
	buf_i64(&b, 7);
	buf_printf(&b, " %s %05d", "x", 42);
	buf_printf(&b, "%s", "");
	is(&b, STR("a\0b|text|0 18446744073709551615 -9223372036854775808 7 x "
		   "00042"));
}

static void
grows_without_losing_bytes(void **state)
{
	(void)state;
	struct buf b;
	static char expected[100000];

	buf_init(&b, &arena, 0);
	for (size_t i = 0; i < sizeof(expected); i++) {
		expected[i] = (char)(i * 31);
		buf_char(&b, expected[i]);
		/* Something else takes memory in between. */
		if (i % 1000 == 0)
			assert_non_null(arena_alloc(&arena, 1));
	}
	is(&b, (struct str){ expected, sizeof(expected) });
}

static void
escapes_html(void **state)
{
	(void)state;
	struct buf b;

	buf_init(&b, &arena, 0);
	buf_html(&b, STR("<a href=\"x\" title='y'>1 & 2</a> \xd0\x96"));
	is(&b, STR("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;1 &amp; "
		   "2&lt;/a&gt; \xd0\x96"));
}

static void
keeps_failing_once_it_failed(void **state)
{
	(void)state;
	struct arena small;
	struct buf b;

	arena_init(&small, 0);
	buf_init(&b, &small, 0);
	buf_lit(&b, "before");
	buf_reserve(&b, ARENA_FIRST + 1);
	buf_lit(&b, "after");
	buf_u64(&b, 1);
	buf_printf(&b, "%d", 1);
	buf_html(&b, STR("<"));
	assert_true(b.failed);
	assert_true(str_is_null(buf_view(&b)));
	assert_false(buf_reserve(&b, 1));
	assert_true(arena_failed(&small));
	arena_reset(&small);
}

static void
refuses_lengths_that_overflow(void **state)
{
	(void)state;
	struct buf b;

	buf_init(&b, &arena, 0);
	buf_char(&b, 'x');
	assert_false(buf_reserve(&b, SIZE_MAX));
	assert_true(str_is_null(buf_view(&b)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(starts_empty, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    appends_all_kinds, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    grows_without_losing_bytes, setup, teardown),
		cmocka_unit_test_setup_teardown(escapes_html, setup, teardown),
		cmocka_unit_test(keeps_failing_once_it_failed),
		cmocka_unit_test_setup_teardown(
		    refuses_lengths_that_overflow, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
