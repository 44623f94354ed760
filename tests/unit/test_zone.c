#include "base/base.h"
#include "base/zone.h"

#include <setjmp.h>
#include <cmocka.h>

#define HOUR 3600

/* Seconds since 1970 of a moment in UTC. */
static int64_t
utc(int year, int month, int day, int hour, int minute)
{
	struct tm tm = { .tm_year = year - 1900,
		.tm_mon = month - 1,
		.tm_mday = day,
		.tm_hour = hour,
		.tm_min = minute };

	return timegm(&tm);
}

static struct zone
zone(const char *name)
{
	struct zone z;

	if (!zone_init(&z, str_of(name)))
		fail_msg("no zone %s: is tzdata installed?", name);
	return z;
}

static void
is_date(int32_t day, const char *expected)
{
	char date[ZONE_DATE_LEN + 1] = { 0 };

	zone_date_format(date, day);
	assert_string_equal(date, expected);
}

static void
frames_days_of_all_lengths(void **state)
{
	(void)state;
	static const struct {
		const char *zone;
		int at[5]; /* a moment of the day, in UTC */
		const char *date;
		int from[5];
		int minutes;
	} rows[] = {
		{ "UTC", { 2026, 11, 24, 13, 0 }, "2026-11-24",
		    { 2026, 11, 24, 0, 0 }, 24 * 60 },
		{ "UTC", { 2028, 2, 29, 0, 0 }, "2028-02-29",
		    { 2028, 2, 29, 0, 0 }, 24 * 60 },
		{ "Asia/Seoul", { 2026, 11, 24, 15, 0 }, "2026-11-25",
		    { 2026, 11, 24, 15, 0 }, 24 * 60 },
		{ "Asia/Seoul", { 2026, 11, 24, 14, 59 }, "2026-11-24",
		    { 2026, 11, 23, 15, 0 }, 24 * 60 },
		/* 02:00 becomes 03:00: 23 hours, before and after the change */
		{ "Europe/Skopje", { 2026, 3, 28, 23, 0 }, "2026-03-29",
		    { 2026, 3, 28, 23, 0 }, 23 * 60 },
		{ "Europe/Skopje", { 2026, 3, 29, 21, 59 }, "2026-03-29",
		    { 2026, 3, 28, 23, 0 }, 23 * 60 },
		{ "Europe/Skopje", { 2026, 3, 28, 22, 59 }, "2026-03-28",
		    { 2026, 3, 27, 23, 0 }, 24 * 60 },
		{ "Europe/Skopje", { 2026, 3, 29, 22, 0 }, "2026-03-30",
		    { 2026, 3, 29, 22, 0 }, 24 * 60 },
		/* 03:00 becomes 02:00: 25 hours */
		{ "Europe/Skopje", { 2026, 10, 24, 22, 0 }, "2026-10-25",
		    { 2026, 10, 24, 22, 0 }, 25 * 60 },
		{ "Europe/Skopje", { 2026, 10, 25, 0, 59 }, "2026-10-25",
		    { 2026, 10, 24, 22, 0 }, 25 * 60 },
		{ "Europe/Skopje", { 2026, 10, 25, 1, 0 }, "2026-10-25",
		    { 2026, 10, 24, 22, 0 }, 25 * 60 },
		{ "Europe/Skopje", { 2026, 10, 25, 22, 59 }, "2026-10-25",
		    { 2026, 10, 24, 22, 0 }, 25 * 60 },
		{ "Europe/Skopje", { 2026, 10, 25, 23, 0 }, "2026-10-26",
		    { 2026, 10, 25, 23, 0 }, 24 * 60 },
		/* begins at 01:00 */
		{ "America/Sao_Paulo", { 2017, 10, 15, 3, 0 }, "2017-10-15",
		    { 2017, 10, 15, 3, 0 }, 23 * 60 },
		{ "America/Sao_Paulo", { 2017, 10, 15, 2, 59 }, "2017-10-14",
		    { 2017, 10, 14, 3, 0 }, 24 * 60 },
		{ "Africa/Cairo", { 2024, 4, 25, 22, 0 }, "2024-04-26",
		    { 2024, 4, 25, 22, 0 }, 23 * 60 },
		{ "America/Havana", { 2024, 3, 10, 12, 0 }, "2024-03-10",
		    { 2024, 3, 10, 5, 0 }, 23 * 60 },
		/* ends with 23:00 to 24:00 twice */
		{ "America/Sao_Paulo", { 2018, 2, 17, 12, 0 }, "2018-02-17",
		    { 2018, 2, 17, 2, 0 }, 25 * 60 },
		{ "America/Sao_Paulo", { 2018, 2, 18, 2, 59 }, "2018-02-17",
		    { 2018, 2, 17, 2, 0 }, 25 * 60 },
		{ "America/Sao_Paulo", { 2018, 2, 18, 3, 0 }, "2018-02-18",
		    { 2018, 2, 18, 3, 0 }, 24 * 60 },
		{ "Africa/Cairo", { 2024, 10, 31, 20, 59 }, "2024-10-31",
		    { 2024, 10, 30, 21, 0 }, 25 * 60 },
		/* begins with 00:00 to 01:00 twice */
		{ "America/Havana", { 2024, 11, 3, 4, 30 }, "2024-11-03",
		    { 2024, 11, 3, 4, 0 }, 25 * 60 },
		/* half an hour of daylight saving; odd offsets */
		{ "Australia/Lord_Howe", { 2026, 4, 4, 15, 30 }, "2026-04-05",
		    { 2026, 4, 4, 13, 0 }, 24 * 60 + 30 },
		{ "Asia/Kathmandu", { 2026, 1, 1, 0, 0 }, "2026-01-01",
		    { 2025, 12, 31, 18, 15 }, 24 * 60 },
		/* 30 December 2011 was left out here */
		{ "Pacific/Apia", { 2011, 12, 30, 9, 59 }, "2011-12-29",
		    { 2011, 12, 29, 10, 0 }, 24 * 60 },
		{ "Pacific/Apia", { 2011, 12, 30, 10, 0 }, "2011-12-31",
		    { 2011, 12, 30, 10, 0 }, 24 * 60 },
		/* the clock went back from 00:01 to 23:01: a minute's day */
		{ "America/St_Johns", { 2010, 11, 7, 2, 30 }, "2010-11-07",
		    { 2010, 11, 7, 2, 30 }, 1 },
		{ "America/St_Johns", { 2010, 11, 7, 2, 31 }, "2010-11-06",
		    { 2010, 11, 7, 2, 31 }, 59 },
		{ "America/St_Johns", { 2010, 11, 7, 4, 0 }, "2010-11-07",
		    { 2010, 11, 7, 3, 30 }, 24 * 60 },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const int *a = rows[i].at, *f = rows[i].from;
		int64_t at = utc(a[0], a[1], a[2], a[3], a[4]);
		int64_t from = utc(f[0], f[1], f[2], f[3], f[4]);
		struct zone z = zone(rows[i].zone);

		is_date(zone_day(&z, at), rows[i].date);
		if (z.from != from || z.until - z.from != rows[i].minutes * 60)
			fail_msg("row %zu: from %lld, not %lld; %lld minutes",
			    i, (long long)z.from, (long long)from,
			    (long long)(z.until - z.from) / 60);
	}
}

/* The date as libc has it, from its year, month and day. */
static int32_t
libc_day(const char *name, int64_t at)
{
	time_t t = at;
	struct tm tm;

	(void)setenv("TZ", name, 1);
	tzset();
	assert_non_null(localtime_r(&t, &tm));
	(void)unsetenv("TZ");
	tzset();
	struct tm date = { .tm_year = tm.tm_year,
		.tm_mon = tm.tm_mon,
		.tm_mday = tm.tm_mday };
	return (int32_t)(timegm(&date) / 86400);
}

/*
 * From one day to the next through years of odd changes: each frame is the same
 * from wherever in it one looks, and libc has the same date there.
 */
static void
agrees_with_libc_day_by_day(void **state)
{
	(void)state;
	static const char *const names[] = { "Europe/Skopje",
		"America/Sao_Paulo", "Africa/Cairo", "Africa/Casablanca",
		"America/St_Johns", "Pacific/Apia", "Asia/Gaza",
		"Antarctica/Troll" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct zone z = zone(names[i]);
		int64_t at = utc(2010, 1, 1, 0, 0);

		while (at < utc(2012, 1, 15, 0, 0)) {
			int32_t day = zone_day(&z, at);
			int64_t last = z.until - 1;
			const int64_t probes[] = { z.from,
				z.from + (last - z.from) / 3, last };

			for (size_t j = 0; j < ARRAY_LEN(probes); j++) {
				struct zone fresh = zone(names[i]);
				assert_int_equal(
				    zone_day(&fresh, probes[j]), day);
				assert_int_equal(fresh.from, z.from);
				assert_int_equal(fresh.until, z.until);
				assert_int_equal(
				    libc_day(names[i], probes[j]), day);
			}
			assert_int_not_equal(libc_day(names[i], z.until), day);
			assert_int_not_equal(
			    libc_day(names[i], z.from - 1), day);
			at = z.until;
		}
	}
}

static void
follows_a_clock_that_runs_backwards(void **state)
{
	(void)state;
	struct zone z = zone("Europe/Skopje");

	is_date(zone_day(&z, utc(2026, 3, 29, 22, 0)), "2026-03-30");
	is_date(zone_day(&z, utc(2026, 3, 29, 21, 59)), "2026-03-29");
	is_date(zone_day(&z, utc(2026, 3, 28, 12, 0)), "2026-03-28");
	is_date(zone_day(&z, utc(2026, 3, 29, 22, 0)), "2026-03-30");
	is_date(zone_day(&z, utc(1969, 12, 31, 22, 0)), "1969-12-31");
	assert_int_equal(z.day, -1);
}

static void
survives_any_moment(void **state)
{
	(void)state;
	static const char *const names[] = { "UTC", "Europe/Skopje",
		"Pacific/Apia", "Asia/Kathmandu" };
	static const int64_t moments[] = { INT64_MIN, INT64_MIN / 2, -1, 0,
		INT64_C(1) << 31, INT64_C(1) << 32, INT64_C(253402300799),
		INT64_MAX / 2, INT64_MAX };
	char date[ZONE_DATE_LEN], text[ZONE_TIME_LEN];

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct zone z = zone(names[i]);
		for (size_t j = 0; j < ARRAY_LEN(moments); j++) {
			int32_t day = zone_day(&z, moments[j]);
			zone_date_format(date, day);
			zone_time_format(text, &z, moments[j]);
			assert_memory_equal(text, date, ZONE_DATE_LEN);
			assert_true(z.from < z.until);
		}
	}
	struct zone z = zone("Europe/Skopje");
	is_date(zone_day(&z, utc(2500, 7, 1, 21, 59)), "2500-07-01");
	is_date(zone_day(&z, utc(2500, 7, 1, 22, 0)), "2500-07-02");
	is_date(zone_day(&z, utc(1800, 1, 1, 12, 0)), "1800-01-01");
}

static void
leaves_the_zone_of_the_process_alone(void **state)
{
	(void)state;
	struct zone z = zone("Asia/Seoul");
	time_t zero = 0;
	struct tm tm;

	(void)setenv("TZ", "America/New_York", 1);
	tzset();
	(void)zone_day(&z, utc(2026, 1, 1, 0, 0));
	assert_string_equal(getenv("TZ"), "America/New_York");
	assert_non_null(localtime_r(&zero, &tm));
	assert_int_equal(tm.tm_gmtoff, -5 * HOUR);
	(void)unsetenv("TZ");
	tzset();
	(void)zone_day(&z, utc(2026, 1, 3, 0, 0));
	assert_null(getenv("TZ"));
}

static void
takes_only_zones_of_the_system(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "Europe/Nowhere", "Europe",
		"../../../etc/passwd", "/etc/localtime", "Europe/../UTC", ".",
		":UTC", "UTC0", "<+03>-3", "Europe/Skopje ", "europe\n",
		"zone.tab", "leapseconds" };
	char longest[ZONE_NAME_MAX + 1];
	struct zone z;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (zone_init(&z, str_of(bad[i])))
			fail_msg("taken: %s", bad[i]);
	assert_false(zone_init(&z, STR("UTC\0x")));
	assert_false(zone_init(&z, STR_NULL));
	memset(longest, 'a', sizeof(longest));
	assert_false(zone_init(&z, (struct str){ longest, ZONE_NAME_MAX - 1 }));
	assert_false(zone_init(&z, (struct str){ longest, ZONE_NAME_MAX }));
	assert_true(zone_init(&z, STR("America/Argentina/Buenos_Aires")));
	assert_true(zone_init(&z, STR("Etc/GMT+12")));
}

/* Counts the years up one by one beside the function. */
static void
formats_and_parses_every_date(void **state)
{
	(void)state;
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	int32_t day = -719528;
	char expected[32], got[ZONE_DATE_LEN + 1] = { 0 };

	for (int year = 0; year < 10000; year++) {
		bool leap =
		    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
		for (int month = 0; month < 12; month++) {
			int n = lengths[month] + (leap && month == 1);
			for (int date = 1; date <= n; date++, day++) {
				(void)snprintf(expected, sizeof(expected),
				    "%04d-%02d-%02d", year, month + 1, date);
				zone_date_format(got, day);
				if (strcmp(got, expected) != 0)
					fail_msg("%s, not %s", got, expected);
				int32_t back;
				assert_true(
				    zone_date_parse(str_of(got), &back));
				assert_int_equal(back, day);
			}
		}
	}
	is_date(0, "1970-01-01");
	assert_int_equal(day, 2932897);
}

static void
parses_nothing_else(void **state)
{
	(void)state;
	static const char *const none[] = { "", "2026-02-29", "2026-02-31",
		"2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
		"2026-01-32", "1900-02-29", "2026-1-01", "2026-01-011",
		"2026/01/01", "2026-01 01", "-026-01-01", "2026-+1-01",
		"2026-01-0x", " 026-01-01", "today" };
	int32_t day;

	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		if (zone_date_parse(str_of(none[i]), &day))
			fail_msg("%s is %d", none[i], (int)day);
	assert_false(zone_date_parse(STR_NULL, &day));
}

static void
tells_the_time_of_day(void **state)
{
	(void)state;
	static const struct {
		const char *zone;
		int at[5];
		const char *expected;
	} rows[] = {
		{ "UTC", { 2026, 11, 24, 6, 39 }, "2026-11-24 06:39" },
		{ "UTC", { 1970, 1, 1, 0, 0 }, "1970-01-01 00:00" },
		{ "UTC", { 1969, 12, 31, 23, 59 }, "1969-12-31 23:59" },
		{ "Asia/Seoul", { 2026, 11, 24, 15, 1 }, "2026-11-25 00:01" },
		{ "America/New_York", { 2026, 11, 24, 4, 59 },
		    "2026-11-23 23:59" },
		{ "Asia/Kolkata", { 2026, 11, 24, 6, 39 }, "2026-11-24 12:09" },
		/* the hour before a change and the one after */
		{ "Europe/Skopje", { 2026, 3, 29, 0, 59 }, "2026-03-29 01:59" },
		{ "Europe/Skopje", { 2026, 3, 29, 1, 0 }, "2026-03-29 03:00" },
		{ "Europe/Skopje", { 2026, 10, 25, 0, 59 },
		    "2026-10-25 02:59" },
		{ "Europe/Skopje", { 2026, 10, 25, 1, 0 }, "2026-10-25 02:00" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const int *at = rows[i].at;
		struct zone z = zone(rows[i].zone);
		char text[ZONE_TIME_LEN + 1] = { 0 };

		zone_time_format(
		    text, &z, utc(at[0], at[1], at[2], at[3], at[4]) + 59);
		assert_string_equal(text, rows[i].expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_days_of_all_lengths),
		cmocka_unit_test(agrees_with_libc_day_by_day),
		cmocka_unit_test(follows_a_clock_that_runs_backwards),
		cmocka_unit_test(survives_any_moment),
		cmocka_unit_test(leaves_the_zone_of_the_process_alone),
		cmocka_unit_test(takes_only_zones_of_the_system),
		cmocka_unit_test(formats_and_parses_every_date),
		cmocka_unit_test(parses_nothing_else),
		cmocka_unit_test(tells_the_time_of_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
