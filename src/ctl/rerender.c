/*
 * rerender.c - the HTML of comments, made anew from what was written
 *
 * After markup.h has learnt something.  What is being edited meanwhile is left
 * alone: it was rendered just now.
 */
#include "base/base.h"

#include "base/clock.h"
#include "comments/comment.h"
#include "comments/markup.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "ctl/ctl_scripts.h"
#include "ctl/look.h"
#include "store/keys.h"

#define BATCH 500

struct rerender {
	struct ctl *ctl;
	struct str h; /* of the article; empty for all */
	int64_t from, last;
	bool odd; /* the store said something else */
	uint64_t n, n_changed, n_failed;
};

static void
take_changed(void *ctx, const struct answer *a)
{
	struct rerender *r = ctx;
	int64_t changed;

	if (answer_i64(a, &changed) && changed == 1)
		r->n_changed++;
}

static void
change(struct rerender *r, int64_t id, struct str source, struct str html)
{
	struct arena *a = ask_arena(r->ctl->ask);
	struct command *c = command_script(a, &ctl_scripts_rerender, 1, 1 + 4);

	command_arg(c, keys_comments(a, r->ctl->site->name));
	command_arg_i64(c, id);
	command_arg(c, source);
	command_arg(c, html);
	command_arg_i64(c, clock_wall_s());
	ask_put(r->ctl->ask, c, take_changed, r);
}

static void
take_one(struct rerender *r, const struct answer *row)
{
	struct arena *a = ask_arena(r->ctl->ask);
	struct str source = answer_str(answer_at(row, 1));
	struct str html = answer_str(answer_at(row, 2));
	const char *why = NULL;
	struct markup m;
	int64_t id;

	if (!answer_i64(answer_at(row, 0), &id))
		return;
	r->n++;
	if (!markup_render(a, source, &m, &why)) {
		/* Without memory ask_wait() tells. */
		if (arena_failed(a))
			return;
		r->n_failed++;
		(void)ctl_fail(CTL_FAILED,
		    "comment %lld is left as it is: its text %s", (long long)id,
		    why != NULL ? why : "takes too much memory");
	} else if (!str_eq(m.html, html)) {
		change(r, id, source, m.html);
	}
}

static void
take_texts(void *ctx, const struct answer *a)
{
	struct rerender *r = ctx;
	int64_t next;

	r->odd = !answer_i64(answer_at(a, 0), &next) || next <= r->from;
	if (r->odd)
		return;
	r->from = next;
	for (size_t i = 1; i < answer_len(a); i++)
		take_one(r, answer_at(a, i));
}

static void
take_last(void *ctx, const struct answer *a)
{
	struct rerender *r = ctx;

	if (!answer_i64(a, &r->last))
		r->last = 0;
}

static bool
go_through(struct rerender *r)
{
	struct ask *q = r->ctl->ask;
	struct str site = r->ctl->site->name;
	struct command *c = command_new(ask_arena(q), "HGET", 3);

	command_arg(c, keys_comments(ask_arena(q), site));
	command_arg(c, STR("last"));
	ask_put(q, c, take_last, r);
	if (!ask_wait(q))
		return false;
	while (r->from <= r->last && !r->odd) {
		int64_t to =
		    r->last - r->from < BATCH ? r->last : r->from + BATCH - 1;

		ask_reset(q);
		c = command_script(ask_arena(q), &ctl_scripts_texts, 1, 1 + 3);
		command_arg(c, keys_comments(ask_arena(q), site));
		command_arg_i64(c, r->from);
		command_arg_i64(c, to);
		command_arg(c, r->h);
		ask_put(q, c, take_texts, r);
		if (!ask_wait(q))
			return false;
	}
	return !r->odd;
}

static struct str
number(struct ctl *c, uint64_t n)
{
	char *digits = arena_alloc(&c->arena, BUF_U64_MAX);

	return digits == NULL
		   ? STR_NULL
		   : (struct str){ digits, buf_u64_format(digits, n) };
}

enum ctl_status
rerender_run(struct ctl *c, int n, char **args)
{
	struct rerender r = { .ctl = c, .h = STR(""), .from = 1 };
	struct article article = { .key = STR("") };
	enum ctl_status status = CTL_OK;

	if (n > 0)
		status = ctl_article(c, args[0], &article);
	if (status == CTL_OK)
		status = ctl_connect(c);
	if (status == CTL_OK && n > 0)
		status = look_find(c, &article);
	if (status != CTL_OK)
		return status;
	if (n > 0)
		r.h = (struct str){ article.hash, ARTICLE_HASH_LEN };
	bool done = go_through(&r);
	if (r.n_changed > 0) {
		const struct str pairs[] = { STR("what"), STR("rerender"),
			STR("article"), article.key, STR("changed"),
			number(c, r.n_changed) };

		done = ctl_note(c, pairs, ARRAY_LEN(pairs)) && done;
	}
	if (!done)
		return ctl_fail_store(c);
	printf("%llu comments, %llu changed\n", (unsigned long long)r.n,
	    (unsigned long long)r.n_changed);
	return r.n_failed == 0 ? CTL_OK : CTL_FAILED;
}
