#include "base/base.h"
#include "http/metrics.h"

#include <unistd.h>

#include "http/route.h"

/* Upper bounds in microseconds; one more bucket takes the rest. */
static const uint64_t bounds_us[] = { 100, 250, 500, 1000, 2500, 5000, 10000,
	50000, 250000, 1000000 };

/* The statuses that reply.c can send; the last counts any other. */
static const unsigned statuses[] = { 200, 201, 202, 204, 303, 304, 400, 403,
	404, 405, 409, 410, 413, 415, 422, 429, 500, 503, 0 };

struct metrics {
	const struct route *routes;
	size_t n_routes;
	uint64_t buckets[ARRAY_LEN(bounds_us) + 1];
	uint64_t sum_us;
	int64_t connections;
	int64_t parked;
	/* [route][status]; the last route stands for "none". */
	uint64_t requests[][ARRAY_LEN(statuses)];
};

struct metrics *
metrics_new(const struct route *routes)
{
	size_t n = 0;

	while (routes[n].path != NULL)
		n++;
	struct metrics *m =
	    calloc(1, sizeof(*m) + (n + 1) * sizeof(m->requests[0]));
	if (m == NULL)
		abort();
	m->routes = routes;
	m->n_routes = n;
	return m;
}

void
metrics_free(struct metrics *m)
{
	free(m);
}

void
metrics_request(struct metrics *m, const struct route *row, unsigned status,
    uint64_t took_us)
{
	size_t at = row == NULL ? m->n_routes : (size_t)(row - m->routes);
	size_t s = 0, b = 0;

	while (s < ARRAY_LEN(statuses) - 1 && statuses[s] != status)
		s++;
	m->requests[at][s]++;
	while (b < ARRAY_LEN(bounds_us) && took_us > bounds_us[b])
		b++;
	m->buckets[b]++;
	m->sum_us += took_us;
}

void
metrics_connections(struct metrics *m, int64_t change)
{
	m->connections += change;
}

void
metrics_parked(struct metrics *m, int64_t change)
{
	m->parked += change;
}

void
metrics_family(
    struct buf *out, const char *name, const char *type, const char *help)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

void
metrics_line(struct buf *out, const char *name, const char *type,
    const char *help, uint64_t value)
{
	metrics_family(out, name, type, help);
	buf_printf(out, "%s %llu\n", name, (unsigned long long)value);
}

/* A route's label is its path and its first method: both from the table. */
static void
print_requests(const struct metrics *m, struct buf *out)
{
	metrics_family(out, "afterword_requests_total", "counter",
	    "Requests answered, by route and status.");
	for (size_t i = 0; i <= m->n_routes; i++) {
		bool none = i == m->n_routes;
		const char *method =
		    none ? "none" : route_method_name(m->routes[i].methods);

		for (size_t s = 0; s < ARRAY_LEN(statuses); s++) {
			if (m->requests[i][s] == 0)
				continue;
			buf_printf(out,
			    "afterword_requests_total{route=\"%s\","
			    "method=\"%s\",status=\"%u\"} %llu\n",
			    none ? "none" : m->routes[i].path, method,
			    statuses[s], (unsigned long long)m->requests[i][s]);
		}
	}
}

static void
print_latency(const struct metrics *m, struct buf *out)
{
	static const char name[] = "afterword_request_seconds";
	uint64_t count = 0;

	metrics_family(out, name, "histogram",
	    "Time from the whole request to its answer.");
	for (size_t i = 0; i < ARRAY_LEN(bounds_us); i++) {
		count += m->buckets[i];
		buf_printf(out, "%s_bucket{le=\"%g\"} %llu\n", name,
		    (double)bounds_us[i] / 1e6, (unsigned long long)count);
	}
	count += m->buckets[ARRAY_LEN(bounds_us)];
	buf_printf(out,
	    "%s_bucket{le=\"+Inf\"} %llu\n%s_sum %.6f\n%s_count %llu\n", name,
	    (unsigned long long)count, name, (double)m->sum_us / 1e6, name,
	    (unsigned long long)count);
}

/* The second field of statm: resident pages (proc(5)). */
static uint64_t
resident_bytes(void)
{
	char line[128];
	struct str rest, field;
	uint64_t pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");

	if (f == NULL)
		return 0;
	rest = str_of(fgets(line, sizeof(line), f));
	(void)fclose(f);
	(void)str_cut(&rest, ' ', &field); /* the first: all pages */
	if (!str_cut(&rest, ' ', &field) ||
	    !str_to_u64(field, 0, UINT32_MAX, &pages))
		return 0;
	return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

void
metrics_print(const struct metrics *m, const char *program, struct buf *out)
{
	metrics_family(
	    out, "afterword_process", "gauge", "The process that answers.");
	buf_printf(out, "afterword_process{program=\"%s\",pid=\"%ld\"} 1\n",
	    program, (long)getpid());
	print_requests(m, out);
	print_latency(m, out);
	metrics_line(out, "afterword_connections", "gauge",
	    "Connections open from the web server.", (uint64_t)m->connections);
	metrics_line(out, "afterword_requests_parked", "gauge",
	    "Requests that wait for the store.", (uint64_t)m->parked);
	metrics_line(out, "process_resident_memory_bytes", "gauge",
	    "Resident memory.", resident_bytes());
}
