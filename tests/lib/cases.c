#include "base/base.h"
#include "cases.h"

#include <dirent.h>
#include <setjmp.h>
#include <cmocka.h>
#include <utf8proc.h>

/* Writes what is escaped in place: it never grows. */
static struct str
unescape(char *p, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len;) {
		if (len - i < 3 || memcmp(p + i, "\\u{", 3) != 0) {
			p[n++] = p[i++];
			continue;
		}
		char *end;
		long c = strtol(p + i + 3, &end, 16);
		assert_true(*end == '}');
		i = (size_t)(end + 1 - p);
		n += (size_t)utf8proc_encode_char(
		    (utf8proc_int32_t)c, (utf8proc_uint8_t *)p + n);
	}
	return (struct str){ p, n };
}

struct str
cases_unescape(const struct case_at *c, struct str s)
{
	struct str copy = str_dup(c->arena, s);

	assert_false(str_is_null(copy));
	return unescape((char *)(uintptr_t)copy.p, copy.len);
}

bool
cases_read_raw(const struct case_at *c, const char *file, struct str *out)
{
	static char bytes[64 * 1024];
	char path[PATH_MAX];

	(void)snprintf(
	    path, sizeof(path), "tests/data/%s/%s/%s", c->kind, c->name, file);
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return false;
	size_t n = fread(bytes, 1, sizeof(bytes), f);
	(void)fclose(f);
	assert_true(n < sizeof(bytes));
	n -= n > 0 && bytes[n - 1] == '\n';
	*out = str_dup(c->arena, (struct str){ bytes, n });
	assert_false(str_is_null(*out));
	return true;
}

bool
cases_read(const struct case_at *c, const char *file, struct str *out)
{
	if (!cases_read_raw(c, file, out))
		return false;
	*out = cases_unescape(c, *out);
	return true;
}

size_t
cases_each(
    const char *kind, void (*fn)(const struct case_at *, void *), void *ctx)
{
	char path[PATH_MAX];
	size_t n = 0;
	struct arena arena;

	(void)snprintf(path, sizeof(path), "tests/data/%s", kind);
	DIR *dir = opendir(path);
	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir)) != NULL;) {
		struct case_at c = { kind, e->d_name, &arena };

		if (e->d_name[0] == '.')
			continue;
		arena_init(&arena, 1 << 20);
		fn(&c, ctx);
		arena_reset(&arena);
		n++;
	}
	(void)closedir(dir);
	return n;
}
