#include "base/base.h"
#include "moderation/sitelist_http.h"

#include "base/lines.h"
#include "comments/comments.h"
#include "comments/guard.h"
#include "comments/page.h"
#include "comments/sitelist.h"
#include "http/reply.h"
#include "http/route.h"
#include "moderation/console.h"
#include "moderation/moderation_http.h"
#include "moderation/session_http.h"
#include "store/redis.h"

enum {
	SHOW_DONE
};

const struct field sitelist_http_fields[] = {
	[SHOW_DONE] = { .name = "done",
	    .type = FIELD_WORD,
	    .words = "save",
	    .help = "What was done just now." },
	{ .name = NULL },
};

enum {
	SAVE_CSRF,
	SAVE_ROWS,
	SAVE_VERSION
};

const struct field sitelist_http_save_fields[] = {
	[SAVE_CSRF] = ROUTE_CSRF_FIELD,
	[SAVE_ROWS] = { .name = "rows",
	    .type = FIELD_TEXT,
	    .max = SITELIST_MAX,
	    .help = "The list; none empties it." },
	[SAVE_VERSION] = { .name = "version",
	    .type = FIELD_LINE,
	    .max = SITELIST_VERSION_LEN,
	    .help = "Of the list that was changed; none if there was none." },
	{ .name = NULL },
};

/* --- the page --- */

static const char help[] =
    "<h2>How a line is written</h2>\n"
    "<p>What becomes of the comment, what to look at, what to look for.  Of "
    "all lines that match the gravest counts.  A line that begins with # is a "
    "note.</p>\n"
    "<pre>"
    "hold word casino\n"
    "hold word buy now\n"
    "spam word *viagra*\n"
    "spam host example.com\n"
    "refuse net 192.0.2.0/24\n"
    "hold name Anonymous"
    "</pre>\n"
    "<dl>\n"
    "<dt>hold</dt><dd>It waits for a moderator.</dd>\n"
    "<dt>spam</dt><dd>It is kept with the spam, where it can still be "
    "found.</dd>\n"
    "<dt>refuse</dt><dd>It is not taken, and its writer is told so.</dd>\n"
    "<dt>word</dt><dd>One or more words of the text, whatever their case; with "
    "a * at the beginning or end also inside longer words.</dd>\n"
    "<dt>host</dt><dd>Of a link or the home page: this one and all below it."
    "</dd>\n"
    "<dt>net</dt><dd>Where the comment comes from: an IPv4 or IPv6 address, or "
    "a network as address/bits.</dd>\n"
    "<dt>name</dt><dd>The writer's, the whole of it, and those that look like "
    "it.</dd>\n"
    "</dl>\n";

static size_t
count_rows(struct str text)
{
	char err[8];
	struct lines lines;
	struct str line;
	size_t n = 0;

	lines_of(&lines, text, err, sizeof(err));
	while (lines_next(&lines, &line))
		n++;
	return n;
}

static void
put_number(struct buf *b, size_t n)
{
	buf_u64(b, n);
	buf_str_put(b, n == 1 ? STR(" entry") : STR(" entries"));
}

static void
put_form(struct buf *b, const struct session *s, struct str text,
    struct str version, bool bad)
{
	console_form(b, s, "lists", "lists");
	console_hidden(b, "version", version);
	console_field(b, &(struct console_field){ .name = "rows",
			     .label = "The list of this site",
			     .lines = 16,
			     .bad = bad,
			     .value = text });
	buf_lit(b, "<button>Save</button>\n</form>\n");
}

/* The file is read by comments.fcgi, too, each at its own start or SIGHUP. */
static void
put_file(struct buf *b, const struct req *r)
{
	const struct guard *file = comments_guard(moderation_http_comments(r));

	buf_lit(b, "<p class=\"note\">The owner's file, which is for all sites "
		   "and looked at first, has ");
	put_number(b, guard_count(file));
	buf_lit(b, ".</p>\n");
}

static void
put_list(struct buf *b, const struct session *s, const struct sitelist *list)
{
	buf_lit(b, "<p>Comments are held against this list when they are "
		   "written or edited.  It has ");
	put_number(b, count_rows(list->text));
	if (list->changed > 0) {
		buf_lit(b, ", changed ");
		page_time(b, list->changed);
		buf_lit(b, " by <bdi>");
		buf_html(b, list->who);
		buf_lit(b, "</bdi>");
	}
	buf_lit(b, ".</p>\n");
	put_form(b, s, list->text, list->version, false);
}

static void
shown(void *ctx, enum err e, const struct answer *a)
{
	struct req *r = ctx;
	struct sitelist list;

	if (e != ERR_NONE) {
		route_resume(r, e);
		return;
	}
	sitelist_take(a, &list);
	const struct session *s = session_http_of(r);
	struct buf *b = reply_console(r);
	console_open(
	    b, &(struct console){
		   .title = STR("Lists"), .session = s, .tab = CONSOLE_LISTS });
	if (r->fields[SHOW_DONE].given)
		buf_lit(b, "<div class=\"done\" role=\"status\"><p>The list is "
			   "saved.</p></div>\n");
	put_list(b, s, &list);
	put_file(b, r);
	buf_str_put(b, str_of(help));
	console_close(b);
	route_resume(r, reply_end(r));
}

static enum err
ask(struct req *r, struct command *c, redis_fn fn)
{
	enum err e =
	    redis_send(comments_store(moderation_http_comments(r)), c, fn, r);

	return e == ERR_NONE ? req_park(r) : e;
}

enum err
sitelist_http_show(struct req *r)
{
	return ask(r, sitelist_command(&r->arena, r->site->name), shown);
}

/* --- saving --- */

/* A page that keeps what was typed, up to its form. */
static void
put_problem(struct buf *b, const struct req *r, struct str version)
{
	put_form(
	    b, r->session, input_text(&r->fields[SAVE_ROWS]), version, true);
}

/*
 * Somebody else was quicker.  The form has the version of theirs: who saves it
 * again has seen that.
 */
static void
put_other(struct req *r, const struct sitelist *is)
{
	struct buf why;

	buf_init(&why, &r->arena, 128);
	buf_str_put(&why, is->who.len > 0 ? is->who : STR("somebody"));
	buf_lit(&why, " changed the list while you did, and nothing was saved");
	struct buf *b = reply_console(r);
	reply_status(r, 409);
	console_open(b, &(struct console){
			    .title = STR("Not yet"), .session = r->session });
	console_problem(b, NULL, buf_view(&why));
	buf_lit(b, "<p>Saved again, yours takes the place of theirs.</p>\n");
	put_problem(b, r, is->version);
	buf_lit(b, "<h2>As it is now</h2>\n");
	if (is->text.len > 0) {
		buf_lit(b, "<pre>\n");
		buf_html(b, is->text);
		buf_lit(b, "</pre>\n");
	} else {
		buf_lit(b, "<p class=\"empty\">It is empty.</p>\n");
	}
	console_close(b);
}

static void
saved(void *ctx, enum err e, const struct answer *a)
{
	struct req *r = ctx;
	struct str word = answer_str(answer_at(a, 0));
	struct sitelist is;

	if (e == ERR_NONE && str_eq(word, STR("other"))) {
		sitelist_take_other(a, &is);
		put_other(r, &is);
		e = reply_end(r);
	} else if (e == ERR_NONE) {
		e = reply_redirect(r, STR(CONSOLE_PATH "lists?done=save"));
	}
	route_resume(r, e);
}

enum err
sitelist_http_save(struct req *r)
{
	struct str text = input_text(&r->fields[SAVE_ROWS]);
	char why[REQ_DETAIL_MAX];

	if (str_trim(text).len == 0)
		text = STR("");
	struct guard *list = guard_parse(text, why, sizeof(why));
	if (list == NULL)
		return errno == ENOMEM
			   ? ERR_BUSY
			   : req_fail(r, ERR_INVALID, "rows", "%s", why);
	size_t n = guard_count(list);
	guard_free(list);
	return ask(r,
	    sitelist_save_command(&r->arena, r->site->name,
		input_text(&r->fields[SAVE_VERSION]), text, n,
		session_http_of(r)->who),
	    saved);
}

void
sitelist_http_save_problem(struct req *r, enum err e)
{
	struct buf *b = moderation_http_open_form_problem(r, e);

	if (b == NULL)
		return;
	put_problem(b, r, input_text(&r->fields[SAVE_VERSION]));
	buf_str_put(b, str_of(help));
	console_close(b);
}
