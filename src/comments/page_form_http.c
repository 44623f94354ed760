#include "base/base.h"
#include "comments/page_form_http.h"

#include "article/article_http.h"
#include "base/clock.h"
#include "comments/comments.h"
#include "comments/comments_http.h"
#include "comments/page_form.h"
#include "comments/page_frame.h"
#include "comments/post_http.h"
#include "comments/pow_http.h"
#include "comments/stamp.h"
#include "http/app.h"
#include "http/reply.h"

bool
page_form_http_put(struct buf *b, struct comments *c,
    const struct page_form *form, const struct article *article)
{
	const struct sitekey *key = comments_key(c, form->site);
	struct page_form whole = *form;
	char stamp[STAMP_LEN];

	if (key == NULL)
		return false;
	stamp_make(key, (struct str){ article->hash, ARTICLE_HASH_LEN },
	    clock_wall_s(), stamp);
	whole.cfg = comments_config(c);
	whole.article = article->key;
	whole.stamp = (struct str){ stamp, sizeof(stamp) };
	page_form(b, &whole);
	return true;
}

/* --- GET /comments/held --- */

enum {
	HELD_ARTICLE,
	HELD_SITE
};

const struct field page_form_http_held_fields[] = {
	[HELD_ARTICLE] = ARTICLE_HTTP_FIELD(FIELD_REQUIRED, "The page."),
	[HELD_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

enum err
page_form_http_held(struct req *r)
{
	struct article article;
	enum err e =
	    article_http_fold(r, r->fields[HELD_ARTICLE].text, &article);

	if (e != ERR_NONE)
		return e;
	struct buf *b = reply_page(r);
	page_frame_open(b, r->app->cfg, STR("Thank you"));
	buf_lit(b, "<p>Your comment will appear once a moderator has seen it."
		   "</p>\n");
	page_frame_back(b, article_address(&r->arena, r->site, article.key));
	page_frame_close(b);
	return reply_end(r);
}

/* --- GET /comments/page.css --- */

enum err
page_form_http_css(struct req *r)
{
	buf_str_put(
	    reply_text(r, STR("text/css; charset=utf-8")), page_frame_css());
	return reply_end(r);
}

/* --- what is wrong, as a page --- */

static struct buf *
open_problem(struct req *r, enum err e, struct str title)
{
	struct buf *b = reply_page(r);

	reply_status(r, err_info(e)->status);
	page_frame_open(b, r->app->cfg, title);
	return b;
}

/* In a unit that people count in, and never too soon. */
static void
put_wait(struct buf *b, unsigned wait_s)
{
	static const struct {
		unsigned seconds;
		struct str name;
	} units[] = {
		{ 3600, { "hour", 4 } },
		{ 60, { "minute", 6 } },
		{ 1, { "second", 6 } },
	};
	size_t i = 0;

	while (wait_s < 2 * units[i].seconds && units[i].seconds > 1)
		i++;
	unsigned n = (wait_s + units[i].seconds - 1) / units[i].seconds;
	buf_lit(b, "Please try again in ");
	buf_u64(b, n);
	buf_char(b, ' ');
	buf_str_put(b, units[i].name);
	buf_str_put(b, n == 1 ? STR(".") : STR("s."));
}

/* What a field that nobody sees says is put into words for people. */
static void
put_why(struct buf *b, const struct req *r, enum err e)
{
	struct str field = str_of(r->err_field), why = str_of(r->err_detail);

	buf_lit(b, "<p class=\"afterword-problem\" role=\"alert\">");
	if (page_form_shows(field)) {
		buf_lit(b, "Please look at what is marked below. ");
	} else if (str_eq(field, STR("stamp")) ||
		   str_eq(field, STR("Idempotency-Key"))) {
		/* The key of a form is its stamp. */
		buf_lit(b, "The stamp of this form ");
		buf_html(b, why);
		buf_lit(b, ". Nothing is lost: it has a new one now, please "
			   "send it again in a moment. ");
	} else if (str_eq(field, STR("parent"))) {
		page_frame_sentence(b, why);
		buf_char(b, ' ');
		buf_lit(b, "It can be a comment of its own. ");
	} else {
		if (field.len > 0) {
			buf_html(b, field);
			buf_lit(b, ": ");
		}
		page_frame_sentence(
		    b, why.len > 0 ? why : str_of(err_info(e)->title));
		buf_char(b, ' ');
	}
	if (r->retry_s > 0)
		put_wait(b, r->retry_s);
	buf_lit(b, "</p>\n");
}

void
page_form_http_problem(struct req *r, enum err e)
{
	struct buf *b = open_problem(r, e, str_of(err_info(e)->title));

	put_why(b, r, e);
	page_frame_close(b);
}

/* The site that a form is for, though it may not have been read so far. */
static const struct site *
site_of(const struct req *r)
{
	const struct config *cfg = r->app->cfg;
	struct str name = r->fields[POST_HTTP_SITE].text;
	const struct site *s =
	    name.len > 0 ? config_site_by_name(cfg, name) : r->site;

	return s == NULL && cfg->n_sites == 1 ? &cfg->sites[0] : s;
}

/* Any bytes, checked or not. */
static struct str
typed(const struct req *r, size_t field)
{
	return r->fields[field].text;
}

/* The form again with what was typed; false when that cannot be. */
static bool
put_again(struct buf *b, struct req *r, enum err e, const struct site *site,
    const struct article *article)
{
	struct page_form form = { .site = site,
		.text = typed(r, POST_HTTP_TEXT),
		.name = typed(r, POST_HTTP_NAME),
		.mail = typed(r, POST_HTTP_EMAIL),
		.url = typed(r, POST_HTTP_URL),
		.field = str_of(r->err_field),
		.why = str_of(r->err_detail) };
	uint64_t parent;

	if (e == ERR_CLOSED || e == ERR_ORIGIN)
		return false;
	/* A parent that is at fault would be so again. */
	if (!str_eq(form.field, STR("parent")) &&
	    str_to_u64(typed(r, POST_HTTP_PARENT), 1, COMMENT_ID_MAX, &parent))
		form.parent = (int64_t)parent;
	return page_form_http_put(b, comments_http_of(r), &form, article);
}

void
page_form_http_post_problem(struct req *r, enum err e)
{
	struct article article;
	const char *why;

	if (!comments_http_is_form(r)) {
		pow_http_problem(r, e);
		return;
	}
	struct buf *b = open_problem(r, e, STR("Your comment was not sent"));
	put_why(b, r, e);
	const struct site *site = r->fields == NULL ? NULL : site_of(r);
	r->site = site; /* where the form may lead to, see reply_page() */
	bool named =
	    site != NULL && article_fold(&r->arena, site,
				typed(r, POST_HTTP_ARTICLE), &article, &why);

	if (!named || !put_again(b, r, e, site, &article)) {
		if (r->fields != NULL && typed(r, POST_HTTP_TEXT).len > 0)
			page_form_text(b, typed(r, POST_HTTP_TEXT));
		buf_lit(b, "<p>Your browser may have kept the form, too: go "
			   "back to it.</p>\n");
	}
	if (named)
		page_frame_back(
		    b, article_address(&r->arena, site, article.key));
	page_frame_close(b);
}
