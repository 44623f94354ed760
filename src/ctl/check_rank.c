/*
 * check_rank.c - ranks, piece by piece: what they rank has to be there
 */
#include "base/base.h"
#include "ctl/check.h"

#include "ctl/ask.h"
#include "ctl/ctl_scripts.h"
#include "ctl/schema.h"
#include "store/keys.h"

#define KEEP_DAYS_MIN 8 /* of visits.keep_days in config.def */
#define PIECE 200       /* members that are asked for at once, about */
#define CURSOR_MAX 24

/* A rank that is gone through. */
struct rank {
	struct check *check;
	const struct check_site *site;
	struct str key;
	int32_t day; /* 0 for the one of all days */
	bool is_zset;
	char cursor[CURSOR_MAX];
	struct str *members; /* of the piece */
	size_t n;
	bool failed;
};

static void
take_type(void *ctx, const struct answer *a)
{
	struct rank *r = ctx;

	r->is_zset = str_eq(answer_str(a), STR("zset"));
}

/* The next cursor; then member and score by turns. */
static void
take_piece(void *ctx, const struct answer *a)
{
	struct rank *r = ctx;
	struct arena *arena = ask_arena(r->check->ctl->ask);
	struct str cursor = answer_str(answer_at(a, 0));
	const struct answer *found = answer_at(a, 1);

	r->n = 0;
	r->members =
	    arena_alloc(arena, (answer_len(found) + 1) * sizeof(*r->members));
	r->failed = r->members == NULL || cursor.len >= CURSOR_MAX;
	if (r->failed)
		return;
	memcpy(r->cursor, cursor.p, cursor.len);
	r->cursor[cursor.len] = '\0';
	for (size_t i = 0; i < answer_len(found); i += 2) {
		struct str member = answer_str(answer_at(found, i));
		uint64_t h;

		if (schema_hash(member, &h))
			r->members[r->n++] = str_dup(arena, member);
		else
			check_finding(r->check, r->key,
			    "ranks %.*s, which is no article's hash",
			    STR_ARG(member));
	}
}

/*
 * Visits of days that are kept no longer leave only the rank.  How many days
 * were kept when they went, nobody knows: no fewer than the setting allows.
 */
static bool
is_kept(const struct rank *r)
{
	return r->day > r->site->day - KEEP_DAYS_MIN;
}

static void
judge(
    const struct rank *r, struct str member, const struct answer *a, size_t at)
{
	struct str score = answer_str(answer_at(a, at));
	struct str visits = answer_str(answer_at(a, at + 1));

	if (str_is_null(score))
		return; /* taken out meanwhile */
	if (answer_is_nil(answer_at(a, at + 2)))
		check_finding(r->check, r->key,
		    "ranks %.*s, which is no article", STR_ARG(member));
	else if (r->day == 0)
		return; /* is held against t with the article */
	else if (str_is_null(visits) ? is_kept(r) : !str_eq(score, visits))
		check_finding(r->check, r->key,
		    "ranks %.*s with %.*s, but it has %.*s visits that day",
		    STR_ARG(member), STR_ARG(score),
		    STR_ARG(str_is_null(visits) ? STR("no") : visits));
}

static void
take_ranked(void *ctx, const struct answer *a)
{
	struct rank *r = ctx;

	for (size_t i = 0; i < r->n; i++)
		judge(r, r->members[i], a, 3 * i);
}

static void
ask_ranked(struct rank *r)
{
	struct ask *q = r->check->ctl->ask;
	struct arena *a = ask_arena(q);
	unsigned n = (unsigned)r->n;
	struct command *c =
	    command_script(a, &ctl_scripts_ranks, 1 + n, 1 + n + 1 + n);

	command_arg(c, r->key);
	for (size_t i = 0; i < r->n; i++)
		command_arg(
		    c, keys_article(a, r->site->site->name, r->members[i]));
	if (r->day == 0)
		command_arg(c, STR("t"));
	else
		command_arg_i64(c, r->day);
	for (size_t i = 0; i < r->n; i++)
		command_arg(c, r->members[i]);
	ask_put(q, c, take_ranked, r);
}

static bool
check_piece(struct rank *r)
{
	struct ask *q = r->check->ctl->ask;
	struct command *c;

	ask_reset(q);
	c = command_new(ask_arena(q), "ZSCAN", 5);
	command_arg(c, r->key);
	command_arg(c, str_of(r->cursor));
	command_arg(c, STR("COUNT"));
	command_arg_i64(c, PIECE);
	ask_put(q, c, take_piece, r);
	if (!ask_wait(q) || r->failed)
		return false;
	if (r->n == 0)
		return true;
	ask_ranked(r);
	return ask_wait(q);
}

static bool
check_one(struct check *c, struct check_site *site, struct str key, int32_t day)
{
	struct rank r = {
		.check = c, .site = site, .key = key, .day = day, .cursor = "0"
	};
	struct ask *q = c->ctl->ask;

	/* Another type was found when the keys were. */
	struct command *cmd = command_new(ask_arena(q), "TYPE", 2);
	command_arg(cmd, key);
	ask_put(q, cmd, take_type, &r);
	if (!ask_wait(q))
		return false;
	if (!r.is_zset)
		return true;
	do {
		if (!check_piece(&r))
			return false;
	} while (strcmp(r.cursor, "0") != 0);
	return true;
}

bool
check_rank(struct check *c, struct check_site *site)
{
	struct arena *a = &c->ctl->arena;
	struct str name = site->site->name;

	if (!check_one(c, site, keys_rank_all(a, name), 0))
		return false;
	for (int32_t i = -1; i <= KEYS_RANK_S / 86400; i++) {
		int32_t day = site->day - i;

		if (!check_one(c, site, keys_rank(a, name, day), day))
			return false;
	}
	return true;
}
