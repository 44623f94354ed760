/*
 * entity.h - character references: &amp; &#233; &#x20AC;
 *
 * Markdown hands them over as they were typed (CommonMark 2.5).  They are
 * decoded here, so that what goes out does not depend on what a browser knows,
 * and so that nothing passes a check in disguise.
 *
 * Limits      the names of HTML 4 and those of ASCII signs, not all of HTML 5's
 *             two thousand; an unknown one stands for itself.
 */
#ifndef COMMENTS_ENTITY_H
#define COMMENTS_ENTITY_H

#include "base/base.h"
#include "base/str.h"

/*
 * The code point that `reference` stands for, from its '&' to its ';'; false
 * when it is none, or has an unknown name.  A number that is no character gives
 * U+FFFD; controls are given as they are.
 */
bool entity_decode(struct str reference, uint32_t *cp) MUST_USE;

#endif
