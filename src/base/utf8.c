/*
 * utf8.c - one pass over ASCII, a decoder for the rest, libutf8proc for NFC
 *
 * Most text is ASCII, so eight bytes are looked at together until one of them
 * needs more care.  Most of the rest is in scripts whose letters never change
 * under normalization: those ranges are known here, and only other text pays
 * for the library's tables.
 */
#include "base/base.h"
#include "base/utf8.h"

#include <utf8proc.h>

#include "base/buf.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* What a string may hold: any code points, those of text, those of a line. */
enum kind {
	KIND_ANY,
	KIND_TEXT,
	KIND_LINE
};

/* Whether a byte of `w` is not ASCII, or a control unless any are fine. */
static bool
needs_care(uint64_t w, enum kind kind)
{
	uint64_t high = w & EACH(0x80);

	if (kind != KIND_ANY) {
		uint64_t del = w ^ EACH(0x7f);

		high |= (w - EACH(0x20)) & ~w & EACH(0x80);
		high |= (del - EACH(1)) & ~del & EACH(0x80);
	}
	return high != 0;
}

/* Index of the first byte that needs a closer look, or a little before it. */
static size_t
skip_plain(struct str s, size_t from, enum kind kind)
{
	uint64_t w;

	for (; from + sizeof(w) <= s.len; from += sizeof(w)) {
		memcpy(&w, s.p + from, sizeof(w));
		if (needs_care(w, kind))
			break;
	}
	return from;
}

/* The length of the sequence at `p`, or 0 when it is not well-formed. */
static size_t
decode(const unsigned char *p, size_t n, uint32_t *cp)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = p[0] < 0xc2   ? 0
		     : p[0] < 0xe0 ? 2
		     : p[0] < 0xf0 ? 3
		     : p[0] < 0xf5 ? 4
				   : 0;

	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (len == 0 || len > n)
		return 0;
	uint32_t c = p[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*cp = c;
	return len;
}

bool
utf8_is_ascii(struct str s)
{
	size_t i = skip_plain(s, 0, KIND_ANY);

	while (i < s.len && (unsigned char)s.p[i] < 0x80)
		i++;
	return i == s.len;
}

bool
utf8_next(struct str *rest, uint32_t *cp)
{
	size_t n = 0;

	if (rest->p != NULL && rest->len > 0)
		n = decode((const unsigned char *)rest->p, rest->len, cp);
	*rest = str_from(*rest, n);
	return n > 0;
}

static bool
belongs(uint32_t c, enum kind kind)
{
	if (kind == KIND_ANY)
		return true;
	if (c == '\t' || c == '\n' || c == 0x2028 || c == 0x2029)
		return kind == KIND_TEXT;
	return c >= 0x20 && !(c >= 0x7f && c <= 0x9f) &&
	       !(c >= 0xfdd0 && c <= 0xfdef) && (c & 0xfffe) != 0xfffe;
}

static bool
check(struct str s, enum kind kind)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = skip_plain(s, 0, kind);
	uint32_t c;

	while (i < s.len) {
		size_t n = decode(p + i, s.len - i, &c);
		if (n == 0 || !belongs(c, kind))
			return false;
		i += n;
		if (c < 0x80 && s.len - i >= sizeof(uint64_t))
			i = skip_plain(s, i, kind);
	}
	return true;
}

bool
utf8_valid(struct str s)
{
	return check(s, KIND_ANY);
}

bool
utf8_is_line(struct str s)
{
	return check(s, KIND_LINE);
}

bool
utf8_is_text(struct str s)
{
	return check(s, KIND_TEXT);
}

struct str
utf8_repair(struct arena *a, struct str s)
{
	struct buf b;
	uint32_t c;

	if (utf8_is_text(s))
		return s;
	buf_init(&b, a, s.len + s.len / 8);
	while (s.len > 0) {
		struct str at = s;

		if (!utf8_next(&s, &c)) {
			s = str_from(s, 1);
			buf_lit(&b, "\xef\xbf\xbd");
		} else if (c == '\r') {
			if (!str_starts(s, STR("\n")))
				buf_char(&b, '\n');
		} else if (belongs(c, KIND_TEXT)) {
			buf_put(&b, at.p, at.len - s.len);
		} else {
			buf_lit(&b, "\xef\xbf\xbd");
		}
	}
	return buf_view(&b);
}

/*
 * Letters that are the same in NFC wherever they stand: they neither decompose
 * nor join with what precedes them.
 */
static bool
is_stable(uint32_t c)
{
	static const struct {
		uint32_t first;
		uint32_t last;
	} ranges[] = {
		{ 0x0000, 0x02ff }, /* Latin */
		{ 0x0388, 0x0482 }, /* Greek, Cyrillic */
		{ 0x048a, 0x0556 }, /* Cyrillic, Armenian */
		{ 0x05d0, 0x05ea }, /* Hebrew */
		{ 0x0621, 0x064a }, /* Arabic */
		{ 0x0e01, 0x0e37 }, /* Thai */
		{ 0x10a0, 0x10ff }, /* Georgian */
		{ 0x1e00, 0x1eff }, /* Latin with several marks */
		{ 0x2010, 0x2027 }, /* dashes, quotation marks */
		{ 0x3001, 0x3029 }, /* ideographic marks */
		{ 0x3041, 0x3096 }, /* Hiragana */
		{ 0x30a1, 0x30fe }, /* Katakana */
		{ 0x4e00, 0x9fff }, /* Han */
		{ 0xac00, 0xd7a3 }, /* Hangul syllables */
	};

	for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
		if (c <= ranges[i].last)
			return c >= ranges[i].first;
	return false;
}

static bool
is_all_stable(struct str s)
{
	struct str rest = str_from(s, skip_plain(s, 0, KIND_ANY));
	uint32_t c;

	while (utf8_next(&rest, &c))
		if (!is_stable(c))
			return false;
	return rest.len == 0;
}

/* What libutf8proc makes of valid UTF-8. */
static struct str
normalize(struct arena *a, struct str s, utf8proc_option_t how)
{
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s.p;

	assert(s.len <= INT32_MAX);
	utf8proc_ssize_t len = (utf8proc_ssize_t)s.len;
	utf8proc_ssize_t n = utf8proc_decompose(p, len, NULL, 0, how);
	assert(n >= 0);
	/* One byte more than the code points take, for the library's NUL. */
	utf8proc_int32_t *cps = arena_alloc(a, (size_t)n * sizeof(*cps) + 1);
	if (cps == NULL)
		return STR_NULL;
	(void)utf8proc_decompose(p, len, cps, n, how);
	n = utf8proc_reencode(cps, n, how);
	assert(n >= 0);
	return (struct str){ (const char *)cps, (size_t)n };
}

struct str
utf8_nfc(struct arena *a, struct str s)
{
	if (is_all_stable(s))
		return s;
	return normalize(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

struct str
utf8_fold(struct arena *a, struct str s)
{
	if (!utf8_is_ascii(s))
		return normalize(a, s,
		    UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
			UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
	char *p = arena_alloc(a, s.len);
	if (p == NULL)
		return STR_NULL;
	for (size_t i = 0; i < s.len; i++) {
		bool upper = s.p[i] >= 'A' && s.p[i] <= 'Z';
		p[i] = upper ? (char)(s.p[i] | 0x20) : s.p[i];
	}
	return (struct str){ p, s.len };
}

/* The first `most` letters as capitals. */
static struct str
capitals(struct arena *a, struct str s, size_t most)
{
	struct str rest = s;
	uint32_t c;
	utf8proc_uint8_t letter[4];
	struct buf b;

	buf_init(&b, a, s.len + sizeof(letter));
	for (; most > 0 && utf8_next(&rest, &c); most--) {
		utf8proc_ssize_t n = utf8proc_encode_char(
		    utf8proc_toupper((utf8proc_int32_t)c), letter);
		buf_put(&b, letter, (size_t)n);
	}
	buf_str_put(&b, rest);
	return buf_view(&b);
}

struct str
utf8_capital(struct arena *a, struct str s)
{
	return capitals(a, s, 1);
}

struct str
utf8_upper(struct arena *a, struct str s)
{
	return capitals(a, s, s.len);
}

bool
utf8_is_unseen(uint32_t c)
{
	static const struct {
		uint32_t first;
		uint32_t last;
	} unseen[] = {
		{ 0x0000, 0x0020 },
		{ 0x007f, 0x00a0 },
		{ 0x00ad, 0x00ad },
		{ 0x034f, 0x034f },
		{ 0x061c, 0x061c },
		{ 0x115f, 0x1160 },
		{ 0x1680, 0x1680 },
		{ 0x17b4, 0x17b5 },
		{ 0x180b, 0x180f },
		{ 0x2000, 0x200f },
		{ 0x2028, 0x202f },
		{ 0x205f, 0x206f },
		{ 0x2800, 0x2800 },
		{ 0x3000, 0x3000 },
		{ 0x3164, 0x3164 },
		{ 0xfe00, 0xfe0f },
		{ 0xfeff, 0xfeff },
		{ 0xffa0, 0xffa0 },
		{ 0xfff0, 0xfff8 },
		{ 0x1bca0, 0x1bca3 },
		{ 0x1d173, 0x1d17a },
		{ 0xe0000, 0xe0fff },
	};
	size_t i = 0;

	while (i < ARRAY_LEN(unseen) && c > unseen[i].last)
		i++;
	return i < ARRAY_LEN(unseen) && c >= unseen[i].first;
}

bool
utf8_is_blank(struct str s)
{
	uint32_t c;

	while (utf8_next(&s, &c))
		if (!utf8_is_unseen(c))
			return false;
	return true;
}

unsigned
utf8_columns(uint32_t cp)
{
	int n = utf8proc_charwidth((utf8proc_int32_t)cp);

	return n > 0 ? (unsigned)n : 0;
}
