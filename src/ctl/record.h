/*
 * record.h - the fields of records, in Redis and in an exported file
 *
 * `export` and `import` go by these tables: what one writes the other reads.
 *
 * An exported file is one JSON object a line (application/x-ndjson):
 *
 *   {"afterword":1,...}   the head: format, site, when it was written
 *   {"type":"key",...}    the site's key, if Redis has it
 *   {"type":"article",..} counts and name of an article, with its aliases
 *   {"type":"author",...}
 *   {"type":"comment",..} by rising ids: a reply comes after what it replies to
 *   {"type":"ledger",...} an entry of the ledger
 *   {"type":"site",...}   the site's own counts; the end of a whole file
 *
 * Ownership   tables are constant; values live in the arena that is given.
 */
#ifndef CTL_RECORD_H
#define CTL_RECORD_H

#include "base/arena.h"
#include "base/base.h"
#include "base/jsonw.h"
#include "base/str.h"
#include "ctl/members.h"

#define RECORD_FORMAT 1
#define RECORD_AUTHOR_LEN 16

enum record_type {
	RECORD_INT,    /* from min to max */
	RECORD_LINE,   /* of max bytes */
	RECORD_TEXT,   /* what a comment says */
	RECORD_NAME,   /* of a commenter */
	RECORD_URL,    /* a home page */
	RECORD_HEX,    /* of max digits */
	RECORD_BYTES,  /* from min to max bytes, as base64 (RFC 4648 4) */
	RECORD_STATE,  /* held, spam, deleted */
	RECORD_YES,    /* true or not there; 1 in Redis */
	RECORD_CLOSED, /* true or false; 1 or 0 in Redis */
};

struct record_field {
	const char *name;  /* in the file */
	const char *field; /* in Redis, see keys.h */
	enum record_type type;
	int64_t min, max;
};

#define RECORD_COMMENT_FIELDS 16
#define RECORD_ARTICLE_FIELDS 3
#define RECORD_AUTHOR_FIELDS 2

extern const struct record_field record_key;
extern const struct record_field record_comment[RECORD_COMMENT_FIELDS];
extern const struct record_field record_article[RECORD_ARTICLE_FIELDS];
extern const struct record_field record_author[RECORD_AUTHOR_FIELDS];

/* Writes a member; false, and nothing written, when the value is none such. */
bool record_put(struct jsonw *j, struct arena *a,
    const struct record_field *field, struct str value) MUST_USE;

/*
 * Takes a member as Redis keeps it; empty when it is not there.  What readers
 * get to see is cleaned as if they had just sent it, whatever the file says.
 */
struct str record_take(struct members *m, const struct record_field *field);

/* Whether a hash of counts (a: and s: in keys.h) may have a field of this name.
 */
bool record_is_count(struct str name);

#endif
