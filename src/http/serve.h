/*
 * serve.h - the programs as FastCGI servers
 *
 * One thread, one event loop, any number of connections (conns.h).  Accepting
 * is done here, because libfcgi's own loop serves one connection at a time and
 * waits inside it, and signals come through the loop.
 *
 * Ownership   the app and its loop are borrowed until serve_run() returns.
 * Errors      a program that cannot listen logs why and returns false.
 */
#ifndef HTTP_SERVE_H
#define HTTP_SERVE_H

#include "base/base.h"
#include "http/app.h"

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
