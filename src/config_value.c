/*
 * config_value.c - a table of types: how each is parsed and printed
 *
 * A parser stores through a pointer to the row's field, whose C type goes with
 * the setting's type (the CONFIG_AS_ macros of config.h).
 */
#include "base/base.h"
#include "config_value.h"

#include <inttypes.h>

#include "base/url.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "config.h"

/* What a value is parsed with, so that parsers stay short. */
struct input {
	const struct setting *s;
	struct str text;
	struct arena *arena;
	char *why;
};

#define SECTION(section, help) static const struct setting section##_rows[] = {
#define SETTING(section, key, field, type, min, max, def, unit, help)          \
	{ #section, #key, offsetof(struct config, section.field),              \
		CONFIG_VALUE_##type, min, max, def, unit, help },
#define SECTION_END(section)                                                   \
	}                                                                      \
	;
#include "config.def"

static const struct setting site_rows[] = {
#define SITE_SETTING(key, field, type, min, max, def, unit, help)              \
	{ "site", #key, offsetof(struct site, field), CONFIG_VALUE_##type,     \
		min, max, def, unit, help },
#include "config.def"
};

const struct section config_value_sections[] = {
#define SECTION(section, help)                                                 \
	{ #section, help, section##_rows, ARRAY_LEN(section##_rows) },
#include "config.def"
	{ NULL, NULL, NULL, 0 },
};

const struct section config_value_site = { "site",
	"One section for each site whose pages are counted. Its NAME is what "
	"calls say in site=; it is of letters, digits, dots, hyphens and "
	"underscores, 40 bytes at most.",
	site_rows, ARRAY_LEN(site_rows) };

/* Says why; false, for `return bad(...)`. */
static bool PRINTF_LIKE(2, 3) bad(const struct input *in, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(in->why, CONFIG_VALUE_WHY_MAX, fmt, ap);
	va_end(ap);
	return false;
}

/* For "%.*s": enough of a text to know it again. */
#define SOME(text) STR_ARG(str_head((text), 60))

static bool
keep(const struct input *in, void *field)
{
	*(struct str *)field = str_dup(in->arena, in->text);
	return true;
}

static uint64_t
limit(const char *s)
{
	uint64_t n = 0;
	bool ok = str_to_u64(str_of(s), 0, UINT32_MAX, &n);

	assert(ok);
	return n;
}

/* Whether the text has from min to max bytes. */
static bool
fits(const struct input *in)
{
	return in->text.len >= limit(in->s->min) &&
	       in->text.len <= limit(in->s->max);
}

/* Whether `s` is of ASCII letters, digits and `others` alone. */
static bool
is_of(struct str s, const char *others)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];
		bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9');

		if (!alnum && strchr(others, c) == NULL)
			return false;
	}
	return true;
}

/* TEXT and SECRET: says nothing of the text itself. */
static bool
parse_text(const struct input *in, void *field)
{
	if (!fits(in))
		return bad(in, "longer than %s bytes", in->s->max);
	return keep(in, field);
}

static bool
parse_path(const struct input *in, void *field)
{
	bool unset = in->text.len == 0; /* which not every setting may be */

	if ((!unset && !str_starts(in->text, STR("/"))) || !fits(in))
		return bad(in,
		    "\"%.*s\" is no path that begins with / and has %s bytes "
		    "at most",
		    SOME(in->text), in->s->max);
	return keep(in, field);
}

static bool
parse_prefix(const struct input *in, void *field)
{
	struct str rest = str_from(in->text, 1), segment;
	bool ok = str_starts(in->text, STR("/")) && fits(in);

	while (ok && str_cut(&rest, '/', &segment))
		ok = segment.len > 0 && is_of(segment, "-._~") &&
		     !str_eq(segment, STR(".")) && !str_eq(segment, STR(".."));
	if (!ok)
		return bad(in,
		    "\"%.*s\" is no path such as /api: letters, digits and "
		    "-._~ between slashes, none at the end, %s bytes at most",
		    SOME(in->text), in->s->max);
	return keep(in, field);
}

static bool
parse_host(const struct input *in, void *field)
{
	if (!fits(in) || !is_of(in->text, ".-_:"))
		return bad(
		    in, "\"%.*s\" is no host name or address", SOME(in->text));
	return keep(in, field);
}

static bool
parse_choice(const struct input *in, void *field)
{
	struct str rest = str_of(in->s->unit), choice;

	while (str_cut(&rest, '|', &choice))
		if (str_eq(choice, in->text))
			return keep(in, field);
	return bad(in, "\"%.*s\" is none of %s", SOME(in->text), in->s->unit);
}

static bool
parse_count(const struct input *in, void *field)
{
	uint64_t n;

	if (!str_to_u64(in->text, limit(in->s->min), limit(in->s->max), &n))
		return bad(in, "\"%.*s\" is no whole number from %s to %s",
		    SOME(in->text), in->s->min, in->s->max);
	*(uint32_t *)field = (uint32_t)n;
	return true;
}

/* The longest first, for print_time(). */
static const struct {
	const char *name;
	uint64_t ms;
} units[] = {
	{ "d", 86400000 },
	{ "h", 3600000 },
	{ "m", 60000 },
	{ "s", 1000 },
	{ "ms", 1 },
};

/* Digits and a unit, or just 0. */
static bool
to_ms(struct str text, uint64_t *ms)
{
	size_t digits = 0;
	uint64_t n;

	while (
	    digits < text.len && text.p[digits] >= '0' && text.p[digits] <= '9')
		digits++;
	if (!str_to_u64(str_head(text, digits), 0, UINT32_MAX, &n))
		return false;
	struct str unit = str_from(text, digits);
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (str_eq(unit, str_of(units[i].name))) {
			*ms = n * units[i].ms;
			return true;
		}
	}
	*ms = 0;
	return n == 0 && unit.len == 0;
}

/* A time of whole steps of `step` milliseconds. */
static bool
parse_time(const struct input *in, void *field, uint64_t step)
{
	uint64_t ms, min, max;
	bool ok =
	    to_ms(str_of(in->s->min), &min) && to_ms(str_of(in->s->max), &max);

	assert(ok);
	if (!to_ms(in->text, &ms) || ms % step != 0 || ms < min || ms > max)
		return bad(in,
		    "\"%.*s\" is no time from %s to %s, with its unit: "
		    "%ss, m, h or d",
		    SOME(in->text), in->s->min, in->s->max,
		    step == 1 ? "ms, " : "");
	*(uint32_t *)field = (uint32_t)(ms / step);
	return true;
}

static bool
parse_seconds(const struct input *in, void *field)
{
	return parse_time(in, field, 1000);
}

static bool
parse_millis(const struct input *in, void *field)
{
	return parse_time(in, field, 1);
}

/* An http(s) address whose host is written as browsers send it. */
static bool
is_site_url(struct str text, struct url *u)
{
	return url_split(text, u) && !str_is_null(u->scheme) &&
	       is_of(u->host, ".-_:[]") && str_is_null(u->query) &&
	       str_index(text, '#') < 0;
}

/* A list has its length beside it, so these two need the site around it. */
#define SITE_AT offsetof(struct site, origins)

static bool
parse_origins(const struct input *in, void *field)
{
	struct site *site = (void *)((char *)field - SITE_AT);
	struct str rest = in->text, piece, origin;
	struct url u;
	size_t max = limit(in->s->max);

	site->origins = arena_zalloc(in->arena, max * sizeof(origin));
	if (site->origins == NULL)
		return true;
	while (str_cut(&rest, ' ', &piece)) {
		if (piece.len == 0)
			continue;
		if (site->n_origins == max)
			return bad(in, "more than %zu origins", max);
		if (!is_site_url(piece, &u) ||
		    !(u.path.len == 0 || str_eq(u.path, STR("/"))) ||
		    !url_origin(in->arena, piece, &origin))
			return bad(in,
			    "\"%.*s\" is no origin: write scheme://host[:port] "
			    "with http or https and the host in ASCII",
			    SOME(piece));
		site->origins[site->n_origins++] = str_dup(in->arena, origin);
	}
	if (site->n_origins == 0)
		return bad(
		    in, "a site needs one at least, such as %s", in->s->unit);
	return true;
}

static bool
parse_zone(const struct input *in, void *field)
{
	struct zone *zone = arena_zalloc(in->arena, sizeof(*zone));

	*(struct zone **)field = zone;
	if (zone != NULL && !zone_init(zone, in->text))
		return bad(in,
		    "\"%.*s\" is no time zone of this system, such as UTC or "
		    "Europe/Skopje (package tzdata)",
		    SOME(in->text));
	return true;
}

static bool
parse_base_url(const struct input *in, void *field)
{
	struct input kept = *in;
	struct url u;

	if (in->text.len > 0 && (!fits(in) || !is_site_url(in->text, &u)))
		return bad(in,
		    "\"%.*s\" is no address such as https://example.org/blog "
		    "of %s bytes at most",
		    SOME(in->text), in->s->max);
	while (str_ends(kept.text, STR("/")))
		kept.text.len--;
	return keep(&kept, field);
}

/* Kept without spaces. */
static bool
parse_names(const struct input *in, void *field)
{
	struct str rest = in->text, name;
	char *p = arena_zalloc(in->arena, in->text.len + 1);
	size_t len = 0;
	bool ok = fits(in);

	if (p == NULL)
		return true;
	while (ok && in->text.len > 0 && str_cut(&rest, ',', &name)) {
		name = str_trim(name);
		ok = name.len > 0 && is_of(name, "-._~[]");
		if (len > 0)
			p[len++] = ',';
		memcpy(p + len, name.p, name.len);
		len += name.len;
	}
	if (!ok)
		return bad(in,
		    "\"%.*s\" is no list such as p,id: letters, digits and "
		    "-._~[] between commas, %s bytes at most",
		    SOME(in->text), in->s->max);
	*(struct str *)field = (struct str){ p, len };
	return true;
}

static void
print_text(const void *field, FILE *out)
{
	const struct str *text = field;

	(void)fprintf(out, "%.*s", STR_ARG(*text));
}

static void
print_count(const void *field, FILE *out)
{
	const uint32_t *n = field;

	(void)fprintf(out, "%" PRIu32, *n);
}

static void
print_time(uint64_t ms, FILE *out)
{
	size_t i = 0;

	while (ms % units[i].ms != 0)
		i++;
	if (ms == 0)
		(void)fputs("0", out);
	else
		(void)fprintf(
		    out, "%" PRIu64 "%s", ms / units[i].ms, units[i].name);
}

static void
print_seconds(const void *field, FILE *out)
{
	const uint32_t *n = field;

	print_time((uint64_t)*n * 1000, out);
}

static void
print_millis(const void *field, FILE *out)
{
	const uint32_t *n = field;

	print_time(*n, out);
}

/* One a line: a line has to stay short. */
static void
print_origins(const void *field, FILE *out)
{
	const struct site *site = (const void *)((const char *)field - SITE_AT);

	for (size_t i = 0; i < site->n_origins; i++)
		(void)fprintf(out, "%s%.*s", i == 0 ? "" : "\n    ",
		    STR_ARG(site->origins[i]));
}

static void
print_zone(const void *field, FILE *out)
{
	struct zone *const *zone = field;

	(void)fputs((*zone)->name, out);
}

static const struct type {
	const char *what;
	bool (*parse)(const struct input *in, void *field);
	void (*print)(const void *field, FILE *out);
} types[] = {
	[CONFIG_VALUE_TEXT] = { "text", parse_text, print_text },
	[CONFIG_VALUE_SECRET] = { "text", parse_text, print_text },
	[CONFIG_VALUE_PATH] = { "path", parse_path, print_text },
	[CONFIG_VALUE_PREFIX] = { "path", parse_prefix, print_text },
	[CONFIG_VALUE_HOST] = { "host", parse_host, print_text },
	[CONFIG_VALUE_CHOICE] = { "word", parse_choice, print_text },
	[CONFIG_VALUE_COUNT] = { "number", parse_count, print_count },
	[CONFIG_VALUE_SECONDS] = { "time", parse_seconds, print_seconds },
	[CONFIG_VALUE_MILLIS] = { "time", parse_millis, print_millis },
	[CONFIG_VALUE_ORIGINS] = { "origin ...", parse_origins, print_origins },
	[CONFIG_VALUE_ZONE] = { "zone", parse_zone, print_zone },
	[CONFIG_VALUE_BASE_URL] = { "address", parse_base_url, print_text },
	[CONFIG_VALUE_NAMES] = { "name,...", parse_names, print_text },
};
_Static_assert(ARRAY_LEN(types) == CONFIG_VALUE__MAX, "a row for each type");

bool
config_value_parse(const struct setting *s, struct str text, void *base,
    struct arena *a, char why[CONFIG_VALUE_WHY_MAX])
{
	struct input in = { s, text, a, why };

	if (!utf8_is_line(text))
		return bad(&in, "has a control byte or is no UTF-8");
	return types[s->type].parse(&in, (char *)base + s->at);
}

void
config_value_print(const struct setting *s, const void *base, FILE *out)
{
	const void *field = (const char *)base + s->at;
	const struct str *text = field;

	if (types[s->type].print == print_text && text->len == 0)
		return;
	(void)fputc(' ', out);
	types[s->type].print(field, out);
}

const char *
config_value_what(enum config_value_type type)
{
	return types[type].what;
}

bool
config_value_is_list(enum config_value_type type)
{
	return type == CONFIG_VALUE_ORIGINS;
}
