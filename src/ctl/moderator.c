/*
 * moderator.c - who may use the moderators' pages
 *
 * A password is asked for on the terminal, or read as one line from where
 * standard input comes from.  It never stands on the command line.
 */
#include "base/base.h"

#include <sodium.h>
#include <termios.h>
#include <unistd.h>

#include "comments/author.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "ctl/ctl_scripts.h"
#include "ctl/term.h"
#include "moderation/console.h"
#include "moderation/moderator.h"
#include "moderation/session.h"
#include "store/keys.h"

#define LINE_MAX_LEN (MODERATOR_PASSWORD_MAX + 2)

/* --- passwords --- */

/* Without its line end; false at the end of input. */
static bool
read_line(char line[LINE_MAX_LEN], struct str *out)
{
	if (fgets(line, LINE_MAX_LEN, stdin) == NULL)
		return false;
	*out = (struct str){ line, strcspn(line, "\n") };
	return true;
}

/* As typed, without being shown. */
static bool
read_hidden(const char *prompt, char line[LINE_MAX_LEN], struct str *out)
{
	struct termios was, quiet;
	bool terminal = tcgetattr(STDIN_FILENO, &was) == 0;

	if (terminal) {
		quiet = was;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		(void)fputs(prompt, stderr);
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	bool got = read_line(line, out);
	if (terminal) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
		(void)fputc('\n', stderr);
	}
	return got;
}

static enum ctl_status
ask_password(char hash[MODERATOR_HASH_LEN])
{
	char line[LINE_MAX_LEN], again[LINE_MAX_LEN];
	struct str password, second;
	enum ctl_status status = CTL_OK;

	if (!read_hidden("Password: ", line, &password))
		return ctl_fail(CTL_FAILED, "no password was given");
	const char *fault = moderator_password_fault(password);
	if (fault != NULL)
		status = ctl_fail(CTL_FAILED, "the password is %s", fault);
	else if (isatty(STDIN_FILENO) &&
		 (!read_hidden("Once more: ", again, &second) ||
		     !str_eq(password, second)))
		status = ctl_fail(CTL_FAILED, "that was another password");
	else if (!moderator_hash(password, hash))
		status = ctl_fail(CTL_FAILED, "no memory for a hash");
	sodium_memzero(line, sizeof(line));
	sodium_memzero(again, sizeof(again));
	return status;
}

/* --- what is said of them --- */

static void
take_word(void *ctx, const struct answer *a)
{
	struct str *word = ctx;

	if (str_eq(answer_str(a), STR("done")))
		*word = STR("done");
	else if (str_eq(answer_str(a), STR("there")))
		*word = STR("there");
	else
		*word = STR("none");
}

static enum ctl_status
change(struct ctl *c, const char *what, struct str name, struct str hash)
{
	struct str word = STR("");
	struct arena *a = ask_arena(c->ask);
	struct command *cmd =
	    command_script(a, &ctl_scripts_moderator, 2, 2 + 4);

	command_arg(cmd, keys_moderators(a, c->site->name));
	command_arg(cmd, keys_ledger(a, c->site->name));
	command_arg(cmd, str_of(what));
	command_arg(cmd, name);
	command_arg(cmd, hash);
	command_arg(cmd, ctl_user(a));
	ask_put(c->ask, cmd, take_word, &word);
	if (!ask_wait(c->ask))
		return ctl_fail_store(c);
	if (str_eq(word, STR("there")))
		return ctl_fail(CTL_FAILED,
		    "%.*s is a moderator of %.*s already", STR_ARG(name),
		    STR_ARG(c->site->name));
	if (str_eq(word, STR("none")))
		return ctl_fail(CTL_FAILED, "%.*s is no moderator of %.*s",
		    STR_ARG(name), STR_ARG(c->site->name));
	return CTL_OK;
}

static void
say(struct str name, const char *what)
{
	term_put(stdout, name);
	printf(" %s\n", what);
}

static enum ctl_status
add(struct ctl *c, struct str name)
{
	char hash[MODERATOR_HASH_LEN];
	enum ctl_status status = ask_password(hash);

	if (status == CTL_OK)
		status = change(c, "add", name, str_of(hash));
	if (status != CTL_OK)
		return status;
	say(name, "is a moderator now");
	/* Replies carry that name, and a mark that few look for. */
	if (!author_is_reserved(name, c->site->reserved_names))
		say(name, "is a name that readers may use, too, unless it is "
			  "put into reserved_names");
	return CTL_OK;
}

static enum ctl_status
set_password(struct ctl *c, struct str name)
{
	char hash[MODERATOR_HASH_LEN];
	enum ctl_status status = ask_password(hash);

	if (status == CTL_OK)
		status = change(c, "password", name, str_of(hash));
	if (status == CTL_OK)
		say(name, "has another password now, and is signed out");
	return status;
}

static enum ctl_status
remove_one(struct ctl *c, struct str name)
{
	enum ctl_status status = change(c, "remove", name, STR(""));

	if (status == CTL_OK)
		say(name, "is no moderator any more, and signed out");
	return status;
}

/* --- all of them, and the first one --- */

static void
take_names(void *ctx, const struct answer *a)
{
	(void)ctx;
	for (size_t i = 0; i < answer_len(a); i++) {
		term_put(stdout, answer_str(answer_at(a, i)));
		(void)putchar('\n');
	}
}

static enum ctl_status
list(struct ctl *c, struct str name)
{
	struct arena *a = ask_arena(c->ask);
	struct command *cmd = command_new(a, "HKEYS", 2);

	(void)name;
	command_arg(cmd, keys_moderators(a, c->site->name));
	ask_put(c->ask, cmd, take_names, NULL);
	return ask_wait(c->ask) ? CTL_OK : ctl_fail_store(c);
}

static void
take_count(void *ctx, const struct answer *a)
{
	int64_t *n = ctx;

	if (!answer_i64(a, n))
		*n = -1;
}

static void
ignore(void *ctx, const struct answer *a)
{
	(void)ctx;
	(void)a;
}

/*
 * A token that makes the first moderator, while there is none.  What Redis gets
 * is its hash; an earlier one is good for nothing then.
 */
static enum ctl_status
set_up(struct ctl *c, struct str name)
{
	struct arena *a = ask_arena(c->ask);
	struct str site = c->site->name;
	char token[SESSION_ID_LEN], hash[SESSION_HASH_LEN];
	int64_t there = 0;

	(void)name;
	struct command *cmd = command_new(a, "HLEN", 2);
	command_arg(cmd, keys_moderators(a, site));
	ask_put(c->ask, cmd, take_count, &there);
	if (!ask_wait(c->ask))
		return ctl_fail_store(c);
	if (there != 0)
		return ctl_fail(
		    CTL_FAILED, "%.*s has a moderator", STR_ARG(site));
	session_new(token);
	session_hash((struct str){ token, sizeof(token) }, hash);
	cmd = command_new(a, "SET", 5);
	command_arg(cmd, keys_setup(a, site));
	command_arg(cmd, (struct str){ hash, sizeof(hash) });
	command_arg(cmd, STR("EX"));
	command_arg_i64(cmd, MODERATOR_SETUP_S);
	ask_put(c->ask, cmd, ignore, NULL);
	if (!ask_wait(c->ask))
		return ctl_fail_store(c);
	printf(CONSOLE_PATH "setup?site=%.*s&token=%.*s\n", STR_ARG(site),
	    (int)sizeof(token), token);
	return CTL_OK;
}

/* --- the words behind `moderator` --- */

static const struct {
	const char *word;
	bool named;
	enum ctl_status (*run)(struct ctl *c, struct str name);
} words[] = {
	{ "add", true, add },
	{ "list", false, list },
	{ "password", true, set_password },
	{ "remove", true, remove_one },
	{ "setup", false, set_up },
};

enum ctl_status
moderator_run(struct ctl *c, int n, char **args)
{
	struct str name = STR("");
	const char *why = NULL;
	size_t i = 0;

	while (i < ARRAY_LEN(words) && strcmp(words[i].word, args[0]) != 0)
		i++;
	if (i == ARRAY_LEN(words) || words[i].named != (n == 2))
		return ctl_fail(CTL_USAGE,
		    "usage: afterword moderator add|password|remove NAME, "
		    "or list|setup");
	if (n == 2 && !moderator_name(&c->arena, str_of(args[1]), &name, &why))
		return ctl_fail(
		    CTL_USAGE, "%s: the name of a moderator %s", args[1], why);
	enum ctl_status status = ctl_connect(c);
	return status == CTL_OK ? words[i].run(c, name) : status;
}
