/*
 * item.h - a comment as moderators see it
 *
 * All of it: what readers would see, its state with the reason, who wrote it as
 * far as that is known, and a form with what can be done to it.
 */
#ifndef MODERATION_ITEM_H
#define MODERATION_ITEM_H

#include "base/base.h"
#include "base/buf.h"
#include "moderation/list.h"
#include "moderation/session.h"
#include "moderation/view.h"

struct item_look {
	const struct session *session;
	const struct view *view; /* the page that it stands on */
	bool selects;            /* by a box of the form "bulk" */
	bool alone;              /* on its own page */
};

void item_put(
    struct buf *b, const struct item_look *look, const struct list_item *c);

#endif
