/*
 * moderation.c - moderation.fcgi, the program with the moderators' pages: see
 * moderation.fcgi(8)
 */
#include "base/base.h"

#include "cgi-bin/program.h"
#include "comments/comments.h"
#include "comments/guard.h"
#include "moderation/moderation_http.h"
#include "moderation/moderation_scripts.h"
#include "moderation/session_http.h"
#include "visits/visits.h"

static struct moderation_app domain;

/* Of which the moderators are told that there are some. */
static void *
load_lists(const struct config *cfg, char *why, size_t n)
{
	return guard_load(cfg->comments.lists.p, why, n);
}

static void
free_lists(void *lists)
{
	guard_free(lists);
}

static void
make(struct app *app, void *lists)
{
	domain.comments = comments_new(app->cfg, lists, app->store);
	domain.visits = visits_new(app->cfg, app->store);
	app->domain = &domain;
	app->admit = session_http_admit;
	app->is_own_form = session_http_is_own_form;
	app->wipes = true;
}

static void
unmake(struct app *app)
{
	(void)app;
	comments_free(domain.comments);
	visits_free(domain.visits);
}

static void
reload(struct app *app, void *lists)
{
	comments_reconfigure(domain.comments, app->cfg, lists);
	visits_reconfigure(domain.visits, app->cfg);
}

static const struct program program = { .name = "moderation",
	.routes = moderation_http_routes,
	.scripts = moderation_scripts,
	.load_lists = load_lists,
	.free_lists = free_lists,
	.make = make,
	.unmake = unmake,
	.reload = reload };

int
main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
