/*
 * page_http.c - what is looked up for a fragment, one after the other
 *
 * Views of comments are there only during the callback that brings them, so
 * what is looked up on the way is copied, and the thread comes last.
 */
#include "base/base.h"
#include "comments/page_http.h"

#include "article/article_http.h"
#include "base/url.h"
#include "comments/comments.h"
#include "comments/comments_http.h"
#include "comments/page.h"
#include "comments/page_form_http.h"
#include "comments/page_frame.h"
#include "comments/thread.h"
#include "http/app.h"
#include "http/later.h"
#include "http/reply.h"

/* Bytes that a form takes, and a comment beside its text. */
#define FORM_ROOM 8192
#define COMMENT_ROOM 2048

static const struct str type_html = { "text/html; charset=utf-8", 24 };

/* --- GET /comments/fragment --- */

#define FIELD_FOR_ID(field, words)                                             \
	{                                                                      \
		.name = (field), .type = FIELD_INT, .min = 1,                  \
		.max = COMMENT_ID_MAX, .help = words,                          \
	}

const struct field page_http_fragment_fields[] = {
	[PAGE_HTTP_ARTICLE] = ARTICLE_HTTP_FIELD(
	    0, "The page; else the one that includes the fragment."),
	[PAGE_HTTP_SORT] = { .name = "sort",
	    .type = FIELD_WORD,
	    .words = THREAD_ORDERS,
	    .help = "In which order; else newest." },
	[PAGE_HTTP_LIMIT] = { .name = "limit",
	    .type = FIELD_INT,
	    .min = 1,
	    .max = 50,
	    .fallback = "20",
	    .help = "How many comments, replies aside." },
	[PAGE_HTTP_AFTER] = { .name = "after",
	    .type = FIELD_LINE,
	    .min = 1,
	    .max = 40,
	    .help = "Where the page begins: what the one before named." },
	[PAGE_HTTP_ROOT] =
	    FIELD_FOR_ID("root", "Shows all replies of this comment."),
	[PAGE_HTTP_AT] =
	    FIELD_FOR_ID("at", "Shows the page that has this comment."),
	[PAGE_HTTP_REPLY] =
	    FIELD_FOR_ID("reply", "Shows a form that replies to this one."),
	[PAGE_HTTP_PAGE] = { .name = "page",
	    .type = FIELD_BOOL,
	    .fallback = "0",
	    .help = "1 makes a page of it, for links in <noscript>." },
	[PAGE_HTTP_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

/* What is asked of the store, in this order; most only when needed. */
enum step {
	STEP_KEY, /* of the site, for the stamp */
	STEP_AT,
	STEP_REPLY,
	STEP_ROOT,
	STEP_LIST,
	STEP_REPLIES,
	STEP_DONE
};

struct fragment {
	struct req *r;
	struct comments *comments;
	struct later *later;
	bool alone;               /* a page of its own */
	int64_t id[PAGE__PARAMS]; /* of PAGE_ROOT, PAGE_AT, PAGE_REPLY */
	struct str after;

	enum step step;
	struct thread_one one;
	struct comment parent, root; /* copies; id 0: there is none */
	int64_t at, before; /* a reply to be found, and the one before it */
	struct thread_list list;
	struct thread_replies replies;
};

/* --- what is asked for --- */

/* A parameter of the including page; what is no value of it is none. */
static void
take_param(struct fragment *f, enum page_param p, struct str value)
{
	uint64_t n;

	switch (p) {
	case PAGE_SORT:
		for (size_t i = THREAD_NEWEST; i <= THREAD_BEST; i++)
			if (str_eq(
				value, thread_order_name((enum thread_order)i)))
				f->list.order = (enum thread_order)i;
		break;
	case PAGE_AFTER:
		f->after = value;
		break;
	default:
		if (str_to_u64(value, 1, COMMENT_ID_MAX, &n))
			f->id[p] = (int64_t)n;
	}
}

/* The address of the page that includes the fragment; empty when none does. */
static struct str
including_page(const struct req *r)
{
	struct str uri = r->param[PARAM_REQUEST_URI];
	struct str prefix = r->app->cfg->server.prefix;

	return str_starts(uri, prefix) &&
		       str_starts(str_from(uri, prefix.len), STR("/comments/"))
		   ? STR("")
		   : uri;
}

static void
take_query(struct fragment *f, struct str uri)
{
	ssize_t mark = str_index(uri, '?');
	struct str rest = str_from(uri, (size_t)(mark < 0 ? 0 : mark + 1));
	struct str name, value;

	if (mark < 0)
		return;
	while (url_next_pair(&rest, &name, &value)) {
		for (int p = 0; p < PAGE__PARAMS; p++) {
			if (str_eq(name,
				page_param_name((enum page_param)p, true)) &&
			    url_decode(&f->r->arena, value, true, &value))
				take_param(f, (enum page_param)p, value);
		}
	}
}

/* The fragment's own parameters are stronger than those of the page around. */
static void
take_fields(struct fragment *f)
{
	const struct field_value *v = f->r->fields;

	if (v[PAGE_HTTP_SORT].given)
		f->list.order = (enum thread_order)v[PAGE_HTTP_SORT].number;
	if (v[PAGE_HTTP_AFTER].given)
		f->after = v[PAGE_HTTP_AFTER].text;
	if (v[PAGE_HTTP_ROOT].given)
		f->id[PAGE_ROOT] = v[PAGE_HTTP_ROOT].number;
	if (v[PAGE_HTTP_AT].given)
		f->id[PAGE_AT] = v[PAGE_HTTP_AT].number;
	if (v[PAGE_HTTP_REPLY].given)
		f->id[PAGE_REPLY] = v[PAGE_HTTP_REPLY].number;
}

static enum err
begin(struct fragment *f)
{
	const struct field_value *v = f->r->fields;
	struct req *r = f->r;
	struct str uri = including_page(r);
	struct str name = v[PAGE_HTTP_ARTICLE].text;

	f->alone = v[PAGE_HTTP_PAGE].number != 0;
	if (!f->alone)
		take_query(f, uri);
	take_fields(f);
	/* A Referer names the page before, which may be of another site. */
	if (r->app->cfg->n_sites > 1 && !v[PAGE_HTTP_SITE].given)
		return req_fail(r, ERR_INVALID, "site", "is missing");
	if (name.len == 0)
		name = uri;
	if (name.len == 0)
		return req_fail(r, ERR_INVALID, "article",
		    "is missing, and no page includes this fragment");
	f->list.arena = &r->arena;
	f->list.site = r->site;
	f->list.limit = (unsigned)v[PAGE_HTTP_LIMIT].number;
	f->list.kind = f->alone ? 'p' : 'h';
	f->list.render = f->alone ? page_thread_alone : page_thread;
	return article_http_fold(r, name, &f->list.article);
}

/* --- asking --- */

static void arrived(void *ctx, enum err e);

/* Whether replies of a root are shown instead of the thread. */
static bool
shows_root(const struct fragment *f)
{
	return f->root.id != 0;
}

static bool
is_needed(const struct fragment *f, enum step step)
{
	switch (step) {
	case STEP_KEY:
		return comments_key(f->comments, f->list.site) == NULL;
	case STEP_AT:
		return f->id[PAGE_AT] != 0;
	case STEP_REPLY:
		return f->id[PAGE_REPLY] != 0;
	case STEP_ROOT:
		return f->id[PAGE_ROOT] != 0;
	case STEP_REPLIES:
		return shows_root(f);
	default:
		return true;
	}
}

static enum err
ask_one(struct fragment *f, enum page_param which)
{
	f->one = (struct thread_one){ .arena = &f->r->arena,
		.site = f->list.site,
		.id = f->id[which],
		.order = f->list.order,
		.of = &f->list.article };
	return thread_read_one(f->comments, &f->one, arrived, f);
}

static enum err
ask_list(struct fragment *f)
{
	f->list.after = f->root.id != 0 ? STR("") : f->after;
	enum err e = thread_read_list(f->comments, &f->list, arrived, f);

	if (e != ERR_INVALID)
		return e;
	if (f->r->fields[PAGE_HTTP_AFTER].given)
		return req_fail(f->r, e, "after", "no cursor of this API");
	f->list.after = STR("");
	return thread_read_list(f->comments, &f->list, arrived, f);
}

static enum err
ask_replies(struct fragment *f)
{
	uint64_t after = 0;

	if (!str_to_u64(f->after, 1, COMMENT_ID_MAX, &after))
		after = 0;
	f->replies = (struct thread_replies){ .arena = &f->r->arena,
		.site = f->list.site,
		.root = f->root.id,
		.after = (int64_t)after,
		.limit = PAGE_REPLIES_MAX };
	return thread_read_replies(f->comments, &f->replies, arrived, f);
}

static enum err
ask(struct fragment *f)
{
	while (!is_needed(f, f->step))
		f->step++;
	switch (f->step) {
	case STEP_KEY:
		return comments_fetch_key(
		    f->comments, f->list.site, &f->r->arena, arrived, f);
	case STEP_AT:
		return ask_one(f, PAGE_AT);
	case STEP_REPLY:
		return ask_one(f, PAGE_REPLY);
	case STEP_ROOT:
		return ask_one(f, PAGE_ROOT);
	case STEP_LIST:
		return ask_list(f);
	case STEP_REPLIES:
		return ask_replies(f);
	case STEP_DONE:
		later_resume(f->later, ERR_NONE);
		return ERR_NONE;
	}
	abort();
}

static struct str
copy(struct fragment *f, struct str s)
{
	return s.len > 0 ? str_dup(&f->r->arena, s) : STR("");
}

static struct comment
copy_of(struct fragment *f, const struct comment *c)
{
	struct comment out = *c;

	out.name = copy(f, c->name);
	out.url = copy(f, c->url);
	out.avatar = copy(f, c->avatar);
	out.html = copy(f, c->html);
	return out;
}

static void
take_place(struct fragment *f)
{
	if (f->one.comes_along) {
		f->after = copy(f, f->one.after);
		return;
	}
	f->id[PAGE_ROOT] = f->one.comment.root;
	f->after = STR("");
	f->at = f->one.comment.id;
	f->before = f->one.before;
}

/* Whether the first replies have not the one that was asked for. */
static bool
is_further_down(const struct fragment *f)
{
	if (f->before == 0)
		return false;
	for (size_t i = 0; i < f->replies.n; i++)
		if (f->replies.all[i].id == f->at)
			return false;
	return true;
}

static void
go_down(struct fragment *f)
{
	struct buf before;

	buf_init(&before, &f->r->arena, BUF_U64_MAX);
	buf_i64(&before, f->before);
	f->after = buf_view(&before);
	f->before = 0;
}

/* What was asked for is there, until this returns. */
static void
take(struct fragment *f)
{
	const struct comment *c = &f->one.comment;

	switch (f->step) {
	case STEP_AT:
		take_place(f);
		break;
	case STEP_REPLY:
		if (c->stub)
			break;
		f->parent = copy_of(f, c);
		break;
	case STEP_ROOT:
		if (c->root != 0)
			break;
		f->root = copy_of(f, c);
		break;
	default:
		break;
	}
}

static void
arrived(void *ctx, enum err e)
{
	struct fragment *f = ctx;

	if (e == ERR_NONE) {
		take(f);
		if (f->step == STEP_REPLIES && is_further_down(f))
			go_down(f);
		else
			f->step++;
	} else if (e == ERR_NOT_FOUND && f->step == STEP_REPLIES &&
		   f->after.len > 0) {
		f->after = STR(""); /* behind none: from the first */
		e = ERR_NONE;
	} else if (e == ERR_NOT_FOUND && f->step != STEP_LIST) {
		f->step++; /* as if it had not been asked for */
		e = ERR_NONE;
	}
	if (e == ERR_NONE)
		e = ask(f);
	if (e != ERR_NONE)
		later_resume(f->later, e);
}

/* --- answering --- */

static enum err
put_end(struct fragment *f, struct buf *b, const struct page_place *place)
{
	struct page_form form = { .site = f->list.site };

	if (f->list.view.closed) {
		buf_lit(b, "<p class=\"afterword-closed\" id=\"comment-form\">"
			   "Comments are closed.</p>\n");
		return ERR_NONE;
	}
	if (f->parent.id != 0) {
		form.parent = f->parent.id;
		form.parent_name = page_name(&f->parent);
		form.cancel = place->here;
	}
	return page_form_http_put(b, f->comments, &form, &f->list.article)
		   ? ERR_NONE
		   : ERR_AWAY;
}

static void
put_thread(struct fragment *f, struct buf *b, const struct page_place *place)
{
	if (shows_root(f))
		page_replies(
		    b, place, &f->root, &f->replies, f->list.view.closed);
	else
		buf_str_put(b, f->list.page.body);
	if (shows_root(f) || f->list.after.len > 0)
		page_back(b, place);
}

/* What a builder outgrows stays in the arena: so all is taken at once. */
static size_t
room_for(const struct fragment *f)
{
	size_t room = FORM_ROOM;

	if (!shows_root(f))
		return room + f->list.page.body.len;
	room += f->root.html.len;
	for (size_t i = 0; i < f->replies.n; i++)
		room += f->replies.all[i].html.len + COMMENT_ROOM;
	return room;
}

static enum err
fragment_answer(struct req *r, void *result)
{
	struct fragment *f = result;
	struct str key = f->list.article.key;
	struct page_place place =
	    page_place_of(&r->arena, r->site, key, !f->alone);
	struct buf *b = f->alone ? reply_page(r) : reply_text(r, type_html);

	(void)buf_reserve(b, room_for(f));
	if (f->alone) {
		page_frame_open(b, r->app->cfg, STR("Comments"));
		buf_lit(b, "<section id=\"comments\">\n");
	}
	put_thread(f, b, &place);
	enum err e = put_end(f, b, &place);
	if (f->alone) {
		buf_lit(b, "</section>\n");
		page_frame_back(b, article_address(&r->arena, r->site, key));
		page_frame_close(b);
	}
	return e == ERR_NONE ? reply_end(r) : e;
}

enum err
page_http_fragment(struct req *r)
{
	struct fragment *f = arena_zalloc(&r->arena, sizeof(*f));
	struct later *later = later_new(r, fragment_answer, f);

	if (f == NULL || later == NULL)
		return ERR_BUSY;
	f->r = r;
	f->comments = comments_http_of(r);
	f->later = later;
	f->after = STR("");
	enum err e = begin(f);
	return e == ERR_NONE ? later_park(r, ask(f)) : e;
}

void
page_http_problem(struct req *r, enum err e)
{
	if (r->fields != NULL && r->fields[PAGE_HTTP_PAGE].number != 0)
		page_form_http_problem(r, e);
	else
		reply_problem(r, e);
}
