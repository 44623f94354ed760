/*
 * hello.c - the reference: the same loop and the same answer, and no Redis
 *
 * What a program of this kind costs before it does anything.  Options are
 * ignored, so that it can stand in for visits.fcgi and comments.fcgi in
 * conf/run.  The page of comments is the file that HELLO_PAGE names.
 */
#include "base/base.h"

#include <ev.h>

#include "http/metrics.h"
#include "http/reply.h"
#include "http/route.h"
#include "http/serve.h"

static struct str page = { "", 0 };

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

/* A page of comments that is kept already. */
static enum err
hello_page(struct req *r)
{
	enum err e = reply_stored(r, STR("application/json; charset=utf-8"),
	    page, STR("\"0123456789abcdef\""));

	reply_header(r, STR("Link"),
	    STR("</api/comments?article=/articles/read.html&site=demo&"
		"sort=newest&limit=20&after=3743127532601345.4000039>; "
		"rel=\"next\""));
	return e;
}

static void
read_page(void)
{
	static char bytes[1 << 20];
	const char *path = getenv("HELLO_PAGE");
	FILE *f = path != NULL ? fopen(path, "re") : NULL;

	if (f == NULL)
		return;
	page = (struct str){ bytes, fread(bytes, 1, sizeof(bytes), f) };
	(void)fclose(f);
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
	    .body_max = 8192,
	    .types = INPUT_FORM | INPUT_JSON | INPUT_TEXT,
	    .bare = true },
	{ .path = "/api/comments",
	    .methods = METHOD_GET,
	    .handler = hello_page,
	    .fields = fields,
	    .revalidate = true,
	    .exposes = true,
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

	read_page();
	return serve_run(&app, NULL) ? 0 : 1;
}
