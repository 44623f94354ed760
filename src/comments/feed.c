#include "base/base.h"
#include "comments/feed.h"

#include <sodium.h>

#include "base/clock.h"
#include "base/jsonw.h"
#include "base/url.h"
#include "base/utf8.h"
#include "comments/page.h"
#include "config.h"

#define URN_LEN 45 /* "urn:uuid:" and a UUID */

/* --- what both kinds say --- */

static struct str
host_of(const struct site *site)
{
	struct url u;

	return url_split(site->base_url, &u) ? u.host : site->name;
}

static void
add(crypto_generichash_state *state, struct str s)
{
	(void)crypto_generichash_update(
	    state, (const unsigned char *)s.p, s.len);
}

/*
 * A UUID of version 8: bits of a hash, here of host/site/number, but for
 * version and variant.
 */
static struct str
id_of(const struct site *site, int64_t id, char out[URN_LEN])
{
	static const char hex[] = "0123456789abcdef";
	crypto_generichash_state state;
	unsigned char u[16];
	char digits[BUF_U64_MAX];
	size_t at = 9;

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(u));
	add(&state, host_of(site));
	add(&state, STR("/"));
	add(&state, site->name);
	add(&state, STR("/"));
	add(&state,
	    (struct str){ digits, buf_u64_format(digits, (uint64_t)id) });
	(void)crypto_generichash_final(&state, u, sizeof(u));
	u[6] = (unsigned char)((u[6] & 0x0f) | 0x80);
	u[8] = (unsigned char)((u[8] & 0x3f) | 0x80);
	memcpy(out, "urn:uuid:", at);
	for (size_t i = 0; i < sizeof(u); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			out[at++] = '-';
		out[at++] = hex[u[i] >> 4];
		out[at++] = hex[u[i] & 15];
	}
	return (struct str){ out, URN_LEN };
}

/* Where the article is, or the site. */
static struct str
address_of(const struct thread_recent *r, struct arena *a)
{
	return article_address(a, r->site,
	    str_is_null(r->article.key) ? STR("/") : r->article.key);
}

static struct str
link_of(const struct thread_recent *r, struct arena *a, struct str article,
    int64_t id)
{
	struct buf b;

	buf_init(&b, a, 128);
	buf_str_put(&b, article_address(a, r->site, article));
	buf_lit(&b, "#comment-");
	buf_i64(&b, id);
	return buf_view(&b);
}

/* "Comments on TITLE", or of an entry "NAME on TITLE". */
static struct str
title_of(struct arena *a, struct str who, struct str title, struct str key)
{
	struct buf b;

	buf_init(&b, a, 128);
	buf_str_put(&b, who);
	buf_lit(&b, " on ");
	buf_str_put(&b, title.len > 0 ? title : key);
	return buf_view(&b);
}

static struct str
feed_title(const struct thread_recent *r, struct arena *a)
{
	bool whole = str_is_null(r->article.key);

	return title_of(a, STR("Comments"), whole ? STR("") : r->title,
	    whole ? host_of(r->site) : r->article.key);
}

static struct str
moment(char t[CLOCK_RFC3339_LEN], int64_t at)
{
	clock_rfc3339(t, at);
	return (struct str){ t, CLOCK_RFC3339_LEN };
}

/* --- Atom --- */

static void
put_xml(struct buf *b, struct str s)
{
	buf_html(b, utf8_repair(b->arena, s));
}

static void
put_element(struct buf *b, const char *name, struct str text)
{
	buf_char(b, '<');
	buf_str_put(b, str_of(name));
	buf_char(b, '>');
	put_xml(b, text);
	buf_lit(b, "</");
	buf_str_put(b, str_of(name));
	buf_lit(b, ">\n");
}

static void
put_link(struct buf *b, struct str to)
{
	buf_lit(b, "<link rel=\"alternate\" type=\"text/html\" href=\"");
	put_xml(b, to);
	buf_lit(b, "\"/>\n");
}

static void
put_reply_to(struct buf *b, const struct thread_recent *r,
    const struct thread_item *item)
{
	char urn[URN_LEN];

	buf_lit(b, "<thr:in-reply-to ref=\"");
	buf_str_put(b, id_of(r->site, item->comment.parent, urn));
	buf_lit(b, "\" type=\"text/html\" href=\"");
	put_xml(b, link_of(r, b->arena, item->article, item->comment.parent));
	buf_lit(b, "\"/>\n");
}

static void
put_entry(struct buf *b, const struct thread_recent *r,
    const struct thread_item *item)
{
	const struct comment *c = &item->comment;
	char urn[URN_LEN], t[CLOCK_RFC3339_LEN];

	buf_lit(b, "<entry>\n");
	put_element(b, "id", id_of(r->site, c->id, urn));
	put_element(b, "title",
	    title_of(b->arena, page_name(c), item->title, item->article));
	put_element(b, "published", moment(t, c->created));
	put_element(
	    b, "updated", moment(t, c->edited != 0 ? c->edited : c->created));
	buf_lit(b, "<author>\n");
	put_element(b, "name", page_name(c));
	if (c->url.len > 0)
		put_element(b, "uri", c->url);
	buf_lit(b, "</author>\n");
	put_link(b, link_of(r, b->arena, item->article, c->id));
	if (c->parent != 0)
		put_reply_to(b, r, item);
	buf_lit(b, "<content type=\"html\">");
	put_xml(b, c->html);
	buf_lit(b, "</content>\n</entry>\n");
}

void
feed_atom(const struct thread_recent *r, struct buf *out)
{
	struct arena *a = out->arena;
	struct str address = address_of(r, a);
	struct buf id;
	char t[CLOCK_RFC3339_LEN];

	buf_init(&id, a, address.len + 9);
	buf_str_put(&id, address);
	buf_lit(&id, "#comments");
	buf_lit(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		     "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
		     "xmlns:thr=\"http://purl.org/syndication/thread/1.0\">\n");
	put_element(out, "id", buf_view(&id));
	put_element(out, "title", feed_title(r, a));
	put_element(out, "updated", moment(t, r->updated));
	put_link(out, address);
	buf_lit(out, "<generator>Afterword</generator>\n");
	for (size_t i = 0; i < r->n; i++)
		put_entry(out, r, &r->items[i]);
	buf_lit(out, "</feed>\n");
}

/* --- JSON Feed --- */

static void
put_item(struct jsonw *j, const struct thread_recent *r,
    const struct thread_item *item)
{
	const struct comment *c = &item->comment;
	struct arena *a = j->out->arena;
	char urn[URN_LEN], t[CLOCK_RFC3339_LEN];

	jsonw_object(j, NULL);
	jsonw_str(j, "id", id_of(r->site, c->id, urn));
	jsonw_str(j, "url", link_of(r, a, item->article, c->id));
	jsonw_str(
	    j, "title", title_of(a, page_name(c), item->title, item->article));
	jsonw_str(j, "content_html", c->html);
	jsonw_str(j, "date_published", moment(t, c->created));
	if (c->edited != 0)
		jsonw_str(j, "date_modified", moment(t, c->edited));
	jsonw_array(j, "authors");
	jsonw_object(j, NULL);
	jsonw_str(j, "name", page_name(c));
	if (c->url.len > 0)
		jsonw_str(j, "url", c->url);
	jsonw_object_end(j);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

void
feed_json(const struct thread_recent *r, struct buf *out)
{
	struct jsonw j;

	jsonw_init(&j, out);
	jsonw_object(&j, NULL);
	jsonw_str(&j, "version", STR("https://jsonfeed.org/version/1.1"));
	jsonw_str(&j, "title", feed_title(r, out->arena));
	jsonw_str(&j, "home_page_url", address_of(r, out->arena));
	jsonw_array(&j, "items");
	for (size_t i = 0; i < r->n; i++)
		put_item(&j, r, &r->items[i]);
	jsonw_array_end(&j);
	jsonw_object_end(&j);
}
