/*
 * zone.h - calendar days in an IANA time zone
 *
 * A day is the number of civil days since 1970-01-01 in the zone, daylight
 * saving included: days of 23 and 25 hours are days.  libc's own zone data does
 * the work; the answer is kept until the day ends, so asking again costs two
 * comparisons.
 *
 * Units       days since 1970-01-01; seconds since 1970-01-01T00:00:00Z.
 * Limits      working out a day sets the process's TZ for a moment: one thread.
 *             Moments before year 1 and after 9998 are taken for its ends.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/base.h"
#include "base/str.h"

#define ZONE_NAME_MAX 64
#define ZONE_DATE_LEN 10 /* "2026-11-24" */
#define ZONE_TIME_LEN 16 /* "2026-11-24 07:39" */

struct zone {
	char name[ZONE_NAME_MAX];
	int64_t from;  /* first second of the day that is known */
	int64_t until; /* first second of the day after */
	int32_t day;
};

/*
 * Names the zone: "Europe/Skopje", "UTC".  False when the system has no such
 * zone (no file of that name under /usr/share/zoneinfo or $TZDIR) or the name
 * could leave that folder.  UTC is always there.
 */
bool zone_init(struct zone *z, struct str name) MUST_USE;

/*
 * The day that the moment `at` falls on; z->from and z->until frame it.  Clocks
 * may run backwards.
 */
int32_t zone_day(struct zone *z, int64_t at);

/* Writes ISO 8601 `YYYY-MM-DD` (no NUL) for a day of years 0000 to 9999. */
void zone_date_format(char out[ZONE_DATE_LEN], int32_t day);

/* The day of such a date.  False for what is none. */
bool zone_date_parse(struct str date, int32_t *day) MUST_USE;

/* Writes date and time of day (no NUL), as clocks in the zone show them. */
void zone_time_format(
    char out[ZONE_TIME_LEN], const struct zone *z, int64_t at);

#endif
