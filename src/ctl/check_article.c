/*
 * check_article.c - one article: its counts, its name, its rank, its aliases
 */
#include "base/base.h"
#include "ctl/check.h"

#include "ctl/ask.h"
#include "ctl/ctl_scripts.h"
#include "ctl/schema.h"
#include "store/keys.h"
#include "visits/visits.h"

/* What is being judged. */
struct verdict {
	struct check *check;
	struct str key;
	bool report;
	bool bad;
};

static void fault(struct verdict *v, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void
fault(struct verdict *v, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	v->bad = true;
	if (!v->report)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	check_finding(v->check, v->key, "%s", text);
}

/* Wraps around, rather than be undefined, on what cannot be right anyway. */
static void
add(int64_t *sum, int64_t n)
{
	*sum = (int64_t)((uint64_t)*sum + (uint64_t)n);
}

/* --- counts --- */

static bool
is_count_name(struct str name, bool of_site)
{
	return str_eq(name, STR("t")) || str_eq(name, STR("b")) ||
	       str_eq(name, STR("x")) || (of_site && str_eq(name, STR("n")));
}

/* `<day>`, or `-<day>` for readers, that has begun somewhere. */
static bool
is_day(struct str name, int32_t today, int64_t *day)
{
	if (!str_to_i64(name, day) || *day == INT64_MIN)
		return false;
	int64_t of = *day < 0 ? -*day : *day;
	return of > 0 && of <= today + 1;
}

static void
judge_counts(struct verdict *v, const struct look_fields *fields, int32_t today,
    bool of_site)
{
	int64_t days = 0, day, n, total;

	for (size_t i = 0; i < fields->n; i++) {
		const struct look_field *f = &fields->at[i];
		bool is_visits = is_day(f->name, today, &day);

		if (!is_visits && !is_count_name(f->name, of_site))
			fault(v, "field %.*s is none that is known",
			    STR_ARG(f->name));
		else if (!str_to_i64(f->value, &n) || n < 0)
			fault(v, "%.*s is \"%.*s\", which is no count",
			    STR_ARG(f->name), STR_ARG(f->value));
		else if (is_visits && day > 0)
			add(&days, n);
	}
	if (!of_site && str_is_null(look_value(fields, STR("t"))))
		fault(v, "has no t");
	if (look_number(fields, STR("t"), &total) && total < days)
		fault(v, "t is %lld, but its days have %lld", (long long)total,
		    (long long)days);
}

/* The reasons of one day, and how many loads each had. */
static void
judge_missed(struct verdict *v, const struct look_fields *fields)
{
	int64_t n;

	for (size_t i = 0; i < fields->n; i++) {
		const struct look_field *f = &fields->at[i];

		if (!visits_why_known(f->name))
			fault(v, "field %.*s is no reason", STR_ARG(f->name));
		else if (!str_to_i64(f->value, &n) || n < 0)
			fault(v, "%.*s is \"%.*s\", which is no count",
			    STR_ARG(f->name), STR_ARG(f->value));
	}
}

static void
judge_rank(struct verdict *v, const struct look *l)
{
	int64_t total, base = 0, rank = 0;

	if (!look_number(&l->counts, STR("t"), &total) ||
	    !look_number(&l->counts, STR("b"), &base))
		return;
	if (!str_is_null(l->rank) && !str_to_i64(l->rank, &rank))
		rank = -1;
	if (rank != total + base)
		fault(v, "t and b are %lld, but its rank among all is %.*s",
		    (long long)total + (long long)base,
		    STR_ARG(str_is_null(l->rank) ? STR("missing") : l->rank));
}

/* --- names --- */

static bool
is_name_of(struct str key, struct str h)
{
	char hash[ARTICLE_HASH_LEN];

	article_hash(key, hash);
	return str_eq((struct str){ hash, sizeof(hash) }, h);
}

static bool
is_name_number(struct str name)
{
	static const char *const names[] = { "first", "comments", "ver", "mod",
		"closed", "pin" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_eq(name, str_of(names[i])))
			return true;
	return false;
}

static void
judge_name(struct verdict *v, const struct look *l, struct str h)
{
	struct str key = look_value(&l->name, STR("key"));
	int64_t n;

	if (str_is_null(key))
		fault(v, "has no name");
	else if (!is_name_of(key, h))
		fault(v, "is not what %.*s would have", STR_ARG(key));
	for (size_t i = 0; i < l->name.n; i++) {
		const struct look_field *f = &l->name.at[i];

		if (str_eq(f->name, STR("key")) ||
		    str_eq(f->name, STR("title")) || str_eq(f->name, STR("to")))
			continue;
		if (!is_name_number(f->name))
			fault(v, "its name's field %.*s is none that is known",
			    STR_ARG(f->name));
		else if (!str_to_i64(f->value, &n) || n < 0)
			fault(v, "its name's %.*s is \"%.*s\", no count",
			    STR_ARG(f->name), STR_ARG(f->value));
	}
}

/* What is no alias has this. */
static void
judge_comments(struct verdict *v, const struct check_article *one)
{
	const struct look_fields *name = &one->look.name;
	struct str closed = look_value(name, STR("closed"));
	int64_t n;

	if (str_is_null(look_value(name, STR("first"))))
		fault(v, "nobody knows when it was first seen");
	if (!str_is_null(look_value(name, STR("to"))))
		fault(v, "became another article, but is no alias");
	if (closed.len > 0 && !str_eq(closed, STR("0")) &&
	    !str_eq(closed, STR("1")))
		fault(v, "closed is %.*s, not 0 or 1", STR_ARG(closed));
	if (look_number(name, STR("comments"), &n) && n > 0 &&
	    str_is_null(look_value(name, STR("ver"))))
		fault(v, "has comments but no ver: nobody sees them");
	if (one->pin.len > 0)
		fault(v, "comment %.*s, which stands first, %.*s",
		    STR_ARG(look_value(name, STR("pin"))), STR_ARG(one->pin));
}

/* --- aliases --- */

static void
judge_alias(struct verdict *v, const struct check_article *one)
{
	struct str to = look_moved(&one->look);
	const struct look *target = &one->target;
	bool listed = false;

	for (size_t i = 0; i < target->n_former; i++)
		listed = listed || str_eq(target->former[i], one->h);
	if (one->look.counts.n > 1)
		fault(v, "an alias that has counts");
	if (one->look.name.n > 2 ||
	    !is_name_of(to, look_value(&one->look.name, STR("to"))))
		fault(v, "an alias whose name does not lead to %.*s",
		    STR_ARG(to));
	if (!str_is_null(one->look.rank))
		fault(v, "an alias that is ranked");
	if (one->look.n_former > 0)
		fault(v, "an alias that has aliases");
	if (!str_is_null(look_moved(target)))
		fault(v, "an alias of %.*s, which is one", STR_ARG(to));
	else if (str_is_null(look_value(&target->counts, STR("t"))))
		fault(v, "an alias of %.*s, which is not there", STR_ARG(to));
	else if (!listed)
		fault(v, "%.*s does not know of this alias", STR_ARG(to));
}

static void
judge_former(struct verdict *v, const struct check_article *one)
{
	for (size_t i = 0; i < one->look.n_former; i++) {
		struct str to = look_moved(&one->former[i]);

		if (str_is_null(to) || !is_name_of(to, one->h))
			fault(v, "its alias %.*s is none of it",
			    STR_ARG(one->look.former[i]));
	}
}

/* --- an article --- */

static void
judge(struct verdict *v, const struct check_article *one)
{
	const struct look *l = &one->look;

	if (l->counts.n == 0 && l->name.n == 0 && l->n_former == 0)
		return;
	/* Comments may come before the first visit. */
	if (l->counts.n == 0 && (l->name.n == 0 || l->n_former > 0)) {
		fault(v, "aliases without an article");
		return;
	}
	judge_name(v, l, one->h);
	if (!str_is_null(look_moved(l))) {
		judge_alias(v, one);
		return;
	}
	judge_comments(v, one);
	if (l->counts.n == 0)
		return;
	judge_counts(v, &l->counts, one->site->day, false);
	judge_rank(v, l);
	judge_former(v, one);
}

static void
take_pin(void *ctx, const struct answer *a)
{
	struct check_article *one = ctx;

	one->pin = str_dup(one->look.arena, answer_str(a));
}

static void
ask_pin(struct check *c, struct check_article *one)
{
	struct arena *a = ask_arena(c->ctl->ask);
	struct str site = one->site->site->name;
	struct command *cmd =
	    command_script(a, &ctl_scripts_check_pin, 2, 2 + 1);

	command_arg(cmd, keys_comments(a, site));
	command_arg(cmd, keys_name(a, site, one->h));
	command_arg(cmd, one->h);
	ask_put(c->ctl->ask, cmd, take_pin, one);
}

/* The articles on the other side of aliases, and what stands first. */
static bool
look_further(struct check *c, struct check_article *one)
{
	struct ask *q = c->ctl->ask;
	struct str site = one->site->site->name, to = look_moved(&one->look);
	char hash[ARTICLE_HASH_LEN];

	if (!str_is_null(to)) {
		article_hash(to, hash);
		look_ask(
		    q, site, (struct str){ hash, sizeof(hash) }, &one->target);
	}
	one->pin = STR("");
	if (!str_is_null(look_value(&one->look.name, STR("pin"))))
		ask_pin(c, one);
	one->former = arena_zalloc(
	    ask_arena(q), (one->look.n_former + 1) * sizeof(*one->former));
	if (one->former == NULL)
		return false;
	for (size_t i = 0; i < one->look.n_former; i++)
		look_ask(q, site, one->look.former[i], &one->former[i]);
	return true;
}

bool
check_article_look(
    struct check *c, struct check_article *all, size_t n, bool report)
{
	struct ask *q = c->ctl->ask;

	for (size_t i = 0; i < n; i++)
		look_ask(q, all[i].site->site->name, all[i].h, &all[i].look);
	if (!ask_wait(q))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!look_further(c, &all[i]))
			break;
	if (!ask_wait(q))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct verdict v = { c,
			keys_article(
			    ask_arena(q), all[i].site->site->name, all[i].h),
			report, false };

		judge(&v, &all[i]);
		all[i].bad = v.bad;
	}
	return true;
}

void
check_article_add(const struct check_article *one)
{
	static const char *const fields[] = { "t", "b", "x" };
	const struct look *l = &one->look;
	int64_t n;

	if (!str_is_null(look_moved(l)))
		return;
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (look_number(&l->counts, str_of(fields[i]), &n))
			add(&one->site->sum[i], n);
	if (l->name.n > 0)
		add(&one->site->sum[CHECK_ARTICLES], 1);
}

/* --- the site --- */

struct site_fields {
	struct arena *arena;
	struct look_fields fields;
};

static void
take_site(void *ctx, const struct answer *a)
{
	struct site_fields *s = ctx;

	if (!look_take_fields(s->arena, a, &s->fields))
		s->fields.n = 0;
}

bool
check_article_site(struct check *c, struct check_site *site, int32_t day,
    bool report, bool *bad)
{
	struct ask *q = c->ctl->ask;
	struct arena *a = ask_arena(q);
	struct site_fields s = { .arena = a };
	struct str name = site->site->name;
	struct verdict v = { c,
		day == 0 ? keys_site(a, name) : keys_missed(a, name, day),
		report, false };
	struct command *cmd = command_new(a, "HGETALL", 2);

	command_arg(cmd, v.key);
	ask_put(q, cmd, take_site, &s);
	if (!ask_wait(q))
		return false;
	if (day == 0)
		judge_counts(&v, &s.fields, site->day, true);
	else
		judge_missed(&v, &s.fields);
	*bad = v.bad;
	return true;
}
