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
#include "moderation/session.h"

#define CONSOLE_PATH "/moderation/"

enum console_tab {
	CONSOLE_NONE,
	CONSOLE_HELD,
	CONSOLE_SPAM,
	CONSOLE_ALL,
	CONSOLE_VISITS,
	CONSOLE_BLOCKS,
	CONSOLE__MAX
};

struct console {
	struct str title;
	const struct session *session; /* NULL: nobody is signed in */
	enum console_tab tab;
	int64_t held, spam; /* how many; below 0: not known */
};

void console_open(struct buf *b, const struct console *c);
void console_close(struct buf *b);

/* The hidden field with the token of that session. */
void console_token(struct buf *b, const struct session *s);

/* Opens a form that is posted to `path` below CONSOLE_PATH, with its token. */
void console_form(struct buf *b, const struct session *s, const char *path,
    const char *classes);

/* A hidden field. */
void console_hidden(struct buf *b, const char *name, struct str value);

/* A sentence out of words in git's manner: "no such thing". */
void console_sentence(struct buf *b, struct str words);

#endif
