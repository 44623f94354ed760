/*
 * missed.h - what was not counted, by site, day and reason
 *
 * Loads that do not count are as many as those that do, and no reader waits for
 * their sum: they are added up here and sent at most once in MISSED_EVERY_US,
 * with the load that comes next.  A process that is killed loses those of the
 * last second, and one that gets no further load keeps its last ones until it
 * gets one.
 */
#ifndef VISITS_MISSED_H
#define VISITS_MISSED_H

#include "base/base.h"
#include "visits/visits.h"

#define MISSED_EVERY_US 1000000

/* Of one site.  All zero at first. */
struct missed {
	int32_t day;
	uint64_t sent_us;
	int64_t n[WHY__MAX];
	bool any;
};

/* One more; `store` and `site` are borrowed for the call. */
void missed_add(struct missed *m, struct store *store, struct str site,
    int32_t day, enum visits_why why);

#endif
