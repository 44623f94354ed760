/*
 * fuzz_markup.c - what comments become: tags from the list, well nested
 */
#include "base/base.h"
#include "fuzz.h"

#include "../lib/tags.h"
#include "base/utf8.h"
#include "comments/link.h"
#include "comments/markup.h"

#define REL "\" rel=\"nofollow ugc noopener noreferrer\""

void
fuzz_begin(void)
{
}

enum element {
	P,
	BR,
	EM,
	STRONG,
	DEL,
	CODE,
	PRE,
	BLOCKQUOTE,
	UL,
	OL,
	LI,
	A,
	ELEMENTS
};

static const char *const names[ELEMENTS] = { "p", "br", "em", "strong", "del",
	"code", "pre", "blockquote", "ul", "ol", "li", "a" };

struct scan {
	struct str rest;
	size_t open[ELEMENTS];
	enum element stack[128];
	size_t depth;
};

static bool
take(struct scan *s, const char *what)
{
	struct str prefix = str_of(what);

	if (!str_starts(s->rest, prefix))
		return false;
	s->rest = str_from(s->rest, prefix.len);
	return true;
}

/* At least one and at most `max` of these signs. */
static bool
take_some(struct scan *s, const char *signs, size_t max)
{
	size_t n = 0;

	while (n < s->rest.len && s->rest.p[n] != '\0' &&
	       strchr(signs, s->rest.p[n]) != NULL)
		n++;
	s->rest = str_from(s->rest, n);
	return n > 0 && n <= max;
}

/* The attributes of an element, whole. */
static bool
take_attributes(struct scan *s, enum element e)
{
	static const char word[] = "abcdefghijklmnopqrstuvwxyz0123456789+-";
	static const char url[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	    "-._~:/?#[]@!$&()*+,;=%|^`{}'";

	if (e == A)
		return take(s, " href=\"") &&
		       (take(s, "https://") || take(s, "http://") ||
			   take(s, "mailto:")) &&
		       take_some(s, url, SIZE_MAX) && take(s, REL);
	if (e == OL && take(s, " start=\""))
		return take_some(s, "0123456789", 9) && take(s, "\"");
	if (e == CODE && take(s, " class=\"language-"))
		return take_some(s, word, 20) && take(s, "\"");
	return true;
}

/* Browsers would close what is open before these. */
static void
may_begin(const struct scan *s, enum element e)
{
	bool is_block = e == P || e == PRE || (e >= BLOCKQUOTE && e <= LI);
	enum element parent = s->depth > 0 ? s->stack[s->depth - 1] : P;

	assert(!is_block || s->open[P] == 0);
	assert(!is_block || s->open[PRE] == 0);
	assert(e != A || s->open[A] == 0);
	assert((e == LI) == (s->depth > 0 && (parent == UL || parent == OL)));
}

static void
take_tag(struct scan *s)
{
	bool ends = take(s, "/");
	size_t n = 0, e = 0;

	while (n < s->rest.len && s->rest.p[n] >= 'a' && s->rest.p[n] <= 'z')
		n++;
	struct str name = str_head(s->rest, n);
	while (e < ELEMENTS && !str_eq(str_of(names[e]), name))
		e++;
	assert(e < ELEMENTS);
	s->rest = str_from(s->rest, n);
	if (ends) {
		assert(s->depth > 0 && s->stack[s->depth - 1] == e);
		s->depth--;
		s->open[e]--;
	} else {
		may_begin(s, (enum element)e);
		assert(take_attributes(s, (enum element)e));
	}
	assert(take(s, ">"));
	if (ends || e == BR)
		return;
	assert(s->depth < ARRAY_LEN(s->stack));
	s->stack[s->depth++] = (enum element)e;
	s->open[e]++;
}

static void
check_tags(struct str html)
{
	struct scan s = { .rest = html };
	struct str text;

	while (str_cut(&s.rest, '<', &text))
		if (!str_is_null(s.rest))
			take_tag(&s);
	assert(s.depth == 0);
}

static void
check_links(struct arena *a, const struct markup *m)
{
	struct str out;

	assert(m->n_links <= MARKUP_LINKS_MAX);
	for (unsigned i = 0; i < m->n_links; i++) {
		fuzz_is_plain(m->links[i]);
		/* Percent-encoded it may have become too long. */
		assert(m->links[i].len > LINK_ADDRESS_MAX ||
		       (link_clean(a, m->links[i], true, &out) &&
			   str_eq(out, m->links[i])));
	}
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct str text = utf8_repair(a, in), source, again;
	struct markup m, twice;
	const char *why = NULL;

	assert(utf8_is_text(text));
	source = markup_source(a, text);
	if (str_is_null(source)) {
		assert(arena_failed(a));
		return;
	}
	assert(utf8_is_text(source));
	again = markup_source(a, source);
	assert(str_eq(source, again));
	if (!markup_render(a, source, &m, &why)) {
		assert(why != NULL && str_is_null(m.html));
		return;
	}
	assert(m.html.len > 0 && m.html.len <= MARKUP_HTML_MAX);
	assert(utf8_is_text(m.html));
	(void)tags_read(m.html);
	check_tags(m.html);
	check_links(a, &m);
	assert(markup_render(a, again, &twice, &why) || arena_failed(a));
	assert(arena_failed(a) || str_eq(twice.html, m.html));
}
