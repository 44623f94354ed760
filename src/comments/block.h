/*
 * block.h - who may not write, or has to wait each time
 *
 * A block is of an author, by the token of his or her browser, or of a network,
 * an IPv4 address or IPv6 /64, by its keyed hash; it was begun at one of their
 * comments.  Redis remembers for BLOCK_NETWORK_S where a comment came from, and
 * nobody longer.  post.lua looks at both: of a block that refuses its writer is
 * told no more than of a word on the owner's list, one that holds gives the
 * comment the reason REASON_BLOCKED.
 *
 * Each answer is of a command here: the callers are the moderators' pages and
 * `afterword`.
 */
#ifndef COMMENTS_BLOCK_H
#define COMMENTS_BLOCK_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "store/answer.h"
#include "store/command.h"

#define BLOCK_NETWORK_S 86400
#define BLOCK_MAX 1000 /* of a site */
#define BLOCK_DAYS_MAX 3650

enum block_kind {
	BLOCK_AUTHOR,
	BLOCK_NETWORK,
};

enum block_verdict {
	BLOCK_HOLD,
	BLOCK_REFUSE,
};

struct block {
	struct str name; /* "author:..." or "network:...", for unblocking */
	enum block_kind kind;
	enum block_verdict verdict;
	int64_t until; /* Unix seconds; 0: for ever */
	int64_t since;
	struct str who;    /* began it */
	struct str writer; /* what the comment's writer was called, or empty */
};

/* block.lua has what it answers. */
struct command *block_command(struct arena *a, struct str site, int64_t id,
    enum block_kind kind, enum block_verdict verdict, unsigned days,
    struct str who) MUST_USE;

/* unblock.lua has what it answers. */
struct command *block_end_command(
    struct arena *a, struct str site, struct str name, struct str who) MUST_USE;

/* All of a site: block_take() of the answer's pair `i`, as long as it is true.
 */
struct command *block_list_command(struct arena *a, struct str site) MUST_USE;

/* False beyond the last one.  Strings point into the answer. */
bool block_take(const struct answer *a, size_t i, struct block *out) MUST_USE;

/* Whether it is over, at `now`. */
bool block_has_ended(const struct block *b, int64_t now);

#endif
