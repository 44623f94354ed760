#include "base/base.h"
#include "base/lines.h"

bool
lines_fault(const struct lines *l, const char *why)
{
	if (l->path == NULL && l->number == 0)
		(void)snprintf(l->err, l->errlen, "%s", why);
	else if (l->path == NULL)
		(void)snprintf(
		    l->err, l->errlen, "line %zu: %s", l->number, why);
	else if (l->number == 0)
		(void)snprintf(l->err, l->errlen, "%s: %s", l->path, why);
	else
		(void)snprintf(
		    l->err, l->errlen, "%s:%zu: %s", l->path, l->number, why);
	return false;
}

static void
rewind_to_start(struct lines *l)
{
	const struct str mark = STR("\xef\xbb\xbf");

	l->rest = str_from(l->text, str_starts(l->text, mark) ? mark.len : 0);
	l->number = 0;
}

static int
read_file(struct lines *l, size_t max)
{
	FILE *f = fopen(l->path, "re");

	if (f == NULL)
		return errno;
	l->bytes = malloc(max + 1);
	if (l->bytes == NULL) {
		(void)fclose(f);
		return ENOMEM;
	}
	errno = 0;
	size_t n = fread(l->bytes, 1, max + 1, f);
	int cause = !ferror(f) ? 0 : errno != 0 ? errno : EIO;
	(void)fclose(f);
	l->text = (struct str){ l->bytes, n };
	return cause == 0 && n > max ? EFBIG : cause;
}

bool
lines_open(
    struct lines *l, const char *path, size_t max, char *err, size_t errlen)
{
	*l = (struct lines){ .path = path, .err = err, .errlen = errlen };
	int cause = read_file(l, max);
	if (cause != 0) {
		(void)lines_fault(l, cause == EFBIG
					 ? "larger than a list should be"
					 : strerror(cause));
		errno = cause;
		return false;
	}
	rewind_to_start(l);
	return true;
}

void
lines_of(struct lines *l, struct str text, char *err, size_t errlen)
{
	*l = (struct lines){ .text = text, .err = err, .errlen = errlen };
	rewind_to_start(l);
}

bool
lines_next(struct lines *l, struct str *line)
{
	while (str_cut(&l->rest, '\n', line)) {
		l->number++;
		*line = str_trim(*line);
		if (line->len > 0 && line->p[0] != '#')
			return true;
	}
	rewind_to_start(l);
	return false;
}

void
lines_close(struct lines *l)
{
	free(l->bytes);
	l->bytes = NULL;
}
