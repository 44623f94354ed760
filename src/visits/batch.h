/*
 * batch.h - loads that come in together are recorded together
 *
 * All loads that a turn of the event loop brings go into one call of record.lua
 * for each site, which leaves with the turn's other commands.  While Redis has a
 * call to answer, loads gather over turns, until there are BATCH_WORTH of them:
 * they would wait there for that call's end, and for its write to the disk, as
 * well.  What they share (the site's totals and readers, an article that many
 * open at once) is then written once instead of once for each, which under load
 * is most of Redis' work.
 *
 * So a load may wait for two calls in turn, and for twice as long as an answer
 * of Redis may take.
 *
 * Ownership   a visit is borrowed until visits_state_settled().
 * Limits      keys of a wrong type, which only a hand in Redis can make, fail
 * all loads of the batch: each is told ERR_STORE.
 */
#ifndef VISITS_BATCH_H
#define VISITS_BATCH_H

#include "base/base.h"
#include "visits/visits_state.h"

#define BATCH_MAX 64   /* loads in one call: bounds how long a script runs */
#define BATCH_WORTH 16 /* go at once: larger calls save little more */

struct batch;

/*
 * Takes a load whose day's salts are there.  Later, never from within,
 * visits_state_settled() is called for it, its numbers filled in.  ERR_AWAY
 * when there is no connection; then it is not called.
 */
enum err batch_add(struct visit *v) MUST_USE;

/* Sends all that is gathered: before a day's keys change. */
void batch_send(struct visits *all);

/*
 * Sends what is gathered unless it had better wait: the store calls it at the end
 * of each turn of the loop, before it writes.
 */
void batch_turn(void *visits);

/* Drops what is gathered, of requests that are no more. */
void batch_forget(struct visits *v);

/* Gives back the batches kept for reuse. */
void batch_free_kept(struct visits *v);

#endif
