/*
 * article_http.h - where an article meets HTTP
 *
 * What every program that works on articles says alike: the fields that name
 * the site and the article, and the words for a name that is none.
 */
#ifndef ARTICLE_ARTICLE_HTTP_H
#define ARTICLE_ARTICLE_HTTP_H

#include "base/base.h"
#include "article/article.h"
#include "http/input.h"

/* Rows of a list of fields. */
#define ARTICLE_HTTP_SITE                                                      \
	{                                                                      \
		.name = "site", .type = FIELD_SITE,                            \
		.help = "Needed only when neither Origin nor Referer tells "   \
			"and several sites are configured.",                   \
	}

#define ARTICLE_HTTP_FIELD(extra, words)                                       \
	{                                                                      \
		.name = "article", .type = FIELD_LINE, .min = 1, .max = 2048,  \
		.flags = (extra), .help = words,                               \
	}

/*
 * The article that `name` means on the request's site; else the request fails
 * for its field "article", or with ERR_BUSY without memory.
 */
enum err article_http_fold(
    struct req *r, struct str name, struct article *out) MUST_USE;

#endif
