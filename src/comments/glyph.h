/*
 * glyph.h - what a code point is to a reader
 *
 * Capitals are small letters that are marked, letters and digits of other
 * shapes (full width, bold, in circles) what they stand for, digits of any
 * script ASCII ones.
 */
#ifndef COMMENTS_GLYPH_H
#define COMMENTS_GLYPH_H

#include "base/base.h"

enum glyph_role {
	GLYPH_SPACE,
	GLYPH_LETTER,
	GLYPH_DIGIT,
	GLYPH_MARK,   /* on what stands before it */
	GLYPH_UNSEEN, /* takes no room */
	GLYPH_SIGN
};

/* Scripts, as a set. */
enum {
	GLYPH_LATIN = 1,
	GLYPH_ALIKE = 2,    /* Cyrillic, Greek, ...: may be taken for Latin */
	GLYPH_UNSPACED = 4, /* Han, Kana, Hangul, Thai, ...: few spaces */
	GLYPH_OTHER = 8
};

struct glyph {
	enum glyph_role role;
	uint32_t folded;
	bool upper;
	bool styled;     /* of another shape */
	uint8_t scripts; /* of a letter */
};

void glyph_look(uint32_t c, struct glyph *out);

#endif
