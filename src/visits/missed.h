/*
 * missed.h - what was not counted, by site, day and reason
 *
 * Loads that do not count are as many as those that do, and no reader waits for
 * their sum.  One within an open window writes nothing to Redis, and shall not
 * begin to: so they are added up here, and sent once a second.
 *
 * Errors      while there is no connection they wait.  What Redis was sent and
 *             did not take is lost, as is the last second of a process that is
 *             killed: they are no visits.
 */
#ifndef VISITS_MISSED_H
#define VISITS_MISSED_H

#include "base/base.h"
#include "store/answer.h"
#include "store/command.h"
#include "visits/visits.h"

/* Of one site.  All zero at first. */
struct missed {
	int32_t day;
	int64_t n[WHY__MAX];
	bool any;
};

/* One more; `store` and `site` are borrowed for the call. */
void missed_add(struct missed *m, struct store *store, struct str site,
    int32_t day, enum visits_why why);

/* Sends what there is. */
void missed_send(struct missed *m, struct store *store, struct str site);

/*
 * Asks for those of a day, and takes the answer: n[WHY_NONE] are all of them.
 * False when something is no number.
 */
struct command *missed_command(
    struct arena *a, struct str site, int32_t day) MUST_USE;
bool missed_take(const struct answer *a, int64_t n[WHY__MAX]) MUST_USE;

#endif
