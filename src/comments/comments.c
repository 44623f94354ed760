#include "base/base.h"
#include "comments/comments.h"

struct comments {
	const struct config *cfg;
	struct store *store;
};

struct comments *
comments_new(const struct config *cfg, struct store *store)
{
	struct comments *c = calloc(1, sizeof(*c));

	if (c == NULL)
		abort();
	c->store = store;
	comments_reconfigure(c, cfg);
	return c;
}

void
comments_free(struct comments *c)
{
	free(c);
}

void
comments_reconfigure(struct comments *c, const struct config *cfg)
{
	c->cfg = cfg;
}
