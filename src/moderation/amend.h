/*
 * amend.h - moderators write: into somebody's comment, and below it
 *
 * An edit changes text, name and home page, which are held to what writers are
 * held to, but not judged.  A reply is the site's owner's: published at once,
 * and marked as such; there is no other way to that mark.  Both go into the
 * ledger, by the moderator's name.
 *
 * Errors      besides the store's: ERR_INVALID with field and why;
 *             ERR_NOT_FOUND, ERR_DUPLICATE with why.
 */
#ifndef MODERATION_AMEND_H
#define MODERATION_AMEND_H

#include "base/base.h"
#include "comments/comments.h"
#include "comments/text.h"
#include "moderation/session.h"

#define AMEND_ONCE_LEN SESSION_ID_LEN

struct amend {
	struct arena *arena;
	const struct site *site;
	int64_t id;      /* the comment, or the one that is replied to */
	struct str name; /* edit: as typed; empty for none */
	struct str url;  /* edit: as typed; empty for none */
	struct str text; /* as typed */
	struct str who;  /* the moderator */
	struct str once; /* reply: what its form was given, so that one that
				is sent twice is taken once */

	/* Why it failed. */
	const char *field, *why;

	/* amend.c's, on the way. */
	struct comments *comments;
	comments_fn fn;
	void *ctx;
	struct text draft;
};

enum err amend_edit(
    struct comments *c, struct amend *am, comments_fn fn, void *ctx) MUST_USE;
enum err amend_reply(
    struct comments *c, struct amend *am, comments_fn fn, void *ctx) MUST_USE;

#endif
