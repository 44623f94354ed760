/*
 * homepage.h - what a commenter's home page is for, as far as its address tells
 *
 * People have a host with their name, or a page at one of many; what is sold
 * has its name in the address, once more in the path, and a cheap ending.
 *
 * Ownership   arguments are borrowed for the call.
 * Errors      false: the arena is exhausted.
 */
#ifndef COMMENTS_HOMEPAGE_H
#define COMMENTS_HOMEPAGE_H

#include "base/base.h"
#include "base/arena.h"
#include "comments/pieces.h"

struct homepage {
	bool is_there;
	unsigned trade, sales, firm; /* terms in its address */
	unsigned form;    /* hyphens, digits, a slug, a cheap ending, ... */
	bool relay;       /* leads to elsewhere: a short address, a messenger */
	bool named;       /* after its owner, a word of whose name it has */
	struct str label; /* of its host, the longest, without hyphens */
};

/* Whether a host only leads elsewhere, such as a short address does. */
bool homepage_is_relay(struct str host);

/* `address` is from author_url(), or empty. */
bool homepage_take(struct homepage *out, struct arena *a, struct str address,
    const struct pieces *name) MUST_USE;

#endif
