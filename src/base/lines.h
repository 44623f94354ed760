/*
 * lines.h - a file or text of lines that the owner writes
 *
 * For lists: one entry a line.  Spaces around it do not count, nor does a CR or
 * a byte order mark; empty lines and those that begin with # are skipped.
 *
 *     while (lines_next(&l, &line))
 *             if ((why = parse(line)) != NULL)
 *                     return lines_fault(&l, why);
 *
 * Ownership   lines_close() gives back what lines_open() read, also after its
 *             failure; the lines point into that.  What lines_of() goes through
 *             is borrowed.
 * Errors      written to the caller's buffer: FILE: reason, FILE:LINE: reason;
 *             of a text reason, or line LINE: reason.
 */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include "base/base.h"
#include "base/str.h"

struct lines {
	const char *path; /* NULL: a text */
	char *err;
	size_t errlen;
	char *bytes; /* the file */
	struct str text;
	struct str rest;
	size_t number; /* of the line at hand, from 1; 0 before the first */
};

/*
 * Reads a file of at most `max` bytes.  False on failure, with errno telling
 * why as well, EFBIG for a larger one.
 */
bool lines_open(struct lines *l, const char *path, size_t max, char *err,
    size_t errlen) MUST_USE;

/* Goes through a text that is there. */
void lines_of(struct lines *l, struct str text, char *err, size_t errlen);

/* The next line; false at the end, after which the first one comes again. */
bool lines_next(struct lines *l, struct str *line) MUST_USE;

/* Says what is wrong with the line at hand, or the whole.  Returns false. */
bool lines_fault(const struct lines *l, const char *why);

void lines_close(struct lines *l);

#endif
