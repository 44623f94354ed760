#include "base/base.h"
#include "base/arena.h"

#include <setjmp.h>
#include <cmocka.h>

static char order[8];

static void
note(void *ptr)
{
	order[strlen(order)] = *(const char *)ptr;
}

static void
hands_out_aligned_memory(void **state)
{
	(void)state;
	struct arena a;

	arena_init(&a, 1 << 20);
	for (size_t n = 0; n < 3000; n += 7) {
		char *p = arena_alloc(&a, n);
		assert_non_null(p);
		assert_int_equal((uintptr_t)p % 16, 0);
		memset(p, 0xff, n);
	}
	assert_false(arena_failed(&a));
	arena_reset(&a);
}

static void
zeroes_on_demand(void **state)
{
	(void)state;
	struct arena a;

	arena_init(&a, 0);
	memset(arena_alloc(&a, 1000), 0xff, 1000);
	arena_reset(&a);
	char *p = arena_zalloc(&a, 1000);
	assert_non_null(p);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(p[i], 0);
	arena_reset(&a);
}

static void
wipes_what_it_had(void **state)
{
	(void)state;
	static struct arena a;
	static const char nothing[ARENA_FIRST];
	char what[] = "w";

	arena_init(&a, 1 << 20);
	memset(arena_alloc(&a, ARENA_FIRST), 0xff, ARENA_FIRST);
	memset(arena_alloc(&a, 100), 0xff, 100);
	order[0] = '\0';
	assert_true(arena_defer(&a, note, what));
	arena_wipe(&a);
	assert_string_equal(order, "w");
	assert_memory_equal(a.first, nothing, sizeof(nothing));
	/* It can be used on, and is empty. */
	assert_non_null(arena_alloc(&a, 2 * ARENA_FIRST));
	arena_reset(&a);
	assert_string_equal(order, "w");
}

static void
refuses_more_than_the_cap_and_stays_marked(void **state)
{
	(void)state;
	struct arena a;
	size_t taken = 0;

	arena_init(&a, 10000);
	while (arena_alloc(&a, 100) != NULL)
		taken += 100;
	assert_true(arena_failed(&a));
	assert_in_range(taken, ARENA_FIRST - 200, ARENA_FIRST + 10000);
	arena_reset(&a);
	assert_false(arena_failed(&a));
	assert_non_null(arena_alloc(&a, ARENA_FIRST));
	assert_null(arena_alloc(&a, SIZE_MAX));
	assert_null(arena_alloc(&a, SIZE_MAX / 2));
	assert_true(arena_failed(&a));
	arena_reset(&a);
}

static void
grows_in_place_at_the_end(void **state)
{
	(void)state;
	struct arena a;

	arena_init(&a, 1 << 20);
	char *p = arena_alloc(&a, 10);
	memcpy(p, "0123456789", 10);
	assert_ptr_equal(arena_grow(&a, p, 10, 100), p);
	assert_ptr_equal(arena_grow(&a, p, 100, 50), p);
	char *after = arena_alloc(&a, 1);
	assert_true(after >= p + 100);
	char *moved = arena_grow(&a, p, 100, 200);
	assert_ptr_not_equal(moved, p);
	assert_memory_equal(moved, "0123456789", 10);
	char *far = arena_grow(&a, moved, 200, 100000);
	assert_memory_equal(far, "0123456789", 10);
	assert_null(arena_grow(&a, far, 100000, 1 << 21));
	assert_memory_equal(far, "0123456789", 10);
	arena_reset(&a);
}

static void
grows_from_nothing(void **state)
{
	(void)state;
	struct arena a;

	arena_init(&a, 0);
	assert_non_null(arena_grow(&a, NULL, 0, 10));
	arena_reset(&a);
}

static void
runs_deferred_calls_last_first_and_once(void **state)
{
	(void)state;
	struct arena a;

	memset(order, 0, sizeof(order));
	arena_init(&a, 0);
	assert_true(arena_defer(&a, note, (char[]){ "1" }));
	assert_true(arena_defer(&a, note, (char[]){ "2" }));
	assert_true(arena_defer(&a, note, (char[]){ "3" }));
	assert_string_equal(order, "");
	arena_reset(&a);
	assert_string_equal(order, "321");
	arena_reset(&a);
	assert_string_equal(order, "321");
}

static void
runs_a_call_at_once_that_it_cannot_keep(void **state)
{
	(void)state;
	struct arena a;

	memset(order, 0, sizeof(order));
	arena_init(&a, 0);
	assert_non_null(arena_alloc(&a, ARENA_FIRST));
	assert_false(arena_defer(&a, note, (char[]){ "x" }));
	assert_string_equal(order, "x");
	arena_reset(&a);
	assert_string_equal(order, "x");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hands_out_aligned_memory),
		cmocka_unit_test(zeroes_on_demand),
		cmocka_unit_test(wipes_what_it_had),
		cmocka_unit_test(refuses_more_than_the_cap_and_stays_marked),
		cmocka_unit_test(grows_in_place_at_the_end),
		cmocka_unit_test(grows_from_nothing),
		cmocka_unit_test(runs_deferred_calls_last_first_and_once),
		cmocka_unit_test(runs_a_call_at_once_that_it_cannot_keep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
