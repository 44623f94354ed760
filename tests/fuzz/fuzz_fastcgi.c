/*
 * fuzz_fastcgi.c - a web server that sends anything
 *
 * The first byte says what the peer does otherwise, the rest is what it sends:
 * as it is, or as records of a type, a flag and a length, so that the fuzzer
 * need not count.  Each whole request that has the connection for itself is
 * answered once, in records that are framed well, and what its handler sees is
 * what stands in it; anything else is not answered.
 */
#include "base/base.h"
#include "fuzz.h"

#include <ev.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../lib/loop.h"
#include "http/conns.h"
#include "http/metrics.h"
#include "http/record.h"
#include "http/reply.h"

enum how {
	HOW_RECORDS = 1,  /* are written for the fuzzer */
	HOW_TOGETHER = 2, /* all requests in one write */
	HOW_NARROW = 4,   /* a socket that takes little at once */
	HOW_LEAVES = 8,   /* does not wait for the answer */
	HOW_TALKS = 16,   /* sends a byte more while it waits */
};

#define ARENA_CAP (64u << 20)
#define REPEAT 256
#define LARGE (300 * 1024)

static struct loop settings;
static struct app app;
static struct ev_loop *loop;
static char large[LARGE];

/* Of the request in hand, as it stands in the bytes that were sent. */
static struct sent {
	struct req req; /* its parameters and body */
	struct req *parked;
	bool seen;
} sent;

/* --- the program --- */

static void
is_what_was_sent(const struct req *r)
{
	for (size_t i = 0; i < PARAM__MAX; i++)
		assert(str_eq(r->param[i], sent.req.param[i]));
	assert(str_eq(r->body, sent.req.body));
	assert(!sent.seen);
	sent.seen = true;
}

static enum err
echo(struct req *r)
{
	is_what_was_sent(r);
	struct buf *b = reply_text(r, STR("text/plain"));
	buf_str_put(b, r->param[PARAM_QUERY]);
	return reply_end(r);
}

static enum err
send_large(struct req *r)
{
	is_what_was_sent(r);
	buf_put(reply_text(r, STR("text/plain")), large, sizeof(large));
	return reply_end(r);
}

static enum err
park(struct req *r)
{
	is_what_was_sent(r);
	sent.parked = r;
	return req_park(r);
}

static void
fail(struct req *r, enum err e)
{
	if (!sent.seen)
		is_what_was_sent(r);
	reply_problem(r, e);
}

#define ROW(at, fn)                                                            \
	{                                                                      \
		.path = at, .methods = METHOD_GET | METHOD_POST,               \
		.handler = fn, .body_max = 128 * 1024, .types = INPUT_FORM,    \
		.problem = fail, .help = "."                                   \
	}

static const struct route routes[] = {
	ROW("/echo", echo),
	ROW("/large", send_large),
	ROW("/later", park),
	{ .path = NULL },
};

void
fuzz_begin(void)
{
	loop_open(
	    &settings, routes, "[site \"a\"]\norigins = https://a.example\n");
	memset(large, 'x', sizeof(large));
	loop = ev_loop_new(EVFLAG_AUTO);
	app = settings.app;
	app.loop = loop;
	assert(loop != NULL);
}

static void
nobody(void *ctx)
{
	(void)ctx;
}

/* --- the web server --- */

struct peer {
	struct conns *conns;
	int fd;
	bool closed; /* by the program */
	struct buf got;
	unsigned how;
};

static bool
collect(struct peer *p)
{
	static char bytes[64 * 1024];
	ssize_t n;
	bool more = false;

	while ((n = recv(p->fd, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0) {
		buf_put(&p->got, bytes, (size_t)n);
		more = true;
	}
	p->closed = n == 0 || (n < 0 && errno == ECONNRESET);
	return more;
}

/* Until nothing happens any more. */
static void
wait_for_answer(struct peer *p)
{
	unsigned quiet = 0;

	while (quiet < 3 && !p->closed) {
		ev_run(loop, EVRUN_NOWAIT);
		struct req *r = sent.parked;
		sent.parked = NULL;
		if (r != NULL) {
			(void)reply_text(r, STR("text/plain"));
			route_resume(r, reply_end(r));
		}
		quiet = collect(p) || r != NULL ? 0 : quiet + 1;
	}
}

static void
put(struct peer *p, struct str s)
{
	while (s.len > 0 && !p->closed) {
		ssize_t n =
		    send(p->fd, s.p, s.len, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n > 0)
			s = str_from(s, (size_t)n);
		else if (errno != EAGAIN)
			return;
		if (s.len == 0)
			return;
		ev_run(loop, EVRUN_NOWAIT);
	}
}

/* --- answers --- */

static unsigned char
byte_at(struct str s, size_t i)
{
	return (unsigned char)s.p[i];
}

/* The line of the status is the last of the head. */
static bool
is_head(struct str s)
{
	const char *status = memmem(s.p, s.len, "Status: ", 8);

	return status != NULL && memmem(status, (size_t)(s.p + s.len - status),
				     "\r\n\r\n", 4) != NULL;
}

/* Takes the answer to request `id` off *got; false when there is none. */
static bool
take_answer(struct str *got, unsigned id)
{
	size_t content = 0;
	bool ended = false;

	if (got->len == 0)
		return false;
	for (;;) {
		assert(got->len >= RECORD_HEAD && byte_at(*got, 0) == 1);
		unsigned type = byte_at(*got, 1);
		size_t len = (size_t)byte_at(*got, 4) << 8 | byte_at(*got, 5);
		struct str text = str_head(str_from(*got, RECORD_HEAD), len);

		assert((byte_at(*got, 2) << 8 | byte_at(*got, 3)) == (int)id);
		assert(byte_at(*got, 6) == 0 && text.len == len);
		*got = str_from(*got, RECORD_HEAD + len);
		if (type == RECORD_END_REQUEST) {
			assert(ended && len == 8 && content > 0);
			for (size_t i = 0; i < len; i++)
				assert(text.p[i] == '\0');
			return true;
		}
		assert(type == RECORD_STDOUT && !ended);
		assert(content > 0 || is_head(text));
		ended = len == 0;
		content += len;
	}
}

/* --- requests --- */

static size_t
take_length(struct str *s)
{
	size_t n = fuzz_byte(s);

	if (n < 0x80)
		return n;
	n &= 0x7f;
	for (int i = 0; i < 3; i++)
		n = n << 8 | fuzz_byte(s);
	return n;
}

/* A NUL ends a value: what the programs see are strings. */
static void
keep_params(struct arena *a, struct str s)
{
	while (s.len > 0) {
		size_t name = take_length(&s), value = take_length(&s);
		struct buf b;

		assert(name <= s.len && value <= s.len - name);
		buf_init(&b, a, name + value + 2);
		buf_str_put(&b, str_head(s, name));
		buf_char(&b, '=');
		buf_str_put(&b, str_head(str_from(s, name), value));
		buf_char(&b, '\0');
		assert(!b.failed);
		req_set_param(&sent.req, str_of(b.p));
		s = str_from(s, name + value);
	}
}

/* Reads a whole request anew, by what the protocol says and no more. */
static void
expect(struct arena *a, struct str s)
{
	struct buf params, body;

	buf_init(&params, a, s.len);
	buf_init(&body, a, s.len);
	while (s.len > 0) {
		unsigned type = byte_at(s, 1);
		size_t len = (size_t)byte_at(s, 4) << 8 | byte_at(s, 5);
		struct str text = str_head(str_from(s, RECORD_HEAD), len);

		if (type == RECORD_PARAMS)
			buf_str_put(&params, text);
		else if (type == RECORD_STDIN)
			buf_str_put(&body, text);
		s = str_from(s, RECORD_HEAD + len + byte_at(s, 6));
	}
	req_init(&sent.req, &app, NULL, NULL);
	sent.seen = false;
	keep_params(a, buf_view(&params));
	sent.req.body = buf_view(&body);
}

/* What came in parts is looked at again soon: something happens then. */
static void
wait_for_anything(struct peer *p)
{
	while (p->got.len == 0 && !p->closed) {
		ev_run(loop, EVRUN_ONCE);
		(void)collect(p);
	}
}

/* Sends a request, the first `used` bytes of `s`, and what may follow. */
static void
send_whole(struct arena *a, struct peer *p, struct str s, size_t used,
    const struct record_walk *w)
{
	bool fits = used <= CONNS_REQUEST_MAX;
	bool alone = used == s.len || !(p->how & HOW_TOGETHER);

	expect(a, str_head(s, used));
	buf_init(&p->got, a, 4096);
	put(p, alone ? str_head(s, used) : s);
	if (p->how & HOW_LEAVES) {
		(void)shutdown(p->fd, SHUT_RDWR);
		p->closed = true;
		return;
	}
	if (p->how & HOW_TALKS) {
		ev_run(loop, EVRUN_NOWAIT);
		put(p, STR("\001"));
	}
	wait_for_answer(p);
	if (!fits && !(p->how & HOW_TALKS)) {
		wait_for_anything(p);
		wait_for_answer(p);
	}
	struct str got = buf_view(&p->got);
	bool answered = take_answer(&got, w->id);
	assert(got.len == 0);
	if (alone && fits && !(p->how & HOW_TALKS))
		assert(answered);
	if (!alone && fits)
		assert(!answered && p->closed);
	assert(!sent.seen || answered || p->how & HOW_TALKS);
	req_release(&sent.req);
}

/* Of what is only the beginning of something, nothing comes at all. */
static void
send_broken(struct arena *a, struct peer *p, struct str s, bool is_broken)
{
	buf_init(&p->got, a, 256);
	expect(a, STR(""));
	put(p, s);
	wait_for_answer(p);
	if (is_broken)
		wait_for_anything(p);
	assert(p->got.len == 0 && !sent.seen);
	assert(p->closed || !is_broken);
	req_release(&sent.req);
}

/*
 * One after the other, as long as the connection is kept.  A byte more may be
 * the first one of a next request: what follows it then is not what stands here.
 */
static void
send_all(struct arena *a, struct peer *p, struct str s)
{
	while (s.len > 0 && !p->closed) {
		struct record_walk w;
		size_t used;

		record_walk_init(&w);
		enum record_seen seen =
		    record_walk(&w, (const unsigned char *)s.p, s.len, &used);
		if (seen != RECORD_WHOLE) {
			send_broken(a, p, s, seen == RECORD_BROKEN);
			return;
		}
		send_whole(a, p, s, used, &w);
		if (p->how & HOW_TALKS)
			return;
		s = str_from(s, used);
	}
}

/* --- records for the fuzzer --- */

static void
put_record(struct buf *b, unsigned char what, unsigned char flags, struct str s)
{
	static const enum record_type types[] = { RECORD_BEGIN_REQUEST,
		RECORD_PARAMS, RECORD_STDIN, RECORD_END_REQUEST };
	unsigned char head[RECORD_HEAD];
	size_t times = flags & 0x80 ? REPEAT : 1, padding = flags & 7;

	record_head(
	    head, types[what % 4], (uint16_t)(1 + (what >> 6)), s.len * times);
	head[6] = (unsigned char)padding;
	buf_put(b, head, sizeof(head));
	for (size_t i = 0; i < times; i++)
		buf_str_put(b, s);
	buf_put(b, "\0\0\0\0\0\0\0", padding);
}

static struct str
records(struct arena *a, struct str in)
{
	struct buf b;

	buf_init(&b, a, in.len);
	while (in.len > 0 && b.len < 4 * CONNS_REQUEST_MAX) {
		unsigned char what = fuzz_byte(&in), flags = fuzz_byte(&in);
		size_t len = fuzz_byte(&in);
		struct str content = str_head(in, len);

		put_record(&b, what, flags, content);
		in = str_from(in, content.len);
	}
	return buf_view(&b);
}

/* Larger than requests are, and than the memory of one. */
static struct arena arena;

void
fuzz_one(struct arena *unused, struct str in)
{
	struct arena *a = &arena;
	int pair[2], narrow = 4096;
	struct peer p = { .how = fuzz_byte(&in) };

	(void)unused;
	arena_init(a, ARENA_CAP);
	struct str s = p.how & HOW_RECORDS ? records(a, in) : in;
	assert(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0);
	if (p.how & HOW_NARROW)
		(void)setsockopt(
		    pair[0], SOL_SOCKET, SO_SNDBUF, &narrow, sizeof(narrow));
	p.fd = pair[1];
	p.conns = conns_new(&app, nobody, NULL);
	(void)signal(SIGTERM, SIG_DFL); /* libfcgi's, not ours */
	conns_add(p.conns, pair[0]);
	send_all(a, &p, s);
	(void)close(p.fd);
	ev_run(loop, EVRUN_NOWAIT);
	if (sent.parked != NULL) {
		struct req *r = sent.parked;

		sent.parked = NULL;
		route_resume(r, ERR_AWAY);
	}
	ev_run(loop, EVRUN_NOWAIT);
	assert(conns_busy(p.conns) == 0 && conns_count(p.conns) <= 1);
	conns_free(p.conns);
	arena_reset(a);
}
