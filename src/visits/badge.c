/*
 * badge.c - the picture and the widths of its texts
 *
 * No font is known when the picture is made, so widths are those of DejaVu
 * Sans, which Verdana shares and other sans-serif fonts stay below.  Texts
 * stand in the middle of their fields, so that a narrower font leaves a little
 * more air.
 */
#include "base/base.h"
#include "visits/badge.h"

#include "base/utf8.h"

#define SIDE 6 /* air on each side of a text */
#define FONT_SIZE 11
#define LINE_SIZE 14  /* of a line without a field around it */
#define LABEL_ROOM 64 /* bytes of the label with its escapes */
#define TEXTS_ROOM 96 /* of both; each stands in the picture three times */
#define ELLIPSIS "\xe2\x80\xa6"

/* Advance widths of ' ' to '~' in hundredths of the font's size. */
static const uint8_t widths[] = { 32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50,
	84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
	84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75,
	79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50,
	61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41,
	52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84 };
_Static_assert(ARRAY_LEN(widths) == '~' - ' ' + 1, "a width per character");

static unsigned
width_of(uint32_t c)
{
	if (c >= ' ' && c <= '~')
		return widths[c - ' '];
	switch (utf8_columns(c)) {
	case 0:
		return 0;
	case 1:
		return 66;
	default:
		return 110;
	}
}

static size_t
escaped_length(uint32_t c, size_t bytes)
{
	switch (c) {
	case '&':
	case '\'':
		return 5;
	case '<':
	case '>':
		return 4;
	case '"':
		return 6;
	default:
		return bytes;
	}
}

struct text {
	struct str shown;
	bool cut;
	size_t size;    /* with its escapes */
	unsigned width; /* of its field, in pixels */
};

/* As much of `s` as `room` bytes hold once it is escaped. */
static struct text
measure(struct str s, size_t room)
{
	struct str rest = s;
	size_t used = 0, fits = 0;
	unsigned width = 0, fits_width = 0;
	uint32_t c;

	for (size_t left; left = rest.len, utf8_next(&rest, &c);) {
		used += escaped_length(c, left - rest.len);
		width += width_of(c);
		if (used + strlen(ELLIPSIS) <= room) {
			fits = s.len - rest.len;
			fits_width = width + 100;
		}
	}
	struct text t = { s, used > room, used > room ? room : used, width };
	if (t.cut) {
		t.shown = str_head(s, fits);
		t.width = fits_width;
	}
	t.width = s.len == 0 ? 0 : (t.width * FONT_SIZE + 99) / 100 + 2 * SIDE;
	return t;
}

static void
put_text(struct buf *b, const struct text *t)
{
	buf_html(b, t->shown);
	if (t->cut)
		buf_lit(b, ELLIPSIS);
}

/* What a screen reader says. */
static void
put_words(struct buf *b, const struct text *label, const struct text *value)
{
	put_text(b, label);
	if (label->width > 0 && value->width > 0)
		buf_lit(b, ": ");
	put_text(b, value);
}

static void
put_centred(struct buf *b, const struct text *t, unsigned from)
{
	buf_lit(b, "<text y=\"14\" x=\"");
	/* Halves of a pixel are worth having. */
	buf_u64(b, from + t->width / 2);
	if (t->width % 2 != 0)
		buf_lit(b, ".5");
	buf_lit(b, "\">");
	put_text(b, t);
	buf_lit(b, "</text>");
}

void
badge_svg(struct buf *out, struct str label, struct str value)
{
	struct text l = measure(label, LABEL_ROOM);
	struct text v = measure(value, TEXTS_ROOM - l.size);

	buf_lit(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" height=\"20\" "
		     "width=\"");
	buf_u64(out, l.width + v.width);
	buf_lit(out, "\" role=\"img\" aria-label=\"");
	put_words(out, &l, &v);
	buf_lit(out, "\"><title>");
	put_words(out, &l, &v);
	buf_lit(out, "</title><rect width=\"100%\" height=\"20\" rx=\"3\" "
		     "fill=\"#0a63b0\"/>");
	if (l.width > 0) {
		buf_lit(out, "<path fill=\"#555\" d=\"M");
		buf_u64(out, l.width);
		buf_lit(out, " 0H3a3 3 0 0 0-3 3v14a3 3 0 0 0 3 3h");
		buf_u64(out, l.width - 3);
		buf_lit(out, "z\"/>");
	}
	buf_lit(out, "<g fill=\"#fff\" font-size=\"11\" text-anchor=\"middle\" "
		     "font-family=\"Verdana,DejaVu Sans,sans-serif\">");
	if (l.width > 0)
		put_centred(out, &l, 0);
	put_centred(out, &v, l.width);
	buf_lit(out, "</g></svg>");
}

void
badge_line(struct buf *out, struct str line)
{
	struct text t = measure(line, TEXTS_ROOM);
	unsigned width = (t.width - 2 * SIDE) * LINE_SIZE / FONT_SIZE + 2;

	buf_lit(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" height=\"20\" "
		     "width=\"");
	buf_u64(out, width);
	buf_lit(out, "\" role=\"img\" aria-label=\"");
	put_text(out, &t);
	buf_lit(out, "\"><text y=\"15\" fill=\"#757575\" font-size=\"14\" "
		     "font-family=\"Verdana,DejaVu Sans,sans-serif\">");
	put_text(out, &t);
	buf_lit(out, "</text></svg>");
}
