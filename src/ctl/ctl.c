#include "base/base.h"
#include "ctl/ctl.h"

#include <pwd.h>
#include <unistd.h>

#include "base/buf.h"
#include "comments/comment.h"
#include "comments/sitekey.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/term.h"
#include "store/keys.h"

#define MESSAGE_MAX 2048 /* two article names and some words */

enum ctl_status
ctl_fail(enum ctl_status status, const char *fmt, ...)
{
	char text[MESSAGE_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	(void)fflush(stdout);
	(void)fputs("afterword: ", stderr);
	term_put(stderr, str_of(text));
	(void)fputc('\n', stderr);
	return status;
}

enum ctl_status
ctl_fail_store(const struct ctl *c)
{
	return ctl_fail(CTL_FAILED, "Redis: %s", ask_why(c->ask));
}

enum ctl_status
ctl_settings(struct ctl *c)
{
	char why[CONFIG_ERR_MAX];

	c->cfg = config_load(c->config_path, "afterword", why, sizeof(why));
	if (c->cfg != NULL)
		return CTL_OK;
	/* Several lines, each with its file and line in front. */
	struct str rest = str_of(why), line;
	while (str_cut(&rest, '\n', &line)) {
		term_put(stderr, line);
		(void)fputc('\n', stderr);
	}
	return CTL_FAILED;
}

enum ctl_status
ctl_connect(struct ctl *c)
{
	c->ask = ask_new(c->cfg);
	return ask_is_ready(c->ask) ? CTL_OK : ctl_fail_store(c);
}

enum ctl_status
ctl_article(struct ctl *c, const char *name, struct article *out)
{
	const char *why = NULL;

	if (article_fold(&c->arena, c->site, str_of(name), out, &why))
		return CTL_OK;
	return ctl_fail(CTL_USAGE, "%s: the name of an article %s",
	    name[0] == '\0' ? "\"\"" : name, why);
}

enum ctl_status
ctl_comment(const char *name, int64_t *id)
{
	uint64_t n;

	if (!str_to_u64(str_of(name), 1, COMMENT_ID_MAX, &n))
		return ctl_fail(
		    CTL_USAGE, "\"%s\" is no number of a comment", name);
	*id = (int64_t)n;
	return CTL_OK;
}

static void
take_key(void *ctx, const struct answer *a)
{
	char *random = ctx;
	struct str s = answer_str(a);

	if (s.len == SITEKEY_RANDOM_LEN)
		memcpy(random, s.p, SITEKEY_RANDOM_LEN);
}

enum ctl_status
ctl_sitekey(struct ctl *c, struct sitekey *key)
{
	static const char none[SITEKEY_RANDOM_LEN];
	char random[SITEKEY_RANDOM_LEN] = "";
	struct str secret = c->cfg->comments.secret;
	struct arena *a = ask_arena(c->ask);

	if (secret.len == 0) {
		struct command *get = command_new(a, "GET", 2);

		command_arg(get, keys_site_key(a, c->site->name));
		ask_put(c->ask, get, take_key, random);
		if (!ask_wait(c->ask))
			return ctl_fail_store(c);
		if (memcmp(random, none, sizeof(random)) == 0)
			return ctl_fail(CTL_FAILED,
			    "%.*s has no key yet; if comments.secret is set "
			    "for the programs, set it here, too",
			    STR_ARG(c->site->name));
	}
	sitekey_derive(
	    key, c->site->name, secret, (struct str){ random, sizeof(random) });
	return CTL_OK;
}

/* Behind sudo, who called it. */
struct str
ctl_user(struct arena *a)
{
	const char *sudo = getenv("SUDO_USER");
	const struct passwd *pw;
	struct buf b;

	buf_init(&b, a, 32);
	if (sudo != NULL && sudo[0] != '\0')
		buf_str_put(&b, str_of(sudo));
	else if ((pw = getpwuid(getuid())) != NULL)
		buf_str_put(&b, str_of(pw->pw_name));
	else
		buf_u64(&b, getuid());
	return buf_view(&b);
}

static void
noted(void *ctx, const struct answer *a)
{
	(void)ctx;
	(void)a;
}

bool
ctl_note(struct ctl *c, const struct str *pairs, size_t n)
{
	struct arena *a = ask_arena(c->ask);
	struct command *cmd = command_new(a, "XADD", 3 + (unsigned)n + 2);

	command_arg(cmd, keys_ledger(a, c->site->name));
	command_arg(cmd, STR("*"));
	for (size_t i = 0; i < n; i++)
		command_arg(cmd, pairs[i]);
	command_arg(cmd, STR("who"));
	command_arg(cmd, ctl_user(a));
	ask_put(c->ask, cmd, noted, NULL);
	return ask_wait(c->ask);
}
