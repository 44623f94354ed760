/*
 * offer.c - counts of words, and how they are put together
 *
 * The weights of business() are what tells offers from talk in a few hundred
 * comments of each, in small numbers.
 */
#include "base/base.h"
#include "comments/offer.h"

#define LEVEL_MAX 3
#define LENGTHY 13 /* words that make up for one of business */
#define OFFER_LIKELY 6
#define OFFER_SURE 9

static unsigned
min(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* A firm's name has two words: one may be anybody's trade. */
unsigned
offer_firm(const struct traits *t)
{
	const struct traits_text *n = &t->name;

	return n->words >= 2 && !t->person ? n->firm + n->sales + n->trade : 0;
}

unsigned
offer_terms(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	unsigned n = 2 * b->trade + b->sales;
	unsigned share = b->words == 0 ? 0 : 100 * n / b->words;

	if (n < 2)
		return 0;
	return n >= 10 && share >= 30  ? 4
	       : n >= 8 && share >= 12 ? 3
	       : n >= 4 && share >= 10 ? 2
	       : share >= 6 || n >= 6  ? 1
				       : 0;
}

unsigned
offer_money(const struct traits *t)
{
	unsigned n = t->body.money;

	if (n * 12 <= t->body.words && contact_count(&t->body.to) == 0)
		n /= 2;
	return min(n, LEVEL_MAX);
}

unsigned
offer_easy_money(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	unsigned asked = b->action + b->invite + b->promise;

	if (t->trade || b->numbers == 0)
		return 0;
	if (b->earning >= 3)
		return b->self < 2 || asked > 0;
	if (asked == 0)
		return 0;
	if (b->earning > 0 && b->sums > 0 && b->action > 0)
		return b->earning + b->periods > 1;
	return b->earning >= 2 && asked + b->sums + (b->periods > 0) >= 2;
}

/* How much of what is said is said by those who have something to give. */
static unsigned
business(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	unsigned n = 2 * (min(b->promise, 4) + min(b->offer, 2) +
			     min(b->invite, LEVEL_MAX)) +
		     min(b->firm, 2) + min(b->you, 2) +
		     min(b->windfall, LEVEL_MAX) + min(b->miracle, LEVEL_MAX) +
		     (b->action > 0) + (b->around > 0) +
		     (t->products > 0 ? 2 : 0) + (offer_firm(t) > 0 ? 3 : 0);
	unsigned talk = min(b->self, 4) / 2 + min(b->praise, 2) +
			(b->subjects > 0) + b->words / LENGTHY;

	/* What the article is about, people talk about. */
	if (!t->trade)
		n += 2 * min(b->trade, LEVEL_MAX) + min(b->earning, LEVEL_MAX);
	return n > talk ? n - talk : 0;
}

unsigned
offer_level(const struct traits *t)
{
	unsigned n = business(t);

	return n >= OFFER_SURE ? 2 : n >= OFFER_LIKELY;
}

unsigned
offer_windfall(const struct traits *t)
{
	return t->body.windfall >= 4 ? 2 : t->body.windfall >= 3;
}

unsigned
offer_miracle(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	unsigned asked = b->promise + b->offer + b->invite + b->sales;

	if (b->miracle >= 5 || (b->miracle >= 4 && asked > 0) ||
	    (b->miracle >= 3 && b->action > 0))
		return 2;
	return b->miracle >= 3;
}

unsigned
offer_product(const struct traits *t)
{
	const struct traits_text *b = &t->body;
	unsigned market = b->sales + b->firm + b->trade;
	unsigned told = b->offer + b->promise;

	/* Who names several names parts of programs. */
	if (t->products + (t->handles == 1) == 0 || b->to.accounts > 0)
		return 0;
	market += told;
	return min((unsigned)(market > 0 && b->praise > 0) +
		       (unsigned)(market > 1) + (unsigned)(told > 1),
	    2);
}
