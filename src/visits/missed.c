#include "base/base.h"
#include "visits/missed.h"

#include "base/clock.h"
#include "store/redis.h"
#include "visits/visits_scripts.h"

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

/* Those that cannot be sent now stay for the next time. */
static void
send(struct missed *m, struct store *store, struct str site)
{
	struct arena *a = malloc(sizeof(*a));
	unsigned n = reasons(m);

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
	uint64_t now_us = clock_mono_us();

	if (m->any && m->day != day)
		send(m, store, site);
	m->day = day;
	m->n[why]++;
	m->any = true;
	if (now_us - m->sent_us < MISSED_EVERY_US)
		return;
	m->sent_us = now_us;
	send(m, store, site);
}
