/*
 * import_plan.h - what of a file has gone before
 *
 * Versions of articles wait here for the end of an import.  With -n, when
 * nothing is written, it is also known from here which articles and comments
 * would be there: 16 to 32 bytes for each article, 16 for each comment.
 *
 * Ownership   import_plan_release() gives all back; a zeroed one is empty.  Out
 * of memory ends the program.
 */
#ifndef CTL_IMPORT_PLAN_H
#define CTL_IMPORT_PLAN_H

#include "base/base.h"
#include "base/str.h"
#include "ctl/seen.h"

struct import_plan_version {
	uint64_t h;
	int64_t version;
};

struct import_plan_comment {
	int64_t id;
	unsigned depth;
};

struct import_plan {
	struct seen articles;
	struct import_plan_version *versions;
	size_t n_versions, versions_size;
	struct import_plan_comment *comments; /* by rising ids */
	size_t n_comments, comments_size;
};

void import_plan_release(struct import_plan *p);

void import_plan_version(struct import_plan *p, uint64_t h, int64_t version);

/* An article, or an alias. */
void import_plan_article(struct import_plan *p, uint64_t h);
bool import_plan_has_article(const struct import_plan *p, uint64_t h);

/* Ids have to rise. */
void import_plan_comment(struct import_plan *p, int64_t id, unsigned depth);
/* NULL when it has not gone before. */
const struct import_plan_comment *import_plan_find(
    const struct import_plan *p, int64_t id);

#endif
