/*
 * config_source.h - who says what about which setting
 *
 * Gathers the texts of all settings from the settings file, the systemd
 * credentials and the environment, each with the place it was found at, and the
 * reasons why something in them will not do.  Only config*.c need it.
 *
 * Ownership   all texts live in the arena, until config_source_release().
 * Errors      reasons are collected, one a line; nothing stops at the first.
 */
#ifndef CONFIG_SOURCE_H
#define CONFIG_SOURCE_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"
#include "config_value.h"

/* The text of one setting. */
struct config_given {
	struct str text;   /* NULL while nobody gave one */
	const char *where; /* FILE:LINE, or a variable's name */
	bool from_env;
};

/* A section, or one of the sites. */
struct config_part {
	const struct section *section;
	struct str name;            /* of a site */
	const char *where;          /* of a site */
	struct config_given *given; /* beside the section's rows */
};

struct config_source {
	struct arena arena;
	struct config_part *parts; /* the sections, then the sites */
	size_t n_parts;
	size_t n_sections;

	/* The reasons told. */
	char *err;
	size_t errlen;
	size_t err_used;
	unsigned reasons;

	/* The settings file, while it is being read. */
	const char *path;
	struct str rest;
	unsigned line;
	bool indented;            /* the line begins with a space */
	bool skip;                /* the section was refused */
	struct config_part *part; /* NULL before the first section */
};

void config_source_init(struct config_source *src, char *err, size_t errlen);
void config_source_release(struct config_source *src);

/*
 * Reads all sources, as config_load() says; src->reasons tells whether
 * something was wrong.
 */
void config_source_read(
    struct config_source *src, const char *path, const char *program);

/* A text by printf rules, in the arena; NULL when that is out. */
const char *config_source_text(struct config_source *src, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

/* The bytes of a file of at most `max`; errno is set when false. */
bool config_source_file(
    struct config_source *src, const char *path, size_t max, struct str *out);

/* Adds the reason `WHERE: SECTION.KEY: ...`; NULL leaves that part out. */
void config_source_tell(struct config_source *src, const char *where,
    const struct setting *s, const char *fmt, ...) PRINTF_LIKE(4, 5);

#endif
