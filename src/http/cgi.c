#include "base/base.h"
#include "http/cgi.h"

#include <ev.h>
#include <unistd.h>

#include "http/req.h"
#include "http/route.h"

#define BODY_MAX (64 * 1024)

extern char **environ;

struct cgi {
	struct app *app;
	bool done;
	bool written;
};

static bool
write_all(struct str s)
{
	while (s.len > 0) {
		ssize_t n = write(STDOUT_FILENO, s.p, s.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = str_from(s, (size_t)n);
	}
	return true;
}

static void
done(struct req *r, struct str head, struct str body)
{
	struct cgi *c = r->transport;

	c->written = write_all(head) && write_all(body);
	c->done = true;
	ev_break(c->app->loop, EVBREAK_ALL);
}

/* CONTENT_LENGTH bytes of standard input. */
static enum err
read_body(struct req *r)
{
	uint64_t want = 0;
	size_t got = 0;

	if (r->param[PARAM_CONTENT_LENGTH].len == 0)
		return ERR_NONE;
	if (!str_to_u64(r->param[PARAM_CONTENT_LENGTH], 0, UINT64_MAX, &want))
		return ERR_BAD_REQUEST;
	if (want > BODY_MAX)
		return ERR_TOO_LARGE;
	char *p = arena_alloc(&r->arena, want + 1);
	if (p == NULL)
		return ERR_BUSY;
	while (got < want) {
		ssize_t n = read(STDIN_FILENO, p + got, want - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return ERR_BAD_REQUEST;
		got += (size_t)n;
	}
	r->body = (struct str){ p, got };
	return ERR_NONE;
}

bool
cgi_run(struct app *app)
{
	struct cgi c = { .app = app };
	struct req *r = malloc(sizeof(*r));

	if (r == NULL)
		abort();
	req_init(r, app, done, &c);
	for (char **e = environ; *e != NULL; e++)
		req_set_param(r, str_of(*e));
	enum err e = read_body(r);
	if (e != ERR_NONE) {
		route_refuse(r, e,
		    e == ERR_TOO_LARGE ? "the body is too large"
				       : "the body does not match its length");
	} else {
		route_dispatch(r);
	}
	while (!c.done)
		ev_run(app->loop, EVRUN_ONCE);
	req_release(r);
	free(r);
	return c.written;
}
