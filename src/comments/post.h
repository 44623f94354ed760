/*
 * post.h - taking a new comment
 *
 * post_check() looks at what was typed: lengths, name, addresses, markup, the
 * lists of the owner and of the site.  post_send() asks the store, where
 * post.lua decides the rest: limits, doubles, closed articles, repetitions.
 * Nothing that passed the check is dropped silently: what looks like spam is
 * kept as held or spam, with the reason, and its writer is told that a
 * moderator will look at it.
 *
 * A repeated request is known by its key (Idempotency-Key, else the stamp) and
 * answered as the first one was.
 *
 * Errors      besides the store's: ERR_INVALID, ERR_REFUSED, ERR_CLOSED,
 *             ERR_DUPLICATE, ERR_RATE, ERR_PROOF; then field (NULL for none) and why say
 * what is wrong, and wait_s when it makes sense to try again.
 */
#ifndef COMMENTS_POST_H
#define COMMENTS_POST_H

#include "article/article.h"
#include "comments/comment.h"
#include "comments/comments.h"
#include "comments/pow.h"
#include "comments/stamp.h"
#include "comments/text.h"

#define POST_NAME_MAX 256 /* bytes; author.h counts what is seen */
#define POST_KEY_MAX 255  /* of an Idempotency-Key */

struct post {
	/* As typed; an absent one is empty. */
	struct arena *arena;
	const struct site *site;
	struct article article; /* the one it moved to, in the end */
	struct str title;       /* of the article, as its page says it */
	struct str text, name, mail, url;
	int64_t parent;  /* 0: a root */
	struct str trap; /* a field that people do not see */
	struct str stamp;
	struct str key;    /* Idempotency-Key */
	struct str author; /* token of an earlier answer */
	struct str address;
	struct str proof; /* of work, see pow.h */
	bool scriptless; /* nobody there who could work: held without a proof */

	/* From post_check(). */
	struct text draft;
	struct str list; /* version of the site's list that it was judged by */

	/* Why it failed. */
	const char *field, *why;
	unsigned wait_s;

	/* What became of it. */
	bool again; /* it was here before */
	struct comment comment;
	bool held; /* or taken for spam: nobody sees it yet */
	char edit_token[SITEKEY_TOKEN_LEN];
	char author_token[SITEKEY_TOKEN_LEN];

	/* post.c's, on the way. */
	struct comments *comments;
	comments_fn fn;
	void *ctx;
	unsigned moves;
	int64_t now;
	struct str request; /* its hash */
	struct visitor network;
	const char *proof_why; /* what is wrong with the proof, or NULL */
	struct pow_used proof_used;
	unsigned char nonce[SITEKEY_NONCE_LEN];
	char stamp_nonce[STAMP_NONCE_LEN];
	char author_id[SITEKEY_ID_LEN];
	char avatar[SITEKEY_ID_LEN];
};

enum err post_check(const struct comments *c, struct post *p) MUST_USE;

/* After post_check(). */
enum err post_send(
    struct comments *c, struct post *p, comments_fn fn, void *ctx) MUST_USE;

#endif
