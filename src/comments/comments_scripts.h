/*
 * comments_scripts.h - the scripts of this room: each .lua file tells its own
 * interface
 */
#ifndef COMMENTS_COMMENTS_SCRIPTS_H
#define COMMENTS_COMMENTS_SCRIPTS_H

#include "store/script.h"

extern const struct script comments_scripts_about;
extern const struct script comments_scripts_article;
extern const struct script comments_scripts_block;
extern const struct script comments_scripts_edit;
extern const struct script comments_scripts_one;
extern const struct script comments_scripts_pin;
extern const struct script comments_scripts_post;
extern const struct script comments_scripts_recent;
extern const struct script comments_scripts_replies;
extern const struct script comments_scripts_sitelist;
extern const struct script comments_scripts_state;
extern const struct script comments_scripts_sweep;
extern const struct script comments_scripts_thread;
extern const struct script comments_scripts_unblock;
extern const struct script comments_scripts_vote;

/*
 * Those that comments.fcgi asks for, for the store to load; ends with a NULL.
 */
extern const struct script *const comments_scripts[];

#endif
