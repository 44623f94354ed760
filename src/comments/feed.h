/*
 * feed.h - the newest comments as Atom (RFC 4287) or JSON Feed 1.1
 *
 * An entry's id is made of the host of the site's address, its name and the
 * comment's number: a UUID (RFC 9562) that is the same for ever, also when the
 * article gets another address or another title.  Replies name what they reply
 * to (RFC 4685).
 *
 * There is no link to the feed itself: its public address depends on the
 * servers in front of the program, which may serve the API from another host
 * than the articles, and one that is wrong is worse than none.
 *
 * Escaping    all texts are escaped here, and what XML 1.0 has no sign for is
 *             replaced: one such byte would make the whole feed unreadable.
 * Errors      those of the builder: looked for once, at its end.
 */
#ifndef COMMENTS_FEED_H
#define COMMENTS_FEED_H

#include "base/base.h"
#include "base/buf.h"
#include "comments/thread.h"

/* To be rendered. */
void feed_atom(const struct thread_recent *r, struct buf *out);
void feed_json(const struct thread_recent *r, struct buf *out);

#endif
