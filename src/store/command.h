/*
 * command.h - a command for Redis, built from counted arguments
 *
 * No text is ever interpreted: an argument may hold any bytes, and stays one
 * argument.
 *
 * Ownership   a command lives in the arena of who asks, until it was answered.
 * Errors      begin with NULL (no memory) and go on: adding to NULL does
 *             nothing, an argument that is STR_NULL fails the command, as does
 *             whatever else failed in its arena, and redis_send() says so.
 */
#ifndef STORE_COMMAND_H
#define STORE_COMMAND_H

#include "base/base.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "store/answer.h"

struct script;

/* Receives an answer.  `a` is NULL unless `e` is ERR_NONE. */
typedef void (*redis_fn)(void *ctx, enum err e, const struct answer *a);

/* A command on its way: lives in the arena of who asks. */
struct command {
	struct buf text; /* in the protocol, behind the command's name */
	const struct script *script;
	unsigned argc;
	redis_fn fn;
	void *ctx;
	struct command *next;
	uint64_t sent_us;
	bool repeated;
};

/*
 * Begins a command of `argc` arguments, its name included; `script` instead of
 * a name begins a call of that script with `argc` arguments behind the number
 * of keys.  All arguments have to follow.
 */
struct command *command_new(
    struct arena *a, const char *name, unsigned argc) MUST_USE;
struct command *command_script(struct arena *a, const struct script *script,
    unsigned n_keys, unsigned argc) MUST_USE;

void command_arg(struct command *c, struct str arg);
void command_arg_i64(struct command *c, int64_t arg);

/*
 * For arguments that stay the same over many commands: begin with an empty
 * command, add them, and keep a copy of what command_prepared() shows.
 * command_args() adds them to another command at the price of one copy.
 */
struct command *command_prepare(struct arena *a) MUST_USE;
struct str command_prepared(const struct command *c);
void command_args(struct command *c, struct str prepared);

/*
 * The whole command as it goes over the wire, a script by its sum or by its
 * text; STR_NULL when it could not be built.  redis.c's.
 */
struct str command_wire(struct command *c, bool by_text) MUST_USE;

#endif
