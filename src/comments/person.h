/*
 * person.h - names that say what somebody is, and that it is no firm
 */
#ifndef COMMENTS_PERSON_H
#define COMMENTS_PERSON_H

#include "base/base.h"
#include "comments/pieces.h"

/* Such as "a plumber", "Retired Mechanic" or "Marketing guy". */
bool person_is(const struct pieces *name);

#endif
