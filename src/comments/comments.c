#include "base/base.h"
#include "comments/comments.h"

#include <sodium.h>

#include "base/log.h"
#include "comments/guard.h"
#include "comments/pages.h"
#include "comments/sitelist.h"
#include "store/keys.h"
#include "store/redis.h"

/* Encoded pages that are kept: some 120 of forty comments. */
#define PAGES_BYTES (2560u * 1024)

struct site_state {
	bool known;
	bool fetched;                    /* rather than made from the setting */
	uint64_t connects;               /* of the store, when it was fetched */
	char begins[SITEKEY_BEGINS_LEN]; /* what it was made from */
	struct sitekey key;
	struct guard *list; /* NULL: none, or not fetched yet */
	char version[SITELIST_VERSION_LEN];
	size_t version_len;
};

struct comments {
	const struct config *cfg;
	const struct guard *guard;
	struct store *store;
	struct pages *pages;
	uint64_t connects; /* of the store, when all pages came from it */
	struct site_state *sites; /* by the site's place in cfg->sites */
};

static void
forget(struct comments *c)
{
	if (c->sites == NULL)
		return;
	for (size_t i = 0; i < c->cfg->n_sites; i++)
		guard_free(c->sites[i].list);
	sodium_memzero(c->sites, c->cfg->n_sites * sizeof(*c->sites));
	free(c->sites);
}

struct comments *
comments_new(
    const struct config *cfg, const struct guard *guard, struct store *store)
{
	struct comments *c = calloc(1, sizeof(*c));

	if (c == NULL)
		abort();
	c->store = store;
	c->pages = pages_new(PAGES_BYTES);
	comments_reconfigure(c, cfg, guard);
	return c;
}

void
comments_free(struct comments *c)
{
	if (c == NULL)
		return;
	forget(c);
	pages_free(c->pages);
	free(c);
}

void
comments_reconfigure(
    struct comments *c, const struct config *cfg, const struct guard *guard)
{
	struct str secret = cfg->comments.secret;

	forget(c);
	/* Pages tell limits and names that may be others now. */
	pages_clear(c->pages);
	c->cfg = cfg;
	c->guard = guard;
	c->sites = calloc(cfg->n_sites, sizeof(*c->sites));
	if (c->sites == NULL)
		abort();
	if (secret.len == 0) {
		log_why(LOG_WARN, "no-secret",
		    "comments.secret is not set: mail addresses are as safe as "
		    "Redis is");
		return;
	}
	for (size_t i = 0; i < cfg->n_sites; i++) {
		sitekey_derive(
		    &c->sites[i].key, cfg->sites[i].name, secret, STR_NULL);
		c->sites[i].known = true;
	}
}

const struct config *
comments_config(const struct comments *c)
{
	return c->cfg;
}

const struct guard *
comments_guard(const struct comments *c)
{
	return c->guard;
}

struct store *
comments_store(const struct comments *c)
{
	return c->store;
}

struct pages *
comments_pages(struct comments *c)
{
	uint64_t connects = redis_stats(c->store)->connects;

	/*
	 * A server that came back may have lost its last writes, and give their
	 * versions to others.
	 */
	if (c->connects != connects)
		pages_clear(c->pages);
	c->connects = connects;
	return c->pages;
}

/* --- the keys of sites --- */

static struct site_state *
state_of(const struct comments *c, const struct site *site)
{
	return &c->sites[site - c->cfg->sites];
}

const struct sitekey *
comments_key(const struct comments *c, const struct site *site)
{
	const struct site_state *s = state_of(c, site);

	/* A server that came back may have lost them. */
	if (!s->known ||
	    (s->fetched && s->connects != redis_stats(c->store)->connects))
		return NULL;
	return &s->key;
}

struct str
comments_key_begins(const struct comments *c, const struct site *site)
{
	const struct site_state *s = state_of(c, site);

	return s->fetched ? (struct str){ s->begins, sizeof(s->begins) }
			  : STR("");
}

void
comments_forget_key(struct comments *c, const struct site *site)
{
	state_of(c, site)->known = false;
}

/* --- the lists of sites --- */

const struct guard *
comments_list(const struct comments *c, const struct site *site)
{
	return state_of(c, site)->list;
}

struct str
comments_list_version(const struct comments *c, const struct site *site)
{
	const struct site_state *s = state_of(c, site);

	return (struct str){ s->version, s->version_len };
}

struct listing {
	struct comments *comments;
	const struct site *site;
	comments_fn fn;
	void *ctx;
};

/*
 * What is no list is none: nobody could write then.  It was looked at before
 * it was saved, so somebody else has written there.
 */
static enum err
parse(struct site_state *s, const struct site *site, const struct sitelist *is)
{
	char why[160] = "larger than it may be";
	struct guard *list = NULL;

	if (is->version.len > sizeof(s->version))
		return ERR_STORE;
	if (is->version.len > 0) {
		if (is->text.len <= SITELIST_MAX) {
			list = guard_parse(is->text, why, sizeof(why));
			if (list == NULL && errno == ENOMEM)
				return ERR_BUSY;
		}
		if (list == NULL)
			log_why(LOG_ALARM, "list-unread",
			    "the list of %.*s: %s", STR_ARG(site->name), why);
	}
	guard_free(s->list);
	s->list = list;
	memcpy(s->version, is->version.p, is->version.len);
	s->version_len = is->version.len;
	return ERR_NONE;
}

static void
listed(void *ctx, enum err e, const struct answer *a)
{
	struct listing *l = ctx;
	struct sitelist is;

	if (e == ERR_NONE) {
		sitelist_take(a, &is);
		/* Another request may have fetched it meanwhile. */
		if (!str_eq(is.version,
			comments_list_version(l->comments, l->site)))
			e = parse(state_of(l->comments, l->site), l->site, &is);
	}
	l->fn(l->ctx, e);
}

enum err
comments_fetch_list(struct comments *c, const struct site *site,
    struct arena *a, comments_fn fn, void *ctx)
{
	struct listing *l = arena_alloc(a, sizeof(*l));

	if (l == NULL)
		return ERR_BUSY;
	*l = (struct listing){
		.comments = c, .site = site, .fn = fn, .ctx = ctx
	};
	return redis_send(c->store, sitelist_command(a, site->name), listed, l);
}

/* --- fetching keys --- */

struct fetch {
	struct comments *comments;
	const struct site *site;
	comments_fn fn;
	void *ctx;
	unsigned char fresh[SITEKEY_RANDOM_LEN];
};

/* Nothing is answered when there was no key: then the fresh one is it. */
static void
fetched(void *ctx, enum err e, const struct answer *a)
{
	struct fetch *f = ctx;
	struct site_state *s = state_of(f->comments, f->site);
	struct str random = answer_str(a);

	if (answer_is_nil(a))
		random =
		    (struct str){ (const char *)f->fresh, sizeof(f->fresh) };
	if (e == ERR_NONE && random.len != SITEKEY_RANDOM_LEN)
		e = ERR_STORE;
	if (e == ERR_NONE) {
		sitekey_derive(&s->key, f->site->name, STR_NULL, random);
		memcpy(s->begins, random.p, sizeof(s->begins));
		s->known = s->fetched = true;
		s->connects = redis_stats(f->comments->store)->connects;
	}
	f->fn(f->ctx, e);
}

enum err
comments_fetch_key(struct comments *c, const struct site *site, struct arena *a,
    comments_fn fn, void *ctx)
{
	struct fetch *f = arena_alloc(a, sizeof(*f));

	if (f == NULL)
		return ERR_BUSY;
	*f =
	    (struct fetch){ .comments = c, .site = site, .fn = fn, .ctx = ctx };
	randombytes_buf(f->fresh, sizeof(f->fresh));
	struct command *set = command_new(a, "SET", 5);
	command_arg(set, keys_site_key(a, site->name));
	command_arg(
	    set, (struct str){ (const char *)f->fresh, sizeof(f->fresh) });
	command_arg(set, STR("NX"));
	command_arg(set, STR("GET"));
	return redis_send(c->store, set, fetched, f);
}
