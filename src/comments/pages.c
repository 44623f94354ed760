/*
 * pages.c - a hash table whose entries are in a list by use, too
 *
 * A keyed hash decides the place, so that nobody can choose names that share
 * one.  Entries of a place are chained; the table has as many places as there
 * can be pages of the smallest size worth counting, and never grows.
 */
#include "base/base.h"
#include "comments/pages.h"

#include <sodium.h>

#define PLACES 4096 /* a power of two */

struct entry {
	struct entry *next;          /* in its place */
	struct entry *newer, *older; /* by use */
	struct str name, version;    /* both behind the structure */
	struct page page;
	char tag[PAGES_TAG_LEN + 1];
	size_t size;
	size_t place;
};

struct pages {
	size_t cap;
	struct pages_stats stats;
	struct entry *newest, *oldest;
	struct entry *at[PLACES];
	unsigned char key[crypto_shorthash_KEYBYTES];
};

struct pages *
pages_new(size_t bytes)
{
	struct pages *p = calloc(1, sizeof(*p));

	if (p == NULL)
		abort();
	p->cap = bytes;
	randombytes_buf(p->key, sizeof(p->key));
	return p;
}

static size_t
place_of(const struct pages *p, struct str name)
{
	unsigned char hash[crypto_shorthash_BYTES];
	uint32_t n;

	(void)crypto_shorthash(
	    hash, (const unsigned char *)name.p, name.len, p->key);
	memcpy(&n, hash, sizeof(n));
	return n & (PLACES - 1);
}

static void
unlink_use(struct pages *p, struct entry *e)
{
	assert((e->newer == NULL) == (p->newest == e));
	assert((e->older == NULL) == (p->oldest == e));
	if (e->newer != NULL)
		e->newer->older = e->older;
	else
		p->newest = e->older;
	if (e->older != NULL)
		e->older->newer = e->newer;
	else
		p->oldest = e->newer;
}

static void
link_newest(struct pages *p, struct entry *e)
{
	e->newer = NULL;
	e->older = p->newest;
	if (p->newest != NULL)
		p->newest->newer = e;
	else
		p->oldest = e;
	p->newest = e;
}

static void
drop(struct pages *p, struct entry *e)
{
	struct entry **at = &p->at[e->place];

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	unlink_use(p, e);
	p->stats.n--;
	p->stats.bytes -= e->size;
	free(e);
}

void
pages_clear(struct pages *p)
{
	while (p->oldest != NULL)
		drop(p, p->oldest);
}

void
pages_free(struct pages *p)
{
	if (p == NULL)
		return;
	pages_clear(p);
	free(p);
}

static struct entry *
find(const struct pages *p, size_t place, struct str name)
{
	struct entry *e = p->at[place];

	while (e != NULL && !str_eq(e->name, name))
		e = e->next;
	return e;
}

const struct page *
pages_get(struct pages *p, struct str name, struct str version)
{
	struct entry *e = find(p, place_of(p, name), name);

	if (e == NULL || !str_eq(e->version, version)) {
		p->stats.misses++;
		return NULL;
	}
	p->stats.hits++;
	if (p->newest != e) {
		unlink_use(p, e);
		link_newest(p, e);
	}
	return &e->page;
}

static struct str
append(char **at, struct str s)
{
	struct str copy = { *at, s.len };

	if (s.len > 0)
		memcpy(*at, s.p, s.len);
	*at += s.len;
	return copy;
}

static void
put_tag(struct entry *e)
{
	unsigned char hash[crypto_generichash_BYTES_MIN];

	(void)crypto_generichash(hash, sizeof(hash),
	    (const unsigned char *)e->page.body.p, e->page.body.len, NULL, 0);
	e->tag[0] = '"';
	(void)sodium_bin2hex(
	    e->tag + 1, PAGES_TAG_LEN - 1, hash, (PAGES_TAG_LEN - 2) / 2);
	e->tag[PAGES_TAG_LEN - 1] = '"';
	e->page.tag = (struct str){ e->tag, PAGES_TAG_LEN };
}

const struct page *
pages_put(struct pages *p, struct str name, struct str version,
    const struct page *page)
{
	size_t place = place_of(p, name);
	struct entry *old = find(p, place, name);
	size_t size = sizeof(struct entry) + name.len + version.len +
		      page->body.len + page->next.len;

	if (old != NULL)
		drop(p, old);
	while (p->oldest != NULL && p->stats.bytes + size > p->cap)
		drop(p, p->oldest);
	struct entry *e = malloc(size);
	if (e == NULL)
		return NULL;
	char *rest = (char *)(e + 1);
	e->name = append(&rest, name);
	e->version = append(&rest, version);
	e->page.body = append(&rest, page->body);
	e->page.next = append(&rest, page->next);
	e->page.modified = page->modified;
	put_tag(e);
	e->size = size;
	e->place = place;
	e->next = p->at[place];
	p->at[place] = e;
	link_newest(p, e);
	p->stats.n++;
	p->stats.bytes += size;
	return &e->page;
}

const struct pages_stats *
pages_stats(const struct pages *p)
{
	return &p->stats;
}
