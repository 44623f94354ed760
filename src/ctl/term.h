/*
 * term.h - text of others on a terminal
 *
 * Titles come from pages, names from whoever asked: bytes that would drive the
 * terminal, or make text read otherwise than it is, are written as escapes.
 *
 *   \xNN      a control byte, DEL, or one that is no UTF-8
 *   \u{N}     a control of Unicode: C1, line ends, direction of writing
 */
#ifndef CTL_TERM_H
#define CTL_TERM_H

#include "base/base.h"
#include "base/str.h"

void term_put(FILE *out, struct str text);

#endif
