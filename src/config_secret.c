#include "base/base.h"
#include "config_secret.h"

#include <unistd.h>

#include "config.h"

#define SECRET_MAX 4096 /* bytes of a file */
#define CREDENTIALS "$CREDENTIALS_DIRECTORY"

void
config_secret_take(struct config_source *src, const struct setting *s,
    struct config_given *g, const char *path, const char *where)
{
	struct str text;

	if (!config_source_file(src, path, SECRET_MAX, &text)) {
		config_source_tell(src, where, s, "%s cannot be read: %s", path,
		    strerror(errno));
		return;
	}
	if (str_ends(text, STR("\n")))
		text.len--;
	if (text.len == 0)
		config_source_tell(src, where, s, "%s is empty", path);
	g->text = text;
	g->where = where;
}

void
config_secret_credentials(struct config_source *src, const char *dir)
{
	for (size_t i = 0; i < src->n_sections; i++) {
		const struct config_part *p = &src->parts[i];

		for (size_t j = 0; j < p->section->n_rows; j++) {
			const struct setting *s = &p->section->rows[j];
			const char *path = config_source_text(
			    src, "%s/%s.%s", dir, s->section, s->key);

			if (s->type == CONFIG_VALUE_SECRET && path != NULL &&
			    access(path, F_OK) == 0)
				config_secret_take(
				    src, s, &p->given[j], path, CREDENTIALS);
		}
	}
}

/* What was given for a setting of the section redis. */
static struct config_given *
redis_given(
    struct config_source *src, const char *key, const struct setting **s)
{
	struct config_part *p = src->parts;
	size_t i = 0;

	while (strcmp(p->section->name, "redis") != 0)
		p++;
	while (strcmp(p->section->rows[i].key, key) != 0)
		i++;
	*s = &p->section->rows[i];
	return &p->given[i];
}

static bool
take_own(struct config_source *src, const char *dir, const char *where,
    const char *program)
{
	const struct setting *s;
	const char *path =
	    config_source_text(src, "%s/" CONFIG_PASSWORD "%s", dir, program);

	/* What is hidden from us may be ours. */
	if (path == NULL ||
	    (access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)))
		return false;
	struct config_given *user = redis_given(src, "user", &s);
	*user = (struct config_given){ str_of(program), where, false };
	struct config_given *password = redis_given(src, "password", &s);
	config_secret_take(src, s, password, path, where);
	return true;
}

void
config_secret_own(
    struct config_source *src, const char *credentials, const char *program)
{
	const struct setting *s;
	const struct config_given *dir = redis_given(src, "password_dir", &s);

	if (credentials != NULL &&
	    take_own(src, credentials, CREDENTIALS, program))
		return;
	if (dir->text.len > 0)
		(void)take_own(src, dir->text.p, dir->where, program);
}
