/*
 * markup_source.c - texts as they are stored
 *
 * Strays go first, because letters that they stood between may compose, and so
 * do marks that are too many, because the library's time to bring them into
 * their order grows with the square of their number.  A mark may decompose into
 * two, so those are counted again after NFC.  What is left of it is NFC still,
 * for they are cut at their end.
 */
#include "base/base.h"
#include "comments/markup.h"

#include <utf8proc.h>

#include "base/utf8.h"

#define MARKS_MAX 8 /* more in a row are no writing: they cover other lines */

bool
markup_source_drops(uint32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
	       c == 0xfeff || (c >= 0xe0000 && c <= 0xe007f);
}

/*
 * The length of the tags that make a flag of a black one: a region such as
 * gbsct, and the tag that ends it (Unicode Technical Standard 51, 1.4.6).
 */
static size_t
flag_tags(struct str s)
{
	struct str rest = s;
	uint32_t c;

	for (size_t n = 0; utf8_next(&rest, &c); n++) {
		if (c == 0xe007f)
			return n >= 3 && n <= 6 ? s.len - rest.len : 0;
		if (!((c >= 0xe0030 && c <= 0xe0039) ||
			(c >= 0xe0061 && c <= 0xe007a)))
			return 0;
	}
	return 0;
}

static bool
is_mark(uint32_t c)
{
	utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)c);

	return kind == UTF8PROC_CATEGORY_MN || kind == UTF8PROC_CATEGORY_ME;
}

/* Copies what is to stay; a line that ends another way ends in a line feed. */
static struct str
without_strays(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.len + 1);
	size_t len = 0, marks = 0;
	uint32_t c;

	for (struct str next = s; p != NULL && utf8_next(&next, &c); s = next) {
		size_t n = s.len - next.len;

		if (c == 0x2028 || c == 0x2029) {
			p[len++] = '\n';
			continue;
		}
		if (markup_source_drops(c))
			continue;
		marks = c >= 0x300 && is_mark(c) ? marks + 1 : 0;
		if (marks > MARKS_MAX)
			continue;
		if (c == 0x1f3f4) {
			n += flag_tags(next);
			next = str_from(s, n);
		}
		memcpy(p + len, s.p, n);
		len += n;
	}
	return (struct str){ p, p == NULL ? 0 : len };
}

/* Copies the lines without what cannot be seen at their ends and between. */
static struct str
with_trimmed_lines(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.len + 1);
	size_t len = 0, feeds = 0;
	struct str line;

	while (p != NULL && str_cut(&s, '\n', &line)) {
		while (line.len > 0 && (line.p[line.len - 1] == ' ' ||
					   line.p[line.len - 1] == '\t'))
			line.len--;
		if (line.len > 0) {
			for (size_t i = 0; len > 0 && i < feeds && i < 3; i++)
				p[len++] = '\n';
			memcpy(p + len, line.p, line.len);
			len += line.len;
			feeds = 0;
		}
		feeds++;
	}
	return (struct str){ p, p == NULL ? 0 : len };
}

struct str
markup_source(struct arena *a, struct str given)
{
	/* In ASCII there are none, and it is NFC. */
	if (utf8_is_ascii(given))
		return with_trimmed_lines(a, given);
	struct str s = without_strays(a, given);
	if (!str_is_null(s))
		s = utf8_nfc(a, s);
	if (!str_is_null(s))
		s = without_strays(a, s);
	return str_is_null(s) ? s : with_trimmed_lines(a, s);
}
