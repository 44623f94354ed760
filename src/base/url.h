/*
 * url.h - taking addresses and query strings apart (RFC 3986, WHATWG URL)
 *
 * Pure functions over views; what they return points into their input unless an
 * arena is among the arguments.
 */
#ifndef BASE_URL_H
#define BASE_URL_H

#include "base/base.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

struct url {
	struct str scheme; /* "https", or NULL for a path alone */
	struct str host;  /* an IPv6 address keeps its brackets; NULL if none */
	struct str port;  /* digits, or NULL if none or empty */
	struct str path;  /* with its leading '/', or "" */
	struct str query; /* without '?', or NULL */
};

/*
 * Splits an absolute http(s) address, a scheme-relative one (`//host/path`) or
 * a path, each with a query or not.  User information is refused (false), so is
 * any other scheme, a port beyond 65535, and a host that is empty or has bytes
 * other than letters, digits, '-', '.' and '_' (or an IPv6 address in
 * brackets). The fragment is dropped; path and query are taken as they are.
 */
bool url_split(struct str s, struct url *out) MUST_USE;

/*
 * The origin of an absolute http(s) address as browsers send it in `Origin`
 * (RFC 6454 6.2): scheme://host[:port], lower case, default port left out.
 * False when `s` has none.  Points into `s` when that is written so already.
 */
bool url_origin(struct arena *a, struct str s, struct str *out) MUST_USE;

/*
 * Cuts the next name=value pair off a query or form, still encoded.  A piece
 * without '=' has a NULL value; empty pieces are skipped.
 */
bool url_next_pair(
    struct str *rest, struct str *name, struct str *value) MUST_USE;

/*
 * Whether `s` has a percent-escape at byte `at`, and the byte it stands for.
 */
bool url_escape(struct str s, size_t at, unsigned char *byte) MUST_USE;

/*
 * Percent-decodes once; '+' becomes a space when `form`.  A '%' that is not
 * followed by two hexadecimal digits fails (false).  Returns the input itself
 * when nothing is encoded.
 */
bool url_decode(
    struct arena *a, struct str s, bool form, struct str *out) MUST_USE;

/*
 * Appends a path with its query as part of an address: bytes that RFC 3986 does
 * not allow there are percent-encoded; escapes that stand there stay.
 */
void url_put(struct buf *b, struct str s);

/* Appends any bytes as a value in a query (RFC 3986 3.4). */
void url_put_value(struct buf *b, struct str s);

#endif
