#include "base/base.h"
#include "comments/comments.h"

#include <sodium.h>

#include "base/log.h"
#include "comments/pages.h"
#include "store/keys.h"
#include "store/redis.h"

/* Encoded pages that are kept: hundreds of long ones. */
#define PAGES_BYTES (4u << 20)

struct site_state {
	bool known;
	bool fetched;                    /* rather than made from the setting */
	uint64_t connects;               /* of the store, when it was fetched */
	char begins[SITEKEY_BEGINS_LEN]; /* what it was made from */
	struct sitekey key;
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
	if (c->sites != NULL)
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
