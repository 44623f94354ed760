/*
 * ask.h - asking the store and waiting for the answer
 *
 * A command-line program has nothing else to do meanwhile: the event loop runs
 * here, until all that was asked has been answered.  Several questions may be
 * put before one wait; they go out together.
 *
 *     struct command *c = command_new(ask_arena(q), "GET", 2);
 *     command_arg(c, key);
 *     ask_put(q, c, take, ctx);
 *     if (!ask_wait(q))
 *             return ctl_fail_store(ctl);
 *
 * Ownership   commands live in ask_arena(), until ask_reset().
 * Errors      the first one stays until ask_wait() has returned false for it;
 *             ask_why() then has it in words.  Of a question that failed, fn is
 *             not called.  What a script was asked to write may have been
 *             written although no answer came.
 */
#ifndef CTL_ASK_H
#define CTL_ASK_H

#include "base/arena.h"
#include "base/base.h"
#include "store/redis.h"

struct ask;
struct config;

typedef void (*ask_fn)(void *ctx, const struct answer *a);

/* Connects, and waits for it, two seconds at most; ask_why() tells if not. */
struct ask *ask_new(const struct config *cfg);
void ask_free(struct ask *q);

bool ask_is_ready(const struct ask *q);

struct arena *ask_arena(struct ask *q);
/* Gives back what all commands so far took; none may be waited for. */
void ask_reset(struct ask *q);

void ask_put(struct ask *q, struct command *c, ask_fn fn, void *ctx);
bool ask_wait(struct ask *q) MUST_USE;

const char *ask_why(const struct ask *q);

#endif
