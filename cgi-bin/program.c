#include "base/base.h"
#include "cgi-bin/program.h"

#include <ev.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <sodium.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "base/sandbox.h"
#include "base/secrecy.h"
#include "config.h"
#include "http/cgi.h"
#include "http/metrics.h"
#include "http/route.h"
#include "http/serve.h"
#include "store/redis.h"

#define READY_S 2. /* how long Redis is waited for at the start */

struct options {
	const char *config_path;
	const char *socket_path;
	bool only_check;
	const char *print;
};

/* Settings and lists of one reading. */
struct settings {
	struct config *cfg;
	void *lists;
	char why[CONFIG_ERR_MAX];
};

struct running {
	struct app app; /* first: reload() is told of nothing else */
	const struct program *program;
	const struct options *options;
	struct settings *now;
	/* The store points into the settings that it was made with. */
	struct config *first;
};

static void
usage(const struct program *p)
{
	fprintf(stderr,
	    "usage: %s.fcgi [-t] [-c file] [-s socket] [-D routes|api]\n",
	    p->name);
	exit(1);
}

static struct options
parse_options(const struct program *p, int argc, char **argv)
{
	struct options o = { 0 };
	int opt;

	while ((opt = getopt(argc, argv, "c:s:tD:")) != -1) {
		if (opt == 'c')
			o.config_path = optarg;
		else if (opt == 's')
			o.socket_path = optarg;
		else if (opt == 't')
			o.only_check = true;
		else if (opt == 'D')
			o.print = optarg;
		else
			usage(p);
	}
	if (optind != argc)
		usage(p);
	return o;
}

/* -D: the calls, for the manual or to compare the API's description with. */
static void
print(const struct program *p, const char *what)
{
	if (strcmp(what, "routes") == 0)
		route_print(p->routes, "/api", stdout);
	else if (strcmp(what, "api") == 0)
		route_print_api(p->routes, stdout);
	else
		usage(p);
}

/* Both settings and lists or, with the reasons, neither. */
static bool
read_settings(
    const struct program *p, const struct options *o, struct settings *s)
{
	s->lists = NULL;
	s->cfg = config_load(o->config_path, p->name, s->why, sizeof(s->why));
	if (s->cfg == NULL)
		return false;
	if (p->load_lists == NULL)
		return true;
	s->lists = p->load_lists(s->cfg, s->why, sizeof(s->why));
	if (s->lists == NULL)
		config_free(s->cfg);
	return s->lists != NULL;
}

static void
free_lists(const struct program *p, void *lists)
{
	if (p->free_lists != NULL)
		p->free_lists(lists);
}

/* Lists take some MB while they are read, which the heap would keep. */
static void
give_back_memory(void)
{
#ifdef __GLIBC__
	(void)malloc_trim(0);
#endif
}

/* SIGHUP: everything anew but what the store was connected with. */
static void
reload(struct app *app)
{
	struct running *r = (struct running *)app;
	const struct program *p = r->program;
	struct settings s;

	if (!read_settings(p, r->options, &s)) {
		log_why(LOG_ERROR, "reload-refused", "%s", s.why);
		return;
	}
	app->cfg = s.cfg;
	p->reload(app, s.lists);
	free_lists(p, r->now->lists);
	if (r->now->cfg != r->first)
		config_free(r->now->cfg);
	r->now->cfg = s.cfg;
	r->now->lists = s.lists;
	(void)log_level_set(s.cfg->server.log_level.p);
	give_back_memory();
	log_event(LOG_INFO, "reloaded", NULL);
}

/* -t: says whether all is well, and if not, what is wrong. */
static int
check(const struct app *app, bool ready)
{
	if (!ready) {
		fprintf(stderr, "%s.fcgi: Redis: %s\n", app->name,
		    redis_not_ready(app->store));
		return 1;
	}
	printf("%s.fcgi: settings and Redis are fine\n", app->name);
	return 0;
}

/*
 * Whatever the mode, Redis is waited for first: a request that waits in the
 * socket's queue meanwhile would only be told to come back.
 */
static int
run(struct app *app, const struct options *o)
{
	bool ready = redis_wait(app->store, READY_S);

	if (o->only_check)
		return check(app, ready);
	if (strcmp(app->cfg->server.seccomp.p, "on") == 0 && !sandbox_begin())
		log_why(LOG_WARN, "seccomp", "%s", strerror(errno));
	if (o->socket_path != NULL || serve_has_listener())
		return serve_run(app, o->socket_path) ? 0 : 1;
	return cgi_run(app) ? 0 : 1;
}

/*
 * Requests that were cut off wait for answers that find nobody any more: then
 * the loop must not run again.
 */
static void
finish(const struct program *p, struct app *app)
{
	if (p->finish == NULL || !redis_is_idle(app->store))
		return;
	p->finish(app);
	redis_settle(app->store);
}

/* All that lives as long as the program is made here, and unmade. */
static int
start(const struct program *p, const struct options *o, struct settings *s)
{
	struct running r = {
		.program = p, .options = o, .now = s, .first = s->cfg
	};
	struct app *app = &r.app;

	*app = (struct app){ .name = p->name,
		.routes = p->routes,
		.cfg = s->cfg,
		.loop = ev_default_loop(EVFLAG_AUTO),
		.reload = reload,
		.put_metrics = p->put_metrics };
	/* -t tells the reason itself, once. */
	(void)log_level_set(
	    o->only_check ? "alarm" : s->cfg->server.log_level.p);
	app->metrics = metrics_new(p->routes);
	app->store = redis_new(app->loop, s->cfg, p->scripts);
	p->make(app, s->lists);

	int rc = run(app, o);
	finish(p, app);

	redis_free(app->store);
	p->unmake(app);
	free_lists(p, s->lists);
	metrics_free(app->metrics);
	if (s->cfg != r.first)
		config_free(s->cfg);
	config_free(r.first);
	ev_loop_destroy(app->loop);
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
program_main(const struct program *p, int argc, char **argv)
{
	struct options o = parse_options(p, argc, argv);
	struct settings s;

	if (o.print != NULL) {
		print(p, o.print);
		return 0;
	}
	secrecy_begin();
	raise_limit();
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGHUP, SIG_IGN); /* until the loop is there for it */
	if (sodium_init() < 0)
		abort();
	if (!read_settings(p, &o, &s)) {
		fprintf(stderr, "%s\n", s.why);
		return 1;
	}
	return start(p, &o, &s);
}
