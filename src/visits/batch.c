/*
 * batch.c - gathering, asking, and handing the numbers out
 *
 * The script answers with the numbers before the batch.  Those of a load are
 * these and what the loads before it in the batch added, so everybody sees the
 * total that their own visit made.
 */
#include "base/base.h"
#include "visits/batch.h"

#include "base/clock.h"
#include "base/zone.h"
#include "store/keys.h"
#include "store/redis.h"
#include "visits/visits_scripts.h"

#define SITE_FIELDS 4 /* of the answer, before the articles' */
#define ARTICLE_FIELDS 6
#define KEPT_MAX 16 /* batches kept for reuse */
#define BATCH_ARENA_CAP (256 * 1024)

/* An article of a batch, and what is known of it. */
struct entry {
	const struct article *article;
	int64_t total, base, today, yesterday, readers;
	struct str moved_to;
};

struct batch {
	struct visits *all;
	struct site_day *day;
	struct batch *next; /* of those to be sent, or of those kept */
	size_t n, n_entries;
	struct visit *loads[BATCH_MAX];
	uint8_t which[BATCH_MAX]; /* entry of each load */
	struct entry entries[BATCH_MAX];
	struct arena arena;
};

static struct batch *
batch_new(struct visits *all, struct site_day *d)
{
	struct batch *b = all->kept;

	if (b != NULL) {
		all->kept = b->next;
		all->n_kept--;
	} else {
		b = malloc(sizeof(*b));
		if (b == NULL)
			return NULL;
		arena_init(&b->arena, BATCH_ARENA_CAP);
	}
	b->all = all;
	b->day = d;
	b->n = 0;
	b->n_entries = 0;
	b->next = all->gathered;
	all->gathered = b;
	d->open = b;
	return b;
}

static void
batch_done(struct batch *b)
{
	struct visits *all = b->all;

	arena_reset(&b->arena);
	if (all->n_kept == KEPT_MAX) {
		free(b);
		return;
	}
	b->next = all->kept;
	all->kept = b;
	all->n_kept++;
}

void
batch_free_kept(struct visits *v)
{
	while (v->kept != NULL) {
		struct batch *b = v->kept;

		v->kept = b->next;
		free(b);
	}
}

/* Takes one of those gathered; NULL when there is none. */
static struct batch *
take_gathered(struct visits *all)
{
	struct batch *b = all->gathered;

	if (b == NULL)
		return NULL;
	all->gathered = b->next;
	if (b->day->open == b)
		b->day->open = NULL;
	return b;
}

void
batch_forget(struct visits *v)
{
	v->worth = false;
	for (struct batch *b; (b = take_gathered(v)) != NULL;)
		batch_done(b);
}

static size_t
entry_of(struct batch *b, const struct article *a)
{
	for (size_t i = b->n_entries; i-- > 0;)
		if (memcmp(b->entries[i].article->hash, a->hash,
			sizeof(a->hash)) == 0)
			return i;
	b->entries[b->n_entries] = (struct entry){ .article = a };
	return b->n_entries++;
}

enum err
batch_add(struct visit *v)
{
	struct visits *all = v->call.visits;
	struct site_day *d = visits_state_of(v);

	if (redis_not_ready(all->store) != NULL)
		return ERR_AWAY;
	struct batch *b = d->open != NULL ? d->open : batch_new(all, d);
	if (b == NULL)
		return ERR_BUSY;
	/* Midnight may have passed while the article was made known. */
	v->day = d->day;
	b->which[b->n] = (uint8_t)entry_of(b, &v->article);
	b->loads[b->n++] = v;
	if (b->n == BATCH_MAX)
		d->open = NULL;
	if (b->n >= BATCH_WORTH)
		all->worth = true;
	return ERR_NONE;
}

/* --- the answer --- */

static bool
take_entry(struct entry *e, const struct answer *a, size_t at)
{
	e->moved_to = answer_str(answer_at(a, at + 5));
	return visits_state_number(a, at, &e->total) &&
	       visits_state_number(a, at + 1, &e->base) &&
	       visits_state_number(a, at + 2, &e->today) &&
	       visits_state_number(a, at + 3, &e->yesterday) &&
	       visits_state_number(a, at + 4, &e->readers);
}

static bool
take_numbers(struct batch *b, struct entry *site, const struct answer *a)
{
	if (answer_len(a) != SITE_FIELDS + ARTICLE_FIELDS * b->n_entries ||
	    answer_str(answer_at(a, 3)).len != b->n ||
	    !visits_state_number(a, 0, &site->total) ||
	    !visits_state_number(a, 1, &site->base) ||
	    !visits_state_number(a, 2, &site->today))
		return false;
	for (size_t i = 0; i < b->n_entries; i++)
		if (!take_entry(
			&b->entries[i], a, SITE_FIELDS + ARTICLE_FIELDS * i))
			return false;
	return true;
}

/* False when a sum leaves 64 bits: then somebody set an absurd base. */
static bool
give_numbers(struct visit *v, const struct entry *e, const struct entry *site)
{
	v->today = e->today;
	v->yesterday = e->yesterday;
	v->readers_today = e->readers;
	v->site_today = site->today;
	return !__builtin_add_overflow(e->total, e->base, &v->total) &&
	       !__builtin_add_overflow(site->total, site->base, &v->site_total);
}

static void
fail_all(struct batch *b, enum err e)
{
	for (size_t i = 0; i < b->n; i++)
		visits_state_settled(b->loads[i], e, FATE_LOOKED, STR_NULL);
	batch_done(b);
}

static void
recorded(void *ctx, enum err err, const struct answer *a)
{
	struct batch *b = ctx;
	struct entry site = { 0 };

	b->all->n_asked--;
	if (err == ERR_NONE && !take_numbers(b, &site, a))
		err = ERR_STORE;
	if (err != ERR_NONE) {
		fail_all(b, err);
		return;
	}
	struct str states = answer_str(answer_at(a, 3));
	for (size_t i = 0; i < b->n; i++) {
		struct entry *e = &b->entries[b->which[i]];
		enum fate fate = (enum fate)states.p[i];

		if (fate == FATE_COUNTED) {
			e->total++;
			e->today++;
			site.total++;
			site.today++;
		}
		err =
		    give_numbers(b->loads[i], e, &site) ? ERR_NONE : ERR_STORE;
		visits_state_settled(b->loads[i], err, fate, e->moved_to);
	}
	batch_done(b);
}

/* --- the question --- */

/*
 * The window's key under yesterday's id, while a window opened yesterday may
 * still be open; else STR_NULL.
 */
static struct str
yesterdays_window(struct batch *b, const struct visit *v)
{
	const struct site_day *d = b->day;
	int64_t since_midnight = clock_wall_s() - v->site->zone->from;
	struct visitor old;

	if (!d->has_yesterday ||
	    since_midnight >= (int64_t)b->all->cfg->visits.window_s)
		return STR_NULL;
	visitor_id(&old, &d->yesterday, v->address, v->user_agent);
	return keys_window(&b->arena, v->site->name,
	    (struct str){ old.hex, VISITOR_LEN },
	    (struct str){ v->article.hash, ARTICLE_HASH_LEN });
}

/* What one load adds to the command, worked out before its size is known. */
struct part {
	struct visitor id;
	struct str window, old; /* keys; NULL for none */
	char mode;
};

static void
work_out(struct batch *b, const struct visit *v, struct part *p)
{
	p->window = p->old = STR_NULL;
	if (v->look || (v->why != WHY_NONE && v->why != WHY_BOT)) {
		p->mode = 'l';
		return;
	}
	if (v->why == WHY_BOT) {
		p->mode = 'b';
		return;
	}
	visitor_id(&p->id, &b->day->today, v->address, v->user_agent);
	p->window = keys_window(&b->arena, v->site->name,
	    (struct str){ p->id.hex, VISITOR_LEN },
	    (struct str){ v->article.hash, ARTICLE_HASH_LEN });
	p->old = yesterdays_window(b, v);
	p->mode = v->private ? 'p' : 'v';
	if (!str_is_null(p->old))
		p->mode = v->private ? 'P' : 'V';
}

static void
put_keys(struct batch *b, struct command *c, const struct part *parts)
{
	struct str site = b->loads[0]->site->name;

	command_args(c, b->day->keys);
	for (size_t i = 0; i < b->n_entries; i++) {
		struct str h = { b->entries[i].article->hash,
			ARTICLE_HASH_LEN };

		command_arg(c, keys_article(&b->arena, site, h));
		command_arg(c, keys_readers(&b->arena, site, b->day->day, h));
	}
	for (size_t i = 0; i < b->n; i++) {
		if (!str_is_null(parts[i].window))
			command_arg(c, parts[i].window);
		if (!str_is_null(parts[i].old))
			command_arg(c, parts[i].old);
	}
}

static struct command *
command_of(struct batch *b)
{
	struct part parts[BATCH_MAX] = { 0 };
	unsigned n_keys = VISITS_STATE_KEYS + 2 * (unsigned)b->n_entries;

	for (size_t i = 0; i < b->n; i++) {
		work_out(b, b->loads[i], &parts[i]);
		n_keys += !str_is_null(parts[i].window);
		n_keys += !str_is_null(parts[i].old);
	}
	struct command *c = command_script(&b->arena, &visits_scripts_record,
	    n_keys, n_keys + VISITS_STATE_ARGS + 1 + 3 * (unsigned)b->n);
	put_keys(b, c, parts);
	command_args(c, b->day->args);
	command_arg_i64(c, (int64_t)b->n_entries);
	for (size_t i = 0; i < b->n; i++) {
		bool counts = !str_is_null(parts[i].window);

		command_arg_i64(c, b->which[i] + 1);
		command_arg(c, (struct str){ &parts[i].mode, 1 });
		command_arg(
		    c, counts ? (struct str){ parts[i].id.hex, VISITOR_LEN }
			      : STR(""));
	}
	return c;
}

static void
send_one(struct batch *b)
{
	struct visits *all = b->all;
	enum err e = redis_send(all->store, command_of(b), recorded, b);

	if (e == ERR_NONE)
		all->n_asked++;
	else
		fail_all(b, e);
}

void
batch_turn(void *visits)
{
	struct visits *all = visits;

	if (all->n_asked == 0 || all->worth)
		batch_send(all);
}

void
batch_send(struct visits *all)
{
	all->worth = false;
	/* Failing ones end requests, which may bring new loads: take one a
	 * time. */
	for (struct batch *b; (b = take_gathered(all)) != NULL;)
		send_one(b);
}
