/*
 * input.c - query and form are walked in place, JSON is parsed by jansson
 *
 * The body's limit is the route's; nesting is bounded before the parser runs,
 * because jansson recurses.
 */
#include "base/base.h"
#include "http/input.h"

#include "base/jsonr.h"
#include "base/url.h"
#include "base/utf8.h"
#include "http/app.h"
#include "http/route.h"

#define JSON_LEVELS 8

static enum err
fault(struct req *r, const struct field *f, const char *why)
{
	return req_fail(r, ERR_INVALID, f->name, "%s", why);
}

/* At most `max` bytes, not ending within a character. */
static struct str
cut(struct str s, size_t max)
{
	if (s.len <= max)
		return s;
	while (max > 0 && ((unsigned char)s.p[max] & 0xc0) == 0x80)
		max--;
	return str_head(s, max);
}

static enum err
check_length(struct req *r, const struct field *f, struct str s)
{
	if ((int64_t)s.len > f->max)
		return req_fail(r, ERR_INVALID, f->name,
		    "longer than %lld bytes", (long long)f->max);
	if ((int64_t)s.len < f->min)
		return fault(r, f, s.len == 0 ? "is empty" : "too short");
	return ERR_NONE;
}

static enum err
take_line(
    struct req *r, const struct field *f, struct field_value *v, struct str s)
{
	if (f->flags & FIELD_LENIENT) {
		s = cut(s, (size_t)f->max);
		v->text = utf8_is_line(s) ? s : STR("");
		return ERR_NONE;
	}
	enum err e = check_length(r, f, s);
	if (e != ERR_NONE)
		return e;
	if (!utf8_is_line(s))
		return fault(r, f, "not a line of valid UTF-8 text");
	v->text = s;
	return ERR_NONE;
}

/* Forms end lines with CRLF (WHATWG HTML 4.10.21.3), scripts as they like. */
static struct str
with_lf(struct arena *a, struct str s)
{
	if (str_index(s, '\r') < 0)
		return s;
	char *p = arena_alloc(a, s.len);
	size_t len = 0;

	if (p == NULL)
		return STR_NULL;
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] != '\r')
			p[len++] = s.p[i];
		else if (i + 1 == s.len || s.p[i + 1] != '\n')
			p[len++] = '\n';
	}
	return (struct str){ p, len };
}

static enum err
take_lines(
    struct req *r, const struct field *f, struct field_value *v, struct str s)
{
	struct str text = with_lf(&r->arena, s);

	if (arena_failed(&r->arena))
		return ERR_BUSY;
	enum err e = check_length(r, f, text);
	if (e != ERR_NONE)
		return e;
	if (!utf8_is_text(text))
		return fault(r, f, "not valid UTF-8 text");
	v->text = text;
	return ERR_NONE;
}

static enum err
take_int(struct req *r, const struct field *f, struct field_value *v, int64_t n)
{
	if (n < f->min || n > f->max)
		return req_fail(r, ERR_INVALID, f->name,
		    "not between %lld and %lld", (long long)f->min,
		    (long long)f->max);
	v->number = n;
	return ERR_NONE;
}

static enum err
take_word(
    struct req *r, const struct field *f, struct field_value *v, struct str s)
{
	struct str rest = str_of(f->words), word;

	for (v->number = 0; str_cut(&rest, ' ', &word); v->number++) {
		if (str_eq(word, s)) {
			v->text = s;
			return ERR_NONE;
		}
	}
	return req_fail(r, ERR_INVALID, f->name, "not one of: %s", f->words);
}

static enum err
take_site(struct req *r, const struct field *f, struct str s)
{
	r->site = config_site_by_name(r->app->cfg, s);
	return r->site != NULL ? ERR_NONE : fault(r, f, "no such site");
}

/* One value that came as text. */
static enum err
take_text(
    struct req *r, const struct field *f, struct field_value *v, struct str s)
{
	int64_t n;

	switch (f->type) {
	case FIELD_LINE:
		return take_line(r, f, v, s);
	case FIELD_TEXT:
		return take_lines(r, f, v, s);
	case FIELD_WORD:
		return take_word(r, f, v, s);
	case FIELD_SITE:
		return take_site(r, f, s);
	case FIELD_BOOL:
		if (!str_eq(s, STR("0")) && !str_eq(s, STR("1")))
			return fault(r, f, "not 0 or 1");
		v->number = s.p[0] == '1';
		return ERR_NONE;
	case FIELD_INT:
		if (!str_to_i64(s, &n))
			return fault(r, f, "not a whole number");
		return take_int(r, f, v, n);
	}
	abort();
}

static enum err
append(
    struct req *r, const struct field *f, struct field_value *v, struct str s)
{
	if (v->n_many == FIELD_MANY_MAX)
		return req_fail(r, ERR_INVALID, f->name,
		    "given more than %d times", FIELD_MANY_MAX);
	if (v->many == NULL)
		v->many =
		    arena_alloc(&r->arena, FIELD_MANY_MAX * sizeof(*v->many));
	if (v->many == NULL)
		return ERR_BUSY;
	v->many[v->n_many++] = s;
	return ERR_NONE;
}

static enum err
take_json(
    struct req *r, const struct field *f, struct field_value *v, json_t *j)
{
	if (f->type == FIELD_INT) {
		if (!json_is_integer(j))
			return fault(r, f, "not a whole number");
		return take_int(r, f, v, json_integer_value(j));
	}
	if (f->type == FIELD_BOOL) {
		if (!json_is_boolean(j))
			return fault(r, f, "not true or false");
		v->number = json_is_true(j);
		return ERR_NONE;
	}
	if (!json_is_string(j))
		return fault(r, f, "not a string");
	struct str s = { json_string_value(j), json_string_length(j) };
	enum err e = take_text(r, f, v, s);
	return e == ERR_NONE && (f->flags & FIELD_MANY) ? append(r, f, v, s)
							: e;
}

static const struct field *
find(const struct req *r, struct str name, struct field_value **v)
{
	for (const struct field *f = r->route->fields;
	     f != NULL && f->name != NULL; f++) {
		if (str_eq(str_of(f->name), name)) {
			*v = &r->fields[f - r->route->fields];
			return f;
		}
	}
	return NULL;
}

/* The name is the sender's: it is shown only when it is a harmless one. */
static enum err
unknown(struct req *r, struct str name)
{
	bool harmless = name.len > 0 && name.len <= 40;

	for (size_t i = 0; harmless && i < name.len; i++) {
		unsigned char c = (unsigned char)name.p[i];
		harmless = c > 0x20 && c < 0x7f && c != '"' && c != '<';
	}
	if (!harmless)
		return req_fail(r, ERR_INVALID, NULL, "an unknown field");
	struct str copy = str_dup(&r->arena, name);
	return req_fail(r, ERR_INVALID, copy.p, "unknown field");
}

static enum err
decode(struct req *r, struct str *name, struct str *value, const char *where)
{
	if (url_decode(&r->arena, *name, true, name) &&
	    url_decode(&r->arena, *value, true, value))
		return ERR_NONE;
	if (arena_failed(&r->arena))
		return ERR_BUSY;
	return req_fail(r, ERR_BAD_REQUEST, NULL,
	    "a broken percent-encoding in the %s", where);
}

static enum err
read_query(struct req *r)
{
	struct str rest = r->param[PARAM_QUERY], name, value;

	while (url_next_pair(&rest, &name, &value)) {
		struct field_value *v;

		enum err e = decode(r, &name, &value, "query");
		if (e != ERR_NONE)
			return e;
		const struct field *f = find(r, name, &v);
		if (f == NULL)
			return unknown(r, name);
		if (v->given && !(f->flags & FIELD_MANY))
			return req_fail(r, ERR_BAD_REQUEST, f->name,
			    "given more than once");
		v->given = true;
		e = take_text(r, f, v, value);
		if (e == ERR_NONE && (f->flags & FIELD_MANY))
			e = append(r, f, v, value);
		if (e != ERR_NONE)
			return e;
	}
	return ERR_NONE;
}

bool
input_form_value(struct req *r, struct str wanted, struct str *out)
{
	struct str rest = r->body, name, value;
	unsigned n = 0;

	if (r->input != INPUT_FORM)
		return false;
	while (url_next_pair(&rest, &name, &value)) {
		if (decode(r, &name, &value, "form") != ERR_NONE)
			return false;
		if (str_eq(name, wanted)) {
			*out = value;
			n++;
		}
	}
	return n == 1;
}

/* All that a form gives, as it is: nothing is checked yet. */
static enum err
store_form(struct req *r)
{
	struct str rest = r->body, name, value;

	while (url_next_pair(&rest, &name, &value)) {
		struct field_value *v;

		enum err e = decode(r, &name, &value, "form");
		if (e != ERR_NONE)
			return e;
		const struct field *f = find(r, name, &v);
		if (f == NULL)
			return unknown(r, name);
		if (v->given && !(f->flags & FIELD_MANY))
			return req_fail(r, ERR_BAD_REQUEST, f->name,
			    "given more than once");
		if (f->flags & FIELD_MANY)
			e = append(r, f, v, value);
		if (e != ERR_NONE)
			return e;
		v->given = true;
		v->raw = true;
		v->text = value;
	}
	return ERR_NONE;
}

static enum err
check_form(struct req *r)
{
	for (const struct field *f = r->route->fields;
	     f != NULL && f->name != NULL; f++) {
		struct field_value *v = &r->fields[f - r->route->fields];

		if (!v->raw)
			continue;
		/* Browsers send what was left empty, too. */
		if (v->text.len == 0 && !(f->flags & FIELD_REQUIRED)) {
			*v = (struct field_value){ .given = false };
			continue;
		}
		enum err e = ERR_NONE;
		for (size_t i = 0; i < v->n_many && e == ERR_NONE; i++)
			e = take_text(r, f, v, v->many[i]);
		if (v->n_many == 0)
			e = take_text(r, f, v, v->text);
		if (e != ERR_NONE)
			return e;
		v->raw = false;
	}
	return ERR_NONE;
}

/* Counts brackets outside strings. */
static bool
too_deep(struct str s)
{
	unsigned depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"') {
			quoted = true;
		} else if (c == '{' || c == '[') {
			if (++depth > JSON_LEVELS)
				return true;
		} else if (c == '}' || c == ']') {
			depth -= depth > 0;
		}
	}
	return false;
}

static enum err
read_object(struct req *r, json_t *root)
{
	const char *key;
	json_t *j;

	json_object_foreach(root, key, j)
	{
		struct field_value *v;
		const struct field *f = find(r, str_of(key), &v);

		if (f == NULL)
			return unknown(r, str_of(key));
		if (v->given)
			return req_fail(r, ERR_BAD_REQUEST, f->name,
			    "given more than once");
		v->given = true;
		enum err e = take_json(r, f, v, j);
		if (e != ERR_NONE)
			return e;
	}
	return ERR_NONE;
}

static enum err
read_json(struct req *r)
{
	json_error_t why;

	if (too_deep(r->body))
		return req_fail(r, ERR_BAD_REQUEST, NULL,
		    "JSON nested deeper than %d levels", JSON_LEVELS);
	json_t *root = jsonr_parse(&r->arena, r->body, &why);
	if (arena_failed(&r->arena))
		return ERR_BUSY;
	if (root == NULL)
		return req_fail(r, ERR_BAD_REQUEST, NULL,
		    "the body is no JSON: line %d, column %d", why.line,
		    why.column);
	if (!json_is_object(root))
		return req_fail(
		    r, ERR_BAD_REQUEST, NULL, "the body is no JSON object");
	return read_object(r, root);
}

static enum err
fill_absent(struct req *r)
{
	for (const struct field *f = r->route->fields;
	     f != NULL && f->name != NULL; f++) {
		struct field_value *v = &r->fields[f - r->route->fields];

		if (v->given)
			continue;
		if (f->flags & FIELD_REQUIRED)
			return fault(r, f, "is missing");
		if (f->fallback == NULL)
			continue;
		enum err e = take_text(r, f, v, str_of(f->fallback));
		if (e != ERR_NONE)
			return e;
	}
	return ERR_NONE;
}

enum err
input_read(struct req *r)
{
	bool form = r->body.len > 0 && r->input == INPUT_FORM;
	enum err e = form ? store_form(r) : ERR_NONE;

	if (e == ERR_NONE)
		e = read_query(r);
	if (e == ERR_NONE && form)
		e = check_form(r);
	else if (e == ERR_NONE && r->body.len > 0)
		e = read_json(r);
	return e == ERR_NONE ? fill_absent(r) : e;
}

static const struct {
	enum input_type type;
	struct str media;
	const char *words;
} types_known[] = {
	{ INPUT_JSON, { "application/json", 16 }, "JSON as application/json" },
	{ INPUT_TEXT, { "text/plain", 10 }, "text/plain" },
	{ INPUT_FORM, { "application/x-www-form-urlencoded", 33 },
	    "a form as application/x-www-form-urlencoded" },
};

enum input_type
input_type_of(struct str content_type)
{
	struct str type;

	if (!str_cut(&content_type, ';', &type))
		return INPUT_NONE;
	type = str_trim(type);
	for (size_t i = 0; i < ARRAY_LEN(types_known); i++)
		if (str_eq_nocase(type, types_known[i].media))
			return types_known[i].type;
	return INPUT_NONE;
}

struct str
input_media(enum input_type type)
{
	for (size_t i = 0; i < ARRAY_LEN(types_known); i++)
		if (types_known[i].type == type)
			return types_known[i].media;
	abort();
}

void
input_types_say(unsigned types, char out[INPUT_WORDS_MAX])
{
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(types_known); i++) {
		if (!(types & types_known[i].type))
			continue;
		int n = snprintf(out + len, INPUT_WORDS_MAX - len, "%s%s",
		    len > 0 ? " or " : "", types_known[i].words);
		assert(n > 0 && (size_t)n < INPUT_WORDS_MAX - len);
		len += (size_t)n;
	}
}
