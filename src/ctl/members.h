/*
 * members.h - a line of JSON from outside, member by member
 *
 * Whoever reads a line asks for each member that it may have; what is of
 * another type, out of bounds or was not asked for makes the line a bad one.
 * The first fault stays, so that only the end has to be checked:
 *
 *     if (!members_parse(&m, arena, line))
 *             ...
 *     title = members_str(&m, "title");
 *     if (!members_end(&m))
 *             return m.why;
 *
 * Ownership   strings live in the arena; members_release() gives back the rest.
 */
#ifndef CTL_MEMBERS_H
#define CTL_MEMBERS_H

#include <jansson.h>

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

#define MEMBERS_MAX 32 /* that may be asked for */

struct members {
	struct arena *arena;
	json_t *object;
	const char *taken[MEMBERS_MAX];
	size_t n_taken;
	bool failed;
	char why[200];
};

/* False when it is no JSON object; m->why tells. */
bool members_parse(
    struct members *m, struct arena *a, struct str line) MUST_USE;
void members_release(struct members *m);

/* Says what is wrong with the line. */
void members_fault(struct members *m, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Each gives what stands for an absent member, too. */
struct str members_str(struct members *m, const char *name); /* STR_NULL */
bool members_int(struct members *m, const char *name, int64_t min, int64_t max,
    int64_t *out);                                                 /* false */
bool members_true(struct members *m, const char *name);            /* false */
const json_t *members_bool(struct members *m, const char *name);   /* NULL */
const json_t *members_array(struct members *m, const char *name);  /* NULL */
const json_t *members_object(struct members *m, const char *name); /* NULL */

/* A copy of a string's text. */
struct str members_text(struct members *m, const json_t *string);

/* Whether nothing is wrong, and nothing was left. */
bool members_end(struct members *m) MUST_USE;

#endif
