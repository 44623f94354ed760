/*
 * post_http.h - writing a comment over HTTP: the stamp, the post, the preview
 *
 * A post comes as JSON from a script, or as a form from a page without scripts.
 * The form is answered by pages: 303 to the article or to a page that says that
 * the comment waits, and a page with all that was typed when something is
 * wrong.
 */
#ifndef COMMENTS_POST_HTTP_H
#define COMMENTS_POST_HTTP_H

#include "base/base.h"
#include "http/input.h"

/* In the order of post_http_fields. */
enum {
	POST_HTTP_ARTICLE,
	POST_HTTP_TITLE,
	POST_HTTP_TEXT,
	POST_HTTP_NAME,
	POST_HTTP_EMAIL,
	POST_HTTP_URL,
	POST_HTTP_PARENT,
	POST_HTTP_STAMP,
	POST_HTTP_SUBJECT,
	POST_HTTP_AUTHOR,
	POST_HTTP_PROOF,
	POST_HTTP_SITE
};

extern const struct field post_http_fields[];
extern const struct field post_http_stamp_fields[];
extern const struct field post_http_preview_fields[];

enum err post_http_post(struct req *r);
enum err post_http_stamp(struct req *r);
enum err post_http_preview(struct req *r);

#endif
