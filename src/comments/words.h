/*
 * words.h - many texts looked for at once
 *
 * Texts are added, each with a mark above 0; after words_finish() a search
 * takes the bytes of a text one by one and says after each the highest mark of
 * all that end there.  The time depends on the length of the text searched and
 * not on how many are looked for.
 *
 * Ownership   words_free() gives back what words_new() made; what was added is
 *             copied.
 * Limits      WORDS_MAX nodes of 16 bytes: one for each byte that no other text
 *             begins with as well.
 */
#ifndef COMMENTS_WORDS_H
#define COMMENTS_WORDS_H

#include "base/base.h"
#include "base/str.h"

#define WORDS_MAX (2 * 1024 * 1024)

struct words;

struct words *words_new(void) MUST_USE; /* NULL: no memory */
void words_free(struct words *w);

/*
 * False when there is no room, and errno is EFBIG, or no memory, ENOMEM.  Of one
 * text's marks the highest holds.
 */
bool words_add(struct words *w, struct str text, unsigned char mark) MUST_USE;

/* Makes it ready to search, once, after all have been added. */
bool words_finish(struct words *w) MUST_USE;

/*
 * One byte further.  *place is 0 at the start of a text and is the search's own
 * then.  Returns the highest mark of what ends with this byte, or 0.
 */
unsigned char words_next(
    const struct words *w, uint32_t *place, unsigned char byte);

#endif
