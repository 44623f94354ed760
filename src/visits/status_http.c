#include "base/base.h"
#include "visits/status_http.h"

#include "http/metrics.h"
#include "http/reply.h"
#include "store/redis.h"
#include "visits/visits.h"
#include "visits/visits_http.h"

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
	const struct visits_app *d = r->app->domain;
	const char *why = redis_not_ready(d->store);

	if (why != NULL)
		return req_fail(r, ERR_AWAY, NULL, "%s", why);
	return status_http_health(r);
}

static void
put_metrics(const struct visits_app *d, struct buf *out)
{
	const uint64_t *tally = visits_tally(d->visits);
	const struct redis_stats *redis = redis_stats(d->store);

	metrics_family(out, "afterword_visits_total", "counter",
	    "Loads of articles, by what became of them.");
	for (size_t i = 0; i < WHY__MAX; i++)
		buf_printf(out, "afterword_visits_total{result=\"%s\"} %llu\n",
		    i == WHY_NONE ? "counted"
				  : visits_why_name((enum visits_why)i),
		    (unsigned long long)tally[i]);
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
	struct buf *b = reply_text(r, str_of(type_prometheus));

	metrics_print(r->app->metrics, r->app->name, b);
	put_metrics(r->app->domain, b);
	return reply_end(r);
}
