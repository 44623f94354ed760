/*
 * link.c - base/url.h decides what an address is; here it is written anew
 *
 * Nothing of what was given goes out but bytes that were looked at.
 */
#include "base/base.h"
#include "comments/link.h"

#include "base/buf.h"
#include "base/url.h"
#include "base/utf8.h"

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool
is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* As browsers do: C0 controls and spaces; and DEL. */
static struct str
without_ends(struct str s)
{
	while (s.len > 0 && ((unsigned char)s.p[0] <= ' ' || s.p[0] == 0x7f))
		s = str_from(s, 1);
	while (s.len > 0 &&
	       ((unsigned char)s.p[s.len - 1] <= ' ' || s.p[s.len - 1] == 0x7f))
		s.len--;
	return s;
}

/*
 * One mailbox (RFC 5322 3.4.1) of signs that a mailto: address can hold as they
 * are (RFC 6068).  What may follow, subject and body and further recipients, is
 * left out: it is the reader's message.
 */
static bool
put_mail(struct buf *b, struct str s)
{
	ssize_t end = str_index(s, '?');

	if (end >= 0)
		s = str_head(s, (size_t)end);
	ssize_t at = str_index(s, '@');
	if (str_is_null(s) || at <= 0 || (size_t)at + 1 == s.len)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		const char *signs = i < (size_t)at ? "!$&*+-/=_~." : "-.";
		if (i != (size_t)at && !is_alnum(s.p[i]) &&
		    !is_one_of(s.p[i], signs))
			return false;
	}
	buf_lit(b, "mailto:");
	buf_str_put(b, s);
	return true;
}

static bool
put_http(struct buf *b, struct str s)
{
	struct str origin;
	struct url u;

	if (!url_split(s, &u) || !url_origin(b->arena, s, &origin))
		return false;
	buf_str_put(b, origin);
	/* From the path on, with the fragment that url_split() drops. */
	struct str rest = str_from(s, (size_t)(u.path.p - s.p));
	ssize_t hash = str_index(rest, '#');
	url_put(b, hash < 0 ? rest : str_head(rest, (size_t)hash));
	if (hash >= 0) {
		buf_char(b, '#');
		url_put(b, str_from(rest, (size_t)hash + 1));
	}
	return true;
}

bool
link_clean(struct arena *a, struct str s, bool mail, struct str *out)
{
	const struct str mailto = STR("mailto:");
	struct buf b;

	s = without_ends(s);
	if (s.len > LINK_ADDRESS_MAX || !utf8_is_line(s))
		return false;
	buf_init(&b, a, 0);
	bool ok = mail && str_starts_nocase(s, mailto)
		      ? put_mail(&b, str_from(s, mailto.len))
		      : put_http(&b, s);
	if (!ok || b.failed)
		return false;
	*out = buf_view(&b);
	return true;
}

/* ---- addresses in running text ---- */

/*
 * Signs that may be in an address (RFC 3986 2, but for brackets, which are more
 * often around one), and those of other scripts that are no space or
 * punctuation.
 */
static bool
belongs(uint32_t cp)
{
	static const struct {
		uint32_t first;
		uint32_t last;
	} outside[] = {
		{ 0x007f, 0x00a0 }, /* controls, no-break space */
		{ 0x00ab, 0x00ab }, /* quotation marks */
		{ 0x00bb, 0x00bb },
		{ 0x2000, 0x206f }, /* spaces, dashes, quotation marks */
		{ 0x3000, 0x303f }, /* ideographic space and marks */
		{ 0xff00, 0xff0f }, /* full-width punctuation */
		{ 0xff1a, 0xff20 },
	};

	if (cp < 0x7f)
		return is_alnum((char)cp) ||
		       is_one_of((char)cp, "-._~:/?#@!$&'()*+,;=%");
	for (size_t i = 0; i < ARRAY_LEN(outside); i++)
		if (cp >= outside[i].first && cp <= outside[i].last)
			return false;
	return true;
}

/* Takes off punctuation, and ')' as long as there are more of them than '('. */
static struct str
without_punctuation(struct str s)
{
	ssize_t open = 0;

	for (size_t i = 0; i < s.len; i++)
		open += (s.p[i] == '(') - (s.p[i] == ')');
	while (s.len > 0) {
		char last = s.p[s.len - 1];
		if (last == ')' && open < 0)
			open++;
		else if (!is_one_of(last, "?!.,:;*_~'"))
			break;
		s.len--;
	}
	return s;
}

/* How many bytes before `at` are the scheme of an address; 0 if none. */
static size_t
scheme_before(struct str s, size_t at)
{
	for (size_t len = 4; len <= 5 && len <= at; len++) {
		struct str word = str_head(str_from(s, at - len), len);
		if (str_eq_nocase(word, str_head(STR("https"), len)) &&
		    (len == at || !is_alnum(s.p[at - len - 1])))
			return len;
	}
	return 0;
}

bool
link_find(struct str text, struct str *address)
{
	size_t from = 0;
	const char *p;
	uint32_t cp;

	while (from < text.len &&
	       (p = memmem(text.p + from, text.len - from, "://", 3)) != NULL) {
		size_t at = (size_t)(p - text.p);
		size_t scheme = scheme_before(text, at);
		from = at + 3;
		if (scheme == 0)
			continue;
		struct str begin = str_from(text, at - scheme);
		struct str rest = begin, after = begin;
		while (utf8_next(&after, &cp) && belongs(cp))
			rest = after;
		*address =
		    without_punctuation(str_head(begin, begin.len - rest.len));
		return true;
	}
	return false;
}
