/*
 * seen.h - which articles have been met
 *
 * SCAN may give a key twice.  A set of the numbers that <h> stands for: eight
 * bytes for each, at most half of the places filled, so 16 to 32 bytes of
 * memory for each article of a site.
 */
#ifndef CTL_SEEN_H
#define CTL_SEEN_H

#include "base/base.h"

struct seen {
	uint64_t *at; /* 0 is no place's number: it is kept aside */
	size_t size;  /* a power of two, or 0 */
	size_t n;
	bool zero;
};

/* Empties it and gives its memory back; a zeroed one is empty. */
void seen_release(struct seen *s);

bool seen_has(const struct seen *s, uint64_t h);

/* Adds `h`; false if it was there.  Out of memory ends the program. */
bool seen_add(struct seen *s, uint64_t h);

#endif
