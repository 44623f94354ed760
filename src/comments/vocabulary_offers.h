/*
 * vocabulary_offers.h - the words of offers, and those of talk
 */
#ifndef COMMENTS_VOCABULARY_OFFERS_H
#define COMMENTS_VOCABULARY_OFFERS_H

#include "comments/vocabulary.h"

extern const struct vocabulary_list vocabulary_offers_lists[];

#endif
