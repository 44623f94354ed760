/*
 * metrics.h - what a process has done, as Prometheus text (format 0.0.4)
 *
 * Requests by route and status, and a histogram of the time from the whole
 * request to its answer.  Labels come from the program's tables alone, so the
 * number of series is fixed whatever callers send.
 *
 * Limits      the numbers are those of the process that answers.
 */
#ifndef HTTP_METRICS_H
#define HTTP_METRICS_H

#include "base/base.h"
#include "base/buf.h"

struct metrics;
struct route;

/* Counts for the routes of one table; aborts when there is no memory. */
struct metrics *metrics_new(const struct route *routes);
void metrics_free(struct metrics *m);

/* One answered request; `row` is NULL when no route was found. */
void metrics_request(struct metrics *m, const struct route *row,
    unsigned status, uint64_t took_us);

/* Connections open, and requests that wait for the store, just now. */
void metrics_connections(struct metrics *m, int64_t change);
void metrics_parked(struct metrics *m, int64_t change);

void metrics_print(
    const struct metrics *m, const char *program, struct buf *out);

/* One line `name value`, with its # TYPE line; `type` is counter or gauge. */
void metrics_line(struct buf *out, const char *name, const char *type,
    const char *help, uint64_t value);

/* The # HELP and # TYPE lines alone, for a family with labels. */
void metrics_family(
    struct buf *out, const char *name, const char *type, const char *help);

#endif
