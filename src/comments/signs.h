/*
 * signs.h - what makes a comment look like spam
 *
 * A fixed table of signs, each of which has a weight and says how strongly a
 * comment shows it: what is advertised and how it may be had, what hides from
 * programs, what says nothing of the article.  Nearly all of them are a matter
 * of form, whatever the language.  None is proof; the sum is weighed.
 *
 *   from SIGNS_SUSPICIOUS   the writer may be asked for more
 *   from SIGNS_HELD         held, unless its author is known
 *   from SIGNS_HELD_KNOWN   held whoever wrote it
 *
 * Ownership   the reason lives in the arena.
 * Errors      false: the arena is exhausted.
 * Limits      the time is linear in what is shown.
 */
#ifndef COMMENTS_SIGNS_H
#define COMMENTS_SIGNS_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

#define SIGNS_SUSPICIOUS 5
#define SIGNS_HELD 10
#define SIGNS_HELD_KNOWN 20

/* A comment as it is judged; what is not there is empty. */
struct signs_comment {
	struct str html; /* from markup.h */
	struct str name;
	struct str home;    /* the address of its writer's home page */
	struct str article; /* its canonical name */
	struct str title;   /* of the article */
};

struct signs {
	int sum;
	const char *reason; /* "looks like spam: phone-number, ..."; or "" */
};

/* The names of all signs, in their order; NULL behind the last. */
const char *signs_name(size_t i);

bool signs_weigh(
    struct signs *out, struct arena *a, const struct signs_comment *c) MUST_USE;

#endif
