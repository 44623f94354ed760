/*
 * look.h - all that is kept of one article, at one moment
 *
 * Ownership   a look and what it points to live in the arena of ask.h.
 */
#ifndef CTL_LOOK_H
#define CTL_LOOK_H

#include "base/base.h"
#include "base/str.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"

struct look_field {
	struct str name;
	struct str value;
};

struct look_fields {
	struct look_field *at;
	size_t n;
};

struct look {
	struct arena *arena;
	struct look_fields counts; /* of a:, see keys.h */
	struct look_fields name;   /* of n: */
	struct str *former;        /* <h> of its aliases */
	size_t n_former;
	struct str rank; /* among all; STR_NULL for none */
	bool failed;     /* there was no memory for it */
};

/* Asks for the article `h`; *out is filled when ask_wait() has returned. */
void look_ask(struct ask *q, struct str site, struct str h, struct look *out);

/*
 * Looks whether an article of c->site is known, and makes an alias the article
 * that it became.  Takes the memory of what was asked before.
 */
enum ctl_status look_find(struct ctl *c, struct article *article) MUST_USE;

/* The value of the field; STR_NULL if there is none. */
struct str look_value(const struct look_fields *fields, struct str name);

/* The name of the article that this one became; STR_NULL if it is no alias. */
struct str look_moved(const struct look *l);

/* A number of the field; 0 if there is none.  False for anything else. */
bool look_number(
    const struct look_fields *fields, struct str name, int64_t *out) MUST_USE;

/* Of visits, or readers when negative, of a day. */
bool look_day(
    const struct look_fields *fields, int64_t day, int64_t *out) MUST_USE;

/* Copies fields and values, by turns, out of an answer. */
bool look_take_fields(struct arena *arena, const struct answer *a,
    struct look_fields *out) MUST_USE;

#endif
