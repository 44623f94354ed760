/*
 * link.h - addresses that commenters give
 *
 * What is linked is what does no harm when somebody clicks on it: http and
 * https with a host, and mail where that is wanted.  Nothing is repaired.  A
 * browser does that (WHATWG URL 4.4): it takes a tab out of the middle of a
 * scheme, a backslash for a slash, and `https:host` for an address, each of
 * which is a way to mean something else than what a check has seen.
 *
 * Errors      false: no address to link, or the arena is exhausted, which
 *             arena_failed() tells.
 * Limits      LINK_ADDRESS_MAX bytes, before they are percent-encoded.  A host
 *             is ASCII: one in other letters has to be written as the xn-- name
 *             that it stands for, which is taken for no other.
 */
#ifndef COMMENTS_LINK_H
#define COMMENTS_LINK_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

#define LINK_ADDRESS_MAX 2048

/*
 * The address as it may go into a page: blanks and controls at its ends taken
 * off, scheme and host in lower case, everything else that RFC 3986 does not
 * allow percent-encoded, so that it is printable ASCII without quotes, angle
 * brackets, backslashes or spaces.
 *
 * With `mail` a mailto: address will do, too: of one mailbox, and without what
 * would fill in the message.  Relative addresses, user information, any other
 * scheme, and a control or space where it would make a difference are refused.
 */
bool link_clean(
    struct arena *a, struct str address, bool mail, struct str *out) MUST_USE;

/*
 * Finds the first http(s) address that stands in running text, without the
 * punctuation that follows it.  It points into `text`; link_clean() may refuse
 * it yet.
 */
bool link_find(struct str text, struct str *address) MUST_USE;

#endif
