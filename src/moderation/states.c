#include "base/base.h"
#include "moderation/states.h"

#include "comments/change.h"
#include "comments/reason.h"

/* What each is called in the ledger, as by `afterword`. */
static const struct {
	const char *state, *what, *reason;
} words[] = {
	{ "published", "publish", "" },
	{ "held", "hold", REASON_MODERATOR },
	{ "spam", "spam", REASON_MODERATOR },
	{ "deleted", "delete", "" },
};

static size_t
index_of(struct str state)
{
	size_t i = 0;

	while (i < ARRAY_LEN(words) && !str_eq(state, str_of(words[i].state)))
		i++;
	return i;
}

const char *
states_word(struct str state)
{
	size_t i = index_of(state);

	return i < ARRAY_LEN(words) ? words[i].state : NULL;
}

const char *
states_author(struct str author)
{
	static const char *const all[] = { "known", "new", "" };

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (str_eq(author, str_of(all[i])))
			return all[i];
	return NULL;
}

static void
set(void *ctx, enum err e, const struct answer *a)
{
	struct states_one *one = ctx;
	struct states *s = one->all;
	struct str word = answer_str(answer_at(a, 0));
	const char *was = states_word(answer_str(answer_at(a, 1)));
	const char *author = states_author(answer_str(answer_at(a, 3)));

	if (str_eq(word, STR("none")))
		one->outcome = STATES_NONE;
	else if (str_eq(word, STR("same")))
		one->outcome = STATES_SAME;
	else if (e == ERR_NONE &&
		 (!str_eq(word, STR("done")) || was == NULL || author == NULL))
		e = ERR_STORE;
	one->was = was;
	one->author = author == NULL ? "" : author;
	if (e != ERR_NONE)
		s->e = e;
	if (--s->waiting == 0)
		s->fn(s->ctx, s->e);
}

enum err
states_set(struct store *store, struct states *s,
    void (*fn)(void *ctx, enum err e), void *ctx)
{
	enum err e = ERR_NONE;

	s->fn = fn;
	s->ctx = ctx;
	s->e = ERR_NONE;
	s->waiting = 0;
	for (size_t i = 0; i < s->n && e == ERR_NONE; i++) {
		struct states_one *one = &s->all[i];
		size_t w = index_of(str_of(one->to));

		one->all = s;
		one->outcome = STATES_DONE;
		e = redis_send(store,
		    change_state_command(s->arena, s->site, one->id, one->to,
			words[w].reason,
			&(struct change_seen){
			    one->of, one->since, one->author },
			words[w].what, s->who),
		    set, one);
		s->waiting += e == ERR_NONE;
	}
	/* Those that are on their way end it. */
	if (s->waiting > 0)
		s->e = e;
	return s->waiting > 0 ? ERR_NONE : e;
}
