/*
 * ctl_scripts.h - the scripts of `afterword`: each .lua file tells its own
 * interface
 */
#ifndef CTL_CTL_SCRIPTS_H
#define CTL_CTL_SCRIPTS_H

#include "store/script.h"

extern const struct script ctl_scripts_alias;
extern const struct script ctl_scripts_check_comments;
extern const struct script ctl_scripts_check_list;
extern const struct script ctl_scripts_check_pin;
extern const struct script ctl_scripts_check_replies;
extern const struct script ctl_scripts_erase;
extern const struct script ctl_scripts_export_comments;
extern const struct script ctl_scripts_forget;
extern const struct script ctl_scripts_import_article;
extern const struct script ctl_scripts_import_author;
extern const struct script ctl_scripts_import_comment;
extern const struct script ctl_scripts_import_entry;
extern const struct script ctl_scripts_import_key;
extern const struct script ctl_scripts_import_site;
extern const struct script ctl_scripts_import_version;
extern const struct script ctl_scripts_kinds;
extern const struct script ctl_scripts_list;
extern const struct script ctl_scripts_look;
extern const struct script ctl_scripts_moderator;
extern const struct script ctl_scripts_owned;
extern const struct script ctl_scripts_ranks;
extern const struct script ctl_scripts_rerender;
extern const struct script ctl_scripts_set_base;
extern const struct script ctl_scripts_sums;
extern const struct script ctl_scripts_texts;

/* All of them and what else is asked for, for the store to load; ends with a
 * NULL. */
extern const struct script *const ctl_scripts[];

#endif
