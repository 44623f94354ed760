/*
 * vocabulary.h - the words of terms.h
 */
#ifndef COMMENTS_VOCABULARY_H
#define COMMENTS_VOCABULARY_H

#include "base/base.h"

struct vocabulary_list {
	unsigned kinds;    /* of terms.h */
	const char *words; /* with a space between them; NULL behind the last */
};

extern const struct vocabulary_list vocabulary_lists[];

#endif
