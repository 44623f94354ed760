/*
 * skeleton.c - from code points to signs
 *
 * Each code point is looked up as it stands, then its compatibility
 * decomposition (which undoes width, mathematical letters, circles), then the
 * case folding of that.  Only what is in no row of the table stays itself.
 * Looking before folding matters: H and n have the same Greek letter in capital
 * and small.
 *
 * Compared are two runs of bytes.  A place in the word is kept for each way to
 * read the name so far, so the time is their lengths' product whatever the name
 * does.
 */
#include "base/base.h"
#include "comments/skeleton.h"

#include "base/utf8.h"

#include <uchar.h>
#include <utf8proc.h>

#define PARTS_MAX 20 /* U+FDFA decomposes into 18 */

/*
 * What looks like a Latin letter: digits and symbols; Latin with strokes, hooks
 * and as small capitals; Greek, Cyrillic, Armenian, Coptic, Georgian; Cherokee;
 * Lisu.  Small letters stand for their capitals too, where those have no row.
 */
/* clang-format off */
static const struct {
	char letter;
	const char32_t *like;
} table[] = {
	{ 'a', U"4@\u0251\u1d00\u03b1\u0430\u13aa\ua4ee" },
	{ 'b', U"8\u0180\u0183\u0185\u0253\u0299\u03b2\u0432\u044c\u13cf"
	       U"\u13f4\ua4d0" },
	{ 'c', U"\u00a2\u00a9\u0188\u023c\u1d04\u03c2\u03f2\u03f9\u0441\u2ca5"
	       U"\u13df\ua4da" },
	{ 'd', U"\u00f0\u0111\u018c\u0256\u0257\u1d05\u0501\u13a0\u13e7\ua4d2"
	       U"\ua4d3" },
	{ 'e', U"3\u20ac\u212e\u01dd\u0247\u025b\u1d07\uab32\u03b5\u0435"
	       U"\u0454\u04bd\u13ac\ua4f0" },
	{ 'f', U"\u0192\ua730\ua799\u03dd\u0584\ua4dd" },
	{ 'g', U"\u01e5\u0260\u0261\u0262\u1d83\u050d\u0581\u13c0\u13f3\ua4d6" },
	{ 'h', U"\u0127\u0266\u029c\u0397\u043d\u04a3\u04bb\u0570\u2c8f\u13bb"
	       U"\u13c2\ua4e7" },
	{ 'j', U"\u0237\u0249\u029d\u1d0a\u03f3\u0458\u13ab\ua4d9" },
	{ 'k', U"\u0138\u0199\u1d0b\u03ba\u043a\u049b\u2c95\u13e6\ua4d7" },
	{ 'l', U"1|!\u00a1\u2223\u0131\u0142\u019a\u01c0\u0268\u0269\u026a"
	       U"\u026b\u029f\u1d0c\u03b9\u0456\u04cf\ua647\u2c93\u13a5\u13de"
	       U"\ua4e1\ua4f2" },
	{ 'm', U"\u0271\u1d0d\u039c\u03fb\u043c\u2c99\u13b7\ua4df" },
	{ 'n', U"\u014b\u019e\u0272\u0274\u039d\u03b7\u043f\u0578\u057c\u2c9b"
	       U"\ua4e0" },
	{ 'o', U"0\u00f8\u0275\u1d0f\u03bf\u03c3\u043e\u04e9\u0585\u2c9f"
	       U"\u10ff\u3007\ua4f3" },
	{ 'p', U"\u00fe\u01a5\u1d18\u03c1\u03f8\u0440\u2ca3\u13e2\ua4d1" },
	{ 'q', U"\u024b\u02a0\u051b\u0563\u0566" },
	{ 'r', U"\u00ae\u024d\u027d\u027e\u0280\u1d26\u0433\u2c85\u13a1\u13d2"
	       U"\ua4e3" },
	{ 's', U"5$\u01bd\u023f\u0282\ua731\u0455\u054f\u13d5\u13da\ua4e2" },
	{ 't', U"7\u0167\u01ab\u01ad\u0288\u1d1b\u03c4\u0442\u2ca7\u13a2"
	       U"\ua4d4" },
	{ 'u', U"\u0289\u028b\u1d1c\u03bc\u03c5\u057d\ua4f4" },
	{ 'v', U"\u1d20\u03bd\u0475\u13d9\ua4e6" },
	{ 'w', U"\u026f\u1d21\u03c9\u0448\u0461\u051d\u0561\u13b3\u13d4\ua4ea" },
	{ 'x', U"\u00d7\u03c7\u0445\u04b3\u2cad\ua4eb" },
	{ 'y', U"\u01b4\u024f\u0263\u028f\u03a5\u03b3\u0443\u04af\u2ca9\u10e7"
	       U"\u13a9\u13bd\ua4ec" },
	{ 'z', U"\u01b6\u0225\u0240\u0290\u1d22\u03b6\u13c3\ua4dc" },
};
/* clang-format on */

/* Symbols that are the alphabet in circles, squares and halves of flags. */
static const uint32_t alphabets[] = { 0x1f150, 0x1f170, 0x1f1e6 };

/* The letter that `c` looks like, or '\0'. */
static char
look(uint32_t c)
{
	if (c >= 'a' && c <= 'z')
		return (char)c;
	/* Most others in a name; they have no row. */
	if (c == ' ' || (c >= 'A' && c <= 'Z'))
		return '\0';
	for (size_t i = 0; i < ARRAY_LEN(alphabets); i++)
		if (c >= alphabets[i] && c < alphabets[i] + 26)
			return (char)('a' + (c - alphabets[i]));
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		for (const char32_t *p = table[i].like; *p != 0; p++)
			if (*p == c)
				return table[i].letter;
	return '\0';
}

static void
put(struct skeleton *s, const void *p, size_t n)
{
	if (n > SKELETON_MAX - s->len) {
		/* Full, and read as none: a space is in no word. */
		while (s->len < SKELETON_MAX)
			s->text[s->len++] = ' ';
		s->text[SKELETON_MAX - 1] = ' ';
		return;
	}
	memcpy(s->text + s->len, p, n);
	s->len += n;
}

static void
put_letter(struct skeleton *s, char letter, bool sure)
{
	char two[2] = { letter };

	if (letter == 'm')
		memcpy(two, "rn", 2);
	else if (letter == 'w')
		memcpy(two, "vv", 2);
	else if (letter == 'i')
		two[0] = 'l';
	for (size_t i = 0; !sure && i < 2 && two[i] != '\0'; i++)
		two[i] = (char)(two[i] & ~0x20);
	put(s, two, two[1] == '\0' ? 1 : 2);
}

enum role {
	NOTHING,
	LETTER, /* or digit */
	MARK    /* of a script whose vowels are marks */
};

static enum role
role_of(uint32_t c)
{
	const utf8proc_property_t *p =
	    utf8proc_get_property((utf8proc_int32_t)c);

	if (p->ignorable)
		return NOTHING;
	switch (p->category) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return LETTER;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
		return p->combining_class == 0 ? MARK : NOTHING;
	default:
		return NOTHING;
	}
}

static void
put_itself(struct skeleton *s, uint32_t c)
{
	utf8proc_uint8_t bytes[4];
	enum role role = role_of(c);

	/* Such a mark on a Latin letter is decoration. */
	if (role == MARK &&
	    (s->len == 0 || (unsigned char)s->text[s->len - 1] < 0x80))
		role = NOTHING;
	if (role == NOTHING)
		return;
	utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)c, bytes);
	put(s, bytes, (size_t)len);
}

static bool
put_look(struct skeleton *s, uint32_t c)
{
	char letter = look(c);

	if (letter != '\0')
		put_letter(s, letter, role_of(c) == LETTER);
	return letter != '\0';
}

/* The parts that `c` decomposes into, itself if into none. */
static size_t
decompose(uint32_t c, utf8proc_option_t how, utf8proc_int32_t *parts)
{
	int boundclass = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char(
	    (utf8proc_int32_t)c, parts, PARTS_MAX, how, &boundclass);

	assert(n >= 0 && n <= PARTS_MAX);
	return (size_t)n;
}

static void
put_folded(struct skeleton *s, uint32_t c)
{
	utf8proc_int32_t parts[PARTS_MAX];
	size_t n = decompose(c, UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE, parts);

	for (size_t i = 0; i < n; i++)
		if (!put_look(s, (uint32_t)parts[i]))
			put_itself(s, (uint32_t)parts[i]);
}

void
skeleton_of(struct skeleton *out, struct str name)
{
	utf8proc_int32_t parts[PARTS_MAX];
	uint32_t c;

	out->len = 0;
	while (utf8_next(&name, &c)) {
		if (put_look(out, c))
			continue;
		size_t n =
		    decompose(c, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, parts);
		for (size_t i = 0; i < n; i++)
			if (!put_look(out, (uint32_t)parts[i]))
				put_folded(out, (uint32_t)parts[i]);
	}
}

static bool
is_unsure(char c)
{
	return c >= 'A' && c <= 'Z';
}

void
skeleton_of_word(struct skeleton *out, struct str word)
{
	size_t kept = 0;

	skeleton_of(out, word);
	for (size_t i = 0; i < out->len; i++)
		if (!is_unsure(out->text[i]))
			out->text[kept++] = out->text[i];
	out->len = kept;
}

bool
skeleton_reads(const struct skeleton *name, struct str word)
{
	/* at[n]: the name so far can be read as the first n bytes. */
	bool at[SKELETON_MAX + 1] = { true };

	if (word.len == 0 || word.len > SKELETON_MAX)
		return false;
	for (size_t i = 0; i < name->len; i++) {
		bool unsure = is_unsure(name->text[i]), any = false;
		char c = unsure ? (char)(name->text[i] | 0x20) : name->text[i];

		for (size_t n = word.len; n > 0; n--) {
			at[n] = (at[n] && unsure) ||
				(at[n - 1] && word.p[n - 1] == c);
			any = any || at[n];
		}
		at[0] = at[0] && unsure;
		if (!any && !at[0])
			return false;
	}
	return at[word.len];
}
