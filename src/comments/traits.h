/*
 * traits.h - a comment in numbers
 *
 * What signs.h looks at: each kind of thing is counted once, in one pass.
 *
 * Ownership   all lives in the arena.
 * Errors      false: the arena is exhausted.
 */
#ifndef COMMENTS_TRAITS_H
#define COMMENTS_TRAITS_H

#include "base/base.h"
#include "base/arena.h"
#include "comments/contact.h"
#include "comments/homepage.h"
#include "comments/pieces.h"
#include "comments/signs.h"

/* A text; distinct terms, so that one that is repeated is one. */
struct traits_text {
	struct pieces pieces;
	struct contact to;
	unsigned words; /* two letters are one where there are no spaces */
	unsigned trade, sales, firm, praise, action;
	unsigned earning, periods;
	unsigned promise, offer, invite, windfall, miracle, site, template;
	unsigned self, you;
	unsigned around;   /* the clock: 24/7 */
	unsigned unfilled; /* {this|that}, %name%: left over of a template */
	unsigned latin, alike, unspaced, others; /* letters */
	unsigned capitals, shouted;     /* letters; words of nothing else */
	unsigned mixed, hidden, styled; /* words */
	unsigned joined; /* words of a Latin part and one alike */
	unsigned spaced;
	unsigned random, rough;        /* words that are, or may be, none */
	bool small;                    /* all words in small letters */
	unsigned numbers, money, sums; /* sums: of a currency */
	unsigned exclaims, questions, quotes, hashtags, adverts, arrows;
	unsigned anchors;      /* of other forums' markup, or HTML */
	unsigned commas, ends; /* of parts of sentences, and of sentences */
	unsigned heads, tails; /* words that begin, or end, alike */
	unsigned spaces;       /* where there should be none */
	unsigned repeated;     /* sentences */
	unsigned most;         /* times that one word comes */
	unsigned subjects;     /* words that the article's name has, too */
	unsigned pitched;      /* times that it names its writer's home page */
	unsigned hinted;       /* or has a word of its name */
};

struct traits {
	struct traits_text body, name;
	struct homepage home;
	unsigned products; /* names such as no words are: FooBar */
	unsigned handles;  /* foo_bar */
	bool addressed;    /* begins as a letter to nobody does */
	bool person;       /* the name says what one is, not whose firm */
	bool trade;        /* the article is about what is sold by comments */
	bool foreign;      /* in another script than the article's title */
};

bool traits_take(struct traits *out, struct arena *a,
    const struct signs_comment *c) MUST_USE;

#endif
