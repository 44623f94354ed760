/*
 * comments.c - comments.fcgi, the program that keeps comments: see
 * comments.fcgi(8)
 */
#include "base/base.h"

#include <ev.h>

#include "cgi-bin/program.h"
#include "comments/comments.h"
#include "comments/comments_http.h"
#include "comments/comments_scripts.h"
#include "comments/guard.h"
#include "comments/pages.h"
#include "comments/sweep.h"
#include "http/metrics.h"

#define FIRST_S 5. /* after the start */

static struct comments_app domain;
static struct sweep *sweep;
static ev_timer timer;

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
on_timer(struct ev_loop *loop, ev_timer *w, int events)
{
	(void)events;
	w->repeat = sweep_step(sweep);
	ev_timer_again(loop, w);
}

static void
make(struct app *app, void *lists)
{
	domain.comments = comments_new(app->cfg, lists, app->store);
	app->domain = &domain;
	sweep = sweep_new(domain.comments);
	ev_timer_init(&timer, on_timer, FIRST_S, FIRST_S);
	ev_timer_start(app->loop, &timer);
	ev_unref(app->loop); /* nobody goes on for its sake */
}

static void
unmake(struct app *app)
{
	ev_ref(app->loop);
	ev_timer_stop(app->loop, &timer);
	sweep_free(sweep);
	comments_free(domain.comments);
}

static void
reload(struct app *app, void *lists)
{
	comments_reconfigure(domain.comments, app->cfg, lists);
	sweep_reset(sweep);
}

static void
put_metrics(const struct app *app, struct buf *out)
{
	const struct pages_stats *s =
	    pages_stats(comments_pages(domain.comments));

	(void)app;
	metrics_line(out, "afterword_pages_hits_total", "counter",
	    "Answers that were kept and still true.", s->hits);
	metrics_line(out, "afterword_pages_misses_total", "counter",
	    "Answers that had to be made.", s->misses);
	metrics_line(out, "afterword_pages_bytes", "gauge",
	    "Memory of the answers that are kept.", s->bytes);
}

static const struct program program = { .name = "comments",
	.routes = comments_http_routes,
	.scripts = comments_scripts,
	.load_lists = load_lists,
	.free_lists = free_lists,
	.make = make,
	.unmake = unmake,
	.reload = reload,
	.put_metrics = put_metrics };

int
main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
