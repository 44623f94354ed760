/*
 * comments_http.h - where comments meet HTTP
 *
 * The program's one table of routes, and what its handlers share.  The handlers
 * are in thread_http.h (reading), post_http.h (writing), change_http.h
 * (changing), page_http.h and page_form_http.h (pages without scripts),
 * feed_http.h.
 */
#ifndef COMMENTS_COMMENTS_HTTP_H
#define COMMENTS_COMMENTS_HTTP_H

#include "base/base.h"
#include "comments/comment.h"
#include "http/app.h"
#include "http/req.h"
#include "http/route.h"

struct comments;
struct page;

/* What app->domain is in this program. */
struct comments_app {
	struct comments *comments;
};

extern const struct route comments_http_routes[];

/* A row of a list of fields: the comment that the path names. */
#define COMMENTS_HTTP_ID                                                       \
	{                                                                      \
		.name = "id", .type = FIELD_INT, .flags = FIELD_REQUIRED,      \
		.min = 1, .max = COMMENT_ID_MAX, .help = "The comment.",       \
	}

struct comments *comments_http_of(const struct req *r);

/* Whether the request is a form, and wants pages for an answer. */
bool comments_http_is_form(const struct req *r);

/*
 * What the domain says of a failure becomes the request's: `why` NULL when it
 * says nothing; `wait_s` 0 for the usual.  Returns `e`.
 */
enum err comments_http_fail(struct req *r, enum err e, const char *field,
    const char *why, unsigned wait_s);

/* The whole answer is a page that thread.h read: one that is kept, or not. */
enum err comments_http_page(
    struct req *r, struct str type, const struct page *page);

#endif
