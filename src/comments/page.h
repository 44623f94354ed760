/*
 * page.h - comments as HTML, for readers without scripts and for search engines
 *
 * What is written here stands in one of two places: in the page of the article,
 * put there by a server side include, or in a page of the API itself, for sites
 * that can only link to it.  Nothing needs a script, no element has a style of
 * its own: classes begin with "afterword-", how they look is the site's
 * business.
 *
 * Links lead to the page that they stand in, with other parameters.  In the
 * article's page these stand beside its own and have longer names.
 *
 *   more comments   ?comments-sort=newest&comments-after=1760000000.12#comments
 *   more replies    ?comments-root=12#comments
 *   one comment     ?comments-at=12#comment-12
 *   a reply         ?reply-to=12#comment-form
 *
 * Escaping    all texts are escaped here; a comment's html is clean (markup.h).
 * Errors      those of the builder: looked for once, at its end.
 */
#ifndef COMMENTS_PAGE_H
#define COMMENTS_PAGE_H

#include "base/base.h"
#include "base/buf.h"
#include "comments/comment.h"
#include "comments/thread.h"

/* What the address of a page can ask for. */
enum page_param {
	PAGE_SORT,  /* a word of THREAD_ORDERS */
	PAGE_AFTER, /* cursor of roots; with PAGE_ROOT id of a reply */
	PAGE_ROOT,  /* all replies of this one */
	PAGE_AT,    /* wherever this one is */
	PAGE_REPLY, /* a form that replies to this one */
	PAGE__PARAMS
};

/* Its name in the article's page, or else in a page of the API. */
struct str page_param_name(enum page_param p, bool in_article);

/* Where something stands. */
struct page_place {
	const struct site *site;
	struct str article; /* canonical name */
	bool in_article;
	/* "?...", escaped: the page without those parameters. */
	struct str here;
	const char *and; /* what joins one more to it */
};

struct page_place page_place_of(struct arena *a, const struct site *site,
    struct str article, bool in_article);

/* How many replies one call can take. */
#define PAGE_REPLIES_MAX THREAD_ROOTS_MAX

/* A page of a thread, to be rendered for the article's page. */
void page_thread(const struct thread_view *v, struct buf *out);
/* ... and for one of the API. */
void page_thread_alone(const struct thread_view *v, struct buf *out);

/* A root with the replies that `l` has read; others may come before them. */
void page_replies(struct buf *b, const struct page_place *place,
    const struct comment *root, const struct thread_replies *l, bool closed);

/* A link that leads back to the first page of the thread. */
void page_back(struct buf *b, const struct page_place *place);

/* How a writer is called who gave no name. */
struct str page_name(const struct comment *c);

/* "24 November 2026, 06:39 UTC" with the moment for programs. */
void page_time(struct buf *b, int64_t at);

#endif
