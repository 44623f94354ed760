/*
 * check.c - going through all keys
 *
 * The sums need care, as visits go on: a total that only grows, read before and
 * after the articles are gone through, encloses what their counts add up to.
 * `alias` and `set-base` move counts about; they show in the length of the
 * ledger, and then the articles are gone through again.
 */
#include "base/base.h"
#include "ctl/check.h"

#include "base/clock.h"
#include "base/zone.h"
#include "ctl/ask.h"
#include "ctl/ctl_scripts.h"
#include "ctl/scan.h"
#include "ctl/schema.h"
#include "ctl/term.h"
#include "store/keys.h"

#define BATCH 300 /* keys that are asked for at once, about */
#define PASSES 5  /* over the articles, until the sums are clear */

/* A key that was found. */
struct item {
	struct str name;
	struct check_site *site;
	struct schema_key key;
	bool known; /* the schema has it */
	bool bad;
};

struct batch {
	struct check *check;
	struct item *items;
	size_t n;
	bool report;
	bool failed;
};

void
check_finding(struct check *c, struct str key, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	c->findings++;
	term_put(stdout, key);
	(void)fputs(": ", stdout);
	term_put(stdout, str_of(text));
	(void)putchar('\n');
}

/* --- single keys --- */

static const char *
ttl_fault(const struct schema_row *row, int64_t ttl)
{
	if (row->ttl_s == SCHEMA_FOR_EVER)
		return ttl < 0 ? NULL : "would expire";
	if (ttl < 0)
		return "never expires";
	return ttl <= row->ttl_s ? NULL : "expires too late";
}

static void
judge_key(
    const struct batch *b, struct item *item, const struct answer *a, size_t at)
{
	const struct schema_row *row = item->key.row;
	struct str type = answer_str(answer_at(a, at));
	const char *why = NULL;
	int64_t ttl, len;

	item->bad = false;
	if (!answer_i64(answer_at(a, at + 1), &ttl) ||
	    !answer_i64(answer_at(a, at + 2), &len) || ttl == -2)
		return;
	if (!item->known)
		why = "is no key that is known";
	else if (!str_eq(type, str_of(row->type)))
		why = "has another type than it should";
	else if ((why = ttl_fault(row, ttl)) == NULL && row->fault != NULL)
		why = row->fault(answer_str(answer_at(a, at + 3)), len);
	item->bad = why != NULL;
	if (why != NULL && b->report)
		check_finding(b->check, item->name, "%s", why);
}

static void
take_kinds(void *ctx, const struct answer *a)
{
	struct batch *b = ctx;

	for (size_t i = 0; i < b->n; i++)
		judge_key(b, &b->items[i], a, 4 * i);
}

static bool
ask_kinds(struct batch *b)
{
	struct ask *q = b->check->ctl->ask;
	unsigned n = (unsigned)b->n;
	struct command *c;

	if (n == 0)
		return true;
	c = command_script(ask_arena(q), &ctl_scripts_kinds, n, n);
	for (size_t i = 0; i < b->n; i++)
		command_arg(c, b->items[i].name);
	ask_put(q, c, take_kinds, b);
	return ask_wait(q);
}

/* Only what is bad twice is reported. */
static bool
check_kinds(const struct batch *b)
{
	struct batch twice = *b;
	struct arena *a = ask_arena(b->check->ctl->ask);

	twice.report = false;
	if (!ask_kinds(&twice))
		return false;
	twice.items = arena_alloc(a, (b->n + 1) * sizeof(*twice.items));
	if (twice.items == NULL)
		return false;
	twice.n = 0;
	for (size_t i = 0; i < b->n; i++)
		if (b->items[i].bad)
			twice.items[twice.n++] = b->items[i];
	twice.report = true;
	return ask_kinds(&twice);
}

/* --- articles and sites --- */

/* The articles whose keys are there, each once in a pass. */
static size_t
articles_of(const struct batch *b, struct check_article *out)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++) {
		const struct item *item = &b->items[i];
		uint64_t h;

		if (item->known && strchr("anf", item->name.p[0]) != NULL &&
		    schema_hash(item->key.h, &h) &&
		    seen_add(&item->site->seen, h))
			out[n++] = (struct check_article){ .site = item->site,
				.h = item->key.h };
	}
	return n;
}

static bool
check_articles(const struct batch *b, bool first)
{
	struct arena *a = ask_arena(b->check->ctl->ask);
	struct check_article *all = arena_alloc(a, (b->n + 1) * sizeof(*all));

	if (all == NULL)
		return false;
	size_t n = articles_of(b, all), n_bad = 0;
	if (!check_article_look(b->check, all, n, false))
		return false;
	for (size_t i = 0; i < n; i++) {
		check_article_add(&all[i]);
		if (first)
			check_comments_number(&all[i]);
		if (all[i].bad)
			all[n_bad++] = all[i];
	}
	return !first || check_article_look(b->check, all, n_bad, true);
}

static bool
check_sites(const struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct item *item = &b->items[i];
		bool bad = false;

		if (!item->known || item->bad || item->name.p[0] != 's')
			continue;
		if (!check_article_site(
			b->check, item->site, item->key.day, false, &bad) ||
		    (bad && !check_article_site(b->check, item->site,
				item->key.day, true, &bad)))
			return false;
	}
	return true;
}

/*
 * The lists of comments, each gone through.  That takes the memory of the
 * batch, so their names are kept elsewhere.
 */
static bool
check_lists(struct batch *b)
{
	struct check *c = b->check;
	struct item *lists;
	struct arena keep;
	size_t n = 0;
	bool done = true;

	arena_init(&keep, SIZE_MAX);
	lists = arena_alloc(&keep, (b->n + 1) * sizeof(*lists));
	if (lists == NULL)
		abort();
	for (size_t i = 0; i < b->n; i++) {
		const struct item *item = &b->items[i];

		if (!item->known || item->bad ||
		    strchr("tkm", item->name.p[0]) == NULL)
			continue;
		lists[n] = *item;
		lists[n++].name = str_dup(&keep, item->name);
	}
	b->n = 0;
	for (size_t i = 0; done && i < n; i++)
		done = check_list(c, lists[i].site, lists[i].name);
	arena_reset(&keep);
	return done;
}

/* --- all keys --- */

static struct check_site *
site_of(struct check *c, struct str key)
{
	struct str name = schema_site(key);

	for (size_t i = 0; !str_is_null(name) && i < c->n_sites; i++)
		if (str_eq(c->sites[i].site->name, name))
			return &c->sites[i];
	return NULL;
}

static void
take_batch(void *ctx, const struct answer *keys)
{
	struct batch *b = ctx;
	struct arena *arena = ask_arena(b->check->ctl->ask);

	b->n = 0;
	b->items =
	    arena_alloc(arena, (answer_len(keys) + 1) * sizeof(*b->items));
	b->failed = b->items == NULL;
	for (size_t i = 0; !b->failed && i < answer_len(keys); i++) {
		struct item item = { .name = answer_str(answer_at(keys, i)) };

		item.site = site_of(b->check, item.name);
		if (item.site == NULL)
			continue;
		item.name = str_dup(arena, item.name);
		if (str_is_null(item.name))
			break; /* ask_wait() tells */
		item.known = schema_parse(item.name, &item.key);
		b->items[b->n++] = item;
	}
}

static void
note_keys(const struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct item *item = &b->items[i];

		item->site->n_keys++;
		if (item->known && item->name.p[0] == 'c' &&
		    item->key.id > item->site->newest)
			item->site->newest = item->key.id;
	}
}

/* The first pass looks at all there is; others only add up articles. */
static bool
go_through(struct check *c, bool first)
{
	struct batch b = { .check = c };
	struct scan s = { .ask = c->ctl->ask,
		.pattern = first ? "?:{*" : "[anf]:{*",
		.count = BATCH,
		.take = take_batch,
		.ctx = &b };

	for (size_t i = 0; i < c->n_sites; i++) {
		seen_release(&c->sites[i].seen);
		memset(c->sites[i].sum, 0, sizeof(c->sites[i].sum));
	}
	for (size_t i = 0; first && i < c->n_sites; i++)
		if (!check_comments_walk(c, &c->sites[i]))
			return false;
	do {
		if (!scan_batch(&s) || b.failed)
			return false;
		if (first && (!check_kinds(&b) || !check_sites(&b)))
			return false;
		if (!check_articles(&b, first))
			return false;
		if (first)
			note_keys(&b);
		if (first && !check_lists(&b))
			return false;
	} while (!scan_is_over(&s));
	for (size_t i = 0; first && i < c->n_sites; i++)
		if (!check_rank(c, &c->sites[i]) ||
		    !check_comments_settle(c, &c->sites[i]))
			return false;
	return true;
}

/* --- sums --- */

static bool
pass(struct check *c, struct check_sums *before, struct check_sums *after,
    bool first)
{
	return check_sums_ask(c, before) && go_through(c, first) &&
	       check_sums_ask(c, after);
}

/* As many passes as it takes for the sums to be right, or wrong twice. */
static bool
check_all(struct check *c, struct check_sums *before, struct check_sums *after)
{
	bool unsteady = false;

	for (int i = 1; i <= PASSES; i++) {
		if (!pass(c, before, after, i == 1))
			return false;
		if (check_sums_agree(c, before, after, false))
			return true;
		unsteady = check_sums_moved(c, before, after);
		if (i > 1 && !unsteady)
			break;
	}
	if (unsteady)
		c->unsure = true;
	else
		(void)check_sums_agree(c, before, after, true);
	return true;
}

static void
print_summary(const struct check *c)
{
	uint64_t keys = 0;
	int64_t articles = 0, comments = 0;

	for (size_t i = 0; i < c->n_sites; i++) {
		keys += c->sites[i].n_keys;
		articles += c->sites[i].sum[CHECK_ARTICLES];
		comments += c->sites[i].comments.sum;
	}
	printf("%lld articles, ", (long long)articles);
	if (comments > 0)
		printf("%lld comments, ", (long long)comments);
	printf("%llu keys: ", (unsigned long long)keys);
	if (c->unsure)
		printf("no sums, ");
	if (c->findings == 0)
		printf("all agree\n");
	else
		printf("%llu findings\n", (unsigned long long)c->findings);
}

enum ctl_status
check_run(struct ctl *ctl, int n, char **args)
{
	struct check c = { .ctl = ctl,
		.n_sites = ctl->site != NULL ? 1 : ctl->cfg->n_sites };
	const struct site *first =
	    ctl->site != NULL ? ctl->site : ctl->cfg->sites;
	struct check_sums *before, *after;
	enum ctl_status status = ctl_connect(ctl);

	(void)n;
	(void)args;
	if (status != CTL_OK)
		return status;
	c.sites = arena_zalloc(&ctl->arena, c.n_sites * sizeof(*c.sites));
	before = arena_zalloc(&ctl->arena, c.n_sites * sizeof(*before));
	after = arena_zalloc(&ctl->arena, c.n_sites * sizeof(*after));
	if (c.sites == NULL || before == NULL || after == NULL)
		abort();
	for (size_t i = 0; i < c.n_sites; i++) {
		c.sites[i].site = &first[i];
		c.sites[i].day = zone_day(first[i].zone, clock_wall_s());
	}
	bool done = check_all(&c, before, after);
	if (done)
		print_summary(&c);
	for (size_t i = 0; i < c.n_sites; i++) {
		seen_release(&c.sites[i].seen);
		tally_release(&c.sites[i].comments);
		hashes_release(&c.sites[i].differing);
	}
	if (!done)
		return ctl_fail_store(ctl);
	if (c.unsure)
		return ctl_fail(CTL_FAILED,
		    "numbers were changed while they were added up: check "
		    "again");
	return c.findings == 0 ? CTL_OK : CTL_FAILED;
}
