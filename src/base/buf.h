/*
 * buf.h - a growing run of bytes in an arena
 *
 * For output: headers, JSON, HTML, Redis commands.  A builder never fails half
 * way: when the arena is exhausted it stops taking bytes, stays marked and
 * buf_view() returns STR_NULL, so only the end has to be checked.
 *
 * Ownership   the bytes belong to the arena; buf_view() is a view of them,
 * valid until the next append (which may move them).
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

struct buf {
	struct arena *arena;
	char *p;
	size_t len;
	size_t cap;
	bool failed;
};

#define BUF_U64_MAX 20 /* digits of the largest 64-bit number */

/* Starts empty in `a`; room for `hint` bytes is taken at once. */
void buf_init(struct buf *b, struct arena *a, size_t hint);

/* buf_reserve() when there is no room. */
bool buf_grow(struct buf *b, size_t n);

/* Makes room for `n` > 0 more bytes; false (sticky) when exhausted. */
static inline bool
buf_reserve(struct buf *b, size_t n)
{
	return n <= b->cap - b->len || buf_grow(b, n);
}

static inline void
buf_put(struct buf *b, const void *p, size_t n)
{
	if (n == 0 || !buf_reserve(b, n))
		return;
	memcpy(b->p + b->len, p, n);
	b->len += n;
}

static inline void
buf_char(struct buf *b, char c)
{
	if (buf_reserve(b, 1))
		b->p[b->len++] = c;
}

static inline void
buf_str_put(struct buf *b, struct str s)
{
	buf_put(b, s.p, s.len);
}

void buf_u64(struct buf *b, uint64_t n);
void buf_i64(struct buf *b, int64_t n);
/* For rare and cold text; the hot paths use the calls above. */
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

#define buf_lit(b, lit) buf_put((b), "" lit, sizeof(lit) - 1)

/*
 * Appends `s` for HTML or XML, text or attribute value: & < > " ' become
 * entities.
 */
void buf_html(struct buf *b, struct str s);

/* Everything appended so far, or STR_NULL after a failure. */
struct str buf_view(const struct buf *b);

/* Writes `n` in decimal to `out` (BUF_U64_MAX bytes); returns the length. */
size_t buf_u64_format(char *out, uint64_t n);

#endif
