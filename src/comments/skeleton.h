/*
 * skeleton.h - what a name looks like, for comparing names
 *
 * Names with the same skeleton can be taken for each other (the idea of Unicode
 * Technical Standard 39, with less patience for disguise): case, width, marks,
 * spaces and decoration do not count, letters of other scripts that look Latin
 * are the Latin ones, and so are the digits that are written for letters.
 *
 *   i, l, I, 1, | and !     are one sign, and so are 0 and o, 3 and e, ...
 *   rn and m, vv and w      are the same; cl and d, which fewer would mistake,
 *                           are not
 *
 * A skeleton is text: lower-case letters and digits in UTF-8.  A sign that may
 * be a letter or decoration, such as ! and @, is in upper case there;
 * skeleton_reads() tries both.
 *
 * Ownership   struct skeleton holds its text.
 * Limits      a name whose skeleton is longer than SKELETON_MAX reads as no
 *             word.
 */
#ifndef COMMENTS_SKELETON_H
#define COMMENTS_SKELETON_H

#include "base/base.h"
#include "base/str.h"

#define SKELETON_MAX 512

struct skeleton {
	char text[SKELETON_MAX];
	size_t len;
};

/* The skeleton of a name: valid UTF-8, read up to a byte that is not. */
void skeleton_of(struct skeleton *out, struct str name);

/* As skeleton_of(), of a word to compare names with: without decoration. */
void skeleton_of_word(struct skeleton *out, struct str word);

/*
 * Whether a name can be read as the word whose skeleton_of_word() has the text
 * `word`.  No name can be read as an empty one.
 */
bool skeleton_reads(const struct skeleton *name, struct str word);

#endif
