/*
 * config.c - each row's text, or its default, becomes a value
 *
 * All sources have left their texts before anything is parsed
 * (config_source.h), so a value is judged once, wherever it came from, and a
 * reason can name that place.  A request finds its site by binary search in one
 * of two indexes.
 */
#include "base/base.h"
#include "config.h"

#include "config_source.h"
#include "config_value.h"

#define ARENA_CAP ((size_t)16 * CONFIG_FILE_MAX)

struct config_key {
	struct str text; /* a site's name, or one of its origins */
	const struct site *site;
};

/* Parses what the sources gave for one section, or the defaults. */
static void
settle(struct config_source *src, const struct config_part *p, struct arena *a,
    void *base)
{
	char why[CONFIG_VALUE_WHY_MAX];

	for (size_t i = 0; i < p->section->n_rows; i++) {
		const struct setting *s = &p->section->rows[i];
		const struct config_given *g = &p->given[i];
		bool given = !str_is_null(g->text);

		if (!config_value_parse(
			s, given ? g->text : str_of(s->def), base, a, why))
			config_source_tell(
			    src, given ? g->where : p->where, s, "%s", why);
	}
}

static void
settle_sections(struct config_source *src, struct config *cfg)
{
	for (size_t i = 0; i < src->n_sections; i++)
		settle(src, &src->parts[i], &cfg->arena, cfg);
	if (cfg->redis.user.len > 0 && cfg->redis.password.len == 0)
		config_source_tell(
		    src, NULL, NULL, "redis.user: needs a redis.password");
}

static void
settle_sites(struct config_source *src, struct config *cfg)
{
	size_t n = src->n_parts - src->n_sections;

	cfg->sites = arena_zalloc(&cfg->arena, n * sizeof(*cfg->sites));
	if (cfg->sites == NULL)
		return;
	for (; cfg->n_sites < n; cfg->n_sites++) {
		struct site *site = &cfg->sites[cfg->n_sites];
		const struct config_part *p =
		    &src->parts[src->n_sections + cfg->n_sites];

		site->name = str_dup(&cfg->arena, p->name);
		settle(src, p, &cfg->arena, site);
		if (site->base_url.len == 0 && site->n_origins > 0)
			site->base_url = site->origins[0];
		cfg->n_by_origin += site->n_origins;
	}
}

/* Any order will do that tells all texts apart: this one is quick. */
static int
compare_texts(const void *a, const void *b)
{
	const struct config_key *x = a, *y = b;

	if (x->text.len != y->text.len)
		return x->text.len < y->text.len ? -1 : 1;
	return x->text.len == 0 ? 0 : memcmp(x->text.p, y->text.p, x->text.len);
}

/* Among equal ones the site that came first stands first. */
static int
compare_keys(const void *a, const void *b)
{
	const struct config_key *x = a, *y = b;
	int order = compare_texts(a, b);

	return order != 0          ? order
	       : x->site < y->site ? -1
	       : x->site > y->site ? 1
				   : 0;
}

static void
index_sites(struct config *cfg)
{
	cfg->by_name =
	    arena_zalloc(&cfg->arena, cfg->n_sites * sizeof(*cfg->by_name));
	cfg->by_origin = arena_zalloc(
	    &cfg->arena, cfg->n_by_origin * sizeof(*cfg->by_origin));
	if (cfg->by_name == NULL || cfg->by_origin == NULL)
		return;
	struct config_key *next = cfg->by_origin;
	for (size_t i = 0; i < cfg->n_sites; i++) {
		const struct site *site = &cfg->sites[i];

		cfg->by_name[i] = (struct config_key){ site->name, site };
		for (size_t j = 0; j < site->n_origins; j++)
			*next++ = (struct config_key){ site->origins[j], site };
	}
	qsort(cfg->by_name, cfg->n_sites, sizeof(*cfg->by_name), compare_keys);
	qsort(cfg->by_origin, cfg->n_by_origin, sizeof(*cfg->by_origin),
	    compare_keys);
}

/* An origin stands for one site. */
static void
check_origins(struct config_source *src, const struct config *cfg)
{
	for (size_t i = 1; i < cfg->n_by_origin; i++) {
		const struct config_key *first = &cfg->by_origin[i - 1];
		const struct config_key *again = first + 1;

		if (str_eq(first->text, again->text))
			config_source_tell(src,
			    src->parts[src->n_sections +
				       (size_t)(again->site - cfg->sites)]
				.where,
			    NULL,
			    "site.origins: %.*s is one of the site %.*s "
			    "already",
			    STR_ARG(again->text), STR_ARG(first->site->name));
	}
}

struct config *
config_load(const char *path, const char *program, char *err, size_t errlen)
{
	struct config *cfg = calloc(1, sizeof(*cfg));
	struct config_source src;

	config_source_init(&src, err, errlen);
	if (cfg == NULL) {
		config_source_tell(&src, NULL, NULL, "out of memory");
		return NULL;
	}
	arena_init(&cfg->arena, ARENA_CAP);
	config_source_read(&src, path, program);
	if (!arena_failed(&src.arena)) {
		settle_sections(&src, cfg);
		settle_sites(&src, cfg);
		index_sites(cfg);
	}
	if (arena_failed(&src.arena) || arena_failed(&cfg->arena))
		config_source_tell(&src, NULL, NULL, "out of memory");
	else
		check_origins(&src, cfg);
	config_source_release(&src);
	if (src.reasons > 0) {
		config_free(cfg);
		return NULL;
	}
	return cfg;
}

void
config_free(struct config *cfg)
{
	if (cfg == NULL)
		return;
	arena_wipe(&cfg->arena);
	free(cfg);
}

static const struct site *
find(const struct config_key *keys, size_t n, struct str text)
{
	const struct config_key key = { text, NULL };
	const struct config_key *found =
	    bsearch(&key, keys, n, sizeof(*keys), compare_texts);

	return found == NULL ? NULL : found->site;
}

const struct site *
config_site_by_origin(const struct config *cfg, struct str origin)
{
	return find(cfg->by_origin, cfg->n_by_origin, origin);
}

const struct site *
config_site_by_name(const struct config *cfg, struct str name)
{
	return find(cfg->by_name, cfg->n_sites, name);
}
