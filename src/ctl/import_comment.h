/*
 * import_comment.h - the line of a comment
 *
 * Its HTML is made anew from what was written: a file cannot bring any in.
 */
#ifndef CTL_IMPORT_COMMENT_H
#define CTL_IMPORT_COMMENT_H

#include "ctl/import.h"

/* Asks the store about it, unless it is a bad one. */
void import_comment_take(struct import *im, struct members *m);

#endif
