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
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "config.h"
#include "http/cgi.h"
#include "http/metrics.h"
#include "http/route.h"
#include "http/serve.h"
#include "store/redis.h"
#include "visits/bots.h"
#include "visits/visits.h"
#include "visits/visits_http.h"
#include "visits/visits_scripts.h"

#define READY_S 2. /* how long Redis is waited for at the start */

static const char *config_path;

static void
usage(void)
{
	fprintf(stderr,
	    "usage: visits.fcgi [-t] [-c file] [-s socket] [-D routes]\n");
	exit(1);
}

/* Settings and lists of one reading; both or, with the reasons, neither. */
struct settings {
	struct config *cfg;
	struct bots *bots;
	char why[CONFIG_ERR_MAX];
};

static bool
read_settings(struct settings *s)
{
	s->cfg = config_load(config_path, s->why, sizeof(s->why));
	if (s->cfg == NULL)
		return false;
	s->bots = bots_load(s->cfg->visits.bots.p, s->why, sizeof(s->why));
	if (s->bots == NULL)
		config_free(s->cfg);
	return s->bots != NULL;
}

/* SIGHUP: everything anew but what the store was connected with. */
static void
reload(struct app *app)
{
	struct visits_app *d = app->domain;
	struct settings s;

	if (!read_settings(&s)) {
		log_why(LOG_ERROR, "reload-refused", "%s", s.why);
		return;
	}
	visits_reconfigure(d->visits, s.cfg);
	bots_free(d->bots);
	d->bots = s.bots;
	/* The store points into the settings that it was made with. */
	if (d->cfg != d->first)
		config_free(d->cfg);
	d->cfg = s.cfg;
	app->cfg = s.cfg;
	(void)log_level_set(s.cfg->server.log_level.p);
	log_event(LOG_INFO, "reloaded", NULL);
}

/* -t: says whether all is well, and if not, what is wrong. */
static int
check(bool ready, const struct store *store)
{
	if (!ready) {
		fprintf(
		    stderr, "visits.fcgi: Redis: %s\n", redis_not_ready(store));
		return 1;
	}
	printf("visits.fcgi: settings and Redis are fine\n");
	return 0;
}

struct options {
	const char *socket_path;
	bool only_check;
	bool only_routes;
};

static struct options
parse_options(int argc, char **argv)
{
	struct options o = { 0 };
	int opt;

	while ((opt = getopt(argc, argv, "c:s:tD:")) != -1) {
		if (opt == 'c')
			config_path = optarg;
		else if (opt == 's')
			o.socket_path = optarg;
		else if (opt == 't')
			o.only_check = true;
		else if (opt == 'D' && strcmp(optarg, "routes") == 0)
			o.only_routes = true;
		else
			usage();
	}
	if (optind != argc)
		usage();
	return o;
}

/*
 * Whatever the mode, Redis is waited for first: a request that waits in the
 * socket's queue meanwhile would only be told to come back.
 */
static int
run(struct app *app, const struct options *o)
{
	const struct visits_app *d = app->domain;
	bool ready = redis_wait(d->store, READY_S);

	if (o->only_check)
		return check(ready, d->store);
	if (o->socket_path != NULL || serve_has_listener())
		return serve_run(app, o->socket_path) ? 0 : 1;
	return cgi_run(app) ? 0 : 1;
}

/* All that lives as long as the program is made here, and unmade. */
static int
start(const struct options *o, const struct settings *s)
{
	struct visits_app domain = {
		.bots = s->bots, .cfg = s->cfg, .first = s->cfg
	};
	struct app app = { .name = "visits",
		.routes = visits_http_routes,
		.cfg = s->cfg,
		.loop = ev_default_loop(EVFLAG_AUTO),
		.domain = &domain,
		.reload = reload };

	/* -t tells the reason itself, once. */
	(void)log_level_set(
	    o->only_check ? "alarm" : s->cfg->server.log_level.p);
	app.metrics = metrics_new(visits_http_routes);
	domain.store = redis_new(app.loop, s->cfg, visits_scripts);
	domain.visits = visits_new(s->cfg, domain.store);

	int rc = run(&app, o);

	redis_free(domain.store);
	visits_free(domain.visits);
	bots_free(domain.bots);
	metrics_free(app.metrics);
	if (domain.cfg != domain.first)
		config_free(domain.cfg);
	config_free(domain.first);
	ev_loop_destroy(app.loop);
	return rc;
}

/* As many connections as one may have: web servers keep hundreds open. */
static void
raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

int
main(int argc, char **argv)
{
	struct options o = parse_options(argc, argv);
	struct settings s;

	if (o.only_routes) {
		route_print(visits_http_routes, "/api", stdout);
		return 0;
	}
	/* Salts and passwords stay out of core files and of other processes. */
	(void)prctl(PR_SET_DUMPABLE, 0);
	raise_limit();
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGHUP, SIG_IGN); /* until the loop is there for it */
	if (sodium_init() < 0)
		abort();
	if (!read_settings(&s)) {
		fprintf(stderr, "%s\n", s.why);
		return 1;
	}
	return start(&o, &s);
}
