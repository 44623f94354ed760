/*
 * test_jsonr.c - what is read is whole, or nothing
 */
#include "base/base.h"
#include "base/jsonr.h"

#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"

#define LONG 10000 /* more than an arena's first block */

static struct arena arena, building;

/* An object whose one text is of backslashes, each written as two. */
static struct str
object_of_backslashes(void)
{
	struct buf b;

	buf_init(&b, &building, 0);
	buf_lit(&b, "{\"text\":\"");
	for (size_t i = 0; i < LONG; i++)
		buf_lit(&b, "\\\\");
	buf_lit(&b, "\"}");
	return buf_view(&b);
}

static bool
is_whole(const json_t *root)
{
	const json_t *text = json_object_get(root, "text");

	return json_string_length(text) == LONG &&
	       strspn(json_string_value(text), "\\") == LONG;
}

static void
is_whole_or_nothing(void **state UNUSED)
{
	struct str text = object_of_backslashes();
	json_error_t why;
	size_t none = 0;

	for (size_t cap = 0; cap < 200000; cap += 509) {
		arena_init(&arena, cap);
		json_t *root = jsonr_parse(&arena, text, &why);
		assert_true(
		    root != NULL ? is_whole(root) : arena_failed(&arena));
		none += root == NULL;
		arena_reset(&arena);
	}
	assert_int_not_equal(none, 0);
}

static void
says_where_it_is_broken(void **state UNUSED)
{
	json_error_t why;

	arena_init(&arena, 0);
	assert_null(jsonr_parse(&arena, STR("{\"a\":\n1,,}"), &why));
	assert_int_equal(why.line, 2);
	assert_false(arena_failed(&arena));
	arena_reset(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_whole_or_nothing),
		cmocka_unit_test(says_where_it_is_broken),
	};

	arena_init(&building, 1024 * 1024);
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	arena_reset(&building);
	return rc;
}
