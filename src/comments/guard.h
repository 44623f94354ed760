/*
 * guard.h - what the owner does not want to see published
 *
 * A list of rows `VERDICT KIND PATTERN`, one a line, that the owner writes to a
 * file, for all sites, or a moderator for one (sitelist.h):
 *
 *   hold word casino         a text that has the word or the words
 *   hold word *casino*       ... also as part of longer words
 *   spam host example.com    a link to the host or one below it
 *   refuse net 192.0.2.0/24  a comment from one of these addresses
 *   hold name Anonymous      a name that can be taken for this one
 *
 * Words compare whatever their case and width.  What is neither letter, mark
 * nor digit stands between words.  Of all rows that match the highest verdict
 * holds.
 *
 * The time to look depends on the length of a text, and not on how many words
 * are looked for.
 *
 * Ownership   guard_free() gives back what guard_load() or guard_parse() made;
 *             the text is not needed any more.
 * Errors      a list is taken whole or not at all: FILE:LINE: reason, or
 *             line LINE: reason.
 * Limits      a file of 1 MB, patterns of GUARD_PATTERN_MAX bytes.
 */
#ifndef COMMENTS_GUARD_H
#define COMMENTS_GUARD_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

#define GUARD_PATTERN_MAX 200

/* In rising order. */
enum guard_verdict {
	GUARD_PASS,
	GUARD_HOLD,  /* a moderator decides */
	GUARD_SPAM,  /* kept as spam */
	GUARD_REFUSE /* not taken at all */
};

struct guard;

/*
 * Reads the list in file `path`; NULL on failure, with the reason in `err`.
 * The file of the default settings may be absent: that is an empty list.
 */
struct guard *guard_load(const char *path, char *err, size_t errlen) MUST_USE;

/* The same of a text; errno tells a faulty one, EINVAL, from ENOMEM. */
struct guard *guard_parse(struct str text, char *err, size_t errlen) MUST_USE;

void guard_free(struct guard *g);

/* How many rows the list has. */
size_t guard_count(const struct guard *g);

/*
 * Of a comment's text, valid UTF-8.  GUARD_HOLD when the arena is exhausted,
 * for nobody has read it then.
 */
enum guard_verdict guard_text(
    const struct guard *g, struct arena *a, struct str text);

/* Of the host of a link or home page, as url_split() finds it. */
enum guard_verdict guard_host(const struct guard *g, struct str host);

/* Of the address that a comment comes from; other text matches nothing. */
enum guard_verdict guard_net(const struct guard *g, struct str address);

/* Of a commenter's name, valid UTF-8. */
enum guard_verdict guard_name(const struct guard *g, struct str name);

#endif
