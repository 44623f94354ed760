/*
 * ticket.h - signed links: one thing that may be done to one comment, once
 *
 * A link stands in a mail or on a terminal; whoever has it may do what it says,
 * until it has been used or is too old, without signing in.  Following it only
 * shows a form, because mail scanners follow links, too (ticket_http.h).
 *
 * Its token is made from a key of the site, so nothing is kept until it is used
 * (o: in store/keys.h):
 *
 *     base64url(version, 1 byte | action, 1 | comment, 8 | until, 8 | nonce, 12
 *         | id of the key, 4 | BLAKE2b, 32 | recipient)
 *
 * What is signed is each of these fields and the site's name, with its length
 * in front: nothing can move from one into another.  The id of the key is a
 * hash of it, by which a link from before comments.secret was changed is told
 * from one that was forged.
 *
 * The recipient is who it was made for, to be kept in the ledger; addresses of
 * pages end up in logs, so it is never a mail address.
 *
 * Ownership   results live in the arena.
 */
#ifndef MODERATION_TICKET_H
#define MODERATION_TICKET_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "comments/sitekey.h"
#include "moderation/console.h"
#include "store/command.h"

#define TICKET_PATH CONSOLE_PATH "link" /* and ?site= &t= */
#define TICKET_NONCE_BYTES 12
#define TICKET_RECIPIENT_MAX 64
#define TICKET_LEN_MAX 174 /* of a token */
#define TICKET_DEFAULT_S (7 * 86400)
#define TICKET_MAX_S (90 * 86400)

enum ticket_action {
	TICKET_NONE,
	TICKET_APPROVE, /* numbers that links carry: for ever */
	TICKET_SPAM,
	TICKET_DELETE,
	TICKET__MAX
};

enum ticket_verdict {
	TICKET_OK,
	TICKET_MALFORMED,
	TICKET_OTHER_KEY, /* from before the secret was changed, or another's */
	TICKET_FORGED,
	TICKET_EXPIRED
};

struct ticket {
	enum ticket_action action;
	struct str site; /* its name */
	int64_t id;
	struct str recipient; /* or empty */
	int64_t until;        /* Unix seconds */
	unsigned char nonce[TICKET_NONCE_BYTES];
};

/* "approve", "spam" or "delete"; TICKET_NONE for other words. */
const char *ticket_word(enum ticket_action action);
enum ticket_action ticket_action(struct str word);

/* A token with a nonce of its own, whatever t->nonce is; STR_NULL without
 * memory. */
struct str ticket_make(const struct sitekey *key, struct arena *a,
    const struct ticket *t) MUST_USE;

/*
 * Takes a token of `site` apart.  But for TICKET_OK, *t is of no use.  Whether
 * it was used before only the command below finds out.
 */
enum ticket_verdict ticket_read(const struct sitekey *key, struct arena *a,
    struct str site, struct str token, int64_t now, struct ticket *t) MUST_USE;

/* The command that does what it is for; link.lua has what it answers. */
struct command *ticket_command(
    struct arena *a, const struct ticket *t, int64_t now) MUST_USE;

#endif
