/*
 * visits.c - a visit's way through the store
 *
 * record.lua does nearly all of it at once, for all loads that were gathered
 * (batch.h). It may say that the article has moved (ask again for the one it
 * became) or is unknown (register.lua, then ask again).  Before the first visit
 * of a site's day the salts are fetched.
 */
#include "base/base.h"
#include "visits/visits.h"

#include <sodium.h>

#include "base/clock.h"
#include "base/zone.h"
#include "store/keys.h"
#include "store/redis.h"
#include "visits/batch.h"
#include "visits/visits_scripts.h"
#include "visits/visits_state.h"

/* How many new articles an hour one network may make known. */
#define NETWORK_SHARE 60

const char *
visits_why_name(enum visits_why why)
{
#define VISITS_AS_NAME(id, name) name,
	static const char *const names[] = { "", VISITS_WHY(VISITS_AS_NAME) };
#undef VISITS_AS_NAME
	_Static_assert(ARRAY_LEN(names) == WHY__MAX, "one name each");
	return names[why];
}

bool
visits_why_known(struct str name)
{
	for (unsigned i = WHY_NONE + 1; i < WHY__MAX; i++)
		if (str_eq(name, str_of(visits_why_name((enum visits_why)i))))
			return true;
	return false;
}

struct visits *
visits_new(const struct config *cfg, struct store *store)
{
	struct visits *v = calloc(1, sizeof(*v));

	if (v == NULL)
		abort();
	v->store = store;
	redis_before_write(store, batch_turn, v);
	visits_reconfigure(v, cfg);
	return v;
}

void
visits_flush(struct visits *v)
{
	for (size_t i = 0; v->days != NULL && i < v->cfg->n_sites; i++)
		missed_send(
		    &v->days[i].missed, v->store, v->cfg->sites[i].name);
}

void
visits_end(struct visits *v)
{
	batch_forget(v);
	visits_flush(v);
}

/* What the salts gave does not stay in memory that is given back. */
static void
forget_days(struct visits *v)
{
	if (v->days != NULL)
		sodium_memzero(v->days, v->cfg->n_sites * sizeof(*v->days));
	free(v->days);
}

void
visits_reconfigure(struct visits *v, const struct config *cfg)
{
	assert(v->gathered == NULL);
	visits_flush(v);
	forget_days(v);
	v->cfg = cfg;
	v->days = calloc(cfg->n_sites, sizeof(*v->days));
	if (v->days == NULL)
		abort();
}

void
visits_free(struct visits *v)
{
	if (v == NULL)
		return;
	batch_forget(v);
	batch_free_kept(v);
	forget_days(v);
	free(v);
}

const uint64_t *
visits_tally(const struct visits *v)
{
	return v->tally;
}

/* --- shared with visits_read.c --- */

int32_t
visits_state_day(const struct site *site)
{
	return zone_day(site->zone, clock_wall_s());
}

bool
visits_state_number(const struct answer *a, size_t i, int64_t *out)
{
	const struct answer *n = answer_at(a, i);

	*out = 0;
	return answer_is_nil(n) || answer_i64(n, out);
}

/*
 * `afterword alias` never makes a chain, but may make an alias of the article
 * just while it is asked for: a few steps are fine, more would be a loop.
 */
enum err
visits_state_follow(struct visits_call *call, struct arena *a, struct str name,
    struct article *article)
{
	if (call->moves == VISITS_STATE_MOVES_MAX)
		return ERR_STORE;
	call->moves++;
	article->key = str_dup(a, name);
	if (str_is_null(article->key))
		return ERR_BUSY;
	article_hash(article->key, article->hash);
	return ERR_NONE;
}

struct site_day *
visits_state_of(const struct visit *v)
{
	struct visits *all = v->call.visits;

	return &all->days[v->site - all->cfg->sites];
}

/* --- one visit --- */

static struct str
hash_of(const struct visit *v)
{
	return (struct str){ v->article.hash, ARTICLE_HASH_LEN };
}

static void
finish(struct visit *v, enum err e)
{
	if (e == ERR_NONE && !v->look) {
		v->call.visits->tally[v->why]++;
		if (v->why != WHY_NONE)
			missed_add(&visits_state_of(v)->missed,
			    v->call.visits->store, v->site->name, v->day,
			    v->why);
	}
	v->call.fn(v->call.ctx, e);
}

/* A step further on: an error ends the visit. */
static void
go_on(struct visit *v, enum err e)
{
	if (e != ERR_NONE)
		finish(v, e);
}

static void
registered(void *ctx, enum err e, const struct answer *a)
{
	struct visit *v = ctx;
	int64_t known = 0;

	if (e == ERR_NONE && !answer_i64(a, &known))
		e = ERR_STORE;
	if (e != ERR_NONE) {
		finish(v, e);
	} else if (known == 0) {
		v->why = WHY_LIMIT;
		finish(v, ERR_NONE);
	} else {
		v->registered = true;
		go_on(v, batch_add(v));
	}
}

static enum err
ask_register(struct visit *v)
{
	const struct config *cfg = v->call.visits->cfg;
	struct arena *a = v->arena;
	struct str site = v->site->name, h = hash_of(v);
	struct visitor network;

	visitor_network(&network, &visits_state_of(v)->today, v->address);
	struct str net = { network.hex, VISITOR_LEN };
	struct command *c =
	    command_script(a, &visits_scripts_register, 5, 5 + 6);
	command_arg(c, keys_article(a, site, h));
	command_arg(c, keys_name(a, site, h));
	command_arg(c, keys_site(a, site));
	command_arg(c, keys_growth(a, site));
	command_arg(c, keys_growth_by(a, site, net));
	command_arg(c, v->article.key);
	command_arg(c, v->title.len > 0 ? v->title : STR(""));
	command_arg_i64(c, clock_wall_s());
	command_arg_i64(c, cfg->visits.max_articles);
	command_arg_i64(c, cfg->visits.new_articles_per_hour);
	command_arg_i64(c, NETWORK_SHARE);
	return redis_send(v->call.visits->store, c, registered, v);
}

/* The article is not known: may it become so? */
static enum err
unknown(struct visit *v)
{
	if (v->look || v->why != WHY_NONE) {
		finish(v, ERR_NONE);
		return ERR_NONE;
	}
	if (!v->may_register) {
		v->why = WHY_ORIGIN;
		finish(v, ERR_NONE);
		return ERR_NONE;
	}
	return v->registered ? ERR_STORE : ask_register(v);
}

void
visits_state_settled(
    struct visit *v, enum err e, enum fate fate, struct str moved_to)
{
	if (e == ERR_NONE && fate == FATE_MOVED) {
		e = visits_state_follow(
		    &v->call, v->arena, moved_to, &v->article);
		go_on(v, e == ERR_NONE ? batch_add(v) : e);
		return;
	}
	if (e == ERR_NONE && fate == FATE_UNKNOWN) {
		go_on(v, unknown(v));
		return;
	}
	v->counted = fate == FATE_COUNTED;
	if (fate == FATE_WINDOW)
		v->why = WHY_WINDOW;
	finish(v, e);
}

/* --- the day's salts --- */

/* Spells out what record.lua is given for every article of the day. */
static bool
prepare(struct site_day *d, const struct visit *v)
{
	const struct config *cfg = v->call.visits->cfg;
	struct str site = v->site->name;
	struct arena *a = v->arena;
	struct command *keys = command_prepare(a), *args = command_prepare(a);

	command_arg(keys, keys_site(a, site));
	command_arg(keys, keys_site_readers(a, site, v->day));
	command_arg(keys, keys_rank(a, site, v->day));
	command_arg(keys, keys_rank_all(a, site));
	command_arg_i64(args, v->day);
	command_arg_i64(args, cfg->visits.window_s);
	command_arg_i64(args, cfg->visits.keep_days);
	command_arg_i64(args, KEYS_EPHEMERAL_S);
	command_arg_i64(args, KEYS_RANK_S);
	struct str k = command_prepared(keys), g = command_prepared(args);
	if (str_is_null(k) || str_is_null(g) ||
	    k.len + g.len > sizeof(d->prepared))
		return false;
	memcpy(d->prepared, k.p, k.len);
	memcpy(d->prepared + k.len, g.p, g.len);
	d->keys = (struct str){ d->prepared, k.len };
	d->args = (struct str){ d->prepared + k.len, g.len };
	return true;
}

/* Whether the visit's day has its salts; a server that came back may have lost
 * them. */
static bool
is_salted(const struct visit *v)
{
	const struct site_day *d = visits_state_of(v);

	return d->known && d->day == v->day &&
	       d->connects == redis_stats(v->call.visits->store)->connects;
}

static enum err
take_salts(struct visit *v, const struct answer *a)
{
	struct site_day *d = visits_state_of(v);
	struct str today = answer_str(answer_at(a, 0));
	struct str yesterday = answer_str(answer_at(a, 1));

	if (today.len != KEYS_SALT_LEN)
		return ERR_STORE;
	batch_send(v->call.visits); /* gathered under the keys as they are */
	if (!prepare(d, v))
		return ERR_BUSY;
	d->known = true;
	d->connects = redis_stats(v->call.visits->store)->connects;
	d->day = v->day;
	visitor_key_derive(&d->today, v->site->name, today);
	d->has_yesterday = yesterday.len == KEYS_SALT_LEN;
	if (d->has_yesterday)
		visitor_key_derive(&d->yesterday, v->site->name, yesterday);
	return ERR_NONE;
}

static void
salted(void *ctx, enum err e, const struct answer *a)
{
	struct visit *v = ctx;

	/* Of those that asked at the same time, one has them for all. */
	if (e == ERR_NONE && !is_salted(v))
		e = take_salts(v, a);
	go_on(v, e == ERR_NONE ? batch_add(v) : e);
}

static enum err
ask_salt(struct visit *v)
{
	struct arena *a = v->arena;
	unsigned char fresh[KEYS_SALT_LEN];

	randombytes_buf(fresh, sizeof(fresh));
	struct command *c = command_script(a, &visits_scripts_salt, 2, 2 + 2);
	command_arg(c, keys_salt(a, v->site->name, v->day));
	command_arg(c, keys_salt(a, v->site->name, v->day - 1));
	command_arg(c, (struct str){ (const char *)fresh, sizeof(fresh) });
	command_arg_i64(c, KEYS_EPHEMERAL_S);
	return redis_send(v->call.visits->store, c, salted, v);
}

enum err
visits_record(struct visits *v, struct visit *visit, visits_fn fn, void *ctx)
{
	visit->call = (struct visits_call){ v, fn, ctx, 0 };
	visit->day = visits_state_day(visit->site);
	return is_salted(visit) ? batch_add(visit) : ask_salt(visit);
}
