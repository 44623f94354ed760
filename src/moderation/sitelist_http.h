/*
 * sitelist_http.h - the page on which a site's list is edited
 */
#ifndef MODERATION_SITELIST_HTTP_H
#define MODERATION_SITELIST_HTTP_H

#include "http/input.h"
#include "http/req.h"

/* GET /moderation/lists */
extern const struct field sitelist_http_fields[];
enum err sitelist_http_show(struct req *r);

/* POST /moderation/lists */
extern const struct field sitelist_http_save_fields[];
enum err sitelist_http_save(struct req *r);
void sitelist_http_save_problem(struct req *r, enum err e);

#endif
