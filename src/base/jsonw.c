#include "base/base.h"
#include "base/jsonw.h"

void
jsonw_init(struct jsonw *j, struct buf *out)
{
	j->out = out;
	j->depth = 0;
	j->filled[0] = false;
}

/* The comma, and the member's name: a literal that needs no escaping. */
static void
begin(struct jsonw *j, const char *name)
{
	if (j->filled[j->depth])
		buf_char(j->out, ',');
	j->filled[j->depth] = true;
	if (name == NULL)
		return;
	buf_char(j->out, '"');
	buf_put(j->out, name, strlen(name));
	buf_put(j->out, "\":", 2);
}

static void
open_level(struct jsonw *j, const char *name, char bracket)
{
	begin(j, name);
	buf_char(j->out, bracket);
	assert(j->depth + 1 < JSONW_DEPTH);
	j->filled[++j->depth] = false;
}

static void
close_level(struct jsonw *j, char bracket)
{
	assert(j->depth > 0);
	j->depth--;
	buf_char(j->out, bracket);
}

void
jsonw_object(struct jsonw *j, const char *name)
{
	open_level(j, name, '{');
}

void
jsonw_object_end(struct jsonw *j)
{
	close_level(j, '}');
}

void
jsonw_array(struct jsonw *j, const char *name)
{
	open_level(j, name, '[');
}

void
jsonw_array_end(struct jsonw *j)
{
	close_level(j, ']');
}

static bool
is_line_separator(struct str s, size_t at)
{
	return s.len - at >= 3 && (unsigned char)s.p[at] == 0xe2 &&
	       (unsigned char)s.p[at + 1] == 0x80 &&
	       ((unsigned char)s.p[at + 2] & 0xfe) == 0xa8;
}

static void
put_escaped(struct buf *b, unsigned code)
{
	static const char hex[] = "0123456789abcdef";
	char esc[6] = { '\\', 'u', hex[code >> 12 & 15], hex[code >> 8 & 15],
		hex[code >> 4 & 15], hex[code & 15] };

	buf_put(b, esc, sizeof(esc));
}

#define FOUR(c) [c] = 1, [(c) + 1] = 1, [(c) + 2] = 1, [(c) + 3] = 1
#define SIXTEEN(c) FOUR(c), FOUR((c) + 4), FOUR((c) + 8), FOUR((c) + 12)

/* Bytes that do not stand for themselves, or may begin what does not. */
static const unsigned char special[256] = { SIXTEEN(0), SIXTEEN(16), ['"'] = 1,
	['&'] = 1, ['<'] = 1, ['>'] = 1, ['\\'] = 1, [0x7f] = 1, [0xe2] = 1 };

static void
put_string(struct buf *b, struct str s)
{
	size_t done = 0;

	buf_char(b, '"');
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (!special[c])
			continue;
		if (c == 0xe2) {
			if (!is_line_separator(s, i))
				continue;
			buf_put(b, s.p + done, i - done);
			put_escaped(
			    b, 0x2000u | ((unsigned char)s.p[i + 2] & 0x3fu));
			i += 2;
		} else {
			buf_put(b, s.p + done, i - done);
			if (c == '"' || c == '\\') {
				buf_char(b, '\\');
				buf_char(b, (char)c);
			} else {
				put_escaped(b, c);
			}
		}
		done = i + 1;
	}
	buf_put(b, s.p + done, s.len - done);
	buf_char(b, '"');
}

void
jsonw_str(struct jsonw *j, const char *name, struct str value)
{
	begin(j, name);
	put_string(j->out, value);
}

void
jsonw_int(struct jsonw *j, const char *name, int64_t value)
{
	begin(j, name);
	buf_i64(j->out, value);
}

void
jsonw_bool(struct jsonw *j, const char *name, bool value)
{
	begin(j, name);
	buf_str_put(j->out, value ? STR("true") : STR("false"));
}
