/*
 * page_data.h - the comments of a page as structured data, for search engines
 *
 * JSON-LD in the words of schema.org: the article, how many comments it has,
 * and those of this page, each with its author, its time and its text.  It is a
 * block of data, which no browser runs and no policy forbids.
 *
 * Limits      a text is cut at PAGE_DATA_TEXT bytes, and no more comments
 * follow once all together have PAGE_DATA_MAX.
 */
#ifndef COMMENTS_PAGE_DATA_H
#define COMMENTS_PAGE_DATA_H

#include "base/base.h"
#include "base/buf.h"
#include "comments/thread.h"

#define PAGE_DATA_TEXT 4000
#define PAGE_DATA_MAX (64 * 1024)

/* Nothing when the page has no comment. */
void page_data(const struct thread_view *v, struct buf *out);

/*
 * Appends what is to be read of a comment's html: its text without tags, a line
 * for each line of it, and no more once it has `max` bytes.
 */
void page_data_text(struct buf *b, struct str html, size_t max);

#endif
