/*
 * page_frame.h - what stands around a page of the API's own
 *
 * A whole HTML document with a style of its own, served from page.css: the form
 * with what is wrong, the thanks for a comment that waits, the thread by
 * itself. Search engines have nothing to find there.
 */
#ifndef COMMENTS_PAGE_FRAME_H
#define COMMENTS_PAGE_FRAME_H

#include "base/base.h"
#include "base/buf.h"

struct config;

void page_frame_open(struct buf *b, const struct config *cfg, struct str title);
void page_frame_close(struct buf *b);

/* A sentence out of words in git's manner: "no such thing". */
void page_frame_sentence(struct buf *b, struct str words);

/* A link back to the article. */
void page_frame_back(struct buf *b, struct str address);

/* Its style sheet. */
struct str page_frame_css(void);

#endif
