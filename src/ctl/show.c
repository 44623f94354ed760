#include "base/base.h"

#include "base/clock.h"
#include "base/zone.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "ctl/list.h"
#include "ctl/look.h"
#include "ctl/term.h"
#include "store/keys.h"

#define DAYS_SHOWN 14
#define DAY_S 86400
#define PIECE 500 /* comments that are looked through at once */

/* An article, and what of it can be said to be wrong on the way. */
struct shown {
	struct look look;
	int64_t held, spam;
	int32_t day;
	bool odd; /* something is no number */
};

static enum ctl_status
look_at(struct ctl *c, const struct article *article, struct look *l)
{
	struct str h = { article->hash, ARTICLE_HASH_LEN };

	look_ask(c->ask, c->site->name, h, l);
	return ask_wait(c->ask) && !l->failed ? CTL_OK : ctl_fail_store(c);
}

/* Comments that wait, in one of the site's lists. */
static bool
count_waiting(
    struct ctl *c, const struct article *article, const char *list, int64_t *n)
{
	struct str key =
	    keys_comment_list(&c->arena, c->site->name, str_of(list));
	struct str h = { article->hash, ARTICLE_HASH_LEN }, from = STR("");
	struct list_piece p;

	for (*n = 0; !str_is_null(from); *n += (int64_t)p.n) {
		list_ask(c->ask, c->site->name, key, LIST_OLDEST, from, PIECE,
		    h, &p);
		if (!ask_wait(c->ask) || p.failed)
			return false;
		from =
		    str_is_null(p.next) ? STR_NULL : str_dup(&c->arena, p.next);
		ask_reset(c->ask);
	}
	return true;
}

/* --- lines --- */

static void
text_line(const char *label, struct str text)
{
	printf("%-12s", label);
	term_put(stdout, text);
	(void)putchar('\n');
}

static void
date_line(const char *label, const struct site *site, int64_t at)
{
	char date[ZONE_DATE_LEN];

	zone_date_format(date, zone_day(site->zone, at));
	text_line(label, (struct str){ date, sizeof(date) });
}

static void
number_line(const char *label, int64_t n)
{
	printf("%-12s%lld\n", label, (long long)n);
}

static int64_t
count(struct shown *s, const struct look_fields *of, const char *name)
{
	int64_t n;

	if (!look_number(of, str_of(name), &n))
		s->odd = true;
	return n;
}

static int64_t
day_count(struct shown *s, int64_t day)
{
	int64_t n;

	if (!look_day(&s->look.counts, day, &n))
		s->odd = true;
	return n;
}

/* --- its aliases --- */

struct former {
	struct arena *arena;
	struct str name;
};

static void
take_name(void *ctx, const struct answer *a)
{
	struct former *f = ctx;

	if (!answer_is_nil(a))
		f->name = str_dup(f->arena, answer_str(a));
}

/* One a line, as each is a whole path. */
static bool
print_former(struct ctl *c, const struct look *l)
{
	struct arena *a = ask_arena(c->ask);
	struct former *all = arena_zalloc(a, (l->n_former + 1) * sizeof(*all));

	for (size_t i = 0; all != NULL && i < l->n_former; i++) {
		struct command *cmd = command_new(a, "HGET", 3);

		all[i] = (struct former){ a, STR("?") };
		command_arg(cmd, keys_name(a, c->site->name, l->former[i]));
		command_arg(cmd, STR("key"));
		ask_put(c->ask, cmd, take_name, &all[i]);
	}
	if (!ask_wait(c->ask) || all == NULL)
		return false;
	for (size_t i = 0; i < l->n_former; i++)
		text_line(i == 0 ? "aliases" : "", all[i].name);
	return true;
}

/* --- the whole --- */

static void
print_about(const struct site *site, struct shown *s, struct str key)
{
	struct str title = look_value(&s->look.name, STR("title"));
	int64_t first = count(s, &s->look.name, "first");

	text_line("article", key);
	if (title.len > 0)
		text_line("title", title);
	if (first > 0)
		date_line("first seen", site, first);
}

static void
print_numbers(struct shown *s)
{
	int64_t counted = count(s, &s->look.counts, "t");
	int64_t base = count(s, &s->look.counts, "b"), all;

	if (__builtin_add_overflow(counted, base, &all))
		s->odd = true;
	number_line("visits", all);
	number_line("  counted", counted);
	number_line("  imported", base);
	number_line("robots", count(s, &s->look.counts, "x"));
	number_line("today", day_count(s, s->day));
	number_line("yesterday", day_count(s, s->day - 1));
	number_line("readers", day_count(s, -(int64_t)s->day));
}

static void
print_comments(const struct site *site, struct shown *s)
{
	struct str closed = look_value(&s->look.name, STR("closed"));
	struct str pin = look_value(&s->look.name, STR("pin"));
	int64_t first = count(s, &s->look.name, "first");
	int64_t after = (int64_t)site->close_after_days * DAY_S;

	number_line("comments", count(s, &s->look.name, "comments"));
	number_line("  held", s->held);
	number_line("  spam", s->spam);
	if (pin.len > 0)
		text_line("  pinned", pin);
	if (str_eq(closed, STR("1")))
		text_line("closed", STR("yes"));
	else if (str_eq(closed, STR("0")))
		text_line("closed", STR("no, however old it is"));
	else if (after > 0 && first > 0 && clock_wall_s() - first > after)
		text_line("closed", STR("yes, by its age"));
}

static void
print_days(struct shown *s)
{
	printf("\n%-10s  %10s  %10s\n", "day", "visits", "readers");
	for (int32_t day = s->day - DAYS_SHOWN + 1; day <= s->day; day++) {
		char date[ZONE_DATE_LEN];

		zone_date_format(date, day);
		printf("%.*s  %10lld  %10lld\n", ZONE_DATE_LEN, date,
		    (long long)day_count(s, day),
		    (long long)day_count(s, -(int64_t)day));
	}
}

enum ctl_status
show_run(struct ctl *c, int n, char **args)
{
	struct article article;
	struct str named;
	struct shown s = { .day = zone_day(c->site->zone, clock_wall_s()) };
	enum ctl_status status = ctl_article(c, args[0], &article);

	(void)n;
	if (status == CTL_OK)
		status = ctl_connect(c);
	named = article.key;
	if (status == CTL_OK)
		status = look_find(c, &article);
	if (status == CTL_OK &&
	    (!count_waiting(c, &article, "held", &s.held) ||
		!count_waiting(c, &article, "spam", &s.spam)))
		status = ctl_fail_store(c);
	if (status == CTL_OK)
		status = look_at(c, &article, &s.look);
	if (status != CTL_OK)
		return status;
	if (!str_eq(named, article.key))
		text_line("alias", named);
	print_about(c->site, &s, article.key);
	if (!print_former(c, &s.look))
		return ctl_fail_store(c);
	print_numbers(&s);
	print_comments(c->site, &s);
	print_days(&s);
	if (s.odd)
		return ctl_fail(CTL_FAILED,
		    "some of its counts are no numbers: afterword check tells "
		    "more");
	return CTL_OK;
}
