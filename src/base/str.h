/*
 * str.h - a view of bytes: pointer and length
 *
 * Every input travels as a struct str.  It owns nothing, is never assumed to
 * end in a NUL and may hold any bytes.  The empty string is { "", 0 } or {
 * NULL, 0 }; str_is_null() tells an absent one from an empty one.
 *
 * Ownership   a view is valid as long as what it points into.
 * Errors      parsing functions return false and leave *out alone.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/base.h"
#include "base/arena.h"

struct str {
	const char *p;
	size_t len;
};

/* In automatic variables: a static table needs { "lit", sizeof("lit") - 1 }. */
#define STR(lit) ((struct str){ "" lit, sizeof(lit) - 1 })
#define STR_NULL ((struct str){ NULL, 0 })
/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).len, (s).p

/* The view of a NUL-terminated string; NULL gives STR_NULL. */
struct str str_of(const char *s);

static inline bool
str_is_null(struct str s)
{
	return s.p == NULL;
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

/* ASCII letters compare alike; everything else byte by byte. */
bool str_eq_nocase(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_starts_nocase(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* From byte `from` on; empty when `from` is past the end. */
static inline struct str
str_from(struct str s, size_t from)
{
	if (from > s.len)
		from = s.len;
	return (struct str){ s.p == NULL ? NULL : s.p + from, s.len - from };
}

/* The first `n` bytes at most. */
static inline struct str
str_head(struct str s, size_t n)
{
	return (struct str){ s.p, n < s.len ? n : s.len };
}

/* Without leading and trailing space, tab, CR and LF. */
struct str str_trim(struct str s);

/* Index of byte `c`, or -1. */
ssize_t str_index(struct str s, char c);

/*
 * Cuts the next piece off *rest, up to `sep` or the end, and returns true;
 * false when *rest is used up (NULL).  An empty string yields one empty piece.
 */
bool str_cut(struct str *rest, char sep, struct str *piece);

/*
 * Whole-string decimal: digits only, no sign, no leading zero except "0"
 * itself, within [min, max].
 */
bool str_to_u64(
    struct str s, uint64_t min, uint64_t max, uint64_t *out) MUST_USE;

/* As str_to_u64() for signed numbers; a leading '-' is allowed. */
bool str_to_i64(struct str s, int64_t *out) MUST_USE;

/* A copy in `a`, NUL-terminated behind its length; STR_NULL when exhausted. */
struct str str_dup(struct arena *a, struct str s) MUST_USE;

#endif
