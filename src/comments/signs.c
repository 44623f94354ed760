/*
 * signs.c - each row looks at the counts of a comment
 *
 * A row says how strongly the comment shows it, from 0 to 3; its weight times
 * that goes into the sum.
 */
#include "base/base.h"
#include "comments/signs.h"

#include "base/buf.h"
#include "comments/offer.h"
#include "comments/reason.h"
#include "comments/traits.h"

#define LEVEL_MAX 3
#define GENERAL_MAX 45    /* words; who has more to say, says something */
#define TEMPLATE_LEAST 10 /* words */
#define NAMED_MAX 3       /* signs that the reason names */

static unsigned
min(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* ---- ways to the writer ---- */

static unsigned
phone(const struct traits *t)
{
	const struct contact *to = &t->body.to;

	return to->phones == 0 ? 0 : to->calls > 0 ? 2 : 1;
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
	const struct contact *to = &t->body.to;

	return to->hosts + to->names > 0 ? 2 : to->quoted > 0;
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
	/* Letters of full width are usual in Japanese, Russian has `gitом`. */
	unsigned styled = b->unspaced > 0 ? 0 : b->styled;
	unsigned joined = b->latin > b->alike ? b->joined : 0;

	return min(b->mixed + joined + b->hidden + styled, LEVEL_MAX);
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
	bool all = b->random > 0 && (b->random + b->rough) * 2 >= b->words;

	all |= b->rough >= 3 && b->rough * 3 >= b->words * 2;

	if (b->numbers > 0 && b->numbers == b->pieces.n)
		return 2;
	return min(b->random + rough + all, 2);
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

/* What people look for, one after the other, and no sentence. */
static unsigned
keywords(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	unsigned parts = b->commas + 1;

	if (b->heads >= 5)
		return 2;
	if (b->ends > 0)
		return 0;
	if (b->tails >= 5 || b->spaces >= 6)
		return 2;
	if (parts >= 5 && parts * 5 >= b->words &&
	    b->firm + b->sales + b->trade >= parts - 2)
		return 2;
	if (b->commas == 0)
		return b->most >= 4 && b->words >= 14 ? 2 : 0;
	return (parts >= 10 || (parts >= 7 && b->most >= 3)) &&
		       b->words >= 12 && b->words * 10 >= parts * 13 &&
		       b->words <= parts * 4
		   ? 2
		   : 0;
}

static unsigned
addressed(const struct traits *t)
{
	return t->addressed;
}

static unsigned
foreign(const struct traits *t)
{
	return t->foreign && t->body.words >= 4;
}

/* Says nothing that has to do with this article more than with others. */
static bool
is_general(const struct traits_text *b)
{
	return b->subjects + b->questions + b->numbers + b->quotes == 0;
}

/* Nor does who asks about the place where it is said. */
static bool
is_anywhere(const struct traits_text *b)
{
	return is_general(b) ||
	       (b->site > 0 && b->subjects + b->numbers + b->quotes == 0);
}

/* Nothing in it that could not be said anywhere. */
static unsigned
empty(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	unsigned n = b->praise;

	if (n >= 3 && n * 8 >= b->words)
		return 2;
	if (n >= 2 && n * 5 >= b->words &&
	    b->questions + b->numbers + b->quotes == 0)
		return 2;
	if (!is_general(b))
		return 0;
	if (n >= 3 && n * 14 >= b->words)
		return 2;
	return b->words <= 14;
}

static unsigned
praise(const struct traits *t)
{
	return empty(t) > 1;
}

/* Praise that may be sent to any place, and was. */
static unsigned template(const struct traits *t)
{
	const struct traits_text *b = &t->body;

	if (b->unfilled > 0)
		return 2;
	if (b->subjects + b->quotes > 0 || b->praise < 2 ||
	    b->words < TEMPLATE_LEAST)
		return 0;
	return min((unsigned)(b->site >= 2 && b->praise >= 3) +
		       (unsigned)(b->site > 0 && b->template > 0) +
		       (unsigned)(b->template >= 2) +
		       (unsigned)(b->template >= 3),
	    2);
}

static unsigned
subject(const struct traits *t)
{
	return contact_count(&t->body.to) > 0 || t->body.pitched > 0 ||
		       offer_level(t) + offer_product(t) > 0
		   ? 0
		   : min(t->body.subjects, 2);
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

	if (contact_count(to) + n->random > 0)
		level += LEVEL_MAX;
	level += min(n->trade, 2) + (n->sales > 0) + (to->messengers > 0);
	level += n->adverts + n->arrows > 0;
	level += n->hidden + n->mixed + n->styled > 0 ? 2 : 0;
	level += n->rough > 0;
	return min(level, LEVEL_MAX);
}

static unsigned
home(const struct traits *t)
{
	const struct homepage *h = &t->home;
	unsigned level = h->relay ? LEVEL_MAX : 0;

	if (!h->is_there)
		return 0;
	level += 2 * h->trade + h->sales + h->form / 2;
	if (level == 0)
		level = name(t) >= 2;
	return min(level, LEVEL_MAX);
}

static unsigned
pitch(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	bool own = t->home.named && offer_firm(t) == 0;

	return !own &&
	       (b->pitched > 0 || (b->hinted > 0 && b->promise + b->offer > 0));
}

/* A name that is what a firm would like to be found by, or has its home page. */
static unsigned
for_sale(const struct traits *t)
{
	const struct traits_text *n = &t->name;
	const struct homepage *h = &t->home;
	bool slogan = h->is_there && !h->named && n->words >= 2 && n->small &&
		      n->latin + n->alike > 0;

	if (offer_firm(t) > 0 || slogan || name(t) >= 2)
		return 2;
	if (!h->is_there)
		return 0;
	return h->named && home(t) == 0 ? 0 : 1 + (h->firm + home(t) > 0);
}

static unsigned
praise_for_link(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	unsigned who = for_sale(t), what = empty(t);

	if (who > 1 && what == 0)
		what = is_anywhere(b) && b->words <= GENERAL_MAX;
	if (who == 0 || what == 0 || b->praise == 0)
		return 0;
	return who + what >= 3 ? 2 : 1;
}

static const struct {
	const char *name;
	int weight;
	unsigned (*level)(const struct traits *);
} rows[] = {
	{ "phone-number", 5, phone },
	{ "messenger-account", 10, account },
	{ "messenger", 3, messenger },
	{ "mail-address", 10, mail },
	{ "address", 5, address },
	{ "disguised-address", 6, disguised },
	{ "wallet", 8, wallet },
	{ "call-to-action", 3, action },
	{ "forum-markup", 10, anchors },
	{ "disguised-letters", 5, letters },
	{ "spaced-letters", 5, spaced },
	{ "random-letters", 6, random_letters },
	{ "shouting", 2, shouting },
	{ "trade-terms", 3, offer_terms },
	{ "money", 2, offer_money },
	{ "advertising-signs", 2, pictures },
	{ "hashtags", 3, hashtags },
	{ "repetition", 4, repetition },
	{ "keyword-list", 5, keywords },
	{ "easy-money", 10, offer_easy_money },
	{ "makes-an-offer", 5, offer_level },
	{ "money-for-nothing", 5, offer_windfall },
	{ "miracle", 5, offer_miracle },
	{ "template", 5, template },
	{ "other-script", 3, foreign },
	{ "names-a-product", 5, offer_product },
	{ "circular-letter", 4, addressed },
	{ "thousands-of-signs", 10, overlong },
	{ "says-nothing", 4, praise },
	{ "praise-for-a-link", 5, praise_for_link },
	{ "advertises-its-home-page", 10, pitch },
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
