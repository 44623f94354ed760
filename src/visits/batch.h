/*
 * batch.h - loads that come in together are recorded together
 *
 * All loads that a turn of the event loop brings go into one call of record.lua
 * for each site, which leaves with the turn's other commands: nobody waits for
 * a batch to fill.  What they share (the site's totals and readers, an article
 * that many open at once) is then written once instead of once for each, which
 * under load is most of Redis' work.
 *
 * Ownership   a visit is borrowed until visits_state_settled().
 * Limits      keys of a wrong type, which only a hand in Redis can make, fail
 * all loads of the batch: each is told ERR_STORE.
 */
#ifndef VISITS_BATCH_H
#define VISITS_BATCH_H

#include "base/base.h"
#include "visits/visits_state.h"

#define BATCH_MAX 64 /* loads in one call: bounds how long a script runs */

struct batch;

/*
 * Takes a load whose day's salts are there.  Later, never from within,
 * visits_state_settled() is called for it, its numbers filled in.  ERR_AWAY
 * when there is no connection; then it is not called.
 */
enum err batch_add(struct visit *v) MUST_USE;

/* Sends what is gathered for the site's day: before its keys change. */
void batch_send(struct site_day *d);

/* Sends all that is gathered: the store calls it before it writes. */
void batch_flush(void *visits);

/* Gives back the batches kept for reuse. */
void batch_free_kept(struct visits *v);

#endif
