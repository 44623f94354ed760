#include "base/base.h"
#include "comments/thread_http.h"

#include "article/article_http.h"
#include "base/url.h"
#include "comments/comment_json.h"
#include "comments/comments_http.h"
#include "comments/thread.h"
#include "http/app.h"
#include "http/later.h"
#include "http/reply.h"

static const struct str type_json = { "application/json; charset=utf-8", 31 };

#define FIELD_FOR_SORT                                                         \
	{                                                                      \
		.name = "sort", .type = FIELD_WORD, .words = THREAD_ORDERS,    \
		.fallback = "newest",                                          \
		.help = "In which order: best is what readers surely like, "   \
			"by their votes.",                                     \
	}

#define FIELD_FOR_LIMIT(what)                                                  \
	{                                                                      \
		.name = "limit", .type = FIELD_INT, .min = 1,                  \
		.max = THREAD_ROOTS_MAX, .fallback = "20", .help = what,       \
	}

/* --- GET /comments --- */

enum {
	LIST_ARTICLE,
	LIST_SORT,
	LIST_LIMIT,
	LIST_AFTER,
	LIST_SITE
};

const struct field thread_http_list_fields[] = {
	[LIST_ARTICLE] = ARTICLE_HTTP_FIELD(FIELD_REQUIRED, "The page."),
	[LIST_SORT] = FIELD_FOR_SORT,
	[LIST_LIMIT] = FIELD_FOR_LIMIT("How many comments, replies aside."),
	[LIST_AFTER] = { .name = "after",
	    .type = FIELD_LINE,
	    .min = 1,
	    .max = 40,
	    .help = "What the page before named as next." },
	[LIST_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

/* Where the next page is (RFC 8288). */
static void
put_link(struct req *r, const struct thread_list *l)
{
	struct buf b;

	buf_init(&b, &r->arena, 256);
	buf_char(&b, '<');
	buf_str_put(&b, r->app->cfg->server.prefix);
	buf_lit(&b, "/comments?article=");
	url_put_value(&b, l->article.key);
	buf_lit(&b, "&site=");
	buf_str_put(&b, l->site->name);
	buf_lit(&b, "&sort=");
	buf_str_put(&b, thread_order_name(l->order));
	buf_lit(&b, "&limit=");
	buf_u64(&b, l->limit);
	buf_lit(&b, "&after=");
	buf_str_put(&b, l->page.next);
	buf_lit(&b, ">; rel=\"next\"");
	if (!str_is_null(buf_view(&b)))
		reply_header(r, STR("Link"), buf_view(&b));
}

static enum err
list_answer(struct req *r, void *result)
{
	const struct thread_list *l = result;
	enum err e = comments_http_page(r, type_json, &l->page);

	if (l->page.next.len > 0)
		put_link(r, l);
	return e;
}

enum err
thread_http_list(struct req *r)
{
	struct thread_list *l = arena_zalloc(&r->arena, sizeof(*l));
	struct later *later = later_new(r, list_answer, l);

	if (l == NULL || later == NULL)
		return ERR_BUSY;
	enum err e =
	    article_http_fold(r, r->fields[LIST_ARTICLE].text, &l->article);
	if (e != ERR_NONE)
		return e;
	l->arena = &r->arena;
	l->site = r->site;
	l->order = (enum thread_order)r->fields[LIST_SORT].number;
	l->limit = (unsigned)r->fields[LIST_LIMIT].number;
	l->after = r->fields[LIST_AFTER].text;
	l->kind = 'j';
	l->render = comment_json_thread;
	e = thread_read_list(comments_http_of(r), l, later_resume, later);
	return e == ERR_INVALID
		   ? req_fail(r, e, "after", "no cursor of this API")
		   : later_park(r, e);
}

/* --- GET /comments/{id} --- */

enum {
	ONE_ID,
	ONE_SORT,
	ONE_SITE
};

const struct field thread_http_one_fields[] = {
	[ONE_ID] = COMMENTS_HTTP_ID,
	[ONE_SORT] = FIELD_FOR_SORT,
	[ONE_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

static enum err
one_answer(struct req *r, void *result)
{
	const struct thread_one *o = result;
	struct jsonw *j = reply_json(r);

	jsonw_object(j, NULL);
	comment_json_members(j, &o->comment);
	jsonw_str(j, "article", o->article);
	if (o->title.len > 0)
		jsonw_str(j, "title", o->title);
	jsonw_object(j, "place");
	if (o->after.len > 0)
		jsonw_str(j, "after", o->after);
	if (o->place >= 0)
		jsonw_int(j, "reply", o->place);
	jsonw_object_end(j);
	jsonw_object_end(j);
	return reply_end(r);
}

enum err
thread_http_one(struct req *r)
{
	struct thread_one *o = arena_zalloc(&r->arena, sizeof(*o));
	struct later *later = later_new(r, one_answer, o);

	if (o == NULL || later == NULL)
		return ERR_BUSY;
	o->arena = &r->arena;
	o->site = r->site;
	o->id = r->fields[ONE_ID].number;
	o->order = (enum thread_order)r->fields[ONE_SORT].number;
	return later_park(
	    r, thread_read_one(comments_http_of(r), o, later_resume, later));
}

/* --- GET /comments/{id}/replies --- */

enum {
	REPLIES_ID,
	REPLIES_AFTER,
	REPLIES_LIMIT,
	REPLIES_SITE
};

const struct field thread_http_replies_fields[] = {
	[REPLIES_ID] = COMMENTS_HTTP_ID,
	[REPLIES_AFTER] = { .name = "after",
	    .type = FIELD_INT,
	    .min = 1,
	    .max = COMMENT_ID_MAX,
	    .help = "The last reply that is known; else from the first." },
	[REPLIES_LIMIT] = FIELD_FOR_LIMIT("How many replies."),
	[REPLIES_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

static enum err
replies_answer(struct req *r, void *result)
{
	const struct thread_replies *l = result;
	struct jsonw *j = reply_json(r);
	size_t room = 0;

	for (size_t i = 0; i < l->n; i++)
		room += comment_json_room(&l->all[i]);
	(void)buf_reserve(j->out, room + 64);
	jsonw_object(j, NULL);
	jsonw_array(j, "comments");
	for (size_t i = 0; i < l->n; i++)
		comment_json_put(j, NULL, &l->all[i]);
	jsonw_array_end(j);
	if (l->more)
		jsonw_int(j, "next", l->all[l->n - 1].id);
	jsonw_object_end(j);
	return reply_end(r);
}

enum err
thread_http_replies(struct req *r)
{
	struct thread_replies *l = arena_zalloc(&r->arena, sizeof(*l));
	struct later *later = later_new(r, replies_answer, l);

	if (l == NULL || later == NULL)
		return ERR_BUSY;
	l->arena = &r->arena;
	l->site = r->site;
	l->root = r->fields[REPLIES_ID].number;
	l->after = r->fields[REPLIES_AFTER].number;
	l->limit = (unsigned)r->fields[REPLIES_LIMIT].number;
	return later_park(r,
	    thread_read_replies(comments_http_of(r), l, later_resume, later));
}

/* --- GET /comments/recent --- */

enum {
	RECENT_LIMIT,
	RECENT_SITE
};

const struct field thread_http_recent_fields[] = {
	[RECENT_LIMIT] = FIELD_FOR_LIMIT("How many comments."),
	[RECENT_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

static enum err
recent_answer(struct req *r, void *result)
{
	const struct thread_recent *l = result;
	struct jsonw *j = reply_json(r);
	size_t room = 0;

	for (size_t i = 0; i < l->n; i++)
		room += comment_json_room(&l->items[i].comment) + 1000;
	(void)buf_reserve(j->out, room + 64);
	jsonw_object(j, NULL);
	jsonw_array(j, "comments");
	for (size_t i = 0; i < l->n; i++) {
		const struct thread_item *item = &l->items[i];

		jsonw_object(j, NULL);
		comment_json_members(j, &item->comment);
		jsonw_str(j, "article", item->article);
		if (item->title.len > 0)
			jsonw_str(j, "title", item->title);
		jsonw_str(j, "article_url",
		    article_address(&r->arena, l->site, item->article));
		jsonw_object_end(j);
	}
	jsonw_array_end(j);
	jsonw_object_end(j);
	return reply_end(r);
}

enum err
thread_http_recent(struct req *r)
{
	struct thread_recent *l = arena_zalloc(&r->arena, sizeof(*l));
	struct later *later = later_new(r, recent_answer, l);

	if (l == NULL || later == NULL)
		return ERR_BUSY;
	l->arena = &r->arena;
	l->site = r->site;
	l->limit = (unsigned)r->fields[RECENT_LIMIT].number;
	return later_park(
	    r, thread_read_recent(comments_http_of(r), l, later_resume, later));
}
