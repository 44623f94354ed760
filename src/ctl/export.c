/*
 * export.c - all that is kept of a site and does not expire by itself, as a
 * file
 *
 * Comments that are written meanwhile are left to the next time: the newest one
 * is looked up first, and then the articles, so no comment is without its
 * article.
 */
#include "base/base.h"
#include "ctl/export.h"

#include "base/clock.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/look.h"
#include "ctl/scan.h"
#include "ctl/schema.h"
#include "ctl/term.h"
#include "store/keys.h"

#define BATCH 500
#define SCAN_BATCH 1000
#define CURSOR_MAX 48

/* The site itself, as it was when it began: no sum is larger than its parts
 * later. */
struct site_state {
	struct export *x;
	struct look_fields counts;
	struct str key, last, version;
	char ledger[CURSOR_MAX]; /* the newest entry */
};

/* --- lines --- */

struct jsonw *
export_begin(struct export *x, const char *type)
{
	buf_init(&x->line, ask_arena(x->ctl->ask), 1024);
	jsonw_init(&x->json, &x->line);
	jsonw_object(&x->json, NULL);
	if (type != NULL)
		jsonw_str(&x->json, "type", str_of(type));
	return &x->json;
}

void
export_end(struct export *x)
{
	jsonw_object_end(&x->json);
	buf_char(&x->line, '\n');
	/* Without memory there is none: ask_wait() tells. */
	struct str line = buf_view(&x->line);
	if (line.len > 0)
		(void)fwrite(line.p, 1, line.len, stdout);
}

void
export_fault(struct export *x, struct str key, const char *why)
{
	x->n_left_out++;
	(void)ctl_fail(CTL_FAILED, "%.*s: %s", STR_ARG(key), why);
}

void
export_put(struct export *x, struct str key, const struct record_field *f,
    struct str value)
{
	char why[80];

	if (str_is_null(value) ||
	    record_put(&x->json, ask_arena(x->ctl->ask), f, value))
		return;
	(void)snprintf(why, sizeof(why),
	    "field %s is not what it should be, and left out", f->field);
	export_fault(x, key, why);
}

/* Totals first, then each day with its visits and readers. */
static int
compare_counts(const void *a, const void *b)
{
	const struct look_field *one = a, *two = b;
	int64_t m = 0, n = 0;
	bool is_day = str_to_i64(one->name, &m);

	if (is_day != str_to_i64(two->name, &n))
		return is_day ? 1 : -1;
	if (!is_day)
		return one->name.p[0] - two->name.p[0];
	if (llabs(m) != llabs(n))
		return llabs(m) < llabs(n) ? -1 : 1;
	return (m < n) - (m > n);
}

void
export_counts(struct export *x, struct str key, struct look_fields *fields)
{
	int64_t n;

	if (fields->n > 0)
		qsort(
		    fields->at, fields->n, sizeof(*fields->at), compare_counts);
	jsonw_object(&x->json, "counts");
	for (size_t i = 0; i < fields->n; i++) {
		const struct look_field *f = &fields->at[i];

		if (record_is_count(f->name) && str_to_i64(f->value, &n) &&
		    n >= 0)
			jsonw_int(&x->json, f->name.p, n);
		else
			export_fault(x, key, "a count that is none, left out");
	}
	jsonw_object_end(&x->json);
}

/* --- what there is --- */

static void
take_keys(void *ctx, const struct answer *keys)
{
	struct export *x = ctx;

	for (size_t i = 0; i < answer_len(keys); i++) {
		struct str name = answer_str(answer_at(keys, i));
		struct schema_key key;
		uint64_t h;

		if (!str_eq(schema_site(name), x->ctl->site->name) ||
		    !schema_parse(name, &key) || !schema_hash(key.h, &h))
			continue;
		hashes_add(name.p[0] == 'h' ? &x->authors : &x->articles, h);
	}
}

static bool
find_all(struct export *x)
{
	struct scan s = { .ask = x->ctl->ask,
		.pattern = "[anh]:{*",
		.count = SCAN_BATCH,
		.take = take_keys,
		.ctx = x };

	do {
		if (!scan_batch(&s))
			return false;
	} while (!scan_is_over(&s));
	hashes_sort(&x->articles);
	hashes_sort(&x->authors);
	return true;
}

static void
take_counts(void *ctx, const struct answer *a)
{
	struct site_state *s = ctx;

	if (!look_take_fields(&s->x->ctl->arena, a, &s->counts))
		abort();
}

static void
take_comments(void *ctx, const struct answer *a)
{
	struct site_state *s = ctx;
	struct arena *arena = &s->x->ctl->arena;

	if (answer_i64(answer_at(a, 0), &s->x->last))
		s->last = str_dup(arena, answer_str(answer_at(a, 0)));
	if (!answer_is_nil(answer_at(a, 1)))
		s->version = str_dup(arena, answer_str(answer_at(a, 1)));
}

static void
take_key(void *ctx, const struct answer *a)
{
	struct site_state *s = ctx;

	if (!answer_is_nil(a))
		s->key = str_dup(&s->x->ctl->arena, answer_str(a));
}

static void
take_newest(void *ctx, const struct answer *a)
{
	struct site_state *s = ctx;
	struct str id = answer_str(answer_at(answer_at(a, 0), 0));

	if (id.len > 0 && id.len < CURSOR_MAX)
		memcpy(s->ledger, id.p, id.len);
}

static bool
look_at_site(struct export *x, struct site_state *s)
{
	struct ask *q = x->ctl->ask;
	struct arena *a = ask_arena(q);
	struct str site = x->ctl->site->name;
	struct command *c = command_new(a, "HGETALL", 2);

	*s = (struct site_state){ .x = x };
	command_arg(c, keys_site(a, site));
	ask_put(q, c, take_counts, s);
	c = command_new(a, "HMGET", 4);
	command_arg(c, keys_comments(a, site));
	command_arg(c, STR("last"));
	command_arg(c, STR("ver"));
	ask_put(q, c, take_comments, s);
	c = command_new(a, "GET", 2);
	command_arg(c, keys_site_key(a, site));
	ask_put(q, c, take_key, s);
	c = command_new(a, "XREVRANGE", 6);
	command_arg(c, keys_ledger(a, site));
	command_arg(c, STR("+"));
	command_arg(c, STR("-"));
	command_arg(c, STR("COUNT"));
	command_arg_i64(c, 1);
	ask_put(q, c, take_newest, s);
	return ask_wait(q);
}

/* --- authors --- */

struct author {
	struct export *x;
	struct str key;
	struct str values[RECORD_AUTHOR_FIELDS];
	int64_t until;
	bool there;
};

static void
take_author(void *ctx, const struct answer *a)
{
	struct author *one = ctx;

	for (size_t i = 0; i < RECORD_AUTHOR_FIELDS; i++) {
		struct str value = answer_str(answer_at(a, i));

		one->values[i] =
		    str_is_null(value)
			? STR_NULL
			: str_dup(ask_arena(one->x->ctl->ask), value);
		one->there = one->there || !str_is_null(value);
	}
}

static void
take_until(void *ctx, const struct answer *a)
{
	struct author *one = ctx;

	if (!answer_i64(a, &one->until))
		one->until = -1;
}

static void
ask_author(struct author *one)
{
	struct ask *q = one->x->ctl->ask;
	struct command *c =
	    command_new(ask_arena(q), "HMGET", 2 + RECORD_AUTHOR_FIELDS);

	command_arg(c, one->key);
	for (size_t i = 0; i < RECORD_AUTHOR_FIELDS; i++)
		command_arg(c, str_of(record_author[i].field));
	ask_put(q, c, take_author, one);
	c = command_new(ask_arena(q), "EXPIRETIME", 2);
	command_arg(c, one->key);
	ask_put(q, c, take_until, one);
}

static void
write_author(struct export *x, const struct author *one)
{
	struct jsonw *j = export_begin(x, "author");

	/* The digits stand at the end of the key. */
	jsonw_str(
	    j, "author", str_from(one->key, one->key.len - RECORD_AUTHOR_LEN));
	for (size_t i = 0; i < RECORD_AUTHOR_FIELDS; i++)
		export_put(x, one->key, &record_author[i], one->values[i]);
	jsonw_int(j, "until", one->until);
	export_end(x);
}

bool
export_author_all(struct export *x)
{
	struct ask *q = x->ctl->ask;
	char v[RECORD_AUTHOR_LEN];

	for (size_t at = 0; at < x->authors.n && !ferror(stdout); at += BATCH) {
		size_t n =
		    x->authors.n - at < BATCH ? x->authors.n - at : BATCH;

		ask_reset(q);
		struct author *all =
		    arena_zalloc(ask_arena(q), n * sizeof(*all));
		for (size_t i = 0; all != NULL && i < n; i++) {
			hashes_format(v, x->authors.at[at + i]);
			all[i].x = x;
			all[i].key = keys_author(ask_arena(q),
			    x->ctl->site->name, (struct str){ v, sizeof(v) });
			ask_author(&all[i]);
		}
		if (!ask_wait(q) || all == NULL)
			return false;
		for (size_t i = 0; i < n; i++)
			if (all[i].there)
				write_author(x, &all[i]);
	}
	return true;
}

/* --- the ledger --- */

struct ledger {
	struct export *x;
	const char *newest; /* when it began */
	char from[CURSOR_MAX];
	size_t n;
	bool is_later; /* what follows was written meanwhile */
	bool is_moved; /* counts were moved about meanwhile */
};

static void
take_entry(struct ledger *l, struct str id, const struct answer *fields)
{
	struct jsonw *j = export_begin(l->x, "ledger");
	struct str what = answer_str(answer_at(fields, 1));

	l->is_moved =
	    l->is_moved || (l->is_later && (str_eq(what, STR("alias")) ||
					       str_eq(what, STR("set-base"))));
	l->is_later = l->is_later || str_eq(id, str_of(l->newest));
	jsonw_str(j, "id", id);
	jsonw_array(j, "entry");
	for (size_t i = 0; i < answer_len(fields); i++) {
		struct str text = answer_str(answer_at(fields, i));

		jsonw_str(j, NULL, utf8_valid(text) ? text : STR("?"));
	}
	jsonw_array_end(j);
	export_end(l->x);
}

static void
take_entries(void *ctx, const struct answer *a)
{
	struct ledger *l = ctx;

	l->n = answer_len(a);
	for (size_t i = 0; i < l->n; i++) {
		const struct answer *entry = answer_at(a, i);
		struct str id = answer_str(answer_at(entry, 0));

		take_entry(l, id, answer_at(entry, 1));
		(void)snprintf(l->from, sizeof(l->from), "(%.*s", STR_ARG(id));
	}
}

static bool
write_ledger(struct export *x, const struct site_state *s, bool *is_moved)
{
	struct ask *q = x->ctl->ask;
	struct ledger l = { .x = x,
		.newest = s->ledger,
		.from = "-",
		.is_later = s->ledger[0] == '\0' };

	do {
		ask_reset(q);
		struct command *c = command_new(ask_arena(q), "XRANGE", 6);
		command_arg(c, keys_ledger(ask_arena(q), x->ctl->site->name));
		command_arg(c, str_of(l.from));
		command_arg(c, STR("+"));
		command_arg(c, STR("COUNT"));
		command_arg_i64(c, BATCH);
		ask_put(q, c, take_entries, &l);
		if (!ask_wait(q))
			return false;
	} while (l.n == BATCH && !ferror(stdout));
	*is_moved = l.is_moved;
	return true;
}

/* --- the whole --- */

static void
write_head(struct export *x, const struct site_state *s)
{
	struct jsonw *j = export_begin(x, NULL);
	char at[CLOCK_RFC3339_LEN];

	clock_rfc3339(at, clock_wall_s());
	jsonw_int(j, "afterword", RECORD_FORMAT);
	jsonw_str(j, "site", x->ctl->site->name);
	jsonw_str(j, "exported", (struct str){ at, sizeof(at) });
	export_end(x);
	if (str_is_null(s->key))
		return;
	struct str key = keys_site_key(&x->ctl->arena, x->ctl->site->name);
	(void)export_begin(x, "key");
	if (record_put(j, &x->ctl->arena, &record_key, s->key))
		export_end(x);
	else
		export_fault(x, key, "is none, and left out");
}

static void
write_site(struct export *x, struct site_state *s)
{
	struct jsonw *j;
	int64_t version;

	ask_reset(x->ctl->ask);
	j = export_begin(x, "site");
	export_counts(
	    x, keys_site(&x->ctl->arena, x->ctl->site->name), &s->counts);
	if (!str_is_null(s->last))
		jsonw_int(j, "last", x->last);
	if (str_to_i64(s->version, &version))
		jsonw_int(j, "ver", version);
	export_end(x);
}

static bool
write_all(struct export *x, struct site_state *s, bool *is_moved)
{
	if (!look_at_site(x, s) || !find_all(x))
		return false;
	ask_reset(x->ctl->ask);
	write_head(x, s);
	if (!export_article_all(x) || !export_author_all(x) ||
	    !export_comment_all(x) || !write_ledger(x, s, is_moved))
		return false;
	write_site(x, s);
	return true;
}

enum ctl_status
export_run(struct ctl *c, int n, char **args)
{
	struct export x = { .ctl = c };
	struct site_state s;
	bool is_moved = false;

	if (n > 1 || (n > 0 && args[0][0] == '-'))
		return export_person(c, n, args);
	enum ctl_status status = ctl_connect(c);
	if (status != CTL_OK)
		return status;
	bool done = write_all(&x, &s, &is_moved);
	hashes_release(&x.articles);
	hashes_release(&x.authors);
	if (!done)
		return ctl_fail_store(c);
	if (is_moved)
		return ctl_fail(CTL_FAILED,
		    "counts were moved while they were written: export again");
	if (x.n_left_out > 0)
		return ctl_fail(CTL_FAILED,
		    "%llu things were left out: afterword check tells more",
		    (unsigned long long)x.n_left_out);
	return CTL_OK;
}
