#include "base/base.h"
#include "store/status_http.h"

#include "http/app.h"
#include "http/metrics.h"
#include "http/reply.h"
#include "store/redis.h"

static const char type_prometheus[] =
    "text/plain; version=0.0.4; charset=utf-8";

enum err
status_http_health(struct req *r)
{
	buf_lit(reply_text(r, STR("text/plain")), "ok\n");
	return reply_end(r);
}

enum err
status_http_ready(struct req *r)
{
	const char *why = redis_not_ready(r->app->store);

	if (why != NULL)
		return req_fail(r, ERR_AWAY, NULL, "%s", why);
	return status_http_health(r);
}

static void
put_store(const struct store *store, struct buf *out)
{
	const struct redis_stats *redis = redis_stats(store);

	metrics_line(out, "afterword_redis_round_trips_total", "counter",
	    "Commands answered by Redis.", redis->round_trips);
	metrics_line(out, "afterword_redis_connects_total", "counter",
	    "Connections made to Redis.", redis->connects);
	metrics_line(out, "afterword_redis_timeouts_total", "counter",
	    "Commands that Redis did not answer in time.", redis->timeouts);
	metrics_line(out, "afterword_redis_errors_total", "counter",
	    "Errors that Redis answered.", redis->errors);
}

enum err
status_http_metrics(struct req *r)
{
	const struct app *app = r->app;
	struct buf *b = reply_text(r, str_of(type_prometheus));

	metrics_print(app->metrics, app->name, b);
	put_store(app->store, b);
	if (app->put_metrics != NULL)
		app->put_metrics(app, b);
	return reply_end(r);
}
