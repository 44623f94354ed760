/*
 * pieces.h - what a reader sees of a text, in words, numbers and signs
 *
 * Words are runs of letters, marks and digits, also with _ and ' inside; a run
 * of digits alone is a number.  In scripts that have no spaces a word is what
 * stands between two signs.  Words are in lower case, letters of other shapes
 * (full width, bold, in circles) are what they stand for, digits are ASCII, and
 * what cannot be seen is left out; that it was there is counted.
 *
 * Of rendered HTML (markup.h) tags are lines or nothing.  Code is left out, for
 * nothing is meant by it, unless it is asked for.
 *
 * Ownership   all lives in the arena; the text need not.
 * Errors      false: the arena is exhausted.
 * Limits      PIECES_MAX; what is behind them is left out, and `cut` says so.
 *             Prose of 8 KB has some two thousand.
 */
#ifndef COMMENTS_PIECES_H
#define COMMENTS_PIECES_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

#define PIECES_MAX 4096

enum piece_kind {
	PIECE_WORD,
	PIECE_NUMBER,
	PIECE_SIGN,
	PIECE_ADDRESS /* scheme://... up to the next space */
};

/* What stands before a piece, in rising order. */
enum piece_gap {
	PIECE_JOINED,
	PIECE_SPACE,
	PIECE_LINE
};

/* Counts stop at 255. */
struct piece {
	uint32_t at;   /* of its text */
	uint32_t sign; /* the code point; 0 of others */
	uint32_t
	    terms; /* of which kinds a word is, or has some in it: terms.h */
	uint16_t len;
	uint8_t kind, gap;
	uint8_t letters, digits;
	uint8_t upper;   /* letters that are capitals */
	uint8_t rises;   /* capitals right behind a small letter */
	uint8_t turns;   /* from a Latin letter to one alike, or back */
	uint8_t hidden;  /* what cannot be seen, inside a word */
	uint8_t styled;  /* letters and digits of other shapes */
	uint8_t scripts; /* of its letters: glyph.h */
	bool linked;     /* stands in a link */
	bool quoted;     /* in quotation marks, or a quotation */
};

struct pieces {
	struct piece *at;
	size_t n;
	const char *text; /* of all of them */
	size_t code;      /* bytes of code that were left out */
	bool cut;
};

bool pieces_of_html(struct pieces *out, struct arena *a, struct str html,
    bool with_code) MUST_USE;

bool pieces_of_text(
    struct pieces *out, struct arena *a, struct str text) MUST_USE;

static inline struct str
pieces_text(const struct pieces *p, const struct piece *piece)
{
	return (struct str){ p->text + piece->at, piece->len };
}

/* Whether the piece is there, and this sign. */
static inline bool
pieces_is_sign(const struct pieces *p, size_t i, uint32_t sign)
{
	return i < p->n && p->at[i].sign == sign;
}

/* Whether it is there, and one of these words, with a space between them. */
bool pieces_is_one_of(const struct pieces *p, size_t i, const char *words);

#endif
