#include "base/base.h"
#include "ctl/scan.h"

static void
take_batch(void *ctx, const struct answer *a)
{
	struct scan *s = ctx;
	struct str cursor = answer_str(answer_at(a, 0));

	s->cursor[0] = '\0';
	if (cursor.len == 0 || cursor.len >= sizeof(s->cursor))
		return;
	memcpy(s->cursor, cursor.p, cursor.len);
	s->cursor[cursor.len] = '\0';
	s->take(s->ctx, answer_at(a, 1));
}

bool
scan_batch(struct scan *s)
{
	ask_reset(s->ask);
	struct command *c = command_new(ask_arena(s->ask), "SCAN", 6);
	command_arg(c, s->cursor[0] == '\0' ? STR("0") : str_of(s->cursor));
	command_arg(c, STR("MATCH"));
	command_arg(c, str_of(s->pattern));
	command_arg(c, STR("COUNT"));
	command_arg_i64(c, s->count);
	ask_put(s->ask, c, take_batch, s);
	return ask_wait(s->ask) && s->cursor[0] != '\0';
}

bool
scan_is_over(const struct scan *s)
{
	return strcmp(s->cursor, "0") == 0;
}
