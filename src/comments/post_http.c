#include "base/base.h"
#include "comments/post_http.h"

#include "article/article_http.h"
#include "base/clock.h"
#include "base/url.h"
#include "comments/comment_json.h"
#include "comments/comments_http.h"
#include "comments/markup.h"
#include "comments/page.h"
#include "comments/post.h"
#include "http/app.h"
#include "http/later.h"
#include "http/reply.h"

#define HELD_MESSAGE                                                           \
	"Thank you. Your comment will appear once a moderator has seen it."

/* --- POST /comments --- */

const struct field post_http_fields[] = {
	[POST_HTTP_ARTICLE] = ARTICLE_HTTP_FIELD(FIELD_REQUIRED, "The page."),
	[POST_HTTP_TITLE] = { .name = "title",
	    .type = FIELD_LINE,
	    .max = 300,
	    .flags = FIELD_LENIENT,
	    .help = "Its title, kept when the page is first seen." },
	[POST_HTTP_TEXT] = { .name = "text",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = MARKUP_SOURCE_MAX,
	    .help = "What is said, in Markdown." },
	[POST_HTTP_NAME] = { .name = "name",
	    .type = FIELD_LINE,
	    .max = POST_NAME_MAX,
	    .help = "The writer's name." },
	[POST_HTTP_EMAIL] = { .name = "email",
	    .type = FIELD_LINE,
	    .max = 254,
	    .help = "The writer's mail address; kept sealed, never shown." },
	[POST_HTTP_URL] = { .name = "url",
	    .type = FIELD_LINE,
	    .max = 512,
	    .help = "The writer's home page." },
	[POST_HTTP_PARENT] = { .name = "parent",
	    .type = FIELD_INT,
	    .min = 1,
	    .max = COMMENT_ID_MAX,
	    .help = "The comment that this one answers." },
	[POST_HTTP_STAMP] = { .name = "stamp",
	    .type = FIELD_LINE,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = 64,
	    .help = "From GET /comments/stamp, when the form was opened." },
	[POST_HTTP_SUBJECT] = { .name = "subject",
	    .type = FIELD_LINE,
	    .max = 300,
	    .help = "A field that people do not see: it has to be empty." },
	[POST_HTTP_AUTHOR] = { .name = "author_token",
	    .type = FIELD_LINE,
	    .max = 64,
	    .help = "From an earlier answer: tells that both have one "
		    "writer." },
	[POST_HTTP_PROOF] = { .name = "altcha",
	    .type = FIELD_LINE,
	    .max = POW_PROOF_MAX,
	    .help = "A proof of work, after an answer that wanted one." },
	[POST_HTTP_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

struct pending {
	struct post post;
	struct req *r;
	struct later *later;
};

static enum err
explain(struct pending *p, enum err e)
{
	const struct post *post = &p->post;

	return e == ERR_NONE ? e
			     : comments_http_fail(p->r, e, post->field,
				   post->why, post->wait_s);
}

static void
resume(void *ctx, enum err e)
{
	struct pending *p = ctx;

	later_resume(p->later, explain(p, e));
}

static struct str
location_of(struct req *r, const struct comment *c)
{
	struct buf b;

	buf_init(&b, &r->arena, 64);
	buf_str_put(&b, r->app->cfg->server.prefix);
	buf_lit(&b, "/comments/");
	buf_i64(&b, c->id);
	return buf_view(&b);
}

static enum err
script_answer(struct req *r, void *result)
{
	const struct post *p = result;
	const struct config *cfg = comments_config(p->comments);
	struct jsonw *j = reply_json(r);

	reply_status(r, p->held ? 202 : 201);
	if (!p->held)
		reply_header(r, STR("Location"), location_of(r, &p->comment));
	if (p->again)
		reply_header(r, STR("Idempotency-Replayed"), STR("true"));
	jsonw_object(j, NULL);
	comment_json_members(j, &p->comment);
	jsonw_str(j, "article", p->article.key);
	if (p->held) {
		jsonw_bool(j, "held", true);
		jsonw_str(j, "message", STR(HELD_MESSAGE));
	}
	jsonw_str(j, "edit_token",
	    (struct str){ p->edit_token, sizeof(p->edit_token) });
	jsonw_int(j, "edit_s", cfg->comments.edit_window_s);
	jsonw_str(j, "author_token",
	    (struct str){ p->author_token, sizeof(p->author_token) });
	jsonw_object_end(j);
	return reply_end(r);
}

/*
 * Where the article is for this reader: on the origin that the form came from,
 * if the site has several and no address that says more.
 */
static void
put_article(struct buf *b, const struct req *r, const struct post *p)
{
	const struct config *cfg = r->app->cfg;
	struct str base = p->site->base_url;

	if (config_site_by_origin(cfg, r->param[PARAM_ORIGIN]) == p->site &&
	    config_site_by_origin(cfg, base) == p->site)
		base = r->param[PARAM_ORIGIN];
	buf_str_put(b, base);
	url_put(b, p->article.key);
}

/*
 * To the article and the comment on it, or to the page that says it waits.  The
 * fragment in the article's page is told, too, which comment has to be there: a
 * server does not see what stands behind the #.
 */
static enum err
form_answer(struct req *r, void *result)
{
	const struct post *p = result;
	bool has_query = str_index(p->article.key, '?') >= 0;
	struct buf b;

	buf_init(&b, &r->arena, 256);
	if (p->held) {
		buf_str_put(&b, r->app->cfg->server.prefix);
		buf_lit(&b, "/comments/held?article=");
		url_put_value(&b, p->article.key);
		buf_lit(&b, "&site=");
		buf_str_put(&b, p->site->name);
	} else {
		put_article(&b, r, p);
		buf_char(&b, has_query ? '&' : '?');
		buf_str_put(&b, page_param_name(PAGE_AT, true));
		buf_char(&b, '=');
		buf_i64(&b, p->comment.id);
		buf_lit(&b, "#comment-");
		buf_i64(&b, p->comment.id);
	}
	struct str to = buf_view(&b);
	return str_is_null(to) ? ERR_BUSY : reply_redirect(r, to);
}

static void
fill(struct post *p, const struct req *r)
{
	p->title = input_text(&r->fields[POST_HTTP_TITLE]);
	p->text = input_text(&r->fields[POST_HTTP_TEXT]);
	p->name = input_text(&r->fields[POST_HTTP_NAME]);
	p->mail = input_text(&r->fields[POST_HTTP_EMAIL]);
	p->url = input_text(&r->fields[POST_HTTP_URL]);
	p->parent = r->fields[POST_HTTP_PARENT].number;
	p->stamp = input_text(&r->fields[POST_HTTP_STAMP]);
	p->trap = input_text(&r->fields[POST_HTTP_SUBJECT]);
	p->author = input_text(&r->fields[POST_HTTP_AUTHOR]);
	p->proof = input_text(&r->fields[POST_HTTP_PROOF]);
	p->scriptless = comments_http_is_form(r);
	p->key = r->param[PARAM_IDEMPOTENCY_KEY];
	p->address = r->param[PARAM_REMOTE_ADDR];
}

enum err
post_http_post(struct req *r)
{
	struct comments *c = comments_http_of(r);
	struct pending *p = arena_zalloc(&r->arena, sizeof(*p));

	if (p == NULL)
		return ERR_BUSY;
	p->r = r;
	p->later = later_new(r,
	    comments_http_is_form(r) ? form_answer : script_answer, &p->post);
	if (p->later == NULL)
		return ERR_BUSY;
	enum err e = article_http_fold(
	    r, r->fields[POST_HTTP_ARTICLE].text, &p->post.article);
	if (e != ERR_NONE)
		return e;
	p->post.arena = &r->arena;
	p->post.site = r->site;
	fill(&p->post, r);
	e = post_check(c, &p->post);
	if (e == ERR_NONE)
		e = post_send(c, &p->post, resume, p);
	return later_park(r, explain(p, e));
}

/* --- GET /comments/stamp --- */

enum {
	STAMP_ARTICLE,
	STAMP_SITE
};

const struct field post_http_stamp_fields[] = {
	[STAMP_ARTICLE] = ARTICLE_HTTP_FIELD(FIELD_REQUIRED, "The page."),
	[STAMP_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

static enum err
stamp_answer(struct req *r, void *result)
{
	struct comments *c = comments_http_of(r);
	const struct article *article = result;
	const struct sitekey *key = comments_key(c, r->site);
	char stamp[STAMP_LEN];

	if (key == NULL)
		return ERR_AWAY;
	stamp_make(key, (struct str){ article->hash, ARTICLE_HASH_LEN },
	    clock_wall_s(), stamp);
	struct jsonw *j = reply_json(r);
	jsonw_object(j, NULL);
	jsonw_str(j, "stamp", (struct str){ stamp, sizeof(stamp) });
	jsonw_int(j, "wait_s", comments_config(c)->comments.form_delay_s);
	jsonw_object_end(j);
	return reply_end(r);
}

enum err
post_http_stamp(struct req *r)
{
	struct comments *c = comments_http_of(r);
	struct article *article = arena_zalloc(&r->arena, sizeof(*article));
	struct later *later = later_new(r, stamp_answer, article);

	if (article == NULL || later == NULL)
		return ERR_BUSY;
	enum err e =
	    article_http_fold(r, r->fields[STAMP_ARTICLE].text, article);
	if (e != ERR_NONE)
		return e;
	if (comments_key(c, r->site) != NULL)
		return stamp_answer(r, article);
	return later_park(
	    r, comments_fetch_key(c, r->site, &r->arena, later_resume, later));
}

/* --- POST /comments/preview --- */

enum {
	PREVIEW_TEXT,
	PREVIEW_SITE
};

const struct field post_http_preview_fields[] = {
	[PREVIEW_TEXT] = { .name = "text",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = MARKUP_SOURCE_MAX,
	    .help = "What would be said." },
	[PREVIEW_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

enum err
post_http_preview(struct req *r)
{
	struct text t;
	enum err e =
	    text_render(&t, &r->arena, r->site, r->fields[PREVIEW_TEXT].text);

	if (e != ERR_NONE)
		return comments_http_fail(r, e, "text", t.why, 0);
	struct jsonw *j = reply_json(r);
	jsonw_object(j, NULL);
	jsonw_str(j, "html", t.markup.html);
	jsonw_object_end(j);
	return reply_end(r);
}
