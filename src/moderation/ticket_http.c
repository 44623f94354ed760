#include "base/base.h"
#include "moderation/ticket_http.h"

#include "base/clock.h"
#include "comments/comments.h"
#include "http/reply.h"
#include "http/route.h"
#include "moderation/console.h"
#include "moderation/moderation_http.h"
#include "moderation/ticket.h"
#include "store/redis.h"

enum {
	LINK_TOKEN,
	LINK_SITE
};

const struct field ticket_http_fields[] = {
	[LINK_TOKEN] = { .name = "t",
	    .type = FIELD_LINE,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = TICKET_LEN_MAX,
	    .help = "The link's token." },
	[LINK_SITE] = { .name = "site",
	    .type = FIELD_SITE,
	    .help = "The site, where there are several." },
	{ .name = NULL },
};

static const struct {
	const char *title, *question, *button, *done;
} words[TICKET__MAX] = {
	[TICKET_APPROVE] = { "Approve", "Show readers comment ", "Approve it",
	    " can be seen by readers now" },
	[TICKET_SPAM] = { "Spam", "Take for spam comment ", "It is spam",
	    " is taken for spam now" },
	[TICKET_DELETE] = { "Delete", "Delete for good comment ", "Delete it",
	    " is deleted now" },
};

/* A link that is being followed. */
struct follow {
	struct req *r;
	bool acts;  /* its form was sent */
	bool waits; /* for the store to do it */
	struct ticket ticket;
};

/* --- what is shown --- */

static void
open_page(struct buf *b, const struct ticket *t)
{
	console_open(
	    b, &(struct console){ .title = str_of(words[t->action].title) });
}

static enum err
put_form(struct req *r, const struct ticket *t)
{
	struct buf *b = reply_console(r);

	open_page(b, t);
	buf_lit(b, "<form method=\"post\" class=\"sign\" action=\"" TICKET_PATH
		   "\">\n");
	console_hidden(b, "t", r->fields[LINK_TOKEN].text);
	console_hidden(b, "site", t->site);
	buf_lit(b, "<p>");
	buf_str_put(b, str_of(words[t->action].question));
	buf_i64(b, t->id);
	buf_lit(b, " of ");
	buf_html(b, t->site);
	buf_lit(b, "?</p>\n<p><button>");
	buf_str_put(b, str_of(words[t->action].button));
	buf_lit(b, "</button></p>\n</form>\n");
	console_close(b);
	return reply_end(r);
}

static enum err
put_done(struct req *r, const struct ticket *t, struct str was)
{
	bool deleted = str_eq(was, STR("deleted"));
	struct buf *b = reply_console(r);

	open_page(b, t);
	buf_lit(b, "<p>Comment ");
	buf_i64(b, t->id);
	buf_str_put(
	    b, deleted && t->action != TICKET_DELETE
		   ? STR(" was deleted before, and nothing is left of it")
		   : str_of(words[t->action].done));
	buf_lit(b, ".</p>\n");
	console_close(b);
	return reply_end(r);
}

/* --- what is done --- */

static enum err
answer(struct follow *f, const struct answer *a)
{
	struct str word = answer_str(answer_at(a, 0));

	if (str_eq(word, STR("used")))
		return req_fail(f->r, ERR_GONE, NULL,
		    "this link was used before, and is good once");
	if (str_eq(word, STR("none")))
		return req_fail(
		    f->r, ERR_NOT_FOUND, NULL, "there is no such comment");
	if (!str_eq(word, STR("done")) && !str_eq(word, STR("same")))
		return ERR_STORE;
	return put_done(f->r, &f->ticket, answer_str(answer_at(a, 1)));
}

static void
used(void *ctx, enum err e, const struct answer *a)
{
	struct follow *f = ctx;

	route_resume(f->r, e == ERR_NONE ? answer(f, a) : e);
}

static enum err
go_on(struct follow *f)
{
	struct req *r = f->r;
	int64_t now = clock_wall_s();

	if (!f->acts)
		return put_form(r, &f->ticket);
	enum err e = redis_send(comments_store(moderation_http_comments(r)),
	    ticket_command(&r->arena, &f->ticket, now), used, f);
	f->waits = e == ERR_NONE;
	return e;
}

/* --- the link --- */

static enum err
read_token(struct follow *f)
{
	struct req *r = f->r;
	const struct sitekey *key =
	    comments_key(moderation_http_comments(r), r->site);

	if (key == NULL)
		return ERR_AWAY; /* the server came back just now */
	switch (ticket_read(key, &r->arena, r->site->name,
	    r->fields[LINK_TOKEN].text, clock_wall_s(), &f->ticket)) {
	case TICKET_OK:
		return go_on(f);
	case TICKET_EXPIRED:
		return req_fail(r, ERR_GONE, NULL, "this link is too old");
	case TICKET_OTHER_KEY:
		return req_fail(r, ERR_GONE, NULL,
		    "this link is of another site, or from before its key was "
		    "changed");
	default:
		return req_fail(
		    r, ERR_REFUSED, NULL, "this link was not made here");
	}
}

static void
keyed(void *ctx, enum err e)
{
	struct follow *f = ctx;

	if (e == ERR_NONE)
		e = read_token(f);
	if (!f->waits)
		route_resume(f->r, e);
}

static enum err
follow(struct req *r, bool acts)
{
	struct comments *c = moderation_http_comments(r);
	struct follow *f = arena_zalloc(&r->arena, sizeof(*f));

	if (f == NULL)
		return ERR_BUSY;
	f->r = r;
	f->acts = acts;
	if (comments_key(c, r->site) == NULL) {
		enum err e =
		    comments_fetch_key(c, r->site, &r->arena, keyed, f);
		return e == ERR_NONE ? req_park(r) : e;
	}
	enum err e = read_token(f);
	return f->waits ? req_park(r) : e;
}

enum err
ticket_http_show(struct req *r)
{
	return follow(r, false);
}

enum err
ticket_http_use(struct req *r)
{
	return follow(r, true);
}
