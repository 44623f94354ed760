/*
 * test_record.c - the look ahead over records: the same verdict however the
 * bytes arrive, and never a byte beyond them
 */
#include "base/base.h"
#include "http/record.h"

#include <setjmp.h>
#include <cmocka.h>

#define STREAM_MAX 262144

static unsigned char stream[STREAM_MAX];
static size_t len;

/* The numbers are the same each time: a failure can be looked at again. */
static uint32_t seed;

static uint32_t
draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

/* --- building streams --- */

static void
put(const void *p, size_t n)
{
	assert_true(len + n <= sizeof(stream));
	memcpy(stream + len, p, n);
	len += n;
}

static void
put_record(unsigned type, uint16_t id, const void *p, size_t n, size_t padding)
{
	unsigned char head[RECORD_HEAD] = { 1, (unsigned char)type,
		(unsigned char)(id >> 8), (unsigned char)(id & 0xff),
		(unsigned char)(n >> 8), (unsigned char)(n & 0xff),
		(unsigned char)padding, 0 };
	static const unsigned char zeros[255];

	put(head, sizeof(head));
	put(p, n);
	put(zeros, padding);
}

static void
put_begin(uint16_t id, unsigned role, unsigned flags)
{
	unsigned char body[8] = { (unsigned char)(role >> 8),
		(unsigned char)(role & 0xff), (unsigned char)flags };

	put_record(RECORD_BEGIN_REQUEST, id, body, sizeof(body), 0);
}

/* A stream's records of `step` bytes each, and the empty one. */
static void
put_stream(unsigned type, uint16_t id, const void *p, size_t n, size_t step,
    size_t padding)
{
	for (size_t at = 0; at < n; at += step)
		put_record(type, id, (const char *)p + at,
		    n - at < step ? n - at : step, padding);
	put_record(type, id, "", 0, 0);
}

/* Pairs with lengths of one byte and of four, empty ones among them. */
static const char pairs[] = "\x0e\x04"
			    "REQUEST_METHODPOST"
			    "\x00\x00"
			    "\x03\x00"
			    "DNT"
			    "\x80\x00\x00\x01\x80\x00\x00\x02"
			    "Xyz"
			    "\x01\x80\x00\x00\x00"
			    "N";
#define PAIRS_LEN (sizeof(pairs) - 1)

static void
put_request(size_t step, size_t padding, size_t body_len)
{
	static char body[65536];

	len = 0;
	put_begin(7, 1, 1);
	put_stream(RECORD_PARAMS, 7, pairs, PAIRS_LEN, step, padding);
	put_stream(RECORD_STDIN, 7, body, body_len, step, padding);
}

/* --- walking them --- */

/*
 * Feeds the stream in pieces, each a block of its own so that the sanitizer
 * sees a byte too many.  Sets *used to all that belongs to the request.
 */
static enum record_seen
feed(struct record_walk *w, size_t (*step)(size_t left), size_t *used)
{
	enum record_seen seen = RECORD_MORE;

	record_walk_init(w);
	*used = 0;
	for (size_t at = 0; at < len && seen == RECORD_MORE;) {
		size_t n = step(len - at), took = 0;
		unsigned char *piece = malloc(n);

		assert_non_null(piece);
		memcpy(piece, stream + at, n);
		seen = record_walk(w, piece, n, &took);
		free(piece);
		assert_true(took <= n);
		if (seen == RECORD_MORE)
			assert_int_equal(took, n);
		at += took;
		*used = at;
	}
	return seen;
}

static size_t
all_at_once(size_t left)
{
	return left;
}

static size_t
one_byte(size_t left UNUSED)
{
	return 1;
}

static size_t
some(size_t left)
{
	size_t n = 1 + draw(40);

	return n < left ? n : left;
}

static size_t first_piece;

static size_t
two_pieces(size_t left)
{
	if (left == len)
		return first_piece;
	return left;
}

static enum record_seen
verdict(void)
{
	struct record_walk w;
	size_t used;

	return feed(&w, all_at_once, &used);
}

static void
comes_to(enum record_seen wanted, size_t wanted_used)
{
	static size_t (*const ways[])(
	    size_t) = { all_at_once, one_byte, some, some, some };
	struct record_walk w;
	size_t used;

	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		assert_int_equal(feed(&w, ways[i], &used), wanted);
		if (wanted == RECORD_WHOLE)
			assert_int_equal(used, wanted_used);
	}
}

/* --- tests --- */

static void
sees_a_whole_request(void **state UNUSED)
{
	static const size_t steps[] = { 1, 2, 3, 5, 8, 65535 };
	static const size_t paddings[] = { 0, 1, 7, 255 };
	static const size_t bodies[] = { 0, 1, 300 };

	for (size_t s = 0; s < ARRAY_LEN(steps); s++)
		for (size_t p = 0; p < ARRAY_LEN(paddings); p++)
			for (size_t b = 0; b < ARRAY_LEN(bodies); b++) {
				put_request(steps[s], paddings[p], bodies[b]);
				comes_to(RECORD_WHOLE, len);
			}
	put_request(65535, 0, 65536);
	comes_to(RECORD_WHOLE, len);
}

static void
counts_the_body(void **state UNUSED)
{
	struct record_walk w;
	size_t used;

	put_request(100, 9, 1234);
	assert_int_equal(feed(&w, some, &used), RECORD_WHOLE);
	assert_int_equal(w.body_len, 1234);
	assert_int_equal(w.id, 7);
}

static void
splits_anywhere(void **state UNUSED)
{
	struct record_walk w;
	size_t used;

	put_request(5, 3, 20);
	for (first_piece = 1; first_piece < len; first_piece++) {
		assert_int_equal(feed(&w, two_pieces, &used), RECORD_WHOLE);
		assert_int_equal(used, len);
	}
}

static void
wants_more_of_every_part(void **state UNUSED)
{
	put_request(6, 2, 20);
	for (size_t whole = len--; len > 0; len--) {
		assert_int_equal(verdict(), RECORD_MORE);
		assert_true(len < whole);
	}
}

static void
stops_at_the_end(void **state UNUSED)
{
	put_request(65535, 0, 10);
	size_t end = len;
	put("more", 4);
	comes_to(RECORD_WHOLE, end);
}

static void
takes_any_flags(void **state UNUSED)
{
	for (unsigned flags = 0; flags < 256; flags++) {
		len = 0;
		put_begin(1, 1, flags);
		put_stream(RECORD_PARAMS, 1, "", 0, 1, 0);
		put_stream(RECORD_STDIN, 1, "", 0, 1, 0);
		assert_int_equal(verdict(), RECORD_WHOLE);
	}
}

static void
knows_only_responders(void **state UNUSED)
{
	for (unsigned role = 0; role < 1024; role++) {
		len = 0;
		put_begin(1, role, 1);
		assert_int_equal(
		    verdict(), role == 1 ? RECORD_MORE : RECORD_BROKEN);
		comes_to(role == 1 ? RECORD_MORE : RECORD_BROKEN, 0);
	}
}

/* Of all types of records only one may come at each place. */
static void
keeps_the_order(void **state UNUSED)
{
	for (unsigned type = 0; type < 256; type++) {
		len = 0;
		put_record(type, 1, "\0\1\0\0\0\0\0\0", 8, 0);
		comes_to(
		    type == RECORD_BEGIN_REQUEST ? RECORD_MORE : RECORD_BROKEN,
		    0);
		len = 0;
		put_begin(1, 1, 0);
		put_record(type, 1, "\0\0", 2, 0);
		comes_to(
		    type == RECORD_PARAMS ? RECORD_MORE : RECORD_BROKEN, 0);
		len = 0;
		put_begin(1, 1, 0);
		put_record(RECORD_PARAMS, 1, "", 0, 0);
		put_record(type, 1, "x", 1, 0);
		comes_to(type == RECORD_STDIN ? RECORD_MORE : RECORD_BROKEN, 0);
	}
}

static void
wants_one_request_id(void **state UNUSED)
{
	len = 0;
	put_begin(0, 1, 0);
	comes_to(RECORD_BROKEN, 0);
	len = 0;
	put_begin(0x0102, 1, 0);
	put_record(RECORD_PARAMS, 0x0103, "", 0, 0);
	comes_to(RECORD_BROKEN, 0);
	len = 0;
	put_begin(0x0102, 1, 0);
	put_record(RECORD_PARAMS, 0x0202, "", 0, 0);
	comes_to(RECORD_BROKEN, 0);
	len = 0;
	put_begin(65535, 1, 0);
	put_record(RECORD_PARAMS, 65535, "", 0, 0);
	put_record(RECORD_STDIN, 1, "", 0, 0);
	comes_to(RECORD_BROKEN, 0);
}

static void
wants_version_one(void **state UNUSED)
{
	for (unsigned version = 0; version < 256; version++) {
		put_request(65535, 0, 0);
		stream[0] = (unsigned char)version;
		comes_to(version == 1 ? RECORD_WHOLE : RECORD_BROKEN, len);
	}
}

static void
wants_eight_bytes_to_begin(void **state UNUSED)
{
	for (size_t n = 0; n < 16; n++) {
		len = 0;
		put_record(RECORD_BEGIN_REQUEST, 1,
		    "\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0", n, 0);
		comes_to(n == 8 ? RECORD_MORE : RECORD_BROKEN, 0);
	}
}

/* libfcgi would take that padding for a record. */
static void
refuses_padding_without_content(void **state UNUSED)
{
	static const unsigned char body[8] = { 0, 1 };

	len = 0;
	put_record(RECORD_BEGIN_REQUEST, 1, body, sizeof(body), 1);
	comes_to(RECORD_BROKEN, 0);
	len = 0;
	put_begin(1, 1, 0);
	put_record(RECORD_PARAMS, 1, "", 0, 8);
	comes_to(RECORD_BROKEN, 0);
	len = 0;
	put_begin(1, 1, 0);
	put_record(RECORD_PARAMS, 1, "", 0, 0);
	put_record(RECORD_STDIN, 1, "", 0, 255);
	comes_to(RECORD_BROKEN, 0);
}

static void
put_size(char *out, size_t *n, uint32_t size, bool wide)
{
	if (!wide) {
		out[(*n)++] = (char)size;
		return;
	}
	out[(*n)++] = (char)(0x80 | size >> 24);
	out[(*n)++] = (char)(size >> 16 & 0xff);
	out[(*n)++] = (char)(size >> 8 & 0xff);
	out[(*n)++] = (char)(size & 0xff);
}

/* PARAMS so far: the two lengths and then `rest` bytes. */
static void
put_lengths(uint32_t name, uint32_t value, size_t rest, size_t step)
{
	static char content[60000];
	size_t n = 0;

	put_size(content, &n, name, name > 127);
	put_size(content, &n, value, value > 127);
	n += rest;
	len = 0;
	put_begin(1, 1, 0);
	for (size_t at = 0; at < n; at += step)
		put_record(RECORD_PARAMS, 1, content + at,
		    n - at < step ? n - at : step, 0);
}

static enum record_seen
lengths(uint32_t name, uint32_t value, size_t rest, size_t step)
{
	put_lengths(name, value, rest, step);
	put_record(RECORD_PARAMS, 1, "", 0, 0);
	put_record(RECORD_STDIN, 1, "", 0, 0);
	return verdict();
}

/* As soon as they are there: what they promise is not waited for. */
static void
refuses_absurd_lengths(void **state UNUSED)
{
	static const uint32_t absurd[] = { 0x7fffffff, 0x7ffffffe, 0x40000000,
		1 << 24, 1 << 20 };

	for (size_t i = 0; i < ARRAY_LEN(absurd); i++)
		for (size_t step = 1; step < 10; step++) {
			put_lengths(absurd[i], 0, 9, step);
			comes_to(RECORD_BROKEN, 0);
			put_lengths(0, absurd[i], 9, step);
			comes_to(RECORD_BROKEN, 0);
			put_lengths(absurd[i], absurd[i], 9, step);
			comes_to(RECORD_BROKEN, 0);
		}
}

static void
believes_lengths_that_fit(void **state UNUSED)
{
	assert_int_equal(lengths(127, 128, 255, 7), RECORD_WHOLE);
	assert_int_equal(lengths(128, 127, 255, 7), RECORD_WHOLE);
	assert_int_equal(lengths(300, 50000, 50300, 65535), RECORD_WHOLE);
	/* One byte more or less than there is. */
	assert_int_equal(lengths(127, 128, 254, 7), RECORD_BROKEN);
	assert_int_equal(lengths(127, 128, 256, 7), RECORD_BROKEN);
}

static void
refuses_params_that_end_too_soon(void **state UNUSED)
{
	for (size_t n = 1; n < PAIRS_LEN; n++) {
		/* Where a pair ends, PARAMS may. */
		bool may = n == 20 || n == 22 || n == 27 || n == 38;

		len = 0;
		put_begin(1, 1, 0);
		put_stream(RECORD_PARAMS, 1, pairs, n, 4, 0);
		put_stream(RECORD_STDIN, 1, "", 0, 1, 0);
		comes_to(may ? RECORD_WHOLE : RECORD_BROKEN, len);
	}
}

/*
 * Whatever comes: the verdict does not depend on how it came, and a request is
 * whole only with the empty STDIN at its end.
 */
static void
agrees_on_anything(void **state UNUSED)
{
	static const unsigned char end[RECORD_HEAD] = { 1, RECORD_STDIN };
	unsigned whole = 0;

	for (unsigned i = 0; i < 10000; i++) {
		struct record_walk w, other;
		size_t used, other_used;

		put_request(1 + draw(9), draw(4), draw(30));
		for (uint32_t n = draw(4); n > 0; n--)
			stream[draw((uint32_t)len)] =
			    (unsigned char)draw(draw(2) ? 256 : 9);
		if (draw(8) == 0)
			for (size_t k = 0; k < len; k++)
				stream[k] = (unsigned char)draw(256);
		len -= draw(3) == 0 ? draw((uint32_t)len) : 0;

		enum record_seen seen = feed(&w, all_at_once, &used);
		assert_int_equal(feed(&other, some, &other_used), seen);
		assert_int_equal(feed(&other, one_byte, &other_used), seen);
		if (seen != RECORD_WHOLE)
			continue;
		whole++;
		assert_int_equal(used, other_used);
		assert_int_equal(w.body_len, other.body_len);
		assert_true(used >= 3 * RECORD_HEAD + 8 && used <= len);
		const unsigned char *last = stream + used - RECORD_HEAD;
		assert_memory_equal(last, end, 2);
		assert_int_equal(last[2] << 8 | last[3], w.id);
		assert_memory_equal(last + 4, "\0\0\0", 3);
	}
	assert_true(whole > 500);
}

static void
writes_heads(void **state UNUSED)
{
	unsigned char head[RECORD_HEAD];

	record_head(head, RECORD_STDOUT, 0x0102, 0xfffe);
	assert_memory_equal(head, "\x01\x06\x01\x02\xff\xfe\0\0", 8);
	record_head(head, RECORD_END_REQUEST, 65535, 0);
	assert_memory_equal(head, "\x01\x03\xff\xff\0\0\0\0", 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sees_a_whole_request),
		cmocka_unit_test(counts_the_body),
		cmocka_unit_test(splits_anywhere),
		cmocka_unit_test(wants_more_of_every_part),
		cmocka_unit_test(stops_at_the_end),
		cmocka_unit_test(takes_any_flags),
		cmocka_unit_test(knows_only_responders),
		cmocka_unit_test(keeps_the_order),
		cmocka_unit_test(wants_one_request_id),
		cmocka_unit_test(wants_version_one),
		cmocka_unit_test(wants_eight_bytes_to_begin),
		cmocka_unit_test(refuses_padding_without_content),
		cmocka_unit_test(refuses_absurd_lengths),
		cmocka_unit_test(believes_lengths_that_fit),
		cmocka_unit_test(refuses_params_that_end_too_soon),
		cmocka_unit_test(agrees_on_anything),
		cmocka_unit_test(writes_heads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
