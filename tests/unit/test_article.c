/*
 * The cases lie in tests/data/url, a folder each: `in` is a name and either
 * `out` the key or `error` what is wrong with it.  A line feed at their end is
 * not theirs.  Tests run in the top folder of the tree.
 */
#include "base/base.h"
#include "article/article.h"

#include "base/utf8.h"
#include "config.h"

#include <dirent.h>
#include <setjmp.h>
#include <cmocka.h>

#define DATA "tests/data/url"

static struct arena arena;
static struct str origins[3];
static struct site site;

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena, 1 << 20);
	origins[0] = STR("https://example.org");
	origins[1] = STR("http://blog.example.org:8080");
	origins[2] = STR("https://www.example.net");
	site = (struct site){ .name = STR("example"),
		.origins = origins,
		.n_origins = ARRAY_LEN(origins),
		.keep_query = STR("p,id,a[b]") };
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
has_key(struct str name, struct str key)
{
	struct article a;
	const char *why;

	if (!article_fold(&arena, &site, name, &a, &why))
		fail_msg("%.*s: %s", STR_ARG(name), why);
	if (!str_eq(a.key, key))
		fail_msg("%.*s: %.*s", STR_ARG(name), STR_ARG(a.key));
}

static void
is_refused(struct str name, struct str because)
{
	struct article a;
	const char *why;

	if (article_fold(&arena, &site, name, &a, &why))
		fail_msg("%.*s: %.*s", STR_ARG(name), STR_ARG(a.key));
	assert_true(str_eq(str_of(why), because));
}

static bool
read_file(const char *folder, const char *name, struct str *out)
{
	char path[PATH_MAX], bytes[4096];

	(void)snprintf(path, sizeof(path), DATA "/%s/%s", folder, name);
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return false;
	size_t n = fread(bytes, 1, sizeof(bytes), f);
	(void)fclose(f);
	n -= n > 0 && bytes[n - 1] == '\n';
	*out = str_dup(&arena, (struct str){ bytes, n });
	return true;
}

static void
folds_the_cases(void **state)
{
	(void)state;
	DIR *dir = opendir(DATA);
	size_t cases = 0;

	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir)) != NULL;) {
		struct str in, expected;

		if (e->d_name[0] == '.')
			continue;
		if (!read_file(e->d_name, "in", &in))
			fail_msg("%s has no file `in`", e->d_name);
		if (read_file(e->d_name, "out", &expected)) {
			has_key(in, expected);
			has_key(expected, expected);
		} else if (read_file(e->d_name, "error", &expected)) {
			is_refused(in, expected);
		} else {
			fail_msg("%s has neither out nor error", e->d_name);
		}
		cases++;
		arena_reset(&arena);
	}
	(void)closedir(dir);
	assert_true(cases > 80);
}

static void
refuses_what_no_file_holds_well(void **state)
{
	(void)state;
	is_refused(STR_NULL, STR("is empty"));
	is_refused(STR("/a\0b"), STR("has a control character or is no UTF-8"));
	is_refused(STR("/\xff"), STR("has a control character or is no UTF-8"));
	is_refused(STR("/a\n"), STR("has a control character or is no UTF-8"));
}

static void
keeps_no_query_unless_told(void **state)
{
	(void)state;
	site.keep_query = STR("");
	has_key(STR("/x?p=1"), STR("/x"));
	site.keep_query = STR("id");
	has_key(STR("/x?p=1&id=2"), STR("/x?id=2"));
}

static void
is_the_same_whatever_the_order_of_the_list(void **state)
{
	(void)state;
	site.keep_query = STR("id,p");
	has_key(STR("/x?p=1&id=2"), STR("/x?id=2&p=1"));
	site.keep_query = STR("p,id");
	has_key(STR("/x?p=1&id=2"), STR("/x?id=2&p=1"));
}

static void
keeps_a_limited_number_of_parameters(void **state)
{
	(void)state;
	site.keep_query = STR("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q");
	has_key(STR("/?p=1&o=1&n=1&m=1&l=1&k=1&j=1&i=1&h=1&g=1&f=1&e=1&d=1&c=1"
		    "&b=1&a=1&p=2"),
	    STR("/?a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1&l=1&m=1&n=1&o=1"
		"&p=1"));
	is_refused(STR("/?p=1&o=1&n=1&m=1&l=1&k=1&j=1&i=1&h=1&g=1&f=1&e=1&d=1"
		       "&c=1&b=1&a=1&q=1"),
	    STR("too many parameters in the query"));
}

static void
has_no_address_without_origins(void **state)
{
	(void)state;
	site.n_origins = 0;
	has_key(STR("/x"), STR("/x"));
	is_refused(
	    STR("https://example.org/x"), STR("an address outside the site"));
}

static void
points_into_a_name_that_is_a_key(void **state)
{
	(void)state;
	struct str name = STR("/2026/11/visit");
	struct article a;
	const char *why;

	assert_true(article_fold(&arena, &site, name, &a, &why));
	assert_ptr_equal(a.key.p, name.p);
	assert_true(article_fold(
	    &arena, &site, STR("https://example.org/a?utm=b"), &a, &why));
	assert_ptr_equal(arena.at, arena.first);
}

static void
hashes_the_key(void **state)
{
	(void)state;
	/* printf /x | b2sum -l 128 | cut -c1-16 */
	static const char expected[] = "c849a2d55f3efc81";
	struct article a;
	const char *why;
	char hash[ARTICLE_HASH_LEN];

	assert_true(article_fold(&arena, &site, STR("//x/"), &a, &why));
	assert_memory_equal(a.hash, expected, ARTICLE_HASH_LEN);
	article_hash(STR("/y"), hash);
	assert_memory_not_equal(hash, expected, ARTICLE_HASH_LEN);
}

static void
says_when_memory_ends(void **state)
{
	(void)state;
	struct arena small;
	struct article a;
	const char *why;
	static char name[3 * ARENA_FIRST];

	memset(name, '/', sizeof(name));
	arena_init(&small, 0);
	assert_false(article_fold(
	    &small, &site, (struct str){ name, sizeof(name) }, &a, &why));
	assert_true(arena_failed(&small));
	arena_reset(&small);
}

/* ---- properties over random names ---- */

static uint64_t random_state;

/* The same names again: AFTERWORD_TEST_SEED=... */
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

static struct str
random_name(char *p)
{
	static const char *const parts[] = { "/", "/", "/", ".", "..", "a", "B",
		"%", "%2", "%25", "%2e", "%2F", "%3F", "%23", "%41", "%c3%a9",
		"e\xcc\x81", "%cc%81", "\xd0\x96", "%D0%96", "?", "&", "=", "#",
		"p", "id", "a[b]", "p=", "?p=1", "&id=2", "+", "%2B", "%26",
		"%3D", " ", "%20", "index.html", "index.", "php", "http://",
		"https://example.org", "www.", ":", "@", "\\", "-",
		"\xed\x95\x98", "\xe1\x86\xab", "%E1%86%AB", "\xcc\xb8", "%ff",
		"%00", "~" };
	size_t len = 0;

	for (size_t n = below(14) + 1; n > 0; n--) {
		const char *part = parts[below(ARRAY_LEN(parts))];
		memcpy(p + len, part, strlen(part));
		len += strlen(part);
	}
	return (struct str){ p, len };
}

static bool
has(struct str s, const char *what)
{
	return memmem(s.p, s.len, what, strlen(what)) != NULL;
}

static void
is_clean(struct str key)
{
	struct str path = key;
	ssize_t mark = str_index(key, '?');

	if (mark >= 0)
		path = str_head(key, (size_t)mark);
	assert_in_range(key.len, 1, ARTICLE_KEY_MAX);
	assert_true(utf8_is_line(key));
	assert_int_equal(path.p[0], '/');
	assert_false(has(path, "//"));
	assert_false(has(path, "/./"));
	assert_false(has(path, "/../"));
	assert_false(str_ends(path, STR("/.")));
	assert_false(str_ends(path, STR("/..")));
	assert_false(str_ends(path, STR("/index.html")));
	assert_true(path.len == 1 || !str_ends(path, STR("/")));
	assert_int_equal(str_index(key, '#'), -1);
}

static void
folding_a_key_gives_the_key(void **state)
{
	(void)state;
	size_t folded = 0;
	char bytes[512];

	seed();
	for (int i = 0; i < 200000; i++) {
		struct str name = random_name(bytes);
		struct article once, twice;
		const char *why;

		arena_reset(&arena);
		if (!article_fold(&arena, &site, name, &once, &why))
			continue;
		is_clean(once.key);
		if (!article_fold(&arena, &site, once.key, &twice, &why))
			fail_msg("%.*s: %.*s: %s", STR_ARG(name),
			    STR_ARG(once.key), why);
		if (!str_eq(once.key, twice.key))
			fail_msg("%.*s: %.*s: %.*s", STR_ARG(name),
			    STR_ARG(once.key), STR_ARG(twice.key));
		assert_memory_equal(once.hash, twice.hash, ARTICLE_HASH_LEN);
		folded++;
	}
	assert_true(folded > 50000);
}

/* A browser may encode any byte of a path: the page is the same. */
static void
encoding_a_path_changes_nothing(void **state)
{
	(void)state;
	char path[64], encoded[3 * sizeof(path)];

	seed();
	for (int i = 0; i < 20000; i++) {
		size_t len = 0, n = below(sizeof(path) - 1) + 1;
		struct article plain, other;
		const char *why;

		path[0] = '/';
		for (size_t j = 1; j < n; j++)
			path[j] = "abcXYZ019/.-_~ "[below(15)];
		for (size_t j = 0; j < n; j++) {
			if (j > 0 && below(3) == 0)
				len += (size_t)snprintf(encoded + len, 4,
				    below(2) ? "%%%02X" : "%%%02x",
				    (unsigned)path[j]);
			else
				encoded[len++] = path[j];
		}
		arena_reset(&arena);
		assert_true(article_fold(
		    &arena, &site, (struct str){ path, n }, &plain, &why));
		assert_true(article_fold(
		    &arena, &site, (struct str){ encoded, len }, &other, &why));
		assert_true(str_eq(plain.key, other.key));
	}
}

static void
has_an_address(void **state)
{
	(void)state;
	static const struct {
		const char *base, *key, *wanted;
	} rows[] = {
		{ "https://example.org", "/", "https://example.org/" },
		{ "https://example.org", "/a?id=1",
		    "https://example.org/a?id=1" },
		{ "http://example.org:8080", "/a b/%3F",
		    "http://example.org:8080/a%20b/%3F" },
		{ "", "/\xc3\xa9\"<>'", "/%C3%A9%22%3C%3E%27" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		site.base_url = str_of(rows[i].base);
		struct str got =
		    article_address(&arena, &site, str_of(rows[i].key));
		if (!str_eq(got, str_of(rows[i].wanted)))
			fail_msg("%.*s", STR_ARG(got));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    folds_the_cases, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    refuses_what_no_file_holds_well, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    keeps_no_query_unless_told, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    is_the_same_whatever_the_order_of_the_list, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    keeps_a_limited_number_of_parameters, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    has_no_address_without_origins, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    points_into_a_name_that_is_a_key, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    hashes_the_key, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    has_an_address, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    says_when_memory_ends, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    folding_a_key_gives_the_key, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    encoding_a_path_changes_nothing, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
