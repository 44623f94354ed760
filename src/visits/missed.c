#include "base/base.h"
#include "visits/missed.h"

#include "store/redis.h"
#include "visits/visits_scripts.h"
#include "visits/visits_state.h"

#define ARENA_CAP 16384

static void
sent(void *ctx, enum err e, const struct answer *a)
{
	struct arena *arena = ctx;

	/* What could not be written is lost: it may have been. */
	(void)e;
	(void)a;
	arena_reset(arena);
	free(arena);
}

static unsigned
reasons(const struct missed *m)
{
	unsigned n = 0;

	for (size_t i = 0; i < WHY__MAX; i++)
		n += m->n[i] > 0;
	return n;
}

void
missed_send(struct missed *m, struct store *store, struct str site)
{
	unsigned n = reasons(m);
	struct arena *a = m->any ? malloc(sizeof(*a)) : NULL;

	if (a == NULL)
		return;
	arena_init(a, ARENA_CAP);
	struct command *c =
	    command_script(a, &visits_scripts_missed, 1, 2 + 2 * n);
	command_arg(c, keys_missed(a, site, m->day));
	command_arg_i64(c, KEYS_RANK_S);
	for (size_t i = 0; i < WHY__MAX; i++) {
		if (m->n[i] == 0)
			continue;
		command_arg(c, str_of(visits_why_name((enum visits_why)i)));
		command_arg_i64(c, m->n[i]);
	}
	if (redis_send(store, c, sent, a) != ERR_NONE) {
		arena_reset(a);
		free(a);
		return;
	}
	memset(m->n, 0, sizeof(m->n));
	m->any = false;
}

void
missed_add(struct missed *m, struct store *store, struct str site, int32_t day,
    enum visits_why why)
{
	if (m->any && m->day != day)
		missed_send(m, store, site);
	/* Those of another day that could not be sent are lost. */
	if (m->day != day)
		*m = (struct missed){ .day = day };
	m->n[why]++;
	m->any = true;
}

struct command *
missed_command(struct arena *a, struct str site, int32_t day)
{
	struct command *c = command_new(a, "HMGET", 2 + WHY__MAX - 1);

	command_arg(c, keys_missed(a, site, day));
	for (unsigned i = WHY_NONE + 1; i < WHY__MAX; i++)
		command_arg(c, str_of(visits_why_name((enum visits_why)i)));
	return c;
}

bool
missed_take(const struct answer *a, int64_t n[WHY__MAX])
{
	n[WHY_NONE] = 0;
	for (size_t i = WHY_NONE + 1; i < WHY__MAX; i++)
		if (!visits_state_number(a, i - 1, &n[i]) ||
		    __builtin_add_overflow(n[WHY_NONE], n[i], &n[WHY_NONE]))
			return false;
	return true;
}
