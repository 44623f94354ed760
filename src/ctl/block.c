/*
 * block.c - who may not write, or has to wait each time: block, blocks, unblock
 */
#include "base/base.h"
#include "comments/block.h"

#include "base/clock.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "ctl/term.h"

struct wanted {
	int64_t id;
	enum block_kind kind;
	enum block_verdict verdict;
	unsigned days;
};

/* [--network] [--refuse] [--for DAYS] ID, in any order. */
static enum ctl_status
take_args(int n, char **args, struct wanted *w)
{
	uint64_t days;

	*w = (struct wanted){ .id = 0 };
	for (int i = 0; i < n; i++) {
		if (strcmp(args[i], "--network") == 0) {
			w->kind = BLOCK_NETWORK;
		} else if (strcmp(args[i], "--refuse") == 0) {
			w->verdict = BLOCK_REFUSE;
		} else if (strcmp(args[i], "--for") == 0 && i + 1 < n) {
			if (!str_to_u64(
				str_of(args[++i]), 1, BLOCK_DAYS_MAX, &days))
				return ctl_fail(CTL_USAGE,
				    "\"%s\" is no number of days, from 1 to %d",
				    args[i], BLOCK_DAYS_MAX);
			w->days = (unsigned)days;
		} else if (w->id == 0) {
			enum ctl_status status = ctl_comment(args[i], &w->id);

			if (status != CTL_OK)
				return status;
		} else {
			w->id = 0;
			break;
		}
	}
	return w->id > 0 ? CTL_OK
			 : ctl_fail(CTL_USAGE,
			       "usage: afterword block [--network] [--refuse] "
			       "[--for DAYS] ID");
}

struct said {
	struct arena *arena;
	struct str word, name;
};

static void
take(void *ctx, const struct answer *a)
{
	struct said *s = ctx;
	bool one = answer_len(a) == 0;

	s->word = str_dup(s->arena, answer_str(one ? a : answer_at(a, 0)));
	s->name = str_dup(s->arena, answer_str(answer_at(a, 1)));
}

static enum ctl_status
say(const struct ctl *c, const struct wanted *w, const struct said *s)
{
	long long id = (long long)w->id;

	if (str_eq(s->word, STR("none")))
		return ctl_fail(CTL_FAILED, "there is no comment %lld on %.*s",
		    id, STR_ARG(c->site->name));
	if (str_eq(s->word, STR("limit")))
		return ctl_fail(CTL_FAILED, "%.*s has %d blocks: end some",
		    STR_ARG(c->site->name), BLOCK_MAX);
	if (str_eq(s->word, STR("unknown")))
		return ctl_fail(CTL_FAILED,
		    w->kind == BLOCK_NETWORK
			? "nobody knows any more where comment %lld came from"
			: "comment %lld is of nobody that is known",
		    id);
	term_put(stdout, s->name);
	printf(w->verdict == BLOCK_REFUSE ? " is refused now\n"
					  : " is held each time now\n");
	return CTL_OK;
}

enum ctl_status
block_run(struct ctl *c, int n, char **args)
{
	struct wanted w;
	struct said s = { .arena = &c->arena };
	enum ctl_status status = take_args(n, args, &w);

	if (status == CTL_OK)
		status = ctl_connect(c);
	if (status != CTL_OK)
		return status;
	struct arena *a = ask_arena(c->ask);
	ask_put(c->ask,
	    block_command(
		a, c->site->name, w.id, w.kind, w.verdict, w.days, ctl_user(a)),
	    take, &s);
	return ask_wait(c->ask) ? say(c, &w, &s) : ctl_fail_store(c);
}

enum ctl_status
block_end_run(struct ctl *c, int n, char **args)
{
	struct said s = { .arena = &c->arena };
	enum ctl_status status = ctl_connect(c);

	(void)n;
	if (status != CTL_OK)
		return status;
	struct arena *a = ask_arena(c->ask);
	ask_put(c->ask,
	    block_end_command(a, c->site->name, str_of(args[0]), ctl_user(a)),
	    take, &s);
	if (!ask_wait(c->ask))
		return ctl_fail_store(c);
	if (!str_eq(s.word, STR("done")))
		return ctl_fail(CTL_FAILED, "%s is no block of %.*s", args[0],
		    STR_ARG(c->site->name));
	term_put(stdout, str_of(args[0]));
	printf(" may write again\n");
	return CTL_OK;
}

static void
print_time(int64_t at)
{
	char text[CLOCK_RFC3339_LEN];

	clock_rfc3339(text, at);
	printf("%.*s", (int)sizeof(text), text);
}

static void
print(void *ctx, const struct answer *a)
{
	struct block b;

	(void)ctx;
	for (size_t i = 0; block_take(a, i, &b); i++) {
		if (block_has_ended(&b, clock_wall_s()))
			continue;
		term_put(stdout, b.name);
		printf(b.verdict == BLOCK_REFUSE ? "  refuse  " : "  hold    ");
		if (b.until > 0)
			print_time(b.until);
		else
			printf("for ever            ");
		printf("  ");
		term_put(stdout, b.writer);
		printf(", by ");
		term_put(stdout, b.who);
		printf("\n");
	}
}

enum ctl_status
block_list_run(struct ctl *c, int n, char **args)
{
	enum ctl_status status = ctl_connect(c);

	(void)n;
	(void)args;
	if (status != CTL_OK)
		return status;
	ask_put(c->ask, block_list_command(ask_arena(c->ask), c->site->name),
	    print, NULL);
	return ask_wait(c->ask) ? CTL_OK : ctl_fail_store(c);
}
