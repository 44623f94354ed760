/*
 * visits.h - counting visits and reading the counts
 *
 * A visit is the first load of an article by a visitor within a fixed window
 * (visits.window).  "Today" is the calendar day in the site's zone.  What
 * decides and what writes is one script in Redis, so any number of processes
 * may count at once.
 *
 * Every call here asks the store once and ends in a callback.  An article seen
 * for the first time, or one that has moved (an alias), or the first visit of a
 * day in a process, takes a second round trip.
 *
 * Ownership   what is passed in lives in the caller's arena until the callback.
 * Errors      those of the store (redis.h); then nothing was counted, or (after
 *             a time-out) possibly once, which the window makes harmless.
 */
#ifndef VISITS_VISITS_H
#define VISITS_VISITS_H

#include "article/article.h"
#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "config.h"
#include "store/keys.h"

struct store;
struct visits;

#define VISITS_DAYS_MAX 365

/* Why a load was not counted. */
#define VISITS_WHY(X)                                                          \
	X(WINDOW, "window")     /* the visitor's window is still open */       \
	X(BOT, "bot")           /* a robot */                                  \
	X(PREFETCH, "prefetch") /* nobody is looking yet */                    \
	X(ORIGIN, "origin")     /* not a page of the site */                   \
	X(LIMIT, "limit")       /* an article too many */

#define VISITS_AS_ENUM(id, name) WHY_##id,
enum visits_why {
	WHY_NONE,
	VISITS_WHY(VISITS_AS_ENUM) WHY__MAX
};
#undef VISITS_AS_ENUM

/* The name in answers; "" for WHY_NONE. */
const char *visits_why_name(enum visits_why why);

/* Whether it is one of these names. */
bool visits_why_known(struct str name);

/* Ends a call: how it went. */
typedef void (*visits_fn)(void *ctx, enum err e);

/* What visits.c and visits_read.c keep while the store is asked. */
struct visits_call {
	struct visits *visits;
	visits_fn fn;
	void *ctx;
	unsigned moves; /* aliases that were followed */
};

/* One load of an article: what is known of it, then what became of it. */
struct visit {
	struct arena *arena;
	const struct site *site;
	struct article article; /* the one it moved to, in the end */
	struct str title;       /* as the page says it; may be empty */
	struct str address;
	struct str user_agent;
	bool look;           /* only read */
	bool may_register;   /* an unknown article may become known */
	bool private;        /* no estimate of readers */
	enum visits_why why; /* given: do not count, for that reason */

	bool counted;
	int32_t day;
	int64_t total, today, yesterday, readers_today;
	int64_t site_total, site_today;

	struct visits_call call;
	bool registered;
};

/* One article of a list. */
struct visits_line {
	struct article article; /* the one it moved to, in the end */
	int64_t total, today, comments;
};

struct visits_list {
	struct arena *arena;
	const struct site *site;
	struct visits_line *lines;
	size_t n;
	int32_t day;
	struct visits_call call;
};

/* The days of one article, or with an empty key of the site; oldest first. */
struct visits_history {
	struct arena *arena;
	const struct site *site;
	struct article article;
	unsigned n; /* days wanted */
	int32_t first;
	int64_t visits[VISITS_DAYS_MAX];
	int64_t readers[VISITS_DAYS_MAX];
	struct visits_call call;
};

/* What a site's day did not count. */
struct visits_missed {
	struct arena *arena;
	const struct site *site;
	int64_t n[WHY__MAX]; /* by reason; [WHY_NONE] are all of them */
	struct visits_call call;
};

enum visits_period {
	PERIOD_TODAY,
	PERIOD_7D,
	PERIOD_30D,
	PERIOD_ALL
};

struct visits_best {
	struct str key, title;
	char hash[ARTICLE_HASH_LEN];
	int64_t visits; /* within the period */
};

/* The most visited articles; days long past weigh less in 7d and 30d. */
struct visits_popular {
	struct arena *arena;
	const struct site *site;
	enum visits_period period;
	unsigned limit;
	int32_t day;
	struct visits_best *best;
	size_t n;
	struct visits_call call;
	size_t waiting; /* answers that have not come */
	enum err err;
};

/* `cfg` and `store` are borrowed. */
struct visits *visits_new(const struct config *cfg, struct store *store);
void visits_free(struct visits *v);

/* After the settings were read again; no request may be in hand. */
void visits_reconfigure(struct visits *v, const struct config *cfg);

/* Sends what waits to be written: once a second. */
void visits_flush(struct visits *v);

/* The same at the end, when there are no requests any more. */
void visits_end(struct visits *v);

enum err visits_record(
    struct visits *v, struct visit *visit, visits_fn fn, void *ctx) MUST_USE;
enum err visits_read_list(struct visits *v, struct visits_list *list,
    visits_fn fn, void *ctx) MUST_USE;
enum err visits_read_history(struct visits *v, struct visits_history *h,
    visits_fn fn, void *ctx) MUST_USE;
/* Of today. */
enum err visits_read_missed(struct visits *v, struct visits_missed *m,
    visits_fn fn, void *ctx) MUST_USE;
enum err visits_read_popular(struct visits *v, struct visits_popular *p,
    visits_fn fn, void *ctx) MUST_USE;

/* Loads so far by what became of them: [WHY_NONE] were counted. */
const uint64_t *visits_tally(const struct visits *v);

#endif
