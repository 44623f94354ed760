/*
 * fuzz_name.c - names and texts of any script: cleaned once is clean
 *
 * The input is taken as it is, and once more as code points of three bytes.
 */
#include "base/base.h"
#include "fuzz.h"

#include <utf8proc.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "comments/author.h"
#include "comments/skeleton.h"

void
fuzz_begin(void)
{
}

/* Unicode calls those noncharacters; the rest ends or hides a line. */
static bool
is_of_a_line(utf8proc_int32_t c)
{
	return c >= 0x20 && !(c >= 0x7f && c <= 0x9f) && c != 0x2028 &&
	       c != 0x2029 && !(c >= 0xfdd0 && c <= 0xfdef) &&
	       (c & 0xfffe) != 0xfffe;
}

/* Held against the library's own reading. */
static void
is_what_it_is(struct str s)
{
	bool valid = true, line = true, ascii = true;
	utf8proc_int32_t c;

	for (size_t i = 0; i < s.len && valid;) {
		utf8proc_ssize_t n =
		    utf8proc_iterate((const utf8proc_uint8_t *)s.p + i,
			(utf8proc_ssize_t)(s.len - i), &c);

		valid = n > 0;
		line = line && valid && is_of_a_line(c);
		ascii = ascii && valid && c < 0x80;
		i += valid ? (size_t)n : 0;
	}
	assert(utf8_valid(s) == valid);
	assert(utf8_is_line(s) == (valid && line));
	assert(utf8_is_ascii(s) == (valid && ascii));
	assert(!utf8_is_line(s) || utf8_is_text(s));
}

static void
is_composed_once(struct arena *a, struct str s)
{
	struct str nfc = utf8_nfc(a, s), again, fold = utf8_fold(a, s);
	utf8proc_uint8_t *wanted = NULL;
	utf8proc_ssize_t n =
	    utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.len,
		&wanted, UTF8PROC_STABLE | UTF8PROC_COMPOSE);

	assert(n >= 0 && !str_is_null(nfc));
	assert(str_eq(nfc, (struct str){ (const char *)wanted, (size_t)n }));
	free(wanted);
	again = utf8_nfc(a, nfc);
	assert(str_eq(nfc, again));
	assert(utf8_valid(fold));
	assert(utf8_valid(utf8_upper(a, s)) && utf8_valid(utf8_capital(a, s)));
}

static void
is_repaired_once(struct arena *a, struct str s)
{
	struct str text = utf8_repair(a, s), again;

	assert(utf8_is_text(text));
	again = utf8_repair(a, text);
	assert(str_eq(text, again));
	assert(!utf8_is_text(s) || str_eq(text, s));
}

/* What shows, what joins letters, and what belongs to an emoji or ideograph. */
static void
is_seen(struct str name)
{
	struct str rest = name;
	uint32_t c;

	while (utf8_next(&rest, &c)) {
		utf8proc_int32_t cp = (utf8proc_int32_t)c;
		utf8proc_category_t category = utf8proc_category(cp);
		bool joins = c == 0x200c || c == 0x200d;
		bool selects = (c >= 0xfe00 && c <= 0xfe0f) ||
			       (c >= 0xe0100 && c <= 0xe01ef);

		assert(is_of_a_line(cp));
		assert(category != UTF8PROC_CATEGORY_ZS || c == ' ');
		assert(joins || category != UTF8PROC_CATEGORY_CF);
		assert(category != UTF8PROC_CATEGORY_CO);
		assert(
		    joins || selects || !utf8proc_get_property(cp)->ignorable);
		assert(c != 0x2800);
	}
	assert(memmem(name.p, name.len, "  ", 2) == NULL);
	assert(name.p[0] != ' ' && name.p[name.len - 1] != ' ');
	assert(!utf8_is_blank(name));
}

/* Nobody may take the name of the owner by writing it just so. */
static void
is_like_itself(struct str name)
{
	struct skeleton like;

	skeleton_of_word(&like, name);
	assert(like.len <= SKELETON_MAX);
	if (like.len > 0 && like.len < SKELETON_MAX && str_index(name, ',') < 0)
		assert(author_is_reserved(name, name));
}

static void
is_clean_once(struct arena *a, struct str s)
{
	struct str name, again, nfc;
	const char *why = NULL;

	if (!author_name(a, s, &name, &why)) {
		assert(why != NULL);
		return;
	}
	assert(name.len > 0 && name.len <= AUTHOR_NAME_MAX);
	is_seen(name);
	nfc = utf8_nfc(a, name);
	assert(str_eq(nfc, name));
	assert(author_name(a, name, &again, &why) && str_eq(name, again));
	is_like_itself(name);
}

static void
try(struct arena *a, struct str s)
{
	is_what_it_is(s);
	is_repaired_once(a, s);
	if (utf8_valid(s))
		is_composed_once(a, s);
	is_clean_once(a, s);
}

static struct str
of_code_points(struct arena *a, struct str in)
{
	utf8proc_uint8_t bytes[4];
	struct buf b;

	buf_init(&b, a, in.len + 4);
	while (in.len >= 3) {
		utf8proc_int32_t c = fuzz_byte(&in) % 0x11;

		c = c << 16 | fuzz_byte(&in) << 8;
		c |= fuzz_byte(&in);
		if (c < 0xd800 || c > 0xdfff)
			buf_put(
			    &b, bytes, (size_t)utf8proc_encode_char(c, bytes));
	}
	return buf_view(&b);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct str text = fuzz_text(in);

	try(a, text);
	try(a, of_code_points(a, text));
}
