/*
 * sign.h - signing in, and the first moderator
 *
 * A try is counted against two limits before anything is looked at: the
 * network's, and the account's, which is wider, so that no one network can lock
 * a moderator out.  An unknown name and a wrong password are one answer, after
 * the same time.
 *
 * Errors      ERR_RATE with wait_s; ERR_REFUSED: name and password, or the
 *             token, are not good; ERR_INVALID with field and why.
 */
#ifndef MODERATION_SIGN_H
#define MODERATION_SIGN_H

#include "base/base.h"
#include "comments/comments.h"
#include "moderation/moderator.h"
#include "moderation/session.h"

/* Tries of a network, and of an account: microseconds apart, and at once. */
#define SIGN_NETWORK_US (20 * 1000000)
#define SIGN_NETWORK_BURST 5
#define SIGN_ACCOUNT_US (30 * 1000000)
#define SIGN_ACCOUNT_BURST 30

struct sign {
	struct arena *arena;
	const struct site *site;
	struct str name, password;
	struct str token; /* setting up */
	struct str address;

	/* Why it failed. */
	const char *field, *why;
	unsigned wait_s;

	/* Who is signed in then. */
	struct session session;

	/* sign.c's, on the way. */
	struct comments *comments;
	comments_fn fn;
	void *ctx;
	bool new_key; /* it was fetched once more */
	char hash[MODERATOR_HASH_LEN];
	char id[SESSION_ID_LEN];
	char token_hash[SESSION_HASH_LEN];
};

enum err sign_in(
    struct comments *c, struct sign *s, comments_fn fn, void *ctx) MUST_USE;

/* The first moderator of a site, who is signed in at once. */
enum err sign_set_up(
    struct comments *c, struct sign *s, comments_fn fn, void *ctx) MUST_USE;

#endif
