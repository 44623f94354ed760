#include "base/base.h"
#include "http/later.h"

#include "http/route.h"

struct later {
	struct req *r;
	enum err (*answer)(struct req *r, void *result);
	void *result;
};

struct later *
later_new(struct req *r, enum err (*answer)(struct req *, void *), void *result)
{
	struct later *l = arena_alloc(&r->arena, sizeof(*l));

	if (l != NULL)
		*l = (struct later){ r, answer, result };
	return l;
}

void
later_resume(void *later, enum err e)
{
	struct later *l = later;

	route_resume(l->r, e != ERR_NONE ? e : l->answer(l->r, l->result));
}

enum err
later_park(struct req *r, enum err e)
{
	return e == ERR_NONE ? req_park(r) : e;
}
