#include "base/base.h"
#include "comments/words.h"

#include <setjmp.h>
#include <cmocka.h>

static struct words *
of(const struct str *texts, const unsigned char *marks, size_t n)
{
	struct words *w = words_new();

	assert_non_null(w);
	for (size_t i = 0; i < n; i++)
		assert_true(words_add(w, texts[i], marks[i]));
	assert_true(words_finish(w));
	return w;
}

/* The marks after each byte, as digits. */
static void
gives(const struct words *w, struct str text, const char *expected)
{
	char marks[64];
	uint32_t place = 0;

	for (size_t i = 0; i < text.len; i++)
		marks[i] = (char)('0' + words_next(w, &place,
					    (unsigned char)text.p[i]));
	marks[text.len] = '\0';
	assert_string_equal(marks, expected);
}

static void
finds_what_ends(void **state)
{
	(void)state;
	const struct str texts[] = { STR("he"), STR("she"), STR("hers"),
		STR("his"), STR("\0\xff"), STR("he") };
	const unsigned char marks[] = { 1, 2, 3, 1, 9, 1 };
	struct words *w = of(texts, marks, ARRAY_LEN(texts));

	gives(w, STR("ushers"), "000203");
	gives(w, STR("hehis"), "01001");
	gives(w, STR("hhe"), "001");
	gives(w, STR("HE h e"), "000000");
	gives(w, STR("h\0\xffhe"), "00901");
	words_free(w);
}

static void
gives_the_highest_mark(void **state)
{
	(void)state;
	const struct str texts[] = { STR("abc"), STR("bc"), STR("c"), STR("xc"),
		STR("yc"), STR("yc"), STR("yc") };
	const unsigned char marks[] = { 1, 3, 2, 3, 1, 4, 2 };
	struct words *w = of(texts, marks, ARRAY_LEN(texts));

	gives(w, STR("abc"), "003");
	gives(w, STR("bc"), "03");
	gives(w, STR("ac"), "02");
	gives(w, STR("xc"), "03");
	gives(w, STR("yc"), "04");
	words_free(w);
}

static void
may_be_empty(void **state)
{
	(void)state;
	struct words *w = of(NULL, NULL, 0);

	gives(w, STR("anything"), "00000000");
	words_free(w);
	words_free(NULL);
}

static unsigned
marks_by_hand(struct str text, const struct str *texts,
    const unsigned char *marks, size_t n)
{
	unsigned mark = 0;

	for (size_t i = 0; i < n; i++)
		if (str_ends(text, texts[i]) && marks[i] > mark)
			mark = marks[i];
	return mark;
}

static void
agrees_with_a_plain_search(void **state)
{
	(void)state;
	const struct str texts[] = { STR("aab"), STR("abaa"), STR("babb"),
		STR("bbbbb"), STR("abcab"), STR("cab"), STR("aa"), STR("c") };
	const unsigned char marks[] = { 5, 2, 7, 1, 6, 3, 4, 1 };
	struct words *w = of(texts, marks, ARRAY_LEN(texts));

	for (unsigned n = 0; n < 50000; n++) {
		char text[12];
		unsigned rest = n * 2654435761u;
		uint32_t place = 0;

		for (size_t i = 0; i < sizeof(text); i++, rest /= 3)
			text[i] = "abc"[rest % 3];
		for (size_t i = 0; i < sizeof(text); i++) {
			unsigned expected =
			    marks_by_hand((struct str){ text, i + 1 }, texts,
				marks, ARRAY_LEN(texts));
			assert_int_equal(
			    words_next(w, &place, (unsigned char)text[i]),
			    expected);
		}
	}
	words_free(w);
}

static void
says_when_it_is_full(void **state)
{
	(void)state;
	struct words *w = words_new();
	static char text[WORDS_MAX + 1];

	assert_non_null(w);
	memset(text, 'a', sizeof(text));
	assert_false(words_add(w, (struct str){ text, sizeof(text) }, 1));
	words_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_ends),
		cmocka_unit_test(gives_the_highest_mark),
		cmocka_unit_test(may_be_empty),
		cmocka_unit_test(agrees_with_a_plain_search),
		cmocka_unit_test(says_when_it_is_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
