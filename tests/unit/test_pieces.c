#include "base/base.h"
#include "comments/glyph.h"
#include "comments/pieces.h"

#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "comments/markup.h"

static struct arena arena;

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena, 1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_reset(&arena);
	return 0;
}

/*
 * One character for the kind, then the text: `w` word, `n` number, `s` sign,
 * `a` address; a space or a slash before it for a space or a line.
 */
static struct str
shown(const struct pieces *p)
{
	struct buf b;

	buf_init(&b, &arena, 64);
	for (size_t i = 0; i < p->n; i++) {
		const struct piece *piece = &p->at[i];

		buf_str_put(&b, piece->gap == PIECE_LINE    ? STR("/")
				: piece->gap == PIECE_SPACE ? STR(" ")
							    : STR(""));
		buf_char(&b, "wnsa"[piece->kind]);
		if (piece->sign >= 0x80)
			buf_printf(&b, "%x", (unsigned)piece->sign);
		else if (piece->sign > 0)
			buf_char(&b, (char)piece->sign);
		else
			buf_str_put(&b, pieces_text(p, piece));
	}
	return buf_view(&b);
}

static void
cuts(struct str in, bool html, struct str expected)
{
	struct pieces p;
	bool ok = html ? pieces_of_html(&p, &arena, in, false)
		       : pieces_of_text(&p, &arena, in);

	assert_true(ok);
	assert_false(p.cut);
	struct str got = shown(&p);
	if (!str_eq(got, expected))
		fail_msg("%.*s: %.*s", STR_ARG(in), STR_ARG(got));
}

static void
cuts_text(void **state)
{
	(void)state;
	const struct {
		struct str in, out;
	} rows[] = {
		{ STR(""), STR("") },
		{ STR("Buy NOW!"), STR("/wbuy wnows!") },
		{ STR("don't 'quote' x_1 _a_"),
		    STR("/wdon't s'wquotes' wx_1 s_wa_") },
		{ STR("dont\u2019t"), STR("/wdont't") },
		{ STR("24h 3.5 +49"), STR("/w24h n3s.n5 s+n49") },
		{ STR("a\nb \n c"), STR("/wa/wb/wc") },
		{ STR("ÄÖ Über"), STR("/wäö wüber") },
		{ STR("Казино"), STR("/wказино") },
		{ STR("加微信abc12号"), STR("/w加微信wabc12w号") },
		{ STR("ｂｕｙ 𝗕𝘂𝘆 🅑ⓤ𝟙 ٣４"), STR("/wbuy wbuy wbu1 n34") },
		{ STR("cl\u200bick a\u00adb"), STR("/wclick wab") },
		{ STR("b\u0336u\u0336y\u0336"), STR("/wbuy") },
		{ STR("ftp://x.example/a see"),
		    STR("/aftp://x.example/a wsee") },
		{ STR("(hxxp://x.example) y"),
		    STR("/s(ahxxp://x.examples) wy") },
		{ STR("://x"), STR("/s:s/s/wx") },
		{ STR("हिन्दी में"), STR("/wहिन्दी wमें") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		cuts(rows[i].in, false, rows[i].out);
}

static void
cuts_html(void **state)
{
	(void)state;
	const struct {
		struct str in, out;
	} rows[] = {
		{ STR("<p>a<br>b</p>\n<ul><li>c</li></ul>"), STR("/wa/wb/wc") },
		{ STR("v<em>ia</em>g<strong>r</strong>a"), STR("/wviagra") },
		{ STR("&lt;a &amp; b&gt; &#39;c&#39;"),
		    STR("/s<wa s& wbs> s'wcs'") },
		{ STR("see <code>buy now</code>!"), STR("/wsee sfffcs!") },
		{ STR("x<pre><code class=\"language-c\">int</code></pre>y"),
		    STR("/wx/sfffc/wy") },
		{ STR("<a href=\"https://x.example/a\" rel=\"nofollow\">"
		      "https://x.example/a</a>, b"),
		    STR("/ahttps://x.example/as, wb") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		cuts(rows[i].in, true, rows[i].out);
}

static struct piece
first_of(struct str text)
{
	struct pieces p;

	assert_true(pieces_of_text(&p, &arena, text));
	assert_true(p.n > 0);
	return p.at[0];
}

static void
counts(void **state)
{
	(void)state;
	struct piece p = first_of(STR("mXqZ12"));
	assert_int_equal(p.letters, 4);
	assert_int_equal(p.digits, 2);
	assert_int_equal(p.upper, 2);
	assert_int_equal(p.rises, 2);
	assert_int_equal(p.scripts, GLYPH_LATIN);
	p = first_of(STR("cаsіno")); /* two of them are Cyrillic */
	assert_int_equal(p.turns, 4);
	assert_int_equal(p.scripts, GLYPH_LATIN | GLYPH_ALIKE);
	assert_int_equal(first_of(STR("казино")).turns, 0);
	assert_int_equal(first_of(STR("𝗕𝘂𝘆")).styled, 3);
	assert_int_equal(first_of(STR("b\u0336u\u0336y\u0336")).styled, 3);
	assert_int_equal(first_of(STR("naïve")).styled, 0);
}

/* What joins letters where letters join is no disguise. */
static void
counts_what_is_unseen(void **state)
{
	(void)state;
	const struct {
		struct str in;
		unsigned hidden;
	} rows[] = {
		{ STR("ca\u200bsi\u200bno"), 2 },
		{ STR("ca\u200b\u200b\u200bsino"), 1 },
		{ STR("ка\u200dзино"), 1 },
		{ STR("casino\u200b"), 0 },
		{ STR("\u200bcasino"), 0 },
		{ STR("ca\u00adsino"), 1 },
		{ STR("Verfassungs\u00adgericht"), 0 },
		{ STR("می\u200cخواهم"), 0 },
		{ STR("क\u200dष"), 0 },
		{ STR("ภาษา\u200bไทย"), 0 },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (first_of(rows[i].in).hidden != rows[i].hidden)
			fail_msg("%.*s: %u", STR_ARG(rows[i].in),
			    first_of(rows[i].in).hidden);
}

static void
knows_links_and_code(void **state)
{
	(void)state;
	struct pieces p;
	struct markup m;
	const char *why;

	assert_true(markup_render(
	    &arena, STR("[here](https://x.example) and `code` now"), &m, &why));
	assert_true(pieces_of_html(&p, &arena, m.html, false));
	assert_int_equal(p.n, 4);
	assert_true(p.at[0].linked);
	assert_false(p.at[1].linked);
	assert_int_equal(p.code, 4);
	assert_true(pieces_of_html(&p, &arena, m.html, true));
	assert_int_equal(p.n, 5);
	assert_int_equal(p.code, 0);
}

static void
has_limits(void **state)
{
	(void)state;
	struct pieces p;
	struct arena small;
	static char text[2 * PIECES_MAX];

	memset(text, '!', sizeof(text));
	assert_true(
	    pieces_of_text(&p, &arena, (struct str){ text, PIECES_MAX }));
	assert_int_equal(p.n, PIECES_MAX);
	assert_false(p.cut);
	assert_true(
	    pieces_of_text(&p, &arena, (struct str){ text, PIECES_MAX + 1 }));
	assert_int_equal(p.n, PIECES_MAX);
	assert_true(p.cut);

	memset(text, 'a', sizeof(text));
	assert_true(
	    pieces_of_text(&p, &arena, (struct str){ text, sizeof(text) }));
	assert_int_equal(p.n, sizeof(text) / 255 + 1);

	arena_init(&small, 0);
	assert_false(
	    pieces_of_text(&p, &small, (struct str){ text, sizeof(text) }));
	memset(text, '!', sizeof(text));
	assert_false(pieces_of_text(&p, &small, (struct str){ text, 2000 }));
	arena_reset(&small);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_text),
		cmocka_unit_test(cuts_html),
		cmocka_unit_test(counts),
		cmocka_unit_test(counts_what_is_unseen),
		cmocka_unit_test(knows_links_and_code),
		cmocka_unit_test(has_limits),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
