/*
 * page_form_http.h - the form over HTTP, and the pages that it leads to
 *
 * Who posts a form from a page without scripts gets to the comment
 * (post_http.h), to a page that says that the comment waits, or to one that
 * says what is wrong: with the form again and all that was typed, whatever
 * bytes that were.
 */
#ifndef COMMENTS_PAGE_FORM_HTTP_H
#define COMMENTS_PAGE_FORM_HTTP_H

#include "base/base.h"
#include "article/article.h"
#include "base/err.h"
#include "comments/page_form.h"
#include "http/input.h"

struct comments;

extern const struct field page_form_http_held_fields[];

enum err page_form_http_held(struct req *r);
enum err page_form_http_css(struct req *r);

/* The problem() of a row (route.h) that people look at. */
void page_form_http_problem(struct req *r, enum err e);

/* ... and of POST /comments; a problem in JSON for who posts no form. */
void page_form_http_post_problem(struct req *r, enum err e);

/*
 * Appends a form with a fresh stamp for an article; cfg, article and stamp of
 * it are filled in.  False when the site's key is not there (comments.h).
 */
bool page_form_http_put(struct buf *b, struct comments *c,
    const struct page_form *form, const struct article *article) MUST_USE;

#endif
