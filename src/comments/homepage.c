#include "base/base.h"
#include "comments/homepage.h"

#include <utf8proc.h>

#include "base/buf.h"
#include "base/url.h"
#include "base/utf8.h"
#include "comments/terms.h"

#define INSIDE_LEAST 5 /* bytes of a term that stands inside a longer word */
#define NAME_LEAST 3   /* and of a name in a host */
#define WORD_MAX 64    /* bytes of a name that are looked at */

/* Endings that cost next to nothing, and hosts that only lead elsewhere. */
static const char cheap[] =
    "bet buzz casino cf click club cyou fun ga gq icu life link live loan ml "
    "online pro sbs shop site space store tk today top vip website win world "
    "xyz";
static const char relays[] =
    "api.whatsapp.com bit.ly cutt.ly goo.gl is.gd linktr.ee ow.ly rb.gy "
    "rebrand.ly shorturl.at t.co t.me tiny.cc tinyurl.com wa.me youtu.be";

static bool
is_in(struct str word, const char *list)
{
	struct str rest = str_of(list), one;

	while (str_cut(&rest, ' ', &one))
		if (str_eq(word, one))
			return true;
	return false;
}

bool
homepage_is_relay(struct str host)
{
	return is_in(host, relays);
}

static unsigned
count_of(struct str s, char c)
{
	unsigned n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.p[i] == c;
	return n;
}

static unsigned
count_digits(struct str s)
{
	unsigned n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.p[i] >= '0' && s.p[i] <= '9';
	return n;
}

static void
add_terms(struct homepage *h, unsigned kinds)
{
	h->trade += (kinds & TERMS_TRADE) != 0;
	h->sales += (kinds & TERMS_SALES) != 0;
	h->firm += (kinds & TERMS_FIRM) != 0;
}

static bool
count_terms(struct homepage *h, struct arena *a, struct str s)
{
	struct pieces p;
	unsigned kinds;

	if (!pieces_of_text(&p, a, s))
		return false;
	for (size_t i = 0; i < p.n; i++) {
		struct str word = pieces_text(&p, &p.at[i]);

		add_terms(h, p.at[i].terms);
		while (p.at[i].terms == 0 &&
		       (kinds = terms_next(&word, INSIDE_LEAST)) != 0)
			add_terms(h, kinds);
	}
	return true;
}

/* A letter as it is written in the name of a host; "" if in none. */
static const char *
romanize(uint32_t c, char letter[2])
{
	static const char *const cyrillic[] = { "a", "b", "v", "g", "d", "e",
		"z", "z", "i", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t",
		"u", "f", "h", "c", "c", "s", "s", "", "y", "", "e", "u", "a" };
	utf8proc_int32_t parts[4];

	letter[0] = letter[1] = '\0';
	if (c >= 0x430 && c <= 0x44f)
		return cyrillic[c - 0x430];
	if (c >= 0xc0 && c < 0x250 &&
	    utf8proc_decompose_char((utf8proc_int32_t)c, parts,
		ARRAY_LEN(parts), UTF8PROC_DECOMPOSE, NULL) > 0)
		c = (uint32_t)parts[0];
	if (c < 0x80)
		letter[0] = (char)c;
	return letter;
}

/* Whether the host has the word, in Latin letters. */
static bool
has_word(struct str host, struct str word)
{
	char text[WORD_MAX], letter[2];
	size_t n = 0;
	uint32_t c;

	while (n < sizeof(text) - 1 && utf8_next(&word, &c))
		for (const char *s = romanize(c, letter); *s != '\0'; s++)
			text[n++] = *s;
	return n >= NAME_LEAST && memmem(host.p, host.len, text, n) != NULL;
}

static bool
is_named(const struct pieces *name, struct str host)
{
	for (size_t i = 0; i < name->n; i++)
		if (has_word(host, pieces_text(name, &name->at[i])))
			return true;
	return false;
}

/* Its longest label but the ending, without hyphens. */
static bool
take_label(struct homepage *h, struct arena *a, struct str host)
{
	struct str rest = host, one, best = STR("");
	struct buf b;

	while (str_cut(&rest, '.', &one))
		if (one.len > best.len && rest.len > 0)
			best = one;
	buf_init(&b, a, best.len + 1);
	for (size_t i = 0; i < best.len; i++)
		if (best.p[i] != '-')
			buf_char(&b, best.p[i]);
	h->label = buf_view(&b);
	return !b.failed;
}

bool
homepage_take(struct homepage *out, struct arena *a, struct str address,
    const struct pieces *name)
{
	struct str rest, ending = STR("");
	struct url u;

	*out = (struct homepage){ .is_there = address.len > 0 };
	if (!url_split(address, &u) || str_is_null(u.host))
		return true;
	for (rest = u.host; str_cut(&rest, '.', &ending);)
		;
	out->form = (unsigned)is_in(ending, cheap) + (u.query.len > 0) +
		    (count_of(u.host, '-') >= 2) + (count_digits(u.host) >= 3) +
		    (count_of(u.path, '-') >= 2);
	out->relay = homepage_is_relay(u.host);
	out->named = is_named(name, u.host);
	return take_label(out, a, u.host) && count_terms(out, a, u.host) &&
	       count_terms(out, a, u.path);
}
