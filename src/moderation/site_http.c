#include "base/base.h"
#include "moderation/site_http.h"

#include "article/article_http.h"
#include "base/url.h"
#include "base/zone.h"
#include "comments/change.h"
#include "comments/comments.h"
#include "http/reply.h"
#include "http/route.h"
#include "moderation/console.h"
#include "moderation/moderation_http.h"
#include "moderation/session_http.h"
#include "moderation/view.h"
#include "store/keys.h"
#include "store/redis.h"
#include "visits/chart.h"
#include "visits/visits.h"

#define DAYS 30
#define POPULAR 10

/* What a page asks the store for at once, and its answers so far. */
struct asking {
	struct req *r;
	unsigned waiting;
	enum err e;
	struct visits_history history;
	struct visits_missed missed;
	struct visits_popular popular;

	/* Of an article. */
	struct article article;
	struct str title, closed, pin;
	int64_t comments;

	void (*show)(struct asking *g);
};

static void
answered(void *ctx, enum err e)
{
	struct asking *g = ctx;

	if (e != ERR_NONE)
		g->e = e;
	if (--g->waiting > 0)
		return;
	if (g->e == ERR_NONE)
		g->show(g);
	route_resume(g->r, g->e != ERR_NONE ? g->e : reply_end(g->r));
}

/* One question more, unless an earlier one could not be asked. */
static void
count_question(struct asking *g, enum err e)
{
	if (e == ERR_NONE)
		g->waiting++;
	else
		g->e = e;
}

/* Those that could be asked will end the request. */
static enum err
wait_for_all(struct asking *g)
{
	return g->waiting > 0 ? req_park(g->r) : g->e;
}

static struct asking *
new_asking(struct req *r, void (*show)(struct asking *g))
{
	struct asking *g = arena_zalloc(&r->arena, sizeof(*g));

	if (g == NULL)
		return NULL;
	g->r = r;
	g->show = show;
	g->history.arena = g->missed.arena = g->popular.arena = &r->arena;
	g->history.site = g->missed.site = g->popular.site = r->site;
	g->history.n = DAYS;
	return g;
}

/* --- GET /moderation/visits --- */

static void
put_number_row(struct buf *b, const char *what, int64_t n)
{
	buf_lit(b, "<tr><th scope=\"row\">");
	buf_str_put(b, str_of(what));
	buf_lit(b, "</th><td class=\"number\">");
	buf_i64(b, n);
	buf_lit(b, "</td></tr>\n");
}

static void
put_today(struct buf *b, const struct asking *g)
{
	static const char *const words[WHY__MAX] = {
		[WHY_WINDOW] = "The same reader, once more",
		[WHY_BOT] = "Robots",
		[WHY_PREFETCH] = "Loaded ahead, seen by nobody yet",
		[WHY_ORIGIN] = "From pages of other sites",
		[WHY_LIMIT] = "Articles beyond the site's limit",
	};
	const struct visits_history *h = &g->history;

	buf_lit(b, "<h2>Today</h2>\n<table>\n<tbody>\n");
	put_number_row(b, "Visits", h->visits[h->n - 1]);
	put_number_row(b, "Readers, about", h->readers[h->n - 1]);
	buf_lit(b, "</tbody>\n</table>\n<h2>Not counted today</h2>\n<table>\n"
		   "<tbody>\n");
	for (size_t i = WHY_NONE + 1; i < WHY__MAX; i++)
		put_number_row(b, words[i], g->missed.n[i]);
	buf_lit(b, "</tbody>\n</table>\n");
}

static void
put_popular(struct buf *b, const struct visits_popular *p)
{
	if (p->n == 0)
		return;
	buf_lit(b, "<h2>Most visited today</h2>\n<table>\n<thead><tr>"
		   "<th scope=\"col\">Article</th>"
		   "<th scope=\"col\" class=\"number\">Visits</th></tr></thead>"
		   "\n<tbody>\n");
	for (size_t i = 0; i < p->n; i++) {
		const struct visits_best *best = &p->best[i];

		buf_lit(b, "<tr><td><a");
		view_put_article_href(b, best->key);
		buf_char(b, '>');
		buf_html(b, best->title.len > 0 ? best->title : best->key);
		buf_lit(b, "</a></td><td class=\"number\">");
		buf_i64(b, best->visits);
		buf_lit(b, "</td></tr>\n");
	}
	buf_lit(b, "</tbody>\n</table>\n");
}

static void
show_visits(struct asking *g)
{
	struct buf *b = reply_console(g->r);

	console_open(b, &(struct console){ .title = STR("Visits"),
			    .session = session_http_of(g->r),
			    .tab = CONSOLE_VISITS });
	chart_put(b, g->history.first, g->history.visits, g->history.n);
	put_today(b, g);
	put_popular(b, &g->popular);
	console_close(b);
}

enum err
site_http_visits(struct req *r)
{
	struct asking *g = new_asking(r, show_visits);
	struct visits *v = moderation_http_visits(r);

	if (g == NULL)
		return ERR_BUSY;
	g->popular.period = PERIOD_TODAY;
	g->popular.limit = POPULAR;
	count_question(g, visits_read_history(v, &g->history, answered, g));
	count_question(g, visits_read_missed(v, &g->missed, answered, g));
	count_question(g, visits_read_popular(v, &g->popular, answered, g));
	return wait_for_all(g);
}

/* --- GET /moderation/article --- */

enum {
	ARTICLE_NAME
};

const struct field site_http_article_fields[] = {
	[ARTICLE_NAME] = ARTICLE_HTTP_FIELD(FIELD_REQUIRED, "The article."),
	{ .name = NULL },
};

static void
put_action(
    struct buf *b, const struct asking *g, const char *action, const char *text)
{
	console_form(b, session_http_of(g->r), "article", "set");
	console_hidden(b, "article", g->article.key);
	console_hidden(b, "action", str_of(action));
	buf_lit(b, "<button class=\"quiet\">");
	buf_str_put(b, str_of(text));
	buf_lit(b, "</button>\n</form>\n");
}

static void
put_state(struct buf *b, const struct asking *g)
{
	bool closed = str_eq(g->closed, STR("1"));
	bool open = str_eq(g->closed, STR("0"));
	bool ages = g->r->site->close_after_days > 0;

	buf_lit(b, "<h2>Comments</h2>\n<p>");
	buf_i64(b, g->comments);
	buf_str_put(
	    b, closed ? STR(" published; no more are taken.")
	       : open ? STR(" published; more are taken, however old it is.")
	       : ages ? STR(" published; more are taken until it is too old.")
		      : STR(" published; more are taken."));
	buf_lit(b, "</p>\n<div class=\"bulk\">\n");
	if (!closed)
		put_action(b, g, "close", "Take no more");
	if (closed || (ages && !open))
		put_action(b, g, "open", "Take more");
	if (closed || open)
		put_action(b, g, "auto", "As the site's settings say");
	if (g->pin.len > 0)
		put_action(b, g, "unpin", "Let no comment stand first");
	buf_lit(b, "</div>\n");
}

static void
show_article(struct asking *g)
{
	struct str title = g->title.len > 0 ? g->title : g->article.key;
	struct str address =
	    article_address(&g->r->arena, g->r->site, g->article.key);
	struct buf *b = reply_console(g->r);

	console_open(b, &(struct console){
			    .title = title, .session = session_http_of(g->r) });
	buf_lit(b, "<p><a href=\"");
	buf_html(b, address);
	buf_lit(b, "\">");
	buf_html(b, g->article.key);
	buf_lit(b, "</a>, <a");
	view_put_href(
	    b, &(struct view){ .which = LIST_ALL, .article = g->article.key });
	buf_lit(b, ">its comments</a></p>\n<h2>Visits</h2>\n");
	chart_put(b, g->history.first, g->history.visits, g->history.n);
	put_state(b, g);
	console_close(b);
}

static void
told(void *ctx, enum err e, const struct answer *a)
{
	struct asking *g = ctx;
	struct arena *arena = &g->r->arena;

	if (e == ERR_NONE) {
		g->title = str_dup(arena, answer_str(answer_at(a, 0)));
		g->closed = str_dup(arena, answer_str(answer_at(a, 1)));
		g->pin = str_dup(arena, answer_str(answer_at(a, 2)));
		if (!answer_i64(answer_at(a, 3), &g->comments))
			g->comments = 0;
	}
	answered(g, e);
}

/* Of the one that its history was found under. */
static enum err
ask_about(struct asking *g)
{
	struct arena *a = &g->r->arena;
	struct command *c = command_new(a, "HMGET", 6);

	command_arg(c, keys_name(a, g->r->site->name,
			   (struct str){ g->article.hash, ARTICLE_HASH_LEN }));
	command_arg(c, STR("title"));
	command_arg(c, STR("closed"));
	command_arg(c, STR("pin"));
	command_arg(c, STR("comments"));
	return redis_send(
	    comments_store(moderation_http_comments(g->r)), c, told, g);
}

static void
counted(void *ctx, enum err e)
{
	struct asking *g = ctx;

	g->article = g->history.article;
	if (e == ERR_NONE) {
		e = ask_about(g);
		if (e == ERR_NONE)
			g->waiting++;
	}
	answered(g, e);
}

enum err
site_http_article(struct req *r)
{
	struct asking *g = new_asking(r, show_article);

	if (g == NULL)
		return ERR_BUSY;
	enum err e = article_http_fold(
	    r, r->fields[ARTICLE_NAME].text, &g->history.article);
	if (e != ERR_NONE)
		return e;
	count_question(g, visits_read_history(moderation_http_visits(r),
			      &g->history, counted, g));
	return wait_for_all(g);
}

/* --- POST /moderation/article --- */

enum {
	SET_ARTICLE,
	SET_CSRF,
	SET_ACTION
};

const struct field site_http_set_fields[] = {
	[SET_ARTICLE] = ARTICLE_HTTP_FIELD(FIELD_REQUIRED, "The article."),
	[SET_CSRF] = ROUTE_CSRF_FIELD,
	[SET_ACTION] = { .name = "action",
	    .type = FIELD_WORD,
	    .flags = FIELD_REQUIRED,
	    .words = "close open auto unpin",
	    .help = "Take no more comments, take more, as the settings "
		    "say; or let none stand first." },
	{ .name = NULL },
};

static void
set(void *ctx, enum err e, const struct answer *a)
{
	struct req *r = ctx;
	struct buf to;

	(void)a;
	if (e == ERR_NONE) {
		buf_init(&to, &r->arena, 128);
		buf_lit(&to, CONSOLE_PATH "article?article=");
		url_put_value(&to, r->fields[SET_ARTICLE].text);
		e = to.failed ? ERR_BUSY : reply_redirect(r, buf_view(&to));
	}
	route_resume(r, e);
}

enum err
site_http_set(struct req *r)
{
	/* In the order of the words of `action`. */
	static const struct {
		const char *what, *field, *value;
	} actions[] = {
		{ "close", "closed", "1" },
		{ "open", "closed", "0" },
		{ "auto", "closed", "" },
		{ "unpin", "pin", "" },
	};
	size_t i = (size_t)r->fields[SET_ACTION].number;
	struct article article;

	enum err e =
	    article_http_fold(r, r->fields[SET_ARTICLE].text, &article);
	if (e == ERR_NONE)
		e = redis_send(comments_store(moderation_http_comments(r)),
		    change_article_command(&r->arena, r->site->name, &article,
			actions[i].field, actions[i].value, actions[i].what,
			session_http_of(r)->who),
		    set, r);
	return e == ERR_NONE ? req_park(r) : e;
}
