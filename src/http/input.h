/*
 * input.h - from bytes to typed fields
 *
 * A route declares its fields; input.c takes them from the query and from a
 * JSON object or a form, checks each against its row and hands the handler
 * values that are valid UTF-8, within their limits and of their type.  Whatever
 * is not declared is refused: nothing reaches a handler by accident.
 *
 * A form is taken apart before any of it is checked, so that a page that says
 * what is wrong can show again all that was typed: see field_value.raw.
 *
 * Errors      ERR_INVALID naming the field, or ERR_BAD_REQUEST when the whole
 *             cannot be read (broken JSON, broken encoding, a field given
 * twice).
 */
#ifndef HTTP_INPUT_H
#define HTTP_INPUT_H

#include "base/base.h"
#include "http/req.h"

enum field_type {
	FIELD_LINE, /* one line of text; min and max are bytes */
	FIELD_TEXT, /* several lines, each ended by LF, however it was sent */
	FIELD_INT,  /* a whole number from min to max */
	FIELD_BOOL, /* JSON true/false; in a query or form 1 or 0 */
	FIELD_WORD, /* one of `words` */
	FIELD_SITE, /* names a configured site; sets req->site */
};

enum field_flag {
	FIELD_REQUIRED = 1,
	FIELD_MANY = 2, /* may be repeated in a query or, if it is a LINE, in a
			   form, up to FIELD_MANY_MAX; JSON has one */
	FIELD_LENIENT = 4, /* a LINE that is cut or left out, never refused */
};

#define FIELD_MANY_MAX 100

struct field {
	const char *name; /* NULL ends a list of fields */
	enum field_type type;
	unsigned flags;
	int64_t min;
	int64_t max;
	const char *words;    /* FIELD_WORD: separated by spaces */
	const char *fallback; /* the value when absent; NULL for none */
	const char *help;     /* for the manual */
};

struct field_value {
	bool given;
	bool raw;         /* `text` is as it was typed: any bytes, unchecked */
	struct str text;  /* LINE, TEXT, WORD; the last one of MANY */
	int64_t number;   /* INT, BOOL; the index of a WORD */
	struct str *many; /* MANY */
	size_t n_many;
};

/* The text of a LINE, TEXT or WORD; one that was not given is empty. */
static inline struct str
input_text(const struct field_value *v)
{
	return v->given ? v->text : STR("");
}

/* How a body is to be read. */
enum input_type {
	INPUT_NONE = 0, /* a body is refused */
	INPUT_JSON = 1, /* application/json */
	INPUT_TEXT = 2, /* JSON sent as text/plain, which needs no preflight */
	INPUT_FORM = 4, /* application/x-www-form-urlencoded */
};

#define INPUT_WORDS_MAX 96

/* The kind that a Content-Type names; INPUT_NONE for any other. */
enum input_type input_type_of(struct str content_type);

/* The Content-Type of one kind. */
struct str input_media(enum input_type type);

/* Says which those are: "JSON as application/json or text/plain". */
void input_types_say(unsigned types, char out[INPUT_WORDS_MAX]);

/*
 * A field of a form as it stands in the body, before fields are read: for what
 * has to be right first.  False: not a form, none, or more than one of them.
 */
bool input_form_value(struct req *r, struct str name, struct str *out) MUST_USE;

/*
 * Fills r->fields from the query and, for a body, the JSON object or the form
 * in it.  In a form an empty value of a field that is not required counts as
 * none.
 */
enum err input_read(struct req *r);

#endif
