#include "base/base.h"
#include "base/log.h"

#include <unistd.h>

static const char *const level_names[LOG__MAX] = { "debug", "info", "warn",
	"error", "alarm" };

static enum log_level lowest = LOG_INFO;

struct line {
	size_t len;
	char p[LOG_LINE_MAX];
};

bool
log_level_set(const char *name)
{
	for (size_t i = 0; i < LOG__MAX; i++) {
		if (strcmp(level_names[i], name) == 0) {
			lowest = (enum log_level)i;
			return true;
		}
	}
	return false;
}

/* One byte is always kept for the newline. */
static void
put(struct line *l, const char *p, size_t n)
{
	size_t room = sizeof(l->p) - 1 - l->len;

	if (n > room)
		n = room;
	memcpy(l->p + l->len, p, n);
	l->len += n;
}

static bool
is_plain(unsigned char c)
{
	return c > 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '=';
}

static void
put_value(struct line *l, struct str v)
{
	static const char hex[] = "0123456789abcdef";
	bool plain = v.len > 0;

	for (size_t i = 0; plain && i < v.len; i++)
		plain = is_plain((unsigned char)v.p[i]);
	if (plain) {
		put(l, v.p, v.len);
		return;
	}
	put(l, "\"", 1);
	for (size_t i = 0; i < v.len; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if (is_plain(c) || c == ' ' || c == '=') {
			put(l, v.p + i, 1);
		} else {
			char esc[4] = { '\\', 'x', hex[c >> 4], hex[c & 15] };
			put(l, esc, sizeof(esc));
		}
	}
	put(l, "\"", 1);
}

static void
put_key(struct line *l, const char *key)
{
	if (l->len > 0)
		put(l, " ", 1);
	put(l, key, strlen(key));
	put(l, "=", 1);
}

void
log_event(
    enum log_level level, const char *event, const struct log_field *fields)
{
	struct line l = { 0 };

	if (level < lowest)
		return;
	put_key(&l, "level");
	put_value(&l, str_of(level_names[level]));
	put_key(&l, "event");
	put_value(&l, str_of(event));
	for (; fields != NULL && fields->key != NULL; fields++) {
		put_key(&l, fields->key);
		put_value(&l, fields->value);
	}
	l.p[l.len++] = '\n';
	/* A full disk or a closed pipe must not stop the program. */
	ssize_t n = write(STDERR_FILENO, l.p, l.len);
	(void)n;
}

void
log_why(enum log_level level, const char *event, const char *fmt, ...)
{
	char why[LOG_LINE_MAX];
	va_list ap;

	if (level < lowest)
		return;
	va_start(ap, fmt);
	int n = vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	log_event(level, event,
	    (struct log_field[]){ { "why", str_of(why) }, { NULL, STR_NULL } });
}
