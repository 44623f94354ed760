/*
 * conns.c - reading requests, writing answers
 *
 * A connection is idle, waiting for the rest of a request, busy with one, or
 * writing what the socket did not take at once.  libfcgi is given a request
 * only when all of it has arrived (record.h), so none of its reads can wait;
 * answers are framed and written here, so that a peer that does not read holds
 * up only itself.
 *
 * What is relied on in FCGX_Request: with ipcFd set, FCGX_Accept_r() reads from
 * it and does not accept; with listen_sock -1 it cannot; FCGX_Free(req, 0)
 * leaves the connection open.  tests/e2e/50-fastcgi.sh fails when that changes.
 */
#include "base/base.h"
#include "http/conns.h"

#include <ev.h>
#include <fcgiapp.h>
#include <malloc.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "http/frame.h"
#include "http/metrics.h"
#include "http/record.h"
#include "http/req.h"
#include "http/route.h"

#define PEEK_FIRST_S 0.001 /* how soon to look again; doubles */
#define PEEK_LAST_S 0.05
#define PATIENCE_S 10. /* for a whole request, or for a reader */
#define SHED 16        /* idle connections closed at a time */
#define REQS_KEPT 64   /* request structures kept for reuse */
#define CROWD 32       /* requests whose memory is worth giving back */
#define CROWD_S 2.     /* how often it is looked whether they are gone */

struct conn {
	ev_io io;
	ev_timer timer;
	struct conns *all;
	struct conn *prev, *next;
	FCGX_Request fcgx;
	struct req *req;         /* while busy */
	struct record_walk walk; /* of the request in hand */
	bool discarding;         /* a request too large: reading it away */
	bool abandoned;          /* the peer left while busy */
	bool deferred;           /* waits for a reload */
	bool served;             /* has had an answer */
	double look_again_s;
	double give_up; /* ev_now() at which patience ends */
	char *rest;     /* what is still to be written */
	size_t rest_len, rest_at;
};

struct conns {
	struct app *app;
	struct ev_loop *loop;
	struct conn *first;
	size_t count;
	size_t busy;
	ev_timer crowded;
	bool held;     /* new requests wait */
	bool draining; /* each connection parts after its answer */
	void (*idle)(void *ctx);
	void *ctx;
	struct req *pool[REQS_KEPT];
	size_t n_pool;
	unsigned char peek[CONNS_REQUEST_MAX];
};

static void on_readable(struct ev_loop *, ev_io *, int);

static struct req *
req_get(struct conns *s)
{
	if (s->n_pool > 0)
		return s->pool[--s->n_pool];
	return malloc(sizeof(struct req));
}

static void
req_put(struct conns *s, struct req *r)
{
	req_release(r);
	if (s->n_pool < REQS_KEPT)
		s->pool[s->n_pool++] = r;
	else
		free(r);
}

/*
 * A request in hand takes 7 KB, one that writes 25.  glibc keeps what a crowd
 * of them has used until it is told otherwise.
 */
static void
on_crowded(struct ev_loop *loop, ev_timer *w, int events)
{
	struct conns *s = w->data;

	(void)events;
	if (s->busy >= CROWD)
		return;
	ev_timer_stop(loop, w);
#ifdef __GLIBC__
	(void)malloc_trim(0);
#endif
}

static void
take_up(struct conns *s)
{
	s->busy++;
	if (s->busy == CROWD)
		ev_timer_again(s->loop, &s->crowded);
}

static void
conn_close(struct conn *c)
{
	struct conns *s = c->all;

	ev_io_stop(s->loop, &c->io);
	ev_timer_stop(s->loop, &c->timer);
	if (c->prev != NULL)
		c->prev->next = c->next;
	else
		s->first = c->next;
	if (c->next != NULL)
		c->next->prev = c->prev;
	if (c->fcgx.ipcFd >= 0)
		(void)close(c->fcgx.ipcFd);
	metrics_connections(s->app->metrics, -1);
	free(c->rest);
	free(c);
	s->count--;
	if (s->count == 0)
		s->idle(s->ctx);
}

static void
watch(struct conn *c, int events)
{
	struct ev_loop *loop = c->all->loop;

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
	ev_timer_again(c->all->loop, &c->timer);
}

/* --- answers --- */

/* The answer is out: wait for the next request, or part. */
static void
answered(struct conn *c)
{
	c->served = true;
	if (c->abandoned || c->discarding || c->all->draining ||
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
	c->rest_len = f->len - written;
	c->rest_at = 0;
	frame_copy(f, written, c->rest);
	watch(c, EV_WRITE);
	set_timer(c, PATIENCE_S);
}

static void
send_answer(struct conn *c, struct str head, struct str body)
{
	struct frame f;

	frame_build(&f, c->walk.id, head, body);
	struct msghdr m = { .msg_iov = f.iov, .msg_iovlen = f.n };
	ssize_t n = sendmsg(c->fcgx.ipcFd, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n < 0 && errno != EAGAIN && errno != EINTR)
		conn_close(c);
	else if (n < 0 || (size_t)n < f.len)
		keep_rest(c, &f, n < 0 ? 0 : (size_t)n);
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
	ev_timer_stop(c->all->loop, &c->timer);
	free(c->rest);
	c->rest = NULL;
	answered(c);
}

/* The request's parameters and its busy mark go; the structure stays. */
static void
end_request(struct conn *c)
{
	struct conns *s = c->all;

	FCGX_Free(&c->fcgx, 0);
	c->req = NULL;
	s->busy--;
	if (s->busy == 0)
		s->idle(s->ctx);
}

static void
done(struct req *r, struct str head, struct str body)
{
	struct conn *c = r->transport;
	struct conns *s = c->all;

	end_request(c);
	send_answer(c, head, body); /* may dispose of c */
	req_put(s, r);
}

/* --- requests --- */

/*
 * Of a request that was taken out of libfcgi: the rest of its buffer, its
 * parameters and what was looked at before.
 */
static void
wipe(struct conn *c)
{
	FCGX_Stream *in = c->fcgx.in;

	for (char **e = c->fcgx.envp; *e != NULL; e++)
		explicit_bzero(*e, strlen(*e));
	explicit_bzero(in->stopUnget, (size_t)(in->stop - in->stopUnget));
	explicit_bzero(c->all->peek, sizeof(c->all->peek));
}

/*
 * Takes all out of libfcgi, which then gives its memory back: its buffers are
 * twice as large as all that a parked request needs.
 */
static bool
read_request(struct conn *c, struct req *r)
{
	size_t len = c->walk.body_len;
	char *p = arena_alloc(&r->arena, len + 1);

	/* One byte more than there is: STDIN has to be read to its end. */
	if (p == NULL || FCGX_GetStr(p, (int)len + 1, c->fcgx.in) != (int)len ||
	    FCGX_GetError(c->fcgx.in) != 0)
		return false;
	r->body = (struct str){ p, len };
	for (char **e = c->fcgx.envp; *e != NULL; e++)
		req_set_param(r, str_of(*e));
	if (!req_keep_params(r))
		return false;
	if (c->all->app->wipes)
		wipe(c);
	FCGX_Free(&c->fcgx, 0);
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
	struct conns *s = c->all;
	struct req *r = req_get(s);

	if (r == NULL) {
		conn_close(c);
		return;
	}
	req_init(r, s->app, done, c);
	c->req = r;
	take_up(s);
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

/* A request beyond CONNS_REQUEST_MAX: read it away, then refuse it. */
static void
discard(struct conn *c)
{
	struct conns *s = c->all;
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
	take_up(s);
	route_refuse(r, ERR_TOO_LARGE, "the request is too large");
}

/* Not all is there yet: look again soon, a little later each time. */
static void
wait_for_more(struct conn *c)
{
	struct conns *s = c->all;

	ev_io_stop(s->loop, &c->io);
	if (c->look_again_s == 0) {
		c->look_again_s = PEEK_FIRST_S;
		c->give_up = ev_now(s->loop) + PATIENCE_S;
	} else if (c->look_again_s < PEEK_LAST_S) {
		c->look_again_s *= 2;
	}
	if (ev_now(s->loop) >= c->give_up) {
		log_why(LOG_INFO, "fastcgi-slow", "half a request, no more");
		conn_close(c);
		return;
	}
	set_timer(c, c->look_again_s);
}

static void
start_discarding(struct conn *c)
{
	record_walk_init(&c->walk);
	c->discarding = true;
	c->look_again_s = 0;
	watch(c, EV_READ);
	set_timer(c, PATIENCE_S);
}

static void
look(struct conn *c)
{
	struct conns *s = c->all;
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
		start_discarding(c);
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
		/* It left, or talks out of turn: part after the answer. */
		c->abandoned = true;
		ev_io_stop(loop, w);
	} else if (c->all->held) {
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

void
conns_add(struct conns *s, int fd)
{
	struct conn *c = calloc(1, sizeof(*c));

	if (c == NULL) {
		(void)close(fd);
		return;
	}
	c->all = s;
	if (FCGX_InitRequest(&c->fcgx, -1, 0) != 0)
		abort();
	c->fcgx.ipcFd = fd;
	ev_io_init(&c->io, on_readable, fd, EV_READ);
	ev_init(&c->timer, on_timer);
	c->io.data = c;
	c->timer.data = c;
	c->next = s->first;
	if (s->first != NULL)
		s->first->prev = c;
	s->first = c;
	s->count++;
	metrics_connections(s->app->metrics, 1);
	ev_io_start(s->loop, &c->io);
	/* The request is often there already: no need to be told. */
	if (!s->held)
		look(c);
}

/* --- all of them --- */

struct conns *
conns_new(struct app *app, void (*idle)(void *ctx), void *ctx)
{
	struct conns *s = calloc(1, sizeof(*s));

	if (s == NULL || FCGX_Init() != 0)
		abort();
	s->app = app;
	s->loop = app->loop;
	s->idle = idle;
	s->ctx = ctx;
	ev_init(&s->crowded, on_crowded);
	s->crowded.repeat = CROWD_S;
	s->crowded.data = s;
	return s;
}

static void
nobody(void *ctx)
{
	(void)ctx;
}

void
conns_free(struct conns *s)
{
	s->idle = nobody;
	ev_timer_stop(s->loop, &s->crowded);
	for (struct conn *c = s->first, *next; c != NULL; c = next) {
		struct req *r = c->req;

		next = c->next;
		if (r != NULL) {
			end_request(c);
			req_put(s, r);
		}
		conn_close(c);
	}
	while (s->n_pool > 0)
		free(s->pool[--s->n_pool]);
	free(s);
}

size_t
conns_count(const struct conns *s)
{
	return s->count;
}

size_t
conns_busy(const struct conns *s)
{
	return s->busy;
}

void
conns_hold(struct conns *s)
{
	s->held = true;
}

void
conns_release(struct conns *s)
{
	s->held = false;
	for (struct conn *c = s->first; c != NULL; c = c->next) {
		if (c->deferred)
			ev_io_start(s->loop, &c->io);
		c->deferred = false;
	}
}

/* One that has had an answer: a new one is about to ask. */
static bool
is_idle(const struct conn *c)
{
	return c->served && c->req == NULL && c->rest == NULL &&
	       !c->discarding && c->look_again_s == 0;
}

void
conns_shed(struct conns *s)
{
	size_t left = SHED;

	for (struct conn *c = s->first, *next; c != NULL && left > 0;
	     c = next) {
		next = c->next;
		if (!is_idle(c))
			continue;
		conn_close(c);
		left--;
	}
}

void
conns_drain(struct conns *s)
{
	s->draining = true;
	for (struct conn *c = s->first, *next; c != NULL; c = next) {
		next = c->next;
		if (c->req == NULL && c->rest == NULL && !c->discarding)
			look(c); /* what has arrived is still served */
	}
}
