#include "base/base.h"
#include "comments/feed_http.h"

#include "article/article_http.h"
#include "base/clock.h"
#include "comments/comments_http.h"
#include "comments/feed.h"
#include "comments/thread.h"
#include "http/later.h"

#define FRESH_S 2

static const struct str type_atom = { "application/atom+xml; charset=utf-8",
	35 };
/* Its charset is UTF-8, without a parameter (RFC 8259 11). */
static const struct str type_json = { "application/feed+json", 21 };

enum {
	FEED_ARTICLE,
	FEED_FORMAT,
	FEED_LIMIT,
	FEED_SITE
};
enum {
	FORMAT_ATOM,
	FORMAT_JSON
};

const struct field feed_http_fields[] = {
	[FEED_ARTICLE] =
	    ARTICLE_HTTP_FIELD(0, "The page; else all of the site."),
	/* The words stand in the order of the enum. */
	[FEED_FORMAT] = { .name = "format",
	    .type = FIELD_WORD,
	    .words = "atom json",
	    .fallback = "atom",
	    .help = "Atom or JSON Feed." },
	[FEED_LIMIT] = { .name = "limit",
	    .type = FIELD_INT,
	    .min = 1,
	    .max = 50,
	    .fallback = "20",
	    .help = "How many comments." },
	[FEED_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

/*
 * A date tells whole seconds: it stands for all that happened within one only
 * when that is over, on a clock that may be a second behind.
 */
static enum err
feed_answer(struct req *r, void *result)
{
	const struct thread_recent *l = result;
	struct page page = l->page;

	if (clock_wall_s() - page.modified < FRESH_S)
		page.modified = 0;
	return comments_http_page(
	    r, l->kind == 'a' ? type_atom : type_json, &page);
}

enum err
feed_http_get(struct req *r)
{
	struct thread_recent *l = arena_zalloc(&r->arena, sizeof(*l));
	struct later *later = later_new(r, feed_answer, l);
	struct str name = r->fields[FEED_ARTICLE].text;

	if (l == NULL || later == NULL)
		return ERR_BUSY;
	enum err e =
	    name.len == 0 ? ERR_NONE : article_http_fold(r, name, &l->article);
	if (e != ERR_NONE)
		return e;
	bool atom = r->fields[FEED_FORMAT].number == FORMAT_ATOM;
	l->arena = &r->arena;
	l->site = r->site;
	l->limit = (unsigned)r->fields[FEED_LIMIT].number;
	l->kind = atom ? 'a' : 'f';
	l->render = atom ? feed_atom : feed_json;
	return later_park(
	    r, thread_read_recent(comments_http_of(r), l, later_resume, later));
}
