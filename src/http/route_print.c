/*
 * route_print.c - the table of routes, written for people and for programs
 */
#include "base/base.h"
#include "http/route.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/jsonw.h"

#define API_MAX (256 * 1024) /* bytes of all that is printed as JSON */

/* --- mdoc --- */

static void
print_methods(unsigned bits, FILE *out)
{
	const char *sep = "";

	for (unsigned bit = METHOD_GET; bit <= METHOD_OPTIONS; bit <<= 1) {
		if (!(bits & bit))
			continue;
		fprintf(out, "%s%s", sep, route_method_name(bit));
		sep = ", ";
	}
}

static void
print_field(const struct field *f, bool in_path, FILE *out)
{
	fprintf(out, ".It Va %s\n", f->name);
	switch (f->type) {
	case FIELD_LINE:
		fprintf(out, "Text of %lld to %lld bytes", (long long)f->min,
		    (long long)f->max);
		break;
	case FIELD_TEXT:
		fprintf(out, "Text of several lines, %lld to %lld bytes",
		    (long long)f->min, (long long)f->max);
		break;
	case FIELD_INT:
		fprintf(out, "Number from %lld to %lld", (long long)f->min,
		    (long long)f->max);
		break;
	case FIELD_BOOL:
		fprintf(out, "0 or 1");
		break;
	case FIELD_WORD:
		fprintf(out, "One of: %s", f->words);
		break;
	case FIELD_SITE:
		fprintf(out, "Name of a configured site");
		break;
	}
	if (in_path)
		fprintf(out, ", in the path");
	else if (f->flags & FIELD_REQUIRED)
		fprintf(out, ", required");
	if (f->flags & FIELD_MANY)
		fprintf(out, ", up to %d times", FIELD_MANY_MAX);
	if (f->fallback != NULL)
		fprintf(out, ", else %s", f->fallback);
	fprintf(out, ".\n%s\n", f->help);
}

void
route_print(const struct route *routes, const char *prefix, FILE *out)
{
	char words[INPUT_WORDS_MAX];

	fprintf(out, ".Bl -tag -width Ds\n");
	for (const struct route *row = routes; row->path != NULL; row++) {
		fprintf(out, ".It ");
		print_methods(row->methods, out);
		fprintf(out, " Pa %s%s\n%s\n", row->bare ? "" : prefix,
		    row->path, row->help);
		if (row->body_max > 0) {
			input_types_say(row->types, words);
			fprintf(out, "Body of at most %zu bytes: %s.\n",
			    row->body_max, words);
		}
		if (row->cache_s > 0)
			fprintf(out, "Kept by caches for %u seconds.\n",
			    row->cache_s);
		if (row->revalidate)
			fprintf(out, "Kept by caches, which ask each time.\n");
		if (row->fields == NULL)
			continue;
		fprintf(out, ".Bl -tag -width Ds -compact\n");
		for (const struct field *f = row->fields; f->name != NULL; f++)
			print_field(f, f == route_variable(row), out);
		fprintf(out, ".El\n");
	}
	fprintf(out, ".El\n");
}

/* --- JSON --- */

static const char *const type_names[] = {
	[FIELD_LINE] = "line",
	[FIELD_TEXT] = "text",
	[FIELD_INT] = "int",
	[FIELD_BOOL] = "bool",
	[FIELD_WORD] = "word",
	[FIELD_SITE] = "site",
};

static void
put_field(struct jsonw *j, const struct field *f, bool in_path)
{
	jsonw_object(j, NULL);
	jsonw_str(j, "name", str_of(f->name));
	jsonw_str(j, "type", str_of(type_names[f->type]));
	jsonw_bool(j, "in_path", in_path);
	jsonw_bool(j, "required", f->flags & FIELD_REQUIRED);
	jsonw_int(j, "times", f->flags & FIELD_MANY ? FIELD_MANY_MAX : 1);
	jsonw_bool(j, "lenient", f->flags & FIELD_LENIENT);
	jsonw_int(j, "min", f->min);
	jsonw_int(j, "max", f->max);
	if (f->words != NULL)
		jsonw_str(j, "words", str_of(f->words));
	if (f->fallback != NULL)
		jsonw_str(j, "fallback", str_of(f->fallback));
	jsonw_object_end(j);
}

static void
put_route(struct jsonw *j, const struct route *row)
{
	jsonw_object(j, NULL);
	jsonw_str(j, "path", str_of(row->path));
	jsonw_bool(j, "bare", row->bare);
	jsonw_array(j, "methods");
	for (unsigned bit = METHOD_GET; bit <= METHOD_OPTIONS; bit <<= 1)
		if (row->methods & bit)
			jsonw_str(j, NULL, str_of(route_method_name(bit)));
	jsonw_array_end(j);
	jsonw_int(j, "body_max", (int64_t)row->body_max);
	jsonw_array(j, "types");
	for (unsigned bit = INPUT_JSON; bit <= INPUT_FORM; bit <<= 1)
		if (row->types & bit)
			jsonw_str(j, NULL, input_media((enum input_type)bit));
	jsonw_array_end(j);
	jsonw_bool(j, "origin_required", row->origin == ORIGIN_REQUIRED);
	jsonw_bool(j, "signed_in", row->auth == AUTH_SESSION);
	jsonw_bool(j, "kept", row->cache_s > 0 || row->revalidate);
	jsonw_bool(j, "pages", row->problem != NULL);
	jsonw_array(j, "fields");
	for (const struct field *f = row->fields; f != NULL && f->name != NULL;
	     f++)
		put_field(j, f, f == route_variable(row));
	jsonw_array_end(j);
	jsonw_object_end(j);
}

static bool
has_sessions(const struct route *routes)
{
	while (routes->path != NULL && routes->auth != AUTH_SESSION)
		routes++;
	return routes->path != NULL;
}

/* Only moderators get to see these. */
static bool
is_of_sessions(enum err e)
{
	return e == ERR_SESSION || e == ERR_CSRF || e == ERR_GONE;
}

static void
put_problems(struct jsonw *j, bool sessions)
{
	for (enum err e = ERR_NONE + 1; e < ERR__MAX; e++) {
		if (is_of_sessions(e) && !sessions)
			continue;
		jsonw_object(j, NULL);
		jsonw_str(j, "name", str_of(err_info(e)->slug));
		jsonw_str(j, "title", str_of(err_info(e)->title));
		jsonw_int(j, "status", err_info(e)->status);
		jsonw_object_end(j);
	}
}

void
route_print_api(const struct route *routes, FILE *out)
{
	struct arena a;
	struct buf b;
	struct jsonw j;

	arena_init(&a, API_MAX);
	buf_init(&b, &a, 0);
	jsonw_init(&j, &b);
	jsonw_object(&j, NULL);
	jsonw_array(&j, "routes");
	for (const struct route *row = routes; row->path != NULL; row++)
		put_route(&j, row);
	jsonw_array_end(&j);
	jsonw_array(&j, "problems");
	put_problems(&j, has_sessions(routes));
	jsonw_array_end(&j);
	jsonw_object_end(&j);

	struct str text = buf_view(&b);
	assert(!str_is_null(text));
	fprintf(out, "%.*s\n", STR_ARG(text));
	arena_reset(&a);
}
