/*
 * badge.h - a number as a small picture
 *
 * For pages without scripts: an SVG of a label and a value side by side, drawn
 * from attributes alone, so that it stays the same under any content security
 * policy, on light and on dark pages.  Screen readers read "label: value".
 *
 * Limits      the picture is less than BADGE_SIZE_MAX bytes whatever is asked:
 *             texts that would make it larger are cut and end in an ellipsis.
 */
#ifndef VISITS_BADGE_H
#define VISITS_BADGE_H

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

#define BADGE_SIZE_MAX 700

/* Bytes of a label that fit, as long as none of them needs an escape. */
#define BADGE_LABEL_MAX 64

/*
 * Appends the picture.  Label and value are lines of valid UTF-8
 * (utf8_is_line); an empty label leaves the value alone.  A value of 32 bytes
 * always fits, and of more by what the label leaves of its 64.
 */
void badge_svg(struct buf *out, struct str label, struct str value);

/* Appends a picture of one line of text, in a grey for light and dark pages. */
void badge_line(struct buf *out, struct str line);

#endif
