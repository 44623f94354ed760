/*
 * marks.h - what signs are for, in the writing of many languages
 */
#ifndef COMMENTS_MARKS_H
#define COMMENTS_MARKS_H

#include "base/base.h"

bool marks_is_currency(uint32_t c);

/* What advertisers put beside their lines. */
bool marks_is_advert(uint32_t c);

bool marks_is_arrow(uint32_t c);
bool marks_is_quote(uint32_t c);

/* What stands between the parts of a sentence, or of a list. */
bool marks_is_comma(uint32_t c);
bool marks_is_dash(uint32_t c);

bool marks_ends_sentence(uint32_t c);

#endif
