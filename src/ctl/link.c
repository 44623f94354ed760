/*
 * link.c - addresses that let whoever has them do one thing to a comment, once
 *
 * See moderation/ticket.h.  Nothing is kept of them until they are used.
 */
#include "base/base.h"

#include "base/clock.h"
#include "base/url.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "moderation/ticket.h"
#include "store/keys.h"

#define HOUR_S 3600

struct wish {
	struct ticket ticket;
	uint64_t hours;
};

/* Options stand behind the comment, each with its value. */
static enum ctl_status
take_options(int n, char **args, struct wish *w)
{
	for (int i = 1; i < n; i += 2) {
		struct str value = str_of(i + 1 < n ? args[i + 1] : "");

		if (strcmp(args[i], "--action") == 0) {
			w->ticket.action = ticket_action(value);
			if (w->ticket.action == TICKET_NONE)
				return ctl_fail(CTL_USAGE,
				    "an action is approve, spam or delete");
		} else if (strcmp(args[i], "--for") == 0) {
			if (!str_to_u64(
				value, 1, TICKET_MAX_S / HOUR_S, &w->hours))
				return ctl_fail(CTL_USAGE,
				    "a link is good for 1 to %d hours",
				    TICKET_MAX_S / HOUR_S);
		} else {
			return ctl_fail(
			    CTL_USAGE, "there is no option %s", args[i]);
		}
	}
	return CTL_OK;
}

static void
take_there(void *ctx, const struct answer *a)
{
	struct str *state = ctx;
	bool there = !answer_is_nil(answer_at(a, 0));

	if (str_eq(answer_str(answer_at(a, 1)), STR("deleted")))
		*state = STR("deleted");
	else if (there)
		*state = STR("there");
}

static enum ctl_status
look_for(struct ctl *c, int64_t id)
{
	struct arena *a = ask_arena(c->ask);
	struct command *cmd = command_new(a, "HMGET", 4);
	struct str state = STR("not there");

	command_arg(cmd, keys_comment(a, c->site->name, id));
	command_arg(cmd, STR("a"));
	command_arg(cmd, STR("st"));
	ask_put(c->ask, cmd, take_there, &state);
	if (!ask_wait(c->ask))
		return ctl_fail_store(c);
	if (!str_eq(state, STR("there")))
		return ctl_fail(CTL_FAILED, "comment %lld of %.*s is %.*s",
		    (long long)id, STR_ARG(c->site->name), STR_ARG(state));
	return CTL_OK;
}

static void
print(struct ctl *c, const struct sitekey *key, const struct ticket *t,
    bool with_word)
{
	struct str token = ticket_make(key, &c->arena, t), origin;

	if (str_is_null(token) ||
	    !url_origin(&c->arena, c->site->base_url, &origin))
		abort();
	if (with_word)
		printf("%-8s", ticket_word(t->action));
	printf("%.*s" TICKET_PATH "?site=%.*s&t=%.*s\n", STR_ARG(origin),
	    STR_ARG(t->site), STR_ARG(token));
}

enum ctl_status
link_run(struct ctl *c, int n, char **args)
{
	struct wish w = { .ticket = { .site = c->site->name,
			      .recipient = STR("") },
		.hours = TICKET_DEFAULT_S / HOUR_S };
	struct sitekey key;
	enum ctl_status status = ctl_comment(args[0], &w.ticket.id);

	if (status == CTL_OK)
		status = take_options(n, args, &w);
	if (status == CTL_OK)
		status = ctl_connect(c);
	if (status == CTL_OK)
		status = look_for(c, w.ticket.id);
	if (status == CTL_OK)
		status = ctl_sitekey(c, &key);
	if (status != CTL_OK)
		return status;
	w.ticket.until = clock_wall_s() + (int64_t)w.hours * HOUR_S;
	if (w.ticket.action != TICKET_NONE) {
		print(c, &key, &w.ticket, false);
		return CTL_OK;
	}
	for (enum ticket_action t = TICKET_NONE + 1; t < TICKET__MAX; t++) {
		w.ticket.action = t;
		print(c, &key, &w.ticket, true);
	}
	return CTL_OK;
}
