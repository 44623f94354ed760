#include "base/base.h"
#include "comments/page_data.h"

#include "article/article.h"
#include "base/clock.h"
#include "base/jsonw.h"
#include "base/utf8.h"
#include "comments/page.h"

/* --- html to text --- */

/* What buf_html() writes, and nothing else stands in a comment. */
static const struct {
	struct str reference;
	char sign;
} references[] = {
	{ { "&amp;", 5 }, '&' },
	{ { "&lt;", 4 }, '<' },
	{ { "&gt;", 4 }, '>' },
	{ { "&quot;", 6 }, '"' },
	{ { "&#39;", 5 }, '\'' },
};

/* Takes the next character or reference off *s. */
static void
put_sign(struct buf *b, struct str *s)
{
	uint32_t cp;
	struct str at = *s;

	for (size_t i = 0; i < ARRAY_LEN(references); i++) {
		if (str_starts(at, references[i].reference)) {
			buf_char(b, references[i].sign);
			*s = str_from(at, references[i].reference.len);
			return;
		}
	}
	if (!utf8_next(s, &cp))
		*s = str_from(at, 1);
	buf_put(b, at.p, at.len - s->len);
}

/* Whether a tag ends a line: all do that do not stand within one. */
static bool
ends_line(struct str tag)
{
	static const char *const within[] = { "a", "em", "strong", "del",
		"code" };
	size_t n = 0;

	if (str_starts(tag, STR("/")))
		tag = str_from(tag, 1);
	while (n < tag.len && tag.p[n] != ' ')
		n++;
	for (size_t i = 0; i < ARRAY_LEN(within); i++)
		if (str_eq(str_head(tag, n), str_of(within[i])))
			return false;
	return true;
}

void
page_data_text(struct buf *b, struct str html, size_t max)
{
	size_t begin = b->len;

	while (html.len > 0 && b->len - begin < max) {
		ssize_t end = html.p[0] == '<' ? str_index(html, '>') : -1;

		if (end < 0) {
			put_sign(b, &html);
			continue;
		}
		if (ends_line(str_head(str_from(html, 1), (size_t)end - 1)) &&
		    b->len > begin && b->p[b->len - 1] != '\n')
			buf_char(b, '\n');
		html = str_from(html, (size_t)end + 1);
	}
	while (b->len > begin && b->p[b->len - 1] == '\n')
		b->len--;
}

/* --- JSON-LD --- */

struct writer {
	struct jsonw j;
	struct str address; /* of the article */
	struct buf scratch;
	size_t begin; /* of the list of comments */
};

static struct str
link_of(struct writer *w, int64_t id)
{
	w->scratch.len = 0;
	buf_str_put(&w->scratch, w->address);
	buf_lit(&w->scratch, "#comment-");
	buf_i64(&w->scratch, id);
	return buf_view(&w->scratch);
}

static struct str
text_of(struct writer *w, struct str html)
{
	w->scratch.len = 0;
	page_data_text(&w->scratch, html, PAGE_DATA_TEXT);
	return buf_view(&w->scratch);
}

static void
put_moment(struct jsonw *j, const char *name, int64_t at)
{
	char t[CLOCK_RFC3339_LEN];

	clock_rfc3339(t, at);
	jsonw_str(j, name, (struct str){ t, sizeof(t) });
}

static void
put_comment(struct writer *w, const struct comment *c)
{
	struct jsonw *j = &w->j;

	if (c->stub || j->out->len - w->begin > PAGE_DATA_MAX)
		return;
	jsonw_object(j, NULL);
	jsonw_str(j, "@type", STR("Comment"));
	jsonw_str(j, "@id", link_of(w, c->id));
	jsonw_str(j, "url", link_of(w, c->id));
	if (c->parent != 0) {
		jsonw_object(j, "parentItem");
		jsonw_str(j, "@type", STR("Comment"));
		jsonw_str(j, "@id", link_of(w, c->parent));
		jsonw_object_end(j);
	}
	put_moment(j, "datePublished", c->created);
	if (c->edited != 0)
		put_moment(j, "dateModified", c->edited);
	jsonw_object(j, "author");
	jsonw_str(j, "@type", STR("Person"));
	jsonw_str(j, "name", page_name(c));
	if (c->url.len > 0)
		jsonw_str(j, "url", c->url);
	jsonw_object_end(j);
	jsonw_str(j, "text", text_of(w, c->html));
	jsonw_object_end(j);
}

static void
put_article(struct jsonw *j, const struct thread_view *v, struct str address)
{
	jsonw_str(j, "@context", STR("https://schema.org"));
	jsonw_str(j, "@type", STR("Article"));
	jsonw_str(j, "url", address);
	if (v->title.len > 0)
		jsonw_str(j, "headline", v->title);
	jsonw_int(j, "commentCount", v->count);
	jsonw_object(j, "interactionStatistic");
	jsonw_str(j, "@type", STR("InteractionCounter"));
	jsonw_str(
	    j, "interactionType", STR("https://schema.org/CommentAction"));
	jsonw_int(j, "userInteractionCount", v->count);
	jsonw_object_end(j);
}

void
page_data(const struct thread_view *v, struct buf *out)
{
	struct writer w = {
		.address = article_address(out->arena, v->site, v->article),
	};

	if (v->n == 0 || str_is_null(w.address))
		return;
	buf_init(&w.scratch, out->arena, 4096);
	buf_lit(out, "<script type=\"application/ld+json\">");
	w.begin = out->len;
	jsonw_init(&w.j, out);
	jsonw_object(&w.j, NULL);
	put_article(&w.j, v, w.address);
	jsonw_array(&w.j, "comment");
	for (size_t i = 0; i < v->n; i++) {
		put_comment(&w, &v->roots[i].comment);
		for (size_t k = 0; k < v->roots[i].n_replies; k++)
			put_comment(&w, &v->roots[i].replies[k]);
	}
	jsonw_array_end(&w.j);
	jsonw_object_end(&w.j);
	buf_lit(out, "</script>\n");
}
