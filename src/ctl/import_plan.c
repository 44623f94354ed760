#include "base/base.h"
#include "ctl/import_plan.h"

#define FIRST 1024

void
import_plan_release(struct import_plan *p)
{
	seen_release(&p->articles);
	free(p->versions);
	free(p->comments);
	*p = (struct import_plan){ .versions = NULL };
}

/* Room for one more of `each` bytes. */
static void *
grow(void *at, size_t n, size_t *size, size_t each)
{
	if (n < *size)
		return at;
	*size = *size == 0 ? FIRST : 2 * *size;
	at = realloc(at, *size * each);
	if (at == NULL)
		abort();
	return at;
}

void
import_plan_version(struct import_plan *p, uint64_t h, int64_t version)
{
	p->versions = grow(p->versions, p->n_versions, &p->versions_size,
	    sizeof(*p->versions));
	p->versions[p->n_versions++] =
	    (struct import_plan_version){ h, version };
}

void
import_plan_article(struct import_plan *p, uint64_t h)
{
	(void)seen_add(&p->articles, h);
}

bool
import_plan_has_article(const struct import_plan *p, uint64_t h)
{
	return seen_has(&p->articles, h);
}

void
import_plan_comment(struct import_plan *p, int64_t id, unsigned depth)
{
	p->comments = grow(p->comments, p->n_comments, &p->comments_size,
	    sizeof(*p->comments));
	p->comments[p->n_comments++] =
	    (struct import_plan_comment){ id, depth };
}

static int
compare(const void *key, const void *member)
{
	int64_t id = *(const int64_t *)key;
	const struct import_plan_comment *c = member;

	return (id > c->id) - (id < c->id);
}

const struct import_plan_comment *
import_plan_find(const struct import_plan *p, int64_t id)
{
	if (p->n_comments == 0)
		return NULL;
	return bsearch(
	    &id, p->comments, p->n_comments, sizeof(*p->comments), compare);
}
