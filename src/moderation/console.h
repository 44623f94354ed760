/*
 * console.h - what stands around the moderators' pages
 *
 * Plain HTML that works without scripts; moderation.js makes it quicker, and
 * moderation.css gives it its look.  Both are files of web/moderation/.
 *
 * All text is escaped here or by buf_html(); the pages have no style and no
 * script in them.
 */
#ifndef MODERATION_CONSOLE_H
#define MODERATION_CONSOLE_H

#include "base/base.h"
#include "base/buf.h"
#include "moderation/list.h"
#include "moderation/session.h"

#define CONSOLE_PATH "/moderation/"

enum console_tab {
	CONSOLE_NONE,
	CONSOLE_HELD,
	CONSOLE_SPAM,
	CONSOLE_ALL,
	CONSOLE_VISITS,
	CONSOLE_BLOCKS,
	CONSOLE_LISTS,
	CONSOLE__MAX
};

struct console {
	struct str title;
	const struct session *session; /* NULL: nobody is signed in */
	enum console_tab tab;
	const struct list *list; /* which tells how many wait; or NULL */
};

void console_open(struct buf *b, const struct console *c);
void console_close(struct buf *b);

/* The hidden field with the token of that session. */
void console_token(struct buf *b, const struct session *s);

/* Opens a form that is posted to `path` below CONSOLE_PATH, with its token. */
void console_form(struct buf *b, const struct session *s, const char *path,
    const char *classes);

/* A hidden field; of any bytes, as below. */
void console_hidden(struct buf *b, const char *name, struct str value);

/* A field with its label, within a form. */
struct console_field {
	const char *form; /* begins its id, for a page with several; or NULL */
	const char *name, *label;
	const char *type;         /* of an input; NULL for several lines */
	unsigned lines;           /* how many are seen of those; 0: 6 */
	const char *autocomplete; /* what browsers may fill in, or NULL */
	bool required;
	bool bad;         /* console_problem() says why */
	struct str value; /* any bytes: what is no text is shown as U+FFFD */
};

void console_field(struct buf *b, const struct console_field *f);

/*
 * What is wrong, said at once to those who cannot see it: `words` in git's
 * manner, as a sentence, or behind the label of a field unless that is NULL.
 */
void console_problem(struct buf *b, const char *label, struct str words);

#endif
