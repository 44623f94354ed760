#include "base/base.h"
#include "ctl/record.h"

#include <sodium.h>

#include "base/base64.h"
#include "base/utf8.h"
#include "comments/author.h"
#include "comments/comment.h"
#include "comments/markup.h"
#include "comments/sitekey.h"

#define SECONDS_MAX UINT32_MAX /* until 2106, as the order of comments goes */
#define SEALED_MAX (AUTHOR_MAIL_MAX + 64)

/* clang-format off */
const struct record_field record_key = {
	"key", "y", RECORD_BYTES, SITEKEY_RANDOM_LEN, SITEKEY_RANDOM_LEN,
};

const struct record_field record_comment[] = {
	{ "created", "t",   RECORD_INT,   1, SECONDS_MAX },
	{ "edited",  "e",   RECORD_INT,   1, SECONDS_MAX },
	{ "parent",  "p",   RECORD_INT,   1, COMMENT_ID_MAX },
	{ "state",   "st",  RECORD_STATE, 1, 10 },
	{ "reason",  "why", RECORD_LINE,  1, COMMENT_REASON_MAX },
	{ "since",   "ts",  RECORD_INT,   1, SECONDS_MAX },
	{ "name",    "n",   RECORD_NAME,  1, AUTHOR_NAME_MAX },
	{ "url",     "u",   RECORD_URL,   1, AUTHOR_URL_MAX },
	{ "text",    "s",   RECORD_TEXT,  1, MARKUP_SOURCE_MAX },
	{ "owner",   "o",   RECORD_YES,   0, 0 },
	{ "up",      "up",  RECORD_INT,   1, COMMENT_VOTES_MAX },
	{ "down",    "dn",  RECORD_INT,   1, COMMENT_VOTES_MAX },
	{ "avatar",  "v",   RECORD_HEX,   SITEKEY_ID_LEN, SITEKEY_ID_LEN },
	{ "author",  "w",   RECORD_HEX,   SITEKEY_ID_LEN, SITEKEY_ID_LEN },
	{ "mail",    "m",   RECORD_BYTES, 1, SEALED_MAX },
	{ "token",   "k",   RECORD_BYTES, SITEKEY_HASH_LEN, SITEKEY_HASH_LEN },
};

const struct record_field record_article[] = {
	{ "title",  "title",  RECORD_LINE,   1, 1024 },
	{ "first",  "first",  RECORD_INT,    0, SECONDS_MAX },
	{ "closed", "closed", RECORD_CLOSED, 0, 0 },
};

const struct record_field record_author[] = {
	{ "approved", "ok",    RECORD_YES, 0, 0 },
	{ "since",    "since", RECORD_INT, 1, SECONDS_MAX },
};
/* clang-format on */

_Static_assert(RECORD_AUTHOR_LEN == SITEKEY_ID_LEN, "one length of ids");

/* --- to a file --- */

static bool
put_bytes(struct jsonw *j, struct arena *a, const char *name, struct str value)
{
	size_t room = sodium_base64_ENCODED_LEN(
	    value.len, sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_alloc(a, room);

	if (text == NULL)
		return false;
	(void)sodium_bin2base64(text, room, (const unsigned char *)value.p,
	    value.len, sodium_base64_VARIANT_ORIGINAL);
	jsonw_str(j, name, str_of(text));
	return true;
}

bool
record_put(struct jsonw *j, struct arena *a, const struct record_field *f,
    struct str value)
{
	bool yes = str_eq(value, STR("1"));
	bool fits =
	    (int64_t)value.len >= f->min && (int64_t)value.len <= f->max;
	int64_t n;

	switch (f->type) {
	case RECORD_INT:
		if (!str_to_i64(value, &n) || n < f->min || n > f->max)
			return false;
		jsonw_int(j, f->name, n);
		return true;
	case RECORD_BYTES:
		return fits && put_bytes(j, a, f->name, value);
	case RECORD_YES:
	case RECORD_CLOSED:
		if (!yes && (f->type == RECORD_YES || !str_eq(value, STR("0"))))
			return false;
		jsonw_bool(j, f->name, yes);
		return true;
	case RECORD_TEXT:
		fits = fits && utf8_is_text(value);
		break;
	default:
		fits = fits && utf8_is_line(value);
	}
	if (!fits)
		return false;
	jsonw_str(j, f->name, value);
	return true;
}

/* --- from a file --- */

static struct str
take_bytes(struct members *m, const struct record_field *f)
{
	struct str text = members_str(m, f->name);
	unsigned char *bytes = arena_alloc(m->arena, text.len + 1);
	size_t len = 0;

	if (str_is_null(text) || bytes == NULL)
		return STR("");
	if (!base64_decode(BASE64_PADDED, text, bytes, text.len + 1, &len))
		members_fault(m, "%s is no base64", f->name);
	else if ((int64_t)len < f->min || (int64_t)len > f->max)
		members_fault(m, "%s has %zu bytes", f->name, len);
	return (struct str){ (const char *)bytes, len };
}

static bool
is_hex(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!(s.p[i] >= '0' && s.p[i] <= '9') &&
		    !(s.p[i] >= 'a' && s.p[i] <= 'f'))
			return false;
	return true;
}

static bool
is_state(struct str s)
{
	return str_eq(s, STR("held")) || str_eq(s, STR("spam")) ||
	       str_eq(s, STR("deleted"));
}

static struct str
clean_source(struct members *m, struct str text)
{
	struct str source =
	    utf8_is_text(text) ? markup_source(m->arena, text) : STR_NULL;

	if (str_is_null(source) || source.len == 0)
		members_fault(m, "text is no text");
	return source;
}

/* A name or an address, as if it had just been sent. */
static struct str
clean_line(struct members *m, const struct record_field *f, struct str text)
{
	struct str out = text;
	const char *why = NULL;
	bool good = true;

	if (f->type == RECORD_NAME)
		good = author_name(m->arena, text, &out, &why);
	else if (f->type == RECORD_URL)
		good = author_url(m->arena, text, &out, &why);
	if (!good)
		members_fault(m, "%s %s", f->name, why);
	return out;
}

static struct str
take_text(struct members *m, const struct record_field *f)
{
	struct str text = members_str(m, f->name);

	if (str_is_null(text))
		return STR("");
	if ((int64_t)text.len < f->min || (int64_t)text.len > f->max)
		members_fault(m, "%s has %zu bytes", f->name, text.len);
	else if (f->type == RECORD_TEXT)
		return clean_source(m, text);
	else if (!utf8_is_line(text))
		members_fault(m, "%s is no line of text", f->name);
	else if (f->type == RECORD_HEX && !is_hex(text))
		members_fault(m, "%s has other than digits", f->name);
	else if (f->type == RECORD_STATE && !is_state(text))
		members_fault(m, "%s is none that is known", f->name);
	return m->failed ? STR("") : clean_line(m, f, text);
}

static struct str
take_int(struct members *m, const struct record_field *f)
{
	struct buf b;
	int64_t n;

	if (!members_int(m, f->name, f->min, f->max, &n))
		return STR("");
	buf_init(&b, m->arena, BUF_U64_MAX);
	buf_i64(&b, n);
	return buf_view(&b);
}

static struct str
take_bool(struct members *m, const struct record_field *f)
{
	const json_t *value = members_bool(m, f->name);

	if (value == NULL || (f->type == RECORD_YES && json_is_false(value)))
		return STR("");
	return json_is_true(value) ? STR("1") : STR("0");
}

struct str
record_take(struct members *m, const struct record_field *f)
{
	switch (f->type) {
	case RECORD_INT:
		return take_int(m, f);
	case RECORD_BYTES:
		return take_bytes(m, f);
	case RECORD_YES:
	case RECORD_CLOSED:
		return take_bool(m, f);
	default:
		return take_text(m, f);
	}
}

bool
record_is_count(struct str name)
{
	int64_t n;

	return str_eq(name, STR("t")) || str_eq(name, STR("b")) ||
	       str_eq(name, STR("x")) || str_eq(name, STR("n")) ||
	       (str_to_i64(name, &n) && n != 0 && n != INT64_MIN);
}
