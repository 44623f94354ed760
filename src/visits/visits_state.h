/*
 * visits_state.h - what visits.c and visits_read.c share
 */
#ifndef VISITS_VISITS_STATE_H
#define VISITS_VISITS_STATE_H

#include "base/base.h"
#include "base/visitor.h"
#include "store/redis.h"
#include "visits/missed.h"
#include "visits/visits.h"

/* What record.lua made of a load: its letters. */
enum fate {
	FATE_COUNTED = 'c',
	FATE_WINDOW = 'w',
	FATE_LOOKED = 'l',
	FATE_UNKNOWN = 'u',
	FATE_MOVED = 'm',
};

/* What stays the same for all visits of a site's day. */
struct site_day {
	bool known;
	int32_t day;
	uint64_t connects; /* of the store, when the salts were fetched */
	bool has_yesterday;
	struct visitor_key today, yesterday;
	struct str keys, args; /* of record.lua, the same for all loads */
	char prepared[1024];   /* where those two are */
	struct batch *open;    /* being gathered */
	struct missed missed;
};

#define VISITS_STATE_KEYS 4 /* in site_day.keys */
#define VISITS_STATE_ARGS 5 /* in site_day.args */

#define VISITS_STATE_MOVES_MAX 4

struct visits {
	const struct config *cfg;
	struct store *store;
	struct site_day *days; /* by the site's place in cfg->sites */
	uint64_t tally[WHY__MAX];

	/* batch.c's */
	struct batch *gathered; /* to be sent */
	size_t n_asked;         /* sent and not answered */
	bool worth;             /* one of those gathered is worth a call */
	struct batch *kept;
	size_t n_kept;
};

/* The day that the visit's site is at. */
struct site_day *visits_state_of(const struct visit *v);

/*
 * Ends a load's batch: with an error, or with its numbers and what became of
 * it; `moved_to` is the name of the article it moved to.
 */
void visits_state_settled(
    struct visit *v, enum err e, enum fate fate, struct str moved_to);

/* The site's current day. */
int32_t visits_state_day(const struct site *site);

/* A number of the store's; absent is 0.  False for anything that is none. */
bool visits_state_number(const struct answer *a, size_t i, int64_t *out);

/* Makes `article` the one that an alias names; a few times a call. */
enum err visits_state_follow(struct visits_call *call, struct arena *a,
    struct str name, struct article *article);

#endif
