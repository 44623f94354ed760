/*
 * The cases lie in tests/data/markup: `in` is a text and either `out` the HTML
 * or `error` what is wrong with it.
 */
#include "base/base.h"
#include "comments/markup.h"

#include "base/buf.h"
#include "base/utf8.h"

#include "../lib/cases.h"

#include <setjmp.h>
#include <cmocka.h>

#define ARENA_CAP (1024 * 1024) /* that of a request */

/* The most that a text may take; more where everything does. */
#if defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
#define TIME_MAX_MS 500.
#else
#define TIME_MAX_MS 50.
#endif

static struct arena arena;

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_CAP);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_reset(&arena);
	return 0;
}

static void
renders_to(struct str text, struct str html, const char *name)
{
	struct markup m;
	const char *why;

	if (!markup_render(&arena, markup_source(&arena, text), &m, &why))
		fail_msg("%s: %s", name, why);
	if (!str_eq(m.html, html))
		fail_msg("%s: %.*s", name, STR_ARG(m.html));
}

static void
is_refused(struct str text, struct str because, const char *name)
{
	struct markup m;
	const char *why;

	if (markup_render(&arena, markup_source(&arena, text), &m, &why))
		fail_msg("%s: %.*s", name, STR_ARG(m.html));
	if (!str_eq(str_of(why), because))
		fail_msg("%s: %s", name, why);
	assert_true(str_is_null(m.html));
}

static void
do_case(const struct case_at *c, void *ctx)
{
	struct str in, expected;

	(void)ctx;
	if (!cases_read(c, "in", &in))
		fail_msg("%s has no file `in`", c->name);
	if (cases_read(c, "out", &expected))
		renders_to(in, expected, c->name);
	else if (cases_read(c, "error", &expected))
		is_refused(in, expected, c->name);
	else
		fail_msg("%s has neither out nor error", c->name);
	arena_reset(&arena);
}

static void
renders_the_cases(void **state)
{
	(void)state;
	assert_true(cases_each("markup", do_case, NULL) >= 152);
}

/* `n` times `unit`, between `head` and `tail`; a NUL is behind it. */
static struct str
repeat(const char *head, const char *unit, size_t n, const char *tail)
{
	struct buf b;

	buf_init(&b, &arena, 0);
	buf_str_put(&b, str_of(head));
	while (n-- > 0)
		buf_str_put(&b, str_of(unit));
	buf_str_put(&b, str_of(tail));
	buf_char(&b, '\0');
	assert_false(b.failed);
	return (struct str){ b.p, b.len - 1 };
}

static bool
has(struct str s, const char *what)
{
	return memmem(s.p, s.len, what, strlen(what)) != NULL;
}

/* ---- limits ---- */

static void
counts_links(void **state)
{
	(void)state;
	struct markup m;
	const char *why;

	assert_true(markup_render(&arena,
	    STR("<https://a.example/\xd0\x96> ![b](HTTP://B.example) [c](/c) "
		"<c@d.example> https://d.example/. [![e](https://e.example)]("
		"https://f.example)"),
	    &m, &why));
	const struct str links[] = { STR("https://a.example/%D0%96"),
		STR("http://b.example"), STR("mailto:c@d.example"),
		STR("https://d.example/"), STR("https://f.example") };
	assert_int_equal(m.n_links, ARRAY_LEN(links));
	for (size_t i = 0; i < ARRAY_LEN(links); i++) {
		char href[64];
		assert_true(str_eq(m.links[i], links[i]));
		(void)snprintf(
		    href, sizeof(href), "<a href=\"%.*s\"", STR_ARG(links[i]));
		assert_true(has(m.html, href));
	}
}

static void
has_a_limit_of_links(void **state)
{
	(void)state;
	static const char *const units[] = { "https://a.example ",
		"[a](https://a.example) ", "![a](https://a.example) ",
		"<a@a.example> ", "[a] " };
	const char *head = "[a]: https://a.example\n\n";
	struct markup m;
	const char *why;

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		assert_true(markup_render(
		    &arena, repeat(head, units[i], 20, ""), &m, &why));
		assert_int_equal(m.n_links, 20);
		is_refused(repeat(head, units[i], 21, ""),
		    STR("has more than 20 links"), units[i]);
	}
	/* Refused ones cost time, too. */
	assert_true(
	    markup_render(&arena, repeat("", "[a](b) ", 100, ""), &m, &why));
	assert_int_equal(m.n_links, 0);
	is_refused(repeat("", "[a](b) ", 101, ""), STR("has too many links"),
	    "refused links");
}

static void
has_limits_of_size(void **state)
{
	(void)state;
	struct markup m;
	const char *why;

	assert_true(markup_render(
	    &arena, repeat("", "a", MARKUP_SOURCE_MAX, ""), &m, &why));
	assert_int_equal(m.html.len, MARKUP_SOURCE_MAX + 7);
	is_refused(repeat("", "a", MARKUP_SOURCE_MAX + 1, ""),
	    STR("longer than 8192 bytes"), "a longer text");
	/* Text grows to six times its size, and tags come on top. */
	assert_true(
	    markup_render(&arena, repeat("", "\"", 8192, ""), &m, &why));
	assert_true(m.html.len > 49000);
	is_refused(repeat("", "># \"\n\n", 1365, ""),
	    STR("renders to more than 64 kB"), "much HTML");
}

static void
has_a_limit_of_brackets(void **state)
{
	(void)state;
	struct markup m;
	const char *why;

	/* They cost much only beside a definition. */
	assert_true(
	    markup_render(&arena, repeat("", "[", 4000, "]"), &m, &why));
	assert_true(
	    markup_render(&arena, repeat("a]: b ", "[", 100, "]"), &m, &why));
	is_refused(repeat("a]: b ", "[", 101, "]"),
	    STR("has more than 100 brackets"), "brackets");
}

static unsigned
count(struct str s, const char *what)
{
	unsigned n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += str_starts(str_from(s, i), str_of(what));
	return n;
}

static void
flattens_what_is_deep(void **state)
{
	(void)state;
	const struct {
		const char *unit, *tag, *end;
	} rows[] = { { "> ", "<blockquote>", "</blockquote>" },
		{ "- ", "<ul><li>", "</li></ul>" },
		{ "1. ", "<ol><li>", "</li></ol>" } };
	struct markup m;
	const char *why;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		for (unsigned n = 18; n < 4000; n += n < 23 ? 1 : 500) {
			unsigned seen = n < 20 ? n : 20;
			struct str text = repeat("", rows[i].unit, n, "a");
			if (text.len > MARKUP_SOURCE_MAX)
				break;
			assert_true(markup_render(&arena, text, &m, &why));
			assert_int_equal(count(m.html, rows[i].tag), seen);
			assert_int_equal(count(m.html, rows[i].end), seen);
			arena_reset(&arena);
		}
	}
	/* Items that have no list any more keep apart. */
	struct str indent = repeat("- a\n", "  ", 20, "- b");
	struct str html = repeat("", "<ul><li>", 20, "a<br>b<br>");
	renders_to(repeat("", "- ", 20, indent.p),
	    repeat(html.p, "</li></ul>", 20, ""), "deep items");
	/* 24 spans in each other, of which the outer 20 are seen. */
	struct str ends = repeat("", "b** b* ", 12, "");
	assert_true(
	    markup_render(&arena, repeat("", "*a **a ", 12, ends.p), &m, &why));
	assert_int_equal(count(m.html, "<em>"), 10);
	assert_int_equal(count(m.html, "<strong>"), 10);
	assert_true(str_ends(m.html, STR("</strong> b</em></p>")));
}

/* md4c 0.4.8 leaves spans here that it has not entered. */
static void
closes_no_more_than_was_opened(void **state)
{
	(void)state;
	const struct str rows[] = { STR("a [](![)]() b"),
		STR("*a [](![)]() b*"),
		STR("[a [](![)]() b](https://a.example)") };
	struct markup m;
	const char *why;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_true(markup_render(&arena, rows[i], &m, &why));
		assert_int_equal(count(m.html, "<a "), count(m.html, "</a>"));
		if (i == 1)
			assert_true(str_ends(m.html, STR(" b</em></p>")));
	}
}

static void
says_when_memory_ends(void **state)
{
	(void)state;
	struct str text = repeat("", "*a* `b` https://a.example/ \n\n", 19, "");
	struct arena small;
	struct markup m;
	const char *why;
	bool done = false;

	for (size_t cap = 0; !done; cap += 100) {
		arena_init(&small, cap);
		assert_non_null(arena_alloc(&small, ARENA_FIRST));
		struct str source = markup_source(&small, text);
		done = !str_is_null(source) &&
		       markup_render(&small, source, &m, &why);
		assert_true(done != arena_failed(&small));
		arena_reset(&small);
	}
}

/* ---- the source ---- */

static void
normalises_the_source(void **state)
{
	(void)state;
	const struct {
		struct str in, out;
	} rows[] = {
		{ STR(""), STR("") },
		{ STR_NULL, STR("") },
		{ STR("a"), STR("a") },
		{ STR("  a"), STR("  a") },
		{ STR("\ta \t"), STR("\ta") },
		{ STR(" \n\t\n a \n \n"), STR(" a") },
		{ STR("a\nb\n\nc\n\n\nd\n\n\n\ne\n \n\t\n  \n \n \nf"),
		    STR("a\nb\n\nc\n\n\nd\n\n\ne\n\n\nf") },
		{ STR("e\xcc\x81"), STR("\xc3\xa9") },
		/* What stood between them would keep them apart. */
		{ STR("e\xef\xbb\xbf\xcc\x81"), STR("\xc3\xa9") },
		{ STR("\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad\xe2\x80"
		      "\xae\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9"
		      "a"),
		    STR("a") },
		{ STR("\xe2\x80\xaa \na"), STR("a") },
		/* LRM, RLM, ALM, ZWJ, ZWNJ */
		{ STR("\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c\xe2\x80\x8d\xe2\x80\x8c"
		      "a"),
		    STR("\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c\xe2\x80\x8d\xe2\x80"
			"\x8c"
			"a") },
		{ STR("a\xe2\x80\xa8"
		      "b\xe2\x80\xa9"
		      "c"),
		    STR("a\nb\nc") },
		/* Tags: of no flag, of the flag of Wales, and left open. */
		{ STR("a\xf3\xa0\x81\xa7\xf3\xa0\x81\xbf"), STR("a") },
		{ STR("\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0"
		      "\x81\xb7\xf3\xa0\x81\xac\xf3\xa0\x81\xb3\xf3\xa0\x81"
		      "\xbf!"),
		    STR("\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3"
			"\xa0\x81\xb7\xf3\xa0\x81\xac\xf3\xa0\x81\xb3\xf3\xa0"
			"\x81\xbf!") },
		{ STR("\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0"
		      "\x81\xb7!"),
		    STR("\xf0\x9f\x8f\xb4!") },
		{ STR("\xf0\x9f\x8f\xb4\xf3\xa0\x81\xbf!"),
		    STR("\xf0\x9f\x8f\xb4!") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str got = markup_source(&arena, rows[i].in);
		if (!str_eq(got, rows[i].out) || str_is_null(got))
			fail_msg("row %zu: %.*s", i, STR_ARG(got));
		assert_true(str_eq(markup_source(&arena, got), got));
	}
}

static void
takes_marks_that_are_no_writing(void **state)
{
	(void)state;
	/* Eight stay, however they were written. */
	struct str eight = repeat("x", "\xcc\xb8", 8, "y");

	assert_true(str_eq(markup_source(&arena, eight), eight));
	assert_true(str_eq(
	    markup_source(&arena, repeat("x", "\xcc\xb8", 4000, "y")), eight));
	assert_true(str_eq(markup_source(&arena,
			       repeat("x", "\xcc\xb8\xef\xbb\xbf", 1000, "y")),
	    eight));
	/* U+0344 becomes two marks. */
	struct str four = repeat("q", "\xcc\x88\xcc\x81", 4, "y");
	assert_true(str_eq(
	    markup_source(&arena, repeat("q", "\xcd\x84", 6, "y")), four));
}

/* ---- properties over random texts ---- */

static uint64_t random_state;

/* The same texts again: AFTERWORD_TEST_SEED=... */
static void
seed(void)
{
	const char *set = getenv("AFTERWORD_TEST_SEED");

	random_state = set != NULL ? strtoull(set, NULL, 10)
				   : (uint64_t)time(NULL) * 2654435761u + 1;
	print_message(
	    "# AFTERWORD_TEST_SEED=%llu\n", (unsigned long long)random_state);
}

/* xorshift64: repeatable everywhere. */
static size_t
below(size_t n)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (size_t)(random_state >> 11) % n;
}

static const char *
random_part(void)
{
	static const char *const parts[] = { "a", "b", "1", " ", " ", "\t",
		"\n", "\n", "\n\n", "*", "**", "_", "__", "`", "``", "~", "~~",
		"[", "]", "[a]", "](", "](b", "[](", "(", ")", "![", "!", "<",
		">", "> ", "&", "&amp;", "&#x202e;", ";", "#", "\\", "\"", "'",
		"- ", "-", "+ ", "1. ", "=", "|", ":", "/", "@", "http://",
		"https://a.b/", "javascript:", "mailto:", "<a", "<!--", "</p>",
		"[a]: b\n", "[a]: https://c.d 'e'\n", "  ", "    ", "```",
		"~~~", "\n- ", "\n> ", "\n    ", "\xc3\xa9", "\xcc\x81",
		"\xcd\x84", "\xe1\xba\x9e", "\xc2\xa0", "\xe2\x80\xa8",
		"\xe2\x80\xae", "\xef\xbb\xbf", "\xf3\xa0\x81\xa7",
		"\xf0\x9f\x8f\xb4" };

	return parts[below(ARRAY_LEN(parts))];
}

static struct str
random_text(size_t parts)
{
	struct buf b;

	buf_init(&b, &arena, 256);
	while (parts-- > 0)
		buf_str_put(&b, str_of(random_part()));
	return buf_view(&b);
}

/* The name of a tag that may be written so; STR_NULL for any other. */
static struct str
tag_name(struct str tag)
{
	static const char *const plain[] = { "p", "br", "em", "strong", "del",
		"code", "pre", "blockquote", "ul", "ol", "li" };
	const struct str rel =
	    STR("\" rel=\"nofollow ugc noopener noreferrer\"");

	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		if (str_eq(tag, str_of(plain[i])))
			return tag;
	if (str_starts(tag, STR("ol start=\"")))
		return str_head(tag, 2);
	if (str_starts(tag, STR("code class=\"language-")))
		return str_head(tag, 4);
	bool link = str_starts(tag, STR("a href=\"http://")) ||
		    str_starts(tag, STR("a href=\"https://")) ||
		    str_starts(tag, STR("a href=\"mailto:"));
	return link && str_ends(tag, rel) ? str_head(tag, 1) : STR_NULL;
}

/* Whether all that is opened is closed, in order, and no <a> is in another. */
static bool
is_well_formed(struct str html)
{
	struct str open[128], tag;
	size_t n = 0;
	bool in_link = false;

	for (ssize_t at; (at = str_index(html, '<')) >= 0;) {
		html = str_from(html, (size_t)at + 1);
		if (!str_cut(&html, '>', &tag) || n == ARRAY_LEN(open))
			return false;
		if (str_starts(tag, STR("/"))) {
			tag = str_from(tag, 1);
			if (n == 0 || !str_eq(open[--n], tag))
				return false;
			in_link = in_link && !str_eq(tag, STR("a"));
			continue;
		}
		struct str name = tag_name(tag);
		if (str_is_null(name) || (in_link && str_eq(name, STR("a"))))
			return false;
		in_link = in_link || str_eq(name, STR("a"));
		if (!str_eq(name, STR("br")))
			open[n++] = name;
	}
	return n == 0;
}

static void
renders_well_formed_html(void **state)
{
	(void)state;
	unsigned rendered = 0;

	seed();
	for (int i = 0; i < 20000; i++) {
		struct markup m;
		const char *why;

		arena_reset(&arena);
		struct str given = random_text(below(60) + 1);
		struct str source = markup_source(&arena, given);
		if (!str_eq(markup_source(&arena, source), source))
			fail_msg("not the same twice: %.*s", STR_ARG(given));
		if (!markup_render(&arena, source, &m, &why))
			continue;
		rendered++;
		if (!is_well_formed(m.html))
			fail_msg(
			    "%.*s: %.*s", STR_ARG(source), STR_ARG(m.html));
		assert_true(utf8_valid(m.html));
		assert_false(has(m.html, "\xe2\x80\xae"));
		assert_false(has(m.html, "\xef\xbb\xbf"));
		assert_int_equal(count(m.html, "<a "), m.n_links);
	}
	assert_true(rendered > 15000);
}

/* ---- time ---- */

static double slowest_ms;
static char slowest[64];

/* The processor's time, so that what else runs does not count. */
static double
time_ms(struct str text)
{
	struct timespec begin, end;
	struct markup m;
	const char *why = NULL;
	static struct arena request;

	arena_init(&request, ARENA_CAP);
	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
	struct str source = markup_source(&request, text);
	bool rendered = markup_render(&request, source, &m, &why);
	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	assert_true(rendered || why != NULL);
	assert_false(arena_failed(&request));
	arena_reset(&request);
	return (double)(end.tv_sec - begin.tv_sec) * 1e3 +
	       (double)(end.tv_nsec - begin.tv_nsec) / 1e6;
}

/* A machine that is itself shared counts wrong now and then. */
static void
is_quick(struct str text, const char *what)
{
	assert_true(text.len <= MARKUP_SOURCE_MAX);
	double ms = time_ms(text);
	for (int again = 0; again < 2 && ms > TIME_MAX_MS; again++)
		ms = time_ms(text);
	if (ms > TIME_MAX_MS)
		fail_msg("%.1f ms: %s: %.*s", ms, what, STR_ARG(text));
	if (ms > slowest_ms) {
		slowest_ms = ms;
		(void)snprintf(slowest, sizeof(slowest), "%s", what);
	}
}

/* As much as fits: `head`, then `unit` up to byte `until`, then `tail`. */
static struct str
fill(const char *head, const char *unit, size_t until, const char *tail)
{
	struct buf b;
	struct str u = str_of(unit), t = str_of(tail);

	buf_init(&b, &arena, MARKUP_SOURCE_MAX);
	buf_str_put(&b, str_of(head));
	while (b.len + u.len <= until)
		buf_str_put(&b, u);
	while (t.len > 0 && b.len + t.len <= MARKUP_SOURCE_MAX)
		buf_str_put(&b, t);
	return buf_view(&b);
}

static void
takes_no_time_for_repetitions(void **state)
{
	(void)state;
	static const struct {
		const char *head, *unit;
		size_t until; /* 0: all of it */
		const char *tail;
	} rows[] = {
		/* references */
		{ "", "[a]: b\n", 0, "" },
		{ "[a]: https://a.example/\n\n", "[a]", 0, "" },
		{ "[a]: b", "&rang;", 4096, "\n\n[a]" },
		{ "[a]: b", "&rang;", 7800, "\n\n![a]" },
		{ "[a]: b \"", "&rang;", 2000, "\"\n\n[a]" },
		{ "[a]: b", "\\&", 4096, "\n\n[a]" },
		{ "", "[a]: b \"\n", 0, "" },
		{ "[a]: b \"", "x\n", 0, "" },
		{ "", "[a]: (", 0, "" },
		/* brackets */
		{ "[a]: b\n\n", "[", 4096, "]" },
		{ "[a]: "
		  "b\n\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
		  "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
		    "\xe1\xba\x9e", 8090, "]" },
		{ "[a]: b\n\n", "![", 5461, "]" },
		{ "[a]: b\n", "![", 4096, "][a]" },
		{ "", "[a]: b\n![__", 5263, "\xc3\xa9]<?@" },
		{ "[", "[", 4096, "]" },
		{ "", "[", 0, "" },
		{ "", "![", 0, "" },
		{ "", "](", 0, "" },
		{ "", "](\n[", 0, "" },
		{ "", "[](", 0, "" },
		{ "", "[a](", 0, "" },
		{ "", "[a](<b", 0, "" },
		{ "", "[ (](", 0, "" },
		{ "[a](", "(", 0, "" },
		{ "", "[](_<\xc3\xa9", 4096, "![)](" },
		/* containers */
		{ "", ">", 0, "" },
		{ "", "> ", 0, "" },
		{ "", ">", 4096, "a\n" },
		{ "", "> - ", 4096, "a\n" },
		{ "", "- ", 0, "" },
		{ "", "* ", 4096, "a\n" },
		{ "", "- ", 4096, "\n" },
		{ "", "1. ", 0, "" },
		{ "", "-\t", 0, "" },
		{ "", "1. a\n2) b\n", 0, "" },
		{ "", "> a\n\n", 0, "" },
		/* emphasis */
		{ "", "*a ", 0, "" },
		{ "", "a* ", 0, "" },
		{ "", "a**b", 0, "" },
		{ "", "a***", 0, "" },
		{ "", "a**bc* ", 0, "" },
		{ "", "*a_ ", 0, "" },
		{ "", "_*~", 0, "" },
		{ "", "~~a ", 0, "" },
		{ "", "*a **a ", 4096, "b** b* " },
		/* code, HTML, references to characters */
		{ "", "`a", 0, "" },
		{ "", "\\``", 0, "" },
		{ "", "```\n", 0, "" },
		{ "", "```a\nb\n```\n", 0, "" },
		{ "", "<", 0, "" },
		{ "", "<>", 0, "" },
		{ "", "<a ", 0, "" },
		{ "", "<http:", 0, "" },
		{ "", "<a@b", 0, "" },
		{ "", "a <!--", 0, "" },
		{ "", "a <![CDATA[", 0, "" },
		{ "", "&", 0, "" },
		{ "", "&rang;", 0, "" },
		{ "", "&abcdefgh;", 0, "" },
		{ "", "&#x110000;", 0, "" },
		{ "", "\"", 0, "" },
		/* addresses */
		{ "[a](https://a.example/", "a", 8190, ")" },
		{ "<https://a.example/", "\xc3\xa9", 8190, ">" },
		{ "https://a.example/", "(", 4096, ")" },
		{ "https://a.example/", ".", 0, "" },
		{ "", "https://a.example ", 0, "" },
		{ "", "http://\"", 0, "" },
		{ "", "://", 0, "" },
		/* blocks */
		{ "", "a\n=\n", 0, "" },
		{ "", "# a\n", 0, "" },
		{ "# a ", "# ", 0, "" },
		{ "", "---\n\n", 0, "" },
		{ "", "a\n", 0, "" },
		{ "", "|a", 2000, "\n|-|" },
		{ "", "\t", 0, "" },
		{ "", "\n", 0, "" },
		/* marks: in the wrong order, and kept apart */
		{ "a", "\xcc\x81", 4096, "\xcc\xa3" },
		{ "a", "\xcc\x81\xcc\xa3", 0, "" },
		{ "a", "\xcc\x81\xef\xbb\xbf", 4096, "\xcc\xa3\xef\xbb\xbf" },
		{ "a", "\xcd\x84", 0, "" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		size_t until = rows[i].until;
		char row[16];

		if (until == 0)
			until = MARKUP_SOURCE_MAX;
		(void)snprintf(row, sizeof(row), "row %zu", i);
		arena_reset(&arena);
		is_quick(
		    fill(rows[i].head, rows[i].unit, until, rows[i].tail), row);
	}
	print_message("# slowest: %.1f ms, %s\n", slowest_ms, slowest);
}

/* Each longer than the one before. */
static void
takes_no_time_for_what_grows(void **state)
{
	(void)state;
	static const struct {
		const char *head, *unit, *tail;
	} rows[] = {
		{ "", "`", " " },
		{ "", "  ", "- a\n" },
		{ "", ">", "a\n" },
		{ "", "*", "a" },
		{ "", "~", " " },
		{ "[", "a", "][" },
		{ "", "    ", "\n" },
		{ "", "#", " a\n" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf b;

		arena_reset(&arena);
		buf_init(&b, &arena, 3 * MARKUP_SOURCE_MAX);
		buf_str_put(&b, str_of(rows[i].head));
		for (size_t n = 1; b.len < MARKUP_SOURCE_MAX; n++) {
			for (size_t j = 0; j < n; j++)
				buf_str_put(&b, str_of(rows[i].unit));
			buf_str_put(&b, str_of(rows[i].tail));
		}
		is_quick(
		    str_head(buf_view(&b), MARKUP_SOURCE_MAX), rows[i].unit);
	}
}

static void
takes_no_time_for_anything(void **state)
{
	(void)state;
	char units[2][64], head[32];

	seed();
	for (int i = 0; i < 500; i++) {
		(void)snprintf(
		    head, sizeof(head), "%s%s", random_part(), random_part());
		for (int j = 0; j < 2; j++)
			(void)snprintf(units[j], sizeof(units[j]), "%s%s%s",
			    random_part(), random_part(),
			    below(2) ? random_part() : "");
		arena_reset(&arena);
		is_quick(
		    fill(head, units[0], below(MARKUP_SOURCE_MAX), units[1]),
		    "random");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    renders_the_cases, setup, teardown),
		cmocka_unit_test_setup_teardown(counts_links, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    has_a_limit_of_links, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    has_limits_of_size, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    has_a_limit_of_brackets, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    flattens_what_is_deep, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    closes_no_more_than_was_opened, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    says_when_memory_ends, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    normalises_the_source, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    takes_marks_that_are_no_writing, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    renders_well_formed_html, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    takes_no_time_for_repetitions, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    takes_no_time_for_what_grows, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    takes_no_time_for_anything, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
