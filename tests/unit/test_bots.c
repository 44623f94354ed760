/*
 * User-Agents lie in tests/data/bots, one a line.  Tests run in the top folder
 * of the tree.
 */
#include "base/base.h"
#include "visits/bots.h"

#include <setjmp.h>
#include <unistd.h>
#include <cmocka.h>

#define LIST "conf/bots.txt"
#define BROWSERS "tests/data/bots/browsers"
#define ROBOTS "tests/data/bots/robots"

static char err[256], path[32];

static struct bots *
load(struct str text)
{
	(void)snprintf(path, sizeof(path), "/tmp/bots.XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text.p, text.len), text.len);
	(void)close(fd);
	memset(err, 0, sizeof(err));
	struct bots *bots = bots_load(path, err, sizeof(err));
	(void)unlink(path);
	return bots;
}

/* How many lines of the file are on the wrong side. */
static size_t
wrong(const struct bots *bots, const char *file, bool robots, size_t *lines)
{
	FILE *f = fopen(file, "re");
	char line[1024];
	size_t n = 0;

	assert_non_null(f);
	for (*lines = 0; fgets(line, sizeof(line), f) != NULL;) {
		struct str ua = str_trim(str_of(line));

		if (ua.len == 0 || ua.p[0] == '#')
			continue;
		(*lines)++;
		if (bots_match(bots, ua) != robots) {
			print_message("# %.*s\n", STR_ARG(ua));
			n++;
		}
	}
	(void)fclose(f);
	return n;
}

static void
tells_people_from_robots(void **state)
{
	(void)state;
	struct bots *bots = bots_load(LIST, err, sizeof(err));
	size_t lines;

	if (bots == NULL)
		fail_msg("%s", err);
	assert_true(bots_count(bots) > 100);
	assert_int_equal(wrong(bots, BROWSERS, false, &lines), 0);
	assert_true(lines >= 60);
	assert_int_equal(wrong(bots, ROBOTS, true, &lines), 0);
	assert_true(lines >= 60);
	bots_free(bots);
}

static void
takes_silence_for_a_robot(void **state)
{
	(void)state;
	struct bots *bots = load(STR("# nothing\n"));

	assert_non_null(bots);
	assert_int_equal(bots_count(bots), 0);
	assert_true(bots_match(bots, STR_NULL));
	assert_true(bots_match(bots, STR("")));
	assert_true(bots_match(bots, STR("123456789")));
	assert_false(bots_match(bots, STR("1234567890")));
	bots_free(bots);
}

static void
looks_for_each_entry(void **state)
{
	(void)state;
	struct bots *bots = load(STR("bot\n"
				     "# comment bot2\n"
				     "\n"
				     "  sheep dog \r\n"
				     "!cubot\n"
				     "xcubot\n"
				     "^first\n"
				     "last$\n"
				     "^whole text$\n"
				     "abcabd\n"
				     "cabx\n"
				     "robot from mars\n"
				     "!^exempt bot\n"
				     "no newline"));
	const struct {
		struct str ua;
		bool robot;
	} rows[] = {
		{ STR("something else"), false },
		{ STR("a robot, you see"), true },
		{ STR("GOOGLEBOT/2.1"), true },
		{ STR("the end is a bot"), true },
		{ STR("bo-t and b ot"), false },
		{ STR("A Sheep Dog, barking"), true },
		{ STR("A sheepdog, barking"), false },
		{ STR("phone CUBOT X18"), false },
		{ STR("phone CUBOT X18 bot"), true },
		{ STR("bot on a CUBOT X18"), true },
		{ STR("phone XCUBOT X18"), true },
		{ STR("First of all"), true },
		{ STR("At first sight"), false },
		{ STR("this is the last"), true },
		{ STR("this lasts long"), false },
		{ STR("whole text"), true },
		{ STR("whole text?"), false },
		{ STR("the whole text"), false },
		/* falls back from one entry into another */
		{ STR("....abcabcabd...."), true },
		{ STR("....abcabx...."), true },
		{ STR("....abcab...."), false },
		{ STR("Exempt Bot 1.0"), false },
		{ STR("An Exempt Bot 1.0"), true },
		{ STR("has no newline"), true },
		{ STR("comment 2345"), false },
		/* bytes of all kinds are none of an entry's */
		{ STR("\0\0\0\0\0\0\0\0\0\0bot"), true },
		{ STR("\xff\xfe\x80 sh\xc3\xa9"
		      "ep dog"),
		    false },
		{ STR("\1first thing"), false },
		{ STR("at last\2 nothing"), false },
	};

	if (bots == NULL)
		fail_msg("%s", err);
	assert_int_equal(bots_count(bots), 12);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (bots_match(bots, rows[i].ua) != rows[i].robot)
			fail_msg("%.*s", STR_ARG(rows[i].ua));
	bots_free(bots);
}

/* The plain search: every place, letter by letter. */
static bool
is_part(struct str s, struct str part)
{
	for (size_t i = 0; i + part.len <= s.len; i++)
		if (str_eq_nocase(str_head(str_from(s, i), part.len), part))
			return true;
	return false;
}

/* As str_has_nocase() would decide, over texts that nearly match. */
static void
agrees_with_a_plain_search(void **state)
{
	(void)state;
	const struct str entries[] = { STR("aab"), STR("abaa"), STR("babb"),
		STR("bbbbb"), STR("abcab"), STR("cab") };
	struct bots *bots =
	    load(STR("aab\nabaa\nbabb\nbbbbb\nabcab\ncab\naab\n"));

	assert_non_null(bots);
	for (unsigned n = 0; n < 200000; n++) {
		char text[12];
		unsigned rest = n * 2654435761u;
		bool expected = false;

		for (size_t i = 0; i < sizeof(text); i++, rest /= 3)
			text[i] = "aBc"[rest % 3];
		struct str ua = { text, sizeof(text) };
		for (size_t i = 0; i < ARRAY_LEN(entries); i++)
			expected |= is_part(ua, entries[i]);
		if (bots_match(bots, ua) != expected)
			fail_msg("%.*s", STR_ARG(ua));
	}
	bots_free(bots);
}

static void
says_what_is_wrong_with_a_list(void **state)
{
	(void)state;
	const struct {
		struct str text;
		const char *why;
	} rows[] = {
		{ STR("bot\n\nab\n"),
		    ":3: too short: it would match almost anything" },
		{ STR("!^ab$\n"),
		    ":1: too short: it would match almost anything" },
		{ STR("!\n"), ":1: too short: it would match almost anything" },
		{ STR("# \xff\nb\xc3\xb6t\n"), ":2: not printable ASCII" },
		{ STR("a\tbot\n"), ":1: not printable ASCII" },
		{ STR("a\0bot\n"), ":1: not printable ASCII" },
	};
	char expected[256];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_null(load(rows[i].text));
		(void)snprintf(
		    expected, sizeof(expected), "%s%s", path, rows[i].why);
		assert_string_equal(err, expected);
	}
	assert_null(bots_load("/nowhere/bots.txt", err, sizeof(err)));
	assert_string_equal(
	    err, "/nowhere/bots.txt: No such file or directory");
	assert_null(bots_load("/tmp", err, sizeof(err)));
	assert_string_equal(err, "/tmp: Is a directory");
	bots_free(NULL);
}

static void
has_limits(void **state)
{
	(void)state;
	static char text[300 * 1024];
	size_t len = 0;
	struct bots *bots;

	memset(text, 'a', sizeof(text));
	text[BOTS_ENTRY_MAX] = '\n';
	bots = load((struct str){ text, BOTS_ENTRY_MAX + 1 });
	assert_non_null(bots);
	bots_free(bots);
	text[BOTS_ENTRY_MAX] = 'a';
	text[BOTS_ENTRY_MAX + 1] = '\n';
	assert_null(load((struct str){ text, BOTS_ENTRY_MAX + 2 }));
	assert_non_null(strstr(err, ":1: too long"));
	memset(text, '\n', sizeof(text));
	assert_null(load((struct str){ text, sizeof(text) }));
	assert_non_null(strstr(err, ": larger than a list should be"));

	/* More states than fit; a thousand entries do. */
	for (unsigned i = 0; len < 150 * 1024; i++) {
		len += (size_t)snprintf(text + len, 64,
		    "%08x an entry that is quite long\n", i * 2654435761u);
		if (i != 800)
			continue;
		bots = load((struct str){ text, len });
		assert_non_null(bots);
		assert_int_equal(bots_count(bots), 801);
		assert_true(bots_match(
		    bots, STR("1: 00000000 AN ENTRY THAT IS QUITE LONG")));
		bots_free(bots);
	}
	assert_null(load((struct str){ text, len }));
	assert_non_null(strstr(err, ": one entry too many"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_people_from_robots),
		cmocka_unit_test(takes_silence_for_a_robot),
		cmocka_unit_test(looks_for_each_entry),
		cmocka_unit_test(agrees_with_a_plain_search),
		cmocka_unit_test(says_what_is_wrong_with_a_list),
		cmocka_unit_test(has_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
