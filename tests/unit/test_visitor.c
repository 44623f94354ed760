/*
 * test_visitor.c - who is told apart from whom, and who is not
 */
#include "base/base.h"
#include "base/visitor.h"

#include <sodium.h>
#include <setjmp.h>
#include <cmocka.h>

static const struct str salt = { "0123456789abcdef0123456789abcdef", 32 };
static const struct str agent = { "Mozilla/5.0", 11 };
static struct visitor_key key;

static int
begin(void **state UNUSED)
{
	if (sodium_init() < 0)
		return -1;
	visitor_key_derive(&key, STR("example.org"), salt);
	return 0;
}

static struct visitor
id(const char *address, struct str user_agent)
{
	struct visitor v;

	visitor_id(&v, &key, str_of(address), user_agent);
	return v;
}

static bool
same(struct visitor a, struct visitor b)
{
	return memcmp(a.hex, b.hex, sizeof(a.hex)) == 0;
}

static void
is_sixteen_digits(void **state UNUSED)
{
	struct visitor v = id("192.0.2.1", agent);

	for (size_t i = 0; i < VISITOR_LEN; i++)
		assert_non_null(memchr("0123456789abcdef", v.hex[i], 16));
	assert_true(same(v, id("192.0.2.1", agent)));
}

static void
differs_by_address_and_agent(void **state UNUSED)
{
	struct visitor v = id("192.0.2.1", agent);

	assert_false(same(v, id("192.0.2.2", agent)));
	assert_false(same(v, id("192.0.2.11", agent)));
	assert_false(same(v, id("", agent)));
	assert_false(same(v, id("192.0.2.1", STR("Mozilla/5.1"))));
	assert_false(same(v, id("192.0.2.1", STR("mozilla/5.0"))));
	assert_false(same(v, id("192.0.2.1", STR(""))));
	assert_true(same(id("192.0.2.1", STR("")), id("192.0.2.1", STR_NULL)));
}

/* No two pairs run together. */
static void
keeps_the_parts_apart(void **state UNUSED)
{
	assert_false(
	    same(id("192.0.2.1", STR("2x")), id("192.0.2.12", STR("x"))));
	assert_false(same(id("", STR("1x")), id("1", STR("x"))));
}

static void
differs_by_site_and_salt(void **state UNUSED)
{
	struct visitor v = id("192.0.2.1", agent), w;
	struct visitor_key other;

	visitor_key_derive(&other, STR("example.com"), salt);
	visitor_id(&w, &other, STR("192.0.2.1"), agent);
	assert_false(same(v, w));
	visitor_key_derive(&other, STR("example.org"),
	    STR("0123456789abcdef0123456789abcdeg"));
	visitor_id(&w, &other, STR("192.0.2.1"), agent);
	assert_false(same(v, w));
	visitor_key_derive(&other, STR("example.org"), salt);
	visitor_id(&w, &other, STR("192.0.2.1"), agent);
	assert_true(same(v, w));
}

/* A household has a /64. */
static void
takes_networks_of_ipv6(void **state UNUSED)
{
	struct visitor v = id("2001:db8:1:2:aaaa::1", agent);

	assert_true(same(v, id("2001:db8:1:2::2", agent)));
	assert_true(
	    same(v, id("2001:0DB8:0001:0002:ffff:ffff:ffff:ffff", agent)));
	assert_false(same(v, id("2001:db8:1:3:aaaa::1", agent)));
	assert_false(same(v, id("2001:db8::2:aaaa:0:0:1", agent)));
	assert_true(
	    same(id("::ffff:192.0.2.1", agent), id("192.0.2.1", agent)));
	assert_false(
	    same(id("::ffff:192.0.2.1", agent), id("::ffff:192.0.2.2", agent)));
}

/* What a web server says when there is no address: "unix:", or nothing. */
static void
lives_with_other_text(void **state UNUSED)
{
	static const char *const odd[] = {
		"unix:", ":", "::", "1:2", "%", "fe80::1%eth0", "192.0.2.1:80",
		"2001:db8::g",
		"a text that is much longer than any address of the internet",
		":a text that is much longer than any address of the internet"
	};

	for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
		assert_true(same(id(odd[i], agent), id(odd[i], agent)));
		for (size_t k = 0; k < i; k++)
			assert_false(
			    same(id(odd[i], agent), id(odd[k], agent)));
	}
}

static void
looks_at_the_first_512_bytes_of_an_agent(void **state UNUSED)
{
	char a[600], b[600];

	memset(a, 'x', sizeof(a));
	memset(b, 'x', sizeof(b));
	b[512] = 'y';
	struct str long_a = { a, sizeof(a) }, long_b = { b, sizeof(b) };
	assert_true(same(id("192.0.2.1", long_a), id("192.0.2.1", long_b)));
	b[511] = 'y';
	assert_false(same(id("192.0.2.1", long_a), id("192.0.2.1", long_b)));
}

static void
knows_the_network_alone(void **state UNUSED)
{
	struct visitor v, w;

	visitor_network(&v, &key, STR("2001:db8:1:2::1"));
	visitor_network(&w, &key, STR("2001:db8:1:2::2"));
	assert_true(same(v, w));
	visitor_network(&w, &key, STR("2001:db8:1:3::1"));
	assert_false(same(v, w));
	visitor_network(&w, &key, STR("192.0.2.1"));
	assert_false(same(w, id("192.0.2.1", STR(""))));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_sixteen_digits),
		cmocka_unit_test(differs_by_address_and_agent),
		cmocka_unit_test(keeps_the_parts_apart),
		cmocka_unit_test(differs_by_site_and_salt),
		cmocka_unit_test(takes_networks_of_ipv6),
		cmocka_unit_test(lives_with_other_text),
		cmocka_unit_test(looks_at_the_first_512_bytes_of_an_agent),
		cmocka_unit_test(knows_the_network_alone),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
