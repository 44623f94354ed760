/*
 * glyph.c - ASCII at once, other shapes by their ranges, the rest by its category
 */
#include "base/base.h"
#include "comments/glyph.h"

#include <utf8proc.h>

static uint8_t
script_of(uint32_t c)
{
	static const struct {
		uint32_t first, last;
		uint8_t script;
	} rows[] = {
		{ 0x0041, 0x02ff, GLYPH_LATIN },
		{ 0x0370, 0x058f, GLYPH_ALIKE },
		{ 0x0e00, 0x0eff, GLYPH_UNSPACED }, /* Thai, Lao */
		{ 0x1000, 0x109f, GLYPH_UNSPACED }, /* Burmese */
		{ 0x1100, 0x11ff, GLYPH_UNSPACED }, /* Hangul */
		{ 0x13a0, 0x13ff, GLYPH_ALIKE },
		{ 0x1780, 0x17ff, GLYPH_UNSPACED }, /* Khmer */
		{ 0x1d00, 0x1d2b, GLYPH_LATIN },
		{ 0x1e00, 0x1eff, GLYPH_LATIN },
		{ 0x1f00, 0x1fff, GLYPH_ALIKE },
		{ 0x2c60, 0x2c7f, GLYPH_LATIN },
		{ 0x2c80, 0x2cff, GLYPH_ALIKE },
		{ 0x2e80, 0xa48f, GLYPH_UNSPACED }, /* Han, Kana, Yi */
		{ 0xa4d0, 0xa4ff, GLYPH_ALIKE },
		{ 0xa640, 0xa69f, GLYPH_ALIKE },
		{ 0xa720, 0xa7ff, GLYPH_LATIN },
		{ 0xab70, 0xabbf, GLYPH_ALIKE },
		{ 0xac00, 0xd7ff, GLYPH_UNSPACED }, /* Hangul */
		{ 0xf900, 0xfaff, GLYPH_UNSPACED },
		{ 0xfb00, 0xfb06, GLYPH_LATIN },
		{ 0xff66, 0xffdc, GLYPH_UNSPACED },
		{ 0x20000, 0x3ffff, GLYPH_UNSPACED },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows) && c >= rows[i].first; i++)
		if (c <= rows[i].last)
			return rows[i].script;
	return GLYPH_OTHER;
}

/* Alphabets of other shapes, one run of letters from A to Z each. */
static bool
look_styled(uint32_t c, struct glyph *g)
{
	static const uint32_t alphabets[] = { 0x249c, 0x24b6, 0x24d0, 0xff21,
		0xff41, 0x1f110, 0x1f130, 0x1f150, 0x1f170 };

	*g = (struct glyph){
		.role = GLYPH_LETTER, .styled = true, .scripts = GLYPH_LATIN
	};
	if (c >= 0x1d400 && c <= 0x1d6a3) {
		g->folded = 'a' + (c - 0x1d400) % 26;
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(alphabets); i++) {
		if (c >= alphabets[i] && c < alphabets[i] + 26) {
			g->folded = 'a' + (c - alphabets[i]);
			return true;
		}
	}
	g->role = GLYPH_DIGIT;
	g->scripts = 0;
	g->folded = '0' + (c - 0x1d7ce) % 10;
	return c >= 0x1d7ce && c <= 0x1d7ff;
}

static uint32_t
digit_of(uint32_t c)
{
	static const uint32_t zeros[] = { 0x0660, 0x06f0, 0x0966, 0xff10 };

	for (size_t i = 0; i < ARRAY_LEN(zeros); i++)
		if (c >= zeros[i] && c < zeros[i] + 10)
			return '0' + (c - zeros[i]);
	return '5'; /* any */
}

static void
look_wide(uint32_t c, struct glyph *g)
{
	if (c >= 0x249c && look_styled(c, g))
		return;
	const utf8proc_property_t *p =
	    utf8proc_get_property((utf8proc_int32_t)c);
	*g = (struct glyph){ .role = GLYPH_SIGN, .folded = c };
	if (p->ignorable) {
		g->role = GLYPH_UNSEEN;
		return;
	}
	switch (p->category) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LT:
		g->upper = true;
		g->folded = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
		/* fallthrough */
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		g->role = GLYPH_LETTER;
		g->scripts = script_of(c);
		/* Small capitals. */
		g->styled =
		    (c >= 0x1d00 && c <= 0x1d22) || c == 0xa730 || c == 0xa731;
		break;
	case UTF8PROC_CATEGORY_ND:
		g->role = GLYPH_DIGIT;
		g->folded = digit_of(c);
		break;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		g->role = GLYPH_MARK;
		break;
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
		g->role = GLYPH_SPACE;
		break;
	default:
		break;
	}
}

void
glyph_look(uint32_t c, struct glyph *g)
{
	if (c >= 0x80) {
		look_wide(c, g);
		return;
	}
	*g = (struct glyph){ .role = GLYPH_SIGN, .folded = c };
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
		g->role = GLYPH_LETTER;
		g->upper = c < 'a';
		g->folded = c | 0x20;
		g->scripts = GLYPH_LATIN;
	} else if (c >= '0' && c <= '9') {
		g->role = GLYPH_DIGIT;
	} else if (c <= ' ' || c == 0x7f) {
		g->role = GLYPH_SPACE;
	}
}
