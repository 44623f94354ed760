/*
 * import_line.h - a line of an exported file becomes a question to the store
 */
#ifndef CTL_IMPORT_LINE_H
#define CTL_IMPORT_LINE_H

#include "ctl/import.h"

struct command;

/* False: the line is a bad one, and im->why tells. */
bool import_line_take(struct import *im, struct str line) MUST_USE;

/* --- for the records --- */

/* The name of an article, if readers can send it; `what` it is called. */
struct str import_line_name(
    struct import *im, struct members *m, const char *what, struct str name);

/* Its <h>, and the number that stands for that. */
struct str import_line_hash(struct import *im, struct str name, uint64_t *n);

/* When something expires: no later than it would if it was written now. */
int64_t import_line_until(
    const struct import *im, int64_t until, int64_t longest_s);

/* Hands over the strings of an array, if there is one; their number. */
typedef void (*import_line_fn)(struct import *im, struct members *m,
    struct command *into, struct str text);
unsigned import_line_strings(struct import *im, struct members *m,
    const json_t *array, struct command *into, import_line_fn put);

#endif
