/*
 * conns.h - connections from the web server, and the requests on them
 *
 * The only part of the tree that knows libfcgi.  Requests are taken apart by it
 * once they have arrived whole, handed to route.h, and their answers written
 * without ever blocking.
 *
 * Ownership   a connection owns its descriptor; the app is borrowed.
 * Errors      a peer that breaks the protocol, takes longer than ten seconds over
 *             a request or reads nothing for as long loses its connection.
 * Limits      a request has at most CONNS_REQUEST_MAX bytes on the wire, its
 *             parameters included; a larger one is answered with 413.
 */
#ifndef HTTP_CONNS_H
#define HTTP_CONNS_H

#include "base/base.h"
#include "http/app.h"

/* Well below what a unix socket holds: it has to be seen whole. */
#define CONNS_REQUEST_MAX (64 * 1024)

struct conns;

/*
 * idle(ctx) is called whenever the last request in hand, or the last
 * connection, is gone.  Takes over SIGTERM and SIGPIPE (libfcgi does): set them
 * afterwards.
 */
struct conns *conns_new(struct app *app, void (*idle)(void *ctx), void *ctx);

/* Those with a request in hand are left to the end of the process. */
void conns_free(struct conns *s);

/* Serves the accepted, non-blocking descriptor. */
void conns_add(struct conns *s, int fd);

size_t conns_count(const struct conns *s);
size_t conns_busy(const struct conns *s); /* requests in hand */

/* From now on new requests wait; then they are let through again. */
void conns_hold(struct conns *s);
void conns_release(struct conns *s);

/* Closes some idle connections: their descriptors are needed. */
void conns_shed(struct conns *s);

/* Serves what has arrived, then closes each connection. */
void conns_drain(struct conns *s);

#endif
