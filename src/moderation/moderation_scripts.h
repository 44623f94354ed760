/*
 * moderation_scripts.h - the scripts of this room: each .lua file tells its own
 * interface
 */
#ifndef MODERATION_MODERATION_SCRIPTS_H
#define MODERATION_MODERATION_SCRIPTS_H

#include "store/script.h"

extern const struct script moderation_scripts_amend;
extern const struct script moderation_scripts_begin;
extern const struct script moderation_scripts_link;
extern const struct script moderation_scripts_list;
extern const struct script moderation_scripts_look;
extern const struct script moderation_scripts_respond;
extern const struct script moderation_scripts_setup;
extern const struct script moderation_scripts_sign;

/* All that moderation.fcgi asks for, for the store to load; ends with a NULL.
 */
extern const struct script *const moderation_scripts[];

#endif
