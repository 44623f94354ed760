#include "base/base.h"
#include "ctl/members.h"

bool
members_parse(struct members *m, struct arena *a, struct str line)
{
	json_error_t error;

	*m = (struct members){ .arena = a };
	m->object =
	    json_loadb(line.p, line.len, JSON_REJECT_DUPLICATES, &error);
	if (m->object == NULL)
		members_fault(m, "no JSON: %s", error.text);
	else if (!json_is_object(m->object))
		members_fault(m, "no JSON object");
	return !m->failed;
}

void
members_release(struct members *m)
{
	json_decref(m->object);
	m->object = NULL;
}

void
members_fault(struct members *m, const char *fmt, ...)
{
	va_list ap;

	if (m->failed)
		return;
	m->failed = true;
	va_start(ap, fmt);
	(void)vsnprintf(m->why, sizeof(m->why), fmt, ap);
	va_end(ap);
}

/* The member, if it has the type that is told. */
static const json_t *
take(struct members *m, const char *name, bool is_type(const json_t *),
    const char *type)
{
	const json_t *value = json_object_get(m->object, name);

	if (value == NULL)
		return NULL;
	assert(m->n_taken < MEMBERS_MAX);
	m->taken[m->n_taken++] = name;
	if (is_type(value))
		return value;
	members_fault(m, "%s is no %s", name, type);
	return NULL;
}

/* jansson's are macros. */
static bool
is_string(const json_t *value)
{
	return json_is_string(value);
}

static bool
is_integer(const json_t *value)
{
	return json_is_integer(value);
}

static bool
is_bool(const json_t *value)
{
	return json_is_boolean(value);
}

static bool
is_array(const json_t *value)
{
	return json_is_array(value);
}

static bool
is_object(const json_t *value)
{
	return json_is_object(value);
}

struct str
members_text(struct members *m, const json_t *string)
{
	struct str text = { json_string_value(string),
		json_string_length(string) };

	text = str_dup(m->arena, text);
	if (str_is_null(text))
		members_fault(m, "too long");
	return text;
}

struct str
members_str(struct members *m, const char *name)
{
	const json_t *value = take(m, name, is_string, "string");

	return value == NULL ? STR_NULL : members_text(m, value);
}

bool
members_int(
    struct members *m, const char *name, int64_t min, int64_t max, int64_t *out)
{
	const json_t *value = take(m, name, is_integer, "whole number");

	if (value == NULL)
		return false;
	*out = json_integer_value(value);
	if (*out < min || *out > max)
		members_fault(m, "%s is not from %lld to %lld", name,
		    (long long)min, (long long)max);
	return true;
}

const json_t *
members_bool(struct members *m, const char *name)
{
	return take(m, name, is_bool, "true or false");
}

bool
members_true(struct members *m, const char *name)
{
	return json_is_true(members_bool(m, name));
}

const json_t *
members_array(struct members *m, const char *name)
{
	return take(m, name, is_array, "array");
}

const json_t *
members_object(struct members *m, const char *name)
{
	return take(m, name, is_object, "object");
}

static bool
was_taken(const struct members *m, const char *name)
{
	for (size_t i = 0; i < m->n_taken; i++)
		if (strcmp(m->taken[i], name) == 0)
			return true;
	return false;
}

bool
members_end(struct members *m)
{
	void *at = json_object_iter(m->object);

	for (; at != NULL; at = json_object_iter_next(m->object, at))
		if (!was_taken(m, json_object_iter_key(at)))
			members_fault(m, "%.60s is no member that is known",
			    json_object_iter_key(at));
	return !m->failed;
}
