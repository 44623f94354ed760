/*
 * change.h - edits, deletions and votes
 *
 * Who wrote a comment may change it for a while: with the token that the answer
 * to the post carried.  A wrong token, one of another comment, one that is too
 * old and a comment that does not exist are told apart by nobody: all are
 * ERR_TOKEN.
 *
 * A vote is one for each network and comment; it may change or be taken back.
 *
 * Errors      as in post.h: field, why and wait_s.
 */
#ifndef COMMENTS_CHANGE_H
#define COMMENTS_CHANGE_H

#include "article/article.h"
#include "comments/comment.h"
#include "comments/comments.h"
#include "comments/signs.h"
#include "comments/text.h"
#include "store/command.h"

/* The one answer to whoever may not change a comment, whatever the reason. */
#define CHANGE_REFUSED                                                         \
	"send the comment's edit token as Authorization: Bearer, in time"

struct change {
	struct arena *arena;
	const struct site *site;
	int64_t id;
	struct str token; /* edit, delete: from Authorization */
	struct str text;  /* edit */
	int vote;         /* 1, -1 or 0 */
	struct str address;

	/* Why it failed. */
	const char *field, *why;
	unsigned wait_s;

	/*
	 * What became of it.  An edited comment points into the store's answer:
	 * it is there only during the callback.
	 */
	struct comment comment;
	bool held; /* by its new text */
	int64_t up, down;

	/* change.c's, on the way. */
	struct comments *comments;
	comments_fn fn;
	void *ctx;
	struct text draft;          /* edit */
	struct signs_comment about; /* and what it is judged beside */
	bool new_key;               /* it was fetched once more */
};

enum err change_edit(
    struct comments *c, struct change *ch, comments_fn fn, void *ctx) MUST_USE;
enum err change_delete(
    struct comments *c, struct change *ch, comments_fn fn, void *ctx) MUST_USE;
enum err change_vote(
    struct comments *c, struct change *ch, comments_fn fn, void *ctx) MUST_USE;

/* What has to be as somebody saw it, or nothing is changed. */
struct change_seen {
	const char *state; /* what it is yet, or "" for any */
	int64_t since;     /* Unix seconds: its text is older; 0 for any */

	/* To take back what became of the author: what that was, else "". */
	const char *author;
};

/*
 * The command that gives a comment another state: "published", "held", "spam"
 * or "deleted", with a reason or "".  For who need not show a token; `what` and
 * `who` go to the ledger.  Its author becomes known, or is no more, unless that
 * is taken back.  `seen` is NULL for who saw nothing.  state.lua has what it
 * answers.
 */
struct command *change_state_command(struct arena *a, struct str site,
    int64_t id, const char *state, const char *reason,
    const struct change_seen *seen, const char *what, struct str who) MUST_USE;

/*
 * The command that sets `field` of an article, "closed" or "pin", or takes it
 * away when `value` is empty.  `what` and `who` go to the ledger; article.lua
 * has what it answers.
 */
struct command *change_article_command(struct arena *a, struct str site,
    const struct article *article, const char *field, const char *value,
    const char *what, struct str who) MUST_USE;

/* The command that makes a comment stand first; pin.lua has what it answers. */
struct command *change_pin_command(
    struct arena *a, struct str site, int64_t id, struct str who) MUST_USE;

#endif
