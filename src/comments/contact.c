/*
 * contact.c - each kind has a function that looks at one piece and those behind
 *
 * It returns how many pieces it takes, or 0; the search goes on behind them.
 */
#include "base/base.h"
#include "comments/contact.h"

#include "comments/homepage.h"
#include "comments/glyph.h"
#include "comments/terms.h"

#include <uchar.h>

#define NEAR 6          /* pieces that belong together */
#define GROUPS_MAX 16   /* of digits in one number */
#define LABELS_MAX 8    /* of a host */
#define WALLET_LEAST 26 /* bytes */
#define LABEL_LONG 11   /* letters that a word before a full stop seldom has */

static bool
is_kind(const struct pieces *p, size_t i, enum piece_kind kind)
{
	return i < p->n && p->at[i].kind == kind;
}

static bool
is_joined(const struct pieces *p, size_t i)
{
	return i < p->n && p->at[i].gap == PIECE_JOINED;
}

static bool
is_word(const struct pieces *p, size_t i, struct str word)
{
	return is_kind(p, i, PIECE_WORD) &&
	       str_eq(pieces_text(p, &p->at[i]), word);
}

static bool
is_term(const struct pieces *p, size_t i, unsigned kinds)
{
	return i < p->n && (p->at[i].terms & kinds) != 0;
}

/* Whether a piece is one of these signs. */
static bool
is_one_of(const struct pieces *p, size_t i, const char32_t *signs)
{
	if (!is_kind(p, i, PIECE_SIGN))
		return false;
	while (*signs != 0 && *signs != p->at[i].sign)
		signs++;
	return *signs != 0;
}

/* ---- phone numbers ---- */

struct number {
	struct str first; /* group of digits */
	unsigned digits, groups;
	unsigned len[GROUPS_MAX];
	unsigned dots, dashes, spaces; /* between groups */
	bool plus, brackets, year;
};

static void
add_group(struct number *n, struct str digits)
{
	if (n->groups == 0)
		n->first = digits;
	n->year |= digits.len == 4 && (str_starts(digits, STR("19")) ||
					  str_starts(digits, STR("20")));
	n->len[n->groups++] = (unsigned)digits.len;
	n->digits += (unsigned)digits.len;
}

/* Groups of digits in a line, with up to two signs between them. */
static size_t
take_number(const struct pieces *p, size_t i, struct number *n)
{
	size_t at = i, end = i;

	*n = (struct number){ .digits = 0 };
	if (is_one_of(p, at, U"(") && is_one_of(p, at + 1, U"+＋"))
		at++;
	n->plus = is_one_of(p, at, U"+＋");
	size_t first = at + n->plus;
	for (at += n->plus; n->groups < GROUPS_MAX; at++) {
		unsigned dots = 0, dashes = 0;

		for (unsigned signs = 0; signs < 2; signs++, at++) {
			if (is_one_of(p, at, U"()"))
				n->brackets = true;
			else if (is_one_of(p, at, U"."))
				dots++;
			else if (is_one_of(p, at, U"-/~_‐‑‒–—⁓∼〜～"))
				dashes++;
			else
				break;
		}
		if (!is_kind(p, at, PIECE_NUMBER) ||
		    (n->groups > 0 && p->at[at].gap == PIECE_LINE))
			break;
		n->dots += n->groups > 0 ? dots : 0;
		n->dashes += n->groups > 0 ? dashes : 0;
		n->spaces += n->groups > 0 && dots + dashes == 0;
		add_group(n, pieces_text(p, &p->at[at]));
		end = at + 1;
	}
	/* Written from right to left. */
	n->plus |= end > first && is_one_of(p, end, U"+＋") &&
		   is_joined(p, end) && !is_joined(p, end + 1);
	return end - i;
}

/* Groups of three: a large number. */
static bool
is_thousands(const struct number *n)
{
	for (unsigned i = 1; i < n->groups; i++)
		if (n->len[i] != 3)
			return false;
	return n->len[0] <= 3 && n->dashes == 0;
}

/* An ISBN. */
static bool
is_book(const struct number *n)
{
	return n->digits == 13 && (str_starts(n->first, STR("978")) ||
				      str_starts(n->first, STR("979")));
}

/* Whether readers were just asked to do something, or told of a messenger. */
static bool
is_asked(const struct pieces *p, size_t i)
{
	for (size_t n = 0; n < NEAR && i-- > 0; n++)
		if (is_term(p, i, TERMS_ACTION | TERMS_MESSENGER))
			return true;
	return false;
}

static bool
is_phone(const struct number *n, bool asked)
{
	if (n->plus || str_starts(n->first, STR("00")))
		return n->digits >= 8 && n->digits <= 16;
	if (n->digits < 9 || n->digits > 13 || n->year || is_book(n))
		return false;
	if (n->brackets || asked)
		return true;
	if (n->digits < 2 * n->groups)
		return false;
	/* Else an address of a network, a fraction. */
	if (n->dots == 3 || (n->dots > 0 && n->groups == 2))
		return false;
	if (n->first.p[0] == '0')
		return true;
	return n->groups > 2 && !is_thousands(n) &&
	       (n->spaces == 0 || n->digits >= 10);
}

static size_t
take_phone(const struct pieces *p, size_t i, struct contact *out)
{
	struct number n;

	if (!is_kind(p, i, PIECE_NUMBER) && !is_one_of(p, i, U"(+＋"))
		return 0;
	size_t len = take_number(p, i, &n);
	if (len == 0 || !is_phone(&n, is_asked(p, i)))
		return len;
	out->phones++;
	out->calls += !p->at[i].quoted &&
		      (n.plus || n.brackets || str_starts(n.first, STR("00")));
	return len;
}

/* ---- accounts ---- */

/* One that nobody would take for a word. */
static bool
is_account(const struct pieces *p, size_t i)
{
	const struct piece *w = &p->at[i];

	return w->kind == PIECE_WORD && w->scripts == GLYPH_LATIN &&
	       w->len >= 5 &&
	       (w->digits > 0 || str_index(pieces_text(p, w), '_') >= 0);
}

/* Nor for anything else, beside a messenger's name. */
static bool
is_handle(const struct pieces *p, size_t i)
{
	return str_index(pieces_text(p, &p->at[i]), '_') > 0;
}

static bool
is_said_to_be(const struct pieces *p, size_t i)
{
	return is_one_of(p, i, U":=-：") || is_word(p, i, STR("id")) ||
	       is_word(p, i, STR("username")) ||
	       (i < p->n && p->at[i].scripts == GLYPH_UNSPACED);
}

static size_t
take_account(const struct pieces *p, size_t i, struct contact *out)
{
	struct number n;

	if (!is_term(p, i, TERMS_MESSENGER))
		return 0;
	for (size_t at = i + 1; at < i + NEAR && at < p->n; at++) {
		/* A phone number will be counted as such, too. */
		if (p->at[at].kind == PIECE_NUMBER) {
			(void)take_number(p, at, &n);
			if (n.digits >= 6) {
				out->accounts++;
				return at - i;
			}
		}
		if ((is_one_of(p, at, U"@") && is_joined(p, at + 1)) ||
		    (is_account(p, at) &&
			(is_said_to_be(p, at - 1) || is_handle(p, at)))) {
			out->accounts++;
			return at - i + 1;
		}
	}
	/* These two are words. */
	out->messengers +=
	    !is_word(p, i, STR("line")) && !is_word(p, i, STR("signal"));
	return 1;
}

/* ---- hosts and mail addresses ---- */

static bool
is_label(const struct pieces *p, size_t i)
{
	return is_kind(p, i, PIECE_NUMBER) ||
	       (is_kind(p, i, PIECE_WORD) && p->at[i].scripts <= GLYPH_ALIKE);
}

/* The last label of the host that begins with i; i itself if none does. */
static size_t
host_end(const struct pieces *p, size_t i)
{
	size_t at = i, last = i;

	while (is_label(p, at) && at < i + 2 * LABELS_MAX &&
	       is_one_of(p, at + 1, U".-") && is_joined(p, at + 1) &&
	       is_joined(p, at + 2) && is_label(p, at + 2)) {
		if (p->at[at + 1].sign == '.')
			last = at + 2;
		at += 2;
	}
	return last == at ? last : i;
}

/* Of two labels. */
static bool
is_relay(const struct pieces *p, size_t i)
{
	struct str name = pieces_text(p, &p->at[i]);
	struct str ending = pieces_text(p, &p->at[i + 2]);
	char host[64];
	int n = snprintf(
	    host, sizeof(host), "%.*s.%.*s", STR_ARG(name), STR_ARG(ending));

	return n > 0 && (size_t)n < sizeof(host) &&
	       homepage_is_relay((struct str){ host, (size_t)n });
}

/* Whether it looks like a host even with an ending that may be a word. */
static bool
is_no_typo(const struct pieces *p, size_t i, size_t last)
{
	for (; i < last; i++)
		if (p->at[i].digits > 0 || p->at[i].sign == '-' ||
		    p->at[i].letters >= LABEL_LONG)
			return p->at[last].upper == 0;
	return false;
}

static size_t
take_host(const struct pieces *p, size_t i, struct contact *out)
{
	size_t last = host_end(p, i), at = last + 1;
	unsigned kinds = TERMS_ENDING;

	/* Before an @ it is the name of a mailbox. */
	if (last == i || (is_one_of(p, at, U"@＠") && is_joined(p, at)))
		return 0;
	if (is_no_typo(p, i, last))
		kinds |= TERMS_SHORT_ENDING;
	bool familiar = contact_is_familiar(pieces_text(p, &p->at[last - 2]));
	bool ending = is_term(p, last, kinds);
	bool path = is_one_of(p, at, U"/") && is_joined(p, at) &&
		    is_joined(p, at + 1) && p->at[at + 1].kind != PIECE_SIGN;
	if (path && last == i + 2 && is_relay(p, i))
		out->disguised++;
	else if (is_word(p, i, STR("www")) ||
		 (path && (ending || is_term(p, last, TERMS_SHORT_ENDING))))
		*(familiar || p->at[i].quoted ? &out->quoted : &out->hosts) +=
		    1;
	else if (ending && p->at[last].upper == 0)
		*(p->at[i].quoted ? &out->quoted : &out->names) += !familiar;
	else
		return 0;
	while (is_joined(p, at))
		at++;
	return at - i;
}

/* Spaces may stand around the sign if what follows is a host for mail. */
static size_t
take_mail(const struct pieces *p, size_t i, struct contact *out)
{
	size_t last = host_end(p, i + 1);

	if (i > 0 && is_one_of(p, i, U"([{") && is_one_of(p, i + 2, U")]}") &&
	    is_word(p, i + 1, STR("at"))) {
		out->mails++;
		return 3;
	}
	if (!is_one_of(p, i, U"@＠"))
		return 0;
	bool whole = is_joined(p, i) && is_joined(p, i + 1) && last > i + 1;
	if (!whole && !is_term(p, i + 1, TERMS_MAILER))
		return 0;
	out->mails++;
	return last - i + 1;
}

/* An address that became no link: its scheme or host is not taken. */
static size_t
take_address(const struct pieces *p, size_t i, struct contact *out)
{
	if (!is_kind(p, i, PIECE_ADDRESS))
		return 0;
	if (str_starts(pieces_text(p, &p->at[i]), STR("hxx")))
		out->disguised++;
	else
		out->hosts++;
	return 1;
}

/* ---- disguises ---- */

/*
 * A dot that is in brackets, another sign that looks like one, or its name; a
 * sentence may have those between spaces by accident, so they are not `sure`.
 */
static size_t
take_dot(const struct pieces *p, size_t i, bool *sure)
{
	bool bracket = is_one_of(p, i, U"([{<*-");
	size_t at = i + bracket;
	bool named = is_term(p, at, TERMS_DOT);
	bool other = is_one_of(p, at, U"。．․•·");

	if (!named && !other && !is_one_of(p, at, U"."))
		return 0;
	if (bracket) {
		*sure = true;
		return is_one_of(p, at + 1, U")]}>*-") &&
			       (named || p->at[i].sign != '-')
			   ? 3
			   : 0;
	}
	*sure = other && is_joined(p, at) && is_joined(p, at + 1);
	if (!named && !other && p->at[at].gap == PIECE_SPACE &&
	    is_joined(p, at + 1))
		return 1;
	return *sure || (p->at[at].gap == PIECE_SPACE && at + 1 < p->n &&
			    p->at[at + 1].gap == PIECE_SPACE);
}

static size_t
take_disguised(const struct pieces *p, size_t i, struct contact *out)
{
	bool sure = false, www = is_word(p, i, STR("www"));

	if (is_word(p, i, STR("hxxp")) || is_word(p, i, STR("hxxps")) ||
	    ((is_word(p, i, STR("http")) || is_word(p, i, STR("https"))) &&
		is_one_of(p, i + 1, U":;") && is_one_of(p, i + 2, U"/\\"))) {
		out->disguised++;
		return 1;
	}
	if (!is_label(p, i) || !is_kind(p, i, PIECE_WORD))
		return 0;
	size_t dot = take_dot(p, i + 1, &sure), ending = i + 1 + dot;
	if (dot == 0 || !is_label(p, ending) ||
	    (!www &&
		!is_term(p, ending,
		    sure ? TERMS_ENDING | TERMS_SHORT_ENDING : TERMS_ENDING)))
		return 0;
	/* As in "the dot com bubble". */
	bool word = p->at[i].digits == 0 && p->at[i].len < 9 &&
		    !(is_joined(p, i) && i > 0 && p->at[i - 1].sign == '-');
	if (www || sure || !word)
		out->disguised++;
	else if (p->at[i].len >= 4)
		out->doubtful++;
	return dot + 2;
}

/* ---- wallets ---- */

static size_t
take_wallet(const struct pieces *p, size_t i, struct contact *out)
{
	const struct piece *w = &p->at[i];

	if (w->kind != PIECE_WORD || w->digits < 4 || w->letters < 6 ||
	    w->len < WALLET_LEAST || w->len > 64)
		return 0;
	struct str text = pieces_text(p, w);
	bool mixed = w->upper > 2 && w->upper + 2 < w->letters;
	if (!mixed && !str_starts(text, STR("bc1")) &&
	    !str_starts(text, STR("0x")))
		return 0;
	out->wallets++;
	return 1;
}

bool
contact_is_familiar(struct str name)
{
	static const char names[] =
	    "airbnb aliexpress amazon apple archive asp bbc bitbucket booking "
	    "bookwyrm duckduckgo ebay facebook fedora firefox github gitlab "
	    "google icloud imdb instagram iphone javascript last latex "
	    "libreoffice linkedin macos mastodon microsoft mozilla mysql "
	    "netflix "
	    "openbsd openstreetmap paypal postgresql powerpoint reddit spotify "
	    "sqlite stackoverflow telegram tiktok tripadvisor twitter "
	    "typescript "
	    "whatsapp wikipedia wordpress yahoo youtube";
	struct str rest = str_of(names), one;

	while (str_cut(&rest, ' ', &one))
		if (str_eq(name, one))
			return true;
	return false;
}

unsigned
contact_count(const struct contact *c)
{
	return c->phones + c->accounts + c->mails + c->hosts + c->names +
	       c->disguised + c->doubtful + c->wallets;
}

/* Part of a link, or a word between words: most are. */
static bool
is_plain(const struct pieces *p, size_t i)
{
	const struct piece *w = &p->at[i];

	return w->linked ||
	       (w->kind == PIECE_WORD && w->terms == 0 &&
		   w->len < WALLET_LEAST && !is_kind(p, i + 1, PIECE_SIGN) &&
		   !is_term(p, i + 1, TERMS_DOT));
}

void
contact_find(struct contact *out, const struct pieces *p)
{
	static size_t (*const takers[])(const struct pieces *, size_t,
	    struct contact *) = { take_address, take_wallet, take_disguised,
		take_host, take_mail, take_account, take_phone };

	*out = (struct contact){ .phones = 0 };
	for (size_t i = 0; i < p->n;) {
		size_t taken = 0, t = is_plain(p, i) ? ARRAY_LEN(takers) : 0;

		while (taken == 0 && t < ARRAY_LEN(takers))
			taken = takers[t++](p, i, out);
		i += taken > 0 ? taken : 1;
	}
}
