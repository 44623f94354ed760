/*
 * about.h - what an article is about, as far as its address and title tell
 *
 * Ownership   the words live in the arena.
 * Errors      false: the arena is exhausted.
 */
#ifndef COMMENTS_ABOUT_H
#define COMMENTS_ABOUT_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

#define ABOUT_MAX 20 /* words that are told apart */

struct about_words {
	struct str at[ABOUT_MAX];
	unsigned n;
};

struct about {
	struct about_words words;
	struct about_words terms; /* those of them that terms.h has */
	unsigned kinds;           /* of which those are */
	unsigned letters, latin;  /* of the title */
};

bool about_take(struct about *out, struct arena *a, struct str article,
    struct str title) MUST_USE;

/* Adds a word; false if it was there, or there are too many. */
bool about_is_new(struct about_words *s, struct str word);

/* Whether two words begin alike. */
bool about_is_akin(struct str a, struct str b);

/* Whether one of them does. */
bool about_has_akin(const struct about_words *s, struct str word);

#endif
