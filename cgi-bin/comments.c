/*
 * comments.c - comments.fcgi, the program that keeps comments: see
 * comments.fcgi(8)
 */
#include "base/base.h"

#include "cgi-bin/program.h"
#include "comments/comments.h"
#include "comments/comments_http.h"
#include "comments/comments_scripts.h"

static struct comments_app domain;

static void
make(struct app *app, void *lists)
{
	(void)lists;
	domain.comments = comments_new(app->cfg, app->store);
	app->domain = &domain;
}

static void
unmake(struct app *app)
{
	(void)app;
	comments_free(domain.comments);
}

static void
reload(struct app *app, void *lists)
{
	(void)lists;
	comments_reconfigure(domain.comments, app->cfg);
}

static const struct program program = { .name = "comments",
	.routes = comments_http_routes,
	.scripts = comments_scripts,
	.make = make,
	.unmake = unmake,
	.reload = reload };

int
main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
