/*
 * jsonw.h - writing JSON (RFC 8259) as it comes
 *
 * A streaming writer into a builder: no tree is built, so an answer costs a few
 * instructions per byte.  Reading JSON is jansson's task.  Commas and quotes
 * are the writer's; a caller names members and gives values.
 *
 * Strings     must be valid UTF-8.  < > & and U+2028, U+2029 are escaped, so that
 *             an answer stays harmless when it ends up inside HTML or script.
 * Numbers     are written as integers, exact to 64 bits.  Clients read them as
 *             doubles: what is sent stays below 2^53.
 * Errors      those of the builder: checked once at its end.
 * Limits      JSONW_DEPTH levels; a level more is a bug and aborts.
 */
#ifndef BASE_JSONW_H
#define BASE_JSONW_H

#include "base/base.h"
#include "base/buf.h"

#define JSONW_DEPTH 16

struct jsonw {
	struct buf *out;
	unsigned depth;
	bool filled[JSONW_DEPTH]; /* something stands at this level already */
};

void jsonw_init(struct jsonw *j, struct buf *out);

/* A NULL name opens an element of an array, or the document itself. */
void jsonw_object(struct jsonw *j, const char *name);
void jsonw_object_end(struct jsonw *j);
void jsonw_array(struct jsonw *j, const char *name);
void jsonw_array_end(struct jsonw *j);

void jsonw_str(struct jsonw *j, const char *name, struct str value);
void jsonw_int(struct jsonw *j, const char *name, int64_t value);
void jsonw_bool(struct jsonw *j, const char *name, bool value);

#endif
