/*
 * visits_scripts.h - the scripts of this room: each .lua file tells its own
 * interface
 */
#ifndef VISITS_VISITS_SCRIPTS_H
#define VISITS_VISITS_SCRIPTS_H

#include "store/script.h"

extern const struct script visits_scripts_list;
extern const struct script visits_scripts_missed;
extern const struct script visits_scripts_popular;
extern const struct script visits_scripts_record;
extern const struct script visits_scripts_register;
extern const struct script visits_scripts_salt;

/* All of them, for the store to load; ends with a NULL. */
extern const struct script *const visits_scripts[];

#endif
