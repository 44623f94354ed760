/*
 * serve.c - listening, signals, and the end
 */
#include "base/base.h"
#include "http/serve.h"

#include <ev.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "http/conns.h"

#define ACCEPT_BURST 64    /* then others get their turn */
#define ACCEPT_PAUSE_S 0.1 /* when descriptors have run out */
#define DRAIN_S 5.         /* from SIGTERM to the end at the latest */

struct server {
	struct app *app;
	struct ev_loop *loop;
	struct conns *conns;
	int fd;
	ev_io accept;
	ev_timer pause, deadline, reload_now;
	ev_signal term, interrupt, hangup;
	bool draining;
	bool scarce; /* descriptors have run out; it has been said */
	bool reload;
};

static void
on_accept(struct ev_loop *loop, ev_io *w, int events)
{
	struct server *s = w->data;

	(void)events;
	/*
	 * The flag belongs to all who share the socket, and systemd takes it
	 * away whenever it starts another of them.
	 */
	(void)fcntl(s->fd, F_SETFL, O_NONBLOCK);
	for (int i = 0; i < ACCEPT_BURST; i++) {
		int fd =
		    accept4(s->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0) {
			s->scarce = false;
			conns_add(s->conns, fd);
			continue;
		}
		if (errno == ECONNABORTED || errno == EINTR)
			continue;
		if (errno == EAGAIN)
			return;
		/* No descriptors or no memory: idle peers make room. */
		if (!s->scarce)
			log_why(LOG_WARN, "accept", "%s", strerror(errno));
		s->scarce = true;
		conns_shed(s->conns);
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
	conns_drain(s->conns);
	if (conns_count(s->conns) == 0)
		ev_break(loop, EVBREAK_ALL);
}

static void
on_hangup(struct ev_loop *loop, ev_signal *w, int events)
{
	struct server *s = w->data;

	(void)events;
	s->reload = true;
	conns_hold(s->conns);
	if (conns_busy(s->conns) == 0)
		ev_timer_start(loop, &s->reload_now);
}

/* The last request or connection is gone: what waits for that goes on. */
static void
on_idle(void *ctx)
{
	struct server *s = ctx;

	if (s->reload && conns_busy(s->conns) == 0)
		ev_timer_start(s->loop, &s->reload_now);
	if (s->draining && conns_count(s->conns) == 0)
		ev_break(s->loop, EVBREAK_ALL);
}

/* Requests in hand point into the settings: new ones wait until they are out.
 */
static void
on_reload(struct ev_loop *loop, ev_timer *w, int events)
{
	struct server *s = w->data;

	(void)loop;
	(void)events;
	if (!s->reload || conns_busy(s->conns) > 0)
		return;
	s->reload = false;
	s->app->reload(s->app);
	conns_release(s->conns);
}

static int
listen_at(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	struct stat st;
	size_t len = strlen(path);
	int fd = -1;

	if (len >= sizeof(a.sun_path)) {
		log_why(LOG_ERROR, "listen", "%s: longer than %zu bytes", path,
		    sizeof(a.sun_path) - 1);
		return -1;
	}
	memcpy(a.sun_path, path, len + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		goto fail;
	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0) {
		errno = EADDRINUSE;
		goto fail;
	}
	/* Nobody listens; a file that is no socket refuses as well. */
	if (errno == ECONNREFUSED && lstat(path, &st) == 0 &&
	    S_ISSOCK(st.st_mode))
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

/* Should the flag go just before an accept: no longer than a millisecond. */
static void
set_accept_limit(int fd)
{
	struct timeval limit = { .tv_usec = 1000 };

	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
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
	s->conns =
	    conns_new(s->app, on_idle, s); /* takes signals: ours after */
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
	conns_free(s->conns);
	ev_signal_stop(s->loop, &s->term);
	ev_signal_stop(s->loop, &s->interrupt);
	ev_signal_stop(s->loop, &s->hangup);
	ev_io_stop(s->loop, &s->accept);
	ev_timer_stop(s->loop, &s->pause);
	ev_timer_stop(s->loop, &s->deadline);
	ev_timer_stop(s->loop, &s->reload_now);
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
	set_accept_limit(s->fd);
	start(s);
	log_event(LOG_INFO, "serving",
	    (struct log_field[]){
		{ "program", str_of(app->name) }, { NULL, STR_NULL } });
	ev_run(s->loop, 0);
	stop(s);
	if (path != NULL) {
		(void)unlink(path); /* while nobody else can have taken it */
		(void)close(s->fd);
	}
	free(s);
	return true;
}
