/*
 * redis.c - hiredis' asynchronous interface on libev
 *
 * hiredis asks to be told when the socket can be written; once connected it is
 * told so by a prepare watcher just before the loop sleeps, so that everything
 * an iteration has produced leaves in one write and no writability is ever
 * polled for unless the socket is full.
 *
 * hiredis 0.14 has no deadlines for asynchronous commands.  The commands in
 * flight form a queue by age, so one timer for the oldest is enough.
 */
#include "base/base.h"
#include "store/redis.h"

#include <ev.h>
#include <hiredis/async.h>
#include <hiredis/hiredis.h>
#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "config.h"
#include "store/answer.h"
#include "store/script.h"

#define PAUSE_FIRST_S 0.05 /* before connecting again; doubles */
#define PAUSE_LAST_S 1.
#define ANSWER_MAX (64u << 20) /* bytes of one answer */
#define CONNECT_S 2.           /* for connecting and the first look */

enum state {
	DOWN,    /* waiting to connect again */
	OPENING, /* connecting, or being looked at */
	READY,
};

struct store {
	const struct config *cfg;
	const struct script *const *scripts;
	struct ev_loop *loop;
	redisAsyncContext *ac;
	enum state state;
	ev_io read, write;
	ev_prepare flush;
	ev_timer again, deadline;
	bool closing;     /* nobody is there any more to be told */
	bool unsent;      /* hiredis has bytes to write */
	bool flushing;    /* it is writing them just now */
	size_t n_opening; /* answers missing before READY */
	double pause_s;
	char why[160]; /* why not READY */
	struct command *oldest, **newest;
	void (*before_write)(void *ctx);
	void *before_write_ctx;
	struct redis_stats stats;
	struct arena answers; /* the answer just being read */
};

static void open_connection(struct store *s);

/* --- state --- */

static void say(struct store *s, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void
say(struct store *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(s->why, sizeof(s->why), fmt, ap);
	va_end(ap);
}

/* Pauses double up to a bound; the jitter keeps many programs apart. */
static void
connect_later(struct store *s)
{
	double jitter = (double)randombytes_uniform(1000) / 1000;

	s->state = DOWN;
	ev_timer_stop(s->loop, &s->deadline);
	ev_timer_set(&s->again, s->pause_s * (0.5 + jitter), 0.);
	ev_timer_start(s->loop, &s->again);
	s->pause_s =
	    s->pause_s * 2 < PAUSE_LAST_S ? s->pause_s * 2 : PAUSE_LAST_S;
}

/* hiredis calls back for all that waits, with NULL, before this returns. */
static void
drop(struct store *s)
{
	redisAsyncContext *ac = s->ac;

	if (ac == NULL)
		return;
	s->ac = NULL;
	s->state = DOWN;
	redisAsyncFree(ac);
}

static void
lose(struct store *s, const char *event)
{
	log_why(LOG_WARN, event, "%s", s->why);
	drop(s);
	connect_later(s);
}

/* --- libev under hiredis --- */

static void
on_read(struct ev_loop *loop, ev_io *w, int events)
{
	struct store *s = w->data;

	(void)loop;
	(void)events;
	redisAsyncHandleRead(s->ac);
}

static void
on_write(struct ev_loop *loop, ev_io *w, int events)
{
	struct store *s = w->data;

	(void)loop;
	(void)events;
	redisAsyncHandleWrite(s->ac);
}

static void
on_flush(struct ev_loop *loop, ev_prepare *w, int events)
{
	struct store *s = w->data;

	(void)loop;
	(void)events;
	if (s->before_write != NULL)
		s->before_write(s->before_write_ctx);
	if (!s->unsent || s->ac == NULL)
		return;
	s->unsent = false;
	s->flushing = true;
	redisAsyncHandleWrite(s->ac);
	s->flushing = false;
}

static void
add_read(void *data)
{
	struct store *s = data;

	ev_io_start(s->loop, &s->read);
}

static void
del_read(void *data)
{
	struct store *s = data;

	ev_io_stop(s->loop, &s->read);
}

/*
 * Called for each command, and by redisAsyncHandleWrite() when the socket took
 * only a part: then, as before the first answer, it has to be polled.
 */
static void
add_write(void *data)
{
	struct store *s = data;

	if (s->state == READY && !s->flushing)
		s->unsent = true;
	else
		ev_io_start(s->loop, &s->write);
}

static void
del_write(void *data)
{
	struct store *s = data;

	ev_io_stop(s->loop, &s->write);
}

static void
clean_up(void *data)
{
	struct store *s = data;

	s->unsent = false;
	ev_io_stop(s->loop, &s->read);
	ev_io_stop(s->loop, &s->write);
}

/* --- opening a connection --- */

static void
opened(struct store *s)
{
	if (--s->n_opening > 0)
		return;
	s->state = READY;
	s->pause_s = PAUSE_FIRST_S;
	s->why[0] = '\0';
	ev_timer_stop(s->loop, &s->deadline);
	s->stats.connects++;
	log_event(LOG_INFO, "redis-ready", NULL);
}

/* An error while opening; the connection is of no use then. */
static bool
refused(struct store *s, const redisReply *r, const char *what)
{
	/* The first fault has been told; what follows from it is not. */
	if (r == NULL || (s->ac->c.flags & REDIS_DISCONNECTING))
		return true;
	if (r->type != REDIS_REPLY_ERROR)
		return false;
	say(s, "%s: %s", what, r->str);
	redisAsyncDisconnect(s->ac);
	return true;
}

static void
on_done(redisAsyncContext *ac, void *reply, void *what)
{
	struct store *s = ac->data;

	if (!refused(s, reply, what))
		opened(s);
}

static void
on_loaded(redisAsyncContext *ac, void *reply, void *script)
{
	struct store *s = ac->data;
	const struct script *sc = script;
	const redisReply *r = reply;

	if (refused(s, r, "SCRIPT LOAD"))
		return;
	if (r->type != REDIS_REPLY_STRING || r->len != SCRIPT_SHA_LEN) {
		say(s, "SCRIPT LOAD: no SHA-1 came back");
		redisAsyncDisconnect(ac);
		return;
	}
	memcpy(sc->sha, r->str, SCRIPT_SHA_LEN);
	opened(s);
}

/* The value of `name:` in INFO's text. */
static struct str
info_value(struct str info, const char *name)
{
	struct str line, key;

	while (str_cut(&info, '\n', &line)) {
		line = str_trim(line);
		if (str_cut(&line, ':', &key) && str_eq(key, str_of(name)))
			return line;
	}
	return STR_NULL;
}

/* Who may command the server without a password may do all to it. */
static void
on_ping(redisAsyncContext *ac, void *reply, void *data)
{
	struct store *s = ac->data;
	const redisReply *r = reply;

	(void)data;
	if (r == NULL || (ac->c.flags & REDIS_DISCONNECTING))
		return;
	if (r->type == REDIS_REPLY_STATUS)
		log_why(LOG_ALARM, "redis-open",
		    "%s takes commands over TCP without a password: give each "
		    "program a user of its own, and turn off the default one",
		    s->cfg->redis.host.p);
	opened(s);
}

/*
 * Counts must not vanish: a policy that evicts keys would do that.  Without
 * persistence they are gone with the next restart; some want that.
 */
static void
on_info(redisAsyncContext *ac, void *reply, void *data)
{
	struct store *s = ac->data;
	const redisReply *r = reply;

	(void)data;
	if (r != NULL && r->type == REDIS_REPLY_ERROR &&
	    strncmp(r->str, "NOPERM", 6) == 0) {
		log_why(LOG_WARN, "redis-unseen",
		    "its user may not ask INFO: whether the server evicts "
		    "keys or forgets them at a restart is not known");
		opened(s);
		return;
	}
	if (refused(s, r, "INFO"))
		return;
	struct str info = { r->str, r->len };
	struct str policy = info_value(info, "maxmemory_policy");
	if (str_starts(policy, STR("allkeys-")) ||
	    str_starts(policy, STR("volatile-"))) {
		say(s,
		    "maxmemory-policy is %.*s, which drops counts: set it to "
		    "noeviction",
		    STR_ARG(policy));
		log_why(LOG_ALARM, "redis-refused", "%s", s->why);
		redisAsyncDisconnect(ac);
		return;
	}
	if (str_eq(info_value(info, "aof_enabled"), STR("0")))
		log_why(LOG_WARN, "redis-persistence",
		    "appendonly is no: a restart of the server may lose "
		    "counts");
	opened(s);
}

static void
first_look(struct store *s)
{
	const struct config *cfg = s->cfg;
	redisAsyncContext *ac = s->ac;
	int rc = REDIS_OK;

	s->n_opening = 1;
	if (cfg->redis.host.len > 0) {
		s->n_opening++;
		rc |= redisAsyncCommand(ac, on_ping, NULL, "PING");
	}
	if (cfg->redis.password.len > 0) {
		s->n_opening++;
		if (cfg->redis.user.len > 0)
			rc |= redisAsyncCommand(ac, on_done,
			    (void *)(uintptr_t) "AUTH", "AUTH %s %s",
			    cfg->redis.user.p, cfg->redis.password.p);
		else
			rc |= redisAsyncCommand(ac, on_done,
			    (void *)(uintptr_t) "AUTH", "AUTH %s",
			    cfg->redis.password.p);
	}
	if (cfg->redis.db != 0) {
		s->n_opening++;
		rc |= redisAsyncCommand(ac, on_done,
		    (void *)(uintptr_t) "SELECT", "SELECT %u", cfg->redis.db);
	}
	for (size_t i = 0; s->scripts[i] != NULL; i++) {
		const struct script *sc = s->scripts[i];

		s->n_opening++;
		rc |= redisAsyncCommand(ac, on_loaded, (void *)(uintptr_t)sc,
		    "SCRIPT LOAD %b", sc->text.p, sc->text.len);
	}
	rc |= redisAsyncCommand(ac, on_info, NULL, "INFO");
	if (rc != REDIS_OK) {
		say(s, "%s", ac->errstr);
		lose(s, "redis-lost");
	}
}

static const char *
where(const struct store *s)
{
	const struct config *cfg = s->cfg;

	return cfg->redis.host.len > 0 ? cfg->redis.host.p
				       : cfg->redis.socket.p;
}

static void
on_connect(const redisAsyncContext *ac, int status)
{
	struct store *s = ac->data;

	if (status == REDIS_OK)
		return;
	/* hiredis frees the context after this. */
	say(s, "cannot connect to %s: %s", where(s), ac->errstr);
	log_why(LOG_WARN, "redis-away", "%s", s->why);
	s->ac = NULL;
	connect_later(s);
}

static void
on_disconnect(const redisAsyncContext *ac, int status)
{
	struct store *s = ac->data;

	if (s->ac != ac)
		return; /* dropped by us */
	if (status != REDIS_OK)
		say(s, "connection lost: %s", ac->errstr);
	log_why(LOG_WARN, "redis-lost", "%s", s->why);
	s->ac = NULL;
	connect_later(s);
}

static void
open_connection(struct store *s)
{
	const struct config *cfg = s->cfg;
	redisAsyncContext *ac =
	    cfg->redis.host.len > 0
		? redisAsyncConnect(cfg->redis.host.p, (int)cfg->redis.port)
		: redisAsyncConnectUnix(cfg->redis.socket.p);

	if (ac == NULL || ac->err != 0) {
		say(s, "cannot connect to %s: %s", where(s),
		    ac != NULL ? ac->errstr : "out of memory");
		log_why(LOG_WARN, "redis-away", "%s", s->why);
		if (ac != NULL)
			redisAsyncFree(ac);
		connect_later(s);
		return;
	}
	s->ac = ac;
	s->state = OPENING;
	s->unsent = false;
	say(s, "connecting");
	answer_use_arena(ac->c.reader, &s->answers);
	ac->data = s;
	ac->ev.data = s;
	ac->ev.addRead = add_read;
	ac->ev.delRead = del_read;
	ac->ev.addWrite = add_write;
	ac->ev.delWrite = del_write;
	ac->ev.cleanup = clean_up;
	ev_io_set(&s->read, ac->c.fd, EV_READ);
	ev_io_set(&s->write, ac->c.fd, EV_WRITE);
	ev_timer_set(&s->deadline, CONNECT_S, 0.);
	ev_timer_start(s->loop, &s->deadline);
	/* The first also begins to watch for the connection itself. */
	(void)redisAsyncSetConnectCallback(ac, on_connect);
	(void)redisAsyncSetDisconnectCallback(ac, on_disconnect);
	first_look(s);
}

static void
on_again(struct ev_loop *loop, ev_timer *w, int events)
{
	(void)loop;
	(void)events;
	open_connection(w->data);
}

/* The oldest command's time, or the opening's, may be over. */
static void
on_deadline(struct ev_loop *loop, ev_timer *w, int events)
{
	struct store *s = w->data;
	uint64_t limit_us = (uint64_t)s->cfg->redis.timeout_ms * 1000;

	(void)events;
	bool opening = s->state != READY;
	if (!opening) {
		if (s->oldest == NULL)
			return;
		uint64_t age_us = clock_mono_us() - s->oldest->sent_us;
		if (age_us < limit_us) {
			ev_timer_set(
			    w, (double)(limit_us - age_us) / 1e6 + 0.001, 0.);
			ev_timer_start(loop, w);
			return;
		}
	}
	s->stats.timeouts++;
	say(s, "no answer within %u ms",
	    opening ? (unsigned)(CONNECT_S * 1000) : s->cfg->redis.timeout_ms);
	lose(s, "redis-timeout");
}

struct store *
redis_new(struct ev_loop *loop, const struct config *cfg,
    const struct script *const *scripts)
{
	struct store *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	s->cfg = cfg;
	s->scripts = scripts;
	s->loop = loop;
	s->pause_s = PAUSE_FIRST_S;
	s->newest = &s->oldest;
	arena_init(&s->answers, ANSWER_MAX);
	ev_init(&s->read, on_read);
	ev_init(&s->write, on_write);
	ev_prepare_init(&s->flush, on_flush);
	ev_init(&s->again, on_again);
	ev_init(&s->deadline, on_deadline);
	s->read.data = s->write.data = s->flush.data = s;
	s->again.data = s->deadline.data = s;
	ev_prepare_start(loop, &s->flush);
	open_connection(s);
	return s;
}

void
redis_free(struct store *s)
{
	if (s == NULL)
		return;
	s->closing = true;
	drop(s);
	ev_prepare_stop(s->loop, &s->flush);
	ev_timer_stop(s->loop, &s->again);
	ev_timer_stop(s->loop, &s->deadline);
	arena_reset(&s->answers);
	free(s);
}

const char *
redis_not_ready(const struct store *s)
{
	return s->state == READY ? NULL : s->why;
}

static void
on_limit(struct ev_loop *loop, ev_timer *w, int events)
{
	(void)events;
	ev_timer_stop(loop, w);
}

bool
redis_wait(struct store *s, double limit_s)
{
	ev_timer limit;

	ev_timer_init(&limit, on_limit, limit_s, 0.);
	ev_timer_start(s->loop, &limit);
	while (s->state != READY && ev_is_active(&limit))
		ev_run(s->loop, EVRUN_ONCE);
	ev_timer_stop(s->loop, &limit);
	return s->state == READY;
}

bool
redis_is_idle(const struct store *s)
{
	return s->oldest == NULL;
}

void
redis_settle(struct store *s)
{
	while (s->oldest != NULL)
		ev_run(s->loop, EVRUN_ONCE);
}

void
redis_before_write(struct store *s, void (*fn)(void *ctx), void *ctx)
{
	s->before_write = fn;
	s->before_write_ctx = ctx;
}

const struct redis_stats *
redis_stats(const struct store *s)
{
	return &s->stats;
}

/* --- commands --- */

/*
 * What an error word means (protocol errors begin with one).  "Later" is said
 * with the cause in the log; whatever else is wrong, waiting does not mend it.
 */
static enum err
error_word(struct store *s, struct str text)
{
	static const char later[] =
	    "OOM MISCONF READONLY LOADING MASTERDOWN BUSY TRYAGAIN CLUSTERDOWN "
	    "NOREPLICAS";
	struct str words = str_of(later), word, first;
	struct str rest = text;

	s->stats.errors++;
	(void)str_cut(&rest, ' ', &first);
	while (str_cut(&words, ' ', &word)) {
		if (str_eq(word, first)) {
			log_why(LOG_WARN, "redis-error", "%.*s", STR_ARG(text));
			return ERR_AWAY;
		}
	}
	log_why(LOG_ALARM, "redis-error", "%.*s", STR_ARG(text));
	return ERR_STORE;
}

static enum err transmit(struct store *s, struct command *c);

static void
on_reply(redisAsyncContext *ac, void *reply, void *ctx)
{
	struct store *s = ac->data;
	struct command *c = ctx;
	const redisReply *r = reply;

	if (s->closing)
		return; /* who asked may be gone, and the command too */
	assert(s->oldest == c);
	s->oldest = c->next;
	if (s->oldest == NULL)
		s->newest = &s->oldest;
	s->stats.round_trips++;
	if (r == NULL) {
		c->fn(c->ctx, ERR_AWAY, NULL);
		return;
	}
	if (r->type != REDIS_REPLY_ERROR) {
		c->fn(c->ctx, ERR_NONE, (const struct answer *)r);
		return;
	}
	/* The server forgot its scripts: nothing was run, so run it now. */
	if (c->script != NULL && !c->repeated &&
	    strncmp(r->str, "NOSCRIPT", 8) == 0) {
		c->repeated = true;
		if (s->state == READY && transmit(s, c) == ERR_NONE)
			return;
		c->fn(c->ctx, ERR_AWAY, NULL);
		return;
	}
	c->fn(c->ctx, error_word(s, (struct str){ r->str, r->len }), NULL);
}

static enum err
transmit(struct store *s, struct command *c)
{
	struct str whole = command_wire(c, c->repeated);
	if (str_is_null(whole))
		return ERR_BUSY;
	if (redisAsyncFormattedCommand(
		s->ac, on_reply, c, whole.p, whole.len) != REDIS_OK)
		return ERR_AWAY;
	c->next = NULL;
	c->sent_us = clock_mono_us();
	*s->newest = c;
	s->newest = &c->next;
	if (!ev_is_active(&s->deadline)) {
		ev_timer_set(&s->deadline, s->cfg->redis.timeout_ms / 1e3, 0.);
		ev_timer_start(s->loop, &s->deadline);
	}
	return ERR_NONE;
}

enum err
redis_send(struct store *s, struct command *c, redis_fn fn, void *ctx)
{
	if (c == NULL)
		return ERR_BUSY;
	if (s->state != READY)
		return ERR_AWAY;
	c->fn = fn;
	c->ctx = ctx;
	return transmit(s, c);
}
