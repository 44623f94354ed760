/*
 * url.c - addresses, origins, queries
 *
 * Stricter than browsers are: what they would repair (a backslash for a slash,
 * a line feed inside) is refused, so that no two readers of one address can
 * take it for two different ones.
 */
#include "base/base.h"
#include "base/url.h"

#define PORT_MAX 65535

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Letters, digits, '-', '.', '_'; between brackets those of IPv6. */
static bool
is_host(struct str s)
{
	bool v6 = s.len > 0 && s.p[0] == '[';

	if (v6) {
		if (s.len < 4 || s.p[s.len - 1] != ']')
			return false;
		s = str_head(str_from(s, 1), s.len - 2);
	}
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];
		if (v6 ? !(c == ':' || c == '.' ||
			     (is_alnum(c) && (c | 0x20) <= 'f'))
		       : !(c == '-' || c == '.' || c == '_' || is_alnum(c)))
			return false;
	}
	return s.len > 0;
}

/* Leading zeros are as good as none here: browsers drop them. */
static bool
port_number(struct str s, uint64_t *out)
{
	while (s.len > 1 && s.p[0] == '0')
		s = str_from(s, 1);
	return str_to_u64(s, 0, PORT_MAX, out);
}

/* Index of the first byte that ends an authority. */
static size_t
authority_end(struct str s)
{
	size_t i = 0;

	while (i < s.len && s.p[i] != '/' && s.p[i] != '?' && s.p[i] != '#')
		i++;
	return i;
}

static bool
split_authority(struct str s, struct url *u)
{
	size_t host = 0;
	uint64_t number;

	if (s.len > 0 && s.p[0] == '[') {
		ssize_t close = str_index(s, ']');
		if (close < 0)
			return false;
		host = (size_t)close + 1;
	} else {
		while (host < s.len && s.p[host] != ':')
			host++;
	}
	u->host = str_head(s, host);
	s = str_from(s, host);
	if (s.len > 1) {
		u->port = str_from(s, 1);
		if (s.p[0] != ':' || !port_number(u->port, &number))
			return false;
	} else if (s.len == 1 && s.p[0] != ':') {
		return false;
	}
	return is_host(u->host);
}

/* Takes `scheme://` off *s. */
static struct str
take_scheme(struct str *s)
{
	size_t len = str_starts_nocase(*s, STR("https://"))  ? 5
		     : str_starts_nocase(*s, STR("http://")) ? 4
							     : 0;
	if (len == 0)
		return STR_NULL;
	struct str scheme = str_head(*s, len);
	*s = str_from(*s, len + 3);
	return scheme;
}

bool
url_split(struct str s, struct url *out)
{
	struct url u = { .scheme = take_scheme(&s) };

	if (!str_is_null(u.scheme) || str_starts(s, STR("//"))) {
		if (str_is_null(u.scheme))
			s = str_from(s, 2);
		size_t end = authority_end(s);
		if (!split_authority(str_head(s, end), &u))
			return false;
		s = str_from(s, end);
	} else if (authority_end(s) > 0) {
		return false;
	}
	ssize_t hash = str_index(s, '#');
	if (hash >= 0)
		s = str_head(s, (size_t)hash);
	ssize_t mark = str_index(s, '?');
	u.path = mark < 0 ? s : str_head(s, (size_t)mark);
	if (mark >= 0)
		u.query = str_from(s, (size_t)mark + 1);
	if (u.path.p == NULL)
		u.path = STR("");
	*out = u;
	return true;
}

/* Whether the first `n` bytes of `s` stay as they are in lower case. */
static bool
is_lower(struct str s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_upper(s.p[i]))
			return false;
	return true;
}

bool
url_origin(struct arena *a, struct str s, struct str *out)
{
	struct str rest = s, digits = STR_NULL;
	struct url u = { .scheme = take_scheme(&rest) };
	uint64_t port = 0;

	if (str_is_null(u.scheme) ||
	    !split_authority(str_head(rest, authority_end(rest)), &u))
		return false;
	if (u.port.len > 0 && port_number(u.port, &port) &&
	    port != (u.scheme.len == 5 ? 443 : 80)) {
		digits = u.port;
		while (digits.len > 1 && digits.p[0] == '0')
			digits = str_from(digits, 1);
	}

	/* All of it up to the port is a run of the input. */
	size_t len = (size_t)(u.host.p + u.host.len - s.p);
	if (is_lower(s, len) && digits.len == u.port.len) {
		*out = str_head(s, len + (digits.len > 0) + digits.len);
		return true;
	}
	char *p = arena_alloc(a, len + 1 + digits.len);
	if (p == NULL)
		return false;
	for (size_t i = 0; i < len; i++)
		p[i] = is_upper(s.p[i]) ? (char)(s.p[i] | 0x20) : s.p[i];
	if (digits.len > 0) {
		p[len++] = ':';
		memcpy(p + len, digits.p, digits.len);
	}
	*out = (struct str){ p, len + digits.len };
	return true;
}

bool
url_next_pair(struct str *rest, struct str *name, struct str *value)
{
	struct str s = *rest, piece;

	do {
		if (s.len == 0) {
			*rest = STR_NULL;
			return false;
		}
		const char *end = memchr(s.p, '&', s.len);
		piece = s;
		if (end == NULL) {
			s = STR_NULL;
		} else {
			piece.len = (size_t)(end - s.p);
			s.p = end + 1;
			s.len -= piece.len + 1;
		}
	} while (piece.len == 0);
	*rest = s;
	*name = piece;
	*value = STR_NULL;
	const char *is = memchr(piece.p, '=', piece.len);
	if (is != NULL) {
		name->len = (size_t)(is - piece.p);
		*value = (struct str){ is + 1, piece.len - name->len - 1 };
	}
	return true;
}

/* The value of a hexadecimal digit; 16 or more for any other byte. */
static unsigned
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 16;
}

bool
url_escape(struct str s, size_t at, unsigned char *byte)
{
	if (s.len < 3 || at > s.len - 3 || s.p[at] != '%')
		return false;
	unsigned high = hex_value(s.p[at + 1]), low = hex_value(s.p[at + 2]);
	if (high > 15 || low > 15)
		return false;
	*byte = (unsigned char)(high << 4 | low);
	return true;
}

bool
url_decode(struct arena *a, struct str s, bool form, struct str *out)
{
	size_t len = 0;
	unsigned char byte;

	if (s.len == 0 || (memchr(s.p, '%', s.len) == NULL &&
			      !(form && memchr(s.p, '+', s.len) != NULL))) {
		*out = s;
		return true;
	}
	char *p = arena_alloc(a, s.len);
	if (p == NULL)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (c == '%') {
			if (!url_escape(s, i, &byte))
				return false;
			c = (char)byte;
			i += 2;
		} else if (c == '+' && form) {
			c = ' ';
		}
		p[len++] = c;
	}
	*out = (struct str){ p, len };
	return true;
}

/* Bytes of `allowed` and letters and digits stay, others are encoded. */
static void
put_encoded(struct buf *b, struct str s, const char *allowed)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') ||
		    (c != '\0' && strchr(allowed, c) != NULL)) {
			buf_char(b, (char)c);
		} else {
			buf_char(b, '%');
			buf_char(b, hex[c >> 4]);
			buf_char(b, hex[c & 15]);
		}
	}
}

void
url_put(struct buf *b, struct str s)
{
	put_encoded(b, s, "-._~!$&()*+,;=:@/?%");
}

void
url_put_value(struct buf *b, struct str s)
{
	put_encoded(b, s, "-._~/");
}
