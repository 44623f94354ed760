/*
 * offer.h - how much a comment is somebody's offer
 *
 * Rows of signs.h that look at who speaks: those who have something to give say
 * what it is, promise, and ask for a step; those who talk say I, and more words.
 * What the article itself is about, people talk about.  Each is a level from 0.
 */
#ifndef COMMENTS_OFFER_H
#define COMMENTS_OFFER_H

#include "base/base.h"
#include "comments/traits.h"

/* How many words of its writer's name are what firms are called. */
unsigned offer_firm(const struct traits *t);

unsigned offer_terms(const struct traits *t); /* words of wares */
unsigned offer_money(const struct traits *t); /* sums and percentages */

/* Promises, of what one may have for a step: of 0 to 2. */
unsigned offer_level(const struct traits *t);

unsigned offer_easy_money(const struct traits *t); /* work, or coins at work */
unsigned offer_windfall(const struct traits *t);   /* prizes, heritages */
unsigned offer_miracle(const struct traits *t);    /* cures, and spells */

/* Praise, and then the name of something that is to be had. */
unsigned offer_product(const struct traits *t);

#endif
