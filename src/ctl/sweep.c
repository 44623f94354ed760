/*
 * sweep.c - deletes all at once what comments.fcgi would, little by little
 */
#include "base/base.h"
#include "comments/sweep.h"

#include "base/buf.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"

#define DAY_S 86400

struct walk {
	struct sweep_walk at;
	bool odd;
};

static void
take(void *ctx, const struct answer *a)
{
	struct walk *w = ctx;

	w->odd = !sweep_take(&w->at, a);
}

static bool
sweep_list(struct ctl *c, const char *list, struct walk *w)
{
	int64_t keep_s = (int64_t)c->cfg->comments.keep_spam_days * DAY_S;

	w->at.from[0] = '\0';
	do {
		ask_reset(c->ask);
		ask_put(c->ask,
		    sweep_command(
			ask_arena(c->ask), c->site->name, list, &w->at, keep_s),
		    take, w);
		if (!ask_wait(c->ask) || w->odd)
			return false;
	} while (w->at.from[0] != '\0');
	return true;
}

static bool
note(struct ctl *c, int64_t n)
{
	struct buf b;

	buf_init(&b, &c->arena, BUF_U64_MAX);
	buf_i64(&b, n);
	const struct str pairs[] = { STR("what"), STR("sweep"), STR("comments"),
		buf_view(&b) };

	return ctl_note(c, pairs, ARRAY_LEN(pairs));
}

enum ctl_status
sweep_run(struct ctl *c, int n, char **args)
{
	struct walk w = { .odd = false };
	bool done = true;

	(void)n;
	(void)args;
	if (c->cfg->comments.keep_spam_days == 0)
		return ctl_fail(CTL_FAILED,
		    "comments.keep_spam is 0: what waits is kept for ever");
	enum ctl_status status = ctl_connect(c);
	if (status != CTL_OK)
		return status;
	for (size_t i = 0; done && sweep_lists[i] != NULL; i++)
		done = sweep_list(c, sweep_lists[i], &w);
	if (w.at.n > 0)
		done = note(c, w.at.n) && done;
	if (!done)
		return ctl_fail_store(c);
	printf("%lld comments are deleted\n", (long long)w.at.n);
	return CTL_OK;
}
