/*
 * ticket_http.h - the page that a signed link leads to
 *
 * GET shows what would be done, and a button: mail scanners and previews follow
 * links.  Only the form's POST does it.  Nobody has to be signed in.
 */
#ifndef MODERATION_TICKET_HTTP_H
#define MODERATION_TICKET_HTTP_H

#include "base/base.h"
#include "http/input.h"
#include "http/req.h"

extern const struct field ticket_http_fields[];

enum err ticket_http_show(struct req *r);
enum err ticket_http_use(struct req *r);

#endif
