/*
 * input.h - from bytes to typed fields
 *
 * A route declares its fields; input.c takes them from the query, a JSON object
 * or both, checks each against its row and hands the handler values that are
 * valid UTF-8, within their limits and of their type.  Whatever is not declared
 * is refused: nothing reaches a handler by accident.
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
	FIELD_INT,  /* a whole number from min to max */
	FIELD_BOOL, /* JSON true/false; in a query 1 or 0 */
	FIELD_WORD, /* one of `words` */
	FIELD_SITE, /* names a configured site; sets req->site */
};

enum field_flag {
	FIELD_REQUIRED = 1,
	FIELD_MANY = 2, /* may be repeated in a query, up to FIELD_MANY_MAX */
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
	struct str text;  /* LINE, WORD; the first one of MANY */
	int64_t number;   /* INT, BOOL; the index of a WORD */
	struct str *many; /* MANY */
	size_t n_many;
};

/* How a body is to be read. */
enum input_type {
	INPUT_NONE = 0, /* a body is refused */
	INPUT_JSON = 1, /* application/json */
	INPUT_TEXT = 2, /* JSON sent as text/plain, which needs no preflight */
};

/* The kind that a Content-Type names; INPUT_NONE for any other. */
enum input_type input_type_of(struct str content_type);

/* Fills r->fields from the query and, for a body, the JSON object in it. */
enum err input_read(struct req *r);

#endif
