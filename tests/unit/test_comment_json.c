#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>

#include "comments/comment_json.h"

static struct arena a;

static int
begin(void **state UNUSED)
{
	arena_init(&a, 65536);
	return 0;
}

static int
end(void **state UNUSED)
{
	arena_reset(&a);
	return 0;
}

static void
becomes(const struct comment *c, const char *wanted)
{
	struct jsonw j;
	struct buf b;

	buf_init(&b, &a, 512);
	jsonw_init(&j, &b);
	comment_json_put(&j, NULL, c);
	struct str s = buf_view(&b);
	assert_int_equal(s.len, strlen(wanted));
	assert_memory_equal(s.p, wanted, s.len);
}

static const struct comment plain = {
	.id = 7,
	.created = 1795646583,
	.name = { "Ann", 3 },
	.avatar = { "0123456789abcdef", 16 },
	.html = { "<p>Hi</p>", 9 },
	.up = 2,
	.down = 1,
};

static void
tells_what_there_is(void **state UNUSED)
{
	becomes(&plain,
	    "{\"id\":7,\"created\":\"2026-11-25T22:43:03Z\",\"author\":{"
	    "\"name\":\"Ann\",\"avatar\":\"0123456789abcdef\"},\"html\":"
	    "\"\\u003cp\\u003eHi\\u003c/p\\u003e\",\"up\":2,\"down\":1}");
}

static void
tells_all_there_may_be(void **state UNUSED)
{
	struct comment c = plain;

	c.parent = 5;
	c.root = 3;
	c.depth = 2;
	c.edited = 1795646600;
	c.url = STR("https://example.org");
	c.owner = true;
	becomes(&c,
	    "{\"id\":7,\"parent\":5,\"root\":3,\"depth\":2,\"created\":"
	    "\"2026-11-25T22:43:03Z\",\"edited\":\"2026-11-25T22:43:20Z\","
	    "\"author\":{\"name\":\"Ann\",\"url\":\"https://example.org\","
	    "\"avatar\":\"0123456789abcdef\",\"owner\":true},\"html\":"
	    "\"\\u003cp\\u003eHi\\u003c/p\\u003e\",\"up\":2,\"down\":1}");
}

/* Whatever is still there of it: nobody is to see more than that it was. */
static void
tells_nothing_of_a_stub(void **state UNUSED)
{
	struct comment c = plain;

	c.stub = true;
	becomes(&c, "{\"id\":7,\"created\":\"2026-11-25T22:43:03Z\","
		    "\"deleted\":true}");
}

static void
tells_what_a_page_is(void **state UNUSED)
{
	static struct config cfg;
	static const struct site site = { .name = { "demo", 4 },
		.author = { "mail", 4 },
		.text_max = 1000,
		.links = 3,
		.max_depth = 5 };
	struct comment reply = plain;
	struct thread_root root = { .comment = plain,
		.replies = &reply,
		.n_replies = 1,
		.total = 9,
		.pinned = true };
	struct thread_view v = { .cfg = &cfg,
		.site = &site,
		.article = STR("/a"),
		.order = THREAD_BEST,
		.count = 10,
		.closed = true,
		.roots = &root,
		.n = 1,
		.next = STR("12.7") };
	const char *parts[] = { "{\"article\":\"/a\",\"count\":10,\"sort\":"
				"\"best\",\"closed\":true,\"limits\":{\"text\":"
				"1000,\"name\":64,\"links\":3,\"depth\":5,"
				"\"edit_s\":900,\"author\":\"mail\"},",
		"\"pinned\":true,\"reply_count\":9,\"replies\":[{\"id\":8,",
		"],\"next\":\"12.7\"}" };
	struct buf b;

	cfg.comments.edit_window_s = 900;
	reply.id = 8;
	buf_init(&b, &a, 512);
	comment_json_thread(&v, &b);
	buf_char(&b, '\0');
	const char *at = buf_view(&b).p;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		at = strstr(at, parts[i]);
		assert_non_null(at);
		at += strlen(parts[i]);
	}
	assert_int_equal(*at, '\0');
	buf_init(&b, &a, 512);
	v.next = STR("");
	comment_json_thread(&v, &b);
	buf_char(&b, '\0');
	assert_null(strstr(buf_view(&b).p, "\"next\""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    tells_what_there_is, begin, end),
		cmocka_unit_test_setup_teardown(
		    tells_all_there_may_be, begin, end),
		cmocka_unit_test_setup_teardown(
		    tells_nothing_of_a_stub, begin, end),
		cmocka_unit_test_setup_teardown(
		    tells_what_a_page_is, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
