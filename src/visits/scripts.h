/*
 * scripts.h - the scripts of this room: each .lua file tells its own interface
 */
#ifndef VISITS_SCRIPTS_H
#define VISITS_SCRIPTS_H

#include "store/script.h"

extern const struct script scripts_list;
extern const struct script scripts_popular;
extern const struct script scripts_record;
extern const struct script scripts_register;
extern const struct script scripts_salt;

/* All of them, for the store to load; ends with a NULL. */
extern const struct script *const scripts_all[];

#endif
