/*
 * author.c - one pass over a name, then NFC, then counting
 *
 * What does not show goes before normalization, since letters and marks that it
 * kept apart may join.  Whether a joiner or a variation selector stays depends
 * on its neighbours alone: the letter before that was kept, and the code point
 * that follows.
 */
#include "base/base.h"
#include "comments/author.h"

#include "base/buf.h"
#include "base/url.h"
#include "base/utf8.h"
#include "comments/link.h"
#include "comments/skeleton.h"

#include <utf8proc.h>

#define NO_MEMORY "too long"

static bool
refuse(const char **why, const char *because)
{
	*why = because;
	return false;
}

/* ---- names ---- */

enum kind {
	SHOWN,
	BLANK,
	MARK,
	SELECTOR, /* of a variant of what is before */
	JOINER,   /* or what keeps two letters from joining */
	HIDDEN
};

#define ZWNJ 0x200c
#define ZWJ 0x200d
#define BRAILLE_BLANK 0x2800

static bool
is_between(uint32_t c, uint32_t first, uint32_t last)
{
	return c >= first && c <= last;
}

static utf8proc_category_t
category_of(uint32_t c)
{
	return utf8proc_category((utf8proc_int32_t)c);
}

static enum kind
kind_of(uint32_t c)
{
	if (c == ZWNJ || c == ZWJ)
		return JOINER;
	if (is_between(c, 0xfe00, 0xfe0f) || is_between(c, 0xe0100, 0xe01ef))
		return SELECTOR;
	if (is_between(c, '\t', '\r') || c == 0x85 || c == BRAILLE_BLANK)
		return BLANK;
	if (utf8proc_get_property((utf8proc_int32_t)c)->ignorable ||
	    is_between(c, 0xfdd0, 0xfdef) || (c & 0xfffe) == 0xfffe)
		return HIDDEN;
	switch (category_of(c)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return BLANK;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return MARK;
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
		return HIDDEN;
	default:
		/* The library knows none that is not assigned. */
		return utf8_is_unseen(c) ? HIDDEN : SHOWN;
	}
}

static bool
is_emoji(uint32_t c)
{
	utf8proc_int32_t cp = (utf8proc_int32_t)c;

	return utf8proc_get_property(cp)->boundclass ==
		   UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC ||
	       is_between(c, 0x1f3fb, 0x1f3ff); /* colours of skin */
}

static bool
is_ideograph(uint32_t c)
{
	return is_between(c, 0x3400, 0x4dbf) || is_between(c, 0x4e00, 0x9fff) ||
	       is_between(c, 0xf900, 0xfaff) || is_between(c, 0x20000, 0x3ffff);
}

/*
 * A letter of a script whose letters join or form clusters: Arabic and its
 * kin, those of India and around, Mongolian.  Between others a joiner would
 * make two names that look the same.
 */
static bool
is_joining(uint32_t c)
{
	return category_of(c) == UTF8PROC_CATEGORY_LO &&
	       (is_between(c, 0x0600, 0x109f) ||
		   is_between(c, 0x1700, 0x1cff) ||
		   is_between(c, 0xa800, 0xabff) ||
		   is_between(c, 0x10a00, 0x11fff));
}

static bool
joins(uint32_t before, uint32_t joiner, struct str rest)
{
	uint32_t after;

	if (before == 0 || !utf8_next(&rest, &after))
		return false;
	return (is_joining(before) && is_joining(after)) ||
	       (joiner == ZWJ && is_emoji(before) && is_emoji(after));
}

static bool
selects(uint32_t before, uint32_t selector)
{
	bool of_emoji = selector == 0xfe0e || selector == 0xfe0f;

	return of_emoji ? is_emoji(before) : is_ideograph(before);
}

/* A name on its way. */
struct name {
	struct buf out;
	uint32_t base; /* what marks go onto: the last shown of this part */
	bool selected; /* it has its selector */
	bool blank;    /* a space comes before what is shown next */
	bool hidden;   /* something was left out */
};

static void
put(struct name *n, uint32_t c)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)c, bytes);

	buf_put(&n->out, bytes, (size_t)len);
}

/* Takes `c`, which `rest` follows, into the name or leaves it out. */
static void
take(struct name *n, uint32_t c, struct str rest)
{
	bool keep = false;

	switch (kind_of(c)) {
	case BLANK:
		n->blank = n->out.len > 0;
		n->base = 0;
		return;
	case SHOWN:
		if (n->blank)
			buf_char(&n->out, ' ');
		n->blank = false;
		n->base = c;
		n->selected = false;
		put(n, c);
		return;
	case MARK:
		keep = n->base != 0;
		break;
	case SELECTOR:
		keep = !n->selected && selects(n->base, c);
		n->selected = n->selected || keep;
		break;
	case JOINER:
		keep = joins(n->base, c, rest);
		break;
	case HIDDEN:
		break;
	}
	if (keep)
		put(n, c);
	else
		n->hidden = true;
}

/* What is wrong with a name in NFC, or NULL. */
static const char *
measure(struct str s)
{
	size_t clusters = 0, marks = 0;
	utf8proc_int32_t state = 0;
	uint32_t c, before = 0;

	if (s.len > AUTHOR_NAME_MAX)
		return "longer than 256 bytes";
	_Static_assert(AUTHOR_NAME_MAX == 256, "the words above say so");
	for (; utf8_next(&s, &c); before = c) {
		enum kind kind = kind_of(c);

		if (clusters == 0 ||
		    utf8proc_grapheme_break_stateful(
			(utf8proc_int32_t)before, (utf8proc_int32_t)c, &state))
			clusters++;
		if (kind == SHOWN)
			marks = 0;
		else if (kind == MARK && category_of(c) != UTF8PROC_CATEGORY_MC)
			marks++;
		if (marks > AUTHOR_NAME_MARKS)
			return "more than 3 marks on one letter";
		_Static_assert(AUTHOR_NAME_MARKS == 3, "the words say so");
	}
	_Static_assert(AUTHOR_NAME_CLUSTERS == 64, "the words below say so");
	return clusters > AUTHOR_NAME_CLUSTERS ? "longer than 64 characters"
					       : NULL;
}

bool
author_name(struct arena *a, struct str in, struct str *out, const char **why)
{
	struct name n = { .base = 0 };
	struct str rest = in;
	uint32_t c;

	if (!utf8_valid(in))
		return refuse(why, "not valid UTF-8");
	buf_init(&n.out, a, in.len);
	while (utf8_next(&rest, &c))
		take(&n, c, rest);
	if (n.out.failed)
		return refuse(why, NO_MEMORY);
	if (n.out.len == 0)
		return refuse(why,
		    n.hidden ? "has nothing that can be seen" : "is empty");
	struct str name = utf8_nfc(a, buf_view(&n.out));
	if (str_is_null(name))
		return refuse(why, NO_MEMORY);
	*why = measure(name);
	if (*why != NULL)
		return false;
	*out = name;
	return true;
}

bool
author_is_reserved(struct str name, struct str reserved)
{
	struct skeleton looks, like;
	struct str word;

	skeleton_of(&looks, name);
	while (str_cut(&reserved, ',', &word)) {
		skeleton_of_word(&like, word);
		if (skeleton_reads(&looks, (struct str){ like.text, like.len }))
			return true;
	}
	return false;
}

/* ---- mail ---- */

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* RFC 5322 3.2.3. */
static bool
is_atext(char c)
{
	return is_alnum(c) ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* Atoms with single dots between them. */
static bool
is_local_part(struct str s)
{
	struct str atom;

	if (s.len == 0 || s.len > 64)
		return false;
	while (str_cut(&s, '.', &atom)) {
		for (size_t i = 0; i < atom.len; i++)
			if (!is_atext(atom.p[i]))
				return false;
		if (atom.len == 0)
			return false;
	}
	return true;
}

static bool
is_label(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_alnum(s.p[i]) && s.p[i] != '-')
			return false;
	return s.len > 0 && s.len <= 63 && s.p[0] != '-' &&
	       s.p[s.len - 1] != '-';
}

/* The last label has a letter: 192.0.2.1 is an address, not a domain. */
static bool
is_domain(struct str s)
{
	struct str label = STR_NULL;
	bool letter = false;
	size_t labels = 0;

	while (str_cut(&s, '.', &label)) {
		if (!is_label(label))
			return false;
		labels++;
	}
	for (size_t i = 0; i < label.len; i++)
		letter = letter || label.p[i] > '9';
	return labels > 1 && letter;
}

bool
author_mail(struct arena *a, struct str in, struct str *out, const char **why)
{
	ssize_t at = str_index(in, '@');

	if (in.len == 0)
		return refuse(why, "is empty");
	if (in.len > AUTHOR_MAIL_MAX)
		return refuse(why, "longer than 254 bytes");
	_Static_assert(AUTHOR_MAIL_MAX == 254, "the words above say so");
	if (at < 0 || !is_local_part(str_head(in, (size_t)at)) ||
	    !is_domain(str_from(in, (size_t)at + 1)))
		return refuse(why, "no mail address");
	struct buf mail;
	buf_init(&mail, a, in.len);
	buf_str_put(&mail, str_head(in, (size_t)at));
	for (size_t i = (size_t)at; i < in.len; i++) {
		bool upper = in.p[i] >= 'A' && in.p[i] <= 'Z';
		buf_char(&mail, upper ? (char)(in.p[i] | 0x20) : in.p[i]);
	}
	if (mail.failed)
		return refuse(why, NO_MEMORY);
	*out = buf_view(&mail);
	return true;
}

/* ---- home page ---- */

/*
 * Whether `s` is a host and a path, without the scheme before them.  A word and
 * a colon are none: they may be any scheme.
 */
static bool
is_bare(struct arena *a, struct str s, struct str *whole)
{
	ssize_t slash = str_index(s, '/');
	struct buf b;
	struct url u;

	if (slash == 0 || (slash > 0 && s.p[slash - 1] == ':'))
		return false;
	buf_init(&b, a, 0);
	buf_lit(&b, "https://");
	buf_str_put(&b, s);
	*whole = buf_view(&b);
	if (!url_split(*whole, &u))
		return false;
	ssize_t dot = str_index(u.host, '.');
	return dot > 0 && (size_t)dot + 1 < u.host.len;
}

bool
author_url(struct arena *a, struct str in, struct str *out, const char **why)
{
	struct str address = str_trim(in), whole, clean;

	if (address.len == 0)
		return refuse(why, "is empty");
	if (is_bare(a, address, &whole))
		address = whole;
	if (!link_clean(a, address, false, &clean))
		return refuse(why,
		    arena_failed(a) ? NO_MEMORY : "no address of a web page");
	if (clean.len > AUTHOR_URL_MAX)
		return refuse(why, "longer than 512 bytes");
	_Static_assert(AUTHOR_URL_MAX == 512, "the words above say so");
	*out = clean;
	return true;
}
