#include "base/base.h"
#include "base/str.h"

#include <setjmp.h>
#include <cmocka.h>

static void
tells_absent_from_empty(void **state)
{
	(void)state;
	assert_true(str_is_null(STR_NULL));
	assert_true(str_is_null(str_of(NULL)));
	assert_false(str_is_null(STR("")));
	assert_true(str_eq(STR(""), STR_NULL));
	assert_true(str_eq_nocase(STR_NULL, STR("")));
}

static void
compares(void **state)
{
	(void)state;
	const struct {
		struct str a, b;
		bool same, alike;
	} rows[] = {
		{ STR("abc"), STR("abc"), true, true },
		{ STR("abc"), STR("aBC"), false, true },
		{ STR("abc"), STR("abcd"), false, false },
		{ STR("a\0c"), STR("a\0c"), true, true },
		{ STR("a\0c"), STR("a\0d"), false, false },
		/* Only letters: @ and `, [ and { are 32 apart too. */
		{ STR("@["), STR("`{"), false, false },
		{ STR("\xc3\x84"), STR("\xc3\xa4"), false, false },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(str_eq(rows[i].a, rows[i].b), rows[i].same);
		assert_int_equal(
		    str_eq_nocase(rows[i].a, rows[i].b), rows[i].alike);
	}
}

static void
finds_parts(void **state)
{
	(void)state;
	assert_true(str_starts(STR("prefetch;x"), STR("prefetch")));
	assert_false(str_starts(STR("pre"), STR("prefetch")));
	assert_true(str_starts(STR(""), STR("")));
	assert_true(str_starts_nocase(STR("PreFetch"), STR("pREf")));
	assert_true(str_ends(STR("index.html"), STR(".html")));
	assert_false(str_ends(STR("html"), STR(".html")));
	assert_int_equal(str_index(STR("a=b=c"), '='), 1);
	assert_int_equal(str_index(STR("abc"), '='), -1);
	assert_int_equal(str_index(STR_NULL, '='), -1);
}

static void
slices(void **state)
{
	(void)state;
	assert_true(str_eq(str_from(STR("abc"), 1), STR("bc")));
	assert_int_equal(str_from(STR("abc"), 9).len, 0);
	assert_true(str_is_null(str_from(STR_NULL, 9)));
	assert_true(str_eq(str_head(STR("abc"), 2), STR("ab")));
	assert_true(str_eq(str_head(STR("abc"), 9), STR("abc")));
	assert_true(str_eq(str_trim(STR(" \t a b\r\n")), STR("a b")));
	assert_int_equal(str_trim(STR(" \t ")).len, 0);
	assert_int_equal(str_trim(STR_NULL).len, 0);
}

static void
cuts(void **state)
{
	(void)state;
	const struct {
		struct str in;
		size_t n;
		struct str pieces[4];
	} rows[] = {
		{ STR("a,b,c"), 3, { STR("a"), STR("b"), STR("c") } },
		{ STR("a"), 1, { STR("a") } },
		{ STR(",a,"), 3, { STR(""), STR("a"), STR("") } },
		{ STR(""), 1, { STR("") } },
		{ STR_NULL, 0, { STR_NULL } },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str rest = rows[i].in, piece;
		size_t n = 0;

		for (; str_cut(&rest, ',', &piece); n++)
			assert_true(str_eq(piece, rows[i].pieces[n]));
		assert_int_equal(n, rows[i].n);
	}
}

static void
reads_numbers_whole_or_not(void **state)
{
	(void)state;
	const struct {
		struct str in;
		bool ok;
		uint64_t value;
	} rows[] = {
		{ STR("0"), true, 0 },
		{ STR("42"), true, 42 },
		{ STR("18446744073709551615"), true, UINT64_MAX },
		{ STR("18446744073709551616"), false, 0 },
		{ STR("99999999999999999999"), false, 0 },
		{ STR(""), false, 0 },
		{ STR_NULL, false, 0 },
		{ STR("00"), false, 0 },
		{ STR("01"), false, 0 },
		{ STR("+1"), false, 0 },
		{ STR("-1"), false, 0 },
		{ STR(" 1"), false, 0 },
		{ STR("1 "), false, 0 },
		{ STR("1\0"), false, 0 },
		{ STR("0x1"), false, 0 },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint64_t n = 7;
		assert_int_equal(
		    str_to_u64(rows[i].in, 0, UINT64_MAX, &n), rows[i].ok);
		assert_int_equal(n, rows[i].ok ? rows[i].value : 7);
	}
	uint64_t n = 7;
	assert_false(str_to_u64(STR("5"), 6, 9, &n));
	assert_false(str_to_u64(STR("10"), 6, 9, &n));
	assert_true(str_to_u64(STR("9"), 6, 9, &n));
	assert_int_equal(n, 9);
}

static void
reads_signed_numbers(void **state)
{
	(void)state;
	int64_t n = 7;

	assert_true(str_to_i64(STR("-9223372036854775808"), &n));
	assert_true(n == INT64_MIN);
	assert_true(str_to_i64(STR("9223372036854775807"), &n));
	assert_true(n == INT64_MAX);
	assert_true(str_to_i64(STR("-0"), &n));
	assert_int_equal(n, 0);
	n = 7;
	assert_false(str_to_i64(STR("-9223372036854775809"), &n));
	assert_false(str_to_i64(STR("9223372036854775808"), &n));
	assert_false(str_to_i64(STR("--1"), &n));
	assert_false(str_to_i64(STR("-"), &n));
	assert_false(str_to_i64(STR(""), &n));
	assert_int_equal(n, 7);
}

static void
copies(void **state)
{
	(void)state;
	struct arena a;

	arena_init(&a, 0);
	struct str copy = str_dup(&a, STR("a\0b"));
	assert_int_equal(copy.len, 3);
	assert_memory_equal(copy.p, "a\0b", 4);
	assert_string_equal(str_dup(&a, STR_NULL).p, "");
	static char big[ARENA_FIRST];
	assert_true(str_is_null(str_dup(&a, (struct str){ big, sizeof(big) })));
	arena_reset(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_absent_from_empty),
		cmocka_unit_test(compares),
		cmocka_unit_test(finds_parts),
		cmocka_unit_test(slices),
		cmocka_unit_test(cuts),
		cmocka_unit_test(reads_numbers_whole_or_not),
		cmocka_unit_test(reads_signed_numbers),
		cmocka_unit_test(copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
