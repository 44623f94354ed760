/*
 * test_page_form.c - the form, and the page that shows it again with what is
 * wrong; as far as no store is needed
 */
#include "base/base.h"
#include "comments/page_form.h"

#include <setjmp.h>
#include <cmocka.h>

#include "../lib/loop.h"
#include "../lib/tags.h"
#include "base/utf8.h"
#include "comments/comments.h"
#include "comments/comments_http.h"
#include "comments/guard.h"

#define SETTINGS                                                               \
	"[comments]\n"                                                         \
	"secret = 0123456789abcdef0123456789abcdef\n"                          \
	"[site \"one\"]\n"                                                     \
	"origins = https://one.example\n"                                      \
	"text_max = 5000\n"

#define TWO_SITES                                                              \
	SETTINGS "[site \"two\"]\n"                                            \
		 "origins = https://two.example\n"

#define GET "REQUEST_METHOD=GET"
#define POST "REQUEST_METHOD=POST"
#define COMMENTS "SCRIPT_NAME=/api/comments"
#define ONE "HTTP_ORIGIN=https://one.example"
#define FORM "CONTENT_TYPE=application/x-www-form-urlencoded"

static struct loop l;
static struct comments_app domain;
static struct guard *guard;
static struct arena arena;

static void
open_with(const char *settings)
{
	char why[200];

	loop_open(&l, comments_http_routes, settings);
	guard = guard_load("/dev/null", why, sizeof(why));
	assert_non_null(guard);
	domain.comments = comments_new(l.cfg, guard, NULL);
	l.app.domain = &domain;
	arena_init(&arena, 1 << 20);
}

static int
setup(void **state UNUSED)
{
	open_with(SETTINGS);
	return 0;
}

static int
setup_two(void **state UNUSED)
{
	open_with(TWO_SITES);
	return 0;
}

static int
teardown(void **state UNUSED)
{
	comments_free(domain.comments);
	guard_free(guard);
	loop_close(&l);
	arena_reset(&arena);
	return 0;
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

/* --- the form --- */

static struct page_form
form(void)
{
	return (struct page_form){ .cfg = l.cfg,
		.site = &l.cfg->sites[0],
		.article = STR("/a"),
		.stamp = STR("STAMP") };
}

static struct str
draw(const struct page_form *f)
{
	struct buf b;

	buf_init(&b, &arena, 0);
	page_form(&b, f);
	(void)tags_read(buf_view(&b));
	assert_true(utf8_is_text(buf_view(&b)));
	return buf_view(&b);
}

static void
posts_to_the_api(void **state UNUSED)
{
	struct page_form f = form();
	struct str s = draw(&f);

	has(s, "<form class=\"afterword-form\" id=\"comment-form\" "
	       "method=\"post\" action=\"/api/comments\" ");
	has(s, "<input type=\"hidden\" name=\"article\" value=\"/a\">");
	has(s, "<input type=\"hidden\" name=\"site\" value=\"one\">");
	has(s, "<input type=\"hidden\" name=\"stamp\" value=\"STAMP\">");
	has(s, "<div hidden><label>Leave this empty <input type=\"text\" "
	       "name=\"subject\" tabindex=\"-1\" autocomplete=\"off\">");
	has(s, "<h2>Leave a comment</h2>");
	has(s, " autocomplete=\"name\" id=\"afterword-name\" name=\"name\" "
	       "maxlength=\"256\" required value=\"\">");
	has(s, " autocomplete=\"email\" ");
	has(s, " autocomplete=\"url\" ");
	has(s, " name=\"text\" maxlength=\"5000\" required ");
	assert_int_equal(tags_count(s, "<label for="), 4);
	has_not(s, "parent");
	has_not(s, "problem");
	has_not(s, "invalid");
	has_not(s, "autofocus");
	has_not(s, "style=");
	has_not(s, "<script");
}

/* `required` of text, name and mail. */
static void
wants(const char *author, size_t n)
{
	struct site site = l.cfg->sites[0];
	struct page_form f = form();

	f.site = &site;
	site.author = str_of(author);
	struct str s = draw(&f);
	assert_int_equal(tags_count(s, " required"), n);
	assert_int_equal(tags_count(s, "<small>optional</small>"), 4 - n);
}

static void
requires_what_the_site_does(void **state UNUSED)
{
	wants("nobody", 1);
	wants("name", 2);
	wants("mail", 3);
}

static void
replies(void **state UNUSED)
{
	struct page_form f = form();

	f.parent = 12;
	has(draw(&f), "<h2>Your reply</h2>");
	has_not(draw(&f), "cancel");
	f.parent_name = STR("Ann <b>");
	f.cancel = STR("?p=1&amp;q=2");
	struct str s = draw(&f);
	has(s, "<h2>Reply to <bdi>Ann &lt;b&gt;</bdi></h2>");
	has(s, "<input type=\"hidden\" name=\"parent\" value=\"12\">");
	has(s, "<a href=\"?p=1&amp;q=2#comment-form\">Not a reply</a>");
}

static void
keeps_what_was_typed(void **state UNUSED)
{
	struct page_form f = form();

	f.text = STR("\nA\r\nB </textarea>\r");
	f.name = STR("\"Ann\"");
	f.mail = STR("a'@b");
	f.url = STR("<u>&");
	struct str s = draw(&f);
	/* The first line feed is not the text's. */
	has(s, ">\n\nA\nB &lt;/textarea&gt;\n</textarea>");
	has(s, " value=\"&quot;Ann&quot;\">");
	has(s, " value=\"a&#39;@b\">");
	has(s, " value=\"&lt;u&gt;&amp;\">");
}

/* Any byte, in any field, is no more than that. */
static void
takes_any_bytes(void **state UNUSED)
{
	struct page_form f = form();
	size_t plain = tags_read(draw(&f)).n;
	unsigned seed = 7;
	char bytes[64];

	for (int round = 0; round < 300; round++) {
		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = (char)rand_r(&seed);
		struct str s = { bytes, sizeof(bytes) };
		f = form();
		f.article = f.text = f.name = f.mail = f.url = s;
		assert_int_equal(tags_read(draw(&f)).n, plain);
		arena_reset(&arena);
	}
}

static void
says_what_is_wrong_beside_it(void **state UNUSED)
{
	static const struct {
		const char *field, *said, *attributes;
	} rows[] = {
		{ "text", ">Comment: is &lt;odd&gt;.</p>\n<textarea",
		    " required aria-invalid=\"true\" autofocus "
		    "aria-describedby=\"afterword-problem "
		    "afterword-about-text\"" },
		{ "name", ">Name: is &lt;odd&gt;.</p>\n<input",
		    " required aria-invalid=\"true\" autofocus "
		    "aria-describedby=\"afterword-problem\"" },
		{ "email", ">E-mail: is &lt;odd&gt;.</p>\n<input",
		    " name=\"email\" maxlength=\"254\" aria-invalid=\"true\"" },
		{ "url", ">Website: is &lt;odd&gt;.</p>\n<input",
		    " name=\"url\" maxlength=\"512\" aria-invalid=\"true\"" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct page_form f = form();

		f.field = str_of(rows[i].field);
		f.why = STR("is <odd>");
		assert_true(page_form_shows(f.field));
		struct str s = draw(&f);
		has(s, rows[i].said);
		has(s, rows[i].attributes);
		assert_int_equal(tags_count(s, "aria-invalid"), 1);
		assert_int_equal(tags_count(s, " id=\"afterword-problem\""), 1);
	}
	assert_false(page_form_shows(STR("stamp")));
	assert_false(page_form_shows(STR_NULL));
}

/* --- the page with what is wrong --- */

static struct str
post(const char *body)
{
	loop_ask(&l, str_of(body), POST, COMMENTS, FORM, ONE);
	loop_header_is(&l, "Content-Type", "text/html; charset=utf-8");
	loop_header_is(&l, "Cache-Control", "no-store");
	loop_header_is(&l, "Location", NULL);
	struct str s = { l.body, l.body_len };
	(void)tags_read(s);
	assert_true(utf8_is_text(s));
	return s;
}

#define TYPED                                                                  \
	"article=/"                                                            \
	"a&site=one&text=A%0D%0Ab%3Cc&email=m%40x.example&url=u.example&"      \
	"parent=7"

static void
shows_the_form_again(void **state UNUSED)
{
	struct str s = post(TYPED "&stamp=x&name=");

	assert_int_equal(l.status, 422);
	has(s, "<!DOCTYPE html>");
	has(s, "<h1>Your comment was not sent</h1>");
	has(s, ">Please look at what is marked below. </p>");
	has(s, ">Name: is missing.</p>");
	has(s, ">\nA\nb&lt;c</textarea>");
	has(s, " value=\"m@x.example\">");
	has(s, "<input type=\"hidden\" name=\"parent\" value=\"7\">");
	has(s, "<input type=\"hidden\" name=\"article\" value=\"/a\">");
	has(s, "<a href=\"https://one.example/a\">Back to the article</a>");
	has_not(s, "name=\"stamp\" value=\"x\"");
	has_not(s, "name=\"stamp\" value=\"\"");
	assert_non_null(strstr(loop_header(&l, "Content-Security-Policy"),
	    "form-action 'self' https://one.example"));
}

/* Each is wrong at another stage: none loses what was typed. */
static void
keeps_it_at_every_stage(void **state UNUSED)
{
	static const struct {
		const char *more;
		unsigned status;
		const char *said;
	} rows[] = {
		{ "&stamp=x&name=%ff%00", 422, ">Name: not a line of valid" },
		{ "&stamp=x&name=Ann&zzz=1", 422, ">zzz: Unknown field. <" },
		{ "&stamp=x&name=Ann&name=Bob", 400, ">Name: given more than" },
		{ "&stamp=x&name=%zz", 400, ">A broken percent-encoding in" },
		{ "&name=Ann", 422,
		    ">The stamp of this form is missing. Noth" },
		{ "&stamp=x&name=Ann", 422,
		    ">The stamp of this form is no stamp. N" },
		{ "&stamp=x&name=admin", 422, ">Name: is not for commenters." },
		{ "&stamp=x&name=Ann&title=%ff&author_token=%ff", 422,
		    ">author_token: Not a line" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char body[400];

		(void)snprintf(body, sizeof(body), "%s%s", TYPED, rows[i].more);
		struct str s = post(body);
		assert_int_equal(l.status, rows[i].status);
		has(s, ">\nA\nb&lt;c</textarea>");
		has(s, "<button class=\"afterword-button\">Send</button>");
		has(s, rows[i].said);
	}
}

static void
takes_any_bytes_back(void **state UNUSED)
{
	struct str s = post("article=/a&stamp=x&text=%00%ff%fe%ed%a0%80%3C%22"
			    "&name=%c3%28&email=%0d%0a&url=%e2%80");

	assert_int_equal(l.status, 422);
	has(s, "\xef\xbf\xbd&lt;&quot;</textarea>");
	has(s, " value=\"\xef\xbf\xbd(\">");
}

static void
drops_a_parent_that_is_none(void **state UNUSED)
{
	struct str s = post("article=/a&stamp=x&text=a&name=b&parent=0x1");

	assert_int_equal(l.status, 422);
	has(s, ">Not a whole number. It can be a comment of its own. </p>");
	has_not(s, "name=\"parent\"");
	has(s, "<h2>Leave a comment</h2>");
}

/* An article that is none leads nowhere, and no form can be made for it. */
static void
leads_nowhere_else(void **state UNUSED)
{
	static const char *const articles[] = { "https://evil.example/",
		"//evil.example/x", "%2F%5Cevil.example", "https:evil.example",
		"javascript:alert(1)", "", "%ff" };

	for (size_t i = 0; i < ARRAY_LEN(articles); i++) {
		char body[200];

		(void)snprintf(body, sizeof(body),
		    "text=keep+me&name=b&stamp=x&article=%s", articles[i]);
		struct str s = post(body);
		assert_int_equal(l.status, 422);
		has_not(s, "href=\"https://evil");
		has_not(s, "href=\"//");
		has_not(s, "href=\"/\\");
		has_not(s, "href=\"java");
		has(s, "keep me</textarea>");
	}
}

static void
says_so_without_fields(void **state UNUSED)
{
	static char large[60000];

	memset(large, 'a', sizeof(large));
	loop_ask(&l, ((struct str){ large, sizeof(large) }), POST, COMMENTS,
	    FORM, ONE);
	assert_int_equal(l.status, 413);
	struct str s = { l.body, l.body_len };
	(void)tags_read(s);
	has(s, "go back to it");
	has_not(s, "<form");

	/* A foreign page gets no form that is filled in already. */
	loop_ask(&l, STR("article=/a&site=one&text=foreign&name=b&stamp=x"),
	    POST, COMMENTS, FORM, "HTTP_ORIGIN=https://evil.example");
	assert_int_equal(l.status, 403);
	s = (struct str){ l.body, l.body_len };
	has_not(s, "<form");
	loop_header_is(&l, "Access-Control-Allow-Origin", NULL);
}

static void
answers_scripts_with_problems(void **state UNUSED)
{
	loop_ask(&l, STR("{\"article\":\"/a\",\"text\":\"x\"}"), POST, COMMENTS,
	    ONE, "CONTENT_TYPE=application/json");
	loop_problem_is(&l, 422, "invalid", "stamp");
}

/* The form's own field names the site, whatever went wrong before. */
static void
finds_the_site(void **state UNUSED)
{
	loop_ask(&l, STR("article=/a&site=two&text=a&name=%ff&stamp=x"), POST,
	    COMMENTS, FORM, "HTTP_ORIGIN=https://api.example",
	    "HTTP_SEC_FETCH_SITE=same-origin");
	assert_int_equal(l.status, 422);
	struct str s = { l.body, l.body_len };
	has(s, "name=\"site\" value=\"two\"");
	has(s, "<a href=\"https://two.example/a\">");
	assert_non_null(strstr(loop_header(&l, "Content-Security-Policy"),
	    "form-action 'self' https://two.example"));

	loop_ask(&l, STR("article=/a&site=three&text=kept&name=b&stamp=x"),
	    POST, COMMENTS, FORM, "HTTP_ORIGIN=https://api.example",
	    "HTTP_SEC_FETCH_SITE=same-origin");
	assert_int_equal(l.status, 422);
	s = (struct str){ l.body, l.body_len };
	has_not(s, "<form");
	has(s, "kept</textarea>");
}

/* --- what people look at --- */

static void
says_that_a_comment_waits(void **state UNUSED)
{
	static const char *const articles[] = { "/a", "https://one.example/a",
		"/a%3Fx%3Dy%23z", "//a", "/x/../a" };
	char query[100];

	for (size_t i = 0; i < ARRAY_LEN(articles); i++) {
		(void)snprintf(query, sizeof(query),
		    "QUERY_STRING=site=one&article=%s", articles[i]);
		loop_ask(
		    &l, STR(""), GET, "SCRIPT_NAME=/api/comments/held", query);
		struct str s = { l.body, l.body_len };
		(void)tags_read(s);
		if (articles[i][1] == '/') {
			has_not(s, "<a href=\"//");
			continue;
		}
		assert_int_equal(l.status, 200);
		has(s, "<h1>Thank you</h1>");
		has(s, "<a href=\"https://one.example/a\">Back to the");
		loop_header_is(&l, "Cache-Control", "no-store");
	}
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/comments/held",
	    "QUERY_STRING=article=https://evil.example/");
	assert_int_equal(l.status, 422);
	loop_header_is(&l, "Content-Type", "text/html; charset=utf-8");
	struct str s = { l.body, l.body_len };
	(void)tags_read(s);
	has_not(s, "<a ");
}

static void
serves_its_style(void **state UNUSED)
{
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/comments/page.css");
	assert_int_equal(l.status, 200);
	loop_header_is(&l, "Content-Type", "text/css; charset=utf-8");
	loop_header_is(&l, "Cache-Control", "public, max-age=86400");
	struct str s = { l.body, l.body_len };
	assert_int_equal(tags_count(s, "{"), tags_count(s, "}"));
	has_not(s, "url(");
}

static void
wants_an_article(void **state UNUSED)
{
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/comments/fragment",
	    "REQUEST_URI=/api/comments/fragment");
	loop_problem_is(&l, 422, "invalid", "article");
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/comments/fragment");
	loop_problem_is(&l, 422, "invalid", "article");
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/comments/fragment",
	    "QUERY_STRING=article=https://evil.example/");
	loop_problem_is(&l, 422, "invalid", "article");
	/* For people a page. */
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/comments/fragment",
	    "QUERY_STRING=page=1");
	assert_int_equal(l.status, 422);
	loop_header_is(&l, "Content-Type", "text/html; charset=utf-8");
}

/* The reader may come from a page of another site. */
static void
trusts_no_referer_for_the_site(void **state UNUSED)
{
	loop_ask(&l, STR(""), GET, "SCRIPT_NAME=/api/comments/fragment",
	    "QUERY_STRING=article=/a", "REQUEST_URI=/b",
	    "HTTP_REFERER=https://two.example/x");
	loop_problem_is(&l, 422, "invalid", "site");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
#define TEST_TWO(f) cmocka_unit_test_setup_teardown(f, setup_two, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(posts_to_the_api),
		TEST(requires_what_the_site_does),
		TEST(replies),
		TEST(keeps_what_was_typed),
		TEST(takes_any_bytes),
		TEST(says_what_is_wrong_beside_it),
		TEST(shows_the_form_again),
		TEST(keeps_it_at_every_stage),
		TEST(takes_any_bytes_back),
		TEST(drops_a_parent_that_is_none),
		TEST(leads_nowhere_else),
		TEST(says_so_without_fields),
		TEST(answers_scripts_with_problems),
		TEST_TWO(finds_the_site),
		TEST(says_that_a_comment_waits),
		TEST(serves_its_style),
		TEST(wants_an_article),
		TEST_TWO(trusts_no_referer_for_the_site),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
