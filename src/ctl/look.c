#include "base/base.h"
#include "ctl/look.h"

#include "config.h"
#include "ctl/ctl_scripts.h"
#include "store/keys.h"

bool
look_take_fields(
    struct arena *arena, const struct answer *a, struct look_fields *out)
{
	*out = (struct look_fields){ NULL, 0 };
	out->at =
	    arena_zalloc(arena, (answer_len(a) / 2 + 1) * sizeof(*out->at));
	if (out->at == NULL)
		return false;
	for (size_t i = 0; i + 1 < answer_len(a); i += 2) {
		struct look_field *f = &out->at[out->n++];

		f->name = str_dup(arena, answer_str(answer_at(a, i)));
		f->value = str_dup(arena, answer_str(answer_at(a, i + 1)));
	}
	return true;
}

static bool
take_former(struct look *l, const struct answer *a)
{
	l->n_former = answer_len(a);
	l->former =
	    arena_zalloc(l->arena, (l->n_former + 1) * sizeof(*l->former));
	if (l->former == NULL)
		return false;
	for (size_t i = 0; i < l->n_former; i++)
		l->former[i] = str_dup(l->arena, answer_str(answer_at(a, i)));
	return true;
}

static void
take(void *ctx, const struct answer *a)
{
	struct look *l = ctx;
	struct str rank = answer_str(answer_at(a, 3));

	l->failed = !look_take_fields(l->arena, answer_at(a, 0), &l->counts) ||
		    !look_take_fields(l->arena, answer_at(a, 1), &l->name) ||
		    !take_former(l, answer_at(a, 2));
	l->rank = str_is_null(rank) ? STR_NULL : str_dup(l->arena, rank);
}

void
look_ask(struct ask *q, struct str site, struct str h, struct look *l)
{
	struct arena *a = ask_arena(q);
	struct command *c = command_script(a, &ctl_scripts_look, 4, 4 + 1);

	*l = (struct look){ .arena = a };
	command_arg(c, keys_article(a, site, h));
	command_arg(c, keys_name(a, site, h));
	command_arg(c, keys_former(a, site, h));
	command_arg(c, keys_rank_all(a, site));
	command_arg(c, h);
	ask_put(q, c, take, l);
}

struct str
look_value(const struct look_fields *fields, struct str name)
{
	for (size_t i = 0; i < fields->n; i++)
		if (str_eq(fields->at[i].name, name))
			return fields->at[i].value;
	return STR_NULL;
}

struct str
look_moved(const struct look *l)
{
	return look_value(&l->counts, STR(">"));
}

bool
look_number(const struct look_fields *fields, struct str name, int64_t *out)
{
	struct str value = look_value(fields, name);

	*out = 0;
	return str_is_null(value) || str_to_i64(value, out);
}

bool
look_day(const struct look_fields *fields, int64_t day, int64_t *out)
{
	char digits[2 + BUF_U64_MAX];
	int len = snprintf(digits, sizeof(digits), "%lld", (long long)day);

	return look_number(fields, (struct str){ digits, (size_t)len }, out);
}

enum ctl_status
look_find(struct ctl *c, struct article *article)
{
	struct look l;

	ask_reset(c->ask);
	look_ask(c->ask, c->site->name,
	    (struct str){ article->hash, ARTICLE_HASH_LEN }, &l);
	if (!ask_wait(c->ask) || l.failed)
		return ctl_fail_store(c);
	if (l.counts.n == 0 && l.name.n == 0)
		return ctl_fail(CTL_FAILED, "%.*s is not known on %.*s",
		    STR_ARG(article->key), STR_ARG(c->site->name));
	if (!str_is_null(look_moved(&l))) {
		article->key = str_dup(&c->arena, look_moved(&l));
		article_hash(article->key, article->hash);
	}
	return CTL_OK;
}
