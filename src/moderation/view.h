/*
 * view.h - which comments a page of the queue shows, and what was just done
 *
 * A view is what the address of the page says; forms carry it along, so that
 * their answer leads back to it.  What was done stands in the address, too, so
 * that it can be undone with a press, for as long as the page is open; nothing
 * is kept for it.
 *
 *     ?list=held&words=lottery&after=120
 *     ?list=held&done=spam&were=12-held-new.15-held-known
 */
#ifndef MODERATION_VIEW_H
#define MODERATION_VIEW_H

#include "base/base.h"
#include "base/buf.h"
#include "moderation/list.h"
#include "moderation/states.h"

#define VIEW_WORDS_MAX 200 /* bytes */
#define VIEW_WERE_MAX 3072 /* STATES_MAX of them with the longest ids */

struct view {
	enum list_which which;
	struct str words;   /* to search for, or empty */
	struct str author;  /* <v>, or empty */
	struct str article; /* canonical name, or empty */
	int64_t after;
};

/* Its address: a path and its query. */
void view_put(struct buf *b, const struct view *v);

/* Within a tag: ` href="..."` that leads there, or to the page of an article. */
void view_put_href(struct buf *b, const struct view *v);
void view_put_article_href(struct buf *b, struct str key);

/* The view as fields of a form. */
void view_put_fields(struct buf *b, const struct view *v);

/*
 * When the page was made, as `seen`: a text that was edited since is not what
 * the moderator has read.
 */
void view_put_seen(struct buf *b);

/* What a comment and its author were: "12-held-new". */
void view_put_was(struct buf *b, const struct states_one *one);

/* Behind view_put(): what was done to which comments, and what they were. */
void view_put_done(struct buf *b, const char *action, const struct states *s);

/*
 * Takes "12-held-new.15-published" apart, and the last one first: of an
 * author's comments the first one tells what the author was.  False when it is
 * none, of more than STATES_MAX, or of comments that were deleted.
 */
bool view_take_were(struct str were, struct states *out) MUST_USE;

#endif
