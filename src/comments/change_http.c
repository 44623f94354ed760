#include "base/base.h"
#include "comments/change_http.h"

#include "article/article_http.h"
#include "comments/change.h"
#include "comments/comment_json.h"
#include "comments/comments_http.h"
#include "comments/markup.h"
#include "http/later.h"
#include "http/reply.h"

/* --- what all changes share --- */

/* In the order of all lists of fields below. */
enum {
	CHANGE_ID,
	CHANGE_SITE,
	CHANGE_VALUE
};

struct pending {
	struct change change;
	struct req *r;
	struct later *later;
};

static struct pending *
begin(struct req *r, enum err (*answer)(struct req *, void *))
{
	struct pending *p = arena_zalloc(&r->arena, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->r = r;
	p->later = later_new(r, answer, &p->change);
	p->change.arena = &r->arena;
	p->change.site = r->site;
	p->change.id = r->fields[CHANGE_ID].number;
	p->change.address = r->param[PARAM_REMOTE_ADDR];
	return p->later == NULL ? NULL : p;
}

/* Says why it failed, if the domain has. */
static enum err
explain(struct pending *p, enum err e)
{
	const struct change *ch = &p->change;

	return e == ERR_NONE ? e
			     : comments_http_fail(
				   p->r, e, ch->field, ch->why, ch->wait_s);
}

static void
resume(void *ctx, enum err e)
{
	struct pending *p = ctx;

	later_resume(p->later, explain(p, e));
}

/* Authorization: Bearer TOKEN (RFC 6750 2.1). */
static enum err
take_token(struct req *r, struct str *token)
{
	struct str s = r->param[PARAM_AUTHORIZATION];

	if (!str_starts_nocase(s, STR("Bearer ")))
		return req_fail(r, ERR_TOKEN, NULL, CHANGE_REFUSED);
	*token = str_trim(str_from(s, 7));
	return ERR_NONE;
}

/* --- PUT /comments/{id} --- */

const struct field change_http_edit_fields[] = {
	[CHANGE_ID] = COMMENTS_HTTP_ID,
	[CHANGE_SITE] = ARTICLE_HTTP_SITE,
	[CHANGE_VALUE] = { .name = "text",
	    .type = FIELD_TEXT,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = MARKUP_SOURCE_MAX,
	    .help = "The new text." },
	{ .name = NULL },
};

static enum err
edit_answer(struct req *r, void *result)
{
	struct change *ch = result;
	struct jsonw *j = reply_json(r);

	jsonw_object(j, NULL);
	/* Its writer sees it, though nobody else does. */
	ch->comment.stub = false;
	comment_json_members(j, &ch->comment);
	if (ch->held)
		jsonw_bool(j, "held", true);
	jsonw_object_end(j);
	return reply_end(r);
}

enum err
change_http_edit(struct req *r)
{
	struct pending *p = begin(r, edit_answer);

	if (p == NULL)
		return ERR_BUSY;
	enum err e = take_token(r, &p->change.token);
	if (e != ERR_NONE)
		return e;
	p->change.text = r->fields[CHANGE_VALUE].text;
	e = change_edit(comments_http_of(r), &p->change, resume, p);
	return later_park(r, explain(p, e));
}

/* --- DELETE /comments/{id} --- */

const struct field change_http_delete_fields[] = {
	[CHANGE_ID] = COMMENTS_HTTP_ID,
	[CHANGE_SITE] = ARTICLE_HTTP_SITE,
	{ .name = NULL },
};

static enum err
delete_answer(struct req *r, void *result)
{
	(void)result;
	reply_empty(r, 204);
	return reply_end(r);
}

enum err
change_http_delete(struct req *r)
{
	struct pending *p = begin(r, delete_answer);

	if (p == NULL)
		return ERR_BUSY;
	enum err e = take_token(r, &p->change.token);
	if (e != ERR_NONE)
		return e;
	e = change_delete(comments_http_of(r), &p->change, resume, p);
	return later_park(r, explain(p, e));
}

/* --- PUT /comments/{id}/vote --- */

const struct field change_http_vote_fields[] = {
	[CHANGE_ID] = COMMENTS_HTTP_ID,
	[CHANGE_SITE] = ARTICLE_HTTP_SITE,
	[CHANGE_VALUE] = { .name = "value",
	    .type = FIELD_INT,
	    .flags = FIELD_REQUIRED,
	    .min = -1,
	    .max = 1,
	    .help = "1 for, -1 against, 0 to take the vote back." },
	{ .name = NULL },
};

static enum err
vote_answer(struct req *r, void *result)
{
	const struct change *ch = result;
	struct jsonw *j = reply_json(r);

	jsonw_object(j, NULL);
	jsonw_int(j, "up", ch->up);
	jsonw_int(j, "down", ch->down);
	jsonw_int(j, "yours", ch->vote);
	jsonw_object_end(j);
	return reply_end(r);
}

enum err
change_http_vote(struct req *r)
{
	struct pending *p = begin(r, vote_answer);

	if (p == NULL)
		return ERR_BUSY;
	p->change.vote = (int)r->fields[CHANGE_VALUE].number;
	enum err e = change_vote(comments_http_of(r), &p->change, resume, p);
	return later_park(r, explain(p, e));
}
