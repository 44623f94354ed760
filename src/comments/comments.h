/*
 * comments.h - what readers write below an article
 *
 * The domain, as its other modules know it: post.h takes a new comment,
 * change.h edits, deletes and counts votes, thread.h reads.  Each call is one
 * script in Redis: limits, doubles, order of threads and the writing are one
 * step, so any number of processes may take comments at once.
 *
 * Before the first call of a site that needs its keys, they are fetched, unless
 * comments.secret is set (sitekey.h): a second round trip, once.
 *
 * Ownership   settings, lists and store are borrowed; what is passed to a call
 *             lives in the caller's arena until its callback.
 */
#ifndef COMMENTS_COMMENTS_H
#define COMMENTS_COMMENTS_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "comments/sitekey.h"
#include "config.h"

struct comments;
struct guard;
struct pages;
struct store;

/* How many microseconds votes of one network are apart, after a burst. */
#define COMMENTS_VOTE_US 1000000
#define COMMENTS_VOTE_BURST 60
#define COMMENTS_VOTERS_S (90 * 86400) /* how long voters are remembered */

#define COMMENTS_REQUEST_S (48 * 3600)  /* and the keys of requests */
#define COMMENTS_AUTHOR_S (400 * 86400) /* and authors */
#define COMMENTS_DAY_S 86400            /* and what a network wrote */
#define COMMENTS_FLOOD_S 600            /* and how many all wrote */

/* Ends a call: how it went. */
typedef void (*comments_fn)(void *ctx, enum err e);

struct comments *comments_new(
    const struct config *cfg, const struct guard *guard, struct store *store);
void comments_free(struct comments *c);

/* After the settings were read again; no request may be in hand. */
void comments_reconfigure(
    struct comments *c, const struct config *cfg, const struct guard *guard);

const struct config *comments_config(const struct comments *c);
const struct guard *comments_guard(const struct comments *c);
struct store *comments_store(const struct comments *c);
struct pages *comments_pages(struct comments *c);

/* The site's keys, or NULL while they are not there. */
const struct sitekey *comments_key(
    const struct comments *c, const struct site *site);

/*
 * How the random bytes begin that Redis has to keep for these keys; empty when
 * they are made from comments.secret.  Scripts that use them hold this against
 * Redis, where somebody may have emptied the database: else every program would
 * go on with keys of its own.
 */
struct str comments_key_begins(
    const struct comments *c, const struct site *site);

/* Redis keeps other ones, or none: ours are of no use. */
void comments_forget_key(struct comments *c, const struct site *site);

/* Fetches the keys; `a` lives until fn(ctx, ...) is called. */
enum err comments_fetch_key(struct comments *c, const struct site *site,
    struct arena *a, comments_fn fn, void *ctx) MUST_USE;

/*
 * The site's own list (sitelist.h) as it was fetched last, NULL when there was
 * none, and its version.  Both are good until control returns to the loop.
 * Whoever judges by it has a script compare the version; one that is another
 * says so and writes nothing, and then the list is fetched.
 */
const struct guard *comments_list(
    const struct comments *c, const struct site *site);
struct str comments_list_version(
    const struct comments *c, const struct site *site);
enum err comments_fetch_list(struct comments *c, const struct site *site,
    struct arena *a, comments_fn fn, void *ctx) MUST_USE;

#endif
