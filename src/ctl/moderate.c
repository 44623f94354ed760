/*
 * moderate.c - what moderators decide: of a comment, and of an article
 *
 * The scripts are the comments' own (comments/change.h), so a moderator's page
 * and this program do the same.
 */
#include "base/base.h"

#include "base/utf8.h"
#include "comments/change.h"
#include "comments/reason.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "ctl/term.h"

/* What a script said: its word, and up to two texts. */
struct said {
	struct arena *arena;
	struct str word, one, two;
};

static void
take(void *ctx, const struct answer *a)
{
	struct said *s = ctx;

	s->word = str_dup(s->arena, answer_str(answer_at(a, 0)));
	s->one = str_dup(s->arena, answer_str(answer_at(a, 1)));
	s->two = str_dup(s->arena, answer_str(answer_at(a, 2)));
}

static bool
is_word(const struct said *s, const char *word)
{
	return str_eq(s->word, str_of(word));
}

static bool
send(struct ctl *c, struct command *cmd, struct said *s)
{
	*s = (struct said){ .arena = &c->arena };
	ask_put(c->ask, cmd, take, s);
	return ask_wait(c->ask);
}

/* --- the state of a comment --- */

static enum ctl_status
say_state(struct ctl *c, int64_t id, const char *state, const struct said *s)
{
	if (is_word(s, "none"))
		return ctl_fail(CTL_FAILED, "there is no comment %lld on %.*s",
		    (long long)id, STR_ARG(c->site->name));
	if (is_word(s, "done")) {
		printf("comment %lld is %s now; it was ", (long long)id, state);
		term_put(stdout, s->one);
		printf("\n");
		return CTL_OK;
	}
	if (!str_eq(s->one, str_of(state)))
		return ctl_fail(CTL_FAILED,
		    "comment %lld is %.*s, and nothing is left of it",
		    (long long)id, STR_ARG(s->one));
	printf("comment %lld is %s already\n", (long long)id, state);
	return CTL_OK;
}

static enum ctl_status
set_state(struct ctl *c, const char *what, const char *name, const char *state,
    const char *reason)
{
	int64_t id = 0;
	struct said s;
	enum ctl_status status = ctl_comment(name, &id);

	if (status == CTL_OK)
		status = ctl_connect(c);
	if (status != CTL_OK)
		return status;
	struct arena *a = ask_arena(c->ask);
	struct command *cmd = change_state_command(
	    a, c->site->name, id, state, reason, NULL, what, ctl_user(a));
	if (!send(c, cmd, &s))
		return ctl_fail_store(c);
	return say_state(c, id, state, &s);
}

enum ctl_status
moderate_delete(struct ctl *c, int n, char **args)
{
	(void)n;
	return set_state(c, "delete", args[0], "deleted", "");
}

enum ctl_status
moderate_publish(struct ctl *c, int n, char **args)
{
	(void)n;
	return set_state(c, "publish", args[0], "published", "");
}

enum ctl_status
moderate_spam(struct ctl *c, int n, char **args)
{
	(void)n;
	return set_state(c, "spam", args[0], "spam", REASON_MODERATOR);
}

enum ctl_status
moderate_hold(struct ctl *c, int n, char **args)
{
	struct str reason = n > 1 ? str_of(args[1]) : STR(REASON_MODERATOR);

	if (reason.len == 0 || reason.len > COMMENT_REASON_MAX ||
	    !utf8_is_line(reason))
		return ctl_fail(CTL_USAGE,
		    "a reason is a line of up to %d bytes of text",
		    COMMENT_REASON_MAX);
	return set_state(c, "hold", args[0], "held", reason.p);
}

/* --- an article --- */

static enum ctl_status
set_article(struct ctl *c, const char *what, const char *name,
    const char *field, const char *value, struct said *s)
{
	struct article article;
	enum ctl_status status = ctl_article(c, name, &article);

	if (status == CTL_OK)
		status = ctl_connect(c);
	if (status != CTL_OK)
		return status;
	struct arena *a = ask_arena(c->ask);
	struct command *cmd = change_article_command(
	    a, c->site->name, &article, field, value, what, ctl_user(a));
	return send(c, cmd, s) ? CTL_OK : ctl_fail_store(c);
}

enum ctl_status
moderate_close(struct ctl *c, int n, char **args)
{
	struct said s;
	enum ctl_status status =
	    set_article(c, "close", args[0], "closed", "1", &s);

	(void)n;
	if (status != CTL_OK)
		return status;
	term_put(stdout, s.one);
	printf(is_word(&s, "done") ? " takes no comments now\n"
				   : " takes no comments already\n");
	return CTL_OK;
}

enum ctl_status
moderate_open(struct ctl *c, int n, char **args)
{
	struct said s;
	enum ctl_status status =
	    set_article(c, "open", args[0], "closed", "0", &s);

	(void)n;
	if (status != CTL_OK)
		return status;
	term_put(stdout, s.one);
	printf(is_word(&s, "done")
		   ? " takes comments now, however old it is\n"
		   : " takes comments already, however old it is\n");
	return CTL_OK;
}

enum ctl_status
moderate_unpin(struct ctl *c, int n, char **args)
{
	struct said s;
	enum ctl_status status =
	    set_article(c, "unpin", args[0], "pin", "", &s);

	(void)n;
	if (status != CTL_OK)
		return status;
	printf("no comment stands first on ");
	term_put(stdout, s.one);
	if (is_word(&s, "done")) {
		printf(" now; ");
		term_put(stdout, s.two);
		printf(" did");
	}
	printf("\n");
	return CTL_OK;
}

static enum ctl_status
say_pin(struct ctl *c, int64_t id, const struct said *s)
{
	if (is_word(s, "none"))
		return ctl_fail(CTL_FAILED, "there is no comment %lld on %.*s",
		    (long long)id, STR_ARG(c->site->name));
	if (is_word(s, "reply"))
		return ctl_fail(CTL_FAILED,
		    "comment %lld is a reply, which cannot stand first",
		    (long long)id);
	if (is_word(s, "state"))
		return ctl_fail(CTL_FAILED,
		    "comment %lld is %.*s: only what is published can stand "
		    "first",
		    (long long)id, STR_ARG(s->one));
	printf("comment %lld stands first on ", (long long)id);
	term_put(stdout, s->one);
	printf(is_word(s, "done") ? " now" : " already");
	if (is_word(s, "done") && s->two.len > 0) {
		printf(", in the place of ");
		term_put(stdout, s->two);
	}
	printf("\n");
	return CTL_OK;
}

enum ctl_status
moderate_pin(struct ctl *c, int n, char **args)
{
	int64_t id = 0;
	struct said s;
	enum ctl_status status = ctl_comment(args[0], &id);

	(void)n;
	if (status == CTL_OK)
		status = ctl_connect(c);
	if (status != CTL_OK)
		return status;
	struct arena *a = ask_arena(c->ask);
	if (!send(c, change_pin_command(a, c->site->name, id, ctl_user(a)), &s))
		return ctl_fail_store(c);
	return say_pin(c, id, &s);
}
