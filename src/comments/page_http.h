/*
 * page_http.h - comments for readers without scripts, over HTTP
 *
 * The fragment is a piece of HTML, thread and form, that the web server puts
 * into the article's page (server side includes), or with page=1 a page of its
 * own.
 */
#ifndef COMMENTS_PAGE_HTTP_H
#define COMMENTS_PAGE_HTTP_H

#include "base/base.h"
#include "base/err.h"
#include "http/input.h"

/* In the order of page_http_fragment_fields. */
enum {
	PAGE_HTTP_ARTICLE,
	PAGE_HTTP_SORT,
	PAGE_HTTP_LIMIT,
	PAGE_HTTP_AFTER,
	PAGE_HTTP_ROOT,
	PAGE_HTTP_AT,
	PAGE_HTTP_REPLY,
	PAGE_HTTP_PAGE,
	PAGE_HTTP_SITE
};

extern const struct field page_http_fragment_fields[];

enum err page_http_fragment(struct req *r);

/* Its row's problem(): a page where one was asked for. */
void page_http_problem(struct req *r, enum err e);

#endif
