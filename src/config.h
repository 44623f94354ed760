/*
 * config.h - the settings, read once and then constant
 *
 * Each setting is one row of config.def.  Its value is, by rising precedence,
 * the default, the line in the settings file, the systemd credential
 * SECTION.KEY (secrets only), and the environment variable
 * AFTERWORD_<SECTION>_<KEY> or, for secrets, the file that
 * AFTERWORD_<SECTION>_<KEY>_FILE names.  One site may be set by the environment
 * alone: AFTERWORD_SITE_NAME and AFTERWORD_SITE_<KEY>.
 *
 * redis.user and redis.password are the program's own where there is a file for
 * it, CONFIG_PASSWORD and its name, among the credentials or else in
 * redis.password_dir: so that all programs may read the same settings.
 *
 * Units       in the field's name where it is not a plain number.
 * Ownership   a struct config owns all that it points to, until config_free().
 * Strings     every struct str here has a NUL behind its last byte and none
 *             before; an unset one is empty, never NULL.
 * Errors      nothing is half accepted: config_load() gives all settings or the
 *             reasons why not, one a line: `FILE:LINE: section.key: reason`.
 * Limits      lines of 197 bytes (libinih's buffer); origins may span several.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

#ifndef CONFIG_DIR
#define CONFIG_DIR "/etc/afterword"
#endif
#define CONFIG_FILE CONFIG_DIR "/afterword.conf"
#define CONFIG_PASSWORD "afterword.redis."

#define CONFIG_FILE_MAX (1024 * 1024)
#define CONFIG_SITES_MAX 1000
#define CONFIG_SITE_NAME_MAX 40 /* letters, digits, '.', '-', '_' */
#define CONFIG_ERR_MAX 4096     /* room for all reasons one would read */

struct zone;
struct config_key;

/* How a setting of each type is kept. */
#define CONFIG_AS_TEXT(field) struct str field;
#define CONFIG_AS_SECRET(field) struct str field;
#define CONFIG_AS_PATH(field) struct str field;
#define CONFIG_AS_PREFIX(field) struct str field;
#define CONFIG_AS_HOST(field) struct str field;
#define CONFIG_AS_CHOICE(field) struct str field;
#define CONFIG_AS_COUNT(field) uint32_t field;
#define CONFIG_AS_SECONDS(field) uint32_t field;
#define CONFIG_AS_MILLIS(field) uint32_t field;
#define CONFIG_AS_ORIGINS(field)                                               \
	struct str *field;                                                     \
	size_t n_##field;
#define CONFIG_AS_ZONE(field) struct zone *field;
#define CONFIG_AS_BASE_URL(field) struct str field;
#define CONFIG_AS_NAMES(field) struct str field;

/* clang-format off */
/* A [site "NAME"]: name, origins, n_origins, zone, base_url, ... */
struct site {
	struct str name;
#define SITE_SETTING(key, field, type, min, max, def, unit, help)             \
	CONFIG_AS_##type(field)
#include "config.def"
};

/* cfg->server.prefix, cfg->redis.timeout_ms, cfg->visits.window_s, ... */
struct config {
#define SECTION(section, help) struct {
#define SETTING(section, key, field, type, min, max, def, unit, help)         \
	CONFIG_AS_##type(field)
#define SECTION_END(section) } section;
#include "config.def"
	/* clang-format on */
	struct site *sites; /* as they were set */
	size_t n_sites;     /* at least one */

	/* For config.c alone. */
	struct config_key *by_name;
	struct config_key *by_origin;
	size_t n_by_origin;
	struct arena arena;
};

/*
 * Reads the settings of `path`, or of CONFIG_FILE if `path` is NULL; only the
 * latter may be absent.  `program` is the name of who asks, such as "visits":
 * with a password of its own it is its own user of Redis.  NULL on failure,
 * with the reasons in `err`.
 */
struct config *config_load(
    const char *path, const char *program, char *err, size_t errlen) MUST_USE;

void config_free(struct config *cfg);

/*
 * The site that has exactly these bytes among its origins, as browsers send
 * them in `Origin`; else NULL.
 */
const struct site *config_site_by_origin(
    const struct config *cfg, struct str origin);

const struct site *config_site_by_name(
    const struct config *cfg, struct str name);

/* The values in effect, as a settings file; secrets only say that they are set.
 */
void config_print(const struct config *cfg, FILE *out);

/* A settings file in which every setting is explained and left at its default.
 */
void config_print_sample(FILE *out);

/* The same explanations as the lists of afterword.conf(5), in mdoc. */
void config_print_mdoc(FILE *out);

#endif
