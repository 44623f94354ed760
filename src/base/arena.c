/*
 * arena.c - a bump pointer over a first block and a list of larger ones
 *
 * Blocks double in size so that a large reply costs few mallocs.  Exhaustion is
 * sticky: a caller may run on with a NULL-tolerant builder and the one check at
 * the end still tells.
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

static size_t
aligned(size_t n)
{
	return (n + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
}

void
arena_init(struct arena *a, size_t cap)
{
	a->at = a->first;
	a->end = a->first + sizeof(a->first);
	a->blocks = NULL;
	a->hooks = NULL;
	a->taken = 0;
	a->cap = cap;
	a->failed = false;
}

/* Hooks lie in the arena themselves. */
static void
run_hooks(struct arena *a)
{
	for (struct arena_hook *h = a->hooks; h != NULL; h = h->next)
		h->fn(h->ptr);
	a->hooks = NULL;
}

void
arena_reset(struct arena *a)
{
	run_hooks(a);
	for (struct arena_block *b = a->blocks, *next; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	arena_init(a, a->cap);
}

void
arena_wipe(struct arena *a)
{
	run_hooks(a);
	for (struct arena_block *b = a->blocks; b != NULL; b = b->next)
		explicit_bzero(b->bytes, b->size);
	arena_reset(a);
	explicit_bzero(a->first, sizeof(a->first));
}

static bool
more(struct arena *a, size_t need)
{
	size_t size = a->taken < ARENA_FIRST ? 2 * ARENA_FIRST : 2 * a->taken;

	if (size < need)
		size = need;
	if (size > a->cap - a->taken)
		size = a->cap - a->taken;
	if (size < need)
		return false;

	struct arena_block *b = malloc(sizeof(*b) + size);
	if (b == NULL)
		return false;
	b->next = a->blocks;
	b->size = size;
	a->blocks = b;
	a->taken += size;
	a->at = b->bytes;
	a->end = b->bytes + size;
	return true;
}

void *
arena_alloc_slow(struct arena *a, size_t n)
{
	if (n > SIZE_MAX / 2) {
		a->failed = true;
		return NULL;
	}
	n = aligned(n);
	if ((size_t)(a->end - a->at) < n && !more(a, n)) {
		a->failed = true;
		return NULL;
	}
	void *p = a->at;
	a->at += n;
	return p;
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
	char *at = p;

	if (want <= old)
		return p;
	if (at != NULL && want < SIZE_MAX / 2 && at + aligned(old) == a->at &&
	    aligned(want) <= (size_t)(a->end - at)) {
		a->at = at + aligned(want);
		return p;
	}
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
