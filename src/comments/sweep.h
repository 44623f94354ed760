/*
 * sweep.h - held comments and spam are not kept for ever
 *
 * What nobody looked at for as long as comments.keep_spam says is deleted, as by
 * a moderator: oldest first, in short steps, so that nobody waits for it.  Those
 * whom a moderator held or took for spam are counted from then.
 *
 * comments.fcgi takes a step now and then, so no timer of the system is needed;
 * several processes may.
 */
#ifndef COMMENTS_SWEEP_H
#define COMMENTS_SWEEP_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "comments/comments.h"
#include "store/command.h"

#define SWEEP_CURSOR_MAX 32
#define SWEEP_PIECE 20 /* comments that one step deletes */

/* A walk through a list of a site. */
struct sweep_walk {
	char from[SWEEP_CURSOR_MAX]; /* where to go on; empty at both ends */
	int64_t n;                   /* deleted so far */
};

/* "held", "spam", then NULL. */
extern const char *const sweep_lists[];

/* One step; keep_s is more than 0. */
struct command *sweep_command(struct arena *a, struct str site,
    const char *list, const struct sweep_walk *w, int64_t keep_s) MUST_USE;

/* Takes what it answered; false when that is nothing it answers. */
bool sweep_take(struct sweep_walk *w, const struct answer *a) MUST_USE;

/* All sites of a program, by turns. */
struct sweep;

struct sweep *sweep_new(struct comments *c);
void sweep_free(struct sweep *s);

/* From the beginning, after the settings were read again. */
void sweep_reset(struct sweep *s);

/*
 * Begins the next step, unless one is on its way.  Returns how many seconds
 * from now the one after that is due.
 */
double sweep_step(struct sweep *s);

#endif
