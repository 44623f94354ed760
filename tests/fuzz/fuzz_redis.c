/*
 * fuzz_redis.c - what a Redis that has lost its mind answers
 *
 * The first byte says whether the connection is opened as usual or by these
 * bytes, too, and how large the pieces are in which they arrive; the rest is
 * what is sent to three questions.  Everybody who asked is told once, and the
 * same however the bytes were cut.
 */
#include "base/base.h"
#include "fuzz.h"

#include <ev.h>
#include <hiredis/hiredis.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../lib/loop.h"
#include "store/redis.h"
#include "store/script.h"

#define SHA "0123456789abcdef0123456789abcdef01234567"
#define INFO "maxmemory_policy:noeviction\r\naof_enabled:1\r\n"
#define OPENED "$40\r\n" SHA "\r\n$44\r\n" INFO "\r\n"
#define OPENING 2 /* SCRIPT LOAD, INFO */
#define QUESTIONS 3
#define DEEPEST 16
#define TURNS 20

_Static_assert(sizeof(INFO) - 1 == 44, "its length stands above");

static char sha[SCRIPT_SHA_LEN];
static const struct script script = { "one", { "return 1", 8 }, sha };
static const struct script *const scripts[] = { &script, NULL };

static char folder[] = "/tmp/fuzz.XXXXXX", path[64];
static struct loop settings;
static struct ev_loop *loop;
static int listener;

static void
clean_up(void)
{
	(void)unlink(path);
	(void)rmdir(folder);
}

static void
settle_on(const char *at)
{
	static const struct route none[] = { { .path = NULL } };
	char text[160];

	(void)snprintf(text, sizeof(text),
	    "[redis]\nsocket = %s\ntimeout = 60s\n[site \"a\"]\norigins = "
	    "https://a.example\n",
	    at);
	loop_open(&settings, none, text);
}

void
fuzz_begin(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	assert(mkdtemp(folder) != NULL && atexit(clean_up) == 0);
	(void)snprintf(path, sizeof(path), "%s/socket", folder);
	memcpy(a.sun_path, path, strlen(path) + 1);
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	assert(bind(listener, (struct sockaddr *)&a, sizeof(a)) == 0);
	assert(listen(listener, 8) == 0);
	settle_on(path);
	loop = ev_loop_new(EVFLAG_AUTO);
	assert(loop != NULL);
}

/* --- who asks --- */

struct asker {
	struct arena arena;
	struct store *store;
	struct buf said; /* what all of them were told */
	unsigned n, n_told;
	struct question {
		struct asker *all;
		unsigned number;
		bool told;
	} question[QUESTIONS];
};

static void
put_answer(struct buf *b, const struct answer *a, unsigned depth)
{
	struct str s = answer_str(a);
	size_t len = answer_len(a);
	int64_t n;

	assert(depth < DEEPEST);
	assert(answer_at(a, len) == NULL);
	if (answer_is_nil(a))
		buf_lit(b, "nil ");
	else if (len > 0)
		buf_printf(b, "%zu( ", len);
	else if (!str_is_null(s))
		buf_printf(b, "'%.*s' ", STR_ARG(str_head(s, 64)));
	else if (answer_i64(a, &n))
		buf_printf(b, "%lld ", (long long)n);
	else
		buf_lit(b, "( ");
	for (size_t i = 0; i < len && i < 1000; i++)
		put_answer(b, answer_at(a, i), depth + 1);
}

static void
told(void *ctx, enum err e, const struct answer *a)
{
	struct question *q = ctx;

	assert(!q->told);
	q->told = true;
	q->all->n_told++;
	assert((a != NULL) == (e == ERR_NONE));
	assert(e == ERR_NONE || e == ERR_AWAY || e == ERR_STORE);
	buf_printf(&q->all->said, "%u:%d ", q->number, (int)e);
	if (a != NULL)
		put_answer(&q->all->said, a, 0);
}

static void
ask(struct asker *k, struct command *c)
{
	struct question *q = &k->question[k->n];

	*q = (struct question){ k, k->n, false };
	command_arg(c, STR("a\r\nb"));
	enum err e = redis_send(k->store, c, told, q);
	assert(e == ERR_NONE || e == ERR_AWAY);
	k->n += e == ERR_NONE;
}

/* --- the server --- */

static void
turn(void)
{
	ev_run(loop, EVRUN_NOWAIT);
	ev_run(loop, EVRUN_NOWAIT);
}

static void
put(int fd, struct str s, size_t piece)
{
	while (s.len > 0) {
		struct str one = str_head(s, piece);

		/* It may have hung up. */
		if (send(fd, one.p, one.len, MSG_NOSIGNAL) != (ssize_t)one.len)
			return;
		s = str_from(s, one.len);
		turn();
	}
}

/*
 * How long the first `most` replies are.  What nobody asked for ends hiredis by
 * an assertion of its own, so no more are sent than are asked for.
 */
static size_t
length_of(struct str s, unsigned most)
{
	/* Which makes no objects. */
	redisReader *reader = redisReaderCreateWithFunctions(NULL);
	size_t at = 0;

	assert(reader != NULL);
	while (at < s.len && most > 0) {
		void *reply = NULL;

		(void)redisReaderFeed(reader, s.p + at++, 1);
		if (redisReaderGetReply(reader, &reply) != REDIS_OK)
			at = s.len;
		if (reply != NULL)
			most--;
	}
	redisReaderFree(reader);
	return at;
}

static int
take_peer(void)
{
	return accept4(listener, NULL, NULL, 0);
}

static void
open_store(struct asker *k, struct buf *said)
{
	*k = (struct asker){ .said = *said };
	arena_init(&k->arena, REQ_ARENA_CAP);
	k->store = redis_new(loop, settings.cfg, scripts);
	turn();
}

/* What the three were told. */
static struct str
run(struct arena *a, struct asker *k, struct str opening, struct str rest,
    size_t piece)
{
	struct buf said;
	int fd;

	buf_init(&said, a, 1024);
	open_store(k, &said);
	fd = take_peer();
	assert(fd >= 0);
	put(fd, opening, piece);
	/* A busy machine may need a few turns more. */
	for (int i = 0; i < TURNS && redis_not_ready(k->store) != NULL; i++)
		turn();
	ask(k, command_new(&k->arena, "GET", 2));
	ask(k, command_script(&k->arena, &script, 0, 1));
	ask(k, command_new(&k->arena, "SET", 2));
	turn();
	put(fd, str_head(rest, length_of(rest, k->n)), piece);
	(void)close(fd);
	for (int i = 0; i < TURNS && k->n_told < k->n; i++)
		turn();
	assert(k->n_told == k->n && redis_is_idle(k->store));
	redis_free(k->store);
	while ((fd = take_peer()) >= 0)
		(void)close(fd);
	arena_reset(&k->arena);
	return buf_view(&k->said);
}

void
fuzz_one(struct arena *a, struct str in)
{
	static struct asker asker;
	unsigned char how = fuzz_byte(&in);
	bool usual = (how & 1) == 0;
	size_t piece = 1 + (how >> 1) % 32;

	if (in.len / piece > 64)
		piece = 1 + in.len / 64;
	size_t opens = usual ? 0 : length_of(in, OPENING);
	struct str opening = usual ? STR(OPENED) : str_head(in, opens);
	struct str rest = str_from(in, opens);
	struct str whole = run(a, &asker, opening, rest, SIZE_MAX);
	assert(!usual || asker.n == QUESTIONS);
	struct str cut = run(a, &asker, opening, rest, piece);
	assert(str_eq(whole, cut) || arena_failed(a));
}
