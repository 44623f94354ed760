/*
 * comment_http.h - the page of one comment, and what is written there
 */
#ifndef MODERATION_COMMENT_HTTP_H
#define MODERATION_COMMENT_HTTP_H

#include "base/base.h"
#include "http/input.h"
#include "http/req.h"

extern const struct field comment_http_fields[];
extern const struct field comment_http_edit_fields[];
extern const struct field comment_http_reply_fields[];
extern const struct field comment_http_pin_fields[];

/* GET /moderation/comment/{id} */
enum err comment_http_show(struct req *r);

/* POST /moderation/comment/{id}/edit, and what was typed again */
enum err comment_http_edit(struct req *r);
void comment_http_edit_problem(struct req *r, enum err e);

/* POST /moderation/comment/{id}/reply, and what was typed again */
enum err comment_http_reply(struct req *r);
void comment_http_reply_problem(struct req *r, enum err e);

/* POST /moderation/comment/{id}/pin */
enum err comment_http_pin(struct req *r);

#endif
