#include "base/base.h"
#include "tags.h"

#include <setjmp.h>
#include <cmocka.h>

#define DEPTH_MAX 64

struct reader {
	struct tags tags;
	struct str rest;
	struct str open[DEPTH_MAX];
	size_t depth, lists;
};

/* Says where it is. */
static void
bad(const struct reader *r, const char *why)
{
	struct str at = str_head(r->rest, 60);

	fail_msg("%s: %.*s", why, STR_ARG(at));
}

static bool
take(struct reader *r, struct str what)
{
	if (!str_starts(r->rest, what))
		return false;
	r->rest = str_from(r->rest, what.len);
	return true;
}

static struct str
take_name(struct reader *r)
{
	struct str s = r->rest;
	size_t n = 0;

	while (n < s.len && ((s.p[n] >= 'a' && s.p[n] <= 'z') ||
				(s.p[n] >= '0' && s.p[n] <= '9') ||
				s.p[n] == '-' || s.p[n] == ':'))
		n++;
	if (n == 0)
		bad(r, "no name");
	r->rest = str_from(s, n);
	return str_head(s, n);
}

static void
take_reference(struct reader *r)
{
	if (!take(r, STR("&amp;")) && !take(r, STR("&lt;")) &&
	    !take(r, STR("&gt;")) && !take(r, STR("&quot;")) &&
	    !take(r, STR("&#39;")))
		bad(r, "a reference that nobody writes");
}

/* Up to `end`, which is left. */
static void
take_text(struct reader *r, char end)
{
	while (r->rest.len > 0 && r->rest.p[0] != end) {
		unsigned char c = (unsigned char)r->rest.p[0];

		if (c == '<' || c == '"' || c == '\'' || c == 0x7f ||
		    (c < 0x20 && c != '\n' && c != '\t'))
			bad(r, "a sign that has to be escaped");
		if (c == '&')
			take_reference(r);
		else
			r->rest = str_from(r->rest, 1);
	}
}

static void
take_attributes(struct reader *r)
{
	while (take(r, STR(" "))) {
		(void)take_name(r);
		r->tags.attributes++;
		if (!take(r, STR("=\"")))
			continue;
		take_text(r, '"');
		if (!take(r, STR("\"")))
			bad(r, "an attribute without end");
	}
}

static bool
is_void(struct str name)
{
	return str_eq(name, STR("br")) || str_eq(name, STR("input")) ||
	       str_eq(name, STR("meta")) || (str_eq(name, STR("link")));
}

/* What is in a <script> is no markup; this one has no < at all. */
static void
take_script(struct reader *r)
{
	while (r->rest.len > 0 && r->rest.p[0] != '<')
		r->rest = str_from(r->rest, 1);
}

static void
take_tag(struct reader *r)
{
	if (take(r, STR("</"))) {
		struct str name = take_name(r);

		if (r->depth == 0 || !str_eq(r->open[r->depth - 1], name))
			bad(r, "closes what is not open");
		r->depth--;
		r->lists -= str_eq(name, STR("ol"));
		if (!take(r, STR(">")))
			bad(r, "a tag without end");
		return;
	}
	(void)take(r, STR("<"));
	struct str name = take_name(r);
	take_attributes(r);
	r->tags.n++;
	if (take(r, STR("/>")))
		return;
	if (!take(r, STR(">")))
		bad(r, "a tag without end");
	if (is_void(name))
		return;
	if (r->depth == DEPTH_MAX)
		bad(r, "too deep");
	r->open[r->depth++] = name;
	r->lists += str_eq(name, STR("ol"));
	if (r->lists > r->tags.lists)
		r->tags.lists = r->lists;
	if (str_eq(name, STR("script")))
		take_script(r);
}

struct tags
tags_read(struct str s)
{
	struct reader r = { .rest = s };

	assert_false(str_is_null(s));
	(void)take(&r, STR("<!DOCTYPE html>"));
	(void)take(&r, STR("<?xml version=\"1.0\" encoding=\"utf-8\"?>"));
	while (r.rest.len > 0) {
		take_text(&r, '<');
		if (r.rest.len > 0)
			take_tag(&r);
	}
	if (r.depth > 0)
		bad(&r, "something is left open");
	return r.tags;
}

size_t
tags_count(struct str s, const char *what)
{
	size_t n = 0, len = strlen(what);
	const char *at = s.p, *end = s.p + s.len;

	while ((at = memmem(at, (size_t)(end - at), what, len)) != NULL) {
		at += len;
		n++;
	}
	return n;
}
