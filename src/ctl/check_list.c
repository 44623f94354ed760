/*
 * check_list.c - lists of comments, piece by piece: what they list has to
 * belong there
 *
 * That each comment stands where it should, and how, was checked with the
 * comments.
 */
#include "base/base.h"
#include "ctl/check.h"

#include "ctl/ask.h"
#include "ctl/ctl_scripts.h"
#include "ctl/schema.h"
#include "store/keys.h"

#define PIECE 200 /* members that are asked for at once, about */
#define CURSOR_MAX 24

struct list {
	struct check *check;
	struct check_site *site;
	struct str key;
	const char *what; /* as check_list.lua calls it */
	struct str of;    /* <h> or root */
	char cursor[CURSOR_MAX];
	struct str *members;
	unsigned n;
	bool is_told; /* that it has too many */
	bool failed;
};

/* The next cursor; then member and score by turns. */
static void
take_piece(void *ctx, const struct answer *a)
{
	struct list *l = ctx;
	struct arena *arena = ask_arena(l->check->ctl->ask);
	struct str cursor = answer_str(answer_at(a, 0));
	const struct answer *found = answer_at(a, 1);

	l->n = 0;
	l->members =
	    arena_alloc(arena, (answer_len(found) + 1) * sizeof(*l->members));
	l->failed = l->members == NULL || cursor.len >= CURSOR_MAX;
	if (l->failed)
		return;
	memcpy(l->cursor, cursor.p, cursor.len);
	l->cursor[cursor.len] = '\0';
	for (size_t i = 0; i < answer_len(found); i += 2)
		l->members[l->n++] =
		    str_dup(arena, answer_str(answer_at(found, i)));
}

static void
take_faults(void *ctx, const struct answer *a)
{
	struct list *l = ctx;
	int64_t more;

	if (answer_i64(answer_at(a, 0), &more) && more > 0 && !l->is_told) {
		l->is_told = true;
		check_finding(l->check, l->key, "has %lld comments too many",
		    (long long)more);
	}
	for (size_t i = 1; i < answer_len(a); i++)
		check_finding(l->check, l->key,
		    "lists %.*s, which does not belong there",
		    STR_ARG(answer_str(answer_at(a, i))));
}

static bool
check_piece(struct list *l)
{
	struct ask *q = l->check->ctl->ask;
	struct command *c;

	ask_reset(q);
	c = command_new(ask_arena(q), "ZSCAN", 5);
	command_arg(c, l->key);
	command_arg(c, str_of(l->cursor));
	command_arg(c, STR("COUNT"));
	command_arg_i64(c, PIECE);
	ask_put(q, c, take_piece, l);
	if (!ask_wait(q) || l->failed)
		return false;
	c = command_script(
	    ask_arena(q), &ctl_scripts_check_list, 2, 2 + 2 + l->n);
	command_arg(c, keys_comments(ask_arena(q), l->site->site->name));
	command_arg(c, l->key);
	command_arg(c, str_of(l->what));
	command_arg(c, l->of);
	for (unsigned i = 0; i < l->n; i++)
		command_arg(c, l->members[i]);
	ask_put(q, c, take_faults, l);
	return ask_wait(q);
}

/* What and of what it is a list, from its key. */
static bool
take_parts(struct list *l, char root[BUF_U64_MAX])
{
	struct schema_key parts;

	if (!schema_parse(l->key, &parts))
		return false;
	const char *colon = strrchr(parts.row->parts, ':');
	l->what = colon != NULL ? colon + 1 : parts.row->parts;
	l->of = str_is_null(parts.h) ? STR("") : parts.h;
	if (parts.id > 0) {
		l->what = "replies";
		l->of = (struct str){ root,
			buf_u64_format(root, (uint64_t)parts.id) };
	}
	return true;
}

bool
check_list(struct check *c, struct check_site *site, struct str key)
{
	struct list l = { .check = c, .site = site, .key = key, .cursor = "0" };
	char root[BUF_U64_MAX];

	if (!take_parts(&l, root))
		return true;
	do {
		if (!check_piece(&l))
			return false;
	} while (strcmp(l.cursor, "0") != 0);
	return true;
}
