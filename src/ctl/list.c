#include "base/base.h"
#include "ctl/list.h"

#include "ctl/ctl_scripts.h"
#include "store/keys.h"

/* In the order of list.lua. */
enum {
	ID,
	SCORE,
	AT,
	STATE,
	REASON,
	NAME,
	TEXT,
	PARENT,
	DEPTH,
	UP,
	DOWN,
	REPLIES,
	OWNER,
	PINNED,
	ARTICLE
};

static struct str
text(struct arena *arena, const struct answer *a, size_t i)
{
	struct str s = answer_str(answer_at(a, i));

	return str_is_null(s) ? STR("") : str_dup(arena, s);
}

/* 0 for what is none. */
static int64_t
number(const struct answer *a, size_t i)
{
	int64_t n;

	return answer_i64(answer_at(a, i), &n) ? n : 0;
}

static void
take_row(struct arena *arena, const struct answer *a, struct list_row *row)
{
	*row = (struct list_row){ .id = number(a, ID),
		.parent = number(a, PARENT),
		.depth = number(a, DEPTH),
		.at = number(a, AT),
		.up = number(a, UP),
		.down = number(a, DOWN),
		.replies = number(a, REPLIES),
		.score = text(arena, a, SCORE),
		.state = text(arena, a, STATE),
		.reason = text(arena, a, REASON),
		.name = text(arena, a, NAME),
		.text = text(arena, a, TEXT),
		.article = text(arena, a, ARTICLE),
		.owner = !answer_is_nil(answer_at(a, OWNER)),
		.pinned = number(a, PINNED) == 1 };
}

static void
take(void *ctx, const struct answer *a)
{
	struct list_piece *p = ctx;
	struct str next = answer_str(answer_at(a, 0));

	p->next = str_is_null(next) ? STR_NULL : str_dup(p->arena, next);
	p->rows = arena_alloc(p->arena, (answer_len(a) + 1) * sizeof(*p->rows));
	p->failed = p->rows == NULL;
	for (size_t i = 1; !p->failed && i < answer_len(a); i++)
		take_row(p->arena, answer_at(a, i), &p->rows[p->n++]);
}

void
list_ask(struct ask *q, struct str site, struct str key, enum list_order order,
    struct str next, unsigned limit, struct str h, struct list_piece *out)
{
	struct arena *a = ask_arena(q);
	struct command *c = command_script(a, &ctl_scripts_list, 2, 2 + 4);

	*out = (struct list_piece){ .arena = a };
	command_arg(c, keys_comments(a, site));
	command_arg(c, key);
	command_arg(c, order == LIST_OLDEST ? STR("up") : STR("down"));
	command_arg(c, next);
	command_arg_i64(c, limit);
	command_arg(c, h);
	ask_put(q, c, take, out);
}
