/*
 * The cases lie in tests/data/name, mail and home: `in` is what was typed and
 * either `out` what is kept or `error` what is wrong with it.
 */
#include "base/base.h"
#include "comments/author.h"

#include "../lib/cases.h"

#include <setjmp.h>
#include <cmocka.h>
#include <utf8proc.h>

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

typedef bool (*clean_fn)(
    struct arena *, struct str, struct str *, const char **);

static void
gives(clean_fn clean, const char *folder, struct str in, struct str expected)
{
	struct str out;
	const char *why;

	if (!clean(&arena, in, &out, &why))
		fail_msg("%s: %s", folder, why);
	if (!str_eq(out, expected))
		fail_msg("%s: %.*s", folder, STR_ARG(out));
}

static void
refuses(clean_fn clean, const char *folder, struct str in, struct str because)
{
	struct str out;
	const char *why = NULL;

	if (clean(&arena, in, &out, &why))
		fail_msg("%s: %.*s", folder, STR_ARG(out));
	if (!str_eq(str_of(why), because))
		fail_msg("%s: %s", folder, why);
}

/* What was cleaned stays as it is when it is cleaned again. */
static void
do_case(const struct case_at *c, void *ctx)
{
	clean_fn clean = *(const clean_fn *)ctx;
	struct str in, expected;

	if (!cases_read(c, "in", &in))
		fail_msg("%s has no file `in`", c->name);
	if (cases_read(c, "out", &expected)) {
		gives(clean, c->name, in, expected);
		gives(clean, c->name, expected, expected);
	} else if (cases_read(c, "error", &expected)) {
		refuses(clean, c->name, in, expected);
	} else {
		fail_msg("%s has neither out nor error", c->name);
	}
}

static size_t
do_cases(const char *kind, clean_fn clean)
{
	return cases_each(kind, do_case, &clean);
}

static void
cleans_names(void **state)
{
	(void)state;
	assert_true(do_cases("name", author_name) >= 80);
	refuses(author_name, "null", STR_NULL, STR("is empty"));
	refuses(author_name, "bytes", STR("Ann\xff"), STR("not valid UTF-8"));
	refuses(author_name, "surrogate", STR("\xed\xa0\x80"),
	    STR("not valid UTF-8"));
}

static void
takes_mail_addresses(void **state)
{
	(void)state;
	assert_true(do_cases("mail", author_mail) >= 50);
	refuses(author_mail, "null", STR_NULL, STR("is empty"));
	refuses(
	    author_mail, "bytes", STR("a@\xff.org"), STR("no mail address"));
}

static void
takes_home_pages(void **state)
{
	(void)state;
	assert_true(do_cases("home", author_url) >= 45);
	refuses(author_url, "null", STR_NULL, STR("is empty"));
	refuses(author_url, "bytes", STR("https://example.org/\xff"),
	    STR("no address of a web page"));
}

/* Each byte of ASCII at each place of an address that is fine without it. */
static void
lets_no_special_byte_into_mail(void **state)
{
	(void)state;
	static const char mail[] = "ab@cd.ef";
	static const char special[] = " <>,;:\"()[]\\@\x7f";
	struct str out;
	const char *why;

	for (unsigned c = 0; c < 256; c++) {
		bool bad = c < 0x20 || c >= 0x7f || strchr(special, (int)c);

		for (size_t at = 0; bad && at <= sizeof(mail) - 1; at++) {
			char text[sizeof(mail)];

			memcpy(text, mail, at);
			text[at] = (char)c;
			memcpy(text + at + 1, mail + at, sizeof(mail) - 1 - at);
			if (author_mail(&arena,
				(struct str){ text, sizeof(text) }, &out, &why))
				fail_msg("%02x at %zu", c, at);
		}
	}
}

/* What can be a name alone can be in one, and what is cleaned stays so. */
static void
takes_every_code_point_alike(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x10ffff; c++) {
		char text[8] = "b";
		struct str alone, between, again;
		const char *why = NULL;

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		size_t n = (size_t)utf8proc_encode_char(
		    (utf8proc_int32_t)c, (utf8proc_uint8_t *)text + 1);
		text[n + 1] = 'b';
		bool shown = author_name(
		    &arena, (struct str){ text + 1, n }, &alone, &why);
		assert_true(author_name(
		    &arena, (struct str){ text, n + 2 }, &between, &why));
		if (shown && between.len < 3)
			fail_msg("U+%04X is lost", c);
		assert_true(author_name(&arena, between, &again, &why));
		if (!str_eq(again, between))
			fail_msg("U+%04X", c);
		arena_reset(&arena);
	}
}

static void
reserves_names(void **state)
{
	(void)state;
	struct str list = STR("admin, Site Owner ,,\u5c71\u7530,!");
	const struct str reserved[] = { STR("\u0410dmin"), STR("adm1n"),
		STR("\uff41\uff44\uff4d\uff49\uff4e"), STR("admin\u200b"),
		STR("a d m i n"), STR("ADMIN!"), STR("\u2605 admin \u2605"),
		STR("siteowner"), STR("S1te 0wner"), STR("\u5c71 \u7530") };
	const struct str free_ones[] = { STR("Adminah"), STR("Badmin"),
		STR("\u0414\u043c\u0438\u0442\u0440\u0438\u0439"),
		STR("\u5c71\u672c"), STR("Site"), STR("!"), STR("") };

	for (size_t i = 0; i < ARRAY_LEN(reserved); i++)
		if (!author_is_reserved(reserved[i], list))
			fail_msg("%.*s", STR_ARG(reserved[i]));
	for (size_t i = 0; i < ARRAY_LEN(free_ones); i++)
		if (author_is_reserved(free_ones[i], list))
			fail_msg("%.*s", STR_ARG(free_ones[i]));
	assert_false(author_is_reserved(STR("admin"), STR("")));
	assert_false(author_is_reserved(STR("admin"), STR_NULL));
	assert_false(author_is_reserved(STR_NULL, STR("admin")));
}

static void
says_when_memory_ends(void **state)
{
	(void)state;
	const clean_fn all[] = { author_name, author_mail, author_url };
	const struct str in[] = { STR("Ann"), STR("a@example.org"),
		STR("https://Example.org/") };
	struct arena small;
	struct str out;

	arena_init(&small, 0);
	assert_non_null(arena_alloc(&small, ARENA_FIRST));
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		const char *why = NULL;

		assert_false(all[i](&small, in[i], &out, &why));
		assert_string_equal(why, "too long");
	}
	arena_reset(&small);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cleans_names),
		cmocka_unit_test(takes_mail_addresses),
		cmocka_unit_test(takes_home_pages),
		cmocka_unit_test(lets_no_special_byte_into_mail),
		cmocka_unit_test(takes_every_code_point_alike),
		cmocka_unit_test(reserves_names),
		cmocka_unit_test(says_when_memory_ends),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
