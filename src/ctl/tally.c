/*
 * tally.c - open addressing; the numbers are hashes already
 */
#include "base/base.h"
#include "ctl/tally.h"

#define FIRST 1024

/* Empty while n is 0: nothing is counted down. */
struct tally_place {
	uint64_t h;
	int64_t n;
};

void
tally_release(struct tally *t)
{
	free(t->at);
	*t = (struct tally){ .at = NULL };
}

static struct tally_place *
place(const struct tally *t, uint64_t h)
{
	size_t i = (size_t)h & (t->size - 1);

	while (t->at[i].n > 0 && t->at[i].h != h)
		i = (i + 1) & (t->size - 1);
	return &t->at[i];
}

static void
grow(struct tally *t)
{
	struct tally larger = { .size = t->size == 0 ? FIRST : 2 * t->size,
		.n = t->n,
		.sum = t->sum };

	larger.at = calloc(larger.size, sizeof(*larger.at));
	if (larger.at == NULL)
		abort();
	for (size_t i = 0; i < t->size; i++)
		if (t->at[i].n > 0)
			*place(&larger, t->at[i].h) = t->at[i];
	free(t->at);
	*t = larger;
}

void
tally_add(struct tally *t, uint64_t h)
{
	if (2 * (t->n + 1) > t->size)
		grow(t);
	struct tally_place *p = place(t, h);
	if (p->n == 0)
		t->n++;
	p->h = h;
	p->n++;
	t->sum++;
}

int64_t
tally_of(const struct tally *t, uint64_t h)
{
	return t->size == 0 ? 0 : place(t, h)->n;
}
