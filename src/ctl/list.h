/*
 * list.h - comments of a list in Redis, piece by piece
 *
 * Ownership   a piece and what it points to live in the arena of ask.h.
 */
#ifndef CTL_LIST_H
#define CTL_LIST_H

#include "base/base.h"
#include "base/str.h"
#include "ctl/ask.h"

struct list_row {
	int64_t id, parent, depth, at, up, down;
	int64_t replies;    /* right below it that readers see */
	struct str score;   /* where in the list it stands */
	struct str state;   /* empty: published */
	struct str reason;  /* or empty */
	struct str name;    /* or empty */
	struct str text;    /* its beginning, perhaps cut within a character */
	struct str article; /* canonical name, or empty */
	bool owner, pinned;
};

struct list_piece {
	struct arena *arena;
	struct list_row *rows;
	size_t n;
	struct str next; /* what to go on from; STR_NULL at the end */
	bool failed;     /* there was no memory for it */
};

enum list_order {
	LIST_OLDEST,
	LIST_NEWEST
};

/*
 * Asks for up to `limit` comments of the list `key` behind `next`, which is
 * empty at the beginning; those of other articles than `h` are left out, unless
 * that is empty. *out is filled when ask_wait() has returned.
 */
void list_ask(struct ask *q, struct str site, struct str key,
    enum list_order order, struct str next, unsigned limit, struct str h,
    struct list_piece *out);

#endif
