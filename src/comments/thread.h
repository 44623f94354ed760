/*
 * thread.h - reading comments
 *
 * An article's thread is its roots, each with all replies below it in the order
 * they were written: whoever shows them indented finds a reply's parent always
 * before it.
 *
 * Reading a page asks Redis for the thread's version alone when the page is
 * kept (pages.h); else one script gathers it.  The time that takes does not
 * depend on how many comments an article has.
 *
 * Cursors     `<score>.<id>` of a root, the id of a reply: what follows it is
 *             meant, also when it has gone since.
 * Ownership   views point into the store's answer: they are there only during the
 *             render function and the callback.
 * Errors      those of the store; ERR_NOT_FOUND, ERR_INVALID for a cursor that is
 *             none.
 */
#ifndef COMMENTS_THREAD_H
#define COMMENTS_THREAD_H

#include "article/article.h"
#include "base/buf.h"
#include "comments/comment.h"
#include "comments/comments.h"
#include "comments/pages.h"

#define THREAD_ROOTS_MAX 100
#define THREAD_REPLIES 3 /* of each root that come with it */
/* Bytes of HTML after which a page ends: what it becomes fits an answer. */
#define THREAD_BYTES (128 * 1024)

/* The words stand in this order wherever one is chosen. */
enum thread_order {
	THREAD_NEWEST,
	THREAD_OLDEST,
	THREAD_BEST
};
#define THREAD_ORDERS "newest oldest best"

struct thread_root {
	struct comment comment;
	struct comment *replies; /* the first ones */
	size_t n_replies;
	int64_t total; /* of all replies */
	bool pinned;
};

/* A page, to be rendered. */
struct thread_view {
	const struct config *cfg;
	const struct site *site;
	struct str article; /* canonical name */
	struct str title;   /* or empty */
	enum thread_order order;
	int64_t count; /* published comments of the article */
	bool closed;
	struct thread_root *roots;
	size_t n;
	struct str next; /* cursor, or empty at the end */
};

struct thread_list {
	struct arena *arena;
	const struct site *site;
	struct article article; /* the one it moved to, in the end */
	enum thread_order order;
	unsigned limit;
	struct str after; /* cursor or empty */
	char kind;        /* tells pages of several render functions apart */
	void (*render)(const struct thread_view *v, struct buf *out);

	/* What became of it. */
	struct page page;        /* its tag is empty when it is not kept */
	struct thread_view view; /* whole only while it is rendered */

	/* thread.c's, on the way. */
	struct comments *comments;
	comments_fn fn;
	void *ctx;
	unsigned moves;
	struct str version, score, id;
	const char *field, *why;
};

/* Replies of a root, oldest first. */
struct thread_replies {
	struct arena *arena;
	const struct site *site;
	int64_t root;
	int64_t after; /* id of a reply, or 0 */
	unsigned limit;

	struct comment *all;
	size_t n;
	bool more;

	comments_fn fn;
	void *ctx;
};

/* One comment and its place. */
struct thread_one {
	struct arena *arena;
	const struct site *site;
	int64_t id;
	enum thread_order order;
	const struct article *of; /* NULL: of any; else only of this one */

	struct comment comment;
	struct str article, title;
	/* Cursor of the page that begins with its root; empty: the first. */
	struct str after;
	int64_t place;    /* among the replies, from 0; -1 of a root */
	int64_t before;   /* id of the reply before it, or 0 */
	bool comes_along; /* a root, or a reply that such a page has */

	comments_fn fn;
	void *ctx;
};

struct thread_item {
	struct comment comment;
	struct str article, title;
};

/* The newest of an article, or of the site when article.key is NULL. */
struct thread_recent {
	struct arena *arena;
	const struct site *site;
	struct article article;
	unsigned limit;
	char kind; /* as above */
	/* NULL: nothing is kept, items are there during the callback. */
	void (*render)(const struct thread_recent *r, struct buf *out);

	struct str title; /* of the article, or empty */
	struct thread_item *items;
	size_t n;
	int64_t updated;  /* when one of them was written or edited; or 0 */
	struct page page; /* as above; when the last change was, too */

	struct comments *comments;
	comments_fn fn;
	void *ctx;
	unsigned moves;
};

enum err thread_read_list(struct comments *c, struct thread_list *l,
    comments_fn fn, void *ctx) MUST_USE;
enum err thread_read_replies(struct comments *c, struct thread_replies *l,
    comments_fn fn, void *ctx) MUST_USE;
enum err thread_read_one(struct comments *c, struct thread_one *o,
    comments_fn fn, void *ctx) MUST_USE;
enum err thread_read_recent(struct comments *c, struct thread_recent *r,
    comments_fn fn, void *ctx) MUST_USE;

/* The word for an order. */
struct str thread_order_name(enum thread_order order);

#endif
