#include "base/base.h"
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

/*
 * Each row is looked at alone and at every place in a run of letters, since
 * eight bytes are looked at together.
 */
static void
each_place(struct str s, bool (*check)(struct str), bool expected)
{
	char bytes[64];

	assert_int_equal(check(s), expected);
	for (size_t at = 0; at + s.len <= 32; at++) {
		memset(bytes, 'a', sizeof(bytes));
		memcpy(bytes + at, s.p, s.len);
		for (size_t len = at + s.len; len <= 40; len++)
			assert_int_equal(
			    check((struct str){ bytes, len }), expected);
	}
}

static void
tells_well_formed_sequences(void **state)
{
	(void)state;
	const struct {
		struct str in;
		bool valid, text, line;
	} rows[] = {
		{ STR(""), true, true, true },
		{ STR("plain ~ text"), true, true, true },
		{ STR("\0"), true, false, false },
		{ STR("\n"), true, true, false },
		{ STR("\t"), true, true, false },
		{ STR("\r"), true, false, false },
		{ STR("\r\n"), true, false, false },
		{ STR("a\tb\n\n"), true, true, false },
		{ STR("\x0b"), true, false, false },
		{ STR("\x08"), true, false, false },
		{ STR("\x1f"), true, false, false },
		{ STR("\x7f"), true, false, false },
		{ STR("\xc2\x80"), true, false, false }, /* C1 */
		{ STR("\xc2\x9f"), true, false, false }, /* C1 */
		{ STR("\xc2\xa0"), true, true, true },
		{ STR("\xd0\x96"), true, true, true },
		{ STR("\xdf\xbf"), true, true, true },
		{ STR("\xe0\xa0\x80"), true, true, true },
		{ STR("\xe2\x80\xa8"), true, true, false }, /* U+2028 */
		{ STR("\xe2\x80\xa9"), true, true, false }, /* U+2029 */
		{ STR("\xe2\x80\xa7"), true, true, true },
		{ STR("\xed\x9f\xbf"), true, true, true },
		{ STR("\xee\x80\x80"), true, true, true },
		{ STR("\xef\xb7\x90"), true, false, false }, /* U+FDD0 */
		{ STR("\xef\xb7\xaf"), true, false, false }, /* U+FDEF */
		{ STR("\xef\xb7\xb0"), true, true, true },
		{ STR("\xef\xbf\xbd"), true, true, true },
		{ STR("\xef\xbf\xbe"), true, false, false }, /* U+FFFE */
		{ STR("\xef\xbf\xbf"), true, false, false }, /* U+FFFF */
		{ STR("\xf0\x90\x80\x80"), true, true, true },
		{ STR("\xf0\x9f\x98\x80"), true, true, true },
		{ STR("\xf0\x9f\xbf\xbf"), true, false, false }, /* U+1FFFF */
		{ STR("\xf4\x8f\xbf\xbd"), true, true, true },
		{ STR("\xf4\x8f\xbf\xbf"), true, false, false }, /* U+10FFFF */
		/* beyond, surrogates, overlong, cut, stray */
		{ STR("\xf4\x90\x80\x80"), false, false, false },
		{ STR("\xf5\x80\x80\x80"), false, false, false },
		{ STR("\xff"), false, false, false },
		{ STR("\xfe"), false, false, false },
		{ STR("\xed\xa0\x80"), false, false, false },
		{ STR("\xed\xbf\xbf"), false, false, false },
		{ STR("\xc0\x80"), false, false, false },
		{ STR("\xc0\xaf"), false, false, false },
		{ STR("\xc1\xbf"), false, false, false },
		{ STR("\xe0\x80\xaf"), false, false, false },
		{ STR("\xe0\x9f\xbf"), false, false, false },
		{ STR("\xf0\x80\x80\xaf"), false, false, false },
		{ STR("\xf0\x8f\xbf\xbf"), false, false, false },
		{ STR("\xd0"), false, false, false },
		{ STR("\xe2\x80"), false, false, false },
		{ STR("\xf0\x9f\x98"), false, false, false },
		{ STR("\x80"), false, false, false },
		{ STR("\xd0\x96\x96"), false, false, false },
		{ STR("\xd0\xd0\x96"), false, false, false },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		each_place(rows[i].in, utf8_valid, rows[i].valid);
		each_place(rows[i].in, utf8_is_text, rows[i].text);
		each_place(rows[i].in, utf8_is_line, rows[i].line);
	}
	assert_true(utf8_valid(STR_NULL));
	assert_true(utf8_is_text(STR_NULL));
	assert_true(utf8_is_line(STR_NULL));
}

/* Each code point on its own, by the definition. */
/* Whichever byte it is, of few and of many. */
static void
tells_ascii(void **state)
{
	char text[20];

	(void)state;
	assert_true(utf8_is_ascii(STR_NULL));
	assert_true(utf8_is_ascii(STR("\0\t\x7f")));
	for (size_t len = 1; len <= sizeof(text); len++) {
		memset(text, 'a', len);
		assert_true(utf8_is_ascii((struct str){ text, len }));
		for (size_t i = 0; i < len; i++) {
			text[i] = '\x80';
			assert_false(utf8_is_ascii((struct str){ text, len }));
			text[i] = 'a';
		}
	}
}

static void
agrees_on_every_code_point(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x110000; c++) {
		char p[4];
		size_t n;

		if (c < 0x80) {
			n = 1;
			p[0] = (char)c;
		} else {
			n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
			for (size_t i = n - 1; i > 0; i--)
				p[i] = (char)(0x80 |
					      (c >> 6 * (n - 1 - i) & 0x3f));
			p[0] = (char)((0xf00 >> n & 0xff) | c >> 6 * (n - 1));
		}
		bool valid = c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
		struct str s = { p, n };
		uint32_t got = 0;

		bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
		bool none =
		    (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xffff) >= 0xfffe;
		bool text =
		    valid && !none && (!control || c == '\t' || c == '\n');

		if (utf8_valid(s) != valid || utf8_is_text(s) != text ||
		    utf8_is_line(s) !=
			(text && !control && c != 0x2028 && c != 0x2029))
			fail_msg("U+%04X", c);
		if (utf8_next(&s, &got) != valid || (valid && got != c) ||
		    s.len != (valid ? 0 : n))
			fail_msg("U+%04X read as U+%04X", c, got);
	}
}

static void
composes(void **state)
{
	(void)state;
	const struct {
		struct str in, out;
	} rows[] = {
		{ STR(""), STR("") },
		{ STR("plain"), STR("plain") },
		{ STR("\xc3\xa9"), STR("\xc3\xa9") },
		{ STR("e\xcc\x81"), STR("\xc3\xa9") },
		{ STR("plain text, then e\xcc\x81"),
		    STR("plain text, then \xc3\xa9") },
		{ STR("\xd0\x98\xcc\x86"), STR("\xd0\x99") },
		{ STR("\xd0\x93\xcc\x81"), STR("\xd0\x83") }, /* Macedonian */
		{ STR("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"),
		    STR("\xed\x95\x9c") }, /* Hangul jamo */
		{ STR("\xed\x95\x98\xe1\x86\xab"), STR("\xed\x95\x9c") },
		{ STR("\xe3\x81\x8b\xe3\x82\x99"), STR("\xe3\x81\x8c") },
		{ STR("\xe2\x84\xab"), STR("\xc3\x85") }, /* Angstrom sign */
		{ STR("\xcd\xbe"), STR(";") },
		/* order of marks; nothing composed that is excluded */
		{ STR("a\xcc\x81\xcc\xa3"), STR("\xe1\xba\xa1\xcc\x81") },
		{ STR("\xe0\xa5\x98"), STR("\xe0\xa4\x95\xe0\xa4\xbc") },
		/* compatibility forms stay */
		{ STR("\xef\xac\x81"), STR("\xef\xac\x81") },
		/* grows: a musical symbol of four bytes becomes twelve */
		{ STR("\xf0\x9d\x85\xa0"),
		    STR("\xf0\x9d\x85\x98\xf0\x9d\x85\xa5\xf0\x9d\x85\xae") },
		{ STR("\xef\xbf\xbf"), STR("\xef\xbf\xbf") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str once = utf8_nfc(&arena, rows[i].in);
		if (!str_eq(once, rows[i].out))
			fail_msg("row %zu: %.*s", i, STR_ARG(once));
		assert_true(str_eq(utf8_nfc(&arena, once), once));
	}
}

static void
copies_only_what_may_change(void **state)
{
	(void)state;
	const struct str same[] = { STR("ascii"), STR("\xc3\xa9t\xc3\xa9"),
		STR("\xd0\x9f\xd0\xbe\xd1\x81\xd0\xb5\xd1\x82\xd0\xb0"),
		STR("\xed\x95\x9c\xea\xb5\xad"), STR("\xe4\xb8\xad") };

	for (size_t i = 0; i < ARRAY_LEN(same); i++)
		assert_ptr_equal(utf8_nfc(&arena, same[i]).p, same[i].p);
}

static void
folds(void **state)
{
	(void)state;
	const struct {
		struct str in, out;
	} rows[] = {
		{ STR(""), STR("") },
		{ STR("Plain TEXT [1]@\0Z"), STR("plain text [1]@\0z") },
		{ STR("\u00c9T\u00c9 \u0416"), STR("\u00e9t\u00e9 \u0436") },
		{ STR("e\u0301"), STR("\u00e9") },
		{ STR("Stra\u00dfe \u1e9e"), STR("strasse ss") },
		{ STR("\uff36\uff49\uff41\uff47\uff52\uff41\u3000"),
		    STR("viagra ") },
		{ STR("\U0001d433\u2460\ufb01\u017f"), STR("z1fis") },
		{ STR("\u03a3\u03c3\u03c2"), STR("\u03c3\u03c3\u03c3") },
		{ STR("a\u200bb\u00adc\u2060d\ufeff"), STR("abcd") },
		{ STR("\uff76\uff9e"), STR("\u30ac") },
		{ STR("\u4e2d\u6587"), STR("\u4e2d\u6587") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str once = utf8_fold(&arena, rows[i].in);
		if (!str_eq(once, rows[i].out))
			fail_msg("row %zu: %.*s", i, STR_ARG(once));
		assert_true(str_eq(utf8_fold(&arena, once), once));
	}
}

static void
begins_with_a_capital(void **state)
{
	(void)state;
	const struct {
		struct str in, out;
	} rows[] = {
		{ STR(""), STR("") },
		{ STR("ann b"), STR("Ann b") },
		{ STR("\u00e4rger"), STR("\u00c4rger") },
		{ STR("\u0436"), STR("\u0416") },
		{ STR("1a"), STR("1a") },
		{ STR("\u4e2d"), STR("\u4e2d") },
		/* Its capital is longer than itself. */
		{ STR("\u0250x"), STR("\u2c6fx") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str got = utf8_capital(&arena, rows[i].in);
		if (!str_eq(got, rows[i].out))
			fail_msg("row %zu: %.*s", i, STR_ARG(got));
	}
}

static void
makes_capitals(void **state)
{
	(void)state;
	const struct {
		struct str in, out;
	} rows[] = {
		{ STR(""), STR("") },
		{ STR("k\u00e4se 1"), STR("K\u00c4SE 1") },
		{ STR("\u0436\u0416 \u4e2d"), STR("\u0416\u0416 \u4e2d") },
		{ STR("\u0250\u0250\u0250\u0250\u0250\u0250\u0250"),
		    STR("\u2c6f\u2c6f\u2c6f\u2c6f\u2c6f\u2c6f\u2c6f") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str got = utf8_upper(&arena, rows[i].in);
		if (!str_eq(got, rows[i].out))
			fail_msg("row %zu: %.*s", i, STR_ARG(got));
	}
}

static void
says_when_memory_ends(void **state)
{
	(void)state;
	struct arena small;
	static char marks[ARENA_FIRST];

	for (size_t i = 0; i + 1 < sizeof(marks); i += 2)
		memcpy(marks + i, "\xcc\x81", 2);
	arena_init(&small, 0);
	assert_true(str_is_null(
	    utf8_nfc(&small, (struct str){ marks, sizeof(marks) })));
	assert_true(str_is_null(
	    utf8_fold(&small, (struct str){ marks, sizeof(marks) })));
	memset(marks, 'A', sizeof(marks));
	assert_false(str_is_null(
	    utf8_fold(&small, (struct str){ marks, sizeof(marks) })));
	assert_true(str_is_null(utf8_fold(&small, STR("A"))));
	assert_true(arena_failed(&small));
	arena_reset(&small);
}

static void
repairs_what_is_no_text(void **state)
{
	(void)state;
	static const struct {
		const char *in;
		size_t len;
		const char *out;
	} rows[] = {
		{ "\r\n\r\r\n\n\r", 7, "\n\n\n\n\n" },
		{ "a\0b\x7f", 4,
		    "a\xef\xbf\xbd"
		    "b\xef\xbf\xbd" },
		{ "\xff"
		  "a\xc3",
		    3,
		    "\xef\xbf\xbd"
		    "a\xef\xbf\xbd" },
		{ "\xc2\x85", 2, "\xef\xbf\xbd" }, /* C1 */
		{ "\xef\xbf\xbf", 3, "\xef\xbf\xbd" },
		{ "\xd0\xb6\xf0\x9f", 4, "\xd0\xb6\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xe2\x80\xa8\t\x01", 5, "\xe2\x80\xa8\t\xef\xbf\xbd" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str out = utf8_repair(
		    &arena, (struct str){ rows[i].in, rows[i].len });
		assert_true(utf8_is_text(out));
		assert_true(str_eq(out, str_of(rows[i].out)));
		/* Twice is the same as once, and no copy. */
		assert_ptr_equal(utf8_repair(&arena, out).p, out.p);
	}
	assert_int_equal(utf8_repair(&arena, STR_NULL).len, 0);
}

static void
knows_how_wide_text_is(void **state)
{
	(void)state;
	assert_int_equal(utf8_columns('a'), 1);
	assert_int_equal(utf8_columns(0x0416), 1);
	assert_int_equal(utf8_columns(0xd55c), 2);
	assert_int_equal(utf8_columns(0x1f600), 2);
	assert_int_equal(utf8_columns(0x0301), 0);
}

static void
tells_what_cannot_be_seen(void **state)
{
	(void)state;
	const struct str blank[] = { STR_NULL, STR(""), STR(" \t\n"),
		STR("\xc2\xa0"), STR("\xc2\xad"), STR("\xe2\x80\x8b"),
		STR("\xe2\x80\xae\xe2\x81\xa0"), STR("\xe2\xa0\x80"),
		STR("\xe3\x80\x80\xe3\x85\xa4"), STR("\xef\xbb\xbf"),
		STR("\xef\xb8\x8f"), STR("\xf3\xa0\x81\xa7") };
	const struct str seen[] = { STR("a"), STR("\xe2\x80\x8b."),
		STR("\xd8\xa7"), STR("\xcc\x81"), STR("\xe2\xa0\x81"),
		STR("\xf0\x9f\x98\x80\xef\xb8\x8f"), STR("\xe2\x80\x90") };

	for (size_t i = 0; i < ARRAY_LEN(blank); i++)
		if (!utf8_is_blank(blank[i]))
			fail_msg("blank, row %zu", i);
	for (size_t i = 0; i < ARRAY_LEN(seen); i++)
		if (utf8_is_blank(seen[i]))
			fail_msg("seen, row %zu", i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_well_formed_sequences),
		cmocka_unit_test(tells_ascii),
		cmocka_unit_test(agrees_on_every_code_point),
		cmocka_unit_test_setup_teardown(composes, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    copies_only_what_may_change, setup, teardown),
		cmocka_unit_test_setup_teardown(folds, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    begins_with_a_capital, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    makes_capitals, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    repairs_what_is_no_text, setup, teardown),
		cmocka_unit_test(says_when_memory_ends),
		cmocka_unit_test(knows_how_wide_text_is),
		cmocka_unit_test(tells_what_cannot_be_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
