/*
 * zone.c - the frame of a day, found from the offsets of its moments
 *
 * libc tells the offset from UTC at any moment.  Within a run of one offset a
 * day ends after the seconds that are left of its 24 hours; where the offset
 * changes before that, the search goes on from the change, so that days of 23
 * or 25 hours, days that begin at 01:00 and days that are left out come out
 * right.
 */
#include "base/base.h"
#include "base/zone.h"

#include <fcntl.h>
#include <unistd.h>

#define DAY 86400

/* 0001-01-02 and 9998-12-31: every zone's date has a year of four digits. */
#define EARLIEST INT64_C(-62135510400)
#define LATEST INT64_C(253370764799)

static bool
is_zone_name(struct str s)
{
	if (s.len == 0 || s.len >= ZONE_NAME_MAX || s.p[0] == '/')
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];
		if (!((c >= '0' && c <= '9') ||
			((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '/' ||
			c == '_' || c == '-' || c == '+'))
			return false;
	}
	return true;
}

/* Any file may lie in that folder: those of zones begin with a word. */
static bool
is_zone_file(const char *name)
{
	const char *dir = getenv("TZDIR");
	char path[PATH_MAX], magic[4];

	int len = snprintf(path, sizeof(path), "%s/%s",
	    dir != NULL ? dir : "/usr/share/zoneinfo", name);
	if (len < 0 || (size_t)len >= sizeof(path))
		return false;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	ssize_t n = read(fd, magic, sizeof(magic));
	(void)close(fd);
	return n == sizeof(magic) && memcmp(magic, "TZif", sizeof(magic)) == 0;
}

bool
zone_init(struct zone *z, struct str name)
{
	*z = (struct zone){ .until = 0 };
	if (!is_zone_name(name))
		return false;
	memcpy(z->name, name.p, name.len);
	/* libc knows this one without a file. */
	return str_eq(name, STR("UTC")) || is_zone_file(z->name);
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Seconds east of UTC, in the zone that TZ names. */
static int64_t
offset_at(int64_t at)
{
	time_t t = at;
	struct tm tm;

	return localtime_r(&t, &tm) == NULL ? 0 : tm.tm_gmtoff;
}

static int64_t
day_at(int64_t at)
{
	return floor_div(at + offset_at(at), DAY);
}

/*
 * Of two moments with different offsets, `near` and `far`: the one next to the
 * change on the side of `near`.  Two changes within a day are beyond it.
 */
static int64_t
next_to_change(int64_t near, int64_t far)
{
	int64_t offset = offset_at(near);

	while (near - far > 1 || far - near > 1) {
		int64_t middle = near + (far - near) / 2;

		if (offset_at(middle) == offset)
			near = middle;
		else
			far = middle;
	}
	return near;
}

/* The last moment of the day that `at` is in, going by `way` (1 or -1). */
static int64_t
edge(int64_t at, int way)
{
	int64_t day = day_at(at);

	for (;;) {
		int64_t offset = offset_at(at);
		int64_t midnight = day * DAY - offset;
		int64_t last = way > 0 ? midnight + DAY - 1 : midnight;

		if (offset_at(last) != offset)
			last = next_to_change(at, last);
		at = last + way;
		if (day_at(at) != day)
			return last;
	}
}

static int64_t
within(int64_t at)
{
	return at < EARLIEST ? EARLIEST : at > LATEST ? LATEST : at;
}

static void
find(struct zone *z, int64_t at)
{
	at = within(at);
	z->day = (int32_t)day_at(at);
	z->from = edge(at, -1);
	z->until = edge(at, 1) + 1;
}

/* The process's own zone, while TZ is another one. */
struct own {
	bool set;
	char *tz;
};

static struct own
enter(const struct zone *z)
{
	const char *tz = getenv("TZ");
	struct own own = { tz != NULL, tz != NULL ? strdup(tz) : NULL };
	int rc = setenv("TZ", z->name, 1);

	/* Counting on in a wrong zone would spoil days for good. */
	assert(rc == 0 && (!own.set || own.tz != NULL));
	tzset();
	return own;
}

static void
leave(struct own own)
{
	int rc = own.set ? setenv("TZ", own.tz, 1) : unsetenv("TZ");

	assert(rc == 0);
	free(own.tz);
	tzset();
}

int32_t
zone_day(struct zone *z, int64_t at)
{
	if (at >= z->from && at < z->until)
		return z->day;

	struct own own = enter(z);
	find(z, at);
	leave(own);
	return z->day;
}

#define YEAR_ZERO 719528 /* days from 0000-01-01 to 1970-01-01 */

/* Days of a common year up to the end of each month. */
static const int16_t ends[] = { 31, 59, 90, 120, 151, 181, 212, 243, 273, 304,
	334, 365 };

/* Days from 0000-01-01 to the first of `year`; the year 0 is a leap year. */
static int32_t
days_before(int32_t year)
{
	return 365 * year + (year + 3) / 4 - (year + 99) / 100 +
	       (year + 399) / 400;
}

static void
two_digits(char *out, int32_t n)
{
	out[0] = (char)('0' + n / 10);
	out[1] = (char)('0' + n % 10);
}

void
zone_date_format(char out[ZONE_DATE_LEN], int32_t day)
{
	int32_t n = day + YEAR_ZERO, month = 0, ended = 0;

	assert(n >= 0 && n < days_before(10000));
	int32_t year = (int32_t)((int64_t)n * 400 / 146097);
	/* Off by one around the turn of a year. */
	if (days_before(year) > n)
		year--;
	else if (days_before(year + 1) <= n)
		year++;
	bool leap = days_before(year + 1) - days_before(year) == 366;

	n -= days_before(year);
	while (n >= ends[month] + (leap && month >= 1)) {
		ended = ends[month] + (leap && month >= 1);
		month++;
	}
	two_digits(out, year / 100);
	two_digits(out + 2, year % 100);
	out[4] = '-';
	two_digits(out + 5, month + 1);
	out[7] = '-';
	two_digits(out + 8, n - ended + 1);
}

/* `n` digits; -1 if they are none. */
static int32_t
digits(const char *p, size_t n)
{
	int32_t number = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		number = number * 10 + (p[i] - '0');
	}
	return number;
}

bool
zone_date_parse(struct str date, int32_t *day)
{
	char again[ZONE_DATE_LEN];

	if (date.len != ZONE_DATE_LEN)
		return false;
	int32_t year = digits(date.p, 4), month = digits(date.p + 5, 2);
	int32_t of_month = digits(date.p + 8, 2);
	if (year < 0 || month < 1 || month > 12 || of_month < 1 ||
	    of_month > 31)
		return false;
	int32_t first = days_before(year);
	bool leap = days_before(year + 1) - first == 366;

	*day = first - YEAR_ZERO + of_month - 1;
	if (month > 1)
		*day += ends[month - 2] + (leap && month > 2);
	/* A 31st of February reads otherwise when it is written again. */
	zone_date_format(again, *day);
	return memcmp(again, date.p, ZONE_DATE_LEN) == 0;
}

void
zone_time_format(char out[ZONE_TIME_LEN], const struct zone *z, int64_t at)
{
	struct own own = enter(z);
	int64_t local = within(at) + offset_at(within(at));

	leave(own);
	int64_t day = floor_div(local, DAY);
	int32_t minute = (int32_t)((local - day * DAY) / 60);
	zone_date_format(out, (int32_t)day);
	out[ZONE_DATE_LEN] = ' ';
	two_digits(out + ZONE_DATE_LEN + 1, minute / 60);
	out[ZONE_DATE_LEN + 3] = ':';
	two_digits(out + ZONE_DATE_LEN + 4, minute % 60);
}
