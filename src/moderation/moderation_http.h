/*
 * moderation_http.h - where the moderators' pages meet HTTP
 *
 * The program's one table of routes, and what its handlers share.  Every
 * address lies below CONSOLE_PATH; those who are not signed in get the page to
 * sign in on instead, whatever they asked for.
 *
 * A form is answered by 303 to the page it came from, which is put together
 * from fields of the form: no address is taken from anybody.  A script that
 * asks for application/json is told the outcome instead.
 */
#ifndef MODERATION_MODERATION_HTTP_H
#define MODERATION_MODERATION_HTTP_H

#include "base/base.h"
#include "http/app.h"
#include "http/req.h"
#include "http/route.h"

struct comments;
struct visits;

/* What app->domain is in this program. */
struct moderation_app {
	struct comments *comments;
	struct visits *visits;
};

extern const struct route moderation_http_routes[];

struct comments *moderation_http_comments(const struct req *r);
struct visits *moderation_http_visits(const struct req *r);

/* Whether a script of ours asked. */
bool moderation_http_is_script(const struct req *r);

/* Opens a page of that title which says what is wrong, as its status does. */
struct buf *moderation_http_open_problem(
    struct req *r, enum err e, struct str title);

/*
 * The same of a form that is shown again with what was typed, up to that.  NULL
 * when another page has said it all.
 */
struct buf *moderation_http_open_form_problem(struct req *r, enum err e);

/* As a row's problem(): the page to sign in on, or one that says what is wrong.
 */
void moderation_http_problem(struct req *r, enum err e);

#endif
