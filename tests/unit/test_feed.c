/*
 * test_feed.c - comments as Atom and JSON Feed
 */
#include "base/base.h"
#include "comments/feed.h"

#include <jansson.h>
#include <setjmp.h>
#include <cmocka.h>

#include "../lib/tags.h"
#include "base/utf8.h"
#include "config.h"

static struct arena arena;
static struct site site;
static struct thread_item items[3];

static int
setup(void **state UNUSED)
{
	arena_init(&arena, 8u << 20);
	site = (struct site){ .name = STR("one"),
		.base_url = STR("https://www.one.example/blog") };
	for (size_t i = 0; i < ARRAY_LEN(items); i++)
		items[i] = (struct thread_item){
			.comment = { .id = (int64_t)i + 1,
			    .created = 1790000000 + (int64_t)i,
			    .name = STR("Ann"),
			    .url = STR(""),
			    .html = STR("<p>1 &lt; <em>2</em></p>") },
			.article = STR("/a"),
			.title = STR("About"),
		};
	return 0;
}

static int
teardown(void **state UNUSED)
{
	arena_reset(&arena);
	return 0;
}

static struct thread_recent
recent(size_t n)
{
	return (struct thread_recent){ .arena = &arena,
		.site = &site,
		.title = STR(""),
		.items = items,
		.n = n,
		.updated = n == 0 ? 0 : 1790000002 };
}

static struct str
atom(const struct thread_recent *r)
{
	struct buf b;

	buf_init(&b, &arena, 0);
	feed_atom(r, &b);
	assert_true(utf8_is_text(buf_view(&b)));
	return buf_view(&b);
}

/* <link> of Atom is no <link> of HTML: it closes itself. */
static struct tags
tags_of(const struct thread_recent *r)
{
	return tags_read(atom(r));
}

static json_t *
json(const struct thread_recent *r)
{
	struct buf b;

	buf_init(&b, &arena, 0);
	feed_json(r, &b);
	json_t *j = json_loadb(b.p, b.len, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(j);
	return j;
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

/* Known for ever: readers tell by them what they have shown. */
#define ID_1 "urn:uuid:4502ad63-1725-8dfa-9b1e-0c9da2d2c286"
#define ID_2 "urn:uuid:e7372136-af14-8f69-8d68-8ac8caf9d331"

static void
writes_atom(void **state UNUSED)
{
	struct thread_recent r = recent(2);

	items[1].comment.parent = 1;
	items[1].comment.edited = 1790000002;
	items[1].comment.url = STR("https://ann.example/?a&b");
	struct str s = atom(&r);
	(void)tags_of(&r);
	has(s, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	       "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
	       "xmlns:thr=\"http://purl.org/syndication/thread/1.0\">\n");
	has(s, "<id>https://www.one.example/blog/#comments</id>\n"
	       "<title>Comments on www.one.example</title>\n"
	       "<updated>2026-09-21T14:13:22Z</updated>\n"
	       "<link rel=\"alternate\" type=\"text/html\" "
	       "href=\"https://www.one.example/blog/\"/>\n");
	has(s, "<entry>\n<id>" ID_1 "</id>\n<title>Ann on About</title>\n"
	       "<published>2026-09-21T14:13:20Z</published>\n"
	       "<updated>2026-09-21T14:13:20Z</updated>\n"
	       "<author>\n<name>Ann</name>\n</author>\n"
	       "<link rel=\"alternate\" type=\"text/html\" "
	       "href=\"https://www.one.example/blog/a#comment-1\"/>\n"
	       "<content type=\"html\">&lt;p&gt;1 &amp;lt; &lt;em&gt;2"
	       "&lt;/em&gt;&lt;/p&gt;</content>\n</entry>\n");
	has(s, "<entry>\n<id>" ID_2 "</id>\n");
	has(s, "<published>2026-09-21T14:13:21Z</published>\n"
	       "<updated>2026-09-21T14:13:22Z</updated>\n"
	       "<author>\n<name>Ann</name>\n"
	       "<uri>https://ann.example/?a&amp;b</uri>\n</author>\n");
	has(s, "<thr:in-reply-to ref=\"" ID_1 "\" type=\"text/html\" "
	       "href=\"https://www.one.example/blog/a#comment-1\"/>\n");
	assert_int_equal(tags_count(s, "in-reply-to"), 1);
	has_not(s, "rel=\"self\"");
}

static void
writes_atom_of_an_article(void **state UNUSED)
{
	struct thread_recent r = recent(0);

	r.article.key = STR("/a b");
	struct str s = atom(&r);
	(void)tags_of(&r);
	has(s, "<id>https://www.one.example/blog/a%20b#comments</id>\n"
	       "<title>Comments on /a b</title>\n"
	       "<updated>1970-01-01T00:00:00Z</updated>\n");
	has_not(s, "<entry>");
	r.title = STR("A & B");
	has(atom(&r), "<title>Comments on A &amp; B</title>");
}

static void
names_who_gave_no_name(void **state UNUSED)
{
	struct thread_recent r = recent(1);

	items[0].comment.name = items[0].title = STR("");
	struct str s = atom(&r);
	has(s, "<title>Anonymous on /a</title>");
	has(s, "<name>Anonymous</name>");
}

/* All that is not text in XML 1.0 (2.2), in every field. */
static void
takes_no_text_for_markup(void **state UNUSED)
{
	static const struct str attacks[] = {
		{ "<b>", 3 },
		{ "]]>", 3 },
		{ "\"'&amp;", 7 },
		{ "<!ENTITY x \"y\">&x;", 18 },
		{ "</content></entry>", 18 },
		{ "<?xml?>", 7 },
		{ "\0\x01\x08\x0b\x0c\x0e\x1f\x7f", 8 },
		{ "\xff\xfe\xc3(", 4 },
		{ "\xef\xbf\xbe\xef\xbf\xbf", 6 },
		{ "\xed\xa0\x80", 3 },
		{ "\xe2\x80\xae", 3 },
	};
	struct thread_recent r = recent(1);
	items[0].comment.url = STR("x");
	items[0].comment.parent = 9;
	struct tags plain = tags_of(&r);

	for (size_t i = 0; i < ARRAY_LEN(attacks); i++) {
		struct thread_item *item = &items[0];

		item->comment.name = item->comment.url = attacks[i];
		item->comment.html = item->title = attacks[i];
		item->article = attacks[i];
		r.article.key = r.title = attacks[i];
		struct tags t = tags_of(&r);
		assert_int_equal(t.n, plain.n);
		assert_int_equal(t.attributes, plain.attributes);
	}
}

static void
writes_json(void **state UNUSED)
{
	struct thread_recent r = recent(2);

	items[1].comment.edited = 1790000002;
	items[1].comment.url = STR("https://ann.example");
	items[1].title = STR("</script>");
	json_t *j = json(&r);
	json_t *all = json_object_get(j, "items");
	const char *version, *title, *home;
	assert_int_equal(json_unpack(j, "{s:s,s:s,s:s}", "version", &version,
			     "title", &title, "home_page_url", &home),
	    0);
	assert_string_equal(version, "https://jsonfeed.org/version/1.1");
	assert_string_equal(title, "Comments on www.one.example");
	assert_string_equal(home, "https://www.one.example/blog/");
	assert_int_equal(json_array_size(all), 2);

	const char *id, *url, *html, *published, *modified, *name, *link;
	assert_int_equal(
	    json_unpack(json_array_get(all, 0),
		"{s:s,s:s,s:s,s:s,s:s,s:[{s:s}]!}", "id", &id, "url", &url,
		"title", &title, "content_html", &html, "date_published",
		&published, "authors", "name", &name),
	    0);
	assert_string_equal(id, ID_1);
	assert_string_equal(url, "https://www.one.example/blog/a#comment-1");
	assert_string_equal(title, "Ann on About");
	assert_string_equal(html, "<p>1 &lt; <em>2</em></p>");
	assert_string_equal(published, "2026-09-21T14:13:20Z");
	assert_string_equal(name, "Ann");
	assert_int_equal(
	    json_unpack(json_array_get(all, 1), "{s:s,s:s,s:s,s:[{s:s}]}", "id",
		&id, "title", &title, "date_modified", &modified, "authors",
		"url", &link),
	    0);
	assert_string_equal(id, ID_2);
	assert_string_equal(title, "Ann on </script>");
	assert_string_equal(modified, "2026-09-21T14:13:22Z");
	assert_string_equal(link, "https://ann.example");
	json_decref(j);
}

/* What the article is called says nothing of who a comment is. */
static void
keeps_ids(void **state UNUSED)
{
	struct thread_recent r = recent(1);
	struct site other = site;

	items[0].article = STR("/elsewhere");
	items[0].comment.name = STR("Bob");
	site.base_url = STR("http://www.one.example:8080");
	has(atom(&r), "<entry>\n<id>" ID_1 "</id>");
	other.name = STR("two");
	r.site = &other;
	has_not(atom(&r), ID_1);
	other = site;
	other.base_url = STR("https://two.example");
	has_not(atom(&r), ID_1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(writes_atom),
		TEST(writes_atom_of_an_article),
		TEST(names_who_gave_no_name),
		TEST(takes_no_text_for_markup),
		TEST(writes_json),
		TEST(keeps_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
