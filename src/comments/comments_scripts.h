/*
 * comments_scripts.h - the scripts of this room: each .lua file tells its own
 * interface
 */
#ifndef COMMENTS_COMMENTS_SCRIPTS_H
#define COMMENTS_COMMENTS_SCRIPTS_H

#include "store/script.h"

/* All of them, for the store to load; ends with a NULL. */
extern const struct script *const comments_scripts[];

#endif
