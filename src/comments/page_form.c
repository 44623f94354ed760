#include "base/base.h"
#include "comments/page_form.h"

#include "base/utf8.h"
#include "comments/author.h"
#include "config.h"

/* A field as people see it. */
struct shown {
	const char *name, *label;
	const char *attributes; /* of its <input>; NULL for the text */
	const char *hint;       /* or NULL */
	unsigned max;           /* of the text: the site's */
};

enum {
	TEXT,
	NAME,
	MAIL,
	URL
};

/* A limit in bytes serves for one in characters: those are fewer. */
static const struct shown fields[] = {
	[TEXT] = { "text", "Comment", NULL,
	    "Markdown: *emphasis*, **strong**, `code`, &gt; quote, "
	    "[link](https://…)",
	    0 },
	[NAME] = { "name", "Name", "type=\"text\" autocomplete=\"name\"", NULL,
	    AUTHOR_NAME_MAX },
	[MAIL] = { "email", "E-mail", "type=\"email\" autocomplete=\"email\"",
	    "Never shown.", AUTHOR_MAIL_MAX },
	/* type="url" would insist on a scheme, which is not asked for. */
	[URL] = { "url", "Website",
	    "type=\"text\" inputmode=\"url\" autocomplete=\"url\"", NULL,
	    AUTHOR_URL_MAX },
};

bool
page_form_shows(struct str field)
{
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (str_eq(field, str_of(fields[i].name)))
			return true;
	return false;
}

/* Any bytes as text of HTML. */
static void
put_any(struct buf *b, struct str s)
{
	buf_html(b, utf8_repair(b->arena, s));
}

static bool
is_required(const struct page_form *f, size_t i)
{
	struct str wants = f->site->author;

	return i == TEXT || (i == NAME && !str_eq(wants, STR("nobody"))) ||
	       (i == MAIL && str_eq(wants, STR("mail")));
}

static void
put_attribute(
    struct buf *b, const char *name, const char *before, struct str value)
{
	buf_char(b, ' ');
	buf_str_put(b, str_of(name));
	buf_lit(b, "=\"");
	buf_str_put(b, str_of(before));
	put_any(b, value);
	buf_char(b, '"');
}

/* What both kinds of fields have. */
static void
put_attributes(struct buf *b, const struct page_form *f, size_t i, bool wrong)
{
	const struct shown *s = &fields[i];
	struct str name = str_of(s->name);

	put_attribute(b, "id", "afterword-", name);
	put_attribute(b, "name", "", name);
	buf_lit(b, " maxlength=\"");
	buf_u64(b, i == TEXT ? f->site->text_max : s->max);
	buf_char(b, '"');
	if (is_required(f, i))
		buf_lit(b, " required");
	if (wrong)
		buf_lit(b, " aria-invalid=\"true\" autofocus");
	if (wrong || s->hint != NULL) {
		buf_lit(b, " aria-describedby=\"");
		if (wrong)
			buf_lit(b, "afterword-problem");
		if (wrong && s->hint != NULL)
			buf_char(b, ' ');
		if (s->hint != NULL) {
			buf_lit(b, "afterword-about-");
			buf_str_put(b, name);
		}
		buf_char(b, '"');
	}
}

static void
put_label(struct buf *b, const struct page_form *f, size_t i)
{
	const struct shown *s = &fields[i];

	buf_lit(b, "<label for=\"afterword-");
	buf_str_put(b, str_of(s->name));
	buf_lit(b, "\">");
	buf_str_put(b, str_of(s->label));
	if (!is_required(f, i))
		buf_lit(b, " <small>optional</small>");
	buf_lit(b, "</label>\n");
}

static void
put_textarea(struct buf *b, const struct page_form *f, bool wrong)
{
	buf_lit(b, "<textarea rows=\"6\" dir=\"auto\"");
	put_attributes(b, f, TEXT, wrong);
	/* A line feed right behind the tag is dropped; the text's own is not.
	 */
	buf_lit(b, ">\n");
	put_any(b, f->text);
	buf_lit(b, "</textarea>\n");
}

static void
put_input(struct buf *b, const struct page_form *f, size_t i, struct str value,
    bool wrong)
{
	buf_lit(b, "<input ");
	buf_str_put(b, str_of(fields[i].attributes));
	put_attributes(b, f, i, wrong);
	put_attribute(b, "value", "", value);
	buf_lit(b, ">\n");
}

static void
put_field(struct buf *b, const struct page_form *f, size_t i, struct str value)
{
	const struct shown *s = &fields[i];
	bool wrong = str_eq(f->field, str_of(s->name));

	buf_lit(b, "<div class=\"afterword-field\">\n");
	put_label(b, f, i);
	if (wrong) {
		buf_lit(b, "<p class=\"afterword-problem\" "
			   "id=\"afterword-problem\">");
		buf_str_put(b, str_of(s->label));
		buf_lit(b, ": ");
		put_any(b, f->why);
		buf_lit(b, ".</p>\n");
	}
	if (i == TEXT)
		put_textarea(b, f, wrong);
	else
		put_input(b, f, i, value, wrong);
	if (s->hint != NULL) {
		buf_lit(b, "<small id=\"afterword-about-");
		buf_str_put(b, str_of(s->name));
		buf_lit(b, "\">");
		buf_str_put(b, str_of(s->hint)); /* HTML already */
		buf_lit(b, "</small>\n");
	}
	buf_lit(b, "</div>\n");
}

static void
put_hidden(struct buf *b, const char *name, struct str value)
{
	buf_lit(b, "<input type=\"hidden\"");
	put_attribute(b, "name", "", str_of(name));
	put_attribute(b, "value", "", value);
	buf_lit(b, ">\n");
}

static void
put_hidden_fields(struct buf *b, const struct page_form *f)
{
	char parent[BUF_U64_MAX];

	put_hidden(b, "article", f->article);
	put_hidden(b, "site", f->site->name);
	put_hidden(b, "stamp", f->stamp);
	if (f->parent != 0)
		put_hidden(b, "parent",
		    (struct str){
			parent, buf_u64_format(parent, (uint64_t)f->parent) });
	/* Nobody sees it; programs fill in whatever there is. */
	buf_lit(b, "<div hidden><label>Leave this empty <input type=\"text\" "
		   "name=\"subject\" tabindex=\"-1\" autocomplete=\"off\">"
		   "</label></div>\n");
}

static void
put_title(struct buf *b, const struct page_form *f)
{
	buf_lit(b, "<h2>");
	if (f->parent == 0) {
		buf_lit(b, "Leave a comment");
	} else if (f->parent_name.len == 0) {
		buf_lit(b, "Your reply");
	} else {
		buf_lit(b, "Reply to <bdi>");
		put_any(b, f->parent_name);
		buf_lit(b, "</bdi>");
	}
	buf_lit(b, "</h2>\n");
	if (f->cancel.len > 0) {
		buf_lit(b, "<p class=\"afterword-cancel\"><a href=\"");
		buf_str_put(b, f->cancel);
		buf_lit(b, "#comment-form\">Not a reply</a></p>\n");
	}
}

void
page_form(struct buf *b, const struct page_form *f)
{
	buf_lit(b, "<form class=\"afterword-form\" id=\"comment-form\" "
		   "method=\"post\" action=\"");
	buf_html(b, f->cfg->server.prefix);
	buf_lit(b, "/comments\" accept-charset=\"utf-8\">\n");
	put_title(b, f);
	put_field(b, f, TEXT, f->text);
	put_field(b, f, NAME, f->name);
	put_field(b, f, MAIL, f->mail);
	put_field(b, f, URL, f->url);
	put_hidden_fields(b, f);
	buf_lit(b, "<p class=\"afterword-send\"><button "
		   "class=\"afterword-button\">Send</button></p>\n"
		   "</form>\n");
}

void
page_form_text(struct buf *b, struct str text)
{
	buf_lit(b, "<div class=\"afterword-field\">\n"
		   "<label for=\"afterword-text\">What you wrote</label>\n"
		   "<textarea rows=\"6\" id=\"afterword-text\" readonly>\n");
	put_any(b, text);
	buf_lit(b, "</textarea>\n</div>\n");
}
