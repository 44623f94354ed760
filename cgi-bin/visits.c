/*
 * visits.c - visits.fcgi, the program that counts visits: see visits.fcgi(8)
 */
#include "base/base.h"

#include <ev.h>

#include "cgi-bin/program.h"
#include "visits/bots.h"
#include "visits/visits.h"
#include "visits/visits_http.h"
#include "visits/visits_scripts.h"

#define FLUSH_S 1.

static struct visits_app domain;
static ev_timer flush;

static void *
load_lists(const struct config *cfg, char *why, size_t n)
{
	return bots_load(cfg->visits.bots.p, why, n);
}

static void
free_lists(void *lists)
{
	bots_free(lists);
}

static void
on_flush(struct ev_loop *loop, ev_timer *w, int events)
{
	(void)loop;
	(void)w;
	(void)events;
	visits_flush(domain.visits);
}

static void
make(struct app *app, void *lists)
{
	domain.visits = visits_new(app->cfg, app->store);
	domain.bots = lists;
	app->domain = &domain;
	ev_timer_init(&flush, on_flush, FLUSH_S, FLUSH_S);
	ev_timer_start(app->loop, &flush);
}

static void
finish(struct app *app)
{
	(void)app;
	visits_end(domain.visits);
}

static void
unmake(struct app *app)
{
	ev_timer_stop(app->loop, &flush);
	visits_free(domain.visits);
}

static void
reload(struct app *app, void *lists)
{
	visits_reconfigure(domain.visits, app->cfg);
	domain.bots = lists;
}

static const struct program program = { .name = "visits",
	.routes = visits_http_routes,
	.scripts = visits_scripts,
	.load_lists = load_lists,
	.free_lists = free_lists,
	.make = make,
	.finish = finish,
	.unmake = unmake,
	.reload = reload,
	.put_metrics = visits_http_metrics };

int
main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
