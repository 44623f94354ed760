#include "base/base.h"
#include "comments/page_frame.h"

#include "config.h"

/* Colours have a contrast of 4.5 at least, in light and dark (WCAG 2.2). */
static const char css[] =
    ":root { color-scheme: light dark; --ink: #1b1b1b; --quiet: #5c5c5c;"
    " --line: #d0d0d0; --accent: #0b57a4; --bad: #b00020; --paper: #fff; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8;"
    " --quiet: #a8a8a8; --line: #444; --accent: #8ab8f0; --bad: #ff8a94;"
    " --paper: #161616; } }\n"
    "*, ::before, ::after { box-sizing: border-box; }\n"
    "body { margin: 0; padding: 1rem; background: var(--paper);"
    " color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif;"
    " overflow-wrap: anywhere; }\n"
    "main { max-width: 42rem; margin: 0 auto; }\n"
    "h1, h2 { line-height: 1.25; }\n"
    "h1 { font-size: 1.6rem; }\n"
    "h2 { font-size: 1.25rem; margin: 2rem 0 0.75rem; }\n"
    "a { color: var(--accent); }\n"
    "small, .afterword-note, .afterword-permalink, .afterword-to,"
    " .afterword-stub { color: var(--quiet); font-size: 0.9rem; }\n"
    ".afterword-comments { margin: 0; padding: 0; list-style: none; }\n"
    ".afterword-comments .afterword-comments { padding-left: 1rem;"
    " border-left: 2px solid var(--line); }\n"
    ".afterword-comment { padding: 0.5rem 0; }\n"
    ".afterword-comment:target { background: color-mix(in srgb,"
    " var(--accent) 10%, transparent); }\n"
    ".afterword-text > * { margin: 0.5rem 0; }\n"
    ".afterword-text pre { overflow-x: auto; }\n"
    ".afterword-text blockquote { padding-left: 0.75rem;"
    " border-left: 3px solid var(--line); }\n"
    ".afterword-actions, .afterword-to { margin: 0; }\n"
    ".afterword-field { margin: 0 0 1rem; }\n"
    ".afterword-field label { display: block; font-weight: 600; }\n"
    ".afterword-field label small { font-weight: 400; }\n"
    "input, textarea { display: block; width: 100%; padding: 0.5rem;"
    " border: 1px solid var(--quiet); border-radius: 4px;"
    " background: var(--paper); color: inherit; font: inherit; }\n"
    "textarea { resize: vertical; }\n"
    "[aria-invalid] { border-color: var(--bad); border-width: 2px; }\n"
    "button { padding: 0.6rem 1.6rem; border: 0; border-radius: 4px;"
    " background: var(--accent); color: var(--paper); font: inherit;"
    " font-weight: 600; cursor: pointer; }\n"
    ".afterword-problem { margin: 0.25rem 0; color: var(--bad);"
    " font-weight: 600; }\n"
    ":focus-visible { outline: 3px solid var(--accent);"
    " outline-offset: 2px; }\n";

struct str
page_frame_css(void)
{
	return (struct str){ css, sizeof(css) - 1 };
}

void
page_frame_open(struct buf *b, const struct config *cfg, struct str title)
{
	buf_lit(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		   "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
		   "content=\"width=device-width, initial-scale=1\">\n"
		   "<meta name=\"robots\" content=\"noindex\">\n<title>");
	buf_html(b, title);
	buf_lit(b, "</title>\n<link rel=\"stylesheet\" href=\"");
	buf_html(b, cfg->server.prefix);
	buf_lit(b, "/comments/page.css\">\n</head>\n<body>\n<main>\n<h1>");
	buf_html(b, title);
	buf_lit(b, "</h1>\n");
}

void
page_frame_close(struct buf *b)
{
	buf_lit(b, "</main>\n</body>\n</html>\n");
}

void
page_frame_back(struct buf *b, struct str address)
{
	buf_lit(b, "<p class=\"afterword-back\"><a href=\"");
	buf_html(b, address);
	buf_lit(b, "\">Back to the article</a></p>\n");
}

void
page_frame_sentence(struct buf *b, struct str words)
{
	if (words.len > 0 && words.p[0] >= 'a' && words.p[0] <= 'z') {
		buf_char(b, (char)(words.p[0] - 'a' + 'A'));
		words = str_from(words, 1);
	}
	buf_html(b, words);
	buf_char(b, '.');
}
