#include "base/base.h"
#include "moderation/session_http.h"

#include "comments/comments.h"
#include "http/app.h"
#include "http/route.h"
#include "moderation/moderation_http.h"
#include "store/redis.h"

static enum err
nobody(struct req *r)
{
	return req_fail(r, ERR_SESSION, NULL, "nobody is signed in");
}

static void
looked(void *ctx, enum err e, const struct answer *a)
{
	struct req *r = ctx;

	if (e == ERR_NONE && !session_found(&r->arena, r->session, a)) {
		r->session = NULL;
		e = nobody(r);
	}
	route_admitted(r, e);
}

enum err
session_http_admit(struct req *r)
{
	struct session *s = arena_alloc(&r->arena, sizeof(*s));

	if (s == NULL)
		return ERR_BUSY;
	if (!session_of_cookie(r->param[PARAM_COOKIE], s))
		return nobody(r);
	r->site = config_site_by_name(r->app->cfg, s->site);
	if (r->site == NULL)
		return nobody(r);
	r->session = s;
	enum err e = redis_send(comments_store(moderation_http_comments(r)),
	    session_look_command(&r->arena, s, !r->route->unasked), looked, r);
	return e == ERR_NONE ? req_park(r) : e;
}

bool
session_http_is_own_form(const struct req *r, struct str token)
{
	return session_token_is(session_http_of(r), token);
}

const struct session *
session_http_of(const struct req *r)
{
	assert(r->session != NULL);
	return r->session;
}
