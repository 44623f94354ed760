#include "base/base.h"
#include "ctl/ask.h"

#include <ev.h>

#include "base/log.h"
#include "config.h"
#include "ctl/ctl_scripts.h"

#define READY_S 2.
#define ARENA_CAP (64u << 20)

struct ask {
	struct ev_loop *loop;
	struct store *store;
	struct arena arena;
	size_t waiting;
	enum err err;  /* the first since the last wait */
	enum err last; /* of the last wait */
};

/* One question: lives in the arena of all. */
struct question {
	struct ask *ask;
	ask_fn fn;
	void *ctx;
};

struct ask *
ask_new(const struct config *cfg)
{
	struct ask *q = calloc(1, sizeof(*q));

	if (q == NULL || (q->loop = ev_loop_new(EVFLAG_AUTO)) == NULL)
		abort();
	arena_init(&q->arena, ARENA_CAP);
	/* Why there is no connection is said once, by the caller. */
	(void)log_level_set("error");
	q->store = redis_new(q->loop, cfg, ctl_scripts);
	(void)redis_wait(q->store, READY_S);
	(void)log_level_set("warn");
	return q;
}

void
ask_free(struct ask *q)
{
	if (q == NULL)
		return;
	redis_free(q->store);
	ev_loop_destroy(q->loop);
	arena_reset(&q->arena);
	free(q);
}

bool
ask_is_ready(const struct ask *q)
{
	return redis_not_ready(q->store) == NULL;
}

struct arena *
ask_arena(struct ask *q)
{
	return &q->arena;
}

void
ask_reset(struct ask *q)
{
	assert(q->waiting == 0);
	arena_reset(&q->arena);
}

static void
answered(void *ctx, enum err e, const struct answer *a)
{
	struct question *one = ctx;
	struct ask *q = one->ask;

	q->waiting--;
	if (e == ERR_NONE)
		one->fn(one->ctx, a);
	else if (q->err == ERR_NONE)
		q->err = e;
}

void
ask_put(struct ask *q, struct command *c, ask_fn fn, void *ctx)
{
	struct question *one = arena_alloc(&q->arena, sizeof(*one));
	enum err e = ERR_BUSY;

	if (one != NULL) {
		*one = (struct question){ q, fn, ctx };
		e = redis_send(q->store, c, answered, one);
	}
	if (e == ERR_NONE)
		q->waiting++;
	else if (q->err == ERR_NONE)
		q->err = e;
}

bool
ask_wait(struct ask *q)
{
	while (q->waiting > 0)
		ev_run(q->loop, EVRUN_ONCE);
	if (q->err == ERR_NONE && arena_failed(&q->arena))
		q->err = ERR_BUSY;
	q->last = q->err;
	q->err = ERR_NONE;
	return q->last == ERR_NONE;
}

const char *
ask_why(const struct ask *q)
{
	if (!ask_is_ready(q))
		return redis_not_ready(q->store);
	switch (q->last) {
	case ERR_AWAY:
		return "it cannot do that now; its reason stands above";
	case ERR_BUSY:
		return "the answer is too large";
	default:
		return "it refused; its reason stands above";
	}
}
