#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>
#include <sodium.h>

#include "comments/stamp.h"

#define H STR("0123456789abcdef")
#define OTHER STR("0123456789abcdee")
#define NOW 1795646583

static struct sitekey key;
static char made[STAMP_LEN], nonce[STAMP_NONCE_LEN];

static int
begin(void **state UNUSED)
{
	if (sodium_init() < 0)
		return -1;
	sitekey_derive(&key, STR("example.org"), STR("secret"), STR_NULL);
	stamp_make(&key, H, NOW, made);
	return 0;
}

static const char *
check(int64_t now)
{
	return stamp_check(
	    &key, H, now, 3, (struct str){ made, STAMP_LEN }, nonce);
}

static void
is_good_for_a_day(void **state UNUSED)
{
	assert_null(check(NOW + 3));
	assert_null(check(NOW + STAMP_MAX_S));
	assert_non_null(check(NOW + STAMP_MAX_S + 1));
}

static void
is_not_good_at_once(void **state UNUSED)
{
	assert_non_null(check(NOW));
	assert_non_null(check(NOW + 2));
	assert_non_null(check(NOW - 1));
	/* A machine whose clock is a little behind may check it. */
	assert_null(stamp_check(
	    &key, H, NOW - 30, 0, (struct str){ made, STAMP_LEN }, nonce));
	assert_non_null(stamp_check(
	    &key, H, NOW - 120, 0, (struct str){ made, STAMP_LEN }, nonce));
}

static void
is_of_one_article_and_site(void **state UNUSED)
{
	struct str s = { made, STAMP_LEN };
	struct sitekey other;

	assert_non_null(stamp_check(&key, OTHER, NOW + 9, 3, s, nonce));
	sitekey_derive(&other, STR("example.net"), STR("secret"), STR_NULL);
	assert_non_null(stamp_check(&other, H, NOW + 9, 3, s, nonce));
	sitekey_derive(&other, STR("example.org"), STR("Secret"), STR_NULL);
	assert_non_null(stamp_check(&other, H, NOW + 9, 3, s, nonce));
}

static void
is_itself_to_the_last_bit(void **state UNUSED)
{
	char other[STAMP_LEN + 1];

	for (size_t i = 0; i < STAMP_LEN; i++) {
		memcpy(other, made, STAMP_LEN);
		other[i] = other[i] == 'A' ? 'B' : 'A';
		/* The last digit has bits that stand for nothing. */
		if (other[i] == made[i])
			continue;
		assert_non_null(stamp_check(&key, H, NOW + 9, 3,
		    (struct str){ other, STAMP_LEN }, nonce));
	}
	memcpy(other, made, STAMP_LEN);
	other[STAMP_LEN] = 'A';
	assert_non_null(stamp_check(
	    &key, H, NOW + 9, 3, (struct str){ other, STAMP_LEN + 1 }, nonce));
	assert_non_null(stamp_check(
	    &key, H, NOW + 9, 3, (struct str){ other, STAMP_LEN - 1 }, nonce));
	assert_non_null(stamp_check(&key, H, NOW + 9, 3, STR(""), nonce));
}

static void
has_a_nonce_of_its_own(void **state UNUSED)
{
	char first[STAMP_NONCE_LEN];

	assert_null(check(NOW + 9));
	memcpy(first, nonce, sizeof(first));
	assert_null(check(NOW + 10));
	assert_memory_equal(first, nonce, sizeof(first));
	stamp_make(&key, H, NOW, made);
	assert_null(check(NOW + 9));
	assert_memory_not_equal(first, nonce, sizeof(first));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(is_good_for_a_day, begin),
		cmocka_unit_test_setup(is_not_good_at_once, begin),
		cmocka_unit_test_setup(is_of_one_article_and_site, begin),
		cmocka_unit_test_setup(is_itself_to_the_last_bit, begin),
		cmocka_unit_test_setup(has_a_nonce_of_its_own, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
