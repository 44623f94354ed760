#include "base/base.h"
#include "base/buf.h"

void
buf_init(struct buf *b, struct arena *a, size_t hint)
{
	*b = (struct buf){ .arena = a };
	if (hint > 0)
		(void)buf_reserve(b, hint);
}

/* After a failure there is no room any more: the quick paths end here. */
static bool
fail(struct buf *b)
{
	b->failed = true;
	b->cap = b->len;
	return false;
}

bool
buf_grow(struct buf *b, size_t n)
{
	size_t want;

	if (b->failed || __builtin_add_overflow(b->len, n, &want))
		return fail(b);
	if (want < 2 * b->cap)
		want = 2 * b->cap;
	if (want < 64)
		want = 64;
	char *p = arena_grow(b->arena, b->p, b->cap, want);
	if (p == NULL)
		return fail(b);
	b->p = p;
	b->cap = want;
	return true;
}

size_t
buf_u64_format(char *out, uint64_t n)
{
	size_t len = 1;

	if (n < 10) {
		out[0] = (char)('0' + n);
		return 1;
	}
	for (uint64_t rest = n; rest >= 10; rest /= 10)
		len++;
	for (size_t at = len; at > 0; n /= 10)
		out[--at] = (char)('0' + n % 10);
	return len;
}

void
buf_u64(struct buf *b, uint64_t n)
{
	if (buf_reserve(b, BUF_U64_MAX))
		b->len += buf_u64_format(b->p + b->len, n);
}

void
buf_i64(struct buf *b, int64_t n)
{
	if (n < 0)
		buf_char(b, '-');
	buf_u64(b, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0) {
		(void)fail(b);
		return;
	}
	/* vsnprintf() wants room for a NUL that the builder does not keep. */
	if (!buf_reserve(b, (size_t)n + 1))
		return;
	va_start(ap, fmt);
	(void)vsnprintf(b->p + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void
buf_html(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		switch (s.p[i]) {
		case '&':
			buf_lit(b, "&amp;");
			break;
		case '<':
			buf_lit(b, "&lt;");
			break;
		case '>':
			buf_lit(b, "&gt;");
			break;
		case '"':
			buf_lit(b, "&quot;");
			break;
		case '\'':
			buf_lit(b, "&#39;");
			break;
		default:
			buf_char(b, s.p[i]);
		}
	}
}

struct str
buf_view(const struct buf *b)
{
	if (b->failed)
		return STR_NULL;
	return (struct str){ b->p == NULL ? "" : b->p, b->len };
}
