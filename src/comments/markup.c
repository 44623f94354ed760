/*
 * markup.c - md4c takes the text apart, this writes what it finds
 *
 * Two kinds of output exist, tags that are literals here and text that goes
 * through buf_html(); there is no third.
 *
 * md4c 0.4.8 is met with care:
 *
 *   - It may look at the byte behind the text, which therefore is a line feed.
 *   - Its own search for addresses in running text harmed its memory before
 *     0.5.1, and takes fewer addresses since: link_find() does that here.
 *   - It expands references to link definitions without a limit, even those
 *     whose address is refused.  The callbacks end the rendering when it
 *     becomes too much, by a negative number, for others pass for success.
 *   - Where a definition is, it looks for each pair of brackets whether what is
 *     between them was defined, with all the pairs inside: too_many_brackets().
 *   - It may leave spans that it has not entered: `[](![)]()`.  Those that are
 *     open are kept here, and only they are closed.
 */
#include "base/base.h"
#include "comments/markup.h"

#include <md4c.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "comments/entity.h"
#include "comments/link.h"

#define LANGUAGE_MAX 20
#define TRIED_MAX (5 * MARKUP_LINKS_MAX) /* links, refused ones among them */
#define BRACKETS_MAX 100 /* in a text that may define a reference */

struct span {
	MD_SPANTYPE type;
	const char *tag; /* what closes it; NULL when nothing was opened */
};

struct render {
	struct markup *out;
	struct buf html;
	struct buf scratch;  /* an address while it is decoded */
	const char *why;     /* set when the text is refused */
	unsigned containers; /* lists and quotes that are open */
	struct span spans[MARKUP_DEPTH_MAX];
	unsigned n_spans;
	unsigned deeper;    /* spans that are open and not among them */
	unsigned tried;     /* links so far, refused ones among them */
	bool in_link;       /* one of them is an <a> */
	size_t block;       /* where the open paragraph begins */
	size_t content;     /* and where what is in it does */
	size_t visible;     /* pieces of text that can be seen */
	size_t before_link; /* how many there were before <a> */
};

/* The callbacks' answer. */
static int
go_on(struct render *r)
{
	if (r->html.len > MARKUP_HTML_MAX)
		r->why = "renders to more than 64 kB";
	return r->why != NULL || arena_failed(r->html.arena) ? -1 : 0;
}

/* ---- text ---- */

static void
put_plain(struct render *r, struct str s)
{
	r->visible += !utf8_is_blank(s);
	buf_html(&r->html, s);
}

/* What a character reference stands for; an unknown one, for itself. */
static struct str
decode(struct str reference, char bytes[4])
{
	uint32_t cp;

	if (!entity_decode(reference, &cp))
		return reference;
	utf8proc_ssize_t n = utf8proc_encode_char(
	    (utf8proc_int32_t)cp, (utf8proc_uint8_t *)bytes);
	return (struct str){ bytes, (size_t)n };
}

static void
put_reference(struct render *r, struct str reference)
{
	char bytes[4];
	uint32_t cp;
	struct str s = decode(reference, bytes), rest = s;

	/* No way around what markup_source() takes out. */
	if (utf8_next(&rest, &cp) && !markup_source_drops(cp) &&
	    (cp == '\n' || cp == '\t' || utf8_is_line(s)))
		put_plain(r, s);
}

static void
open_tag(struct render *r, const char *name)
{
	buf_char(&r->html, '<');
	buf_str_put(&r->html, str_of(name));
	buf_char(&r->html, '>');
}

static void
close_tag(struct render *r, const char *name)
{
	buf_lit(&r->html, "</");
	buf_str_put(&r->html, str_of(name));
	buf_char(&r->html, '>');
}

/* ---- links ---- */

/* False when it is not to be linked, for whatever reason. */
static bool
open_link(struct render *r, struct str address)
{
	struct markup *out = r->out;
	struct str clean;

	/* An <a> in an <a> would end the outer one. */
	if (++r->tried > TRIED_MAX)
		r->why = "has too many links";
	if (r->why != NULL || r->in_link ||
	    !link_clean(r->html.arena, address, true, &clean))
		return false;
	if (out->n_links == MARKUP_LINKS_MAX) {
		r->why = "has more than 20 links";
		return false;
	}
	out->links[out->n_links++] = clean;
	buf_lit(&r->html, "<a href=\"");
	buf_html(&r->html, clean);
	buf_lit(&r->html, "\" rel=\"nofollow ugc noopener noreferrer\">");
	return true;
}

static void
put_text(struct render *r, struct str s)
{
	struct str address;

	while (!r->in_link && link_find(s, &address)) {
		put_plain(r, str_head(s, (size_t)(address.p - s.p)));
		s = str_from(s, (size_t)(address.p - s.p) + address.len);
		bool linked = open_link(r, address);
		put_plain(r, address);
		if (linked)
			buf_lit(&r->html, "</a>");
	}
	put_plain(r, s);
}

/* An address comes in pieces, some of them character references. */
static struct str
join(struct render *r, const MD_ATTRIBUTE *a)
{
	struct buf *b = &r->scratch;
	char bytes[4];

	if (a->size > LINK_ADDRESS_MAX)
		return STR_NULL;
	b->len = 0;
	for (size_t i = 0; a->size > 0 && a->substr_offsets[i] < a->size; i++) {
		MD_OFFSET begin = a->substr_offsets[i];
		struct str piece = { a->text + begin,
			a->substr_offsets[i + 1] - begin };

		if (a->substr_types[i] == MD_TEXT_ENTITY)
			piece = decode(piece, bytes);
		buf_str_put(b, piece);
	}
	return buf_view(b);
}

/* The <a> of a span. */
static const char *
enter_link(struct render *r, const MD_ATTRIBUTE *address)
{
	if (!open_link(r, join(r, address)))
		return NULL;
	r->in_link = true;
	r->before_link = r->visible;
	return "a";
}

static void
leave_link(struct render *r)
{
	if (r->visible == r->before_link)
		put_plain(r, r->out->links[r->out->n_links - 1]);
	r->in_link = false;
}

/* ---- spans ---- */

/* Opens a span, and returns the tag that closes it. */
static const char *
open_span(struct render *r, MD_SPANTYPE type, const void *detail)
{
	const char *tag = type == MD_SPAN_EM       ? "em"
			  : type == MD_SPAN_STRONG ? "strong"
			  : type == MD_SPAN_DEL    ? "del"
			  : type == MD_SPAN_CODE   ? "code"
						   : NULL;

	if (tag != NULL)
		open_tag(r, tag);
	else if (type == MD_SPAN_A)
		tag = enter_link(r, &((const MD_SPAN_A_DETAIL *)detail)->href);
	else if (type == MD_SPAN_IMG)
		tag = enter_link(r, &((const MD_SPAN_IMG_DETAIL *)detail)->src);
	return tag;
}

static void
close_span(struct render *r)
{
	const struct span *s = &r->spans[--r->n_spans];

	if (s->tag == NULL)
		return;
	if (s->type == MD_SPAN_A || s->type == MD_SPAN_IMG)
		leave_link(r);
	close_tag(r, s->tag);
}

/* No span reaches over the edge of a block. */
static void
close_spans(struct render *r)
{
	while (r->n_spans > 0)
		close_span(r);
	r->deeper = 0;
}

static int
enter_span(MD_SPANTYPE type, void *detail, void *arg)
{
	struct render *r = arg;

	if (r->n_spans == MARKUP_DEPTH_MAX) {
		r->deeper++;
	} else {
		const char *tag = open_span(r, type, detail);
		r->spans[r->n_spans++] = (struct span){ type, tag };
	}
	return go_on(r);
}

static int
leave_span(MD_SPANTYPE type, void *detail, void *arg)
{
	struct render *r = arg;

	(void)detail;
	if (r->deeper > 0)
		r->deeper--;
	else if (r->n_spans > 0 && r->spans[r->n_spans - 1].type == type)
		close_span(r);
	return go_on(r);
}

/* ---- blocks ---- */

static void
enter_paragraph(struct render *r, bool heading)
{
	r->block = r->html.len;
	open_tag(r, "p");
	if (heading)
		open_tag(r, "strong");
	r->content = r->html.len;
}

/* One of which nothing is left, such as a heading without text, goes. */
static void
leave_paragraph(struct render *r, bool heading)
{
	if (r->html.len == r->content) {
		r->html.len = r->block;
		return;
	}
	if (heading)
		close_tag(r, "strong");
	close_tag(r, "p");
}

static bool
is_language(const MD_ATTRIBUTE *word, char *out)
{
	if (word->size == 0 || word->size > LANGUAGE_MAX)
		return false;
	for (size_t i = 0; i < word->size; i++) {
		char c = word->text[i];
		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			c == '+' || c == '-'))
			return false;
		out[i] = c;
	}
	return true;
}

static void
enter_code(struct render *r, const MD_BLOCK_CODE_DETAIL *d)
{
	char language[LANGUAGE_MAX];

	buf_lit(&r->html, "<pre><code");
	if (is_language(&d->lang, language)) {
		buf_lit(&r->html, " class=\"language-");
		buf_put(&r->html, language, d->lang.size);
		buf_char(&r->html, '"');
	}
	buf_char(&r->html, '>');
}

static void
enter_numbers(struct render *r, unsigned start)
{
	buf_lit(&r->html, "<ol");
	if (start != 1) {
		buf_lit(&r->html, " start=\"");
		buf_u64(&r->html, start);
		buf_char(&r->html, '"');
	}
	buf_char(&r->html, '>');
}

static int
enter_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
	struct render *r = arg;
	bool container = type == MD_BLOCK_QUOTE || type == MD_BLOCK_UL ||
			 type == MD_BLOCK_OL;

	close_spans(r);
	r->containers += container;
	bool flat = r->containers > MARKUP_DEPTH_MAX;
	if (flat && (container || type == MD_BLOCK_LI))
		return go_on(r);
	switch (type) {
	case MD_BLOCK_QUOTE:
		open_tag(r, "blockquote");
		break;
	case MD_BLOCK_UL:
		open_tag(r, "ul");
		break;
	case MD_BLOCK_OL:
		enter_numbers(r, ((const MD_BLOCK_OL_DETAIL *)detail)->start);
		break;
	case MD_BLOCK_LI:
		open_tag(r, "li");
		break;
	case MD_BLOCK_H:
	case MD_BLOCK_P:
		enter_paragraph(r, type == MD_BLOCK_H);
		break;
	case MD_BLOCK_CODE:
		enter_code(r, detail);
		break;
	default:
		break;
	}
	return go_on(r);
}

static int
leave_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
	struct render *r = arg;
	bool flat = r->containers > MARKUP_DEPTH_MAX;

	(void)detail;
	close_spans(r);
	switch (type) {
	case MD_BLOCK_QUOTE:
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		r->containers--;
		if (!flat)
			close_tag(r, type == MD_BLOCK_QUOTE ? "blockquote"
				     : type == MD_BLOCK_UL  ? "ul"
							    : "ol");
		break;
	case MD_BLOCK_LI:
		if (flat)
			open_tag(r, "br");
		else
			close_tag(r, "li");
		break;
	case MD_BLOCK_H:
	case MD_BLOCK_P:
		leave_paragraph(r, type == MD_BLOCK_H);
		break;
	case MD_BLOCK_CODE:
		buf_lit(&r->html, "</code></pre>");
		break;
	default:
		break;
	}
	return go_on(r);
}

static int
text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE len, void *arg)
{
	struct render *r = arg;
	struct str s = { p, len };

	if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
		open_tag(r, "br");
	else if (type == MD_TEXT_ENTITY)
		put_reference(r, s);
	else if (type == MD_TEXT_NORMAL)
		put_text(r, s);
	else if (type == MD_TEXT_NULLCHAR)
		put_plain(r, STR("\xef\xbf\xbd"));
	else
		put_plain(r, s);
	return go_on(r);
}

/* ---- the whole ---- */

/* With a line feed and a NUL behind it: md4c searches it as a string. */
static const char *
with_end(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.len + 2);

	if (p == NULL)
		return NULL;
	memcpy(p, s.p, s.len);
	p[s.len] = '\n';
	p[s.len + 1] = '\0';
	return p;
}

static bool
too_many_brackets(struct str s)
{
	unsigned n = 0;

	if (memmem(s.p, s.len, "]:", 2) == NULL)
		return false;
	for (size_t i = 0; i < s.len; i++)
		n += s.p[i] == '[';
	return n > BRACKETS_MAX;
}

bool
markup_render(
    struct arena *a, struct str source, struct markup *out, const char **why)
{
	static const MD_PARSER parser = {
		.flags = MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = text,
	};
	struct render r = { .out = out };

	*out = (struct markup){ .html = STR_NULL };
	*why = source.len == 0                  ? "is empty"
	       : source.len > MARKUP_SOURCE_MAX ? "longer than 8192 bytes"
	       : too_many_brackets(source)      ? "has more than 100 brackets"
						: NULL;
	if (*why != NULL)
		return false;
	const char *p = with_end(a, source);
	if (p == NULL)
		return false;
	buf_init(&r.html, a, 2 * source.len);
	buf_init(&r.scratch, a, 0);
	int status = md_parse(p, (MD_SIZE)source.len + 1, &parser, &r);
	if (r.why == NULL && status == 0 && r.visible == 0)
		r.why = "is empty";
	*why = r.why;
	if (status != 0 || r.why != NULL)
		return false;
	out->html = buf_view(&r.html);
	return true;
}
