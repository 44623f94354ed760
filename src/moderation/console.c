#include "base/base.h"
#include "moderation/console.h"

#include "base/utf8.h"
#include "comments/page_frame.h"

static const struct {
	const char *href;
	const char *text;
} tabs[CONSOLE__MAX] = {
	[CONSOLE_HELD] = { "?list=held", "Held" },
	[CONSOLE_SPAM] = { "?list=spam", "Spam" },
	[CONSOLE_ALL] = { "?list=all", "All" },
	[CONSOLE_VISITS] = { "visits", "Visits" },
	[CONSOLE_BLOCKS] = { "blocks", "Blocks" },
	[CONSOLE_LISTS] = { "lists", "Lists" },
};

static void
put_count(struct buf *b, const struct console *c, enum console_tab tab)
{
	bool held = tab == CONSOLE_HELD;

	if (c->list == NULL || (!held && tab != CONSOLE_SPAM))
		return;
	buf_lit(b, " <b class=\"count\" id=\"count-");
	buf_str_put(b, held ? STR("held") : STR("spam"));
	buf_lit(b, "\">");
	buf_i64(b, held ? c->list->held : c->list->spam);
	buf_lit(b, "</b>");
}

static void
put_tabs(struct buf *b, const struct console *c)
{
	buf_lit(b, "<nav aria-label=\"Moderation\">\n<ul class=\"tabs\">\n");
	for (enum console_tab t = CONSOLE_NONE + 1; t < CONSOLE__MAX; t++) {
		buf_lit(b, "<li><a href=\"" CONSOLE_PATH);
		buf_str_put(b, str_of(tabs[t].href));
		buf_char(b, '"');
		if (t == c->tab)
			buf_lit(b, " aria-current=\"page\"");
		buf_char(b, '>');
		buf_str_put(b, str_of(tabs[t].text));
		put_count(b, c, t);
		buf_lit(b, "</a></li>\n");
	}
	buf_lit(b, "</ul>\n</nav>\n");
	console_form(b, c->session, "sign-out", "sign-out");
	buf_lit(b, "<button class=\"quiet\">Sign out <bdi>");
	buf_html(b, c->session->who);
	buf_lit(b, "</bdi></button>\n</form>\n");
}

void
console_open(struct buf *b, const struct console *c)
{
	buf_lit(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		   "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
		   "content=\"width=device-width, initial-scale=1\">\n"
		   "<meta name=\"robots\" content=\"noindex\">\n<title>");
	if (c->tab == CONSOLE_HELD && c->list != NULL && c->list->held > 0) {
		buf_char(b, '(');
		buf_i64(b, c->list->held);
		buf_lit(b, ") ");
	}
	buf_html(b, c->title);
	if (c->session != NULL) {
		buf_lit(b, " - ");
		buf_html(b, c->session->site);
	}
	buf_lit(b, "</title>\n<link rel=\"stylesheet\" href=\"" CONSOLE_PATH
		   "moderation.css\">\n");
	if (c->session != NULL)
		buf_lit(b, "<script type=\"module\" src=\"" CONSOLE_PATH
			   "moderation.js\"></script>\n");
	buf_lit(b,
	    "</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the "
	    "content</a>\n<header class=\"top\">\n<p class=\"brand\">");
	if (c->session == NULL) {
		buf_lit(b, "Afterword</p>\n");
	} else {
		buf_html(b, c->session->site);
		buf_lit(b, "</p>\n");
		put_tabs(b, c);
	}
	buf_lit(b, "</header>\n<main id=\"main\" tabindex=\"-1\">\n<h1>");
	buf_html(b, c->title);
	buf_lit(b, "</h1>\n");
}

void
console_close(struct buf *b)
{
	buf_lit(b, "</main>\n</body>\n</html>\n");
}

void
console_token(struct buf *b, const struct session *s)
{
	char token[SESSION_TOKEN_LEN];

	session_token(s, token);
	console_hidden(b, "csrf", (struct str){ token, sizeof(token) });
}

void
console_form(struct buf *b, const struct session *s, const char *path,
    const char *classes)
{
	buf_lit(b, "<form method=\"post\" action=\"" CONSOLE_PATH);
	buf_str_put(b, str_of(path));
	buf_lit(b, "\" class=\"");
	buf_str_put(b, str_of(classes));
	buf_lit(b, "\">\n");
	console_token(b, s);
}

void
console_hidden(struct buf *b, const char *name, struct str value)
{
	buf_lit(b, "<input type=\"hidden\" name=\"");
	buf_str_put(b, str_of(name));
	buf_lit(b, "\" value=\"");
	buf_html(b, utf8_repair(b->arena, value));
	buf_lit(b, "\">\n");
}

static void
put_id(struct buf *b, const struct console_field *f)
{
	if (f->form != NULL) {
		buf_str_put(b, str_of(f->form));
		buf_char(b, '-');
	}
	buf_str_put(b, str_of(f->name));
}

static void
put_attribute(struct buf *b, const char *name, const char *value)
{
	if (value == NULL)
		return;
	buf_char(b, ' ');
	buf_str_put(b, str_of(name));
	buf_lit(b, "=\"");
	buf_str_put(b, str_of(value));
	buf_char(b, '"');
}

void
console_field(struct buf *b, const struct console_field *f)
{
	struct str value = utf8_repair(b->arena, f->value);
	bool many = f->type == NULL;

	buf_lit(b, "<p class=\"field\"><label for=\"");
	put_id(b, f);
	buf_lit(b, "\">");
	buf_str_put(b, str_of(f->label));
	buf_str_put(b, many ? STR("</label>\n<textarea rows=\"")
			    : STR("</label>\n<input id=\""));
	if (many) {
		buf_u64(b, f->lines > 0 ? f->lines : 6);
		buf_lit(b, "\" id=\"");
	}
	put_id(b, f);
	buf_char(b, '"');
	put_attribute(b, "name", f->name);
	put_attribute(b, "type", f->type);
	put_attribute(b, "autocomplete", f->autocomplete);
	if (f->required)
		buf_lit(b, " required");
	if (f->bad)
		buf_lit(b, " aria-invalid=\"true\" "
			   "aria-describedby=\"problem\"");
	/* A first line end would be lost (WHATWG HTML 13.1.2.5). */
	buf_str_put(b, many ? STR(">\n") : STR(" value=\""));
	buf_html(b, value);
	buf_str_put(b, many ? STR("</textarea></p>\n") : STR("\"></p>\n"));
}

void
console_problem(struct buf *b, const char *label, struct str words)
{
	buf_lit(b, "<p class=\"problem\" id=\"problem\" role=\"alert\">");
	if (label != NULL) {
		buf_html(b, str_of(label));
		buf_lit(b, ": ");
		buf_html(b, words);
		buf_char(b, '.');
	} else {
		page_frame_sentence(b, words);
	}
	buf_lit(b, "</p>\n");
}
