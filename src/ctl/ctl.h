/*
 * ctl.h - what the subcommands of `afterword` share
 *
 * A subcommand is one file of its name with one function, declared below, and
 * one row of the table in afterword.c; moderate.c has several that are alike.
 * The row says what the subcommand needs; when the function runs, that is
 * there.
 *
 * Errors      a subcommand returns the exit status.  Before any but CTL_OK,
 *             ctl_fail() has said why.
 */
#ifndef CTL_CTL_H
#define CTL_CTL_H

#include "article/article.h"
#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

struct ask;
struct config;
struct site;
struct sitekey;

enum ctl_status {
	CTL_OK,
	CTL_FAILED, /* or `check` found something */
	CTL_USAGE   /* the command line cannot be meant so */
};

struct ctl {
	const char *config_path; /* -c, or NULL */
	const char *site_name;   /* -s, or NULL */
	struct config *cfg;
	const struct site *site; /* the one that is meant; NULL for all */
	struct ask *ask;         /* after ctl_connect() */
	struct arena arena;      /* for as long as the subcommand runs */
};

/* Says why on standard error, escaped for terminals; returns `status`. */
enum ctl_status ctl_fail(enum ctl_status status, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

/* What the store said to the last question (ask.h); CTL_FAILED. */
enum ctl_status ctl_fail_store(const struct ctl *c);

/* Reads the settings into c->cfg. */
enum ctl_status ctl_settings(struct ctl *c) MUST_USE;

/* Connects to the store: c->ask; last, when all else is known to be right. */
enum ctl_status ctl_connect(struct ctl *c) MUST_USE;

/* The article that is named on the command line, on c->site. */
enum ctl_status ctl_article(
    struct ctl *c, const char *name, struct article *out) MUST_USE;

/* The comment that is named on the command line. */
enum ctl_status ctl_comment(const char *name, int64_t *id) MUST_USE;

/*
 * The keys of c->site: from comments.secret as it is set here, or else from what
 * Redis keeps.  Before either there is no comment, either.
 */
enum ctl_status ctl_sitekey(struct ctl *c, struct sitekey *key) MUST_USE;

/* Who runs this, for the ledger. */
struct str ctl_user(struct arena *a);

/*
 * Writes to the ledger what was done: names and values by turns.  False: the
 * store failed.  Scripts that change something write there themselves, in one
 * step.
 */
bool ctl_note(struct ctl *c, const struct str *pairs, size_t n) MUST_USE;

/* --- the subcommands: `n` arguments, as many as their rows allow --- */

enum ctl_status alias_run(struct ctl *c, int n, char **args);
enum ctl_status block_end_run(struct ctl *c, int n, char **args);
enum ctl_status block_list_run(struct ctl *c, int n, char **args);
enum ctl_status block_run(struct ctl *c, int n, char **args);
enum ctl_status check_run(struct ctl *c, int n, char **args);
enum ctl_status comments_run(struct ctl *c, int n, char **args);
enum ctl_status config_run(struct ctl *c, int n, char **args);
enum ctl_status erase_run(struct ctl *c, int n, char **args);
enum ctl_status day_run(struct ctl *c, int n, char **args);
enum ctl_status export_run(struct ctl *c, int n, char **args);
enum ctl_status import_run(struct ctl *c, int n, char **args);
enum ctl_status link_run(struct ctl *c, int n, char **args);
enum ctl_status moderate_close(struct ctl *c, int n, char **args);
enum ctl_status moderate_delete(struct ctl *c, int n, char **args);
enum ctl_status moderate_hold(struct ctl *c, int n, char **args);
enum ctl_status moderate_open(struct ctl *c, int n, char **args);
enum ctl_status moderate_pin(struct ctl *c, int n, char **args);
enum ctl_status moderate_publish(struct ctl *c, int n, char **args);
enum ctl_status moderate_spam(struct ctl *c, int n, char **args);
enum ctl_status moderate_unpin(struct ctl *c, int n, char **args);
enum ctl_status moderator_run(struct ctl *c, int n, char **args);
enum ctl_status rerender_run(struct ctl *c, int n, char **args);
enum ctl_status set_base_run(struct ctl *c, int n, char **args);
enum ctl_status show_run(struct ctl *c, int n, char **args);
enum ctl_status sweep_run(struct ctl *c, int n, char **args);
enum ctl_status sites_run(struct ctl *c, int n, char **args);

#endif
