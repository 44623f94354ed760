#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>
#include <sodium.h>

#include "comments/pages.h"

#define ONE STR("one")
#define V1 STR("1")
#define V2 STR("2")

static struct pages *p;

static int
begin(void **state UNUSED)
{
	if (sodium_init() < 0)
		return -1;
	p = pages_new(64 * 1024);
	return 0;
}

static int
end(void **state UNUSED)
{
	pages_free(p);
	return 0;
}

static const struct page *
put(struct str name, struct str version, struct str body)
{
	return pages_put(
	    p, name, version, &(struct page){ .body = body, .next = STR("n") });
}

static void
is_of_a_version(void **state UNUSED)
{
	assert_null(pages_get(p, ONE, V1));
	assert_non_null(put(ONE, V1, STR("body")));
	const struct page *page = pages_get(p, ONE, V1);
	assert_non_null(page);
	assert_true(str_eq(page->body, STR("body")));
	assert_true(str_eq(page->next, STR("n")));
	assert_null(pages_get(p, ONE, V2));
	assert_null(pages_get(p, STR("two"), V1));
	assert_int_equal(pages_stats(p)->hits, 1);
	assert_int_equal(pages_stats(p)->misses, 3);
}

static void
takes_the_place_of_the_older_one(void **state UNUSED)
{
	put(ONE, V1, STR("body"));
	size_t bytes = pages_stats(p)->bytes;
	put(ONE, V2, STR("tody"));
	assert_null(pages_get(p, ONE, V1));
	assert_true(str_eq(pages_get(p, ONE, V2)->body, STR("tody")));
	assert_int_equal(pages_stats(p)->n, 1);
	assert_int_equal(pages_stats(p)->bytes, bytes);
}

static void
has_a_tag_of_its_body(void **state UNUSED)
{
	struct str one = put(ONE, V1, STR("body"))->tag;
	char kept[PAGES_TAG_LEN];

	assert_int_equal(one.len, PAGES_TAG_LEN);
	assert_int_equal(one.p[0], '"');
	assert_int_equal(one.p[PAGES_TAG_LEN - 1], '"');
	memcpy(kept, one.p, PAGES_TAG_LEN);
	assert_memory_equal(
	    put(STR("two"), V2, STR("body"))->tag.p, kept, PAGES_TAG_LEN);
	assert_memory_not_equal(
	    put(STR("two"), V2, STR("bodz"))->tag.p, kept, PAGES_TAG_LEN);
}

static struct str
number(char text[16], int i)
{
	return (struct str){ text, (size_t)snprintf(text, 16, "page %d", i) };
}

/* Of more than there is room for, those used last stay. */
static void
goes_when_it_was_not_used(void **state UNUSED)
{
	static char body[1000];
	char text[16];

	for (int i = 0; i < 500; i++) {
		put(number(text, i), V1, (struct str){ body, sizeof(body) });
		assert_true(pages_stats(p)->bytes <= 64 * 1024);
		assert_non_null(pages_get(p, number(text, 0), V1));
	}
	assert_non_null(pages_get(p, number(text, 499), V1));
	assert_null(pages_get(p, number(text, 1), V1));
	assert_true(pages_stats(p)->n > 40);
	pages_clear(p);
	assert_int_equal(pages_stats(p)->n, 0);
	assert_int_equal(pages_stats(p)->bytes, 0);
	assert_null(pages_get(p, number(text, 0), V1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(is_of_a_version, begin, end),
		cmocka_unit_test_setup_teardown(
		    takes_the_place_of_the_older_one, begin, end),
		cmocka_unit_test_setup_teardown(
		    has_a_tag_of_its_body, begin, end),
		cmocka_unit_test_setup_teardown(
		    goes_when_it_was_not_used, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
