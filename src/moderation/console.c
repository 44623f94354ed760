#include "base/base.h"
#include "moderation/console.h"

static const struct {
	const char *href;
	const char *text;
} tabs[CONSOLE__MAX] = {
	[CONSOLE_HELD] = { "?list=held", "Held" },
	[CONSOLE_SPAM] = { "?list=spam", "Spam" },
	[CONSOLE_ALL] = { "?list=all", "All" },
	[CONSOLE_VISITS] = { "visits", "Visits" },
	[CONSOLE_BLOCKS] = { "blocks", "Blocks" },
};

static void
put_count(struct buf *b, const struct console *c, enum console_tab tab)
{
	int64_t n = tab == CONSOLE_HELD   ? c->held
		    : tab == CONSOLE_SPAM ? c->spam
					  : -1;

	if (n < 0)
		return;
	buf_lit(b, " <b class=\"count\"");
	if (tab == CONSOLE_HELD)
		buf_lit(b, " id=\"held-count\"");
	buf_char(b, '>');
	buf_i64(b, n);
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
	if (c->tab == CONSOLE_HELD && c->held > 0) {
		buf_char(b, '(');
		buf_i64(b, c->held);
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
	buf_html(b, value);
	buf_lit(b, "\">\n");
}

void
console_sentence(struct buf *b, struct str words)
{
	if (words.len > 0 && words.p[0] >= 'a' && words.p[0] <= 'z') {
		buf_char(b, (char)(words.p[0] - 'a' + 'A'));
		words = str_from(words, 1);
	}
	buf_html(b, words);
	buf_char(b, '.');
}
