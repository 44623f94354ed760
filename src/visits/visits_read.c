/*
 * visits_read.c - lists, histories and the popular
 *
 * Whoever follows an alias asks a second time; aliases are few and never
 * chained.
 */
#include "base/base.h"
#include "visits/visits.h"

#include "store/keys.h"
#include "store/redis.h"
#include "visits/visits_scripts.h"
#include "visits/visits_state.h"

#define LINE_FIELDS 5      /* what list.lua answers for each article */
#define BEST_OF_DAY 1000   /* of each day that take part in a ranking */
#define RANKING_KEPT_S 300 /* how long a ranking stands */
#define WEIGHT_OF_TODAY 1000

/* --- lists --- */

static enum err ask_list(struct visits_list *l);

static bool
take_line(struct visits_line *line, const struct answer *a, size_t at)
{
	int64_t base;

	return visits_state_number(a, at, &line->total) &&
	       visits_state_number(a, at + 1, &base) &&
	       visits_state_number(a, at + 2, &line->today) &&
	       visits_state_number(a, at + 4, &line->comments) &&
	       !__builtin_add_overflow(line->total, base, &line->total);
}

static enum err
take_list(struct visits_list *l, const struct answer *a, bool *again)
{
	unsigned moves = l->call.moves;

	for (size_t i = 0; i < l->n; i++) {
		struct visits_line *line = &l->lines[i];
		size_t at = i * LINE_FIELDS;
		struct str to = answer_str(answer_at(a, at + 3));

		if (!str_is_null(to) && moves < VISITS_STATE_MOVES_MAX) {
			l->call.moves = moves; /* each line moves alone */
			enum err e = visits_state_follow(
			    &l->call, l->arena, to, &line->article);
			if (e != ERR_NONE)
				return e;
			*again = true;
		} else if (!take_line(line, a, at)) {
			return ERR_STORE;
		}
	}
	return ERR_NONE;
}

static void
listed(void *ctx, enum err e, const struct answer *a)
{
	struct visits_list *l = ctx;
	bool again = false;

	if (e == ERR_NONE && answer_len(a) != l->n * LINE_FIELDS)
		e = ERR_STORE;
	if (e == ERR_NONE)
		e = take_list(l, a, &again);
	if (e == ERR_NONE && again)
		e = ask_list(l);
	if (e != ERR_NONE || !again)
		l->call.fn(l->call.ctx, e);
}

static enum err
ask_list(struct visits_list *l)
{
	unsigned n_keys = 2 * (unsigned)l->n;
	struct command *c =
	    command_script(l->arena, &visits_scripts_list, n_keys, n_keys + 1);

	for (size_t i = 0; i < l->n; i++) {
		struct str h = { l->lines[i].article.hash, ARTICLE_HASH_LEN };

		command_arg(c, keys_article(l->arena, l->site->name, h));
		command_arg(c, keys_name(l->arena, l->site->name, h));
	}
	command_arg_i64(c, l->day);
	return redis_send(l->call.visits->store, c, listed, l);
}

enum err
visits_read_list(
    struct visits *v, struct visits_list *l, visits_fn fn, void *ctx)
{
	l->call = (struct visits_call){ v, fn, ctx, 0 };
	l->day = visits_state_day(l->site);
	return ask_list(l);
}

/* --- history --- */

static enum err ask_history(struct visits_history *h);

/* Fields are `<day>` or `-<day>`, among others that are no numbers. */
static enum err
take_days(struct visits_history *h, const struct answer *a)
{
	for (size_t i = 0; i + 1 < answer_len(a); i += 2) {
		struct str field = answer_str(answer_at(a, i));
		int64_t day, n;

		if (!str_to_i64(field, &day))
			continue;
		int64_t *into = day < 0 ? h->readers : h->visits;
		int64_t at = (day < 0 ? -day : day) - h->first;
		if (at < 0 || at >= (int64_t)h->n)
			continue;
		if (!visits_state_number(a, i + 1, &n))
			return ERR_STORE;
		into[at] = n;
	}
	return ERR_NONE;
}

static void
remembered(void *ctx, enum err e, const struct answer *a)
{
	struct visits_history *h = ctx;

	for (size_t i = 0; e == ERR_NONE && i + 1 < answer_len(a); i += 2) {
		if (!str_eq(answer_str(answer_at(a, i)), STR(">")))
			continue;
		e = visits_state_follow(&h->call, h->arena,
		    answer_str(answer_at(a, i + 1)), &h->article);
		if (e == ERR_NONE)
			e = ask_history(h);
		if (e == ERR_NONE)
			return;
	}
	if (e == ERR_NONE)
		e = take_days(h, a);
	h->call.fn(h->call.ctx, e);
}

static enum err
ask_history(struct visits_history *h)
{
	struct str hash = { h->article.hash, ARTICLE_HASH_LEN };
	struct command *c = command_new(h->arena, "HGETALL", 2);

	command_arg(c, h->article.key.len > 0
			   ? keys_article(h->arena, h->site->name, hash)
			   : keys_site(h->arena, h->site->name));
	return redis_send(h->call.visits->store, c, remembered, h);
}

enum err
visits_read_history(
    struct visits *v, struct visits_history *h, visits_fn fn, void *ctx)
{
	h->call = (struct visits_call){ v, fn, ctx, 0 };
	if (h->n > v->cfg->visits.keep_days)
		h->n = v->cfg->visits.keep_days;
	h->first = visits_state_day(h->site) - (int32_t)h->n + 1;
	memset(h->visits, 0, sizeof(h->visits));
	memset(h->readers, 0, sizeof(h->readers));
	return ask_history(h);
}

/* --- what was not counted --- */

static void
missed(void *ctx, enum err e, const struct answer *a)
{
	struct visits_missed *m = ctx;

	if (e == ERR_NONE && !missed_take(a, m->n))
		e = ERR_STORE;
	m->call.fn(m->call.ctx, e);
}

enum err
visits_read_missed(
    struct visits *v, struct visits_missed *m, visits_fn fn, void *ctx)
{
	struct command *c =
	    missed_command(m->arena, m->site->name, visits_state_day(m->site));

	m->call = (struct visits_call){ v, fn, ctx, 0 };
	return redis_send(v->store, c, missed, m);
}

/* --- popular --- */

static unsigned
days_of(enum visits_period period)
{
	return period == PERIOD_7D ? 7 : period == PERIOD_30D ? 30 : 1;
}

static void
answered(struct visits_popular *p, enum err e)
{
	if (e != ERR_NONE)
		p->err = e;
	if (--p->waiting == 0)
		p->call.fn(p->call.ctx, p->err);
}

/* One answer of the group: the name, or the visits, of one article. */
struct best_part {
	struct visits_popular *p;
	struct visits_best *best;
};

static void
named(void *ctx, enum err e, const struct answer *a)
{
	struct best_part *part = ctx;
	struct arena *arena = part->p->arena;
	struct str key = answer_str(answer_at(a, 0));
	struct str title = answer_str(answer_at(a, 1));

	if (!str_is_null(key))
		part->best->key = str_dup(arena, key);
	if (!str_is_null(title))
		part->best->title = str_dup(arena, title);
	answered(part->p, e);
}

static void
summed(void *ctx, enum err e, const struct answer *a)
{
	struct best_part *part = ctx;
	int64_t n;

	for (size_t i = 0; e == ERR_NONE && i < answer_len(a); i++) {
		if (!visits_state_number(a, i, &n) ||
		    __builtin_add_overflow(
			part->best->visits, n, &part->best->visits))
			e = ERR_STORE;
	}
	answered(part->p, e);
}

static enum err
ask_best(struct visits_popular *p, struct visits_best *best)
{
	struct store *store = p->call.visits->store;
	struct str h = { best->hash, ARTICLE_HASH_LEN };
	struct best_part *part = arena_alloc(p->arena, sizeof(*part));

	if (part == NULL)
		return ERR_BUSY;
	*part = (struct best_part){ p, best };
	struct command *c = command_new(p->arena, "HMGET", 4);
	command_arg(c, keys_name(p->arena, p->site->name, h));
	command_arg(c, STR("key"));
	command_arg(c, STR("title"));
	enum err e = redis_send(store, c, named, part);
	if (e != ERR_NONE)
		return e;
	p->waiting++;

	bool all = p->period == PERIOD_ALL;
	unsigned n = all ? 2 : days_of(p->period);
	c = command_new(p->arena, "HMGET", 2 + n);
	command_arg(c, keys_article(p->arena, p->site->name, h));
	if (all) {
		command_arg(c, STR("t"));
		command_arg(c, STR("b"));
	} else {
		for (unsigned i = 0; i < n; i++)
			command_arg_i64(c, p->day - (int32_t)i);
	}
	e = redis_send(store, c, summed, part);
	if (e == ERR_NONE)
		p->waiting++;
	return e;
}

/* <h> and score, by turns. */
static enum err
take_ranking(struct visits_popular *p, const struct answer *a)
{
	p->best =
	    arena_zalloc(p->arena, (answer_len(a) / 2 + 1) * sizeof(*p->best));
	if (p->best == NULL)
		return ERR_BUSY;
	for (size_t i = 0; i + 1 < answer_len(a); i += 2) {
		struct str h = answer_str(answer_at(a, i));

		if (h.len != ARTICLE_HASH_LEN)
			return ERR_STORE;
		memcpy(p->best[p->n++].hash, h.p, h.len);
	}
	return ERR_NONE;
}

static void
ranked(void *ctx, enum err e, const struct answer *a)
{
	struct visits_popular *p = ctx;

	/* Held by one until all have been asked. */
	p->waiting = 1;
	if (e == ERR_NONE)
		e = take_ranking(p, a);
	for (size_t i = 0; e == ERR_NONE && i < p->n; i++)
		e = ask_best(p, &p->best[i]);
	answered(p, e);
}

static struct str
period_name(enum visits_period period)
{
	return period == PERIOD_7D ? STR("7d") : STR("30d");
}

enum err
visits_read_popular(
    struct visits *v, struct visits_popular *p, visits_fn fn, void *ctx)
{
	struct arena *a = p->arena;
	struct str site = p->site->name;
	unsigned days = days_of(p->period);

	p->call = (struct visits_call){ v, fn, ctx, 0 };
	p->day = visits_state_day(p->site);
	p->n = 0;
	p->err = ERR_NONE;
	struct command *c = command_script(
	    a, &visits_scripts_popular, 1 + days, 1 + days + 3 + days);
	command_arg(c, keys_popular(a, site, period_name(p->period)));
	if (p->period == PERIOD_ALL)
		command_arg(c, keys_rank_all(a, site));
	else
		for (unsigned i = 0; i < days; i++)
			command_arg(c, keys_rank(a, site, p->day - (int32_t)i));
	command_arg_i64(c, p->limit);
	command_arg_i64(c, RANKING_KEPT_S);
	command_arg_i64(c, BEST_OF_DAY);
	/* Days weigh less the longer they are past. */
	for (unsigned i = 0; i < days; i++)
		command_arg_i64(c, WEIGHT_OF_TODAY * (days - i) / days);
	return redis_send(v->store, c, ranked, p);
}
