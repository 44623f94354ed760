/*
 * terms.h - words that advertising has more often than talk
 *
 * In the languages that the page scripts speak, and a few in which much is
 * advertised.  None of them means anything by itself: signs.h weighs how many
 * of them stand how close, beside what does not depend on words.
 *
 * Words are as pieces.h gives them.
 */
#ifndef COMMENTS_TERMS_H
#define COMMENTS_TERMS_H

#include "base/base.h"
#include "base/str.h"

/* A word may be of several kinds. */
enum terms {
	TERMS_TRADE = 1,  /* what is sold by comments */
	TERMS_SALES = 2,  /* how anything is sold */
	TERMS_PRAISE = 4, /* thanks, praise, and what is praised */
	TERMS_ACTION = 8, /* what readers are asked to do */
	TERMS_MESSENGER = 16,
	TERMS_MAILER = 32,        /* where everybody may have a mailbox */
	TERMS_MONEY = 64,         /* currencies */
	TERMS_DOT = 128,          /* "dot", where it hides one */
	TERMS_ENDING = 256,       /* of the names of hosts */
	TERMS_SHORT_ENDING = 512, /* that are words as well */
	TERMS_FIRM = 1024,    /* what firms call themselves, and their trades */
	TERMS_EARNING = 2048, /* money that comes */
	TERMS_PERIOD = 4096,  /* how often it does */
	TERMS_ADDRESSEE = 8192,  /* who is greeted by those who write to all */
	TERMS_PROMISE = 1 << 14, /* what is promised of any wares */
	TERMS_OFFER = 1 << 15,   /* to have them, or to speak well of them */
	TERMS_INVITE = 1 << 16,  /* as TERMS_ACTION, but usual elsewhere, too */
	TERMS_WINDFALL = 1 << 17, /* money for nothing, and why */
	TERMS_MIRACLE = 1 << 18,  /* what heals all, and brings back who left */
	TERMS_SITE = 1 << 19,     /* where one writes, not what about */
	TERMS_TEMPLATE = 1 << 20, /* of praise that was translated, or spun */
	TERMS_SELF = 1 << 21,     /* I and we */
	TERMS_YOU = 1 << 22
};

/* The kinds of a word; 0 if of none. */
unsigned terms_of(struct str word);

/*
 * The kinds of the next term of `least` bytes that stands inside a word, for
 * scripts that have no spaces and names of hosts.  It is cut off *rest with
 * what stands before it; 0 when there is no other.
 */
unsigned terms_next(struct str *rest, size_t least);

#endif
