/*
 * clock.h - what time it is
 *
 * The one place that asks the system for the time.  Wall time counts visits and
 * dates comments; monotonic time measures how long something took.
 *
 * Units       named in the function: seconds or microseconds.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/base.h"

/* Seconds since 1970-01-01T00:00:00Z. */
int64_t clock_wall_s(void);

/* Microseconds since some fixed moment; never runs backwards. */
uint64_t clock_mono_us(void);

#define CLOCK_RFC3339_LEN 20 /* "2026-11-24T06:39:23Z" */

/* Writes a moment as RFC 3339 has it, in UTC (no NUL); years 0000 to 9999. */
void clock_rfc3339(char out[CLOCK_RFC3339_LEN], int64_t at);

#endif
