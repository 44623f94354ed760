/*
 * redis.h - one pipelined connection to Redis or Valkey
 *
 * Commands of all requests of a loop iteration leave in one write; answers come
 * back in order, each to the function that asked.  A connection that fails, or
 * that leaves a command unanswered for longer than the time-out, is dropped
 * with everything on it: all who wait are told ERR_AWAY, and no late answer can
 * reach another request.  It is made again with growing, jittered pauses.
 *
 * Before the first command a new connection is looked at: an eviction policy
 * that could drop counts is refused, missing persistence is warned of, and the
 * scripts are loaded (script.h).  A server that takes commands over TCP from
 * whoever comes is an alarm.
 *
 * Commands    are built from counted arguments in the caller's arena and stay
 *             there until the answer has come (command.h).
 * Ownership   an answer (answer.h) is borrowed for the call.
 * Errors      ERR_AWAY: no connection, time-out, or an error word that means
 *             "later".  ERR_STORE: anything else; logged as an alarm.
 */
#ifndef STORE_REDIS_H
#define STORE_REDIS_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "store/answer.h"
#include "store/command.h"

struct config;
struct ev_loop;
struct script;
struct store;

/*
 * Begins to connect as `cfg` says.  `cfg` and `scripts`, which ends with a
 * NULL, are borrowed.
 */
struct store *redis_new(struct ev_loop *loop, const struct config *cfg,
    const struct script *const *scripts);

/* Drops the connection; whoever still waits is told nothing. */
void redis_free(struct store *s);

/* NULL when commands are taken, else why not, in words for people. */
const char *redis_not_ready(const struct store *s);

/*
 * Runs the loop until commands are taken; false when that is not so after
 * `limit_s` seconds.  For the time before a loop is run for good.
 */
bool redis_wait(struct store *s, double limit_s);

/* Whether everybody who asked has been answered. */
bool redis_is_idle(const struct store *s);

/* Runs the loop until that is so: no longer than the time-out. */
void redis_settle(struct store *s);

/*
 * Sends it; fn(ctx, ...) is called once, later, never from within.  ERR_AWAY
 * when there is no connection, ERR_BUSY when its memory ran out; then fn is not
 * called.
 */
enum err redis_send(
    struct store *s, struct command *c, redis_fn fn, void *ctx) MUST_USE;

/*
 * Calls fn(ctx) just before what the loop's turn has gathered is written: it
 * may still send commands.  One such function at most.
 */
void redis_before_write(struct store *s, void (*fn)(void *ctx), void *ctx);

/* --- figures for /metrics --- */

struct redis_stats {
	uint64_t round_trips;
	uint64_t connects;
	uint64_t timeouts;
	uint64_t errors;
};

const struct redis_stats *redis_stats(const struct store *s);

#endif
