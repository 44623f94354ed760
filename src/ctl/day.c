#include "base/base.h"

#include "base/clock.h"
#include "base/zone.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "store/keys.h"
#include "visits/missed.h"

struct shown {
	int64_t visits, readers;
	int64_t missed[WHY__MAX];
	bool odd; /* something is no number */
};

static bool
number(const struct answer *a, int64_t *n)
{
	*n = 0;
	return answer_is_nil(a) || answer_i64(a, n);
}

static void
take_counts(void *ctx, const struct answer *a)
{
	struct shown *s = ctx;

	if (!number(answer_at(a, 0), &s->visits) ||
	    !number(answer_at(a, 1), &s->readers))
		s->odd = true;
}

static void
take_missed(void *ctx, const struct answer *a)
{
	struct shown *s = ctx;

	if (!missed_take(a, s->missed))
		s->odd = true;
}

static void
ask_for(struct ctl *c, int32_t day, struct shown *s)
{
	struct arena *a = ask_arena(c->ask);
	struct command *cmd = command_new(a, "HMGET", 4);

	command_arg(cmd, keys_site(a, c->site->name));
	command_arg_i64(cmd, day);
	command_arg_i64(cmd, -(int64_t)day);
	ask_put(c->ask, cmd, take_counts, s);
	ask_put(c->ask, missed_command(a, c->site->name, day), take_missed, s);
}

static void
print(int32_t day, const struct shown *s)
{
	char date[ZONE_DATE_LEN];

	zone_date_format(date, day);
	printf("%-12s%.*s\n", "day", ZONE_DATE_LEN, date);
	printf("%-12s%lld\n", "visits", (long long)s->visits);
	printf("%-12s%lld\n", "readers", (long long)s->readers);
	printf("%-12s%lld\n", "not counted", (long long)s->missed[WHY_NONE]);
	for (int why = WHY_NONE + 1; why < WHY__MAX; why++)
		printf("  %-10s%lld\n", visits_why_name((enum visits_why)why),
		    (long long)s->missed[why]);
}

enum ctl_status
day_run(struct ctl *c, int n, char **args)
{
	struct shown s = { .odd = false };
	int32_t day = zone_day(c->site->zone, clock_wall_s());

	if (n > 0 && !zone_date_parse(str_of(args[0]), &day))
		return ctl_fail(
		    CTL_USAGE, "\"%s\" is no date like 2026-11-24", args[0]);
	enum ctl_status status = ctl_connect(c);
	if (status != CTL_OK)
		return status;
	ask_for(c, day, &s);
	if (!ask_wait(c->ask))
		return ctl_fail_store(c);
	if (s.odd)
		return ctl_fail(CTL_FAILED,
		    "some of its counts are no numbers: afterword check tells "
		    "more");
	print(day, &s);
	return CTL_OK;
}
