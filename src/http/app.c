#include "base/base.h"
#include "http/app.h"

#include <ev.h>

static void
on_limit(struct ev_loop *loop, ev_timer *w, int events)
{
	(void)events;
	ev_timer_stop(loop, w);
}

bool
app_wait(struct app *app, double limit_s)
{
	ev_timer limit;

	ev_timer_init(&limit, on_limit, limit_s, 0.);
	ev_timer_start(app->loop, &limit);
	while (app->not_ready(app) != NULL && ev_is_active(&limit))
		ev_run(app->loop, EVRUN_ONCE);
	ev_timer_stop(app->loop, &limit);
	return app->not_ready(app) == NULL;
}
