/*
 * test_err.c - the rows of the error table
 */
#include "base/base.h"
#include "base/err.h"

#include <setjmp.h>
#include <cmocka.h>

/* A slug becomes part of an address; a title is for people. */
static void
rows_are_well_formed(void **state UNUSED)
{
	for (int i = ERR_NONE + 1; i < ERR__MAX; i++) {
		const struct err_info *e = err_info((enum err)i);

		assert_true(e->status >= 400 && e->status <= 599);
		assert_true(strlen(e->slug) > 0);
		assert_int_equal(strlen(e->slug),
		    strspn(e->slug, "abcdefghijklmnopqrstuvwxyz-"));
		assert_true(e->title[0] >= 'A' && e->title[0] <= 'Z');
		assert_int_not_equal(e->title[strlen(e->title) - 1], '.');
		assert_true(e->level < LOG__MAX);
		for (int k = ERR_NONE; k < i; k++)
			assert_string_not_equal(
			    e->slug, err_info((enum err)k)->slug);
	}
}

static void
rows_stand_by_status(void **state UNUSED)
{
	for (int i = ERR_NONE + 1; i < ERR__MAX; i++)
		assert_true(err_info((enum err)(i - 1))->status <=
			    err_info((enum err)i)->status);
}

/* Whose fault it is decides how loud it is. */
static void
classes_differ(void **state UNUSED)
{
	for (int i = ERR_NONE + 1; i < ERR__MAX; i++) {
		const struct err_info *e = err_info((enum err)i);

		if (e->status < 500)
			assert_true(e->level <= LOG_INFO);
		else
			assert_true(e->level >= LOG_WARN);
	}
	assert_int_equal(err_info(ERR_AWAY)->status, 503);
	assert_int_equal(err_info(ERR_BUSY)->status, 503);
	assert_int_equal(err_info(ERR_STORE)->status, 500);
	assert_int_equal(err_info(ERR_STORE)->level, LOG_ALARM);
	assert_int_equal(err_info(ERR_NONE)->status, 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_well_formed),
		cmocka_unit_test(rows_stand_by_status),
		cmocka_unit_test(classes_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
