#include "base/base.h"
#include "moderation/comment_http.h"

#include "comments/author.h"
#include "comments/change.h"
#include "comments/comments.h"
#include "comments/comments_http.h"
#include "comments/markup.h"
#include "http/app.h"
#include "http/later.h"
#include "http/reply.h"
#include "http/route.h"
#include "moderation/amend.h"
#include "moderation/block_http.h"
#include "moderation/console.h"
#include "moderation/item.h"
#include "moderation/moderation_http.h"
#include "moderation/session_http.h"

#define SHOWN 6 /* the comment, and of its author's others */

enum {
	SHOW_ID,
	SHOW_DONE
};

const struct field comment_http_fields[] = {
	[SHOW_ID] = COMMENTS_HTTP_ID,
	[SHOW_DONE] = { .name = "done",
	    .type = FIELD_WORD,
	    .words = "edit reply pin",
	    .help = "What was done just now." },
	{ .name = NULL },
};

#define FIELD_FOR_TEXT(words)                                                  \
	{                                                                      \
		.name = "text", .type = FIELD_TEXT, .flags = FIELD_REQUIRED,   \
		.min = 1, .max = MARKUP_SOURCE_MAX, .help = words              \
	}

enum {
	EDIT_ID,
	EDIT_CSRF,
	EDIT_TEXT,
	EDIT_NAME,
	EDIT_URL
};

const struct field comment_http_edit_fields[] = {
	[EDIT_ID] = COMMENTS_HTTP_ID,
	[EDIT_CSRF] = ROUTE_CSRF_FIELD,
	[EDIT_TEXT] = FIELD_FOR_TEXT("The comment, in Markdown."),
	[EDIT_NAME] = { .name = "name",
	    .type = FIELD_LINE,
	    .max = AUTHOR_NAME_MAX,
	    .help = "Who wrote it." },
	[EDIT_URL] = { .name = "url",
	    .type = FIELD_LINE,
	    .max = AUTHOR_URL_MAX,
	    .help = "The home page." },
	{ .name = NULL },
};

enum {
	REPLY_ID,
	REPLY_CSRF,
	REPLY_TEXT,
	REPLY_ONCE
};

const struct field comment_http_reply_fields[] = {
	[REPLY_ID] = COMMENTS_HTTP_ID,
	[REPLY_CSRF] = ROUTE_CSRF_FIELD,
	[REPLY_TEXT] = FIELD_FOR_TEXT("The reply, in Markdown."),
	[REPLY_ONCE] = { .name = "once",
	    .type = FIELD_LINE,
	    .flags = FIELD_REQUIRED,
	    .min = AMEND_ONCE_LEN,
	    .max = AMEND_ONCE_LEN,
	    .help = "What the form was given: one sent twice is taken once." },
	{ .name = NULL },
};

enum {
	PIN_ID,
	PIN_CSRF
};

const struct field comment_http_pin_fields[] = {
	[PIN_ID] = COMMENTS_HTTP_ID,
	[PIN_CSRF] = ROUTE_CSRF_FIELD,
	{ .name = NULL },
};

/* --- forms --- */

/* A form that is posted to a path below that of the comment. */
static void
open_form(struct buf *b, const struct session *s, int64_t id, const char *below)
{
	char path[64];

	(void)snprintf(
	    path, sizeof(path), "comment/%lld/%s", (long long)id, below);
	console_form(b, s, path, below);
}

struct typed {
	int64_t id;
	struct str name, url, text, once;
	const char *bad; /* the field at fault, or NULL */
};

static bool
is_bad(const struct typed *t, const char *name)
{
	return t->bad != NULL && strcmp(t->bad, name) == 0;
}

static void
put_text(
    struct buf *b, const char *form, const char *label, const struct typed *t)
{
	console_field(b, &(struct console_field){ .form = form,
			     .name = "text",
			     .label = label,
			     .required = true,
			     .bad = is_bad(t, "text"),
			     .value = t->text });
}

static void
put_line(struct buf *b, const char *name, const char *label,
    const struct typed *t, struct str value)
{
	console_field(b, &(struct console_field){ .form = "edit",
			     .name = name,
			     .label = label,
			     .type = "text",
			     .bad = is_bad(t, name),
			     .value = value });
}

static void
put_edit(struct buf *b, const struct session *s, const struct typed *t)
{
	open_form(b, s, t->id, "edit");
	put_text(b, "edit", "Text, in Markdown", t);
	put_line(b, "name", "Name", t, t->name);
	put_line(b, "url", "Home page", t, t->url);
	buf_lit(b, "<button>Save</button>\n</form>\n");
}

static void
put_reply(struct buf *b, const struct session *s, const struct typed *t)
{
	open_form(b, s, t->id, "reply");
	console_hidden(b, "once", t->once);
	put_text(b, "reply", "Your reply, in Markdown", t);
	buf_lit(b, "<button>Reply as <bdi>");
	buf_html(b, s->who);
	buf_lit(b, "</bdi></button>\n</form>\n");
}

/* --- GET /moderation/comment/{id} --- */

static void
put_done(struct buf *b, const struct req *r)
{
	static const char *const words[] = { "The comment was changed.",
		"Your reply is published.", "This comment stands first now." };

	if (!r->fields[SHOW_DONE].given)
		return;
	buf_lit(b, "<div class=\"done\" role=\"status\">\n<p>");
	buf_str_put(b, str_of(words[r->fields[SHOW_DONE].number]));
	buf_lit(b, "</p>\n</div>\n");
}

static void
put_forms(struct buf *b, const struct session *s, const struct list_item *c)
{
	bool published = str_eq(c->state, STR("published"));
	char once[AMEND_ONCE_LEN];

	if (published) {
		session_new(once);
		buf_lit(b, "<h2>Reply</h2>\n");
		put_reply(b, s,
		    &(struct typed){
			.id = c->id, .once = { once, sizeof(once) } });
	}
	buf_lit(b, "<h2>Edit</h2>\n");
	put_edit(b, s,
	    &(struct typed){ .id = c->id,
		.name = c->name,
		.url = c->url,
		.text = c->source });
	if (!c->owner)
		block_http_put_form(b, s, c);
	if (published && c->parent == 0 && !c->pinned) {
		buf_lit(b, "<h2>First on its page</h2>\n");
		open_form(b, s, c->id, "pin");
		buf_lit(b, "<button class=\"quiet\">Pin</button>\n</form>\n");
	}
}

static void
put_others(struct buf *b, const struct list *l, struct item_look look)
{
	look.alone = false;
	if (l->n_items < 2)
		return;
	buf_lit(b,
	    "<h2>More by this author</h2>\n<p class=\"note\">Among the site's "
	    "newest comments: ");
	buf_i64(b, l->by.published);
	buf_lit(b, " published, ");
	buf_i64(b, l->by.held);
	buf_lit(b, " held, ");
	buf_i64(b, l->by.spam);
	buf_lit(b, " spam.</p>\n<ol class=\"items\">\n");
	for (size_t i = 1; i < l->n_items; i++) {
		buf_lit(b, "<li>");
		item_put(b, &look, &l->items[i]);
		buf_lit(b, "</li>\n");
	}
	buf_lit(b, "</ol>\n");
}

static enum err
show(struct req *r, void *result)
{
	const struct list *l = result;
	const struct session *s = session_http_of(r);
	struct view all = { .which = LIST_ALL };
	struct item_look look = { s, &all, false, true };

	if (l->n_items == 0)
		return req_fail(
		    r, ERR_NOT_FOUND, NULL, "there is no such comment");
	struct buf *b = reply_console(r);
	console_open(
	    b, &(struct console){
		   .title = STR("One comment"), .session = s, .list = l });
	put_done(b, r);
	item_put(b, &look, &l->items[0]);
	put_forms(b, s, &l->items[0]);
	put_others(b, l, look);
	console_close(b);
	return reply_end(r);
}

enum err
comment_http_show(struct req *r)
{
	struct list *list = arena_zalloc(&r->arena, sizeof(*list));
	struct later *l = later_new(r, show, list);

	if (list == NULL || l == NULL)
		return ERR_BUSY;
	list->arena = &r->arena;
	list->site = r->site->name;
	list->which = LIST_ONE;
	list->after = r->fields[SHOW_ID].number;
	list->n = SHOWN;
	return later_park(
	    r, list_read(comments_store(moderation_http_comments(r)), list,
		   later_resume, l));
}

/* --- what is written --- */

/* Back to the page of the comment, where it says what was done. */
static enum err
go_back(struct req *r, int64_t id, const char *done)
{
	struct buf to;

	buf_init(&to, &r->arena, 64);
	buf_lit(&to, CONSOLE_PATH "comment/");
	buf_i64(&to, id);
	buf_lit(&to, "?done=");
	buf_str_put(&to, str_of(done));
	return to.failed ? ERR_BUSY : reply_redirect(r, buf_view(&to));
}

struct amending {
	struct req *r;
	const char *done;
	struct amend amend;
};

static enum err
failed(struct req *r, const struct amend *am, enum err e)
{
	return am->why == NULL ? e : req_fail(r, e, am->field, "%s", am->why);
}

static void
amended(void *ctx, enum err e)
{
	struct amending *g = ctx;

	route_resume(g->r, e != ERR_NONE ? failed(g->r, &g->amend, e)
					 : go_back(g->r, g->amend.id, g->done));
}

static struct amending *
new_amending(struct req *r, const char *done)
{
	struct amending *g = arena_zalloc(&r->arena, sizeof(*g));

	if (g == NULL)
		return NULL;
	g->r = r;
	g->done = done;
	g->amend.arena = &r->arena;
	g->amend.site = r->site;
	g->amend.id = r->fields[EDIT_ID].number;
	g->amend.text = r->fields[EDIT_TEXT].text;
	g->amend.who = session_http_of(r)->who;
	return g;
}

enum err
comment_http_edit(struct req *r)
{
	struct amending *g = new_amending(r, "edit");

	if (g == NULL)
		return ERR_BUSY;
	g->amend.name = input_text(&r->fields[EDIT_NAME]);
	g->amend.url = input_text(&r->fields[EDIT_URL]);
	enum err e =
	    amend_edit(moderation_http_comments(r), &g->amend, amended, g);
	return e == ERR_NONE ? req_park(r) : failed(r, &g->amend, e);
}

enum err
comment_http_reply(struct req *r)
{
	struct amending *g = new_amending(r, "reply");

	if (g == NULL)
		return ERR_BUSY;
	g->amend.once = r->fields[REPLY_ONCE].text;
	enum err e =
	    amend_reply(moderation_http_comments(r), &g->amend, amended, g);
	return e == ERR_NONE ? req_park(r) : failed(r, &g->amend, e);
}

/* --- what is wrong with it, and what was typed --- */

void
comment_http_edit_problem(struct req *r, enum err e)
{
	struct buf *b = moderation_http_open_form_problem(r, e);

	if (b == NULL)
		return;
	put_edit(b, r->session,
	    &(struct typed){ .id = r->fields[EDIT_ID].number,
		.text = input_text(&r->fields[EDIT_TEXT]),
		.name = input_text(&r->fields[EDIT_NAME]),
		.url = input_text(&r->fields[EDIT_URL]),
		.bad = r->err_field });
	console_close(b);
}

void
comment_http_reply_problem(struct req *r, enum err e)
{
	struct buf *b = moderation_http_open_form_problem(r, e);

	if (b == NULL)
		return;
	put_reply(b, r->session,
	    &(struct typed){ .id = r->fields[REPLY_ID].number,
		.text = input_text(&r->fields[REPLY_TEXT]),
		.once = input_text(&r->fields[REPLY_ONCE]),
		.bad = r->err_field });
	console_close(b);
}

/* --- POST /moderation/comment/{id}/pin --- */

static void
pinned(void *ctx, enum err e, const struct answer *a)
{
	struct req *r = ctx;
	struct str word = answer_str(answer_at(a, 0));

	if (e == ERR_NONE && str_eq(word, STR("none")))
		e = req_fail(
		    r, ERR_NOT_FOUND, NULL, "there is no such comment");
	else if (e == ERR_NONE && str_eq(word, STR("reply")))
		e = req_fail(
		    r, ERR_INVALID, NULL, "a reply cannot stand first");
	else if (e == ERR_NONE && str_eq(word, STR("state")))
		e = req_fail(r, ERR_INVALID, NULL,
		    "only what is published can stand first");
	route_resume(
	    r, e != ERR_NONE ? e : go_back(r, r->fields[PIN_ID].number, "pin"));
}

enum err
comment_http_pin(struct req *r)
{
	enum err e = redis_send(comments_store(moderation_http_comments(r)),
	    change_pin_command(&r->arena, r->site->name,
		r->fields[PIN_ID].number, session_http_of(r)->who),
	    pinned, r);

	return e == ERR_NONE ? req_park(r) : e;
}
