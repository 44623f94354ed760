/*
 * config_value.h - what lies between the text of a setting and its value
 *
 * The rows of config.def as tables, and the types that they name.  Shared by
 * config.c, which reads settings, and config_print.c, which writes them; nobody
 * else needs it.
 *
 * Ownership   values live in the arena that is handed in.
 * Errors      parsing gives false and the reason; an exhausted arena shows in
 *             arena_failed() alone.
 */
#ifndef CONFIG_VALUE_H
#define CONFIG_VALUE_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

#define CONFIG_VALUE_WHY_MAX 320

/* clang-format off */
#define CONFIG_VALUE_TYPES(X)                                                 \
	X(TEXT) X(SECRET) X(PATH) X(PREFIX) X(HOST) X(CHOICE) X(COUNT)        \
	X(SECONDS) X(MILLIS) X(ORIGINS) X(ZONE) X(BASE_URL)       \
	X(NAMES)
/* clang-format on */

#define CONFIG_VALUE_AS_ENUM(name) CONFIG_VALUE_##name,
enum config_value_type {
	CONFIG_VALUE_TYPES(CONFIG_VALUE_AS_ENUM) CONFIG_VALUE__MAX
};
#undef CONFIG_VALUE_AS_ENUM

/* One row of config.def. */
struct setting {
	const char *section, *key;
	size_t at; /* of the field in struct config, or in struct site */
	enum config_value_type type;
	const char *min, *max, *def, *unit, *help;
};

struct section {
	const char *name; /* NULL ends the table */
	const char *help;
	const struct setting *rows;
	size_t n_rows;
};

extern const struct section config_value_sections[];
extern const struct section config_value_site;

/*
 * Stores the value of `text` in the row's field of `base`, a struct config or
 * struct site whose fields are zero.  Says in `why` what is wrong with it,
 * never quoting a secret.
 */
bool config_value_parse(const struct setting *s, struct str text, void *base,
    struct arena *a, char why[CONFIG_VALUE_WHY_MAX]) MUST_USE;

/*
 * Writes a space and the value as config_value_parse() reads it; nothing for an
 * unset one.
 */
void config_value_print(const struct setting *s, const void *base, FILE *out);

/* What stands for the value in a manual: "time", "path". */
const char *config_value_what(enum config_value_type type);

/* Whether a value may go on in lines that begin with a space. */
bool config_value_is_list(enum config_value_type type);

#endif
