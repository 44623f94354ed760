#include "base/base.h"
#include "base/buf.h"

void
buf_init(struct buf *b, struct arena *a, size_t hint)
{
	*b = (struct buf){ .arena = a };
	if (hint > 0)
		(void)buf_reserve(b, hint);
}

bool
buf_reserve(struct buf *b, size_t n)
{
	if (b->failed)
		return false;
	if (n <= b->cap - b->len)
		return true;

	size_t want;
	if (__builtin_add_overflow(b->len, n, &want)) {
		b->failed = true;
		return false;
	}
	if (want < 2 * b->cap)
		want = 2 * b->cap;
	if (want < 64)
		want = 64;
	char *p = arena_grow(b->arena, b->p, b->len, want);
	if (p == NULL) {
		b->failed = true;
		return false;
	}
	b->p = p;
	b->cap = want;
	return true;
}

void
buf_put(struct buf *b, const void *p, size_t n)
{
	if (n == 0 || !buf_reserve(b, n))
		return;
	memcpy(b->p + b->len, p, n);
	b->len += n;
}

void
buf_str_put(struct buf *b, struct str s)
{
	buf_put(b, s.p, s.len);
}

void
buf_char(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

size_t
buf_u64_format(char *out, uint64_t n)
{
	char digits[BUF_U64_MAX];
	size_t len = 0;

	do {
		digits[sizeof(digits) - ++len] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	memcpy(out, digits + sizeof(digits) - len, len);
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
		b->failed = true;
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
