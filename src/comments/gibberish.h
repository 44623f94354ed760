/*
 * gibberish.h - words that nobody has thought of
 *
 * Programs that look for a form to fill try it with letters at random, or with
 * a walk over the keyboard.  A word alone may always be somebody's, so that
 * most are only rough; what no language has is random.
 *
 * Words are as pieces.h gives them.
 */
#ifndef COMMENTS_GIBBERISH_H
#define COMMENTS_GIBBERISH_H

#include "base/base.h"
#include "base/str.h"
#include "comments/pieces.h"

enum gibberish {
	GIBBERISH_NONE,
	GIBBERISH_ROUGH,
	GIBBERISH_RANDOM
};

enum gibberish gibberish_of(const struct piece *w, struct str word);

#endif
