/*
 * article.c - folding names of pages
 *
 * Most names are keys already: one look at each byte finds that out, and the
 * key is the name.  Others are decoded into the arena and cleaned there, in an
 * order in which no step makes work for one before it: decode, check,
 * normalize, walk the segments, encode.
 */
#include "base/base.h"
#include "article/article.h"

#include "base/buf.h"
#include "base/url.h"
#include "base/utf8.h"
#include "config.h"

#include <sodium.h>

#define NO_TEXT "has a control character or is no UTF-8"
#define TOO_LONG "longer than 512 bytes"
#define NO_MEMORY "too long"
_Static_assert(ARTICLE_KEY_MAX == 512, "the words above say so");

struct fold {
	struct arena *arena;
	const char *why;
};

static bool
refuse(struct fold *f, const char *why)
{
	f->why = why;
	return false;
}

/* ---- whose page ---- */

static bool
has_scheme(struct str s)
{
	size_t i = 0;

	while (
	    i < s.len &&
	    (((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z') ||
		(i > 0 && s.p[i] >= '0' && s.p[i] <= '9') ||
		(i > 0 && (s.p[i] == '+' || s.p[i] == '-' || s.p[i] == '.'))))
		i++;
	return i > 0 && str_starts(str_from(s, i), STR("://"));
}

/* What is left of an address' host and port when all spellings are one. */
struct place {
	struct str host;
	uint64_t port;
};

static struct place
place_of(const struct url *u)
{
	bool tls = u->scheme.len == STR("https").len;
	struct place at = { u->host, tls ? 443 : 80 };
	struct str digits = u->port;

	while (digits.len > 1 && digits.p[0] == '0')
		digits = str_from(digits, 1);
	if (digits.len > 0 && !str_to_u64(digits, 0, 65535, &at.port))
		at.port = 0;
	/* http and https of one host are one site. */
	if (at.port == 80 || at.port == 443)
		at.port = 0;
	if (str_starts_nocase(at.host, STR("www.")))
		at.host = str_from(at.host, 4);
	return at;
}

static bool
is_ours(const struct site *site, const struct url *u)
{
	struct place at = place_of(u), own;
	struct url origin;

	for (size_t i = 0; i < site->n_origins; i++) {
		if (!url_split(site->origins[i], &origin))
			continue;
		own = place_of(&origin);
		if (own.port == at.port && str_eq_nocase(own.host, at.host))
			return true;
	}
	return false;
}

/* Takes a name apart into its path, any spelling, and its query. */
static bool
split(struct fold *f, const struct site *site, struct str name,
    struct str *path, struct str *query)
{
	if (has_scheme(name)) {
		struct url u;

		if (!url_split(name, &u) || str_is_null(u.scheme))
			return refuse(f, "no address of a page");
		if (!is_ours(site, &u))
			return refuse(f, "an address outside the site");
		*path = u.path;
		*query = u.query;
		return true;
	}
	ssize_t hash = str_index(name, '#');
	if (hash >= 0)
		name = str_head(name, (size_t)hash);
	ssize_t mark = str_index(name, '?');
	*path = mark < 0 ? name : str_head(name, (size_t)mark);
	*query = mark < 0 ? STR_NULL : str_from(name, (size_t)mark + 1);
	return true;
}

/* ---- the path ---- */

static bool
is_index(struct str segment)
{
	struct str rest = str_from(segment, STR("index.").len);

	return str_starts(segment, STR("index.")) &&
	       (str_eq(rest, STR("html")) || str_eq(rest, STR("htm")) ||
		   str_eq(rest, STR("php")));
}

/* Where the last segment of a path begins. */
static size_t
last_segment(struct str path)
{
	size_t i = path.len;

	while (i > 0 && path.p[i - 1] != '/')
		i--;
	return i;
}

/*
 * Whether a path is its own key.  A segment that begins with a dot may be one,
 * but is rare enough to take the long way.
 */
static bool
is_folded(struct str path)
{
	unsigned char before = '\0';

	if (path.len == 0 || path.p[0] != '/')
		return false;
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.p[i];

		if (c < 0x20 || c >= 0x7f || c == '%' ||
		    (before == '/' && (c == '/' || c == '.')))
			return false;
		before = c;
	}
	return path.len == 1 ||
	       (before != '/' && !is_index(str_from(path, last_segment(path))));
}

/* Decodes, leaving a '%' that begins no escape, and makes it one clean line. */
static bool
clean(struct fold *f, struct str s, bool form, struct str *out)
{
	char *p = arena_alloc(f->arena, s.len + 1);
	size_t len = 0;
	unsigned char byte;

	if (p == NULL)
		return refuse(f, NO_MEMORY);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (c == '%' && url_escape(s, i, &byte)) {
			c = (char)byte;
			i += 2;
		} else if (c == '+' && form) {
			c = ' ';
		}
		p[len++] = c;
	}
	struct str text = { p, len };
	if (!utf8_is_line(text))
		return refuse(f, NO_TEXT);
	*out = utf8_nfc(f->arena, text);
	return !str_is_null(*out) || refuse(f, NO_MEMORY);
}

/* Sets of bytes below 64, as bits. */
#define BIT(c) (UINT64_C(1) << (c))
#define PATH_ESCAPED (BIT('%') | BIT('?') | BIT('#'))
#define QUERY_ESCAPED (BIT('%') | BIT('&') | BIT('+') | BIT('=') | BIT('#'))

static void
put_escaped(struct buf *b, struct str s, uint64_t escaped)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t done = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 64 || !(escaped >> c & 1))
			continue;
		buf_put(b, s.p + done, i - done);
		buf_put(b, (char[]){ '%', hex[c >> 4], hex[c & 15] }, 3);
		done = i + 1;
	}
	buf_put(b, s.p + done, s.len - done);
}

/* Squeezes slashes and resolves dots, from `s` into `out`; returns the length.
 */
static size_t
walk_segments(struct str s, char *out)
{
	struct str segment;
	size_t len = 0;

	while (str_cut(&s, '/', &segment)) {
		if (segment.len == 0 || str_eq(segment, STR(".")))
			continue;
		if (str_eq(segment, STR(".."))) {
			len = last_segment((struct str){ out, len });
			len -= len > 0;
			continue;
		}
		out[len++] = '/';
		memcpy(out + len, segment.p, segment.len);
		len += segment.len;
	}
	return len;
}

static bool
fold_path(struct fold *f, struct str path, struct str *out)
{
	struct str head = path;

	/* Many sites end all their paths with a slash. */
	head.len -= path.len > 1 && path.p[path.len - 1] == '/';
	if (is_folded(head)) {
		*out = head;
		return true;
	}
	if (!clean(f, path, false, &path))
		return false;
	/* One byte more: a name without a slash gets one. */
	char *p = arena_alloc(f->arena, path.len + 1);
	if (p == NULL)
		return refuse(f, NO_MEMORY);
	struct str folded = { p, walk_segments(path, p) };
	size_t last;

	while (last = last_segment(folded), is_index(str_from(folded, last)))
		folded.len = last - 1;
	if (folded.len == 0)
		folded = STR("/");
	struct buf b;
	buf_init(&b, f->arena, folded.len);
	put_escaped(&b, folded, PATH_ESCAPED);
	*out = buf_view(&b);
	return !str_is_null(*out) || refuse(f, NO_MEMORY);
}

/* ---- the query ---- */

struct parameter {
	struct str name;
	struct str value;
};

static int
compare(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int way = n > 0 ? memcmp(a.p, b.p, n) : 0;

	return way != 0 ? way : (a.len > b.len) - (a.len < b.len);
}

static bool
is_listed(struct str list, struct str name)
{
	struct str one;

	while (str_cut(&list, ',', &one))
		if (name.len > 0 && str_eq(one, name))
			return true;
	return false;
}

/* Inserts in order; of several with one name the first one stays. */
static bool
keep(struct fold *f, struct parameter *kept, size_t *n, struct parameter one)
{
	size_t at = 0;
	int way = 1;

	while (at < *n && (way = compare(one.name, kept[at].name)) > 0)
		at++;
	if (at < *n && way == 0)
		return true;
	if (*n == ARTICLE_PARAMETERS_MAX)
		return refuse(f, "too many parameters in the query");
	memmove(&kept[at + 1], &kept[at], (*n - at) * sizeof(*kept));
	kept[at] = one;
	(*n)++;
	return true;
}

/* Finds what `list` keeps of a query: *n parameters in order. */
static bool
fold_query(struct fold *f, struct str query, struct str list,
    struct parameter *kept, size_t *n)
{
	struct parameter one;

	while (url_next_pair(&query, &one.name, &one.value)) {
		/* A name that cannot be decoded is none of the list. */
		if (one.value.len == 0 ||
		    !url_decode(f->arena, one.name, true, &one.name) ||
		    !is_listed(list, one.name))
			continue;
		if (!clean(f, one.value, true, &one.value) ||
		    !keep(f, kept, n, one))
			return false;
	}
	return true;
}

static bool
join(struct fold *f, struct str path, const struct parameter *kept, size_t n,
    struct str *key)
{
	struct buf b;
	char before = '?';

	buf_init(&b, f->arena, ARTICLE_KEY_MAX);
	buf_str_put(&b, path);
	for (size_t i = 0; i < n; i++) {
		buf_char(&b, before);
		put_escaped(&b, kept[i].name, QUERY_ESCAPED);
		buf_char(&b, '=');
		put_escaped(&b, kept[i].value, QUERY_ESCAPED);
		before = '&';
	}
	*key = buf_view(&b);
	return !str_is_null(*key) || refuse(f, NO_MEMORY);
}

/* ---- the whole ---- */

void
article_hash(struct str key, char out[ARTICLE_HASH_LEN])
{
	unsigned char digest[crypto_generichash_BYTES_MIN];
	char hex[ARTICLE_HASH_LEN + 1];
	int rc = crypto_generichash(digest, sizeof(digest),
	    (const unsigned char *)key.p, key.len, NULL, 0);

	assert(rc == 0);
	(void)sodium_bin2hex(hex, sizeof(hex), digest, ARTICLE_HASH_LEN / 2);
	memcpy(out, hex, ARTICLE_HASH_LEN);
}

static bool
fold(struct fold *f, const struct site *site, struct str name, struct str *key)
{
	struct parameter kept[ARTICLE_PARAMETERS_MAX];
	struct str path, query;
	size_t n = 0;

	if (name.len == 0)
		return refuse(f, "is empty");
	if (!split(f, site, name, &path, &query) || !fold_path(f, path, key))
		return false;
	if (site->keep_query.len > 0 &&
	    !fold_query(f, query, site->keep_query, kept, &n))
		return false;
	if (n > 0 && !join(f, *key, kept, n, key))
		return false;
	return key->len <= ARTICLE_KEY_MAX || refuse(f, TOO_LONG);
}

bool
article_fold(struct arena *a, const struct site *site, struct str name,
    struct article *out, const char **why)
{
	struct fold f = { .arena = a };

	if (!fold(&f, site, name, &out->key)) {
		*why = f.why;
		return false;
	}
	article_hash(out->key, out->hash);
	return true;
}

struct str
article_address(struct arena *a, const struct site *site, struct str key)
{
	struct buf b;

	buf_init(&b, a, site->base_url.len + key.len);
	buf_str_put(&b, site->base_url);
	url_put(&b, key);
	return buf_view(&b);
}
