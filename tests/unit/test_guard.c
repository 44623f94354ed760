/*
 * The cases lie in tests/data/guard: `list` is a list and either `asks` has
 * lines VERDICT KIND TEXT, what the list says about a text, or `error` is what
 * is wrong with it, behind its file's name.
 */
#include "base/base.h"
#include "comments/guard.h"

#include "../lib/cases.h"
#include "config.h"

#include <setjmp.h>
#include <unistd.h>
#include <cmocka.h>

static char err[256], path[32];

static struct guard *
load(struct str text)
{
	(void)snprintf(path, sizeof(path), "/tmp/guard.XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text.p, text.len), text.len);
	(void)close(fd);
	memset(err, 0, sizeof(err));
	struct guard *g = guard_load(path, err, sizeof(err));
	(void)unlink(path);
	return g;
}

static struct str
cut_word(struct str *line)
{
	struct str word;

	if (!str_cut(line, ' ', &word))
		word = STR("");
	return word;
}

static enum guard_verdict
ask(const struct guard *g, struct arena *a, struct str kind, struct str text)
{
	if (str_eq(kind, STR("text")))
		return guard_text(g, a, text);
	if (str_eq(kind, STR("host")))
		return guard_host(g, text);
	if (str_eq(kind, STR("net")))
		return guard_net(g, text);
	if (!str_eq(kind, STR("name")))
		fail_msg("%.*s is no kind", STR_ARG(kind));
	return guard_name(g, text);
}

/* Escapes are undone line by line: a text may have line feeds. */
static void
do_asks(const struct case_at *c, const struct guard *g, struct str asks)
{
	static const char *const words[] = { "pass", "hold", "spam", "refuse" };
	struct str line;

	while (str_cut(&asks, '\n', &line)) {
		struct str whole = line, verdict = cut_word(&line);
		struct str kind = cut_word(&line);
		enum guard_verdict got =
		    ask(g, c->arena, kind, cases_unescape(c, line));

		if (!str_eq(verdict, str_of(words[got])))
			fail_msg("%s: %.*s: %s", c->name, STR_ARG(whole),
			    words[got]);
	}
}

/* The same of a text as of a file: behind "line", then, what is wrong. */
static void
do_parse(const struct case_at *c, struct str list, struct str expected)
{
	char whole[256];
	struct str asks;
	struct guard *g = guard_parse(list, err, sizeof(err));

	if (g != NULL) {
		if (!cases_read_raw(c, "asks", &asks))
			fail_msg("%s is taken as a text", c->name);
		do_asks(c, g, asks);
		guard_free(g);
		return;
	}
	(void)snprintf(
	    whole, sizeof(whole), "line %.*s", STR_ARG(str_from(expected, 1)));
	assert_string_equal(err, whole);
}

static void
do_case(const struct case_at *c, void *ctx)
{
	struct str list, expected = STR(""), asks;

	(void)ctx;
	if (!cases_read(c, "list", &list))
		fail_msg("%s has no file `list`", c->name);
	bool is_bad = cases_read(c, "error", &expected);
	do_parse(c, list, expected);
	struct guard *g = load(list);
	if (is_bad) {
		char whole[256];

		if (g != NULL)
			fail_msg("%s is taken", c->name);
		(void)snprintf(
		    whole, sizeof(whole), "%s%.*s", path, STR_ARG(expected));
		assert_string_equal(err, whole);
		return;
	}
	if (g == NULL)
		fail_msg("%s: %s", c->name, err);
	if (!cases_read_raw(c, "asks", &asks))
		fail_msg("%s has neither asks nor error", c->name);
	do_asks(c, g, asks);
	guard_free(g);
}

static void
judges_the_cases(void **state)
{
	(void)state;
	assert_true(cases_each("guard", do_case, NULL) >= 40);
}

static void
holds_nothing_as_shipped(void **state)
{
	(void)state;
	struct guard *g = guard_load("conf/guard.txt", err, sizeof(err));

	if (g == NULL)
		fail_msg("%s", err);
	assert_int_equal(guard_count(g), 0);
	guard_free(g);
}

/* What it shows as examples is a list itself. */
static void
ships_examples_that_work(void **state)
{
	(void)state;
	static char text[16 * 1024];
	char line[256];
	size_t len = 0;
	FILE *f = fopen("conf/guard.txt", "re");

	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "#hold ", 6) == 0 ||
		    strncmp(line, "#spam ", 6) == 0 ||
		    strncmp(line, "#refuse ", 8) == 0)
			len += (size_t)snprintf(
			    text + len, sizeof(text) - len, "%s", line + 1);
	(void)fclose(f);
	struct guard *g = load((struct str){ text, len });
	if (g == NULL)
		fail_msg("%s", err);
	assert_true(guard_count(g) >= 6);
	guard_free(g);
}

static void
says_why_a_list_cannot_be_read(void **state)
{
	(void)state;
	assert_null(guard_load("/nowhere/guard.txt", err, sizeof(err)));
	assert_string_equal(
	    err, "/nowhere/guard.txt: No such file or directory");
	assert_null(guard_load("/tmp", err, sizeof(err)));
	assert_string_equal(err, "/tmp: Is a directory");
	assert_null(load(STR("hold word a\nhold word \xff\n")));
	assert_non_null(strstr(err, ":2: not valid UTF-8"));
	guard_free(NULL);
}

static void
needs_no_file_by_default(void **state)
{
	(void)state;
	const char *usual = CONFIG_DIR "/guard.txt";

	if (access(usual, F_OK) == 0)
		skip();
	struct guard *g = guard_load(usual, err, sizeof(err));
	assert_non_null(g);
	assert_int_equal(guard_count(g), 0);
	assert_int_equal(guard_host(g, STR("example.org")), GUARD_PASS);
	guard_free(g);
}

static void
counts_rows(void **state)
{
	(void)state;
	struct guard *g = load(STR("hold word a\n#hold word b\nspam word a\n"
				   "spam net ::1\nhold host a\nhold name a"));

	assert_non_null(g);
	assert_int_equal(guard_count(g), 5);
	guard_free(g);
}

static void
has_limits(void **state)
{
	(void)state;
	static char text[1024 * 1024 + 1];
	size_t len = 0;

	memset(text, '\n', sizeof(text));
	struct guard *g = load((struct str){ text, sizeof(text) - 1 });
	assert_non_null(g);
	guard_free(g);
	assert_null(load((struct str){ text, sizeof(text) }));
	assert_non_null(strstr(err, ": larger than a list should be"));

	/* The largest list there can be. */
	for (unsigned i = 0; len < sizeof(text) - 64; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "hold word %08x%08x\n", i * 2654435761u, i);
	g = load((struct str){ text, len });
	if (g == NULL)
		fail_msg("%s", err);
	guard_free(g);
}

static void
holds_what_it_has_no_memory_for(void **state)
{
	(void)state;
	struct guard *g = load(STR("spam word a"));
	struct guard *none = load(STR("spam host a"));
	struct arena small;

	assert_non_null(g);
	assert_non_null(none);
	arena_init(&small, 0);
	assert_non_null(arena_alloc(&small, ARENA_FIRST - 16));
	assert_int_equal(
	    guard_text(g, &small, STR("more than sixteen bytes")), GUARD_HOLD);
	assert_int_equal(
	    guard_text(none, &small, STR("more than sixteen bytes")),
	    GUARD_PASS);
	arena_reset(&small);
	guard_free(g);
	guard_free(none);
}

static double
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Of several tries the best: others use the machine, too. */
static void
is_quick(const struct guard *g, struct str text, double most_ms)
{
	double best = 1e9;

	for (int i = 0; i < 20; i++) {
		struct arena a;
		double begin = now_ms();

		arena_init(&a, 1 << 20);
		assert_int_equal(guard_text(g, &a, text), GUARD_PASS);
		arena_reset(&a);
		if (now_ms() - begin < best)
			best = now_ms() - begin;
	}
	print_message("# %zu bytes: %.3f ms\n", text.len, best);
#ifndef __SANITIZE_ADDRESS__
	assert_true(best < most_ms);
#else
	(void)most_ms;
#endif
}

/* 5,000 words, and 8 KB that make as much work as they can. */
static void
takes_no_time_to_speak_of(void **state)
{
	(void)state;
	static char list[200 * 1024], text[8192];
	size_t len = 0;

	for (unsigned i = 0; i < 5000; i++)
		len += (size_t)snprintf(list + len, sizeof(list) - len,
		    "spam word %s%08x%s\n", i % 3 == 0 ? "*" : "",
		    i * 2654435761u, i % 7 == 0 ? "*" : "");
	len += (size_t)snprintf(list + len, sizeof(list) - len,
	    "spam word *aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab*\n");
	struct guard *g = load((struct str){ list, len });
	assert_non_null(g);
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "0123 456789abcd ef"[i * i / 7 % 18];
	is_quick(g, (struct str){ text, sizeof(text) }, 2);
	memset(text, 'a', sizeof(text));
	is_quick(g, (struct str){ text, sizeof(text) }, 2);
	for (size_t i = 0; i + 2 <= sizeof(text); i += 2)
		memcpy(text + i, "\u0416", 2);
	is_quick(g, (struct str){ text, sizeof(text) }, 2);
	/* one code point becomes eighteen */
	for (size_t i = 0; i + 3 <= sizeof(text); i += 3)
		memcpy(text + i, "\ufdfa", 3);
	is_quick(g, (struct str){ text, sizeof(text) - 2 }, 10);
	guard_free(g);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judges_the_cases),
		cmocka_unit_test(holds_nothing_as_shipped),
		cmocka_unit_test(ships_examples_that_work),
		cmocka_unit_test(says_why_a_list_cannot_be_read),
		cmocka_unit_test(needs_no_file_by_default),
		cmocka_unit_test(counts_rows),
		cmocka_unit_test(has_limits),
		cmocka_unit_test(holds_what_it_has_no_memory_for),
		cmocka_unit_test(takes_no_time_to_speak_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
