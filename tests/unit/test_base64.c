#include "base/base.h"
#include "base/base64.h"

#include <setjmp.h>
#include <cmocka.h>

static unsigned char bytes[64];
static size_t len;

static bool
decode(enum base64 kind, const char *text)
{
	return base64_decode(kind, str_of(text), bytes, sizeof(bytes), &len);
}

static void
reads_both_kinds(void **state UNUSED)
{
	static const unsigned char wanted[] = { 0xfb, 0xff, 0xbf, 0x00 };

	assert_true(decode(BASE64_PADDED, "+/+/AA=="));
	assert_int_equal(len, sizeof(wanted));
	assert_memory_equal(bytes, wanted, sizeof(wanted));
	assert_true(decode(BASE64_URL, "-_-_AA"));
	assert_int_equal(len, sizeof(wanted));
	assert_memory_equal(bytes, wanted, sizeof(wanted));
	assert_true(decode(BASE64_URL, ""));
	assert_int_equal(len, 0);
}

static void
reads_nothing_else(void **state UNUSED)
{
	static const char *const padded[] = { "+/+/AA",
		"-_-_AA==", "+/+/AB==", "+/+/ AA==", "+/+/AA==\n", "A", "=" };
	static const char *const url[] = { "-_-_AA==", "+/+/AA", "-_-_AB",
		"-_ -_AA", "A" };

	for (size_t i = 0; i < ARRAY_LEN(padded); i++)
		assert_false(decode(BASE64_PADDED, padded[i]));
	for (size_t i = 0; i < ARRAY_LEN(url); i++)
		assert_false(decode(BASE64_URL, url[i]));
}

/* Each place has exactly 64 signs. */
static void
has_one_sign_for_a_digit(void **state UNUSED)
{
	char text[] = "AAAA";
	unsigned padded = 0, url = 0;

	for (int c = CHAR_MIN; c <= CHAR_MAX; c++) {
		struct str s = { text, 4 };

		text[1] = (char)c;
		padded +=
		    base64_decode(BASE64_PADDED, s, bytes, sizeof(bytes), &len);
		url += base64_decode(BASE64_URL, s, bytes, sizeof(bytes), &len);
	}
	assert_int_equal(padded, 64);
	assert_int_equal(url, 64);
}

static void
writes_no_more_than_there_is_room(void **state UNUSED)
{
	assert_true(base64_decode(BASE64_URL, STR("AAAA"), bytes, 3, &len));
	assert_false(base64_decode(BASE64_URL, STR("AAAAAA"), bytes, 3, &len));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_both_kinds),
		cmocka_unit_test(reads_nothing_else),
		cmocka_unit_test(has_one_sign_for_a_digit),
		cmocka_unit_test(writes_no_more_than_there_is_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
