/*
 * pages.h - encoded answers that need not be made again
 *
 * Most readers of an article ask for the same page of its comments, and it
 * changes seldom.  A page is kept as it was sent, with the version that its
 * thread had then; whoever asks brings the version that the thread has now, and
 * gets the page only if that is the same.  So no page is ever stale, whichever
 * process changed the thread, and nothing has to be told to forget.
 *
 * Ownership   a page belongs to this module: it lives until the next
 *             pages_put() or pages_clear(), which is long enough to send it.
 * Limits      the least recently used go when all together have more than the
 *             given number of bytes.
 */
#ifndef COMMENTS_PAGES_H
#define COMMENTS_PAGES_H

#include "base/base.h"
#include "base/str.h"

#define PAGES_TAG_LEN 18 /* an entity tag with its quotes */

struct pages;

struct page {
	struct str body;
	struct str tag;  /* entity tag (RFC 9110 8.8.3): the hash of the body */
	struct str next; /* cursor of what follows the page, or empty */
	int64_t modified; /* Unix seconds, for Last-Modified; 0 if not said */
};

/* Keeps up to `bytes`; aborts when there is no memory for itself. */
struct pages *pages_new(size_t bytes);
void pages_free(struct pages *p);

/* Forgets all. */
void pages_clear(struct pages *p);

/* What is kept under this name, if it is of this version; else NULL. */
const struct page *pages_get(
    struct pages *p, struct str name, struct str version);

/*
 * Keeps a copy, in the place of an older version; its tag is made here.  NULL
 * without memory.
 */
const struct page *pages_put(struct pages *p, struct str name,
    struct str version, const struct page *page);

/* Hits and misses so far, pages and bytes now: for /metrics. */
struct pages_stats {
	uint64_t hits, misses;
	size_t n, bytes;
};
const struct pages_stats *pages_stats(const struct pages *p);

#endif
