#include "base/base.h"
#include "comments/comment.h"

/* In the order of read.lua; where it stands is not asked of a root. */
enum {
	ID,
	CREATED,
	EDITED,
	STATE,
	NAME,
	URL,
	AVATAR,
	HTML,
	UP,
	DOWN,
	OWNER,
	PARENT,
	ROOT,
	DEPTH
};

static struct str
text(const struct answer *a, size_t i)
{
	struct str s = answer_str(answer_at(a, i));

	return str_is_null(s) ? STR("") : s;
}

static bool
number(const struct answer *a, size_t i, int64_t *out)
{
	const struct answer *n = answer_at(a, i);

	*out = 0;
	return answer_is_nil(n) || answer_i64(n, out);
}

bool
comment_take(const struct answer *a, struct comment *c)
{
	if (answer_len(a) < PARENT)
		return false;
	struct str state = text(a, STATE);
	*c = (struct comment){ .name = text(a, NAME),
		.url = text(a, URL),
		.avatar = text(a, AVATAR),
		.html = text(a, HTML),
		.owner = !answer_is_nil(answer_at(a, OWNER)),
		.stub = state.len > 0,
		.held = state.len > 0 && !str_eq(state, STR("deleted")) };
	return number(a, ID, &c->id) && c->id > 0 &&
	       number(a, PARENT, &c->parent) && number(a, ROOT, &c->root) &&
	       number(a, DEPTH, &c->depth) && number(a, CREATED, &c->created) &&
	       number(a, EDITED, &c->edited) && number(a, UP, &c->up) &&
	       number(a, DOWN, &c->down);
}
