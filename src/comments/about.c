#include "base/base.h"
#include "comments/about.h"

#include "comments/glyph.h"
#include "comments/pieces.h"

#define SUBJECT_LEAST 4 /* bytes */
#define STEM 5          /* of them make two words of ASCII one */
#define STEM_WIDE 8     /* and others */

bool
about_is_new(struct about_words *s, struct str word)
{
	for (unsigned i = 0; i < s->n; i++)
		if (str_eq(s->at[i], word))
			return false;
	if (s->n == ABOUT_MAX)
		return false;
	s->at[s->n++] = word;
	return true;
}

bool
about_is_akin(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	size_t stem = (unsigned char)a.p[0] < 0x80 ? STEM : STEM_WIDE;

	return n >= SUBJECT_LEAST && a.p[0] == b.p[0] &&
	       memcmp(a.p, b.p, n < stem ? n : stem) == 0 &&
	       (n >= stem || a.len == b.len);
}

bool
about_has_akin(const struct about_words *s, struct str word)
{
	for (unsigned i = 0; i < s->n; i++)
		if (about_is_akin(s->at[i], word))
			return true;
	return false;
}

/* Words of the article's address and title. */
static bool
take_words(struct about *out, struct arena *a, struct str text)
{
	struct pieces p;

	if (!pieces_of_text(&p, a, text))
		return false;
	for (size_t i = 0; i < p.n; i++) {
		const struct piece *w = &p.at[i];

		if (w->kind != PIECE_WORD || w->len < SUBJECT_LEAST)
			continue;
		out->kinds |= w->terms;
		(void)about_is_new(w->terms == 0 ? &out->words : &out->terms,
		    pieces_text(&p, w));
	}
	return true;
}

/* Which script the title is in; its address is in Latin letters anyway. */
static bool
take_title(struct about *out, struct arena *a, struct str text)
{
	struct pieces p;

	if (!pieces_of_text(&p, a, text))
		return false;
	for (size_t i = 0; i < p.n; i++) {
		out->letters += p.at[i].letters;
		if (p.at[i].scripts == GLYPH_LATIN)
			out->latin += p.at[i].letters;
	}
	return take_words(out, a, text);
}

bool
about_take(
    struct about *out, struct arena *a, struct str article, struct str title)
{
	*out = (struct about){ .letters = 0 };
	return take_words(out, a, article) && take_title(out, a, title);
}
