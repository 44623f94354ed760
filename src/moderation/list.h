/*
 * list.h - the comments that moderators look at
 *
 * What is held, what was taken for spam, or all there is but what was deleted,
 * newest first; of one author, on one article, or with a word in it, if that is
 * wanted.  One call looks at LIST_LOOK comments, and searches about LIST_BYTES
 * of them, and not more, so that none takes Redis 5 ms; `next` says where to go
 * on.
 *
 * Ownership   items and their strings point into the store's answer: they are
 *             there only during the callback.
 */
#ifndef MODERATION_LIST_H
#define MODERATION_LIST_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/redis.h"

#define LIST_MAX 50             /* items of one call */
#define LIST_LOOK 1000          /* comments that one call looks at */
#define LIST_BYTES (256 * 1024) /* of them that it searches for words */

enum list_which {
	LIST_HELD,
	LIST_SPAM,
	LIST_ALL,
	LIST_ONE, /* the comment `after`, if it was not deleted, and behind it
		     what else its author wrote, of the newest LIST_LOOK */
	LIST__MAX
};

struct list_item {
	int64_t id;
	int64_t created, edited; /* Unix seconds; 0: never edited */
	struct str name, url;    /* empty: none was given */
	struct str source, html;
	struct str state;  /* "published", "held", "spam" */
	struct str why;    /* its reason, or empty */
	struct str author; /* who that is to Redis, or empty */
	int64_t parent;    /* 0 of a root */
	bool owner;
	struct str hash; /* of its article, and its canonical name and title */
	struct str article, title;
	bool pinned;
	bool approved; /* its author, by a moderator */
	int64_t since; /* Unix seconds: the author was first published; or 0 */
	bool network;  /* where it came from is known yet, so can be blocked */
};

struct list {
	struct arena *arena;
	struct str site; /* its name */
	enum list_which which;
	int64_t after; /* id to go on below; 0 for the newest */
	unsigned n;
	struct str author, hash, words; /* empty: of any */

	int64_t held, spam; /* how many there are */
	int64_t next;       /* id to go on below; 0 at the end */

	/* LIST_ONE: of the newest LIST_LOOK, what its author wrote, by state */
	struct {
		int64_t published, held, spam;
	} by;
	struct list_item items[LIST_MAX];
	size_t n_items;

	/* list.c's, on the way. */
	void (*fn)(void *ctx, enum err e);
	void *ctx;
};

/* "held", "spam", "all" or "one". */
const char *list_word(enum list_which which);

enum err list_read(struct store *store, struct list *l,
    void (*fn)(void *ctx, enum err e), void *ctx) MUST_USE;

/* Of the site, `held` and `spam` alone: cheap, to ask again and again. */
enum err list_counts(struct store *store, struct list *l,
    void (*fn)(void *ctx, enum err e), void *ctx) MUST_USE;

#endif
