/*
 * hello.c - the reference: the same loop and the same answer, and no Redis
 *
 * What a program of this kind costs before it does anything.  Options are
 * ignored, so that it can stand in for visits.fcgi in conf/run.
 */
#include "base/base.h"

#include <ev.h>

#include "http/metrics.h"
#include "http/reply.h"
#include "http/route.h"
#include "http/serve.h"

/* As long as the answer of a visit. */
static enum err
hello(struct req *r)
{
	struct jsonw *j = reply_json(r);

	jsonw_object(j, NULL);
	jsonw_str(j, "hello",
	    STR("who reads this measures how fast the loop answers, with a "
		"body as long as that of a visit: one hundred and forty "
		"bytes in all."));
	jsonw_object_end(j);
	return reply_end(r);
}

static void
reload(struct app *app)
{
	(void)app;
}

static const struct field fields[] = {
	{ .name = "article", .type = FIELD_LINE, .max = 2048 },
	{ .name = NULL },
};

static const struct route routes[] = {
	{ .path = "/api/visits",
	    .methods = METHOD_POST,
	    .handler = hello,
	    .fields = fields,
	    .body_max = 4096,
	    .types = INPUT_JSON | INPUT_TEXT,
	    .bare = true },
	{ .path = "/healthz",
	    .methods = METHOD_GET,
	    .handler = hello,
	    .bare = true },
	{ .path = "/readyz",
	    .methods = METHOD_GET,
	    .handler = hello,
	    .bare = true },
	{ .path = NULL },
};

int
main(void)
{
	static const struct config cfg = { .server.prefix = { "/api", 4 } };
	struct app app = { .name = "hello",
		.routes = routes,
		.cfg = &cfg,
		.metrics = metrics_new(routes),
		.loop = ev_default_loop(EVFLAG_AUTO),
		.reload = reload };

	return serve_run(&app, NULL) ? 0 : 1;
}
