/*
 * tally.h - how many comments each article has
 *
 * A number for each of the numbers that <h> stands for: 16 bytes each, at most
 * half of the places filled.
 */
#ifndef CTL_TALLY_H
#define CTL_TALLY_H

#include "base/base.h"

struct tally_place;

struct tally {
	struct tally_place *at;
	size_t size; /* a power of two, or 0 */
	size_t n;
	int64_t sum;
};

/* Empties it and gives its memory back; a zeroed one is empty. */
void tally_release(struct tally *t);

/* Counts one of `h`.  Out of memory ends the program. */
void tally_add(struct tally *t, uint64_t h);

int64_t tally_of(const struct tally *t, uint64_t h);

#endif
