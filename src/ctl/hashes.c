#include "base/base.h"
#include "ctl/hashes.h"

#define FIRST 1024

void
hashes_release(struct hashes *s)
{
	free(s->at);
	*s = (struct hashes){ .at = NULL };
}

void
hashes_add(struct hashes *s, uint64_t h)
{
	if (s->n == s->size) {
		s->size = s->size == 0 ? FIRST : 2 * s->size;
		s->at = realloc(s->at, s->size * sizeof(*s->at));
		if (s->at == NULL)
			abort();
	}
	s->at[s->n++] = h;
}

static int
compare(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, two = *(const uint64_t *)b;

	return (one > two) - (one < two);
}

void
hashes_sort(struct hashes *s)
{
	size_t n = 0;

	if (s->n > 0)
		qsort(s->at, s->n, sizeof(*s->at), compare);
	for (size_t i = 0; i < s->n; i++)
		if (n == 0 || s->at[n - 1] != s->at[i])
			s->at[n++] = s->at[i];
	s->n = n;
}

void
hashes_format(char out[KEYS_HASH_LEN], uint64_t h)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = KEYS_HASH_LEN; i > 0; i--, h >>= 4)
		out[i - 1] = digits[h & 15];
}
