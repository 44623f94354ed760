/*
 * fuzz_url.c - addresses taken apart, and the articles that they name
 *
 * A name that was folded is folded for good.  The whole input is a name, and so
 * is all behind its first line, which is the site's keep_query then.
 */
#include "base/base.h"
#include "fuzz.h"

#include "article/article.h"
#include "base/buf.h"
#include "base/url.h"
#include "base/utf8.h"
#include "config.h"

static struct str origins[3];

void
fuzz_begin(void)
{
	origins[0] = STR("https://example.org");
	origins[1] = STR("http://blog.example.org:8080");
	origins[2] = STR("https://www.example.net");
}

static void
splits(struct str in)
{
	struct url u;
	char *end;

	if (!url_split(in, &u))
		return;
	assert(fuzz_is_part(in, u.scheme) && fuzz_is_part(in, u.host));
	assert(fuzz_is_part(in, u.port) && fuzz_is_part(in, u.path));
	assert(fuzz_is_part(in, u.query));
	assert(u.path.len == 0 || u.path.p[0] == '/' || str_is_null(u.host));
	assert(str_index(u.path, '?') < 0 && str_index(u.path, '#') < 0);
	assert(str_index(u.query, '#') < 0);
	for (size_t i = 0; i < u.host.len; i++)
		assert(u.host.p[i] > ' ' && u.host.p[i] < 0x7f &&
		       strchr("/\\?#@%\"<>", u.host.p[i]) == NULL);
	if (u.port.len == 0)
		return;
	char digits[32];
	(void)snprintf(
	    digits, sizeof(digits), "%.*s", STR_ARG(str_head(u.port, 30)));
	assert(u.port.len > 30 || strtol(digits, &end, 10) <= 65535);
}

static void
has_one_origin(struct arena *a, struct str in)
{
	struct str origin, again;
	struct url u, v;

	if (!url_origin(a, in, &origin))
		return;
	fuzz_is_plain(origin);
	assert(url_origin(a, origin, &again) && str_eq(origin, again));
	assert(url_split(in, &u) && url_split(origin, &v));
	assert(str_eq_nocase(u.scheme, v.scheme));
	assert(str_eq_nocase(u.host, v.host));
	assert(v.path.len == 0 && str_is_null(v.query));
}

static void
decodes(struct arena *a, struct str in)
{
	struct str out, again;
	struct buf b;

	for (int form = 0; form < 2; form++) {
		buf_init(&b, a, 0);
		if (!url_decode(a, in, form, &out))
			continue;
		assert(out.len <= in.len);
		url_put_value(&b, out);
		fuzz_is_plain(buf_view(&b));
		assert(url_decode(a, buf_view(&b), form, &again));
		assert(str_eq(out, again));
	}
	buf_init(&b, a, 0);
	url_put(&b, in);
	fuzz_is_plain(buf_view(&b));
}

static void
is_key(struct arena *a, struct str key)
{
	struct str nfc = utf8_nfc(a, key);

	assert(key.len > 0 && key.len <= ARTICLE_KEY_MAX && key.p[0] == '/');
	assert(utf8_is_line(key) && str_eq(nfc, key));
	assert(str_index(key, '#') < 0 && !str_starts(key, STR("//")));
}

static void
folds(struct arena *a, const struct site *site, struct str name)
{
	struct article one, again;
	const char *why = NULL;

	if (!article_fold(a, site, name, &one, &why)) {
		assert(why != NULL);
		return;
	}
	is_key(a, one.key);
	assert(article_fold(a, site, one.key, &again, &why));
	assert(str_eq(again.key, one.key));
	assert(memcmp(again.hash, one.hash, ARTICLE_HASH_LEN) == 0);
	/* Its address leads back to it. */
	struct str address = article_address(a, site, one.key);
	fuzz_is_plain(address);
	assert(article_fold(a, site, address, &again, &why));
	assert(str_eq(again.key, one.key));
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct str text = fuzz_text(in), rest = text;
	struct site site = { .name = STR("example"),
		.base_url = STR("https://example.org"),
		.origins = origins,
		.n_origins = ARRAY_LEN(origins) };

	splits(text);
	has_one_origin(a, text);
	decodes(a, text);
	folds(a, &site, text);
	site.keep_query = STR("p,id,a[b],\xc3\xa9");
	folds(a, &site, text);
	site.keep_query = fuzz_line(&rest);
	if (utf8_is_line(site.keep_query))
		folds(a, &site, rest);
}
