/*
 * loop.h - a program's routes without a socket
 *
 * Runs requests through route.h as conns.c and cgi.c do, in this process, and
 * keeps what would have been sent.
 *
 *     loop_open(&l, routes, "[site \"a\"]\norigins = https://a.example\n");
 *     loop_ask(&l, STR(""), "REQUEST_METHOD=GET", "SCRIPT_NAME=/api/x");
 *     assert_int_equal(l.status, 200);
 *     loop_close(&l);
 *
 * Ownership   head, body and the headers last until the next request.
 * Errors      settings that are refused end the test.
 */
#ifndef TESTS_LIB_LOOP_H
#define TESTS_LIB_LOOP_H

#include "base/base.h"
#include "http/app.h"
#include "http/req.h"
#include "http/route.h"

struct loop {
	struct app app;
	struct config *cfg;
	struct req req;
	bool open;        /* the request is in hand, or parked */
	unsigned answers; /* to it: 1 once it is answered, never more */
	unsigned status;
	char *head; /* NUL-terminated, as is the body */
	char *body;
	size_t head_len, body_len;
};

/* `settings` are those of afterword.conf. */
void loop_open(
    struct loop *l, const struct route *routes, const char *settings);
void loop_close(struct loop *l);

/* Gives back the last answer. */
void loop_forget(struct loop *l);

/* Runs a request; `params` are NAME=value and end with a NULL. */
void loop_run(struct loop *l, struct str body, const char *const *params);

#define loop_ask(l, body, ...)                                                 \
	loop_run(l, body, (const char *const[]){ __VA_ARGS__, NULL })

/* The value of a header of the answer; NULL when it is not there. */
const char *loop_header(struct loop *l, const char *name);

/* These end the test unless it is so; a NULL header is one that is missing. */
void loop_body_is(const struct loop *l, const char *wanted);
void loop_header_is(struct loop *l, const char *name, const char *wanted);

/* A problem (RFC 9457) of this status, about `field` unless that is NULL. */
void loop_problem_is(
    struct loop *l, unsigned status, const char *slug, const char *field);

#endif
