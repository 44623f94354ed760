#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>

#include "base/clock.h"

static void
writes_moments_as_rfc_3339(void **state UNUSED)
{
	const struct {
		int64_t at;
		const char *text;
	} rows[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ 1795646583, "2026-11-25T22:43:03Z" },
		{ 1709251199, "2024-02-29T23:59:59Z" },
		{ 1709251200, "2024-03-01T00:00:00Z" },
		{ 4294967296, "2106-02-07T06:28:16Z" },
		{ -1, "1969-12-31T23:59:59Z" },
		{ -86400, "1969-12-31T00:00:00Z" },
	};
	char out[CLOCK_RFC3339_LEN];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		clock_rfc3339(out, rows[i].at);
		assert_memory_equal(out, rows[i].text, sizeof(out));
	}
}

static void
goes_forward(void **state UNUSED)
{
	uint64_t before = clock_mono_us();

	assert_true(clock_mono_us() >= before);
	assert_true(clock_wall_s() > 1700000000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_moments_as_rfc_3339),
		cmocka_unit_test(goes_forward),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
