/*
 * test_ticket.c - signed links: what is taken as one, and what is not
 */
#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>
#include <sodium.h>

#include "moderation/ticket.h"

#define SITE STR("example.org")
#define NOW 1795646583
#define HOUR 3600

/* Where bytes of a token stand, as ticket.h has it. */
enum {
	ACTION = 1,
	COMMENT_END = 9,
	UNTIL_END = 17,
	KEY_ID = 30,
	RECIPIENT = 66,
	BYTES_MAX = 200
};

static struct sitekey key;
static struct arena a;
static struct ticket made, read;
static struct str token;

static int
begin(void **state UNUSED)
{
	if (sodium_init() < 0)
		return -1;
	arena_init(&a, 1 << 20);
	sitekey_derive(&key, SITE, STR("secret"), STR_NULL);
	made = (struct ticket){ .action = TICKET_APPROVE,
		.site = SITE,
		.id = 12,
		.recipient = STR("Anna"),
		.until = NOW + HOUR };
	token = ticket_make(&key, &a, &made);
	return str_is_null(token) ? -1 : 0;
}

static int
end(void **state UNUSED)
{
	arena_reset(&a);
	return 0;
}

static enum ticket_verdict
check(struct str text)
{
	return ticket_read(&key, &a, SITE, text, NOW, &read);
}

static size_t
decode(struct str text, unsigned char bytes[BYTES_MAX])
{
	size_t len;

	assert_int_equal(
	    sodium_base642bin(bytes, BYTES_MAX, text.p, text.len, NULL, &len,
		NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING),
	    0);
	return len;
}

static struct str
encode(const unsigned char *bytes, size_t len)
{
	char *text = arena_alloc(&a, 2 * BYTES_MAX);

	assert_non_null(text);
	(void)sodium_bin2base64(text, 2 * BYTES_MAX, bytes, len,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_of(text);
}

static void
says_what_it_was_made_for(void **state UNUSED)
{
	static const char *const words[] = { "approve", "spam", "delete" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		enum ticket_action action = ticket_action(str_of(words[i]));

		assert_string_equal(ticket_word(action), words[i]);
		made.action = action;
		made.recipient = i == 0 ? STR("") : made.recipient;
		assert_int_equal(
		    check(ticket_make(&key, &a, &made)), TICKET_OK);
		assert_int_equal(read.action, action);
		assert_true(str_eq(read.site, SITE));
		assert_int_equal(read.id, 12);
		assert_true(str_eq(read.recipient, made.recipient));
		assert_int_equal(read.until, NOW + HOUR);
	}
	assert_int_equal(ticket_action(STR("publish")), TICKET_NONE);
	assert_int_equal(ticket_action(STR("")), TICKET_NONE);
}

static void
fits_where_it_is_said_to(void **state UNUSED)
{
	char longest[TICKET_RECIPIENT_MAX];

	memset(longest, 'x', sizeof(longest));
	made.recipient = (struct str){ longest, sizeof(longest) };
	token = ticket_make(&key, &a, &made);
	assert_int_equal(token.len, TICKET_LEN_MAX);
	assert_int_equal(check(token), TICKET_OK);
	assert_true(str_eq(read.recipient, made.recipient));
}

static void
ends(void **state UNUSED)
{
	assert_int_equal(
	    ticket_read(&key, &a, SITE, token, NOW + HOUR - 1, &read),
	    TICKET_OK);
	assert_int_equal(ticket_read(&key, &a, SITE, token, NOW + HOUR, &read),
	    TICKET_EXPIRED);
}

static void
has_a_nonce_of_its_own(void **state UNUSED)
{
	unsigned char first[TICKET_NONCE_BYTES];

	assert_int_equal(check(token), TICKET_OK);
	memcpy(first, read.nonce, sizeof(first));
	assert_int_equal(check(token), TICKET_OK);
	assert_memory_equal(first, read.nonce, sizeof(first));
	assert_int_equal(check(ticket_make(&key, &a, &made)), TICKET_OK);
	assert_memory_not_equal(first, read.nonce, sizeof(first));
}

static void
is_itself_to_the_last_bit(void **state UNUSED)
{
	unsigned char bytes[BYTES_MAX];
	size_t len = decode(token, bytes);

	for (size_t i = 0; i < len; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			bytes[i] ^= (unsigned char)(1u << bit);
			assert_int_not_equal(
			    check(encode(bytes, len)), TICKET_OK);
			bytes[i] ^= (unsigned char)(1u << bit);
		}
	assert_int_equal(check(encode(bytes, len)), TICKET_OK);
	/* Digits whose last bits stand for nothing have to be as they were. */
	for (size_t i = 0; i < token.len; i++) {
		char text[2 * BYTES_MAX];

		memcpy(text, token.p, token.len);
		text[i] = text[i] == 'A' ? 'B' : 'A';
		assert_int_not_equal(
		    check((struct str){ text, token.len }), TICKET_OK);
	}
}

static void
tells_a_field_that_was_changed(void **state UNUSED)
{
	static const struct {
		size_t at;
		unsigned char with;
	} edits[] = {
		{ ACTION, TICKET_APPROVE ^ TICKET_DELETE },
		{ COMMENT_END, 12 ^ 13 },
		{ UNTIL_END, 0x80 },
		{ RECIPIENT, 'A' ^ 'B' },
	};
	unsigned char bytes[BYTES_MAX];
	size_t len = decode(token, bytes);

	for (size_t i = 0; i < ARRAY_LEN(edits); i++) {
		bytes[edits[i].at] ^= edits[i].with;
		assert_int_equal(check(encode(bytes, len)), TICKET_FORGED);
		bytes[edits[i].at] ^= edits[i].with;
	}
}

/* The fields of variable length are the site's name and the recipient. */
static void
lets_nothing_move_between_fields(void **state UNUSED)
{
	unsigned char bytes[BYTES_MAX];
	size_t len;

	made.site = STR("example.org1");
	made.recipient = STR("2");
	len = decode(ticket_make(&key, &a, &made), bytes);
	assert_int_equal(
	    ticket_read(&key, &a, made.site, encode(bytes, len), NOW, &read),
	    TICKET_OK);
	/* The digit from the end of the site's name. */
	bytes[RECIPIENT] = '1';
	bytes[RECIPIENT + 1] = '2';
	assert_int_equal(check(encode(bytes, len + 1)), TICKET_FORGED);

	made.site = SITE;
	made.recipient = STR("12");
	len = decode(ticket_make(&key, &a, &made), bytes);
	assert_int_equal(check(encode(bytes, len)), TICKET_OK);
	/* From the recipient to the comment, and away. */
	bytes[COMMENT_END] = 121;
	bytes[RECIPIENT] = '2';
	assert_int_equal(check(encode(bytes, len - 1)), TICKET_FORGED);
}

static void
is_whole(void **state UNUSED)
{
	char more[2 * BYTES_MAX];

	for (size_t len = 0; len < token.len; len++)
		assert_int_not_equal(check(str_head(token, len)), TICKET_OK);
	memset(more, 'A', sizeof(more));
	memcpy(more, token.p, token.len);
	for (size_t len = token.len + 1; len < sizeof(more); len++)
		assert_int_not_equal(
		    check((struct str){ more, len }), TICKET_OK);
	assert_int_equal(check(STR("not a token")), TICKET_MALFORMED);
	assert_int_equal(check(STR("")), TICKET_MALFORMED);
}

static void
is_of_one_site_and_key(void **state UNUSED)
{
	struct sitekey other;

	assert_int_equal(
	    ticket_read(&key, &a, STR("example.net"), token, NOW, &read),
	    TICKET_FORGED);
	sitekey_derive(&other, STR("example.net"), STR("secret"), STR_NULL);
	assert_int_equal(
	    ticket_read(&other, &a, STR("example.net"), token, NOW, &read),
	    TICKET_OTHER_KEY);
	/* After the secret was changed, it is not called a forgery. */
	sitekey_derive(&other, SITE, STR("Secret"), STR_NULL);
	assert_int_equal(
	    ticket_read(&other, &a, SITE, token, NOW, &read), TICKET_OTHER_KEY);
}

/* Who knows the id of the key, which is no secret, has not got the key. */
static void
needs_more_than_the_id_of_the_key(void **state UNUSED)
{
	unsigned char bytes[BYTES_MAX], theirs[BYTES_MAX];
	struct sitekey other;
	size_t len = decode(token, bytes);

	sitekey_derive(&other, SITE, STR("guess"), STR_NULL);
	assert_int_equal(decode(ticket_make(&other, &a, &made), theirs), len);
	memcpy(theirs + KEY_ID, bytes + KEY_ID, 4);
	assert_int_equal(check(encode(theirs, len)), TICKET_FORGED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    says_what_it_was_made_for, begin, end),
		cmocka_unit_test_setup_teardown(
		    fits_where_it_is_said_to, begin, end),
		cmocka_unit_test_setup_teardown(ends, begin, end),
		cmocka_unit_test_setup_teardown(
		    has_a_nonce_of_its_own, begin, end),
		cmocka_unit_test_setup_teardown(
		    is_itself_to_the_last_bit, begin, end),
		cmocka_unit_test_setup_teardown(
		    tells_a_field_that_was_changed, begin, end),
		cmocka_unit_test_setup_teardown(
		    lets_nothing_move_between_fields, begin, end),
		cmocka_unit_test_setup_teardown(is_whole, begin, end),
		cmocka_unit_test_setup_teardown(
		    is_of_one_site_and_key, begin, end),
		cmocka_unit_test_setup_teardown(
		    needs_more_than_the_id_of_the_key, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
