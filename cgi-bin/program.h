/*
 * program.h - what all FastCGI programs do alike
 *
 * Options, limits, signals, settings, store and loop; a program's own main says
 * what it consists of.  Anything that fails on the way ends with a reason on
 * standard error and status 1.
 *
 * Ownership   settings and lists belong to program.c.  The domain borrows those
 *             that it was made with or was last told of by reload().
 */
#ifndef CGI_BIN_PROGRAM_H
#define CGI_BIN_PROGRAM_H

#include "base/base.h"
#include "http/app.h"

struct script;

struct program {
	const char *name; /* "visits", of visits.fcgi */
	const struct route *routes;
	const struct script *const *scripts; /* ends with a NULL */

	/*
	 * Lists that are read with the settings: both or neither are taken.
	 * NULL and the reason in `why` on failure.  Both functions are NULL in
	 * a program that has no lists.
	 */
	void *(*load_lists)(const struct config *cfg, char *why, size_t n);
	void (*free_lists)(void *lists);

	/* Sets app->domain; app->cfg and app->store are there already. */
	void (*make)(struct app *app, void *lists);
	/*
	 * No request comes any more: sends what is written only now and then,
	 * and is waited for.  NULL in a program that keeps nothing back.
	 */
	void (*finish)(struct app *app);
	void (*unmake)(struct app *app);

	/* app->cfg and `lists` are new: what was before goes afterwards. */
	void (*reload)(struct app *app, void *lists);

	/* As in struct app. */
	void (*put_metrics)(const struct app *app, struct buf *out);
};

/* Runs the program; returns its exit status. */
int program_main(const struct program *p, int argc, char **argv);

#endif
