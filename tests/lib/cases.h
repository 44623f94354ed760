/*
 * cases.h - cases that lie in folders
 *
 * tests/data/KIND has a folder for each case, with files that say what goes in
 * and what is to come out.  In them \u{A0} stands for the code point U+00A0,
 * and a line feed at the end is not theirs.  Tests run in the top folder of the
 * tree.
 */
#ifndef TESTS_LIB_CASES_H
#define TESTS_LIB_CASES_H

#include "base/base.h"
#include "base/str.h"

struct case_at {
	const char *kind;
	const char *name;
	struct arena *arena; /* of what is read, until the next case */
};

/* Calls fn for each case with an arena of its own; returns how many there are.
 */
size_t cases_each(
    const char *kind, void (*fn)(const struct case_at *, void *), void *ctx);

/* The content of a file of the case; false when there is none. */
bool cases_read(const struct case_at *c, const char *file, struct str *out);

/* The same with the escapes still in it, for cases_unescape() piece by piece.
 */
bool cases_read_raw(const struct case_at *c, const char *file, struct str *out);
struct str cases_unescape(const struct case_at *c, struct str s);

#endif
