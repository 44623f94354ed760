/*
 * alias.c - two articles become one
 *
 * alias.lua does all of it in one step, but its keys have to be named before:
 * so it is asked, and may say that the new article is an alias itself or which
 * aliases the old one has; then it is asked again.
 */
#include "base/base.h"

#include "base/clock.h"
#include "base/zone.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "ctl/ctl_scripts.h"
#include "ctl/term.h"
#include "store/keys.h"

#define TRIES 8 /* others may change aliases meanwhile */

/* Days that keys may be left of; midnight may pass on the way. */
#define RANK_DAYS (KEYS_RANK_S / 86400 + 3)
#define READER_DAYS (KEYS_EPHEMERAL_S / 86400 + 2)
#define FIXED_KEYS 17
#define FIXED_ARGS 8

struct merge {
	struct ctl *ctl;
	struct article old, new;
	struct str *former; /* <h> of the old one's aliases */
	size_t n_former;

	/* what the script said */
	struct str state, name;
	int64_t visits, comments;
};

static struct str
hash_of(const struct article *article)
{
	return (struct str){ article->hash, ARTICLE_HASH_LEN };
}

static void
take_former(struct merge *m, const struct answer *a)
{
	struct arena *arena = &m->ctl->arena;
	size_t n = answer_len(a) - 1;

	m->former = arena_zalloc(arena, (n + 1) * sizeof(*m->former));
	if (m->former == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		m->former[i] = str_dup(arena, answer_str(answer_at(a, i + 1)));
	m->n_former = n;
}

static void
take_numbers(struct merge *m, const struct answer *a)
{
	int64_t total, base;

	if (!answer_i64(answer_at(a, 1), &total) ||
	    !answer_i64(answer_at(a, 2), &base) ||
	    __builtin_add_overflow(total, base, &m->visits))
		m->visits = 0;
	if (!answer_i64(answer_at(a, 3), &m->comments))
		m->comments = 0;
}

static void
take(void *ctx, const struct answer *a)
{
	struct merge *m = ctx;
	struct arena *arena = &m->ctl->arena;

	m->state = str_dup(arena, answer_str(answer_at(a, 0)));
	if (str_eq(m->state, STR("aliases")))
		take_former(m, a);
	else if (!str_eq(m->state, STR("done")))
		m->name = str_dup(arena, answer_str(answer_at(a, 1)));
	else
		take_numbers(m, a);
}

static void
put_keys(const struct merge *m, struct command *c, int32_t today)
{
	struct arena *a = ask_arena(m->ctl->ask);
	struct str site = m->ctl->site->name;
	struct str old = hash_of(&m->old), new = hash_of(&m->new);

	command_arg(c, keys_comments(a, site));
	command_arg(c, keys_name(a, site, old));
	command_arg(c, keys_former(a, site, old));
	command_arg(c, keys_article(a, site, new));
	command_arg(c, keys_name(a, site, new));
	command_arg(c, keys_former(a, site, new));
	command_arg(c, keys_site(a, site));
	command_arg(c, keys_ledger(a, site));
	command_arg(c, keys_popular(a, site, STR("7d")));
	command_arg(c, keys_popular(a, site, STR("30d")));
	command_arg(c, keys_article(a, site, old));
	command_arg(c, keys_thread(a, site, old, STR("new")));
	command_arg(c, keys_thread(a, site, old, STR("best")));
	command_arg(c, keys_thread(a, site, old, STR("last")));
	command_arg(c, keys_thread(a, site, new, STR("new")));
	command_arg(c, keys_thread(a, site, new, STR("best")));
	command_arg(c, keys_thread(a, site, new, STR("last")));
	command_arg(c, keys_rank_all(a, site));
	for (int32_t i = 0; i < RANK_DAYS; i++)
		command_arg(c, keys_rank(a, site, today + 1 - i));
	for (int32_t i = 0; i < READER_DAYS; i++) {
		command_arg(c, keys_readers(a, site, today + 1 - i, old));
		command_arg(c, keys_readers(a, site, today + 1 - i, new));
	}
	for (size_t i = 0; i < m->n_former; i++)
		command_arg(c, keys_article(a, site, m->former[i]));
	for (size_t i = 0; i < m->n_former; i++)
		command_arg(c, keys_name(a, site, m->former[i]));
}

static bool
ask(struct merge *m)
{
	struct ask *q = m->ctl->ask;
	struct arena *a = ask_arena(q);
	unsigned n_former = (unsigned)m->n_former;
	unsigned n_keys =
	    FIXED_KEYS + 1 + RANK_DAYS + 2 * READER_DAYS + 2 * n_former;
	unsigned n_args = FIXED_ARGS + READER_DAYS + n_former;
	int32_t today = zone_day(m->ctl->site->zone, clock_wall_s());
	struct command *c =
	    command_script(a, &ctl_scripts_alias, n_keys, n_keys + n_args);

	put_keys(m, c, today);
	command_arg(c, m->old.key);
	command_arg(c, m->new.key);
	command_arg(c, hash_of(&m->old));
	command_arg(c, hash_of(&m->new));
	command_arg_i64(c, clock_wall_s());
	command_arg(c, ctl_user(a));
	command_arg_i64(c, 1 + RANK_DAYS);
	command_arg_i64(c, READER_DAYS);
	for (int32_t i = 0; i < READER_DAYS; i++)
		command_arg_i64(c, today + 1 - i);
	for (size_t i = 0; i < m->n_former; i++)
		command_arg(c, m->former[i]);
	ask_put(q, c, take, m);
	return ask_wait(q);
}

/* One try; CTL_OK with *again when there has to be another. */
static enum ctl_status
step(struct merge *m, bool *again)
{
	*again = false;
	if (str_eq(m->old.key, m->new.key))
		return ctl_fail(CTL_FAILED,
		    "%.*s: both names are of this one article",
		    STR_ARG(m->new.key));
	if (!ask(m))
		return ctl_fail_store(m->ctl);
	if (str_eq(m->state, STR("aliases"))) {
		*again = true;
	} else if (str_eq(m->state, STR("moved"))) {
		*again = true;
		m->new.key = m->name;
		article_hash(m->name, m->new.hash);
	} else if (str_eq(m->state, STR("bad"))) {
		return ctl_fail(CTL_FAILED,
		    "nothing was changed: count %.*s is no number or would be "
		    "too large; afterword check tells more",
		    STR_ARG(m->name));
	} else if (str_eq(m->state, STR("is")) &&
		   !str_eq(m->name, m->new.key)) {
		return ctl_fail(CTL_FAILED,
		    "%.*s is another name of %.*s already, and its counts "
		    "are there",
		    STR_ARG(m->old.key), STR_ARG(m->name));
	}
	return CTL_OK;
}

enum ctl_status
alias_run(struct ctl *c, int n, char **args)
{
	struct merge m = { .ctl = c };
	enum ctl_status status = ctl_article(c, args[0], &m.old);
	bool again = true;

	(void)n;
	if (status == CTL_OK)
		status = ctl_article(c, args[1], &m.new);
	if (status == CTL_OK)
		status = ctl_connect(c);
	for (int i = 0; status == CTL_OK && again && i < TRIES; i++)
		status = step(&m, &again);
	if (status != CTL_OK)
		return status;
	if (again)
		return ctl_fail(CTL_FAILED,
		    "nothing was changed: others change the same aliases");
	term_put(stdout, m.old.key);
	if (str_eq(m.state, STR("is"))) {
		printf(" is another name of ");
		term_put(stdout, m.new.key);
		printf(" already\n");
		return CTL_OK;
	}
	printf(" is another name of ");
	term_put(stdout, m.new.key);
	printf(" now, which has %lld visits", (long long)m.visits);
	if (m.comments > 0)
		printf(" and took over %lld comment%s", (long long)m.comments,
		    m.comments == 1 ? "" : "s");
	printf("\n");
	return CTL_OK;
}
