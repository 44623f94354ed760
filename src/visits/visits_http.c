#include "base/base.h"
#include "visits/visits_http.h"

#include "article/article_http.h"
#include "base/zone.h"
#include "http/later.h"
#include "http/metrics.h"
#include "http/reply.h"
#include "http/route.h"
#include "store/status_http.h"
#include "visits/badge.h"
#include "visits/bots.h"
#include "visits/visits.h"

#define BODY_MAX 8192 /* bytes: an article, a title and their escapes */
#define LIST_S 30     /* seconds that lists may be kept */
#define SLOW_S 120    /* and what changes slowly */

static const struct str type_svg = { "image/svg+xml; charset=utf-8", 28 };
static const struct str type_html = { "text/html; charset=utf-8", 24 };

/* --- what the handlers share --- */

static struct visits_app *
domain_of(const struct req *r)
{
	return r->app->domain;
}

static void
put_day(struct jsonw *j, const char *name, int32_t day)
{
	char date[ZONE_DATE_LEN];

	zone_date_format(date, day);
	jsonw_str(j, name, (struct str){ date, sizeof(date) });
}

/* Prefetching and prerendering (Sec-Purpose; older names of the same). */
static bool
is_prefetch(const struct req *r)
{
	struct str purpose = r->param[PARAM_PURPOSE];
	struct str x_purpose = r->param[PARAM_X_PURPOSE];

	return str_starts_nocase(
		   r->param[PARAM_SEC_PURPOSE], STR("prefetch")) ||
	       str_eq_nocase(purpose, STR("prefetch")) ||
	       str_eq_nocase(purpose, STR("preview")) ||
	       str_eq_nocase(x_purpose, STR("prefetch")) ||
	       str_eq_nocase(x_purpose, STR("preview")) ||
	       str_eq_nocase(r->param[PARAM_X_MOZ], STR("prefetch"));
}

static bool
wants_privacy(const struct req *r)
{
	return str_eq(r->param[PARAM_SEC_GPC], STR("1")) ||
	       str_eq(r->param[PARAM_DNT], STR("1"));
}

/* A load of the article `name`, judged by all that the request itself tells. */
static enum err
visit_begin(struct req *r, struct str name, struct visit **out)
{
	struct visit *v = arena_zalloc(&r->arena, sizeof(*v));

	if (v == NULL)
		return ERR_BUSY;
	enum err e = article_http_fold(r, name, &v->article);
	if (e != ERR_NONE)
		return e;
	v->arena = &r->arena;
	v->site = r->site;
	v->address = r->param[PARAM_REMOTE_ADDR];
	v->user_agent = r->param[PARAM_USER_AGENT];
	v->private = wants_privacy(r);
	v->may_register = r->from == FROM_SITE;
	if (r->from == FROM_FOREIGN)
		v->why = WHY_ORIGIN;
	else if (is_prefetch(r))
		v->why = WHY_PREFETCH;
	else if (bots_match(domain_of(r)->bots, v->user_agent))
		v->why = WHY_BOT;
	*out = v;
	return ERR_NONE;
}

static enum err
record(struct req *r, struct visit *v, enum err (*answer)(struct req *, void *))
{
	struct later *later = later_new(r, answer, v);

	if (later == NULL)
		return ERR_BUSY;
	return later_park(
	    r, visits_record(domain_of(r)->visits, v, later_resume, later));
}

/* --- POST /visits --- */

enum {
	POST_ARTICLE,
	POST_TITLE,
	POST_SITE
};

static const struct field post_fields[] = {
	[POST_ARTICLE] = ARTICLE_HTTP_FIELD(FIELD_REQUIRED,
	    "The page: its path, its whole address or a name of its own."),
	[POST_TITLE] = { .name = "title",
	    .type = FIELD_LINE,
	    .max = 300,
	    .flags = FIELD_LENIENT,
	    .help = "Its title, cut when longer and left out when it is no "
		    "line of text; kept when the article is first seen." },
	[POST_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

static enum err
visit_answer(struct req *r, void *result)
{
	const struct visit *v = result;
	struct jsonw *j = reply_json(r);

	jsonw_object(j, NULL);
	jsonw_str(j, "article", v->article.key);
	put_day(j, "day", v->day);
	jsonw_int(j, "total", v->total);
	jsonw_int(j, "today", v->today);
	jsonw_int(j, "yesterday", v->yesterday);
	jsonw_int(j, "readers_today", v->readers_today);
	jsonw_object(j, "site");
	jsonw_int(j, "total", v->site_total);
	jsonw_int(j, "today", v->site_today);
	jsonw_object_end(j);
	jsonw_bool(j, "counted", v->counted);
	if (v->why != WHY_NONE)
		jsonw_str(j, "why", str_of(visits_why_name(v->why)));
	jsonw_object_end(j);
	return reply_end(r);
}

static enum err
visit_post(struct req *r)
{
	struct visit *v;
	enum err e = visit_begin(r, r->fields[POST_ARTICLE].text, &v);

	if (e != ERR_NONE)
		return e;
	v->title = r->fields[POST_TITLE].text;
	return record(r, v, visit_answer);
}

/* --- GET /visits --- */

enum {
	LIST_ARTICLE,
	LIST_SITE
};

static const struct field list_fields[] = {
	[LIST_ARTICLE] = ARTICLE_HTTP_FIELD(FIELD_REQUIRED | FIELD_MANY,
	    "A page, named as for POST; the parameter is repeated."),
	[LIST_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

static enum err
list_answer(struct req *r, void *result)
{
	const struct visits_list *l = result;
	struct jsonw *j = reply_json(r);

	jsonw_object(j, NULL);
	put_day(j, "day", l->day);
	jsonw_array(j, "articles");
	for (size_t i = 0; i < l->n; i++) {
		const struct visits_line *line = &l->lines[i];

		jsonw_object(j, NULL);
		jsonw_str(j, "article", line->article.key);
		jsonw_int(j, "total", line->total);
		jsonw_int(j, "today", line->today);
		jsonw_int(j, "comments", line->comments);
		jsonw_object_end(j);
	}
	jsonw_array_end(j);
	jsonw_object_end(j);
	return reply_end(r);
}

static enum err
list_get(struct req *r)
{
	const struct field_value *names = &r->fields[LIST_ARTICLE];
	struct visits_list *l = arena_zalloc(&r->arena, sizeof(*l));
	struct visits_line *lines =
	    arena_zalloc(&r->arena, names->n_many * sizeof(*lines));
	struct later *later = later_new(r, list_answer, l);

	if (l == NULL || lines == NULL || later == NULL)
		return ERR_BUSY;
	l->arena = &r->arena;
	l->site = r->site;
	l->lines = lines;
	l->n = names->n_many;
	for (size_t i = 0; i < l->n; i++) {
		enum err e =
		    article_http_fold(r, names->many[i], &lines[i].article);
		if (e != ERR_NONE)
			return e;
	}
	return later_park(
	    r, visits_read_list(domain_of(r)->visits, l, later_resume, later));
}

/* --- GET /visits/history --- */

enum {
	HISTORY_ARTICLE,
	HISTORY_DAYS,
	HISTORY_SITE
};

static const struct field history_fields[] = {
	[HISTORY_ARTICLE] = ARTICLE_HTTP_FIELD(FIELD_REQUIRED, "The page."),
	[HISTORY_DAYS] = { .name = "days",
	    .type = FIELD_INT,
	    .min = 1,
	    .max = VISITS_DAYS_MAX,
	    .fallback = "30",
	    .help = "How many days, today included; no more than are kept." },
	[HISTORY_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

static enum err
history_answer(struct req *r, void *result)
{
	const struct visits_history *h = result;
	struct jsonw *j = reply_json(r);

	jsonw_object(j, NULL);
	jsonw_str(j, "article", h->article.key);
	jsonw_array(j, "days");
	for (unsigned i = 0; i < h->n; i++) {
		jsonw_object(j, NULL);
		put_day(j, "day", h->first + (int32_t)i);
		jsonw_int(j, "visits", h->visits[i]);
		jsonw_int(j, "readers", h->readers[i]);
		jsonw_object_end(j);
	}
	jsonw_array_end(j);
	jsonw_object_end(j);
	return reply_end(r);
}

static enum err
history_get(struct req *r)
{
	struct visits_history *h = arena_alloc(&r->arena, sizeof(*h));
	struct later *later = later_new(r, history_answer, h);

	if (h == NULL || later == NULL)
		return ERR_BUSY;
	h->arena = &r->arena;
	h->site = r->site;
	h->n = (unsigned)r->fields[HISTORY_DAYS].number;
	enum err e =
	    article_http_fold(r, r->fields[HISTORY_ARTICLE].text, &h->article);
	if (e != ERR_NONE)
		return e;
	return later_park(r,
	    visits_read_history(domain_of(r)->visits, h, later_resume, later));
}

/* --- GET /visits/popular --- */

enum {
	POPULAR_PERIOD,
	POPULAR_LIMIT,
	POPULAR_SITE
};

static const struct field popular_fields[] = {
	/* The words stand in the order of enum visits_period. */
	[POPULAR_PERIOD] = { .name = "period",
	    .type = FIELD_WORD,
	    .words = "today 7d 30d all",
	    .fallback = "7d",
	    .help = "Over which days; in 7d and 30d recent ones weigh more." },
	[POPULAR_LIMIT] = { .name = "limit",
	    .type = FIELD_INT,
	    .min = 1,
	    .max = 100,
	    .fallback = "10",
	    .help = "How many articles." },
	[POPULAR_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

static enum err
popular_answer(struct req *r, void *result)
{
	const struct visits_popular *p = result;
	struct jsonw *j = reply_json(r);

	jsonw_object(j, NULL);
	put_day(j, "day", p->day);
	jsonw_str(j, "period", r->fields[POPULAR_PERIOD].text);
	jsonw_array(j, "articles");
	for (size_t i = 0; i < p->n; i++) {
		const struct visits_best *best = &p->best[i];

		if (best->key.len == 0)
			continue;
		jsonw_object(j, NULL);
		jsonw_str(j, "article", best->key);
		if (best->title.len > 0)
			jsonw_str(j, "title", best->title);
		jsonw_str(
		    j, "url", article_address(&r->arena, p->site, best->key));
		jsonw_int(j, "visits", best->visits);
		jsonw_object_end(j);
	}
	jsonw_array_end(j);
	jsonw_object_end(j);
	return reply_end(r);
}

static enum err
popular_get(struct req *r)
{
	struct visits_popular *p = arena_zalloc(&r->arena, sizeof(*p));
	struct later *later = later_new(r, popular_answer, p);

	if (p == NULL || later == NULL)
		return ERR_BUSY;
	p->arena = &r->arena;
	p->site = r->site;
	p->period = (enum visits_period)r->fields[POPULAR_PERIOD].number;
	p->limit = (unsigned)r->fields[POPULAR_LIMIT].number;
	return later_park(r,
	    visits_read_popular(domain_of(r)->visits, p, later_resume, later));
}

/* --- pictures --- */

enum {
	BADGE_ARTICLE,
	BADGE_AS,
	BADGE_LABEL,
	BADGE_SITE
};
enum {
	AS_BADGE,
	AS_LINE
};

static const struct field badge_fields[] = {
	[BADGE_ARTICLE] = ARTICLE_HTTP_FIELD(FIELD_REQUIRED, "The page."),
	/* The words stand in the order of the enum. */
	[BADGE_AS] = { .name = "as",
	    .type = FIELD_WORD,
	    .words = "badge line",
	    .fallback = "badge",
	    .help = "A badge, or the whole line of text." },
	[BADGE_LABEL] = { .name = "label",
	    .type = FIELD_LINE,
	    .max = BADGE_LABEL_MAX,
	    .fallback = "visits",
	    .help = "The words on the left of the badge." },
	[BADGE_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

/* Groups of three digits, with a space that does not break between them. */
static struct str
grouped(struct arena *a, int64_t n)
{
	char digits[BUF_U64_MAX];
	size_t len = buf_u64_format(digits, n < 0 ? 0 : (uint64_t)n);
	struct buf b;

	buf_init(&b, a, 2 * BUF_U64_MAX);
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_char(&b, ',');
		buf_char(&b, digits[i]);
	}
	return buf_view(&b);
}

/* The line that pages show where nobody says otherwise. */
static void
put_line(struct arena *a, struct buf *b, const struct visit *v)
{
	buf_lit(b, "Visited ");
	buf_str_put(b, grouped(a, v->total));
	buf_lit(b, " times, ");
	buf_str_put(b, grouped(a, v->today));
	buf_lit(b, " visit(s) today");
}

static enum err
badge_answer(struct req *r, void *result)
{
	const struct visit *v = result;
	struct buf *b = reply_text(r, type_svg);
	struct buf line;

	if (r->fields[BADGE_AS].number == AS_BADGE) {
		badge_svg(b, r->fields[BADGE_LABEL].text,
		    grouped(&r->arena, v->total));
	} else {
		buf_init(&line, &r->arena, 96);
		put_line(&r->arena, &line, v);
		badge_line(b, buf_view(&line));
	}
	return reply_end(r);
}

static enum err
picture(struct req *r, bool look)
{
	struct visit *v;
	enum err e = visit_begin(r, r->fields[BADGE_ARTICLE].text, &v);

	if (e != ERR_NONE)
		return e;
	v->look = look || r->method == METHOD_HEAD;
	return record(r, v, badge_answer);
}

static enum err
badge_get(struct req *r)
{
	return picture(r, true);
}

static enum err
seen_get(struct req *r)
{
	return picture(r, false);
}

/* --- GET /visits/fragment --- */

enum {
	FRAGMENT_ARTICLE,
	FRAGMENT_COUNT,
	FRAGMENT_SITE
};

static const struct field fragment_fields[] = {
	[FRAGMENT_ARTICLE] = ARTICLE_HTTP_FIELD(
	    0, "The page; else the one that includes the line."),
	[FRAGMENT_COUNT] = { .name = "count",
	    .type = FIELD_BOOL,
	    .fallback = "0",
	    .help = "1 counts the load." },
	[FRAGMENT_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

static enum err
fragment_answer(struct req *r, void *result)
{
	const struct visit *v = result;

	put_line(&r->arena, reply_text(r, type_html), v);
	return reply_end(r);
}

/*
 * Under server side includes the web server asks, with the reader's own
 * headers: the Referer is then the page before, and says nothing of the origin.
 */
static enum err
fragment_get(struct req *r)
{
	struct str name = r->fields[FRAGMENT_ARTICLE].text;
	struct visit *v;

	if (name.len == 0)
		name = r->param[PARAM_REQUEST_URI];
	if (name.len == 0)
		return req_fail(r, ERR_INVALID, "article",
		    "is missing, and no page includes this line");
	if (r->param[PARAM_ORIGIN].len == 0)
		r->from = FROM_SITE;
	enum err e = visit_begin(r, name, &v);
	if (e != ERR_NONE)
		return e;
	v->look =
	    r->fields[FRAGMENT_COUNT].number == 0 || r->method == METHOD_HEAD;
	return record(r, v, fragment_answer);
}

const struct route visits_http_routes[] = {
	{ .path = "/visits",
	    .methods = METHOD_POST,
	    .handler = visit_post,
	    .fields = post_fields,
	    .body_max = BODY_MAX,
	    .types = INPUT_FORM | INPUT_JSON | INPUT_TEXT,
	    .origin = ORIGIN_TOLD,
	    .help = "Counts a visit and answers with the numbers." },
	{ .path = "/visits",
	    .methods = METHOD_GET,
	    .handler = list_get,
	    .fields = list_fields,
	    .cache_s = LIST_S,
	    .help = "The numbers of several articles, in the order asked." },
	{ .path = "/visits/history",
	    .methods = METHOD_GET,
	    .handler = history_get,
	    .fields = history_fields,
	    .cache_s = SLOW_S,
	    .help = "Visits and readers of an article, day by day." },
	{ .path = "/visits/popular",
	    .methods = METHOD_GET,
	    .handler = popular_get,
	    .fields = popular_fields,
	    .cache_s = SLOW_S,
	    .help = "The articles visited most." },
	{ .path = "/visits/badge.svg",
	    .methods = METHOD_GET,
	    .handler = badge_get,
	    .fields = badge_fields,
	    .cache_s = SLOW_S,
	    .help = "The number of visits as a picture." },
	{ .path = "/visits/seen.svg",
	    .methods = METHOD_GET,
	    .handler = seen_get,
	    .fields = badge_fields,
	    .origin = ORIGIN_TOLD,
	    .help = "The same, and counts a visit: for noscript." },
	{ .path = "/visits/fragment",
	    .methods = METHOD_GET,
	    .handler = fragment_get,
	    .fields = fragment_fields,
	    .help = "A line of HTML for server side includes." },
	STATUS_HTTP_ROUTES,
	{ .path = NULL },
};

void
visits_http_metrics(const struct app *app, struct buf *out)
{
	const struct visits_app *d = app->domain;
	const uint64_t *tally = visits_tally(d->visits);

	metrics_family(out, "afterword_visits_total", "counter",
	    "Loads of articles, by what became of them.");
	for (size_t i = 0; i < WHY__MAX; i++)
		buf_printf(out, "afterword_visits_total{result=\"%s\"} %llu\n",
		    i == WHY_NONE ? "counted"
				  : visits_why_name((enum visits_why)i),
		    (unsigned long long)tally[i]);
}
