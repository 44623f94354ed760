/*
 * err.h - every way a request can end other than well
 *
 * One row per error: its name, the HTTP status, the last part of the problem's
 * `type` (RFC 9457), its title, and how loud the log line is.  Four classes:
 *
 *   the caller's fault   4xx, with words for people
 *   the store is away    503 and Retry-After; the cause is in the log
 *   our limit is hit     413, 429 or 503
 *   a bug                500 for what a request can survive; else an assertion,
 *                        and the supervisor starts the program again
 *
 * The store and the domains report in these words; only http/route.c turns them
 * into an answer.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/base.h"
#include "base/log.h"

#define ERR_TABLE(X)                                                           \
	X(ERR_NONE, 200, "ok", "Fine", LOG_DEBUG)                              \
	X(ERR_BAD_REQUEST, 400, "bad-request", "The request is malformed",     \
	    LOG_DEBUG)                                                         \
	X(ERR_ORIGIN, 403, "origin", "This origin may not do that", LOG_INFO)  \
	X(ERR_SESSION, 403, "session", "Sign in first", LOG_DEBUG)             \
	X(ERR_CSRF, 403, "csrf", "This form is out of date", LOG_INFO)         \
	X(ERR_TOKEN, 403, "token", "This token does not allow that", LOG_INFO) \
	X(ERR_CLOSED, 403, "closed", "Comments are closed here", LOG_DEBUG)    \
	X(ERR_REFUSED, 403, "refused", "This is not taken", LOG_INFO)          \
	X(ERR_NOT_FOUND, 404, "not-found", "There is nothing here", LOG_DEBUG) \
	X(ERR_METHOD, 405, "method", "This method is not for this address",    \
	    LOG_DEBUG)                                                         \
	X(ERR_DUPLICATE, 409, "duplicate", "This was said already", LOG_DEBUG) \
	X(ERR_GONE, 410, "gone", "This link is no longer good", LOG_DEBUG)     \
	X(ERR_TOO_LARGE, 413, "too-large", "The body is too large", LOG_INFO)  \
	X(ERR_MEDIA_TYPE, 415, "media-type", "This media type is not taken",   \
	    LOG_DEBUG)                                                         \
	X(ERR_INVALID, 422, "invalid", "A field has a value that cannot be",   \
	    LOG_DEBUG)                                                         \
	X(ERR_PROOF, 422, "proof", "Proof of work is wanted", LOG_DEBUG)       \
	X(ERR_RATE, 429, "rate", "Too many requests", LOG_INFO)                \
	X(ERR_INTERNAL, 500, "internal", "Something went wrong here",          \
	    LOG_ERROR)                                                         \
	X(ERR_STORE, 500, "store", "The store gave an answer nobody expects",  \
	    LOG_ALARM)                                                         \
	X(ERR_AWAY, 503, "store-away", "The store is away, try again soon",    \
	    LOG_WARN)                                                          \
	X(ERR_BUSY, 503, "busy", "Too much at once, try again soon", LOG_WARN)

#define ERR_AS_ENUM(name, status, slug, title, level) name,
enum err {
	ERR_TABLE(ERR_AS_ENUM) ERR__MAX
};
#undef ERR_AS_ENUM

struct err_info {
	unsigned status;
	const char *slug;
	const char *title;
	enum log_level level;
};

/* The row of `e`; never NULL. */
const struct err_info *err_info(enum err e);

#endif
