/*
 * act_http.h - what moderators do to comments: one, several at once, undone
 *
 * Deleting asks once more, for it is final.
 */
#ifndef MODERATION_ACT_HTTP_H
#define MODERATION_ACT_HTTP_H

#include "base/base.h"
#include "http/input.h"
#include "http/req.h"

extern const struct field act_http_fields[];
extern const struct field act_http_undo_fields[];

/* POST /moderation/act */
enum err act_http_act(struct req *r);

/* POST /moderation/undo */
enum err act_http_undo(struct req *r);

#endif
