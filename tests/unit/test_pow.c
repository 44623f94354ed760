/*
 * test_pow.c - challenges, and every way in which a proof is none
 */
#include "base/base.h"
#include "comments/pow.h"

#include <setjmp.h>
#include <cmocka.h>
#include <sodium.h>

#define ARTICLE STR("0123456789abcdef")
#define NETWORK STR("fedcba9876543210")
#define NOW 1795646583
#define MAX 50

static struct sitekey key;
static struct arena a;
static struct pow asked;
static struct pow_challenge made;
static int number;

/* What a client does. */
static int
solve(const struct pow_challenge *c, int from, int to)
{
	char text[POW_SALT_LEN + 12], hex[POW_HASH_LEN + 1];
	unsigned char hash[crypto_hash_sha256_BYTES];

	for (int n = from; n <= to; n++) {
		int len = snprintf(
		    text, sizeof(text), "%.*s%d", POW_SALT_LEN, c->salt, n);
		(void)crypto_hash_sha256(
		    hash, (const unsigned char *)text, (unsigned long long)len);
		(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
		if (memcmp(hex, c->challenge, POW_HASH_LEN) == 0)
			return n;
	}
	return -1;
}

static int
begin(void **state UNUSED)
{
	if (sodium_init() < 0)
		return -1;
	arena_init(&a, 16 << 20);
	sitekey_derive(&key, STR("example.org"), STR("secret"), STR_NULL);
	asked = (struct pow){ .key = &key,
		.article = ARTICLE,
		.network = NETWORK,
		.now = NOW,
		.max = MAX };
	pow_make(&asked, &made);
	number = solve(&made, 1, MAX);
	return 0;
}

static int
end(void **state UNUSED)
{
	arena_reset(&a);
	return 0;
}

static struct str
base64(const char *json)
{
	const int variant = sodium_base64_VARIANT_ORIGINAL;
	size_t len = strlen(json),
	       size = sodium_base64_encoded_len(len, variant);
	char *out = arena_alloc(&a, size);

	assert_non_null(out);
	(void)sodium_bin2base64(
	    out, size, (const unsigned char *)json, len, variant);
	return str_of(out);
}

/* A proof as JSON; NULL for what `c` and the number say. */
static char *
json_of(
    const struct pow_challenge *c, const char *algorithm, const char *numeral)
{
	char *out = arena_alloc(&a, 512);
	char decimal[12];

	assert_non_null(out);
	(void)snprintf(decimal, sizeof(decimal), "%d", number);
	(void)snprintf(out, 512,
	    "{\"algorithm\":%s,\"challenge\":\"%.*s\",\"number\":%s,"
	    "\"salt\":\"%.*s\",\"signature\":\"%.*s\"}",
	    algorithm != NULL ? algorithm : "\"SHA-256\"", POW_HASH_LEN,
	    c->challenge, numeral != NULL ? numeral : decimal, POW_SALT_LEN,
	    c->salt, POW_HASH_LEN, c->signature);
	return out;
}

static const char *
check_text(const struct pow *p, struct str text)
{
	struct pow_used used;

	return pow_check(p, &a, text, &used);
}

static const char *
check(const char *json)
{
	return check_text(&asked, base64(json));
}

static void
makes_what_can_be_solved(void **state UNUSED)
{
	struct pow_used used;
	struct pow_challenge other;
	struct str proof = base64(json_of(&made, NULL, NULL));

	assert_in_range(number, 1, MAX);
	assert_null(pow_check(&asked, &a, proof, &used));
	assert_memory_equal(used.id, made.challenge, POW_ID_LEN);
	assert_int_equal(used.for_s, POW_MAX_S);
	pow_make(&asked, &other);
	assert_memory_not_equal(made.salt, other.salt, 24);
	assert_memory_not_equal(made.challenge, other.challenge, POW_HASH_LEN);
}

static void
has_the_wire_form(void **state UNUSED)
{
	char salt[POW_SALT_LEN + 1] = "";
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	char hex[POW_HASH_LEN + 1];

	memcpy(salt, made.salt, POW_SALT_LEN);
	assert_int_equal(strspn(salt, "0123456789abcdef"), 24);
	assert_true(
	    str_starts(str_of(salt + 24), STR("?expires=1795647183&for=")));
	assert_int_equal(strspn(salt + 48, "0123456789abcdef"), 16);
	assert_string_equal(salt + 64, "&");
	(void)crypto_auth_hmacsha256(mac, (const unsigned char *)made.challenge,
	    POW_HASH_LEN, key.proof);
	(void)sodium_bin2hex(hex, sizeof(hex), mac, sizeof(mac));
	assert_memory_equal(hex, made.signature, POW_HASH_LEN);
}

static void
takes_all_numbers_from_1(void **state UNUSED)
{
	bool seen[4] = { false };

	asked.max = 3;
	for (int i = 0; i < 200; i++) {
		pow_make(&asked, &made);
		number = solve(&made, 0, 4);
		assert_in_range(number, 1, 3);
		seen[number] = true;
		assert_null(check(json_of(&made, NULL, NULL)));
	}
	assert_true(seen[1] && seen[2] && seen[3]);
	asked.max = 1;
	pow_make(&asked, &made);
	assert_int_equal(solve(&made, 0, 4), 1);
}

static void
is_good_for_ten_minutes(void **state UNUSED)
{
	const char *json = json_of(&made, NULL, NULL);
	struct pow_used used;

	asked.now = NOW + POW_MAX_S - 1;
	assert_null(pow_check(&asked, &a, base64(json), &used));
	assert_int_equal(used.for_s, 1);
	asked.now++;
	assert_string_equal(check(json), "came too late");
}

static void
is_of_one_site_article_and_network(void **state UNUSED)
{
	const char *json = json_of(&made, NULL, NULL);
	const char *place = "is for another article or network";
	struct sitekey other;

	asked.article = STR("0123456789abcdee");
	assert_string_equal(check(json), place);
	asked.article = ARTICLE;
	asked.network = STR("fedcba9876543211");
	assert_string_equal(check(json), place);
	asked.network = NETWORK;
	assert_null(check(json));
	asked.key = &other;
	sitekey_derive(&other, STR("example.net"), STR("secret"), STR_NULL);
	assert_non_null(check(json));
	sitekey_derive(&other, STR("example.org"), STR("Secret"), STR_NULL);
	assert_non_null(check(json));
}

static void
takes_one_number_in_one_form(void **state UNUSED)
{
	static const char *forms[] = { "0%d", "+%d", "-%d", "%d.0", "%de0",
		"\"%d\"", "[%d]", "%d0", "1%d", "0x%d", " %d 1", "%d,", "-0",
		"0", "-1", "true", "null", "{}", "51", "9223372036854775808",
		"1e400" };
	char numeral[32];

	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		(void)snprintf(numeral, sizeof(numeral), "%s", forms[i]);
		char *d = strstr(numeral, "%d");
		if (d != NULL) {
			char rest[16];

			(void)snprintf(rest, sizeof(rest), "%s", d + 2);
			(void)snprintf(d,
			    sizeof(numeral) - (size_t)(d - numeral), "%d%s",
			    number, rest);
		}
		if (check(json_of(&made, NULL, numeral)) == NULL)
			fail_msg("taken: %s", numeral);
	}
	for (int n = 1; n <= MAX; n++) {
		(void)snprintf(numeral, sizeof(numeral), "%d", n);
		assert_true((check(json_of(&made, NULL, numeral)) == NULL) ==
			    (n == number));
	}
	asked.max = (uint32_t)number - 1;
	assert_non_null(check(json_of(&made, NULL, NULL)));
}

static void
takes_one_algorithm(void **state UNUSED)
{
	static const char *others[] = { "\"SHA-512\"", "\"SHA-1\"",
		"\"sha-256\"", "\"SHA256\"", "\"SHA-256 \"", "\"\"", "null",
		"256" };

	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		assert_string_equal(check(json_of(&made, others[i], NULL)),
		    "is no proof of work");
}

/* Whatever a byte of it becomes, in whichever member. */
static void
is_itself_to_the_last_byte(void **state UNUSED)
{
	struct pow_challenge c;
	char *bytes = (char *)&c;

	for (size_t i = 0; i < sizeof(c); i++)
		for (const char *to = "0Af&g?="; *to != '\0'; to++) {
			c = made;
			if (bytes[i] == *to)
				continue;
			bytes[i] = *to;
			assert_non_null(check(json_of(&c, NULL, NULL)));
		}
}

/* Signed here, but with a salt that pow_make() does not make. */
static void
signed_with(const char *salt)
{
	struct pow_challenge c;
	char text[POW_SALT_LEN + 12], hex[POW_HASH_LEN + 1];
	unsigned char hash[32];

	assert_int_equal(strlen(salt), POW_SALT_LEN);
	memcpy(c.salt, salt, POW_SALT_LEN);
	int len = snprintf(text, sizeof(text), "%s%d", salt, number);
	(void)crypto_hash_sha256(
	    hash, (const unsigned char *)text, (unsigned long long)len);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	memcpy(c.challenge, hex, POW_HASH_LEN);
	(void)crypto_auth_hmacsha256(
	    hash, (const unsigned char *)c.challenge, POW_HASH_LEN, key.proof);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	memcpy(c.signature, hex, POW_HASH_LEN);
	assert_non_null(check(json_of(&c, NULL, NULL)));
}

static void
takes_one_form_of_salt(void **state UNUSED)
{
	char salt[POW_SALT_LEN + 1];

	for (size_t i = 24; i < POW_SALT_LEN; i++) {
		memcpy(salt, made.salt, POW_SALT_LEN);
		salt[POW_SALT_LEN] = '\0';
		/* Of the seconds, a digit less is what makes it late. */
		salt[i] = i >= 33 && i < 43 ? '-' : '+';
		signed_with(salt);
	}
}

static void
refuses_what_is_no_proof(void **state UNUSED)
{
	static const char *texts[] = { "", "null", "[]", "\"\"", "1", "{", "{}",
		"{}{}", "{\"algorithm\":\"SHA-256\"}" };
	char *json = json_of(&made, NULL, NULL);
	struct str good = base64(json);

	assert_string_equal(check_text(&asked, STR("")), "is missing");
	for (size_t i = 1; i < ARRAY_LEN(texts); i++)
		assert_string_equal(check(texts[i]), "is no proof of work");
	for (size_t n = 1; n < good.len; n++)
		assert_non_null(check_text(&asked, str_head(good, n)));
	assert_non_null(check_text(&asked, str_of(json)));
	assert_non_null(check_text(&asked, STR("====")));
	assert_non_null(check_text(&asked, STR("e3\n0=")));
	/* A member that is missing, of another type or length, or there twice. */
	static const char *names[] = { "algorithm", "challenge", "number",
		"salt", "signature" };
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *name = strstr(json, names[i]);
		char kept = name[0];

		name[0] = 'x';
		assert_string_equal(check(json), "is no proof of work");
		name[0] = kept;
	}
	char *end_ = strrchr(json, '}');
	memcpy(end_, ",\"salt\":\"\"}", 12);
	assert_non_null(check(json));
	memcpy(end_, ",\"took\":17}", 12);
	assert_null(check(json));
}

static void
bounds_what_it_reads(void **state UNUSED)
{
	static char text[POW_PROOF_MAX + 5];

	memset(text, 'W', sizeof(text) - 1); /* [[[[ */
	assert_non_null(check_text(&asked, str_of(text)));
	assert_non_null(check_text(&asked, (struct str){ text, 1024 }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    makes_what_can_be_solved, begin, end),
		cmocka_unit_test_setup_teardown(has_the_wire_form, begin, end),
		cmocka_unit_test_setup_teardown(
		    takes_all_numbers_from_1, begin, end),
		cmocka_unit_test_setup_teardown(
		    is_good_for_ten_minutes, begin, end),
		cmocka_unit_test_setup_teardown(
		    is_of_one_site_article_and_network, begin, end),
		cmocka_unit_test_setup_teardown(
		    takes_one_number_in_one_form, begin, end),
		cmocka_unit_test_setup_teardown(
		    takes_one_algorithm, begin, end),
		cmocka_unit_test_setup_teardown(
		    is_itself_to_the_last_byte, begin, end),
		cmocka_unit_test_setup_teardown(
		    takes_one_form_of_salt, begin, end),
		cmocka_unit_test_setup_teardown(
		    refuses_what_is_no_proof, begin, end),
		cmocka_unit_test_setup_teardown(
		    bounds_what_it_reads, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
