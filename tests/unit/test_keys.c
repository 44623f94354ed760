/*
 * test_keys.c - the names of the keys, which no release may change unnoticed
 */
#include "base/base.h"
#include "store/keys.h"

#include <setjmp.h>
#include <cmocka.h>

#define SITE STR("example.org")
#define H STR("0123456789abcdef")
#define V STR("fedcba9876543210")

static struct arena a;

static int
begin(void **state UNUSED)
{
	arena_init(&a, 65536);
	return 0;
}

static int
end(void **state UNUSED)
{
	arena_reset(&a);
	return 0;
}

static void
are_as_the_schema_says(void **state UNUSED)
{
	const struct {
		struct str key, wanted;
	} rows[] = {
		{ keys_article(&a, SITE, H),
		    STR("a:{example.org}:0123456789abcdef") },
		{ keys_name(&a, SITE, H),
		    STR("n:{example.org}:0123456789abcdef") },
		{ keys_site(&a, SITE), STR("s:{example.org}") },
		{ keys_window(&a, SITE, V, H),
		    STR("w:{example.org}:fedcba9876543210:0123456789abcdef") },
		{ keys_readers(&a, SITE, 20781, H),
		    STR("u:{example.org}:20781:0123456789abcdef") },
		{ keys_site_readers(&a, SITE, 20781),
		    STR("u:{example.org}:20781") },
		{ keys_rank(&a, SITE, 20781), STR("r:{example.org}:20781") },
		{ keys_rank_all(&a, SITE), STR("r:{example.org}:all") },
		{ keys_popular(&a, SITE, STR("7d")),
		    STR("p:{example.org}:7d") },
		{ keys_salt(&a, SITE, 20781), STR("z:{example.org}:20781") },
		{ keys_growth(&a, SITE), STR("g:{example.org}") },
		{ keys_growth_by(&a, SITE, V),
		    STR("g:{example.org}:fedcba9876543210") },
		{ keys_ledger(&a, SITE), STR("l:{example.org}") },
		{ keys_comments(&a, SITE), STR("c:{example.org}") },
		{ keys_comment(&a, SITE, 7), STR("c:{example.org}:7") },
		{ keys_comment(&a, SITE, 9007199254740991),
		    STR("c:{example.org}:9007199254740991") },
		{ keys_thread(&a, SITE, H, STR("best")),
		    STR("t:{example.org}:0123456789abcdef:best") },
		{ keys_replies(&a, SITE, 7), STR("k:{example.org}:7") },
		{ keys_comment_list(&a, SITE, STR("held")),
		    STR("m:{example.org}:held") },
		{ keys_voters(&a, SITE, 7), STR("x:{example.org}:7") },
		{ keys_author(&a, SITE, V),
		    STR("h:{example.org}:fedcba9876543210") },
		{ keys_request(&a, SITE, V),
		    STR("i:{example.org}:fedcba9876543210") },
		{ keys_stamp(&a, SITE, V),
		    STR("j:{example.org}:fedcba9876543210") },
		{ keys_text(&a, SITE, V),
		    STR("e:{example.org}:fedcba9876543210") },
		{ keys_limit(&a, SITE, V, STR_NULL),
		    STR("b:{example.org}:fedcba9876543210") },
		{ keys_limit(&a, SITE, V, STR("votes")),
		    STR("b:{example.org}:fedcba9876543210:votes") },
		{ keys_flood(&a, SITE), STR("q:{example.org}") },
		{ keys_site_key(&a, SITE), STR("y:{example.org}") },
		{ keys_missed(&a, SITE, 20000), STR("s:{example.org}:20000") },
		{ keys_blocks(&a, SITE), STR("d:{example.org}") },
		{ keys_site_list(&a, SITE), STR("d:{example.org}:list") },
		{ keys_moderators(&a, SITE), STR("v:{example.org}") },
		{ keys_session(&a, SITE, V),
		    STR("v:{example.org}:fedcba9876543210") },
		{ keys_setup(&a, SITE), STR("o:{example.org}:setup") },
		{ keys_used(&a, SITE, V),
		    STR("o:{example.org}:fedcba9876543210") },
		/* Days before 1970, and the ends of the range. */
		{ keys_rank(&a, SITE, -1), STR("r:{example.org}:-1") },
		{ keys_salt(&a, SITE, INT32_MIN),
		    STR("z:{example.org}:-2147483648") },
		{ keys_readers(&a, SITE, INT32_MAX, H),
		    STR("u:{example.org}:2147483647:0123456789abcdef") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(rows[i].key.len, rows[i].wanted.len);
		assert_memory_equal(
		    rows[i].key.p, rows[i].wanted.p, rows[i].wanted.len);
	}
}

/* Without memory there is no key, rather than a part of one. */
static void
are_absent_without_memory(void **state UNUSED)
{
	struct arena small;

	arena_init(&small, 0);
	while (arena_alloc(&small, 16) != NULL)
		;
	assert_true(str_is_null(keys_article(&small, SITE, H)));
	assert_true(str_is_null(keys_window(&small, SITE, V, H)));
	assert_true(str_is_null(keys_readers(&small, SITE, 1, H)));
	assert_true(str_is_null(keys_site(&small, SITE)));
	arena_reset(&small);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    are_as_the_schema_says, begin, end),
		cmocka_unit_test(are_absent_without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
