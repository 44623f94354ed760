/*
 * erase.c - forgetting somebody, as whoever wrote something may ask for
 *
 * What the comments said goes, and what was known of who wrote them: authors,
 * edit tokens, voters, blocks, and keys that would expire by themselves.  A
 * comment with replies leaves a stub.  Each step is short, so the programs go on
 * meanwhile; one that has ended early may be repeated.
 */
#include "base/base.h"

#include "base/clock.h"
#include "comments/comments.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "ctl/ctl_scripts.h"
#include "ctl/person.h"
#include "ctl/scan.h"
#include "ctl/schema.h"
#include "store/keys.h"

#define PIECE 20 /* comments that one step erases */
#define SCAN_BATCH 500

struct erase {
	struct person person;
	bool dry;
	int64_t n_erased;
};

static void
take_number(void *ctx, const struct answer *a)
{
	int64_t *sum = ctx, n;

	if (answer_i64(a, &n))
		*sum += n;
}

/* --- comments --- */

static bool
erase_comments(struct erase *e)
{
	struct ctl *ctl = e->person.ctl;
	const struct hashes *ids = &e->person.ids;
	struct ask *q = ctl->ask;

	for (size_t at = 0; at < ids->n; at += PIECE) {
		size_t n = ids->n - at < PIECE ? ids->n - at : PIECE;

		ask_reset(q);
		struct command *c = command_script(
		    ask_arena(q), &ctl_scripts_erase, 3, 3 + 3 + (unsigned)n);
		command_arg(c, keys_comments(ask_arena(q), ctl->site->name));
		command_arg(c, keys_ledger(ask_arena(q), ctl->site->name));
		command_arg(c, keys_blocks(ask_arena(q), ctl->site->name));
		command_arg_i64(c, clock_wall_s());
		command_arg(c, ctl_user(ask_arena(q)));
		command_arg_i64(c, COMMENTS_AUTHOR_S);
		for (size_t i = 0; i < n; i++)
			command_arg_i64(c, (int64_t)ids->at[at + i]);
		ask_put(q, c, take_number, &e->n_erased);
		if (!ask_wait(q))
			return false;
	}
	return true;
}

/* --- what expires by itself, and need not be waited for --- */

struct forgetting {
	struct ctl *ctl;
	int64_t n;
};

static void
forget(struct forgetting *f, struct str key)
{
	struct arena *a = ask_arena(f->ctl->ask);
	struct command *c = command_script(a, &ctl_scripts_forget, 2, 2);

	command_arg(c, keys_comments(a, f->ctl->site->name));
	command_arg(c, key);
	ask_put(f->ctl->ask, c, take_number, &f->n);
}

static void
take_keys(void *ctx, const struct answer *keys)
{
	struct forgetting *f = ctx;

	for (size_t i = 0; i < answer_len(keys); i++) {
		struct str key = answer_str(answer_at(keys, i));
		struct schema_key parsed;

		if (str_eq(schema_site(key), f->ctl->site->name) &&
		    schema_parse(key, &parsed))
			forget(f, key);
	}
}

/* Requests and texts are found by their hashes alone: all are looked at. */
static bool
forget_all(struct ctl *ctl)
{
	struct forgetting f = { .ctl = ctl };
	struct scan s = { .ask = ctl->ask,
		.pattern = "[ei]:{*",
		.count = SCAN_BATCH,
		.take = take_keys,
		.ctx = &f };

	do {
		if (!scan_batch(&s))
			return false;
	} while (!scan_is_over(&s));
	return true;
}

/* --- the whole --- */

static enum ctl_status
take_args(struct ctl *c, int n, char **args, struct erase *e)
{
	e->dry = strcmp(args[0], "--dry-run") == 0;
	if (e->dry) {
		args++;
		n--;
	}
	if (n != 2 || !person_is_option(args[0]))
		return ctl_fail(CTL_USAGE,
		    "usage: afterword erase [--dry-run] --author AUTHOR | "
		    "--comment ID | --mail ADDRESS");
	return person_take(c, args[0], args[1], &e->person);
}

static enum ctl_status
erase(struct erase *e)
{
	struct person *p = &e->person;
	enum ctl_status status = person_find(p);

	if (status != CTL_OK)
		return status;
	if (e->dry) {
		printf("%zu comments would be erased\n", p->ids.n);
		return person_end(p);
	}
	if (!erase_comments(e) || (e->n_erased > 0 && !forget_all(p->ctl)))
		return ctl_fail_store(p->ctl);
	printf("%lld comments are erased\n", (long long)e->n_erased);
	if (e->n_erased > 0)
		printf(
		    "What they said is still on disk, until Redis writes its "
		    "append-only file and its\nsnapshot anew: redis-cli "
		    "BGREWRITEAOF, and then BGSAVE.  Backups have it until\n"
		    "they are thrown away.\n");
	return person_end(p);
}

enum ctl_status
erase_run(struct ctl *c, int n, char **args)
{
	struct erase e = { .dry = false };
	enum ctl_status status = take_args(c, n, args, &e);

	if (status == CTL_OK)
		status = ctl_connect(c);
	if (status == CTL_OK)
		status = erase(&e);
	person_release(&e.person);
	return status;
}
