/*
 * afterword.c - the program to look after counts and comments with:
 * afterword(1)
 *
 * The table of subcommands, and the way to one: options, settings, site, as far
 * as its row asks for them.
 */
#include "base/base.h"

#include <getopt.h>
#include <signal.h>
#include <sodium.h>

#include "base/buf.h"
#include "base/secrecy.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"

#define ARENA_CAP (64u << 20)
#define COLUMN 32 /* of the help, where sentences begin */

enum need {
	NEED_NOTHING,
	NEED_SETTINGS,
	NEED_SITE,    /* settings, and that it is clear which site is meant */
	NEED_SITE_ARG /* the same; the argument, if it is no option, names it */
};

struct subcommand {
	const char *name;
	const char *args; /* as written in the help */
	const char *help;
	int min, max; /* arguments */
	enum need need;
	enum ctl_status (*run)(struct ctl *c, int n, char **args);
};

/* clang-format off */
static const struct subcommand table[] = {
	{ "alias", "OLD NEW", "make an article another name of another one",
	    2, 2, NEED_SITE, alias_run },
	{ "block", "[--network] [--refuse] [--for DAYS] ID",
	    "hold or refuse what else comes from its author",
	    1, 5, NEED_SITE, block_run },
	{ "blocks", "", "list who is blocked",
	    0, 0, NEED_SITE, block_list_run },
	{ "check", "", "look for keys and numbers that do not agree",
	    0, 0, NEED_SETTINGS, check_run },
	{ "close", "ARTICLE", "take no more comments on an article",
	    1, 1, NEED_SITE, moderate_close },
	{ "comments", "[ARTICLE]", "list an article's comments, or those that wait",
	    0, 1, NEED_SITE, comments_run },
	{ "config", "[--sample | --mdoc]", "print the settings in effect",
	    0, 1, NEED_NOTHING, config_run },
	{ "day", "[DATE]", "count a day's loads: visits, and what was none",
	    0, 1, NEED_SITE, day_run },
	{ "delete", "ID", "delete a comment for good",
	    1, 1, NEED_SITE, moderate_delete },
	{ "erase", "[--dry-run] --author AUTHOR | --comment ID | --mail ADDRESS",
	    "forget what somebody wrote, and who that was",
	    2, 3, NEED_SITE, erase_run },
	{ "export", "[SITE | --author AUTHOR | --comment ID | --mail ADDRESS]",
	    "write all that is kept of a site, or of somebody, to standard output",
	    0, 2, NEED_SITE_ARG, export_run },
	{ "hold", "ID [REASON]", "take a comment off its page until it is published",
	    1, 2, NEED_SITE, moderate_hold },
	{ "import", "[-n] FILE", "read what export wrote; what is there stays",
	    1, 2, NEED_SITE, import_run },
	{ "link", "ID [--action WORD] [--for HOURS]",
	    "print addresses that approve, spam or delete a comment once",
	    1, 5, NEED_SITE, link_run },
	{ "moderator", "WORD [NAME]", "who moderates: add, list, password, remove, setup",
	    1, 2, NEED_SITE, moderator_run },
	{ "open", "ARTICLE", "take comments on an article, however old it is",
	    1, 1, NEED_SITE, moderate_open },
	{ "pin", "ID", "make a comment stand first on its article",
	    1, 1, NEED_SITE, moderate_pin },
	{ "publish", "ID", "show a comment that was held or taken for spam",
	    1, 1, NEED_SITE, moderate_publish },
	{ "rerender", "[ARTICLE]", "make the HTML of comments anew",
	    0, 1, NEED_SITE, rerender_run },
	{ "set-base", "ARTICLE N", "set the visits counted before Afterword",
	    2, 2, NEED_SITE, set_base_run },
	{ "show", "ARTICLE", "print all that is known of an article",
	    1, 1, NEED_SITE, show_run },
	{ "sites", "", "list the sites with their numbers",
	    0, 0, NEED_SETTINGS, sites_run },
	{ "spam", "ID", "take a comment for spam",
	    1, 1, NEED_SITE, moderate_spam },
	{ "sweep", "", "delete now what waited for too long",
	    0, 0, NEED_SITE, sweep_run },
	{ "unblock", "BLOCK", "end a block that blocks lists",
	    1, 1, NEED_SITE, block_end_run },
	{ "unpin", "ARTICLE", "let no comment stand first on an article",
	    1, 1, NEED_SITE, moderate_unpin },
};
/* clang-format on */

static void
print_row(FILE *out, const char *before, const struct subcommand *row)
{
	int n = fprintf(out, "%s%s %s", before, row->name, row->args);

	/* What is too long for its column has a line of its own. */
	if (n > COLUMN)
		n = fprintf(out, "\n") - 1;
	(void)fprintf(out, "%*s  %s\n", COLUMN - n, "", row->help);
}

static void
help(FILE *out)
{
	(void)fputs("usage: afterword [-c FILE] [-s SITE] SUBCOMMAND "
		    "[ARGUMENT ...]\n\n",
	    out);
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		print_row(out, "  ", &table[i]);
	(void)fputs("\n"
		    "  -c FILE    the settings, rather than " CONFIG_FILE "\n"
		    "  -s SITE    the site that is meant, where there are "
		    "several\n"
		    "  -h         this help; --version tells the version\n"
		    "\nSee afterword(1).\n",
	    out);
}

static const struct subcommand *
find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

static struct str
site_names(struct ctl *c)
{
	struct buf b;

	buf_init(&b, &c->arena, 256);
	for (size_t i = 0; i < c->cfg->n_sites; i++) {
		if (i > 0)
			buf_lit(&b, ", ");
		buf_str_put(&b, c->cfg->sites[i].name);
	}
	return buf_view(&b);
}

static enum ctl_status
choose_site(struct ctl *c, bool must)
{
	if (c->site_name != NULL) {
		c->site = config_site_by_name(c->cfg, str_of(c->site_name));
		if (c->site == NULL)
			return ctl_fail(CTL_USAGE,
			    "there is no site %s; configured: %.*s",
			    c->site_name, STR_ARG(site_names(c)));
	} else if (c->cfg->n_sites == 1) {
		c->site = &c->cfg->sites[0];
	} else if (must) {
		return ctl_fail(CTL_USAGE,
		    "say with -s which site is meant; configured: %.*s",
		    STR_ARG(site_names(c)));
	}
	return CTL_OK;
}

static enum ctl_status
prepare(struct ctl *c, enum need need, int n, char **args)
{
	if (need == NEED_NOTHING)
		return CTL_OK;
	enum ctl_status status = ctl_settings(c);
	if (status != CTL_OK)
		return status;
	if (need == NEED_SITE_ARG && n > 0 && args[0][0] != '-') {
		if (c->site_name != NULL && strcmp(c->site_name, args[0]) != 0)
			return ctl_fail(CTL_USAGE,
			    "which site is meant: %s or %s?", c->site_name,
			    args[0]);
		c->site_name = args[0];
	}
	return choose_site(c, need != NEED_SETTINGS);
}

static enum ctl_status
run(struct ctl *c, const struct subcommand *row, int n, char **args)
{
	if (n == 1 &&
	    (strcmp(args[0], "-h") == 0 || strcmp(args[0], "--help") == 0)) {
		print_row(stdout, "usage: afterword ", row);
		return CTL_OK;
	}
	if (n < row->min || n > row->max)
		return ctl_fail(
		    CTL_USAGE, "usage: afterword %s %s", row->name, row->args);
	enum ctl_status status = prepare(c, row->need, n, args);
	return status == CTL_OK ? row->run(c, n, args) : status;
}

/* The place of the subcommand among the arguments, or -1 and a status. */
static int
take_options(struct ctl *c, int argc, char **argv, enum ctl_status *status)
{
	static const struct option words[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'v' },
		{ NULL, 0, NULL, 0 },
	};
	int opt;

	*status = CTL_OK;
	while ((opt = getopt_long(argc, argv, "+c:s:h", words, NULL)) != -1) {
		switch (opt) {
		case 'c':
			c->config_path = optarg;
			break;
		case 's':
			c->site_name = optarg;
			break;
		case 'h':
			help(stdout);
			return -1;
		case 'v':
			(void)puts("afterword " VERSION);
			return -1;
		default:
			*status = CTL_USAGE;
			return -1;
		}
	}
	if (optind == argc) {
		help(stdout);
		return -1;
	}
	return optind;
}

int
main(int argc, char **argv)
{
	struct ctl c = { .cfg = NULL };
	enum ctl_status status;

	secrecy_begin();
	(void)signal(SIGPIPE, SIG_IGN);
	if (sodium_init() < 0)
		abort();
	arena_init(&c.arena, ARENA_CAP);
	int at = take_options(&c, argc, argv, &status);
	if (at >= 0) {
		const struct subcommand *row = find(argv[at]);

		status = row != NULL
			     ? run(&c, row, argc - at - 1, argv + at + 1)
			     : ctl_fail(CTL_USAGE,
				   "there is no subcommand %s; afterword -h "
				   "lists them",
				   argv[at]);
	}
	if (fflush(stdout) != 0 || ferror(stdout))
		status =
		    ctl_fail(CTL_FAILED, "cannot write: %s", strerror(errno));
	ask_free(c.ask);
	config_free(c.cfg);
	arena_reset(&c.arena);
	return (int)status;
}
