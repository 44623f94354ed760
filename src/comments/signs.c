/*
 * signs.c - each row looks at the counts of a comment
 *
 * A row says how strongly the comment shows it, from 0 to 3; its weight times
 * that goes into the sum.
 */
#include "base/base.h"
#include "comments/signs.h"

#include "base/buf.h"
#include "comments/reason.h"
#include "comments/traits.h"

#define LEVEL_MAX 3
#define NAMED_MAX 3 /* signs that the reason names */

static unsigned
min(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* ---- ways to the writer ---- */

static unsigned
phone(const struct traits *t)
{
	return t->body.to.phones > 0;
}

static unsigned
account(const struct traits *t)
{
	return t->body.to.accounts > 0;
}

static unsigned
messenger(const struct traits *t)
{
	return t->body.to.messengers > 0 && t->body.to.accounts == 0;
}

static unsigned
mail(const struct traits *t)
{
	return t->body.to.mails > 0;
}

static unsigned
address(const struct traits *t)
{
	return min(2 * t->body.to.hosts + t->body.to.names, 2);
}

static unsigned
disguised(const struct traits *t)
{
	return t->body.to.disguised > 0 ? 2 : min(t->body.to.doubtful, 2);
}

static unsigned
wallet(const struct traits *t)
{
	return t->body.to.wallets > 0;
}

static unsigned
action(const struct traits *t)
{
	return (t->body.action > 0 || t->body.arrows > 0) &&
	       contact_count(&t->body.to) + t->body.to.messengers > 0;
}

/* ---- letters ---- */

static unsigned
anchors(const struct traits *t)
{
	return t->body.anchors > 0;
}

static unsigned
letters(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	unsigned styled = b->unspaced > 0 ? 0 : b->styled;

	return min(b->mixed + b->hidden + styled, LEVEL_MAX);
}

static unsigned
spaced(const struct traits *t)
{
	return min(t->body.spaced, 2);
}

static unsigned
random_letters(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	bool rough = b->rough >= 2 && b->rough * 3 >= b->words;

	return min(b->random + rough, 2);
}

static unsigned
shouting(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	unsigned cased = b->latin + b->alike;

	return (unsigned)(cased >= 20 && b->capitals * 10 > cased * 6) +
	       (unsigned)(b->exclaims >= 3);
}

/* ---- what is said ---- */

static unsigned
terms(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	unsigned n = 2 * b->trade + b->sales;
	unsigned share = b->words == 0 ? 0 : 100 * n / b->words;

	if (n < 2)
		return 0;
	return n >= 10 && share >= 20  ? 4
	       : n >= 8 && share >= 12 ? 3
	       : n >= 4 && share >= 10 ? 2
	       : share >= 6 || n >= 6  ? 1
				       : 0;
}

static unsigned
money(const struct traits *t)
{
	unsigned n = t->body.money;

	if (n * 12 <= t->body.words && contact_count(&t->body.to) == 0)
		n /= 2;
	return min(n, LEVEL_MAX);
}

static unsigned
pictures(const struct traits *t)
{
	return min((t->body.adverts + t->body.arrows + 1) / 2, LEVEL_MAX);
}

static unsigned
hashtags(const struct traits *t)
{
	return t->body.hashtags >= 5 ? 3 : t->body.hashtags >= 3 ? 2 : 0;
}

static unsigned
repetition(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	bool stuffed = b->most >= 3 && b->most * 100 > b->words * 20;

	return min(b->repeated, 2) + stuffed;
}

/* Short, and nothing in it that could not be said anywhere. */
static unsigned
empty(const struct traits *t)
{
	const struct traits_text *b = &t->body;

	if (b->subjects > 0 || b->questions > 0 || b->numbers > 0 ||
	    b->quotes > 0)
		return 0;
	if (b->praise >= 2 && b->praise * 4 >= b->words)
		return 2;
	return b->words <= 12 ? 1 : 0;
}

static unsigned
praise(const struct traits *t)
{
	return empty(t) > 1;
}

static unsigned
subject(const struct traits *t)
{
	return min(t->body.subjects, 2);
}

/* Nobody has looked at all of it. */
static unsigned
overlong(const struct traits *t)
{
	return t->body.pieces.cut;
}

/* ---- who says it ---- */

static unsigned
name(const struct traits *t)
{
	const struct traits_text *n = &t->name;
	const struct contact *to = &n->to;
	unsigned level = 0;

	if (contact_count(to) > 0)
		level += LEVEL_MAX;
	level += min(n->trade, 2) + min(n->sales, 2) + (to->messengers > 0);
	level += n->adverts + n->arrows > 0;
	level += n->hidden + n->mixed + n->styled + n->random > 0 ? 2 : 0;
	if (t->home.is_there && n->words >= 3)
		level += (n->small ? 2u : 0u) + (n->words >= 4);
	return min(level, LEVEL_MAX);
}

static unsigned
home(const struct traits *t)
{
	const struct homepage *h = &t->home;
	unsigned level = h->relay ? LEVEL_MAX : 0;

	if (!h->is_there)
		return 0;
	level += 2 * h->trade + h->sales + (h->form + 1) / 2;
	if (level == 0)
		level = name(t) >= 2;
	return min(level, LEVEL_MAX);
}

static unsigned
praise_for_link(const struct traits *t)
{
	bool personal = t->home.named && t->name.words <= 2 &&
			t->name.numbers == 0 && name(t) + home(t) == 0;

	return t->home.is_there && !personal ? empty(t) : 0;
}

static const struct {
	const char *name;
	int weight;
	unsigned (*level)(const struct traits *);
} rows[] = {
	{ "phone-number", 8, phone },
	{ "messenger-account", 10, account },
	{ "messenger", 3, messenger },
	{ "mail-address", 7, mail },
	{ "address", 4, address },
	{ "disguised-address", 6, disguised },
	{ "wallet", 8, wallet },
	{ "call-to-action", 3, action },
	{ "forum-markup", 10, anchors },
	{ "disguised-letters", 5, letters },
	{ "spaced-letters", 5, spaced },
	{ "random-letters", 6, random_letters },
	{ "shouting", 2, shouting },
	{ "trade-terms", 3, terms },
	{ "money", 2, money },
	{ "advertising-signs", 2, pictures },
	{ "hashtags", 3, hashtags },
	{ "repetition", 4, repetition },
	{ "thousands-of-signs", 10, overlong },
	{ "says-nothing", 4, praise },
	{ "praise-for-a-link", 3, praise_for_link },
	{ "name-is-advertisement", 4, name },
	{ "home-page-is-advertisement", 4, home },
	{ "speaks-of-the-article", -2, subject },
};

const char *
signs_name(size_t i)
{
	return i < ARRAY_LEN(rows) ? rows[i].name : NULL;
}

/* The strongest row that is not named yet; -1 if there is none. */
static int
strongest(const int points[ARRAY_LEN(rows)], const bool named[ARRAY_LEN(rows)])
{
	int best = -1;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!named[i] && points[i] > 0 &&
		    (best < 0 || points[i] > points[best]))
			best = (int)i;
	return best;
}

static const char *
reason_of(struct arena *a, const int points[ARRAY_LEN(rows)])
{
	bool named[ARRAY_LEN(rows)] = { false };
	struct buf b;
	int row;

	buf_init(&b, a, 128);
	for (int n = 0; n < NAMED_MAX && (row = strongest(points, named)) >= 0;
	     n++) {
		named[row] = true;
		buf_str_put(&b, n == 0 ? STR(REASON_SIGNS) : STR(", "));
		buf_str_put(&b, str_of(rows[row].name));
	}
	buf_char(&b, '\0');
	return b.failed ? NULL : b.p;
}

bool
signs_weigh(struct signs *out, struct arena *a, const struct signs_comment *c)
{
	struct traits *t = arena_alloc(a, sizeof(*t));
	int points[ARRAY_LEN(rows)];

	*out = (struct signs){ .reason = "" };
	if (t == NULL || !traits_take(t, a, c))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		points[i] = rows[i].weight * (int)rows[i].level(t);
		out->sum += points[i];
	}
	out->reason = reason_of(a, points);
	return out->reason != NULL;
}
