/*
 * tags.h - whether HTML or XML that the programs write is well-formed
 *
 *     struct tags t = tags_read(html);
 *     assert_int_equal(t.n, 12);
 *
 * Stricter than parsers are: attributes have double quotes, & begins one of the
 * references that buf_html() writes, a < nothing but a tag, and all that is
 * opened is closed, in order.  What is none of that ends the test.  So when a
 * text from outside leaves the number of tags as it was, it has become none.
 */
#ifndef TESTS_LIB_TAGS_H
#define TESTS_LIB_TAGS_H

#include "base/base.h"
#include "base/str.h"

struct tags {
	size_t n; /* elements */
	size_t attributes;
	size_t lists; /* how deep <ol> was in <ol> */
};

struct tags tags_read(struct str s);

/* How often `what` is in it. */
size_t tags_count(struct str s, const char *what);

#endif
