/*
 * block_http.h - who is blocked: the page of them, beginning and ending
 */
#ifndef MODERATION_BLOCK_HTTP_H
#define MODERATION_BLOCK_HTTP_H

#include "base/base.h"
#include "base/buf.h"
#include "http/input.h"
#include "http/req.h"
#include "moderation/list.h"
#include "moderation/session.h"

extern const struct field block_http_fields[];
extern const struct field block_http_list_fields[];
extern const struct field block_http_end_fields[];

/*
 * The form that blocks who wrote a comment, or where it came from, as far as
 * either is known; with its heading.
 */
void block_http_put_form(
    struct buf *b, const struct session *s, const struct list_item *c);

/* GET /moderation/blocks */
enum err block_http_list(struct req *r);

/* POST /moderation/comment/{id}/block */
enum err block_http_begin(struct req *r);

/* POST /moderation/unblock */
enum err block_http_end(struct req *r);

#endif
