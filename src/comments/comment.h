/*
 * comment.h - one comment as readers see it
 *
 * What the scripts' read() answers (read.lua), taken apart.
 *
 * Ownership   its strings point into the answer: they live as long as that
 * does.
 */
#ifndef COMMENTS_COMMENT_H
#define COMMENTS_COMMENT_H

#include "base/base.h"
#include "base/str.h"
#include "store/answer.h"

#define COMMENT_DEPTH_MAX 50         /* of replies to replies */
#define COMMENT_REASON_MAX 200       /* bytes, why one is held */
#define COMMENT_ID_MAX 2147483647    /* programs go through all ids */
#define COMMENT_VOTES_MAX 1000000000 /* of one comment, imported */

struct comment {
	int64_t id;
	int64_t parent, root;    /* 0 of a root */
	int64_t depth;           /* 0 of a root */
	int64_t created, edited; /* Unix seconds; 0: never edited */
	struct str name;         /* empty: none was given */
	struct str url;          /* home page, or empty */
	struct str avatar;       /* seed of the picture */
	struct str html;
	int64_t up, down;
	bool owner; /* the site's owner wrote it */
	bool stub;  /* gone, but for the replies to it: show none of it */
	bool held;  /* a stub that may come back */
};

/* False when the answer is no comment. */
bool comment_take(const struct answer *a, struct comment *out) MUST_USE;

#endif
