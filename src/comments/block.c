#include "base/base.h"
#include "comments/block.h"

#include "base/clock.h"
#include "comments/comments_scripts.h"
#include "store/keys.h"

static const struct str kinds[] = {
	[BLOCK_AUTHOR] = { "author", 6 },
	[BLOCK_NETWORK] = { "network", 7 },
};

static const struct str verdicts[] = {
	[BLOCK_HOLD] = { "hold", 4 },
	[BLOCK_REFUSE] = { "refuse", 6 },
};

struct command *
block_command(struct arena *a, struct str site, int64_t id,
    enum block_kind kind, enum block_verdict verdict, unsigned days,
    struct str who)
{
	struct command *c =
	    command_script(a, &comments_scripts_block, 3, 3 + 7);
	int64_t now = clock_wall_s();

	command_arg(c, keys_comments(a, site));
	command_arg(c, keys_blocks(a, site));
	command_arg(c, keys_ledger(a, site));
	command_arg_i64(c, id);
	command_arg(c, kinds[kind]);
	command_arg(c, verdicts[verdict]);
	command_arg_i64(c, days > 0 ? now + (int64_t)days * 86400 : 0);
	command_arg_i64(c, now);
	command_arg(c, who);
	command_arg_i64(c, BLOCK_MAX);
	return c;
}

struct command *
block_end_command(
    struct arena *a, struct str site, struct str name, struct str who)
{
	struct command *c =
	    command_script(a, &comments_scripts_unblock, 2, 2 + 2);

	command_arg(c, keys_blocks(a, site));
	command_arg(c, keys_ledger(a, site));
	command_arg(c, name);
	command_arg(c, who);
	return c;
}

struct command *
block_list_command(struct arena *a, struct str site)
{
	struct command *c = command_new(a, "HGETALL", 2);

	command_arg(c, keys_blocks(a, site));
	return c;
}

/* VERDICT, UNTIL, SINCE, WHO and WRITER, with tabs between. */
static void
take_value(struct str value, struct block *out)
{
	struct str part[5];

	for (size_t i = 0; i < ARRAY_LEN(part); i++)
		if (!str_cut(&value, '\t', &part[i]))
			part[i] = STR("");
	out->verdict =
	    str_eq(part[0], verdicts[BLOCK_REFUSE]) ? BLOCK_REFUSE : BLOCK_HOLD;
	if (!str_to_i64(part[1], &out->until))
		out->until = 0;
	if (!str_to_i64(part[2], &out->since))
		out->since = 0;
	out->who = part[3];
	out->writer = part[4];
}

bool
block_take(const struct answer *a, size_t i, struct block *out)
{
	if (2 * i + 1 >= answer_len(a))
		return false;
	*out = (struct block){ .name = answer_str(answer_at(a, 2 * i)) };
	out->kind = str_starts(out->name, kinds[BLOCK_NETWORK]) ? BLOCK_NETWORK
								: BLOCK_AUTHOR;
	take_value(answer_str(answer_at(a, 2 * i + 1)), out);
	return true;
}

bool
block_has_ended(const struct block *b, int64_t now)
{
	return b->until > 0 && b->until <= now;
}
