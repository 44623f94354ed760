#include "base/base.h"
#include "fields.h"

#include <jansson.h>

#include "../lib/loop.h"
#include "base/jsonw.h"
#include "base/url.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "http/reply.h"

#define SETTINGS                                                               \
	"[site \"one\"]\norigins = https://one.example\n"                      \
	"[site \"two\"]\norigins = https://two.example\n"

enum {
	NAME,
	TEXT,
	NUMBER,
	FLAG,
	WORD,
	TITLE,
	MANY,
	SITE,
	FIELDS
};

static const struct field fields[] = {
	[NAME] = { .name = "name",
	    .type = FIELD_LINE,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = 64,
	    .help = "." },
	[TEXT] = { .name = "text",
	    .type = FIELD_TEXT,
	    .min = 2,
	    .max = 256,
	    .help = "." },
	[NUMBER] = { .name = "n",
	    .type = FIELD_INT,
	    .min = -5,
	    .max = INT64_MAX,
	    .fallback = "7",
	    .help = "." },
	[FLAG] = { .name = "flag", .type = FIELD_BOOL, .help = "." },
	[WORD] = { .name = "word",
	    .type = FIELD_WORD,
	    .words = "up down none",
	    .fallback = "none",
	    .help = "." },
	[TITLE] = { .name = "title",
	    .type = FIELD_LINE,
	    .flags = FIELD_LENIENT,
	    .max = 20,
	    .help = "." },
	[MANY] = { .name = "many",
	    .type = FIELD_LINE,
	    .flags = FIELD_MANY,
	    .min = 1,
	    .max = 16,
	    .help = "." },
	[SITE] = { .name = "site", .type = FIELD_SITE, .help = "." },
	[FIELDS] = { .name = NULL },
};

static struct loop l;

/* What was taken, in each of the ways, when it was. */
static struct taken {
	struct arena arena;
	struct str query, json;
} taken;

/* Browsers and forms know no empty value. */
static bool
is_there(const struct req *r, size_t i)
{
	const struct field_value *v = &r->fields[i];

	return v->given && (fields[i].type != FIELD_LINE || v->text.len > 0);
}

static void
is_within(const struct field *f, const struct field_value *v)
{
	struct str s = input_text(v);
	int64_t len = (int64_t)s.len;
	bool is_text = f->type == FIELD_LINE || f->type == FIELD_TEXT;

	assert(!v->raw);
	assert(f->type != FIELD_INT || !v->given ||
	       (v->number >= f->min && v->number <= f->max));
	assert(f->type != FIELD_BOOL || v->number == 0 || v->number == 1);
	if (!is_text || !v->given)
		return;
	assert(f->type == FIELD_LINE ? utf8_is_line(s) : utf8_is_text(s));
	assert(len <= f->max);
	assert(len >= f->min || (f->flags & FIELD_LENIENT));
	assert(v->n_many <= FIELD_MANY_MAX);
	for (size_t i = 0; i < v->n_many; i++)
		assert(utf8_is_line(v->many[i]) && v->many[i].len >= 1 &&
		       v->many[i].len <= 16);
}

/* As text; of SITE there is no more than what it means. */
static struct str
text_of(const struct req *r, size_t i)
{
	const struct field_value *v = &r->fields[i];
	struct buf b;

	if (fields[i].type == FIELD_SITE)
		return r->site->name;
	if (fields[i].type != FIELD_INT && fields[i].type != FIELD_BOOL)
		return v->text;
	buf_init(&b, &taken.arena, BUF_U64_MAX + 1);
	buf_i64(&b, v->number);
	return buf_view(&b);
}

static void
put_pair(struct buf *b, const char *name, struct str value)
{
	if (b->len > 0)
		buf_char(b, '&');
	buf_str_put(b, str_of(name));
	buf_char(b, '=');
	url_put_value(b, value);
}

static void
put_query(const struct req *r, struct buf *b)
{
	for (size_t i = 0; i < FIELDS; i++) {
		const struct field_value *v = &r->fields[i];

		for (size_t k = 0; k < v->n_many; k++)
			put_pair(b, fields[i].name, v->many[k]);
		if (v->n_many == 0 && is_there(r, i))
			put_pair(b, fields[i].name, text_of(r, i));
	}
}

static void
put_json(const struct req *r, struct buf *b)
{
	struct jsonw j;

	jsonw_init(&j, b);
	jsonw_object(&j, NULL);
	for (size_t i = 0; i < FIELDS; i++) {
		const struct field_value *v = &r->fields[i];

		if (!is_there(r, i) || v->n_many > 0)
			continue;
		if (fields[i].type == FIELD_INT)
			jsonw_int(&j, fields[i].name, v->number);
		else if (fields[i].type == FIELD_BOOL)
			jsonw_bool(&j, fields[i].name, v->number == 1);
		else
			jsonw_str(&j, fields[i].name, text_of(r, i));
	}
	jsonw_object_end(&j);
}

static enum err
take(struct req *r)
{
	struct buf query, json;

	for (size_t i = 0; i < FIELDS; i++)
		is_within(&fields[i], &r->fields[i]);
	assert(r->site != NULL && r->fields[NAME].given);
	assert(r->fields[WORD].number >= 0 && r->fields[WORD].number <= 2);
	buf_init(&query, &taken.arena, 1024);
	buf_init(&json, &taken.arena, 1024);
	put_query(r, &query);
	put_json(r, &json);
	taken.query = buf_view(&query);
	taken.json = buf_view(&json);
	assert(!str_is_null(taken.query) && !str_is_null(taken.json));
	(void)reply_text(r, STR("text/plain"));
	return reply_end(r);
}

static const struct route routes[] = {
	{ .path = "/take",
	    .methods = METHOD_GET | METHOD_POST,
	    .handler = take,
	    .fields = fields,
	    .body_max = 64 * 1024,
	    .types = INPUT_JSON | INPUT_FORM,
	    .help = "." },
	{ .path = NULL },
};

void
fields_begin(void)
{
	loop_open(&l, routes, SETTINGS);
	arena_init(&taken.arena, REQ_ARENA_CAP);
}

/* Whether it was taken; `name` is of a site that the origin tells. */
static bool
send(enum input_type how, struct str text)
{
	static const char path[] = "SCRIPT_NAME=/api/take";
	static const char from[] = "HTTP_ORIGIN=https://two.example";
	struct arena a;

	arena_init(&a, REQ_ARENA_CAP);
	if (how == INPUT_NONE)
		loop_ask(&l, STR(""), "REQUEST_METHOD=GET", path, from,
		    fuzz_string(&a, "QUERY_STRING=", text));
	else
		loop_ask(&l, text, "REQUEST_METHOD=POST", path, from,
		    fuzz_string(&a, "CONTENT_TYPE=", input_media(how)));
	arena_reset(&a);
	assert(l.answers == 1);
	if (l.status == 200)
		return true;
	assert(l.status == 400 || l.status == 422 || l.status == 503);
	json_t *problem =
	    json_loadb(l.body, l.body_len, JSON_REJECT_DUPLICATES, NULL);
	assert(json_is_string(json_object_get(problem, "type")));
	json_decref(problem);
	return false;
}

/* Without what JSON cannot say: several values of one field. */
static bool
is_same(struct str query, struct str json, bool all)
{
	return str_eq(taken.json, json) && (!all || str_eq(taken.query, query));
}

void
fields_try(enum input_type how, struct str text)
{
	if (send(how, text)) {
		struct str query = taken.query, json = taken.json;

		assert(send(INPUT_NONE, query) && is_same(query, json, true));
		assert(send(INPUT_FORM, query) && is_same(query, json, true));
		assert(send(INPUT_JSON, json) && is_same(query, json, false));
	}
	arena_reset(&taken.arena);
	loop_forget(&l);
}
