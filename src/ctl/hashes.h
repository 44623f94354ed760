/*
 * hashes.h - which articles and authors there are, in one order
 *
 * SCAN gives keys in any order, some of them twice.  What is written to a file
 * should stand in the same order each time, so the numbers that <h> and <v>
 * stand for are gathered and sorted: eight bytes for each.
 *
 * Ownership   hashes_release() gives the memory back; a zeroed one is empty.
 */
#ifndef CTL_HASHES_H
#define CTL_HASHES_H

#include "base/base.h"
#include "store/keys.h"

struct hashes {
	uint64_t *at;
	size_t n, size;
};

void hashes_release(struct hashes *s);

/* Adds one.  Out of memory ends the program. */
void hashes_add(struct hashes *s, uint64_t h);

/* Sorts them, and drops what is there twice. */
void hashes_sort(struct hashes *s);

/* Writes the digits of one (no NUL). */
void hashes_format(char out[KEYS_HASH_LEN], uint64_t h);

#endif
