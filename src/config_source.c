/*
 * config_source.c - file, credentials, environment, the later one winning
 *
 * libinih takes lines apart.  Section lines are read here as well, since it
 * cuts their names at 49 bytes, passes over empty sections and ignores what
 * follows the bracket; and lines are counted here, since it keeps their numbers
 * to itself.  It gives a line that begins with a space to the setting above:
 * only lists take that.
 */
#include "base/base.h"
#include "config_source.h"

#include <ini.h>

#include "base/buf.h"
#include "config.h"
#include "config_secret.h"

#define ARENA_CAP ((size_t)16 * CONFIG_FILE_MAX)
#define REASONS_MAX 20 /* told; of the others only that they are */
#define ENV "AFTERWORD_"
#define ENV_MAX 64

extern char **environ;

static void
err_put(struct config_source *src, const char *s)
{
	for (; *s != '\0' && src->err_used + 1 < src->errlen; s++) {
		bool control = (unsigned char)*s < 0x20 || *s == 0x7f;

		src->err[src->err_used++] = control ? '?' : *s;
	}
	src->err[src->err_used] = '\0';
}

void
config_source_tell(struct config_source *src, const char *where,
    const struct setting *s, const char *fmt, ...)
{
	char why[2 * CONFIG_VALUE_WHY_MAX];
	va_list ap;

	if (src->reasons++ > REASONS_MAX)
		return;
	if (src->err_used > 0 && src->err_used + 1 < src->errlen)
		src->err[src->err_used++] = '\n';
	if (src->reasons > REASONS_MAX) {
		err_put(src, "and more");
		return;
	}
	if (where != NULL) {
		err_put(src, where);
		err_put(src, ": ");
	}
	if (s != NULL) {
		err_put(src, s->section);
		err_put(src, ".");
		err_put(src, s->key);
		err_put(src, ": ");
	}
	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	err_put(src, why);
}

#define tell config_source_tell

const char *
config_source_text(struct config_source *src, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	char *p = arena_alloc(&src->arena, (size_t)n + 1);
	if (p == NULL)
		return NULL;
	va_start(ap, fmt);
	(void)vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

/* The place of the line that is being read. */
static const char *
here(struct config_source *src)
{
	return config_source_text(src, "%s:%u", src->path, src->line);
}

/* Returns NULL when memory is out. */
static struct config_part *
part_add(struct config_source *src, const struct section *section,
    struct str name, const char *where)
{
	struct config_part *p = &src->parts[src->n_parts];

	*p = (struct config_part){ section, str_dup(&src->arena, name), where,
		arena_zalloc(
		    &src->arena, section->n_rows * sizeof(*p->given)) };
	if (p->given == NULL)
		return NULL;
	src->n_parts++;
	return p;
}

static struct config_part *
site_find(struct config_source *src, struct str name)
{
	for (size_t i = src->n_sections; i < src->n_parts; i++)
		if (str_eq(src->parts[i].name, name))
			return &src->parts[i];
	return NULL;
}

static bool
is_site_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '.' || c == '-' ||
			c == '_'))
			return false;
	}
	return name.len > 0 && name.len <= CONFIG_SITE_NAME_MAX;
}

/* A new site, or NULL when it was refused. */
static struct config_part *
site_add(struct config_source *src, struct str name, const char *where)
{
	const struct config_part *same = site_find(src, name);

	if (!is_site_name(name))
		tell(src, where, NULL,
		    "a site's name is of letters, digits, dots, hyphens and "
		    "underscores, %d bytes at most: [site \"example.org\"]",
		    CONFIG_SITE_NAME_MAX);
	else if (same != NULL)
		tell(src, where, NULL,
		    "[site \"%.*s\"] was there before, at %s", STR_ARG(name),
		    same->where);
	else if (src->n_parts - src->n_sections == CONFIG_SITES_MAX)
		tell(src, where, NULL, "more than %d sites", CONFIG_SITES_MAX);
	else
		return part_add(src, &config_value_site, name, where);
	return NULL;
}

/* The section that a line `[NAME]` opens, or NULL when it was refused. */
static struct config_part *
section_open(struct config_source *src, struct str line)
{
	ssize_t end = str_index(line, ']');
	struct str after =
	    end < 0 ? STR("?") : str_trim(str_from(line, (size_t)end + 1));
	struct str name = str_head(line, end < 0 ? line.len : (size_t)end);

	name = str_from(name, 1);
	if (after.len > 0 && after.p[0] != ';' && after.p[0] != '#') {
		tell(src, here(src), NULL,
		    "a section is a line of its own, such as [redis] or "
		    "[site \"example.org\"]");
		return NULL;
	}
	for (size_t i = 0; i < src->n_sections; i++)
		if (str_eq(name, str_of(src->parts[i].section->name)))
			return &src->parts[i];
	if (str_starts(name, STR("site \"")) && str_ends(name, STR("\"")) &&
	    name.len > strlen("site \"")) {
		name = str_from(name, strlen("site \""));
		return site_add(src, str_head(name, name.len - 1), here(src));
	}
	tell(src, here(src), NULL, "there is no section [%.*s]",
	    STR_ARG(str_head(name, 60)));
	return NULL;
}

/*
 * libinih's source of lines, as fgets(): the next one of src->rest.  Lines that
 * libinih would misread are told and come out empty.
 */
static char *
next_line(char *out, int size, void *source)
{
	struct config_source *src = source;
	struct str line;

	if (size < 2 || !str_cut(&src->rest, '\n', &line))
		return NULL;
	if (src->line++ == 0 && str_starts(line, STR("\xef\xbb\xbf")))
		line = str_from(line, 3);
	assert(line.p != NULL);
	src->indented = line.len > 0 && (line.p[0] == ' ' || line.p[0] == '\t');

	struct str text = str_trim(line);
	if (text.len + 3 > (size_t)size) {
		tell(src, here(src), NULL, "longer than %d bytes", size - 3);
		text = STR("");
	} else if (str_index(text, '\0') >= 0) {
		tell(src, here(src), NULL, "has a NUL byte");
		text = STR("");
	} else if (str_starts(text, STR("["))) {
		src->part = section_open(src, text);
		src->skip = src->part == NULL;
		src->indented = false;
		if (src->skip)
			text = STR("");
	}
	char *p = out;
	if (src->indented)
		*p++ = ' ';
	memcpy(p, text.p, text.len);
	memcpy(p + text.len, "\n", 2);
	return out;
}

static const struct setting *
row_find(const struct section *section, struct str key)
{
	for (size_t i = 0; i < section->n_rows; i++)
		if (str_eq(str_of(section->rows[i].key), key))
			return &section->rows[i];
	return NULL;
}

/* A further line of the list that `g` holds; some libinih leave its comment. */
static void
given_extend(struct config_source *src, const struct setting *s,
    struct config_given *g, struct str text)
{
	struct buf b;

	if (!config_value_is_list(s->type)) {
		tell(src, here(src), s,
		    "takes one line; a setting begins at the start of its "
		    "line");
		return;
	}
	ssize_t comment = str_index(text, ';');
	if (comment >= 0)
		text = str_head(text, (size_t)comment);
	buf_init(&b, &src->arena, g->text.len + text.len + 1);
	buf_str_put(&b, g->text);
	buf_char(&b, ' ');
	buf_str_put(&b, text);
	g->text = buf_view(&b);
}

/* libinih's handler: one setting of the section that src->part stands for. */
static int
take_line(void *source, const char *section UNUSED, const char *key,
    const char *value)
{
	struct config_source *src = source;

	if (src->skip)
		return 1;
	if (src->part == NULL) {
		tell(src, here(src), NULL,
		    "a setting before the first [section]");
		return 1;
	}
	const struct section *c = src->part->section;
	const struct setting *s = row_find(c, str_of(key));
	if (s == NULL) {
		tell(src, here(src), NULL, "%s.%.60s: there is no such setting",
		    c->name, key);
		return 1;
	}
	struct config_given *g = &src->part->given[s - c->rows];
	if (str_is_null(g->text))
		*g = (struct config_given){ str_dup(&src->arena, str_of(value)),
			here(src), false };
	else if (src->indented)
		given_extend(src, s, g, str_of(value));
	else
		tell(src, here(src), s, "was set before, at %s", g->where);
	return 1;
}

bool
config_source_file(
    struct config_source *src, const char *path, size_t max, struct str *out)
{
	FILE *f = fopen(path, "re");
	size_t n = 0;

	if (f == NULL)
		return false;
	/* No copy of a secret is left behind in a buffer. */
	(void)setvbuf(f, NULL, _IONBF, 0);
	char *p = arena_alloc(&src->arena, max + 1);
	if (p != NULL)
		n = fread(p, 1, max + 1, f);
	int why = p == NULL ? ENOMEM : ferror(f) ? errno : n > max ? EFBIG : 0;
	(void)fclose(f);
	*out = (struct str){ p, n };
	errno = why;
	return why == 0;
}

static void
take_file(struct config_source *src, const char *path)
{
	src->path = path == NULL ? CONFIG_FILE : path;
	if (!config_source_file(src, src->path, CONFIG_FILE_MAX, &src->rest)) {
		if (path != NULL || errno != ENOENT)
			tell(src, src->path, NULL, "cannot be read: %s",
			    strerror(errno));
		return;
	}
	int line = ini_parse_stream(next_line, src, take_line, src);
	if (line < 0)
		tell(src, src->path, NULL, "out of memory");
	if (line > 0) {
		src->line = (unsigned)line;
		tell(src, here(src), NULL,
		    "neither `key = value` nor [section]");
	}
}

/* AFTERWORD_<SECTION>_<KEY> */
static void
env_name(char out[ENV_MAX], const char *section, const char *key)
{
	int n = snprintf(out, ENV_MAX, ENV "%s_%s", section, key);

	assert(n > 0 && n < ENV_MAX);
	for (char *p = out; *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
}

static void
take_value(struct config_source *src, const struct config_part *p,
    const struct setting *s, const char *name, struct str value, bool is_file)
{
	struct config_given *g = &p->given[s - p->section->rows];

	if (g->from_env) {
		tell(src, name, s, "%s is set too: which one is meant?",
		    g->where);
		return;
	}
	*g = (struct config_given){ value, name, true };
	if (is_file)
		config_secret_take(src, s, g, value.p, name);
}

/* Whether the variable is named after the section of `p`. */
static bool
take_variable(struct config_source *src, const struct config_part *p,
    struct str name, struct str value)
{
	const struct section *c = p->section;
	const char *where = config_source_text(src, "%.*s", STR_ARG(name));
	char env[ENV_MAX];

	env_name(env, c->name, "");
	if (where == NULL || !str_starts(name, str_of(env)))
		return false;
	for (size_t i = 0; i < c->n_rows; i++) {
		const struct setting *s = &c->rows[i];
		env_name(env, c->name, s->key);
		if (!str_starts(name, str_of(env)))
			continue;
		struct str tail = str_from(name, strlen(env));
		bool is_file = s->type == CONFIG_VALUE_SECRET &&
			       str_eq(tail, STR("_FILE"));
		if (tail.len == 0 || is_file) {
			take_value(src, p, s, where, value, is_file);
			return true;
		}
	}
	tell(src, where, NULL, "there is no such setting");
	return true;
}

/* The site that AFTERWORD_SITE_* is about; NULL when that is not clear. */
static struct config_part *
site_of_env(struct config_source *src, struct str name)
{
	if (name.len == 0)
		return src->n_parts == src->n_sections + 1
			   ? &src->parts[src->n_sections]
			   : NULL;
	struct config_part *site = site_find(src, name);
	return site != NULL ? site : site_add(src, name, ENV "SITE_NAME");
}

/* Empty variables count as unset, as compose files like to leave them. */
static void
take_environment(struct config_source *src)
{
	struct str site_name = str_of(getenv(ENV "SITE_NAME"));
	const struct config_part *site = site_of_env(src, site_name);

	for (char **e = environ; e != NULL && *e != NULL; e++) {
		struct str value = str_of(*e), name;
		bool known = !str_starts(value, STR(ENV)) ||
			     !str_cut(&value, '=', &name) || value.len == 0 ||
			     str_eq(name, STR(ENV "SITE_NAME"));

		for (size_t i = 0; !known && i < src->n_sections; i++)
			known = take_variable(src, &src->parts[i], name, value);
		if (!known && site != NULL)
			(void)take_variable(src, site, name, value);
		else if (!known && site_name.len == 0 &&
			 str_starts(name, STR(ENV "SITE_")))
			tell(src,
			    config_source_text(src, "%.*s", STR_ARG(name)),
			    NULL,
			    ENV "SITE_NAME has to say which site is meant");
	}
}

void
config_source_init(struct config_source *src, char *err, size_t errlen)
{
	assert(errlen > 0);
	*src = (struct config_source){ .err = err, .errlen = errlen };
	err[0] = '\0';
	arena_init(&src->arena, ARENA_CAP);
}

void
config_source_release(struct config_source *src)
{
	arena_wipe(&src->arena);
}

void
config_source_read(
    struct config_source *src, const char *path, const char *program)
{
	const char *credentials = getenv("CREDENTIALS_DIRECTORY");
	const struct section *c = config_value_sections;

	while (c[src->n_sections].name != NULL)
		src->n_sections++;
	src->parts = arena_alloc(&src->arena,
	    (src->n_sections + CONFIG_SITES_MAX) * sizeof(*src->parts));
	if (src->parts == NULL)
		return;
	for (; src->n_parts < src->n_sections; c++)
		if (part_add(src, c, STR_NULL, NULL) == NULL)
			return;
	take_file(src, path);
	if (credentials != NULL)
		config_secret_credentials(src, credentials);
	take_environment(src);
	config_secret_own(src, credentials, program);
	if (src->reasons == 0 && src->n_parts == src->n_sections)
		tell(src, src->path, NULL,
		    "there is no site: add [site \"example.org\"] with the "
		    "line `origins = https://example.org`, or set " ENV
		    "SITE_NAME and " ENV "SITE_ORIGINS");
}
