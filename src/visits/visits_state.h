/*
 * visits_state.h - what visits.c and visits_read.c share
 */
#ifndef VISITS_VISITS_STATE_H
#define VISITS_VISITS_STATE_H

#include "base/base.h"
#include "store/redis.h"
#include "visits/visitor.h"
#include "visits/visits.h"

/* What stays the same for all visits of a site's day. */
struct site_day {
	bool known;
	int32_t day;
	bool has_yesterday;
	struct visitor_key today, yesterday;
	struct str keys, args; /* of record.lua, the same for all articles */
	char prepared[1024];   /* where those two are */
};

struct visits {
	const struct config *cfg;
	struct store *store;
	struct site_day *days; /* by the site's place in cfg->sites */
	uint64_t tally[WHY__MAX];
};

/* The site's current day. */
int32_t visits_state_day(const struct site *site);

/* A number of the store's; absent is 0.  False for anything that is none. */
bool visits_state_number(const struct answer *a, size_t i, int64_t *out);

/* Makes `article` the one that an alias names; once a call. */
enum err visits_state_follow(struct visits_call *call, struct arena *a,
    struct str name, struct article *article);

#endif
