/*
 * site_http.h - the numbers of a site and of an article, and what is decided
 * about an article
 */
#ifndef MODERATION_SITE_HTTP_H
#define MODERATION_SITE_HTTP_H

#include "base/base.h"
#include "http/input.h"
#include "http/req.h"

extern const struct field site_http_article_fields[];
extern const struct field site_http_set_fields[];

/* GET /moderation/visits */
enum err site_http_visits(struct req *r);

/* GET /moderation/article */
enum err site_http_article(struct req *r);

/* POST /moderation/article */
enum err site_http_set(struct req *r);

#endif
