#include "base/base.h"
#include "fuzz.h"

#include <sodium.h>

#include "base/buf.h"
#include "base/log.h"
#include "http/req.h"

/* What is random has to be the same whenever an input is taken again. */
static uint32_t count;

static const char *
random_name(void)
{
	return "fuzz";
}

static uint32_t
random_number(void)
{
	return count++ * 2654435761u;
}

static void
random_bytes(void *const buf, const size_t size)
{
	unsigned char seed[randombytes_SEEDBYTES] = { 0 };
	uint32_t n = random_number();

	memcpy(seed, &n, sizeof(n));
	randombytes_buf_deterministic(buf, size, seed);
}

static struct randombytes_implementation predictable = {
	.implementation_name = random_name,
	.random = random_number,
	.buf = random_bytes,
};

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	/* There is no test of cmocka's that could fail alone. */
	(void)setenv("CMOCKA_TEST_ABORT", "1", 1);
	(void)randombytes_set_implementation(&predictable);
	if (sodium_init() < 0 || !log_level_set("alarm"))
		abort();
	fuzz_begin();
	return 0;
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static struct arena a;

	count = 0;
	arena_init(&a, REQ_ARENA_CAP);
	fuzz_one(&a, (struct str){ (const char *)data, size });
	arena_reset(&a);
	return 0;
}

struct str
fuzz_text(struct str in)
{
	in.len -= str_ends(in, STR("\n"));
	return in;
}

struct str
fuzz_line(struct str *rest)
{
	struct str line;

	return str_cut(rest, '\n', &line) ? line : STR("");
}

unsigned char
fuzz_byte(struct str *rest)
{
	if (rest->len == 0)
		return 0;
	unsigned char c = (unsigned char)rest->p[0];
	*rest = str_from(*rest, 1);
	return c;
}

const char *
fuzz_string(struct arena *a, const char *head, struct str s)
{
	struct buf b;

	buf_init(&b, a, 0);
	buf_str_put(&b, str_of(head));
	buf_str_put(&b, s);
	buf_char(&b, '\0');
	assert(!b.failed);
	return b.p;
}

bool
fuzz_is_part(struct str whole, struct str part)
{
	return part.len == 0 ||
	       (part.p >= whole.p && part.p + part.len <= whole.p + whole.len);
}

void
fuzz_is_plain(struct str s)
{
	assert(!str_is_null(s));
	for (size_t i = 0; i < s.len; i++)
		assert(s.p[i] > ' ' && s.p[i] < 0x7f &&
		       strchr("\"<>\\", s.p[i]) == NULL);
}
