/*
 * check_comments.c - comments, one after the other by their ids
 *
 * A comment and where it stands are one script's work, so they agree at any
 * moment. Two numbers are about many comments: replies right below one (`ks`),
 * and comments of an article.  They are added up on the way, four bytes for
 * each comment and 32 for each article, and what differs is looked at again:
 * replies by one script, an article by counting until its version is the same
 * before and after.
 */
#include "base/base.h"
#include "ctl/check.h"

#include "comments/comment.h"
#include "ctl/ask.h"
#include "ctl/ctl_scripts.h"
#include "ctl/schema.h"
#include "store/keys.h"

#define BATCH 100
#define PIECE 20 /* comments whose replies are counted at once */
#define PASSES 5 /* over the comments, until the numbers are clear */

/* In the order of check_comments.lua. */
enum {
	ID,
	ARTICLE,
	PARENT,
	REPLIES,
	FAULTS
};

struct walk {
	struct check *check;
	struct check_site *site;
	int64_t last;
	int32_t *replies; /* those counted less those said, by id; or NULL */
};

/* --- all comments --- */

static void
take_faults(const struct walk *w, int64_t id, const struct answer *row)
{
	struct arena *a = ask_arena(w->check->ctl->ask);

	for (size_t i = FAULTS; i < answer_len(row); i++)
		check_finding(w->check,
		    keys_comment(a, w->site->site->name, id), "%.*s",
		    STR_ARG(answer_str(answer_at(row, i))));
}

static void
take_row(struct walk *w, const struct answer *row)
{
	struct str h = answer_str(answer_at(row, ARTICLE));
	int64_t id, parent, replies;
	uint64_t number;

	if (!answer_i64(answer_at(row, ID), &id) || id < 1 || id > w->last)
		return;
	if (schema_hash(h, &number))
		tally_add(&w->site->comments, number);
	if (w->replies == NULL)
		return;
	take_faults(w, id, row);
	if (answer_i64(answer_at(row, PARENT), &parent) && parent > 0 &&
	    parent <= w->last)
		w->replies[parent]++;
	if (answer_i64(answer_at(row, REPLIES), &replies))
		w->replies[id] -= (int32_t)replies;
}

static void
take_rows(void *ctx, const struct answer *a)
{
	for (size_t i = 0; i < answer_len(a); i++)
		take_row(ctx, answer_at(a, i));
}

/* Counts them, and tells what is wrong with them if there is w->replies. */
static bool
go_through(struct walk *w)
{
	struct ask *q = w->check->ctl->ask;

	tally_release(&w->site->comments);
	for (int64_t from = 1; from <= w->last; from += BATCH) {
		int64_t to =
		    w->last - from < BATCH ? w->last : from + BATCH - 1;

		ask_reset(q);
		struct command *c = command_script(
		    ask_arena(q), &ctl_scripts_check_comments, 1, 1 + 2);
		command_arg(
		    c, keys_comments(ask_arena(q), w->site->site->name));
		command_arg_i64(c, from);
		command_arg_i64(c, to);
		ask_put(q, c, take_rows, w);
		if (!ask_wait(q))
			return false;
	}
	return true;
}

/* --- replies --- */

static void
take_replies(void *ctx, const struct answer *a)
{
	const struct walk *w = ctx;
	struct arena *arena = ask_arena(w->check->ctl->ask);

	for (size_t i = 0; i + 2 < answer_len(a); i += 3) {
		int64_t id, n;

		if (!answer_i64(answer_at(a, i), &id) ||
		    !answer_i64(answer_at(a, i + 2), &n))
			continue;
		check_finding(w->check,
		    keys_comment(arena, w->site->site->name, id),
		    "ks is %.*s, but %lld replies stand right below",
		    STR_ARG(answer_str(answer_at(a, i + 1))), (long long)n);
	}
}

static bool
ask_replies(struct walk *w, const int64_t *ids, unsigned n)
{
	struct ask *q = w->check->ctl->ask;

	if (n == 0)
		return true;
	ask_reset(q);
	struct command *c =
	    command_script(ask_arena(q), &ctl_scripts_check_replies, 1, 1 + n);
	command_arg(c, keys_comments(ask_arena(q), w->site->site->name));
	for (unsigned i = 0; i < n; i++)
		command_arg_i64(c, ids[i]);
	ask_put(q, c, take_replies, w);
	return ask_wait(q);
}

/* Those whose number differs: replies may have come meanwhile. */
static bool
check_replies(struct walk *w)
{
	int64_t ids[PIECE];
	unsigned n = 0;

	for (int64_t id = 1; id <= w->last; id++) {
		if (w->replies[id] != 0)
			ids[n++] = id;
		if (n < PIECE)
			continue;
		if (!ask_replies(w, ids, n))
			return false;
		n = 0;
	}
	return ask_replies(w, ids, n);
}

/* --- the site's --- */

struct head {
	int64_t last;
	bool odd; /* it is no number, or there is something else */
};

static void
take_head(void *ctx, const struct answer *a)
{
	struct head *h = ctx;
	int64_t n;

	for (size_t i = 0; i + 1 < answer_len(a); i += 2) {
		struct str field = answer_str(answer_at(a, i));
		bool is_last = str_eq(field, STR("last"));

		if ((!is_last && !str_eq(field, STR("ver")) &&
			!str_eq(field, STR("mod"))) ||
		    !answer_i64(answer_at(a, i + 1), &n) || n < 0 ||
		    (is_last && n > COMMENT_ID_MAX))
			h->odd = true;
		else if (is_last)
			h->last = n;
	}
}

static void
take_type(void *ctx, const struct answer *a)
{
	bool *is_hash = ctx;

	*is_hash = str_eq(answer_str(a), STR("hash"));
}

/* Another type was, or will be, told with the key. */
static bool
ask_head(struct check *c, const struct check_site *site, struct head *h)
{
	struct ask *q = c->ctl->ask;
	struct command *cmd = command_new(ask_arena(q), "TYPE", 2);
	bool is_hash = false;

	*h = (struct head){ .last = 0 };
	command_arg(cmd, keys_comments(ask_arena(q), site->site->name));
	ask_put(q, cmd, take_type, &is_hash);
	if (!ask_wait(q))
		return false;
	if (!is_hash)
		return true;
	cmd = command_new(ask_arena(q), "HGETALL", 2);
	command_arg(cmd, keys_comments(ask_arena(q), site->site->name));
	ask_put(q, cmd, take_head, h);
	return ask_wait(q);
}

bool
check_comments_walk(struct check *c, struct check_site *site)
{
	struct walk w = { .check = c, .site = site };
	struct head h;

	if (!ask_head(c, site, &h))
		return false;
	w.last = h.last;
	w.replies = calloc((size_t)w.last + 1, sizeof(*w.replies));
	if (w.replies == NULL)
		abort();
	if (h.odd)
		check_finding(c,
		    keys_comments(&c->ctl->arena, site->site->name),
		    "has something that is not known, or no number");
	bool done = go_through(&w) && check_replies(&w);
	free(w.replies);
	return done;
}

/* --- the numbers of articles --- */

void
check_comments_number(const struct check_article *one)
{
	struct check_site *site = one->site;
	uint64_t h;
	int64_t n;

	if (schema_hash(one->h, &h) &&
	    (!look_number(&one->look.name, STR("comments"), &n) ||
		n != tally_of(&site->comments, h)))
		hashes_add(&site->differing, h);
}

/* What an article says; by its version it is known whether that has changed. */
struct said {
	struct arena *arena;
	struct str comments, version;
};

static void
take_said(void *ctx, const struct answer *a)
{
	struct said *s = ctx;

	s->comments = str_dup(s->arena, answer_str(answer_at(a, 0)));
	s->version = str_dup(s->arena, answer_str(answer_at(a, 1)));
}

static bool
ask_said(struct check *c, const struct check_site *site, struct arena *keep,
    struct said *all)
{
	struct ask *q = c->ctl->ask;
	char h[KEYS_HASH_LEN];

	for (size_t i = 0; i < site->differing.n; i++) {
		struct command *cmd = command_new(ask_arena(q), "HMGET", 4);

		hashes_format(h, site->differing.at[i]);
		all[i] = (struct said){ .arena = keep };
		command_arg(cmd, keys_name(ask_arena(q), site->site->name,
				     (struct str){ h, sizeof(h) }));
		command_arg(cmd, STR("comments"));
		command_arg(cmd, STR("ver"));
		ask_put(q, cmd, take_said, &all[i]);
		if (i % BATCH != BATCH - 1)
			continue;
		if (!ask_wait(q))
			return false;
		ask_reset(q);
	}
	return ask_wait(q);
}

/* What did not change meanwhile is clear; the rest stays for another pass. */
static void
judge(struct check *c, struct check_site *site, const struct said *before,
    const struct said *after)
{
	struct hashes *d = &site->differing;
	size_t n_left = 0;
	char h[KEYS_HASH_LEN];

	for (size_t i = 0; i < d->n; i++) {
		int64_t counted = tally_of(&site->comments, d->at[i]), n = 0;
		bool is_number = after[i].comments.len == 0 ||
				 str_to_i64(after[i].comments, &n);

		if (!str_eq(before[i].comments, after[i].comments) ||
		    !str_eq(before[i].version, after[i].version)) {
			d->at[n_left++] = d->at[i];
			continue;
		}
		hashes_format(h, d->at[i]);
		if (!is_number || n != counted)
			check_finding(c,
			    keys_name(ask_arena(c->ctl->ask), site->site->name,
				(struct str){ h, sizeof(h) }),
			    "comments is %.*s, but %lld are published",
			    STR_ARG(after[i].comments.len > 0
					? after[i].comments
					: STR("0")),
			    (long long)counted);
	}
	d->n = n_left;
}

static bool
settle_once(struct check *c, struct check_site *site, struct arena *keep)
{
	size_t size = (site->differing.n + 1) * sizeof(struct said);
	struct said *before = arena_alloc(keep, size);
	struct said *after = arena_alloc(keep, size);
	struct walk w = { .check = c, .site = site };
	struct head h;

	if (before == NULL || after == NULL)
		abort();
	ask_reset(c->ctl->ask);
	if (!ask_said(c, site, keep, before) || !ask_head(c, site, &h))
		return false;
	w.last = h.last;
	if (!go_through(&w) || !ask_said(c, site, keep, after))
		return false;
	judge(c, site, before, after);
	return true;
}

/* Comments beyond `last`, which nobody would find. */
static bool
check_newest(struct check *c, struct check_site *site)
{
	struct head h;

	if (!ask_head(c, site, &h))
		return false;
	if (!h.odd && site->newest > h.last)
		check_finding(c,
		    keys_comments(&c->ctl->arena, site->site->name),
		    "last is %lld, but there is comment %lld",
		    (long long)h.last, (long long)site->newest);
	return true;
}

bool
check_comments_settle(struct check *c, struct check_site *site)
{
	bool done = check_newest(c, site);

	hashes_sort(&site->differing);
	for (int i = 0; done && i < PASSES && site->differing.n > 0; i++) {
		struct arena keep;

		arena_init(&keep, SIZE_MAX);
		done = settle_once(c, site, &keep);
		arena_reset(&keep);
	}
	if (site->differing.n > 0)
		c->unsure = true;
	return done;
}
