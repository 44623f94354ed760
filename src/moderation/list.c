#include "base/base.h"
#include "moderation/list.h"

#include "base/utf8.h"
#include "moderation/moderation_scripts.h"
#include "store/keys.h"

#define FORMS 4

/* What list.lua answers of a comment, in its order. */
enum {
	AT_ID,
	AT_CREATED,
	AT_EDITED,
	AT_NAME,
	AT_URL,
	AT_SOURCE,
	AT_HTML,
	AT_STATE,
	AT_WHY,
	AT_AUTHOR,
	AT_PARENT,
	AT_OWNER,
	AT_HASH,
	AT_ARTICLE,
	AT_TITLE,
	AT_PINNED,
	AT_APPROVED,
	AT_SINCE,
	AT_NETWORK
};

/* And of all. */
enum {
	ALL_HELD,
	ALL_SPAM,
	ALL_NEXT,
	ALL_ITEMS,
	ALL_BY_PUBLISHED,
	ALL_BY_HELD,
	ALL_BY_SPAM,
	ALL__MAX
};

const char *
list_word(enum list_which which)
{
	static const char *const words[LIST__MAX] = {
		[LIST_HELD] = "held",
		[LIST_SPAM] = "spam",
		[LIST_ALL] = "all",
		[LIST_ONE] = "one",
	};

	return words[which];
}

static struct str
or_empty(struct str s)
{
	return str_is_null(s) ? STR("") : s;
}

static struct str
text_at(const struct answer *a, size_t i)
{
	return or_empty(answer_str(answer_at(a, i)));
}

static int64_t
number_at(const struct answer *a, size_t i)
{
	int64_t n;

	return answer_i64(answer_at(a, i), &n) ? n : 0;
}

static void
take_item(struct list_item *c, const struct answer *a)
{
	*c = (struct list_item){ .id = number_at(a, AT_ID),
		.created = number_at(a, AT_CREATED),
		.edited = number_at(a, AT_EDITED),
		.name = text_at(a, AT_NAME),
		.url = text_at(a, AT_URL),
		.source = text_at(a, AT_SOURCE),
		.html = text_at(a, AT_HTML),
		.state = text_at(a, AT_STATE),
		.why = text_at(a, AT_WHY),
		.author = text_at(a, AT_AUTHOR),
		.parent = number_at(a, AT_PARENT),
		.owner = number_at(a, AT_OWNER) == 1,
		.hash = text_at(a, AT_HASH),
		.article = text_at(a, AT_ARTICLE),
		.title = text_at(a, AT_TITLE),
		.pinned = number_at(a, AT_PINNED) == 1,
		.approved = number_at(a, AT_APPROVED) == 1,
		.since = number_at(a, AT_SINCE),
		.network = number_at(a, AT_NETWORK) == 1 };
	if (c->state.len == 0)
		c->state = STR("published");
}

static void
taken(void *ctx, enum err e, const struct answer *a)
{
	struct list *l = ctx;
	const struct answer *items = answer_at(a, ALL_ITEMS);

	if (e == ERR_NONE && answer_len(a) != ALL__MAX)
		e = ERR_STORE;
	if (e == ERR_NONE) {
		l->held = number_at(a, ALL_HELD);
		l->spam = number_at(a, ALL_SPAM);
		l->next = number_at(a, ALL_NEXT);
		l->by.published = number_at(a, ALL_BY_PUBLISHED);
		l->by.held = number_at(a, ALL_BY_HELD);
		l->by.spam = number_at(a, ALL_BY_SPAM);
		for (size_t i = 0; i < answer_len(items) && i < LIST_MAX; i++)
			take_item(&l->items[l->n_items++], answer_at(items, i));
	}
	l->fn(l->ctx, e);
}

/*
 * As it was typed, in small letters, like a name and in capitals: Lua knows the
 * letters of ASCII alone.
 */
static unsigned
forms_of(struct arena *a, struct str words, struct str out[FORMS])
{
	if (words.len == 0)
		return 0;
	out[0] = words;
	out[1] = utf8_fold(a, words);
	out[2] = utf8_capital(a, out[1]);
	out[3] = utf8_upper(a, out[1]);
	return FORMS;
}

enum err
list_read(struct store *store, struct list *l,
    void (*fn)(void *ctx, enum err e), void *ctx)
{
	struct str forms[FORMS];
	unsigned n = forms_of(l->arena, l->words, forms);
	struct command *c =
	    command_script(l->arena, &moderation_scripts_list, 1, 1 + 7 + n);

	assert(l->n <= LIST_MAX);
	l->fn = fn;
	l->ctx = ctx;
	l->n_items = 0;
	command_arg(c, keys_comments(l->arena, l->site));
	command_arg(c, str_of(list_word(l->which)));
	command_arg_i64(c, l->after);
	command_arg_i64(c, l->n);
	command_arg_i64(c, l->n > 0 ? LIST_LOOK : 0);
	command_arg_i64(c, LIST_BYTES);
	command_arg(c, or_empty(l->author));
	command_arg(c, or_empty(l->hash));
	for (unsigned i = 0; i < n; i++)
		command_arg(c, forms[i]);
	return redis_send(store, c, taken, l);
}

enum err
list_counts(struct store *store, struct list *l,
    void (*fn)(void *ctx, enum err e), void *ctx)
{
	l->which = LIST_HELD;
	l->n = 0;
	return list_read(store, l, fn, ctx);
}
