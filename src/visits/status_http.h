/*
 * status_http.h - whether visits.fcgi is well, and what it has done
 */
#ifndef VISITS_STATUS_HTTP_H
#define VISITS_STATUS_HTTP_H

#include "base/base.h"
#include "http/req.h"

/* The process answers. */
enum err status_http_health(struct req *r);

/* Redis answers too; else 503 and why. */
enum err status_http_ready(struct req *r);

/* Prometheus text. */
enum err status_http_metrics(struct req *r);

#endif
