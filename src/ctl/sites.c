#include "base/base.h"

#include "base/clock.h"
#include "base/zone.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "store/keys.h"

enum {
	COUNTED,
	BASE,
	ARTICLES,
	TODAY,
	READERS,
	NUMBERS
};

struct row {
	const struct site *site;
	int64_t n[NUMBERS];
	int64_t visits; /* both */
	bool odd;       /* something there is no number */
};

static void
take(void *ctx, const struct answer *a)
{
	struct row *row = ctx;

	for (size_t i = 0; i < NUMBERS; i++) {
		const struct answer *n = answer_at(a, i);

		row->n[i] = 0;
		if (!answer_is_nil(n) && !answer_i64(n, &row->n[i]))
			row->odd = true;
	}
	if (__builtin_add_overflow(row->n[COUNTED], row->n[BASE], &row->visits))
		row->odd = true;
}

static void
ask_for(struct ctl *c, struct row *row)
{
	struct arena *a = ask_arena(c->ask);
	int32_t day = zone_day(row->site->zone, clock_wall_s());
	struct command *cmd = command_new(a, "HMGET", 2 + NUMBERS);

	command_arg(cmd, keys_site(a, row->site->name));
	command_arg(cmd, STR("t"));
	command_arg(cmd, STR("b"));
	command_arg(cmd, STR("n"));
	command_arg_i64(cmd, day);
	command_arg_i64(cmd, -day);
	ask_put(c->ask, cmd, take, row);
}

static int
widest(const struct row *rows, size_t n, bool zone)
{
	size_t width = 4;

	for (size_t i = 0; i < n; i++) {
		size_t len = zone ? strlen(rows[i].site->zone->name)
				  : rows[i].site->name.len;
		width = len > width ? len : width;
	}
	return (int)width;
}

static void
print(const struct row *rows, size_t n)
{
	int name = widest(rows, n, false), zone = widest(rows, n, true);

	printf("%-*s  %-*s  %10s  %12s  %10s  %10s\n", name, "site", zone,
	    "zone", "articles", "visits", "today", "readers");
	for (size_t i = 0; i < n; i++)
		printf("%-*.*s  %-*s  %10lld  %12lld  %10lld  %10lld\n", name,
		    STR_ARG(rows[i].site->name), zone, rows[i].site->zone->name,
		    (long long)rows[i].n[ARTICLES], (long long)rows[i].visits,
		    (long long)rows[i].n[TODAY], (long long)rows[i].n[READERS]);
}

enum ctl_status
sites_run(struct ctl *c, int n_args, char **args)
{
	size_t n = c->site != NULL ? 1 : c->cfg->n_sites;
	const struct site *first = c->site != NULL ? c->site : c->cfg->sites;
	struct row *rows = arena_zalloc(&c->arena, n * sizeof(*rows));

	(void)n_args;
	(void)args;
	if (rows == NULL)
		abort();
	enum ctl_status status = ctl_connect(c);
	if (status != CTL_OK)
		return status;
	for (size_t i = 0; i < n; i++) {
		rows[i].site = &first[i];
		ask_for(c, &rows[i]);
	}
	if (!ask_wait(c->ask))
		return ctl_fail_store(c);
	for (size_t i = 0; i < n; i++)
		if (rows[i].odd)
			return ctl_fail(CTL_FAILED,
			    "%.*s has counts that are no numbers: afterword "
			    "check tells more",
			    STR_ARG(rows[i].site->name));
	print(rows, n);
	return CTL_OK;
}
