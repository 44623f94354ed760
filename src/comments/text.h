/*
 * text.h - a comment's text: normalised, rendered, judged
 *
 * The same for a new comment, an edited one and a preview, which is why a
 * preview is what it will be.
 *
 * Ownership   what is made lives in the arena.
 * Errors      ERR_INVALID, with why in words that go behind the field's name;
 *             ERR_REFUSED when the owner's lists say so; ERR_BUSY without
 * memory.
 */
#ifndef COMMENTS_TEXT_H
#define COMMENTS_TEXT_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "comments/guard.h"
#include "comments/markup.h"
#include "comments/signs.h"
#include "config.h"

/* What is said of what is not taken, and no more. */
#define TEXT_REFUSED "the owner of this site does not take it"

#define TEXT_HELD "held"
#define TEXT_SPAM "spam"
#define TEXT_REFUSE                                                            \
	"refuse" /* by the site's list: Redis may have a newer one */

/* The lists that a comment is held against; NULL is an empty one. */
struct text_lists {
	const struct guard *file; /* the owner's, for all sites */
	const struct guard *site;
};

/* What comes with a text; what is not there is empty. */
struct text_writer {
	struct str name, home, address;
};

struct text {
	struct str source; /* as it is kept */
	struct markup markup;
	const char *state;  /* what it asks for: "", or a TEXT_ word */
	const char *reason; /* "" or why */
	const char
	    *unless_known; /* "" or why to hold it, if its author is new */
	bool suspicious;   /* signs of spam, perhaps too few to hold it */
	const char *why;   /* what is wrong with it */
	char detail[48];
};

/* Normalises and renders what was typed, within the site's limits. */
enum err text_render(struct text *t, struct arena *a, const struct site *site,
    struct str typed) MUST_USE;

/*
 * Whether the lists, or too many links, ask for a look at a rendered text: sets
 * state and reason, whatever they were before.  ERR_REFUSED by the file.
 */
enum err text_judge(struct text *t, struct arena *a, const struct site *site,
    struct text_lists lists, struct text_writer w) MUST_USE;

/* Takes a judged text for spam, unless it is refused. */
void text_is_spam(struct text *t, const char *reason);

/*
 * What the site's `hold` says of a judged text, and what it looks like beside
 * the rest of its comment: last, for a grave reason stays.  `c` needs no HTML.
 */
enum err text_hold(struct text *t, struct arena *a, const struct site *site,
    struct signs_comment c) MUST_USE;

#endif
