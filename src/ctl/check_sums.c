#include "base/base.h"
#include "ctl/check.h"

#include "ctl/ask.h"
#include "ctl/ctl_scripts.h"
#include "store/keys.h"

static void
take_sums(void *ctx, const struct answer *a)
{
	struct check_sums *s = ctx;

	*s = (struct check_sums){ .ledger = 0 };
	/* What is no number was found with the site's key. */
	for (size_t i = 0; i < CHECK_SUMS; i++)
		if (!answer_i64(answer_at(a, i), &s->n[i]))
			s->n[i] = 0;
	if (!answer_i64(answer_at(a, CHECK_SUMS), &s->ledger))
		s->ledger = 0;
}

bool
check_sums_ask(struct check *c, struct check_sums *out)
{
	struct ask *q = c->ctl->ask;

	ask_reset(q);
	for (size_t i = 0; i < c->n_sites; i++) {
		struct arena *a = ask_arena(q);
		struct str site = c->sites[i].site->name;
		struct command *cmd =
		    command_script(a, &ctl_scripts_sums, 2, 2);

		command_arg(cmd, keys_site(a, site));
		command_arg(cmd, keys_ledger(a, site));
		ask_put(q, cmd, take_sums, &out[i]);
	}
	return ask_wait(q);
}

/* Whether all sums of the site are right; what is wrong, if `report`. */
static bool
agree(struct check *c, size_t at, const struct check_sums *before,
    const struct check_sums *after, bool report)
{
	static const char *const names[] = { "t", "b", "x", "n" };
	_Static_assert(ARRAY_LEN(names) == CHECK_SUMS, "one name each");
	const struct check_site *s = &c->sites[at];
	bool fine = true;

	for (size_t i = 0; i < CHECK_SUMS; i++) {
		if (before->n[i] <= s->sum[i] && s->sum[i] <= after->n[i])
			continue;
		fine = false;
		if (report)
			check_finding(c,
			    keys_site(&c->ctl->arena, s->site->name),
			    "%s is %lld, but its articles make it %lld",
			    names[i], (long long)after->n[i],
			    (long long)s->sum[i]);
	}
	return fine;
}

bool
check_sums_moved(const struct check *c, const struct check_sums *before,
    const struct check_sums *after)
{
	for (size_t i = 0; i < c->n_sites; i++)
		if (before[i].ledger != after[i].ledger)
			return true;
	return false;
}

bool
check_sums_agree(struct check *c, const struct check_sums *before,
    const struct check_sums *after, bool report)
{
	bool fine = true;

	for (size_t i = 0; i < c->n_sites; i++)
		fine = agree(c, i, &before[i], &after[i], report) && fine;
	return fine;
}
