/*
 * arena.h - memory that dies together
 *
 * An arena hands out memory that is never freed piece by piece: everything goes
 * at arena_reset().  Each request owns one, so whatever path a request takes,
 * its memory ends with it.
 *
 * Ownership   the arena owns every block it returned; callers only borrow.
 * Errors      past the cap, or when malloc fails, arena_alloc() returns NULL and
 *             the arena stays marked: check arena_failed() once at the end.
 * Limits      one arena belongs to one thread.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

#define ARENA_FIRST 8192 /* bytes inside the arena itself: most requests */

#define ARENA_ALIGN 16

struct arena_block;
struct arena_hook;

struct arena {
	char *at;  /* next free byte of the current block */
	char *end; /* its end */
	struct arena_block *blocks;
	struct arena_hook *hooks;
	size_t taken; /* bytes in extra blocks */
	size_t cap;   /* most bytes in extra blocks */
	bool failed;
	_Alignas(16) char first[ARENA_FIRST];
};

/* Readies `a`; at most `cap` bytes beyond the first block will be taken. */
void arena_init(struct arena *a, size_t cap);

/* Runs the deferred calls, last first, and gives all memory back. */
void arena_reset(struct arena *a);

/*
 * As arena_reset(), for memory that had secrets in it: all of it is overwritten.
 */
void arena_wipe(struct arena *a);

/* arena_alloc() when the current block has no room. */
void *arena_alloc_slow(struct arena *a, size_t n) MUST_USE;

/* `n` bytes, aligned for any type, contents undefined; NULL when exhausted. */
static inline MUST_USE void *
arena_alloc(struct arena *a, size_t n)
{
	size_t whole = (n + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);

	if (whole < n || whole > (size_t)(a->end - a->at))
		return arena_alloc_slow(a, n);
	void *p = a->at;
	a->at += whole;
	return p;
}

/* As arena_alloc(), zeroed. */
void *arena_zalloc(struct arena *a, size_t n) MUST_USE;

/*
 * Grows the block `p` (NULL: none) from `old` to `want` bytes, in place when it
 * was the last one handed out.  NULL when exhausted; `p` stays valid then.
 */
void *arena_grow(struct arena *a, void *p, size_t old, size_t want) MUST_USE;

/*
 * Calls fn(ptr) at reset: for things that bring their own free function.
 * When the hook cannot be stored, fn(ptr) runs at once and false is returned.
 */
bool arena_defer(struct arena *a, void (*fn)(void *), void *ptr) MUST_USE;

bool arena_failed(const struct arena *a);

#endif
