/*
 * test_page.c - the thread as HTML, and the structured data beside it
 */
#include "base/base.h"
#include "comments/page.h"
#include "comments/page_data.h"

#include <jansson.h>
#include <setjmp.h>
#include <cmocka.h>

#include "../lib/tags.h"
#include "base/utf8.h"
#include "config.h"

static struct arena arena;
static struct site site;

static int
setup(void **state UNUSED)
{
	arena_init(&arena, 32u << 20);
	site = (struct site){ .name = STR("one"),
		.base_url = STR("https://one.example"),
		.author = STR("name"),
		.text_max = 8192,
		.max_depth = 4 };
	return 0;
}

static int
teardown(void **state UNUSED)
{
	arena_reset(&arena);
	return 0;
}

static struct comment
comment(int64_t id, int64_t parent)
{
	return (struct comment){ .id = id,
		.parent = parent,
		.created = 1790000000,
		.name = STR("Ann"),
		.url = STR(""),
		.html = STR("<p>Hello</p>") };
}

/* A view of one root. */
static struct thread_view
view(struct thread_root *root)
{
	return (struct thread_view){ .site = &site,
		.article = STR("/a"),
		.title = STR(""),
		.count = root == NULL ? 0 : 1,
		.roots = root,
		.n = root != NULL,
		.next = STR("") };
}

static struct str
draw(const struct thread_view *v)
{
	struct buf b;

	buf_init(&b, &arena, 0);
	page_thread(v, &b);
	(void)tags_read(buf_view(&b));
	return buf_view(&b);
}

static struct str
draw_alone(const struct thread_view *v)
{
	struct buf b;

	buf_init(&b, &arena, 0);
	page_thread_alone(v, &b);
	(void)tags_read(buf_view(&b));
	return buf_view(&b);
}

static struct str
draw_one(const struct comment *c)
{
	struct thread_root root = { .comment = *c };
	struct thread_view v = view(&root);

	return draw(&v);
}

static void
has(struct str s, const char *what)
{
	if (tags_count(s, what) == 0)
		fail_msg("no %s in %.*s", what, STR_ARG(s));
}

static void
has_not(struct str s, const char *what)
{
	if (tags_count(s, what) != 0)
		fail_msg("%s in %.*s", what, STR_ARG(s));
}

/* Each becomes something else where it is taken for markup or script. */
static const char *const attacks[] = {
	"<script>alert(1)</script>",
	"\"><img src=x onerror=alert(1)>",
	"' onmouseover='alert(1)",
	"\" autofocus onfocus=\"alert(1)",
	"</script><script>alert(1)</script>",
	"</textarea></form><form action=//evil.example>",
	"<!-- ",
	"--><b>",
	"]]><b>",
	"&lt;b&gt; &amp; &#x3c;",
	"javascript:alert(1)",
	"\\u003cb\\u003e \\",
	"${alert(1)} {{alert(1)}} `x`",
	"<!--# include virtual=\"/etc/passwd\" -->",
	"\xe2\x80\xa8\xe2\x80\xae",
};

/* --- comments --- */

static void
shows_a_comment(void **state UNUSED)
{
	struct comment c = comment(12, 0);
	struct str s = draw_one(&c);

	has(s, "<h2 class=\"afterword-count\">1 comment</h2>");
	has(s, "<ol class=\"afterword-comments\">\n<li>\n"
	       "<article id=\"comment-12\" class=\"afterword-comment\">");
	has(s, "<b class=\"afterword-name\"><bdi>Ann</bdi></b>");
	has(s, "<a class=\"afterword-permalink\" href=\"#comment-12\">"
	       "<time datetime=\"2026-09-21T14:13:20Z\">"
	       "21 September 2026, 14:13 UTC</time></a>");
	has(s, "<div class=\"afterword-text\" dir=\"auto\"><p>Hello</p></div>");
	has(s, "href=\"?reply-to=12#comment-form\" aria-label=\"Reply to Ann\""
	       ">Reply</a>");
	has_not(s, "edited");
	has_not(s, "pinned");
	has_not(s, "badge");
	has_not(s, "in reply to");
	has_not(s, "more");
	has_not(s, "orders");
}

static void
says_what_is_special(void **state UNUSED)
{
	struct comment c = comment(12, 0);

	c.edited = 1790000001;
	has(draw_one(&c), ">edited</span>");
	c.owner = true;
	has(draw_one(&c), "<span class=\"afterword-badge\">Author</span>");
	has(draw_one(&c), "afterword-comment afterword-by-owner\">");
	c.name = STR("");
	has(draw_one(&c), "<bdi>Anonymous</bdi>");
	c.url = STR("https://ann.example/?a&b");
	has(draw_one(&c), "<a href=\"https://ann.example/?a&amp;b\" "
			  "rel=\"nofollow ugc noopener noreferrer\"><bdi>");

	struct thread_root root = { .comment = c, .pinned = true };
	struct thread_view v = view(&root);
	has(draw(&v), ">pinned</span>");
	v.closed = true;
	has_not(draw(&v), "Reply");
}

static void
links_no_other_scheme(void **state UNUSED)
{
	const char *const urls[] = { "javascript:alert(1)", "//evil.example",
		"data:text/html,x", " https://x.example", "http:x", "x" };
	struct comment c = comment(12, 0);

	for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
		c.url = str_of(urls[i]);
		has_not(draw_one(&c), "ugc");
	}
	c.url = STR("http://x.example");
	has(draw_one(&c), "ugc");
}

static void
shows_nothing_of_a_stub(void **state UNUSED)
{
	struct comment c = comment(12, 0);

	c.stub = true;
	c.owner = true;
	struct str s = draw_one(&c);
	has(s, "<article id=\"comment-12\" class=\"afterword-comment "
	       "afterword-stub\">\n<p>This comment was deleted.</p>\n"
	       "</article>");
	has_not(s, "Ann");
	has_not(s, "Hello");
	has_not(s, "reply");
	has_not(s, "badge");
	c.held = true;
	s = draw_one(&c);
	has(s, "<p>This comment is not shown.</p>");
	has_not(s, "deleted");
}

static void
takes_no_text_for_markup(void **state UNUSED)
{
	struct comment c = comment(12, 0);
	struct thread_root root = { .comment = c };
	struct thread_view v = view(&root);

	v.title = STR("x");
	root.comment.name = STR("x");
	root.comment.url = STR("https://x.example/");
	struct tags plain = tags_read(draw(&v));
	for (size_t i = 0; i < ARRAY_LEN(attacks); i++) {
		struct buf url;

		buf_init(&url, &arena, 64);
		buf_lit(&url, "https://x.example/");
		buf_str_put(&url, str_of(attacks[i]));
		root.comment.name = v.title = str_of(attacks[i]);
		root.comment.url = buf_view(&url);
		struct str s = draw(&v);
		struct tags t = tags_read(s);
		assert_int_equal(t.n, plain.n);
		assert_int_equal(t.attributes, plain.attributes);
		if (strchr(attacks[i], '<') != NULL)
			has_not(s, attacks[i]);
	}
}

/* --- replies --- */

static struct comment replies[PAGE_REPLIES_MAX];

static struct str
draw_replies(size_t n)
{
	struct thread_root root = { .comment = comment(1, 0),
		.replies = replies,
		.n_replies = n,
		.total = (int64_t)n };
	struct thread_view v = view(&root);

	return draw(&v);
}

static void
puts_replies_below(void **state UNUSED)
{
	replies[0] = comment(2, 1);
	replies[1] = comment(3, 1);
	replies[2] = comment(4, 2);
	struct str s = draw_replies(3);

	assert_int_equal(tags_read(s).lists, 3);
	/* 2, then what is below it, then 3. */
	const char *two = memmem(s.p, s.len, "\"comment-2\"", 11);
	const char *four = memmem(s.p, s.len, "\"comment-4\"", 11);
	const char *three = memmem(s.p, s.len, "\"comment-3\"", 11);
	assert_true(two < four && four < three);
	has_not(s, "in reply to");
	has_not(s, "afterword-more");
}

static void
indents_to_a_depth(void **state UNUSED)
{
	for (size_t i = 0; i < 10; i++)
		replies[i] = comment((int64_t)i + 2, (int64_t)i + 1);
	replies[6].name = STR("Bob");
	for (site.max_depth = 0; site.max_depth <= 10; site.max_depth++) {
		struct str s = draw_replies(10);

		assert_int_equal(tags_read(s).lists, site.max_depth + 1);
		assert_int_equal(
		    tags_count(s, "in reply to"), 10 - site.max_depth);
	}
	site.max_depth = 4;
	has(draw_replies(10), "in reply to <a href=\"#comment-8\">"
			      "<bdi>Bob</bdi></a>");
	replies[6].stub = true;
	has(draw_replies(10), "in reply to <a href=\"#comment-8\">"
			      "a deleted comment</a>");
	replies[6].held = true;
	has(draw_replies(10), "in reply to <a href=\"#comment-8\">"
			      "a comment that is not shown</a>");
}

static void
says_that_a_parent_is_elsewhere(void **state UNUSED)
{
	replies[0] = comment(30, 29);
	struct str s = draw_replies(1);

	assert_int_equal(tags_read(s).lists, 2);
	has(s, "in reply to <a href=\"?comments-at=29#comment-29\">"
	       "an earlier comment</a>");
}

/* Whatever the tree, each comment is there once and all lists are closed. */
static void
writes_any_tree(void **state UNUSED)
{
	char what[40];
	unsigned seed = 1;

	for (int round = 0; round < 200; round++) {
		size_t n = (size_t)(rand_r(&seed) % (PAGE_REPLIES_MAX + 1));

		site.max_depth = (uint32_t)rand_r(&seed) % 11;
		for (size_t i = 0; i < n; i++) {
			int64_t to = rand_r(&seed) % (int)(i + 2);

			/* Some parents are not there. */
			replies[i] =
			    comment((int64_t)i + 2, to == 0 ? 1000 : to);
			replies[i].stub = rand_r(&seed) % 8 == 0;
		}
		struct str s = draw_replies(n);
		assert_true(tags_read(s).lists <= site.max_depth + 1);
		for (size_t i = 0; i <= n; i++) {
			(void)snprintf(what, sizeof(what),
			    "<article id=\"comment-%zu\"", i + 1);
			assert_int_equal(tags_count(s, what), 1);
		}
		arena_reset(&arena);
	}
}

static void
tells_of_more_replies(void **state UNUSED)
{
	replies[0] = comment(2, 1);
	struct thread_root root = { .comment = comment(1, 0),
		.replies = replies,
		.n_replies = 1,
		.total = 2 };
	struct thread_view v = view(&root);

	has(draw(&v), "<a href=\"?comments-root=1#comments\">1 more reply</a>");
	root.total = 9;
	has(draw(&v), ">8 more replies</a>");
	has(draw_alone(&v),
	    "<a href=\"?page=1&amp;site=one&amp;article=/a&amp;root=1"
	    "#comments\">8 more replies</a>");
}

static void
shows_all_replies_of_a_root(void **state UNUSED)
{
	struct comment root = comment(1, 0);
	struct page_place place = page_place_of(&arena, &site, STR("/a"), true);
	struct thread_replies l = { .all = replies, .n = 2 };
	struct buf b;

	replies[0] = comment(2, 1);
	replies[1] = comment(3, 2);
	buf_init(&b, &arena, 0);
	page_replies(&b, &place, &root, &l, false);
	assert_int_equal(tags_read(buf_view(&b)).lists, 3);
	has_not(buf_view(&b), "afterword-more");
	assert_int_equal(tags_count(buf_view(&b), "Reply</a>"), 3);

	b.len = 0;
	l.more = true;
	root.stub = true;
	page_replies(&b, &place, &root, &l, true);
	(void)tags_read(buf_view(&b));
	has(buf_view(&b), "This comment was deleted.");
	has(buf_view(&b), "<a href=\"?comments-root=1&amp;comments-after=3"
			  "#comments\">More replies</a>");
	has_not(buf_view(&b), "Reply</a>");

	b.len = 0;
	l = (struct thread_replies){ .n = 0 };
	page_replies(&b, &place, &root, &l, true);
	assert_int_equal(tags_read(buf_view(&b)).lists, 1);
}

/* --- pages --- */

static void
says_how_many_there_are(void **state UNUSED)
{
	struct thread_root root = { .comment = comment(1, 0) };
	struct thread_view v = view(NULL);

	assert_true(str_eq(draw(&v),
	    STR("<h2 class=\"afterword-count\">No comments yet</h2>\n")));
	v = view(&root);
	v.count = 2;
	has(draw(&v), ">2 comments</h2>");
}

static void
links_orders_and_pages(void **state UNUSED)
{
	struct thread_root root = { .comment = comment(1, 0) };
	struct thread_view v = view(&root);

	v.count = 2;
	v.order = THREAD_BEST;
	v.next = STR("1760000000.12");
	struct str s = draw(&v);
	has(s, "<a rel=\"nofollow\" href=\"?comments-sort=newest#comments\">"
	       "Newest</a> <a rel=\"nofollow\" "
	       "href=\"?comments-sort=oldest#comments\">Oldest</a> "
	       "<b aria-current=\"true\">Best</b>");
	has(s, "<a href=\"?comments-sort=best&amp;"
	       "comments-after=1760000000.12#comments\">More comments</a>");
	s = draw_alone(&v);
	has(s,
	    "<a href=\"?page=1&amp;site=one&amp;article=/a&amp;sort=best&amp;"
	    "after=1760000000.12#comments\">More comments</a>");
	has_not(s, "<script");
	has_not(s, "afterword-of");
	v.title = STR("A <title>");
	has(draw_alone(&v), "<p class=\"afterword-of\">A &lt;title&gt;</p>");
}

/* What names the article stays in a link, escaped twice over. */
static void
keeps_the_article_in_links(void **state UNUSED)
{
	struct thread_root root = { .comment = comment(1, 0) };
	struct thread_view v = view(&root);

	v.article = STR("/a b?p=1&q=\"<\xc3\xa9");
	has(draw(&v), " href=\"?p=1&amp;q=%22%3C%C3%A9&amp;reply-to=1#");
	has(draw_alone(&v), " href=\"?page=1&amp;site=one&amp;article="
			    "/a%20b%3Fp%3D1%26q%3D%22%3C%C3%A9&amp;reply=1#");
	struct page_place place = page_place_of(&arena, &site, STR("/a"), true);
	struct buf b;
	buf_init(&b, &arena, 0);
	page_back(&b, &place);
	has(buf_view(&b), "<a href=\"?#comments\">");
}

/* --- structured data --- */

static void
reads_text_of_html(void **state UNUSED)
{
	static const struct {
		const char *html, *text;
	} rows[] = {
		{ "", "" },
		{ "<p>a</p>", "a" },
		{ "<p>a</p><p>b</p>", "a\nb" },
		{ "<p>a<br>b</p>", "a\nb" },
		{ "<p>a <em>b</em> <strong>c</strong><del>d</del></p>",
		    "a b cd" },
		{ "<p>&lt;b&gt; &amp;amp; &quot;&#39;</p>", "<b> &amp; \"'" },
		{ "<p>&euro; &x</p>", "&euro; &x" },
		{ "<ul><li>a</li><li>b</li></ul><p>c</p>", "a\nb\nc" },
		{ "<pre><code class=\"language-c\">a\n\n  b</code></pre>",
		    "a\n\n  b" },
		{ "<blockquote><p>a</p></blockquote><p>b</p>", "a\nb" },
		{ "<p><a href=\"https://x.example/&gt;\" rel=\"ugc\">x</a>y"
		  "</p>",
		    "xy" },
		{ "<p>a < b</p>", "a " },
		{ "<p>a <", "a <" },
		{ "\xd0\xb6", "\xd0\xb6" },
	};
	struct buf b;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		buf_init(&b, &arena, 0);
		page_data_text(&b, str_of(rows[i].html), 100);
		buf_char(&b, '\0');
		assert_string_equal(b.p, rows[i].text);
	}
	/* It ends between characters. */
	buf_init(&b, &arena, 0);
	page_data_text(&b, STR("<p>\xd0\xb6\xd0\xb6\xd0\xb6</p>"), 3);
	assert_true(str_eq(buf_view(&b), STR("\xd0\xb6\xd0\xb6")));
}

static json_t *
data_of(const struct thread_view *v)
{
	static const char open[] = "<script type=\"application/ld+json\">";
	struct str s = draw(v);
	const char *from = memmem(s.p, s.len, open, sizeof(open) - 1);

	assert_non_null(from);
	from += sizeof(open) - 1;
	struct str json = { from, (size_t)(s.p + s.len - from) };
	json.len = (size_t)str_index(json, '<');
	json_t *j = json_loadb(json.p, json.len, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(j);
	return j;
}

static const char *
text_at(const json_t *j, const char *name)
{
	return json_string_value(json_object_get(j, name));
}

static void
describes_the_comments(void **state UNUSED)
{
	struct thread_root root = {
		.comment = comment(1, 0), .replies = replies, .n_replies = 2
	};
	struct thread_view v = view(&root);

	root.comment.url = STR("https://ann.example");
	root.comment.html = STR("<p>1 &lt; 2</p>");
	replies[0] = comment(2, 1);
	replies[0].edited = 1790000001;
	replies[1] = comment(3, 1);
	replies[1].stub = true;
	v.count = 3;
	v.title = STR("A <title>");
	json_t *j = data_of(&v);

	assert_string_equal(text_at(j, "@context"), "https://schema.org");
	assert_string_equal(text_at(j, "@type"), "Article");
	assert_string_equal(text_at(j, "url"), "https://one.example/a");
	assert_string_equal(text_at(j, "headline"), "A <title>");
	assert_int_equal(
	    json_integer_value(json_object_get(j, "commentCount")), 3);
	json_t *counter = json_object_get(j, "interactionStatistic");
	assert_string_equal(text_at(counter, "interactionType"),
	    "https://schema.org/CommentAction");
	assert_int_equal(json_integer_value(
			     json_object_get(counter, "userInteractionCount")),
	    3);

	json_t *all = json_object_get(j, "comment");
	assert_int_equal(json_array_size(all), 2); /* the stub is none */
	json_t *c = json_array_get(all, 0);
	assert_string_equal(text_at(c, "@type"), "Comment");
	assert_string_equal(
	    text_at(c, "@id"), "https://one.example/a#comment-1");
	assert_string_equal(
	    text_at(c, "datePublished"), "2026-09-21T14:13:20Z");
	assert_null(text_at(c, "dateModified"));
	assert_null(json_object_get(c, "parentItem"));
	assert_string_equal(text_at(c, "text"), "1 < 2");
	json_t *author = json_object_get(c, "author");
	assert_string_equal(text_at(author, "name"), "Ann");
	assert_string_equal(text_at(author, "url"), "https://ann.example");
	c = json_array_get(all, 1);
	assert_string_equal(text_at(json_object_get(c, "parentItem"), "@id"),
	    "https://one.example/a#comment-1");
	assert_string_equal(text_at(c, "dateModified"), "2026-09-21T14:13:21Z");
	assert_null(text_at(json_object_get(c, "author"), "url"));
	json_decref(j);
}

static void
bounds_the_data(void **state UNUSED)
{
	static char html[60000];
	struct thread_root roots[40];
	struct thread_view v = view(roots);

	memset(html, 'a', sizeof(html));
	for (size_t i = 0; i < ARRAY_LEN(roots); i++) {
		roots[i] =
		    (struct thread_root){ .comment = comment((int64_t)i, 0) };
		roots[i].comment.html = (struct str){ html, 60000 };
	}
	v.n = ARRAY_LEN(roots);
	json_t *j = data_of(&v);
	json_t *all = json_object_get(j, "comment");

	assert_in_range(json_array_size(all), 10, 20);
	assert_int_equal(
	    strlen(text_at(json_array_get(all, 0), "text")), PAGE_DATA_TEXT);
	json_decref(j);
}

static void
says_when_memory_ends(void **state UNUSED)
{
	struct thread_root root = { .comment = comment(1, 0) };
	struct thread_view v = view(&root);
	struct arena small;
	struct buf b;

	arena_init(&small, 0);
	buf_init(&b, &small, 7000);
	for (int i = 0; i < 20; i++)
		page_thread(&v, &b);
	assert_true(str_is_null(buf_view(&b)));
	arena_reset(&small);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(shows_a_comment),
		TEST(says_what_is_special),
		TEST(links_no_other_scheme),
		TEST(shows_nothing_of_a_stub),
		TEST(takes_no_text_for_markup),
		TEST(puts_replies_below),
		TEST(indents_to_a_depth),
		TEST(says_that_a_parent_is_elsewhere),
		TEST(writes_any_tree),
		TEST(tells_of_more_replies),
		TEST(shows_all_replies_of_a_root),
		TEST(says_how_many_there_are),
		TEST(links_orders_and_pages),
		TEST(keeps_the_article_in_links),
		TEST(reads_text_of_html),
		TEST(describes_the_comments),
		TEST(bounds_the_data),
		TEST(says_when_memory_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
