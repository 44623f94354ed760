/*
 * test_jsonw.c - what is written reads back, and is harmless inside HTML
 */
#include "base/base.h"
#include "base/jsonw.h"

#include <jansson.h>
#include <setjmp.h>
#include <cmocka.h>

static struct arena a;
static struct buf b;
static struct jsonw j;

static int
begin(void **state UNUSED)
{
	arena_init(&a, 1 << 20);
	buf_init(&b, &a, 0);
	jsonw_init(&j, &b);
	return 0;
}

static int
end(void **state UNUSED)
{
	arena_reset(&a);
	return 0;
}

static void
wrote(const char *wanted)
{
	assert_int_equal(b.len, strlen(wanted));
	assert_memory_equal(b.p, wanted, b.len);
}

static void
puts_commas_where_they_belong(void **state UNUSED)
{
	jsonw_object(&j, NULL);
	jsonw_str(&j, "a", STR("x"));
	jsonw_int(&j, "b", -1);
	jsonw_array(&j, "c");
	jsonw_object(&j, NULL);
	jsonw_object_end(&j);
	jsonw_object(&j, NULL);
	jsonw_bool(&j, "d", true);
	jsonw_bool(&j, "e", false);
	jsonw_object_end(&j);
	jsonw_int(&j, NULL, 0);
	jsonw_array_end(&j);
	jsonw_array(&j, "f");
	jsonw_array_end(&j);
	jsonw_object_end(&j);
	wrote("{\"a\":\"x\",\"b\":-1,\"c\":[{},{\"d\":true,\"e\":false},0],"
	      "\"f\":[]}");
}

static void
writes_exact_numbers(void **state UNUSED)
{
	jsonw_array(&j, NULL);
	jsonw_int(&j, NULL, INT64_MAX);
	jsonw_int(&j, NULL, INT64_MIN);
	jsonw_int(&j, NULL, 9007199254740993);
	jsonw_array_end(&j);
	wrote("[9223372036854775807,-9223372036854775808,9007199254740993]");
}

static void
escapes(void **state UNUSED)
{
	const struct {
		struct str in;
		const char *out;
	} rows[] = {
		{ STR(""), "\"\"" },
		{ STR_NULL, "\"\"" },
		{ STR("plain /~'"), "\"plain /~'\"" },
		{ STR("\"\\"), "\"\\\"\\\\\"" },
		{ STR("</script>&"), "\"\\u003c/script\\u003e\\u0026\"" },
		{ STR("\0\b\t\n\r\x1f\x7f"),
		    "\"\\u0000\\u0008\\u0009\\u000a\\u000d\\u001f\\u007f\"" },
		{ STR("\xe2\x80\xa8\xe2\x80\xa9"), "\"\\u2028\\u2029\"" },
		/* Their neighbours, and other characters of three bytes. */
		{ STR("\xe2\x80\xa7\xe2\x80\xaa\xe2\x82\xac"),
		    "\"\xe2\x80\xa7\xe2\x80\xaa\xe2\x82\xac\"" },
		{ STR("\xc3\xa4\xf0\x9f\x98\x80"),
		    "\"\xc3\xa4\xf0\x9f\x98\x80\"" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		b.len = 0;
		jsonw_init(&j, &b);
		jsonw_str(&j, NULL, rows[i].in);
		wrote(rows[i].out);
	}
}

/* Each character alone and between others, read back by another parser. */
static void
reads_back(void **state UNUSED)
{
	char text[16];

	for (uint32_t c = 1; c < 0x11000; c++) {
		size_t n = 0;

		if (c >= 0xd800 && c < 0xe000)
			continue;
		text[n++] = '<';
		if (c < 0x80) {
			text[n++] = (char)c;
		} else if (c < 0x800) {
			text[n++] = (char)(0xc0 | c >> 6);
			text[n++] = (char)(0x80 | (c & 63));
		} else if (c < 0x10000) {
			text[n++] = (char)(0xe0 | c >> 12);
			text[n++] = (char)(0x80 | (c >> 6 & 63));
			text[n++] = (char)(0x80 | (c & 63));
		} else {
			text[n++] = (char)(0xf0 | c >> 18);
			text[n++] = (char)(0x80 | (c >> 12 & 63));
			text[n++] = (char)(0x80 | (c >> 6 & 63));
			text[n++] = (char)(0x80 | (c & 63));
		}
		text[n++] = '"';
		b.len = 0;
		jsonw_init(&j, &b);
		jsonw_array(&j, NULL);
		jsonw_str(&j, NULL, (struct str){ text, n });
		jsonw_array_end(&j);
		json_t *back = json_loadb(b.p, b.len, 0, NULL);
		assert_non_null(back);
		json_t *s = json_array_get(back, 0);
		assert_int_equal(json_string_length(s), n);
		assert_memory_equal(json_string_value(s), text, n);
		json_decref(back);
		for (size_t i = 0; i < b.len; i++)
			assert_null(memchr("<>&\x7f\n", b.p[i], 5));
	}
}

static void
fails_as_a_whole(void **state UNUSED)
{
	struct arena small;

	arena_init(&small, 0);
	buf_init(&b, &small, 0);
	jsonw_init(&j, &b);
	jsonw_array(&j, NULL);
	for (int i = 0; i < 2000; i++)
		jsonw_str(&j, NULL, STR("abc"));
	jsonw_array_end(&j);
	assert_true(b.failed);
	assert_true(str_is_null(buf_view(&b)));
	arena_reset(&small);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    puts_commas_where_they_belong, begin, end),
		cmocka_unit_test_setup_teardown(
		    writes_exact_numbers, begin, end),
		cmocka_unit_test_setup_teardown(escapes, begin, end),
		cmocka_unit_test_setup_teardown(reads_back, begin, end),
		cmocka_unit_test_setup_teardown(fails_as_a_whole, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
