/*
 * arena.c - base/arena.h for fault injection: each allocation stands alone
 *
 * Linked before the library, it takes the place of base/arena.c.  No block is
 * left to hand out from, so that each arena_alloc() comes here and is a malloc
 * of its own: one that can be made to fail, and with ends that the address
 * sanitizer knows.
 */
#include "base/base.h"
#include "base/arena.h"

struct arena_block {
	struct arena_block *next;
	size_t size;
	_Alignas(ARENA_ALIGN) char bytes[];
};

struct arena_hook {
	struct arena_hook *next;
	void (*fn)(void *);
	void *ptr;
};

void
arena_init(struct arena *a, size_t cap)
{
	/* arena_alloc() finds no room, and hands this out for no bytes. */
	a->at = a->first;
	a->end = a->first;
	a->blocks = NULL;
	a->hooks = NULL;
	a->taken = 0;
	a->cap = cap;
	a->failed = false;
}

static void
give_back(struct arena *a, bool wiped)
{
	for (struct arena_hook *h = a->hooks; h != NULL; h = h->next)
		h->fn(h->ptr);
	for (struct arena_block *b = a->blocks, *next; b != NULL; b = next) {
		next = b->next;
		if (wiped)
			explicit_bzero(b->bytes, b->size);
		free(b);
	}
	arena_init(a, a->cap);
}

void
arena_reset(struct arena *a)
{
	give_back(a, false);
}

void
arena_wipe(struct arena *a)
{
	give_back(a, true);
}

/* Past the cap as the other one, which has its first block beside it. */
void *
arena_alloc_slow(struct arena *a, size_t n)
{
	struct arena_block *b = NULL;

	if (n <= a->cap + ARENA_FIRST - a->taken)
		b = malloc(sizeof(*b) + n);
	if (b == NULL) {
		a->failed = true;
		return NULL;
	}
	b->next = a->blocks;
	b->size = n;
	a->blocks = b;
	a->taken += n;
	return b->bytes;
}

void *
arena_zalloc(struct arena *a, size_t n)
{
	void *p = arena_alloc(a, n);

	return p == NULL ? NULL : memset(p, 0, n);
}

void *
arena_grow(struct arena *a, void *p, size_t old, size_t want)
{
	if (want <= old)
		return p;
	void *q = arena_alloc(a, want);
	if (q != NULL && p != NULL)
		memcpy(q, p, old);
	return q;
}

bool
arena_defer(struct arena *a, void (*fn)(void *), void *ptr)
{
	struct arena_hook *h = arena_alloc(a, sizeof(*h));

	if (h == NULL) {
		fn(ptr);
		return false;
	}
	*h = (struct arena_hook){ a->hooks, fn, ptr };
	a->hooks = h;
	return true;
}

bool
arena_failed(const struct arena *a)
{
	return a->failed;
}
