/*
 * page_form.h - the form for a comment, as HTML
 *
 * It posts to the API as browsers do (WHATWG HTML 4.10.21), without a script.
 * When something is wrong the same form comes again with all that was typed,
 * and says so beside the field.
 *
 * Escaping    every text may be any bytes at all.
 * Errors      those of the builder: looked for once, at its end.
 */
#ifndef COMMENTS_PAGE_FORM_H
#define COMMENTS_PAGE_FORM_H

#include "base/base.h"
#include "base/buf.h"
#include "comments/comment.h"

struct config;
struct site;

struct page_form {
	const struct config *cfg;
	const struct site *site;
	struct str article;     /* canonical name */
	struct str stamp;       /* for that article */
	int64_t parent;         /* 0: no reply */
	struct str parent_name; /* who wrote that; empty when not known */
	struct str cancel;      /* link to no reply, escaped; or empty */

	/* What was typed. */
	struct str text, name, mail, url;

	/* What is wrong with it: field as the API calls it, and why. */
	struct str field, why;
};

void page_form(struct buf *b, const struct page_form *f);

/* Instead of a form that cannot be sent: the text alone, to be copied. */
void page_form_text(struct buf *b, struct str text);

/* Whether a field of the API is one that people see. */
bool page_form_shows(struct str field);

#endif
