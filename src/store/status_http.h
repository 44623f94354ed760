/*
 * status_http.h - whether a program is well, and what it has done
 *
 * Where the store meets HTTP: the addresses that supervisors, health checks and
 * Prometheus ask, the same in each program.
 */
#ifndef STORE_STATUS_HTTP_H
#define STORE_STATUS_HTTP_H

#include "base/base.h"
#include "http/req.h"

/* The process answers. */
enum err status_http_health(struct req *r);

/* Redis answers too; else 503 and why. */
enum err status_http_ready(struct req *r);

/* Prometheus text: the process, its store and what its domain adds. */
enum err status_http_metrics(struct req *r);

/* The rows of a program's table of routes that lead here. */
#define STATUS_HTTP_ROUTES                                                     \
	STATUS_HTTP_ROUTE(                                                     \
	    "/healthz", status_http_health, "Whether the process answers."),   \
	    STATUS_HTTP_ROUTE(                                                 \
		"/readyz", status_http_ready, "Whether Redis answers too."),   \
	    STATUS_HTTP_ROUTE("/metrics", status_http_metrics,                 \
		"Figures of the process, for Prometheus.")

#define STATUS_HTTP_ROUTE(where, answers, words)                               \
	{                                                                      \
		.path = where, .methods = METHOD_GET, .handler = answers,      \
		.bare = true, .help = words                                    \
	}

#endif
