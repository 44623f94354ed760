/*
 * serve.h - the programs as FastCGI servers
 *
 * One thread, one event loop, any number of connections.  libfcgi takes
 * requests apart; accepting, waiting and writing are done here and never block,
 * because libfcgi's own loop serves one connection at a time and waits inside
 * it.
 *
 * Ownership   the app and its loop are borrowed until serve_run() returns.
 * Errors      a peer that breaks the protocol loses its connection; a program
 *             that cannot listen logs why and returns false.
 * Limits      a request has at most SERVE_REQUEST_MAX bytes on the wire, its
 *             parameters included; a larger one is answered with 413.
 */
#ifndef HTTP_SERVE_H
#define HTTP_SERVE_H

#include "base/base.h"
#include "http/app.h"

#define SERVE_REQUEST_MAX (128 * 1024)
#define SERVE_BACKLOG 4096 /* net.core.somaxconn caps it */

/* Whether descriptor 0 is a listening socket: the FastCGI convention. */
bool serve_has_listener(void);

/*
 * Serves on descriptor 0, or on a new unix socket at `path` (mode 0660; a stale
 * one is replaced, one that answers is not), until SIGTERM or SIGINT.  Then it
 * answers what is in hand and returns.  SIGHUP calls app->reload.
 */
bool serve_run(struct app *app, const char *path) MUST_USE;

#endif
