#include "base/base.h"
#include "ctl/export.h"

#include "config.h"
#include "ctl/ask.h"
#include "ctl/look.h"
#include "store/keys.h"

#define BATCH 200

/* One article of a batch, with the names of its aliases. */
struct article_item {
	struct str key; /* of its counts, in Redis */
	struct look look;
	struct look *former;
};

static bool
is_alias(const struct article_item *one)
{
	return !str_is_null(look_moved(&one->look));
}

static int
compare_names(const void *a, const void *b)
{
	const struct str *one = a, *two = b;
	size_t n = one->len < two->len ? one->len : two->len;
	int order = memcmp(one->p, two->p, n);

	return order != 0 ? order
			  : (one->len > two->len) - (one->len < two->len);
}

static void
put_aliases(struct export *x, const struct article_item *one)
{
	size_t n = one->look.n_former;
	struct str *names =
	    arena_alloc(ask_arena(x->ctl->ask), (n + 1) * sizeof(*names));

	if (n == 0 || names == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		names[i] = look_value(&one->former[i].name, STR("key"));
		if (!utf8_valid(names[i]) || str_is_null(names[i])) {
			export_fault(x, one->key,
			    "an alias without a name, and left out");
			names[i] = STR("");
		}
	}
	qsort(names, n, sizeof(*names), compare_names);
	jsonw_array(&x->json, "aliases");
	for (size_t i = 0; i < n; i++)
		if (names[i].len > 0)
			jsonw_str(&x->json, NULL, names[i]);
	jsonw_array_end(&x->json);
}

static void
put_number(struct export *x, const struct article_item *one, const char *name)
{
	struct str value = look_value(&one->look.name, str_of(name));
	int64_t n;

	if (str_is_null(value))
		return;
	if (str_to_i64(value, &n) && n >= 0)
		jsonw_int(&x->json, name, n);
	else
		export_fault(
		    x, one->key, "a number of its name is none, and left out");
}

static void
write_article(struct export *x, struct article_item *one)
{
	struct str key = look_value(&one->look.name, STR("key"));
	struct jsonw *j;

	if (one->look.counts.n == 0 && one->look.name.n == 0)
		return; /* gone meanwhile */
	if (str_is_null(key) || !utf8_valid(key)) {
		export_fault(
		    x, one->key, "an article without a name, left out");
		return;
	}
	j = export_begin(x, "article");
	jsonw_str(j, "article", key);
	for (size_t i = 0; i < RECORD_ARTICLE_FIELDS; i++)
		export_put(x, one->key, &record_article[i],
		    look_value(
			&one->look.name, str_of(record_article[i].field)));
	put_number(x, one, "comments");
	put_number(x, one, "ver");
	if (one->look.counts.n > 0)
		export_counts(x, one->key, &one->look.counts);
	put_aliases(x, one);
	export_end(x);
}

static bool
ask_former(struct export *x, struct article_item *one)
{
	struct ask *q = x->ctl->ask;

	one->former = arena_alloc(
	    ask_arena(q), (one->look.n_former + 1) * sizeof(*one->former));
	for (size_t i = 0; one->former != NULL && i < one->look.n_former; i++)
		look_ask(q, x->ctl->site->name, one->look.former[i],
		    &one->former[i]);
	return one->former != NULL && !one->look.failed;
}

static bool
write_batch(struct export *x, size_t at, size_t n)
{
	struct ask *q = x->ctl->ask;
	struct article_item *all;
	char h[KEYS_HASH_LEN];

	ask_reset(q);
	all = arena_zalloc(ask_arena(q), n * sizeof(*all));
	for (size_t i = 0; all != NULL && i < n; i++) {
		hashes_format(h, x->articles.at[at + i]);
		struct str hash =
		    str_dup(ask_arena(q), (struct str){ h, sizeof(h) });
		all[i].key =
		    keys_article(ask_arena(q), x->ctl->site->name, hash);
		look_ask(q, x->ctl->site->name, hash, &all[i].look);
	}
	if (!ask_wait(q) || all == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_alias(&all[i]) && !ask_former(x, &all[i]))
			break; /* ask_wait() tells */
	if (!ask_wait(q) || all == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_alias(&all[i]))
			write_article(x, &all[i]);
	return true;
}

bool
export_article_all(struct export *x)
{
	size_t n = x->articles.n;

	for (size_t at = 0; at < n && !ferror(stdout); at += BATCH)
		if (!write_batch(x, at, n - at < BATCH ? n - at : BATCH))
			return false;
	return true;
}
