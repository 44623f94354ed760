/*
 * check.h - what the parts of `afterword check` share
 *
 * All is looked at while others write.  What one script reads at once agrees at
 * any moment; what does not has to disagree twice before it is reported, so the
 * functions here are called a second time, with `report`, for what the first
 * call found.
 *
 * Errors      false: the store failed; ask_why() tells.
 */
#ifndef CTL_CHECK_H
#define CTL_CHECK_H

#include "base/base.h"
#include "base/str.h"
#include "config.h"
#include "ctl/ctl.h"
#include "ctl/hashes.h"
#include "ctl/look.h"
#include "ctl/seen.h"
#include "ctl/tally.h"

/* What a site's counts are sums of. */
enum {
	CHECK_COUNTED,
	CHECK_BASE,
	CHECK_ROBOTS,
	CHECK_ARTICLES,
	CHECK_SUMS
};

/* One site. */
struct check_site {
	const struct site *site;
	int32_t day;
	int64_t sum[CHECK_SUMS]; /* over the articles of this pass */
	struct seen seen;        /* those */
	uint64_t n_keys;

	int64_t newest;          /* id of a comment that was met */
	struct tally comments;   /* published, of each article */
	struct hashes differing; /* articles with another number of them */
};

struct check {
	struct ctl *ctl;
	struct check_site *sites;
	size_t n_sites;
	uint64_t findings;
	bool unsure; /* about the sums, or the numbers of comments */
};

/* Prints a finding, one line. */
void check_finding(struct check *c, struct str key, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* One article of a batch. */
struct check_article {
	struct check_site *site;
	struct str h;
	struct look look;
	struct look target;  /* of an alias: the article that it became */
	struct look *former; /* its aliases */
	struct str pin;      /* what is wrong with what stands first */
	bool bad;
};

/*
 * Looks at `n` articles and marks the bad ones, whose faults are printed if
 * `report`.
 */
bool check_article_look(
    struct check *c, struct check_article *all, size_t n, bool report) MUST_USE;

/* Adds it to the sums of its site. */
void check_article_add(const struct check_article *one);

/* The counts of the site itself, or, of a day, those of what did not count. */
bool check_article_site(struct check *c, struct check_site *site, int32_t day,
    bool report, bool *bad) MUST_USE;

/*
 * Goes through the comments of a site, each told at once, because scripts write
 * all that belongs to one in one step; counts them.
 */
bool check_comments_walk(struct check *c, struct check_site *site) MUST_USE;

/* Holds what an article says it has against what was counted. */
void check_comments_number(const struct check_article *one);

/* The articles that had another number: counted again while none is added. */
bool check_comments_settle(struct check *c, struct check_site *site) MUST_USE;

/* All members of a list of comments, a key that is known: do they belong there?
 */
bool check_list(
    struct check *c, struct check_site *site, struct str key) MUST_USE;

/* A site's sums, as it has them. */
struct check_sums {
	int64_t n[CHECK_SUMS];
	int64_t ledger;
};

/* Those of all sites, one each. */
bool check_sums_ask(struct check *c, struct check_sums *out) MUST_USE;

/* Whether those of all sites are right; what is wrong, if `report`. */
bool check_sums_agree(struct check *c, const struct check_sums *before,
    const struct check_sums *after, bool report);

/* Whether `afterword` moved counts while they were added up. */
bool check_sums_moved(const struct check *c, const struct check_sums *before,
    const struct check_sums *after);

/* All ranks of a site; each reply is of one moment, so it is asked once. */
bool check_rank(struct check *c, struct check_site *site) MUST_USE;

#endif
