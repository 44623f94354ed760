/*
 * session_http.h - whose request it is
 */
#ifndef MODERATION_SESSION_HTTP_H
#define MODERATION_SESSION_HTTP_H

#include "base/base.h"
#include "http/req.h"
#include "moderation/session.h"

/* app.h's admit() and is_own_form(). */
enum err session_http_admit(struct req *r);
bool session_http_is_own_form(const struct req *r, struct str token);

/* The session of a row that is for those who are signed in. */
const struct session *session_http_of(const struct req *r);

#endif
