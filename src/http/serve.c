/*
 * serve.c - an event loop over libfcgi
 *
 * A connection is idle, waiting for the rest of a request, busy with one, or
 * writing what the socket did not take at once.  libfcgi is given a request
 * only when all of it has arrived (record.h), so none of its reads can wait;
 * answers are framed and written here, so that a peer that does not read holds
 * up only itself.
 *
 * What is relied on in FCGX_Request: with ipcFd set, FCGX_Accept_r() reads from
 * it and does not accept; with listen_sock -1 it cannot; FCGX_Free(req, 0)
 * leaves the connection open.  tests/e2e/20-fastcgi.t fails when that changes.
 */
#include "base/base.h"
#include "http/serve.h"

#include <ev.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "http/metrics.h"
#include "http/record.h"
#include "http/req.h"
#include "http/route.h"

#define ACCEPT_BURST 64    /* then others get their turn */
#define ACCEPT_PAUSE_S 0.1 /* when descriptors have run out */
#define PEEK_FIRST_S 0.001 /* how soon to look again; doubles */
#define PEEK_LAST_S 0.05
#define PATIENCE_S 10. /* for a whole request, or for a reader */
#define DRAIN_S 5.     /* from SIGTERM to the end at the latest */
#define REQS_KEPT 64   /* request structures kept for reuse */
#define CHUNK 65528    /* content of our records: a multiple of 8 */

struct conn {
	ev_io io;
	ev_timer timer;
	struct server *server;
	struct conn *prev, *next;
	FCGX_Request fcgx;
	struct req *req;         /* while busy */
	struct record_walk walk; /* of the request in hand */
	bool discarding;         /* a request too large: reading it away */
	bool abandoned;          /* the peer left while busy */
	bool deferred;           /* waits for a reload */
	double look_again_s;
	double give_up; /* ev_now() at which patience ends */
	char *rest;     /* what is still to be written */
	size_t rest_len, rest_at;
};

struct server {
	struct app *app;
	struct ev_loop *loop;
	int fd;
	ev_io accept;
	ev_timer pause, deadline, reload_now;
	ev_signal term, interrupt, hangup;
	struct conn *conns;
	struct req *pool[REQS_KEPT];
	size_t n_pool;
	size_t busy;
	bool draining;
	bool reload;
	unsigned char peek[SERVE_REQUEST_MAX];
};

static void on_readable(struct ev_loop *, ev_io *, int);

static struct req *
req_get(struct server *s)
{
	if (s->n_pool > 0)
		return s->pool[--s->n_pool];
	return malloc(sizeof(struct req));
}

static void
req_put(struct server *s, struct req *r)
{
	req_release(r);
	if (s->n_pool < REQS_KEPT)
		s->pool[s->n_pool++] = r;
	else
		free(r);
}

static void
conn_close(struct conn *c)
{
	struct server *s = c->server;

	ev_io_stop(s->loop, &c->io);
	ev_timer_stop(s->loop, &c->timer);
	if (c->prev != NULL)
		c->prev->next = c->next;
	else
		s->conns = c->next;
	if (c->next != NULL)
		c->next->prev = c->prev;
	if (c->fcgx.ipcFd >= 0)
		(void)close(c->fcgx.ipcFd);
	metrics_connections(s->app->metrics, -1);
	free(c->rest);
	free(c);
	if (s->draining && s->conns == NULL)
		ev_break(s->loop, EVBREAK_ALL);
}

static void
watch(struct conn *c, int events)
{
	struct ev_loop *loop = c->server->loop;

	if (ev_is_active(&c->io) && c->io.events == events)
		return;
	ev_io_stop(loop, &c->io);
	ev_io_set(&c->io, c->fcgx.ipcFd, events);
	ev_io_start(loop, &c->io);
}

static void
set_timer(struct conn *c, double after)
{
	c->timer.repeat = after;
	ev_timer_again(c->server->loop, &c->timer);
}

/* --- answers --- */

struct frame {
	struct iovec iov[64];
	int n;
	size_t len;
};

static void
frame_add(struct frame *f, const void *p, size_t len)
{
	assert(f->n < (int)ARRAY_LEN(f->iov));
	f->iov[f->n++] = (struct iovec){ (void *)(uintptr_t)p, len };
	f->len += len;
}

/* The answer is out: wait for the next request, or part. */
static void
answered(struct conn *c)
{
	if (c->abandoned || c->discarding || c->server->draining ||
	    !c->fcgx.keepConnection)
		conn_close(c);
	else
		watch(c, EV_READ);
}

/* Keeps what the socket did not take. */
static void
keep_rest(struct conn *c, const struct frame *f, size_t written)
{
	c->rest = malloc(f->len - written);
	if (c->rest == NULL) {
		conn_close(c);
		return;
	}
	c->rest_len = 0;
	c->rest_at = 0;
	for (int i = 0; i < f->n; i++) {
		size_t skip =
		    written < f->iov[i].iov_len ? written : f->iov[i].iov_len;

		memcpy(c->rest + c->rest_len,
		    (const char *)f->iov[i].iov_base + skip,
		    f->iov[i].iov_len - skip);
		c->rest_len += f->iov[i].iov_len - skip;
		written -= skip;
	}
	watch(c, EV_WRITE);
	c->give_up = ev_now(c->server->loop) + PATIENCE_S;
	set_timer(c, PATIENCE_S);
}

static void
write_frame(struct conn *c, const struct frame *f)
{
	struct msghdr m = { .msg_iov = (struct iovec *)(uintptr_t)f->iov,
		.msg_iovlen = (size_t)f->n };
	ssize_t n = sendmsg(c->fcgx.ipcFd, &m, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n < 0 && errno != EAGAIN && errno != EINTR)
		conn_close(c);
	else if (n < 0 || (size_t)n < f->len)
		keep_rest(c, f, n < 0 ? 0 : (size_t)n);
	else
		answered(c);
}

static void
on_writable(struct conn *c)
{
	ssize_t n = send(c->fcgx.ipcFd, c->rest + c->rest_at,
	    c->rest_len - c->rest_at, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n < 0) {
		if (errno != EAGAIN && errno != EINTR)
			conn_close(c);
		return;
	}
	c->rest_at += (size_t)n;
	set_timer(c, PATIENCE_S);
	if (c->rest_at < c->rest_len)
		return;
	ev_timer_stop(c->server->loop, &c->timer);
	free(c->rest);
	c->rest = NULL;
	answered(c);
}

/* Frames head and body as STDOUT records, and the end of the request. */
static void
send_answer(struct conn *c, struct str head, struct str body)
{
	unsigned char heads[24][RECORD_HEAD];
	static const unsigned char end_body[RECORD_HEAD] = { 0 };
	struct str part[2] = { head, body };
	size_t left = head.len + body.len, p = 0, n = 0;
	struct frame f = { .n = 0 };

	while (left > 0) {
		size_t room = left < CHUNK ? left : CHUNK;

		assert(n < ARRAY_LEN(heads) - 2);
		record_head(heads[n], RECORD_STDOUT, c->walk.id, room);
		frame_add(&f, heads[n++], RECORD_HEAD);
		left -= room;
		while (room > 0) {
			size_t step = part[p].len < room ? part[p].len : room;

			frame_add(&f, part[p].p, step);
			part[p] = str_from(part[p], step);
			room -= step;
			p += part[p].len == 0 && p == 0;
		}
	}
	record_head(heads[n], RECORD_STDOUT, c->walk.id, 0);
	frame_add(&f, heads[n++], RECORD_HEAD);
	record_head(heads[n], RECORD_END_REQUEST, c->walk.id, sizeof(end_body));
	frame_add(&f, heads[n], RECORD_HEAD);
	frame_add(&f, end_body, sizeof(end_body));
	write_frame(c, &f);
}

/* The request's parameters and its busy mark go; the structure stays. */
static void
end_request(struct conn *c)
{
	struct server *s = c->server;

	FCGX_Free(&c->fcgx, 0);
	c->req = NULL;
	s->busy--;
	if (s->reload && s->busy == 0)
		ev_timer_start(s->loop, &s->reload_now);
}

static void
done(struct req *r, struct str head, struct str body)
{
	struct conn *c = r->transport;
	struct server *s = c->server;

	end_request(c);
	send_answer(c, head, body); /* may dispose of c */
	req_put(s, r);
}

/* --- requests --- */

/* Takes parameters and body out of libfcgi; the views last until FCGX_Free().
 */
static bool
read_request(struct conn *c, struct req *r)
{
	for (char **e = c->fcgx.envp; *e != NULL; e++)
		req_set_param(r, str_of(*e));

	size_t len = c->walk.body_len;
	char *p = arena_alloc(&r->arena, len + 1);
	if (p == NULL)
		return false;
	/* One byte more than there is: STDIN has to be read to its end. */
	if (FCGX_GetStr(p, (int)len + 1, c->fcgx.in) != (int)len ||
	    FCGX_GetError(c->fcgx.in) != 0)
		return false;
	r->body = (struct str){ p, len };
	return true;
}

static bool
length_differs(const struct req *r)
{
	uint64_t said;

	return str_to_u64(
		   r->param[PARAM_CONTENT_LENGTH], 0, UINT64_MAX, &said) &&
	       said != r->body.len;
}

static void
start_request(struct conn *c)
{
	struct server *s = c->server;
	struct req *r = req_get(s);

	if (r == NULL) {
		conn_close(c);
		return;
	}
	req_init(r, s->app, done, c);
	c->req = r;
	s->busy++;
	c->fcgx.keepConnection = 1;
	c->fcgx.detached = 1;
	c->fcgx.listen_sock = -1;
	if (FCGX_Accept_r(&c->fcgx) != 0 || !read_request(c, r)) {
		end_request(c);
		req_put(s, r);
		conn_close(c);
		return;
	}
	if (length_differs(r))
		route_refuse(
		    r, ERR_BAD_REQUEST, "the body does not match its length");
	else
		route_dispatch(r);
}

/* A request beyond SERVE_REQUEST_MAX: read it away, then refuse it. */
static void
discard(struct conn *c)
{
	struct server *s = c->server;
	size_t used;
	ssize_t n = recv(c->fcgx.ipcFd, s->peek, sizeof(s->peek), MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		conn_close(c);
		return;
	}
	switch (record_walk(&c->walk, s->peek, (size_t)n, &used)) {
	case RECORD_MORE:
		return;
	case RECORD_BROKEN:
		conn_close(c);
		return;
	case RECORD_WHOLE:
		break;
	}
	struct req *r = req_get(s);
	if (r == NULL) {
		conn_close(c);
		return;
	}
	ev_timer_stop(s->loop, &c->timer);
	req_init(r, s->app, done, c);
	c->req = r;
	s->busy++;
	route_refuse(r, ERR_TOO_LARGE, "the request is too large");
}

/* Not all is there yet: look again soon, a little later each time. */
static void
wait_for_more(struct conn *c)
{
	struct server *s = c->server;

	ev_io_stop(s->loop, &c->io);
	if (c->look_again_s == 0) {
		c->look_again_s = PEEK_FIRST_S;
		c->give_up = ev_now(s->loop) + PATIENCE_S;
	} else if (c->look_again_s < PEEK_LAST_S) {
		c->look_again_s *= 2;
	}
	if (ev_now(s->loop) >= c->give_up) {
		conn_close(c);
		return;
	}
	set_timer(c, c->look_again_s);
}

static void
look(struct conn *c)
{
	struct server *s = c->server;
	size_t used;
	ssize_t n = recv(
	    c->fcgx.ipcFd, s->peek, sizeof(s->peek), MSG_PEEK | MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
		if (s->draining)
			conn_close(c);
		return;
	}
	if (n <= 0) {
		conn_close(c);
		return;
	}
	record_walk_init(&c->walk);
	switch (record_walk(&c->walk, s->peek, (size_t)n, &used)) {
	case RECORD_BROKEN:
		log_why(LOG_WARN, "fastcgi-broken", "not a request we serve");
		conn_close(c);
		return;
	case RECORD_MORE:
		if ((size_t)n < sizeof(s->peek)) {
			wait_for_more(c);
			return;
		}
		record_walk_init(&c->walk);
		c->discarding = true;
		watch(c, EV_READ);
		set_timer(c, PATIENCE_S);
		return;
	case RECORD_WHOLE:
		break;
	}
	if (used < (size_t)n) {
		log_why(LOG_WARN, "fastcgi-broken", "a second request at once");
		conn_close(c);
		return;
	}
	if (c->look_again_s > 0) {
		c->look_again_s = 0;
		ev_timer_stop(s->loop, &c->timer);
		watch(c, EV_READ);
	}
	start_request(c);
}

static void
on_readable(struct ev_loop *loop, ev_io *w, int events)
{
	struct conn *c = w->data;

	if (events & EV_WRITE) {
		on_writable(c);
	} else if (c->discarding) {
		discard(c);
	} else if (c->req != NULL) {
		/* The peer left, or talks out of turn: part after the answer.
		 */
		c->abandoned = true;
		ev_io_stop(loop, w);
	} else if (c->server->reload) {
		c->deferred = true;
		ev_io_stop(loop, w);
	} else {
		look(c);
	}
}

static void
on_timer(struct ev_loop *loop, ev_timer *w, int events)
{
	struct conn *c = w->data;

	(void)loop;
	(void)events;
	if (c->look_again_s > 0)
		look(c);
	else
		conn_close(c);
}

/* --- the server --- */

static void
conn_open(struct server *s, int fd)
{
	struct conn *c = calloc(1, sizeof(*c));

	if (c == NULL) {
		(void)close(fd);
		return;
	}
	c->server = s;
	if (FCGX_InitRequest(&c->fcgx, -1, 0) != 0)
		abort();
	c->fcgx.ipcFd = fd;
	ev_io_init(&c->io, on_readable, fd, EV_READ);
	ev_init(&c->timer, on_timer);
	c->io.data = c;
	c->timer.data = c;
	c->next = s->conns;
	if (s->conns != NULL)
		s->conns->prev = c;
	s->conns = c;
	metrics_connections(s->app->metrics, 1);
	ev_io_start(s->loop, &c->io);
	/* The request is often there already: no need to be told. */
	if (!s->reload)
		look(c);
}

static void
on_accept(struct ev_loop *loop, ev_io *w, int events)
{
	struct server *s = w->data;

	(void)events;
	for (int i = 0; i < ACCEPT_BURST; i++) {
		int fd =
		    accept4(s->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0) {
			conn_open(s, fd);
			continue;
		}
		if (errno == ECONNABORTED || errno == EINTR)
			continue;
		if (errno == EAGAIN)
			return;
		/* No descriptors or no memory: those waiting wait on. */
		log_why(LOG_WARN, "accept", "%s", strerror(errno));
		ev_io_stop(loop, w);
		ev_timer_again(loop, &s->pause);
		return;
	}
}

static void
on_pause_over(struct ev_loop *loop, ev_timer *w, int events)
{
	struct server *s = w->data;

	(void)events;
	ev_timer_stop(loop, w);
	if (!s->draining)
		ev_io_start(loop, &s->accept);
}

static void
on_deadline(struct ev_loop *loop, ev_timer *w, int events)
{
	(void)w;
	(void)events;
	log_why(LOG_WARN, "drain", "requests were still open");
	ev_break(loop, EVBREAK_ALL);
}

static void
on_terminate(struct ev_loop *loop, ev_signal *w, int events)
{
	struct server *s = w->data;

	(void)events;
	if (s->draining)
		return;
	s->draining = true;
	ev_io_stop(loop, &s->accept);
	ev_timer_start(loop, &s->deadline);
	for (struct conn *c = s->conns, *next; c != NULL; c = next) {
		next = c->next;
		if (c->req == NULL && c->rest == NULL && !c->discarding)
			look(c); /* what has arrived is still served */
	}
	if (s->conns == NULL)
		ev_break(loop, EVBREAK_ALL);
}

static void
on_hangup(struct ev_loop *loop, ev_signal *w, int events)
{
	struct server *s = w->data;

	(void)events;
	s->reload = true;
	if (s->busy == 0)
		ev_timer_start(loop, &s->reload_now);
}

/* Requests in hand point into the settings: new ones wait until they are out.
 */
static void
on_reload(struct ev_loop *loop, ev_timer *w, int events)
{
	struct server *s = w->data;

	(void)events;
	if (!s->reload || s->busy > 0)
		return;
	s->reload = false;
	s->app->reload(s->app);
	for (struct conn *c = s->conns; c != NULL; c = c->next) {
		if (c->deferred)
			ev_io_start(loop, &c->io);
		c->deferred = false;
	}
}

static int
listen_at(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	size_t len = strlen(path);
	int fd = -1;

	if (len >= sizeof(a.sun_path)) {
		log_why(LOG_ERROR, "listen", "%s: longer than %zu bytes", path,
		    sizeof(a.sun_path) - 1);
		return -1;
	}
	memcpy(a.sun_path, path, len + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		goto fail;
	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0) {
		errno = EADDRINUSE;
		goto fail;
	}
	if (errno == ECONNREFUSED)
		(void)unlink(path);
	mode_t old = umask(0117); /* never open wider, not even for a moment */
	int rc = bind(fd, (struct sockaddr *)&a, sizeof(a));
	(void)umask(old);
	if (rc == 0 && listen(fd, SERVE_BACKLOG) == 0)
		return fd;
fail:
	log_why(LOG_ERROR, "listen", "%s: %s", path, strerror(errno));
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

bool
serve_has_listener(void)
{
	int on = 0;
	socklen_t len = sizeof(on);

	return getsockopt(STDIN_FILENO, SOL_SOCKET, SO_ACCEPTCONN, &on, &len) ==
		   0 &&
	       on != 0;
}

static void
watch_signal(struct server *s, ev_signal *w,
    void (*fn)(struct ev_loop *, ev_signal *, int), int sig)
{
	ev_signal_init(w, fn, sig);
	w->data = s;
	ev_signal_start(s->loop, w);
}

static void
start(struct server *s)
{
	/* libfcgi takes SIGTERM and SIGPIPE for itself: ours come after it. */
	if (FCGX_Init() != 0)
		abort();
	(void)signal(SIGPIPE, SIG_IGN);
	watch_signal(s, &s->term, on_terminate, SIGTERM);
	watch_signal(s, &s->interrupt, on_terminate, SIGINT);
	watch_signal(s, &s->hangup, on_hangup, SIGHUP);
	ev_io_init(&s->accept, on_accept, s->fd, EV_READ);
	ev_init(&s->pause, on_pause_over);
	s->pause.repeat = ACCEPT_PAUSE_S;
	ev_timer_init(&s->deadline, on_deadline, DRAIN_S, 0.);
	ev_timer_init(&s->reload_now, on_reload, 0., 0.);
	s->accept.data = s->pause.data = s->reload_now.data = s;
	ev_io_start(s->loop, &s->accept);
}

static void
stop(struct server *s)
{
	ev_signal_stop(s->loop, &s->term);
	ev_signal_stop(s->loop, &s->interrupt);
	ev_signal_stop(s->loop, &s->hangup);
	ev_io_stop(s->loop, &s->accept);
	ev_timer_stop(s->loop, &s->pause);
	ev_timer_stop(s->loop, &s->deadline);
	ev_timer_stop(s->loop, &s->reload_now);
	while (s->n_pool > 0)
		free(s->pool[--s->n_pool]);
}

bool
serve_run(struct app *app, const char *path)
{
	struct server *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	s->app = app;
	s->loop = app->loop;
	s->fd = path != NULL ? listen_at(path) : STDIN_FILENO;
	if (s->fd < 0) {
		free(s);
		return false;
	}
	(void)fcntl(s->fd, F_SETFL, O_NONBLOCK);
	start(s);
	log_event(LOG_INFO, "serving",
	    (struct log_field[]){
		{ "program", str_of(app->name) }, { NULL, STR_NULL } });
	ev_run(s->loop, 0);
	stop(s);
	if (path != NULL) {
		(void)close(s->fd);
		(void)unlink(path);
	}
	free(s);
	return true;
}
