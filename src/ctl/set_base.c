#include "base/base.h"

#include "base/clock.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "ctl/ctl_scripts.h"
#include "ctl/term.h"
#include "store/keys.h"

#define BASE_MAX UINT64_C(1000000000000000) /* far below 2^53 */

struct base {
	struct arena *arena;
	struct str state, name;
	int64_t was, is_new;
};

static void
take(void *ctx, const struct answer *a)
{
	struct base *b = ctx;
	const struct answer *second = answer_at(a, 1);

	b->state = str_dup(b->arena, answer_str(answer_at(a, 0)));
	if (!str_eq(b->state, STR("done")))
		b->name = str_dup(b->arena, answer_str(second));
	else if (!answer_i64(second, &b->was) ||
		 !answer_i64(answer_at(a, 2), &b->is_new))
		b->was = b->is_new = 0;
}

static bool
ask(struct ctl *c, const struct article *article, uint64_t n, struct base *b)
{
	struct arena *a = ask_arena(c->ask);
	struct str site = c->site->name;
	struct str h = { article->hash, ARTICLE_HASH_LEN };
	struct command *cmd =
	    command_script(a, &ctl_scripts_set_base, 5, 5 + 4);

	command_arg(cmd, keys_article(a, site, h));
	command_arg(cmd, keys_name(a, site, h));
	command_arg(cmd, keys_site(a, site));
	command_arg(cmd, keys_ledger(a, site));
	command_arg(cmd, keys_rank_all(a, site));
	command_arg(cmd, article->key);
	command_arg_i64(cmd, (int64_t)n);
	command_arg_i64(cmd, clock_wall_s());
	command_arg(cmd, ctl_user(a));
	ask_put(c->ask, cmd, take, b);
	return ask_wait(c->ask);
}

enum ctl_status
set_base_run(struct ctl *c, int n_args, char **args)
{
	struct base b = { .arena = &c->arena };
	struct article article;
	uint64_t n;

	(void)n_args;
	if (!str_to_u64(str_of(args[1]), 0, BASE_MAX, &n))
		return ctl_fail(CTL_USAGE,
		    "\"%s\" is no whole number from 0 to %llu", args[1],
		    (unsigned long long)BASE_MAX);
	enum ctl_status status = ctl_article(c, args[0], &article);
	if (status == CTL_OK)
		status = ctl_connect(c);
	if (status != CTL_OK)
		return status;
	if (!ask(c, &article, n, &b))
		return ctl_fail_store(c);
	if (str_eq(b.state, STR("moved")))
		return ctl_fail(CTL_FAILED,
		    "%.*s is another name of %.*s: set the imported visits of "
		    "that one, all together",
		    STR_ARG(article.key), STR_ARG(b.name));
	if (str_eq(b.state, STR("bad")))
		return ctl_fail(CTL_FAILED,
		    "nothing was changed: count %.*s is no number or would be "
		    "too large; afterword check tells more",
		    STR_ARG(b.name));
	term_put(stdout, article.key);
	printf("%s has %llu imported visits now; it had %lld\n",
	    b.is_new == 1 ? ", not known before," : "", (unsigned long long)n,
	    (long long)b.was);
	return CTL_OK;
}
