#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>
#include <sodium.h>

#include "comments/sitekey.h"

#define SITE STR("example.org")

static struct sitekey key;
static struct arena a;

static int
begin(void **state UNUSED)
{
	if (sodium_init() < 0)
		return -1;
	arena_init(&a, 4096);
	sitekey_derive(&key, SITE, STR("secret"), STR_NULL);
	return 0;
}

static int
end(void **state UNUSED)
{
	arena_reset(&a);
	return 0;
}

static void
depends_on_site_and_secret(void **state UNUSED)
{
	struct sitekey other;

	sitekey_derive(&other, SITE, STR("secret"), STR("not used"));
	assert_memory_equal(&key, &other, sizeof(key));
	sitekey_derive(&other, SITE, STR(""), STR("secret"));
	assert_memory_equal(&key, &other, sizeof(key));
	sitekey_derive(&other, STR("example.net"), STR("secret"), STR_NULL);
	assert_memory_not_equal(key.mail, other.mail, SITEKEY_LEN);
	sitekey_derive(&other, SITE, STR("secre"), STR_NULL);
	assert_memory_not_equal(key.mail, other.mail, SITEKEY_LEN);
}

static void
has_a_key_for_each_purpose(void **state UNUSED)
{
	const unsigned char *all[] = { key.mail, key.stamp, key.edit,
		key.author, key.voter, key.avatar, key.ticket, key.proof };

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(all[i], all[j], SITEKEY_LEN);
}

static void
seals_mail_for_who_has_it(void **state UNUSED)
{
	struct str sealed = sitekey_seal(&key, &a, STR("ann@mail.example"));
	struct str again = sitekey_seal(&key, &a, STR("ann@mail.example"));
	struct sitekey other;
	char broken[128];

	assert_int_equal(sealed.len, again.len);
	assert_memory_not_equal(sealed.p, again.p, sealed.len);
	assert_int_equal(sealed.len,
	    16 + crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES);
	assert_true(
	    str_eq(sitekey_open(&key, &a, sealed), STR("ann@mail.example")));
	assert_true(
	    str_eq(sitekey_open(&key, &a, again), STR("ann@mail.example")));
	sitekey_derive(&other, SITE, STR("another"), STR_NULL);
	assert_true(str_is_null(sitekey_open(&other, &a, sealed)));
	for (size_t i = 0; i < sealed.len; i++) {
		memcpy(broken, sealed.p, sealed.len);
		broken[i] ^= 1;
		assert_true(str_is_null(sitekey_open(
		    &key, &a, (struct str){ broken, sealed.len })));
		assert_true(
		    str_is_null(sitekey_open(&key, &a, str_head(sealed, i))));
	}
}

static void
makes_tokens_of_a_nonce(void **state UNUSED)
{
	unsigned char nonce[SITEKEY_NONCE_LEN] = { 1, 2, 3 };
	char one[SITEKEY_TOKEN_LEN], two[SITEKEY_TOKEN_LEN];
	char hash[SITEKEY_HASH_LEN], other[SITEKEY_HASH_LEN];

	sitekey_edit_token(&key, nonce, one);
	sitekey_edit_token(&key, nonce, two);
	assert_memory_equal(one, two, sizeof(one));
	sitekey_token_hash((struct str){ one, sizeof(one) }, hash);
	sitekey_author_token(&key, nonce, two);
	assert_memory_not_equal(one, two, sizeof(one));
	sitekey_token_hash((struct str){ two, sizeof(two) }, other);
	assert_memory_not_equal(hash, other, sizeof(hash));
	nonce[15] = 1;
	sitekey_edit_token(&key, nonce, two);
	assert_memory_not_equal(one, two, sizeof(one));
	for (size_t i = 0; i < sizeof(one); i++)
		assert_non_null(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"
				       "nopqrstuvwxyz0123456789-_",
		    one[i]));
}

static void
knows_authors_by_their_token(void **state UNUSED)
{
	char one[SITEKEY_ID_LEN], two[SITEKEY_ID_LEN], face[SITEKEY_ID_LEN];

	sitekey_author_id(&key, STR("token"), one);
	sitekey_author_id(&key, STR("token"), two);
	assert_memory_equal(one, two, sizeof(one));
	/* The picture, which everybody sees, does not tell the id. */
	sitekey_avatar(&key, (struct str){ one, sizeof(one) }, face);
	assert_memory_not_equal(one, face, sizeof(one));
	sitekey_author_id(&key, STR("Token"), two);
	assert_memory_not_equal(one, two, sizeof(one));
}

static void
tells_nothing_of_voters_between_comments(void **state UNUSED)
{
	struct str net = STR("0123456789abcdef");
	int64_t n = sitekey_voter(&key, 1, net);

	assert_int_equal(n, sitekey_voter(&key, 1, net));
	assert_int_not_equal(n, sitekey_voter(&key, 2, net));
	assert_int_not_equal(
	    n, sitekey_voter(&key, 1, STR("0123456789abcdee")));
	for (int64_t id = 1; id < 1000; id++) {
		n = sitekey_voter(&key, id, net);
		assert_true(n >= 0 && n < (int64_t)1 << 62);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    depends_on_site_and_secret, begin, end),
		cmocka_unit_test_setup_teardown(
		    has_a_key_for_each_purpose, begin, end),
		cmocka_unit_test_setup_teardown(
		    seals_mail_for_who_has_it, begin, end),
		cmocka_unit_test_setup_teardown(
		    makes_tokens_of_a_nonce, begin, end),
		cmocka_unit_test_setup_teardown(
		    knows_authors_by_their_token, begin, end),
		cmocka_unit_test_setup_teardown(
		    tells_nothing_of_voters_between_comments, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
