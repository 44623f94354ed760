/*
 * visits.c - visits.fcgi, the program that counts visits
 *
 * Options, settings, store, loop: anything that fails on the way ends with a
 * reason on standard error and status 1.  See visits.fcgi(8).
 */
#include "base/base.h"

#include <ev.h>
#include <signal.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/log.h"
#include "config.h"
#include "http/cgi.h"
#include "http/metrics.h"
#include "http/route.h"
#include "http/serve.h"
#include "store/redis.h"
#include "visits/bots.h"
#include "visits/scripts.h"
#include "visits/visits.h"
#include "visits/visits_http.h"

#define READY_S 2. /* how long Redis is waited for at the start */

static const char *config_path;

static void
usage(void)
{
	fprintf(stderr,
	    "usage: visits.fcgi [-t] [-c file] [-s socket] [-D routes]\n");
	exit(1);
}

static struct config *
load_config(void)
{
	char why[CONFIG_ERR_MAX];
	struct config *cfg = config_load(config_path, why, sizeof(why));

	if (cfg == NULL)
		fprintf(stderr, "%s\n", why);
	return cfg;
}

static struct bots *
load_bots(const struct config *cfg)
{
	char why[256];
	struct bots *bots = bots_load(cfg->visits.bots.p, why, sizeof(why));

	if (bots == NULL)
		fprintf(stderr, "%s\n", why);
	return bots;
}

/* SIGHUP: everything but what the store was connected with. */
static void
reload(struct app *app)
{
	struct visits_app *d = app->domain;
	struct config *cfg = load_config();
	struct bots *bots = cfg != NULL ? load_bots(cfg) : NULL;

	if (bots == NULL) {
		config_free(cfg);
		log_why(LOG_ERROR, "reload", "the old settings stay");
		return;
	}
	/* The store keeps what it was started with. */
	visits_reconfigure(d->visits, cfg);
	bots_free(d->bots);
	d->bots = bots;
	if (app->cfg != d->first)
		config_free((struct config *)(uintptr_t)app->cfg);
	app->cfg = cfg;
	(void)log_level_set(cfg->server.log_level.p);
	log_event(LOG_INFO, "reloaded", NULL);
}

static const char *
not_ready(struct app *app)
{
	const struct visits_app *d = app->domain;

	return redis_not_ready(d->store);
}

static struct redis_settings
redis_settings_of(const struct config *cfg)
{
	return (struct redis_settings){
		.socket = cfg->redis.socket.p,
		.host = cfg->redis.host.p,
		.port = (int)cfg->redis.port,
		.user = cfg->redis.user.p,
		.password = cfg->redis.password.p,
		.db = (int)cfg->redis.db,
		.timeout_ms = cfg->redis.timeout_ms,
	};
}

static void
on_limit(struct ev_loop *loop, ev_timer *w, int events)
{
	(void)events;
	ev_timer_stop(loop, w);
}

/* Lets Redis have a moment, unless waiting cannot help. */
static void
wait_for_store(struct app *app)
{
	const struct visits_app *d = app->domain;
	ev_timer limit;

	ev_timer_init(&limit, on_limit, READY_S, 0.);
	ev_timer_start(app->loop, &limit);
	while (not_ready(app) != NULL && redis_may_recover(d->store) &&
	       ev_is_active(&limit))
		ev_run(app->loop, EVRUN_ONCE);
	ev_timer_stop(app->loop, &limit);
}

/* -t: says whether all is well, and if not, what is wrong. */
static int
check(struct app *app)
{
	wait_for_store(app);
	if (not_ready(app) != NULL) {
		fprintf(stderr, "visits.fcgi: Redis: %s\n", not_ready(app));
		return 1;
	}
	printf("visits.fcgi: settings and Redis are fine\n");
	return 0;
}

/* Requests wait in the socket meanwhile: after a restart none is refused. */
static int
serve(struct app *app, const char *socket_path)
{
	wait_for_store(app);
	return serve_run(app, socket_path) ? 0 : 1;
}

static int
run(struct app *app, const char *socket_path, bool only_check)
{
	if (only_check)
		return check(app);
	if (socket_path != NULL || serve_has_listener())
		return serve(app, socket_path);
	return cgi_run(app, READY_S) ? 0 : 1;
}

int
main(int argc, char **argv)
{
	const char *socket_path = NULL, *dump = NULL;
	bool only_check = false;
	int opt;

	while ((opt = getopt(argc, argv, "c:s:tD:")) != -1) {
		if (opt == 'c')
			config_path = optarg;
		else if (opt == 's')
			socket_path = optarg;
		else if (opt == 't')
			only_check = true;
		else if (opt == 'D')
			dump = optarg;
		else
			usage();
	}
	if (optind != argc || (dump != NULL && strcmp(dump, "routes") != 0))
		usage();
	if (dump != NULL) {
		route_print(visits_http_routes, "/api", stdout);
		return 0;
	}

	/* Salts and passwords stay out of core files and of other processes. */
	(void)prctl(PR_SET_DUMPABLE, 0);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGHUP, SIG_IGN); /* until the loop is there for it */
	if (sodium_init() < 0)
		abort();
	struct config *cfg = load_config();
	if (cfg == NULL)
		return 1;
	(void)log_level_set(cfg->server.log_level.p);
	struct visits_app domain = { .first = cfg, .bots = load_bots(cfg) };
	if (domain.bots == NULL)
		return 1;

	struct app app = { .name = "visits",
		.routes = visits_http_routes,
		.cfg = cfg,
		.loop = ev_default_loop(EVFLAG_AUTO),
		.domain = &domain,
		.reload = reload,
		.not_ready = not_ready };
	struct redis_settings set = redis_settings_of(cfg);
	app.metrics = metrics_new(visits_http_routes);
	domain.store = redis_new(app.loop, &set, scripts_all);
	domain.visits = visits_new(cfg, domain.store);

	int rc = run(&app, socket_path, only_check);

	redis_free(domain.store);
	visits_free(domain.visits);
	bots_free(domain.bots);
	metrics_free(app.metrics);
	if (app.cfg != cfg)
		config_free((struct config *)(uintptr_t)app.cfg);
	config_free(cfg);
	ev_loop_destroy(app.loop);
	return rc;
}
