/*
 * queue_http.h - the page of what waits, and how much there is of it
 */
#ifndef MODERATION_QUEUE_HTTP_H
#define MODERATION_QUEUE_HTTP_H

#include "article/article_http.h"
#include "base/base.h"
#include "comments/comment.h"
#include "http/input.h"
#include "http/req.h"
#include "moderation/view.h"

extern const struct field queue_http_fields[];

/* GET /moderation/ */
enum err queue_http_show(struct req *r);

/* GET /moderation/counts, for the page's script */
enum err queue_http_counts(struct req *r);

/*
 * The rows of a list of fields that make a view, one after the other, and the
 * view that they make from `first` on.
 */
#define QUEUE_HTTP_VIEW                                                        \
	{ .name = "list",                                                      \
		.type = FIELD_WORD,                                            \
		.words = "held spam all",                                      \
		.fallback = "held",                                            \
		.help = "Comments of that state." },                           \
	    { .name = "words",                                                 \
		    .type = FIELD_LINE,                                        \
		    .max = VIEW_WORDS_MAX,                                     \
		    .help =                                                    \
			"Those that have this in text, name or home page." },  \
	    { .name = "author",                                                \
		    .type = FIELD_LINE,                                        \
		    .max = 16,                                                 \
		    .help = "Those of one author." },                          \
	    ARTICLE_HTTP_FIELD(0, "Those on one article."),                    \
	{                                                                      \
		.name = "after", .type = FIELD_INT, .min = 1,                  \
		.max = COMMENT_ID_MAX, .help = "Those before this one."        \
	}
#define QUEUE_HTTP_VIEW_FIELDS 5

struct view queue_http_view(const struct req *r, size_t first);

/* The whole answer is: go back to that view, which may have done something. */
enum err queue_http_back(struct req *r, const struct view *v,
    const char *action, const struct states *done);

#endif
