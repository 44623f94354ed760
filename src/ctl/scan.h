/*
 * scan.h - all keys that are like a pattern, some at a time
 *
 *     struct scan s = { .ask = q, .pattern = "a:{*", .count = 500,
 *             .take = take, .ctx = x };
 *     do {
 *             if (!scan_batch(&s))
 *                     return ctl_fail_store(ctl);
 *     } while (!scan_is_over(&s));
 *
 * A key that is there all the time is given at least once, perhaps twice.
 */
#ifndef CTL_SCAN_H
#define CTL_SCAN_H

#include "base/base.h"
#include "ctl/ask.h"

#define SCAN_CURSOR_MAX 24 /* an unsigned number of 64 bits */

struct scan {
	struct ask *ask;
	const char *pattern;
	int64_t count; /* keys of a batch, about */
	/* Gets the keys of a batch; it may put further questions. */
	void (*take)(void *ctx, const struct answer *keys);
	void *ctx;
	char cursor[SCAN_CURSOR_MAX]; /* empty before the first batch */
};

/*
 * Gives back what earlier commands took, and waits for the next batch.  False:
 * the store failed, or answered what is no cursor.
 */
bool scan_batch(struct scan *s) MUST_USE;

/* Whether that was the last one. */
bool scan_is_over(const struct scan *s);

#endif
