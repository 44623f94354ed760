/*
 * utf8.h - the one validator for text from outside
 *
 * RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
 *
 * Unicode's tables (composition, width) are those of the system's libutf8proc.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

/* Whether every byte belongs to a well-formed sequence.  NUL counts as valid.
 */
bool utf8_valid(struct str s);

/*
 * Whether `s` may be one line of text: valid UTF-8 without C0 and C1 controls,
 * DEL, U+2028, U+2029 and noncharacters.
 */
bool utf8_is_line(struct str s);

/*
 * Whether `s` may be text of several lines: the same, but with tab, LF, U+2028
 * and U+2029.  CR is none of it: who takes text makes every end of line an LF.
 */
bool utf8_is_text(struct str s);

bool utf8_is_ascii(struct str s);

/*
 * Normalization Form C of valid UTF-8 (Unicode Annex 15).  Returns `s` itself
 * when it is plain to be in it, as ASCII is; STR_NULL when the arena is
 * exhausted.
 */
struct str utf8_nfc(struct arena *a, struct str s) MUST_USE;

/*
 * Valid UTF-8 as texts are compared whatever their case and width: in lower
 * case, composed, with compatibility characters as what they stand for and
 * without those that do not show (NFKC_Casefold of Unicode 3.13).  STR_NULL
 * when the arena is exhausted.
 */
struct str utf8_fold(struct arena *a, struct str s) MUST_USE;

/*
 * The same with its first letter as a capital, as far as there is one; and with
 * all of them.
 */
struct str utf8_capital(struct arena *a, struct str s) MUST_USE;
struct str utf8_upper(struct arena *a, struct str s) MUST_USE;

/*
 * Whatever bytes these are as text that may be shown: each end of line is an
 * LF, and what utf8_is_text() would not take is U+FFFD.  Returns `s` itself
 * when it is text; STR_NULL when the arena is exhausted.
 */
struct str utf8_repair(struct arena *a, struct str s) MUST_USE;

/*
 * Takes the next code point off *rest.  False at its end and, leaving *rest
 * where it is, at a byte that begins no well-formed sequence.
 */
bool utf8_next(struct str *rest, uint32_t *cp) MUST_USE;

/*
 * Whether nothing of a code point can be seen: it is a space, a control, what
 * Unicode calls ignorable (Default_Ignorable_Code_Point, with those that are
 * not assigned yet) or the empty Braille pattern.
 */
bool utf8_is_unseen(uint32_t cp);

/* Whether that is so of all of valid UTF-8. */
bool utf8_is_blank(struct str s);

/* How many columns of a terminal it is wide: 0, 1 or 2. */
unsigned utf8_columns(uint32_t cp);

#endif
