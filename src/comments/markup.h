/*
 * markup.h - comments as they are written, and as they are shown
 *
 * Comments are written in Markdown (CommonMark, with ~~strikethrough~~) and
 * shown in a few elements without style: p br em strong del code pre blockquote
 * ul ol li a.  Nothing of what was written becomes a tag or an attribute; what
 * looks like HTML is shown as it was typed.  So are tables and task lists.
 *
 *   line feed  is seen as one: <br>, as people expect who write in a form
 *   heading    a paragraph of strong text: comments have no outline
 *   rule       nothing
 *   image      a link to it, named by its alternative text
 *   address    is linked where it stands (link.h); one that link_clean()
 *              refuses leaves the text without a link
 *   link       has rel="nofollow ugc noopener noreferrer" and no title; one
 *              without visible text shows its address, so that none hides
 *   fence      its first word, when it may name a language, becomes
 *              class="language-word"
 *   reference  &euro; and &#8364; are decoded (entity.h)
 *
 * Lists and quotes may be MARKUP_DEPTH_MAX deep, and so may be emphasis; what
 * is deeper is shown without them.
 *
 * Ownership   what is returned lives in the arena, or is the input.
 * Errors      false, and *why says what is wrong with the text in words that
 *             go behind its name, or is NULL when memory ran out, the arena's
 *             or the parser's; STR_NULL from markup_source().
 * Limits      no text of MARKUP_SOURCE_MAX bytes takes more than some
 *             milliseconds: what would is refused.
 */
#ifndef COMMENTS_MARKUP_H
#define COMMENTS_MARKUP_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

#define MARKUP_SOURCE_MAX 8192
#define MARKUP_HTML_MAX (64 * 1024)
#define MARKUP_LINKS_MAX 20
#define MARKUP_DEPTH_MAX 20

struct markup {
	struct str html;
	struct str links[MARKUP_LINKS_MAX]; /* their addresses, as they went */
	unsigned n_links;
};

/*
 * A text as it is stored, from one that is utf8_is_text(): in NFC, without what
 * could reorder or hide what stands around it (bidi embeddings, overrides and
 * isolates, U+FEFF, tag characters but in flags, more than eight combining
 * marks in a row), without blanks at the ends of lines and empty lines at the
 * ends of the text, and with no more than two empty lines in a row.  Twice is
 * the same as once.
 */
struct str markup_source(struct arena *a, struct str text) MUST_USE;

/* Whether it takes this code point out, wherever it stands but in a flag. */
bool markup_source_drops(uint32_t cp);

/* Renders a text that markup_source() has returned. */
bool markup_render(struct arena *a, struct str source, struct markup *out,
    const char **why) MUST_USE;

#endif
