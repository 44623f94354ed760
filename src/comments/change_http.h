/*
 * change_http.h - edits, deletions and votes over HTTP
 */
#ifndef COMMENTS_CHANGE_HTTP_H
#define COMMENTS_CHANGE_HTTP_H

#include "base/base.h"
#include "http/input.h"

extern const struct field change_http_edit_fields[];
extern const struct field change_http_delete_fields[];
extern const struct field change_http_vote_fields[];

enum err change_http_edit(struct req *r);
enum err change_http_delete(struct req *r);
enum err change_http_vote(struct req *r);

#endif
