/*
 * log.h - one event, one line
 *
 * Lines go to standard error in logfmt: `level=warn event=redis-lost
 * why="..."`. systemd and container engines add the time.  Values are quoted
 * when they need it; control bytes, quotes and bytes that are no UTF-8 are
 * written as \xNN, so that no input can begin a line of its own or drive a
 * terminal.
 *
 * Callers never pass an address, a mail or a body: what is not handed in cannot
 * leak.
 *
 * Limits      a line is cut at LOG_LINE_MAX bytes.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/base.h"
#include "base/str.h"

#define LOG_LINE_MAX 1024

enum log_level {
	LOG_DEBUG,
	LOG_INFO,
	LOG_WARN,
	LOG_ERROR,
	LOG_ALARM, /* a person has to act */
	LOG__MAX
};

/* One key and its value; arrays of them end with a NULL key. */
struct log_field {
	const char *key;
	struct str value;
};

/* Lines below `level` are left out.  Returns false for an unknown name. */
bool log_level_set(const char *name);

/* The event's name is a literal in kebab case; fields may be NULL. */
void log_event(
    enum log_level level, const char *event, const struct log_field *fields);

/* The common case: one `why`, built by printf rules. */
void log_why(enum log_level level, const char *event, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

#endif
