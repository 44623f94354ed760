/*
 * leftover.h - what was left in a text that programs write
 */
#ifndef COMMENTS_LEFTOVER_H
#define COMMENTS_LEFTOVER_H

#include "base/base.h"
#include "comments/pieces.h"

/* `[url`, `[/url`, `<a href`, `[link=`: markup of other places. */
bool leftover_is_anchor(const struct pieces *p, size_t i);

/* `{this|that|others}` or `%name%`, which were to become one of those. */
bool leftover_is_blank(const struct pieces *p, size_t i);

#endif
