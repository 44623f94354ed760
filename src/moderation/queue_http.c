#include "base/base.h"
#include "moderation/queue_http.h"

#include "comments/comments.h"
#include "http/later.h"
#include "http/reply.h"
#include "http/route.h"
#include "moderation/console.h"
#include "moderation/item.h"
#include "moderation/moderation_http.h"
#include "moderation/session_http.h"

#define ITEMS 20 /* of a page */

enum {
	QUEUE_VIEW, /* and the fields of it */
	QUEUE_SIGNED = QUEUE_HTTP_VIEW_FIELDS,
	QUEUE_DONE,
	QUEUE_WERE
};

const struct field queue_http_fields[] = {
	QUEUE_HTTP_VIEW,
	[QUEUE_SIGNED] = { .name = "signed",
	    .type = FIELD_BOOL,
	    .help = "Just signed in." },
	[QUEUE_DONE] = { .name = "done",
	    .type = FIELD_WORD,
	    .words = "approve hold spam delete undo",
	    .help = "What was done just now." },
	[QUEUE_WERE] = { .name = "were",
	    .type = FIELD_LINE,
	    .max = VIEW_WERE_MAX,
	    .help = "What those comments were before." },
	{ .name = NULL },
};

/* --- views --- */

struct view
queue_http_view(const struct req *r, size_t first)
{
	const struct field_value *v = &r->fields[first];

	return (struct view){ .which = (enum list_which)v[0].number,
		.words = input_text(&v[1]),
		.author = input_text(&v[2]),
		.article = input_text(&v[3]),
		.after = v[4].number };
}

enum err
queue_http_back(struct req *r, const struct view *v, const char *action,
    const struct states *done)
{
	struct buf to;

	buf_init(&to, &r->arena, 256);
	view_put(&to, v);
	if (done != NULL)
		view_put_done(&to, action, done);
	return to.failed ? ERR_BUSY : reply_redirect(r, buf_view(&to));
}

/* --- what was done --- */

static void
put_number(struct buf *b, size_t n)
{
	buf_u64(b, n);
	buf_str_put(b, n == 1 ? STR(" comment ") : STR(" comments "));
}

static void
put_undo(struct buf *b, const struct session *s, const struct view *view,
    const char *done, struct str were)
{
	console_form(b, s, "undo", "undo");
	view_put_fields(b, view);
	console_hidden(b, "done", str_of(done));
	console_hidden(b, "were", were);
	buf_lit(b, "<button id=\"undo\">Undo</button>\n</form>\n");
}

static void
put_done(struct buf *b, const struct req *r, const struct view *view)
{
	static const char *const done[] = { "approved", "held",
		"taken for spam", "deleted", "put back" };
	static const char *const actions[] = { "approve", "hold", "spam" };
	const struct field_value *v = r->fields;
	struct states were;
	struct str list = v[QUEUE_WERE].text;

	if (!v[QUEUE_DONE].given ||
	    (v[QUEUE_WERE].given && !view_take_were(list, &were)))
		return;
	size_t what = (size_t)v[QUEUE_DONE].number;
	buf_lit(b, "<div class=\"done\" role=\"status\">\n<p>");
	if (v[QUEUE_WERE].given) {
		put_number(b, were.n);
		buf_str_put(b, str_of(done[what]));
		buf_lit(b, ".</p>\n");
	} else {
		buf_lit(b, "Nothing was changed: somebody has decided since, "
			   "or edited the text.</p>\n");
	}
	if (v[QUEUE_WERE].given && what < ARRAY_LEN(done) - 2)
		put_undo(b, session_http_of(r), view, actions[what], list);
	buf_lit(b, "</div>\n");
}

/* --- the page --- */

static void
put_search(struct buf *b, const struct view *v)
{
	struct view all = { .which = v->which };

	buf_lit(b, "<form class=\"search\" role=\"search\" "
		   "action=\"" CONSOLE_PATH "\">\n");
	console_hidden(b, "list", str_of(list_word(v->which)));
	if (v->author.len > 0)
		console_hidden(b, "author", v->author);
	if (v->article.len > 0)
		console_hidden(b, "article", v->article);
	buf_lit(b, "<label for=\"words\">Search</label>\n<input id=\"words\" "
		   "type=\"search\" name=\"words\" value=\"");
	buf_html(b, v->words);
	buf_lit(b, "\">\n<button class=\"quiet\">Search</button>\n</form>\n");
	if (v->author.len + v->article.len + v->words.len == 0)
		return;
	buf_lit(b, "<p class=\"filter\">");
	if (v->article.len > 0) {
		buf_lit(b, "On <b>");
		buf_html(b, v->article);
		buf_lit(b, "</b> (<a");
		view_put_article_href(b, v->article);
		buf_lit(b, ">more of it</a>). ");
	}
	if (v->author.len > 0)
		buf_lit(b, "By one author. ");
	if (v->words.len > 0) {
		buf_lit(b, "With <b>");
		buf_html(b, v->words);
		buf_lit(b, "</b>. ");
	}
	buf_lit(b, "<a");
	view_put_href(b, &all);
	buf_lit(b, ">Show all</a></p>\n");
}

static void
put_bulk(struct buf *b, const struct session *s, const struct view *v)
{
	static const char *const actions[][2] = {
		[LIST_HELD] = { "approve", "Approve" },
		[LIST_SPAM] = { "approve", "Approve" },
		[LIST_ALL] = { "hold", "Hold" },
	};

	buf_lit(b, "<form id=\"bulk\" class=\"bulk\" method=\"post\" "
		   "action=\"" CONSOLE_PATH "act\">\n");
	console_token(b, s);
	view_put_fields(b, v);
	view_put_seen(b);
	buf_lit(b, "<span id=\"selected\">Those that are ticked:</span>\n"
		   "<button name=\"action\" value=\"");
	buf_str_put(b, str_of(actions[v->which][0]));
	buf_lit(b, "\">");
	buf_str_put(b, str_of(actions[v->which][1]));
	buf_lit(b, "</button>\n");
	if (v->which != LIST_SPAM)
		buf_lit(b, "<button name=\"action\" value=\"spam\">Spam"
			   "</button>\n");
	buf_lit(b, "<button name=\"action\" value=\"delete\">Delete</button>\n"
		   "</form>\n");
}

static void
put_next(struct buf *b, struct view v, int64_t next)
{
	v.after = next;
	buf_lit(b, "<p class=\"next\"><a rel=\"next\"");
	view_put_href(b, &v);
	buf_lit(b, ">Older comments</a></p>\n");
}

static void
put_nothing(struct buf *b, const struct view *v, int64_t next)
{
	if (v->author.len + v->article.len + v->words.len > 0 || next > 0)
		buf_lit(b, "<p class=\"empty\">Nothing like that is among "
			   "these comments.</p>\n");
	else if (v->which == LIST_HELD)
		buf_lit(b, "<p class=\"empty\">Nothing waits for you.</p>\n");
	else
		buf_lit(b, "<p class=\"empty\">There is nothing here.</p>\n");
}

struct showing {
	struct view view;
	struct list list;
};

static enum err
show(struct req *r, void *result)
{
	static const struct {
		const char *title;
		enum console_tab tab;
	} pages[] = {
		[LIST_HELD] = { "Held", CONSOLE_HELD },
		[LIST_SPAM] = { "Spam", CONSOLE_SPAM },
		[LIST_ALL] = { "All comments", CONSOLE_ALL },
	};
	const struct showing *g = result;
	const struct list *l = &g->list;
	const struct session *s = session_http_of(r);
	struct buf *b = reply_console(r);
	struct item_look look = { s, &g->view, true, false };

	console_open(
	    b, &(struct console){ .title = str_of(pages[l->which].title),
		   .session = s,
		   .tab = pages[l->which].tab,
		   .list = l });
	put_done(b, r, &g->view);
	put_search(b, &g->view);
	if (l->n_items == 0) {
		put_nothing(b, &g->view, l->next);
	} else {
		put_bulk(b, s, &g->view);
		buf_lit(b, "<ol class=\"items\">\n");
		for (size_t i = 0; i < l->n_items; i++) {
			buf_lit(b, "<li>");
			item_put(b, &look, &l->items[i]);
			buf_lit(b, "</li>\n");
		}
		buf_lit(b, "</ol>\n");
	}
	if (l->next > 0)
		put_next(b, g->view, l->next);
	console_close(b);
	return reply_end(r);
}

enum err
queue_http_show(struct req *r)
{
	struct showing *g = arena_zalloc(&r->arena, sizeof(*g));
	struct article article;

	if (g == NULL)
		return ERR_BUSY;
	enum err e = ERR_NONE;
	g->view = queue_http_view(r, QUEUE_VIEW);
	if (g->view.article.len > 0) {
		e = article_http_fold(r, g->view.article, &article);
		g->view.article = article.key;
		g->list.hash = str_dup(
		    &r->arena, (struct str){ article.hash, ARTICLE_HASH_LEN });
	}
	struct later *l = later_new(r, show, g);
	if (l == NULL)
		return ERR_BUSY;
	if (e != ERR_NONE)
		return e;
	g->list.arena = &r->arena;
	g->list.site = r->site->name;
	g->list.which = g->view.which;
	g->list.after = g->view.after;
	g->list.n = ITEMS;
	g->list.author = g->view.author;
	g->list.words = g->view.words;
	return later_park(
	    r, list_read(comments_store(moderation_http_comments(r)), &g->list,
		   later_resume, l));
}

/* --- how many --- */

static enum err
tell_counts(struct req *r, void *result)
{
	const struct list *l = result;
	struct jsonw *j = reply_json(r);

	jsonw_object(j, NULL);
	jsonw_int(j, "held", l->held);
	jsonw_int(j, "spam", l->spam);
	jsonw_object_end(j);
	return reply_end(r);
}

enum err
queue_http_counts(struct req *r)
{
	struct list *list = arena_zalloc(&r->arena, sizeof(*list));

	if (list == NULL)
		return ERR_BUSY;
	struct later *l = later_new(r, tell_counts, list);
	if (l == NULL)
		return ERR_BUSY;
	list->arena = &r->arena;
	list->site = r->site->name;
	return later_park(
	    r, list_counts(comments_store(moderation_http_comments(r)), list,
		   later_resume, l));
}
