/*
 * chart.h - numbers of days as a picture
 *
 * A figure that stands in a page: an SVG with a bar for each day, the first and
 * the last day, and in words what it shows.  It takes the colour of the text
 * around it, and has neither style nor script in it.
 *
 * Errors      those of the builder: looked for once, at its end.
 */
#ifndef VISITS_CHART_H
#define VISITS_CHART_H

#include "base/base.h"
#include "base/buf.h"

/* `n` > 0 days from `first` on, a number of days since 1970-01-01. */
void chart_put(struct buf *b, int32_t first, const int64_t *values, size_t n);

#endif
