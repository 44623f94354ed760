/*
 * seen.c - open addressing; the numbers are hashes already
 */
#include "base/base.h"
#include "ctl/seen.h"

#define FIRST 1024

void
seen_release(struct seen *s)
{
	free(s->at);
	*s = (struct seen){ .at = NULL };
}

static uint64_t *
place(const struct seen *s, uint64_t h)
{
	size_t i = (size_t)h & (s->size - 1);

	while (s->at[i] != 0 && s->at[i] != h)
		i = (i + 1) & (s->size - 1);
	return &s->at[i];
}

static void
grow(struct seen *s)
{
	struct seen larger = { .size = s->size == 0 ? FIRST : 2 * s->size,
		.n = s->n,
		.zero = s->zero };

	larger.at = calloc(larger.size, sizeof(*larger.at));
	if (larger.at == NULL)
		abort();
	for (size_t i = 0; i < s->size; i++)
		if (s->at[i] != 0)
			*place(&larger, s->at[i]) = s->at[i];
	free(s->at);
	*s = larger;
}

bool
seen_has(const struct seen *s, uint64_t h)
{
	if (h == 0 || s->size == 0)
		return h == 0 && s->zero;
	return *place(s, h) == h;
}

bool
seen_add(struct seen *s, uint64_t h)
{
	if (h == 0) {
		bool fresh = !s->zero;

		s->zero = true;
		return fresh;
	}
	if (2 * (s->n + 1) > s->size)
		grow(s);
	uint64_t *p = place(s, h);
	if (*p == h)
		return false;
	*p = h;
	s->n++;
	return true;
}
