#include "base/base.h"
#include "moderation/block_http.h"

#include "base/clock.h"
#include "comments/block.h"
#include "comments/comments.h"
#include "comments/comments_http.h"
#include "comments/page.h"
#include "http/reply.h"
#include "http/route.h"
#include "moderation/console.h"
#include "moderation/moderation_http.h"
#include "moderation/session_http.h"
#include "store/redis.h"

#define NAME_MAX_LEN 32 /* "network:" and a hash */

enum {
	BEGIN_ID,
	BEGIN_CSRF,
	BEGIN_WHO,
	BEGIN_VERDICT,
	BEGIN_DAYS
};

/* The words are in the order of block.h. */
const struct field block_http_fields[] = {
	[BEGIN_ID] = COMMENTS_HTTP_ID,
	[BEGIN_CSRF] = ROUTE_CSRF_FIELD,
	[BEGIN_WHO] = { .name = "who",
	    .type = FIELD_WORD,
	    .flags = FIELD_REQUIRED,
	    .words = "author network",
	    .help = "Whom: that browser, or all of its network." },
	[BEGIN_VERDICT] = { .name = "verdict",
	    .type = FIELD_WORD,
	    .words = "hold refuse",
	    .fallback = "hold",
	    .help = "What becomes of their comments." },
	[BEGIN_DAYS] = { .name = "days",
	    .type = FIELD_INT,
	    .min = 0,
	    .max = BLOCK_DAYS_MAX,
	    .help = "For how long; 0 for ever." },
	{ .name = NULL },
};

enum {
	LIST_DONE
};

const struct field block_http_list_fields[] = {
	[LIST_DONE] = { .name = "done",
	    .type = FIELD_WORD,
	    .words = "block unblock",
	    .help = "What was done just now." },
	{ .name = NULL },
};

enum {
	END_CSRF,
	END_NAME
};

const struct field block_http_end_fields[] = {
	[END_CSRF] = ROUTE_CSRF_FIELD,
	[END_NAME] = { .name = "name",
	    .type = FIELD_LINE,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = NAME_MAX_LEN,
	    .help = "The block, as the page lists it." },
	{ .name = NULL },
};

static enum err
ask(struct req *r, struct command *c, redis_fn fn)
{
	enum err e =
	    redis_send(comments_store(moderation_http_comments(r)), c, fn, r);

	return e == ERR_NONE ? req_park(r) : e;
}

/* --- beginning --- */

void
block_http_put_form(
    struct buf *b, const struct session *s, const struct list_item *c)
{
	char path[64];

	if (c->author.len == 0 && !c->network)
		return;
	(void)snprintf(
	    path, sizeof(path), "comment/%lld/block", (long long)c->id);
	buf_lit(b, "<h2>Block</h2>\n");
	console_form(b, s, path, "block");
	buf_lit(b, "<p class=\"field\"><label for=\"block-who\">Whom</label>\n"
		   "<select id=\"block-who\" name=\"who\">\n");
	if (c->author.len > 0)
		buf_lit(b, "<option value=\"author\">The author, as that "
			   "browser is known</option>\n");
	if (c->network)
		buf_lit(b, "<option value=\"network\">All from the same "
			   "network</option>\n");
	buf_lit(b,
	    "</select></p>\n"
	    "<p class=\"field\"><label for=\"block-verdict\">Their comments"
	    "</label>\n<select id=\"block-verdict\" name=\"verdict\">\n"
	    "<option value=\"hold\">are held each time</option>\n"
	    "<option value=\"refuse\">are refused</option>\n</select></p>\n"
	    "<p class=\"field\"><label for=\"block-days\">For</label>\n"
	    "<select id=\"block-days\" name=\"days\">\n"
	    "<option value=\"1\">a day</option>\n"
	    "<option value=\"7\">a week</option>\n"
	    "<option value=\"30\" selected>30 days</option>\n"
	    "<option value=\"365\">a year</option>\n"
	    "<option value=\"0\">ever</option>\n</select></p>\n"
	    "<button class=\"quiet\">Block</button>\n</form>\n");
}

static void
begun(void *ctx, enum err e, const struct answer *a)
{
	static const struct {
		const char *word;
		enum err e;
		const char *why;
	} refusals[] = {
		{ "none", ERR_NOT_FOUND, "there is no such comment" },
		{ "unknown", ERR_NOT_FOUND,
		    "nobody knows any more who, or from where, that was" },
		{ "limit", ERR_REFUSED,
		    "this site has a thousand blocks: end some" },
	};
	struct req *r = ctx;
	struct str word = answer_str(answer_at(a, 0));

	for (size_t i = 0; e == ERR_NONE && i < ARRAY_LEN(refusals); i++)
		if (str_eq(word, str_of(refusals[i].word)))
			e = req_fail(
			    r, refusals[i].e, NULL, "%s", refusals[i].why);
	if (e == ERR_NONE)
		e = reply_redirect(r, STR(CONSOLE_PATH "blocks?done=block"));
	route_resume(r, e);
}

enum err
block_http_begin(struct req *r)
{
	const struct field_value *v = r->fields;

	return ask(r,
	    block_command(&r->arena, r->site->name, v[BEGIN_ID].number,
		(enum block_kind)v[BEGIN_WHO].number,
		(enum block_verdict)v[BEGIN_VERDICT].number,
		(unsigned)v[BEGIN_DAYS].number, session_http_of(r)->who),
	    begun);
}

/* --- the page --- */

static void
put_row(struct buf *b, const struct session *s, const struct block *block)
{
	buf_lit(b, "<tr><td>");
	buf_str_put(b, block->kind == BLOCK_NETWORK ? STR("The network of ")
						    : STR("The author "));
	buf_lit(b, "<bdi>");
	if (block->writer.len > 0)
		buf_html(b, block->writer);
	else
		buf_lit(b, "Anonymous");
	buf_lit(b, "</bdi><br><small>since ");
	page_time(b, block->since);
	buf_lit(b, ", by <bdi>");
	buf_html(b, block->who);
	buf_lit(b, "</bdi></small></td>\n<td>");
	buf_str_put(
	    b, block->verdict == BLOCK_REFUSE ? STR("refused") : STR("held"));
	buf_lit(b, "</td>\n<td>");
	if (block->until > 0)
		page_time(b, block->until);
	else
		buf_lit(b, "for ever");
	buf_lit(b, "</td>\n<td>");
	console_form(b, s, "unblock", "unblock");
	console_hidden(b, "name", block->name);
	buf_lit(b, "<button class=\"quiet\">End");
	buf_lit(b, " <span class=\"unseen\">the block of ");
	buf_html(b, block->writer);
	buf_lit(b, "</span></button>\n</form></td></tr>\n");
}

static void
listed(void *ctx, enum err e, const struct answer *a)
{
	struct req *r = ctx;
	struct block block;
	int64_t now = clock_wall_s();
	unsigned n = 0;

	if (e != ERR_NONE) {
		route_resume(r, e);
		return;
	}
	const struct session *s = session_http_of(r);
	struct buf *b = reply_console(r);
	console_open(b,
	    &(struct console){
		.title = STR("Blocks"), .session = s, .tab = CONSOLE_BLOCKS });
	if (r->fields[LIST_DONE].given)
		buf_lit(b, "<div class=\"done\" role=\"status\"><p>That is in "
			   "force.</p></div>\n");
	for (size_t i = 0; block_take(a, i, &block); i++) {
		if (block_has_ended(&block, now))
			continue;
		if (n++ == 0)
			buf_lit(b, "<table>\n<thead><tr><th scope=\"col\">Whom"
				   "</th><th scope=\"col\">Comments are</th>"
				   "<th scope=\"col\">Until</th><td></td></tr>"
				   "</thead>\n<tbody>\n");
		put_row(b, s, &block);
	}
	if (n > 0)
		buf_lit(b, "</tbody>\n</table>\n");
	else
		buf_lit(b, "<p class=\"empty\">Nobody is blocked.  The page of "
			   "a comment has a form for that.</p>\n");
	console_close(b);
	route_resume(r, reply_end(r));
}

enum err
block_http_list(struct req *r)
{
	return ask(r, block_list_command(&r->arena, r->site->name), listed);
}

/* --- ending --- */

static void
ended(void *ctx, enum err e, const struct answer *a)
{
	struct req *r = ctx;

	/* One that is gone has ended, too. */
	(void)a;
	if (e == ERR_NONE)
		e = reply_redirect(r, STR(CONSOLE_PATH "blocks?done=unblock"));
	route_resume(r, e);
}

enum err
block_http_end(struct req *r)
{
	return ask(r,
	    block_end_command(&r->arena, r->site->name,
		r->fields[END_NAME].text, session_http_of(r)->who),
	    ended);
}
