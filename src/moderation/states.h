/*
 * states.h - giving comments other states, many at once
 *
 * Each comment is one step of its own (comments/change.h), and all go out
 * together, in their order: what of them could not be done is told of each.
 *
 * Ownership   `states` is the caller's until its callback.
 * Errors      the store's, when any of them had one; what was done stays done.
 */
#ifndef MODERATION_STATES_H
#define MODERATION_STATES_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/redis.h"

#define STATES_MAX 100

enum states_outcome {
	STATES_DONE,
	STATES_SAME, /* it is that already, not as it was seen, or deleted */
	STATES_NONE, /* there is no such comment */
};

struct states_one {
	int64_t id;
	const char *to; /* a word of states_word() */
	const char *of; /* the one that it has to have yet, or "" */
	int64_t since;  /* Unix seconds: its text is older; 0 for any */

	/*
	 * What was known of its author, to be put back, or ""; then what was
	 * before: "known", "new" or "".
	 */
	const char *author;

	enum states_outcome outcome;
	const char *was;
	struct states *all; /* states.c's */
};

struct states {
	struct arena *arena;
	struct str site; /* its name */
	struct str who;  /* for the ledger */
	struct states_one all[STATES_MAX];
	size_t n;

	/* states.c's, on the way. */
	size_t waiting;
	enum err e;
	void (*fn)(void *ctx, enum err e);
	void *ctx;
};

/* The constant "published", "held", "spam" or "deleted"; NULL for others. */
const char *states_word(struct str state);

/* The constant "known", "new" or ""; NULL for others. */
const char *states_author(struct str author);

enum err states_set(struct store *store, struct states *s,
    void (*fn)(void *ctx, enum err e), void *ctx) MUST_USE;

#endif
