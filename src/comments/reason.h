/*
 * reason.h - why a comment waits, or is taken for spam
 *
 * Each layer that guards against spam leaves its reason on the comment (`why`
 * in store/keys.h), where a moderator sees it and may decide otherwise; what is
 * refused is answered at once and leaves nothing.  The layers, in the order in
 * which they are asked:
 *
 *   trap        spam     a field that people do not see was filled in
 *   (stamp)     refused  422
 *   (limits)    refused  429
 *   blocked     held, or refused 403  a moderator blocked author or network
 *   flood       held     the site got too many comments at once
 *   (double)    refused  409
 *   links       held     more links than the site takes
 *   first-link  held     any link, of an author who is not known
 *   list        held, spam, or refused 403  the owner's list or the site's does
 *   looks like spam: ...  held  signs.h, with the names of its strongest signs
 *   first       held     the author is not known, and the site wants to see it
 *   all         held     the site wants to see all
 *   no-proof    held, or 422  work was to be proved, see pow.h
 *
 * Moderators leave "moderator", or what they typed.
 */
#ifndef COMMENTS_REASON_H
#define COMMENTS_REASON_H

#include "base/base.h"
#include "base/str.h"

#define REASON_TRAP "trap"
#define REASON_BLOCKED "blocked" /* post.lua's */
#define REASON_FLOOD "flood"     /* post.lua's */
#define REASON_LINKS "links"
#define REASON_FIRST_LINK "first-link"
#define REASON_LIST "list"
#define REASON_SIGNS "looks like spam: " /* and names of signs.h */
#define REASON_FIRST "first"
#define REASON_ALL "all"
#define REASON_NO_PROOF "no-proof" /* post.lua's */
#define REASON_MODERATOR "moderator"

/* In a few words for people; one that is no word of these stands for itself. */
struct str reason_in_words(struct str reason);

#endif
