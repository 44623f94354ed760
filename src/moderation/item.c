#include "base/base.h"
#include "moderation/item.h"

#include "base/url.h"
#include "comments/page.h"
#include "comments/reason.h"
#include "moderation/console.h"

static struct str
name_of(const struct list_item *c)
{
	return c->name.len > 0 ? c->name : STR("Anonymous");
}

/* A link to a view of all comments, by one of its filters. */
static void
put_view_link(struct buf *b, struct view v, struct str text)
{
	v.which = LIST_ALL;
	buf_lit(b, "<a");
	view_put_href(b, &v);
	buf_char(b, '>');
	buf_html(b, text);
	buf_lit(b, "</a>");
}

static void
put_author(struct buf *b, const struct list_item *c)
{
	bool linked = str_starts(c->url, STR("https://")) ||
		      str_starts(c->url, STR("http://"));

	buf_lit(b, "<b class=\"name\" id=\"by-");
	buf_i64(b, c->id);
	buf_lit(b, "\"><bdi>");
	buf_html(b, name_of(c));
	buf_lit(b, "</bdi></b>");
	if (c->owner)
		buf_lit(b, " <span class=\"badge\">Author</span>");
	if (linked) {
		buf_lit(b, " <a class=\"home\" href=\"");
		buf_html(b, c->url);
		buf_lit(b, "\" rel=\"nofollow noopener noreferrer\">");
		buf_html(b, c->url);
		buf_lit(b, "</a>");
	}
}

/* What is known of who wrote it, and the way to all of his or hers. */
static void
put_history(struct buf *b, const struct list_item *c)
{
	if (c->author.len == 0)
		return;
	buf_lit(b, "<span class=\"history\">");
	if (c->approved)
		buf_lit(b, "approved before");
	else if (c->since > 0)
		buf_lit(b, "published before");
	else
		buf_lit(b, "new here");
	buf_lit(b, ", ");
	put_view_link(
	    b, (struct view){ .author = c->author }, STR("all by this author"));
	buf_lit(b, "</span>\n");
}

static void
put_state(struct buf *b, const struct list_item *c)
{
	buf_lit(b, "<span class=\"state ");
	buf_html(b, c->state);
	buf_lit(b, "\">");
	buf_html(b, c->state);
	buf_lit(b, "</span>");
	if (c->why.len > 0) {
		buf_lit(b, " <span class=\"why\">");
		buf_html(b, reason_in_words(c->why));
		buf_lit(b, "</span>");
	}
	if (c->pinned)
		buf_lit(b, " <span class=\"badge\">pinned</span>");
	buf_char(b, '\n');
}

static void
put_header(
    struct buf *b, const struct item_look *look, const struct list_item *c)
{
	buf_lit(b, "<header>\n");
	if (look->selects) {
		buf_lit(b, "<input type=\"checkbox\" name=\"id\" form=\"bulk\" "
			   "value=\"");
		buf_i64(b, c->id);
		buf_lit(b, "\" aria-label=\"Select the comment of ");
		buf_html(b, name_of(c));
		buf_lit(b, "\">\n");
	}
	put_author(b, c);
	buf_lit(b, " <a class=\"when\" href=\"" CONSOLE_PATH "comment/");
	buf_i64(b, c->id);
	buf_lit(b, "\">");
	page_time(b, c->created);
	buf_lit(b, "</a>");
	if (c->edited > 0)
		buf_lit(b, " <span class=\"note\">edited</span>");
	buf_lit(b, "\n<p class=\"where\">");
	put_state(b, c);
	buf_lit(b, " on ");
	put_view_link(b, (struct view){ .article = c->article },
	    c->title.len > 0 ? c->title : c->article);
	if (c->parent > 0) {
		buf_lit(b, ", a <a href=\"" CONSOLE_PATH "comment/");
		buf_i64(b, c->parent);
		buf_lit(b, "\">reply</a>");
	}
	buf_lit(b, ". ");
	put_history(b, c);
	buf_lit(b, "</p>\n</header>\n");
}

/* What can be done to a comment of that state. */
static void
put_buttons(struct buf *b, const struct list_item *c)
{
	static const struct {
		const char *action, *text, *not_of;
	} buttons[] = {
		{ "approve", "Approve", "published" },
		{ "hold", "Hold", "held" },
		{ "spam", "Spam", "spam" },
		{ "delete", "Delete", "" },
	};

	for (size_t i = 0; i < ARRAY_LEN(buttons); i++) {
		if (str_eq(c->state, str_of(buttons[i].not_of)))
			continue;
		buf_lit(b, "<button name=\"action\" value=\"");
		buf_str_put(b, str_of(buttons[i].action));
		buf_lit(b, "\" aria-describedby=\"by-");
		buf_i64(b, c->id);
		buf_lit(b, "\">");
		buf_str_put(b, str_of(buttons[i].text));
		buf_lit(b, "</button>\n");
	}
}

static void
put_more(struct buf *b, const struct list_item *c)
{
	buf_lit(b, "<a class=\"more\" href=\"" CONSOLE_PATH "comment/");
	buf_i64(b, c->id);
	buf_lit(b, "\" aria-describedby=\"by-");
	buf_i64(b, c->id);
	buf_lit(b, "\">Edit, reply, block</a>\n");
}

void
item_put(struct buf *b, const struct item_look *look, const struct list_item *c)
{
	buf_lit(b, "<article class=\"item\" id=\"comment-");
	buf_i64(b, c->id);
	buf_lit(b, "\" data-id=\"");
	buf_i64(b, c->id);
	buf_lit(b, "\" aria-labelledby=\"by-");
	buf_i64(b, c->id);
	buf_lit(b, "\" tabindex=\"-1\">\n");
	put_header(b, look, c);
	buf_lit(b, "<div class=\"text\">");
	buf_str_put(b, c->html); /* clean: comments/markup.h */
	buf_lit(b, "</div>\n");
	console_form(b, look->session, "act", "act");
	view_put_fields(b, look->view);
	view_put_seen(b);
	buf_lit(b, "<input type=\"hidden\" name=\"id\" value=\"");
	buf_i64(b, c->id);
	buf_lit(b, "\">\n");
	put_buttons(b, c);
	if (!look->alone)
		put_more(b, c);
	buf_lit(b, "</form>\n</article>\n");
}
