/*
 * author.h - what commenters say of themselves: name, mail, home page
 *
 * Each function takes a field as it came and gives it as it is kept, or refuses
 * it with words for the commenter.  Cleaning what is clean changes nothing.
 *
 * A name is for people to read: it has no characters that do not show, turn the
 * direction of text, or climb over the lines around it.  Mail addresses go into
 * the headers of mails, home pages into links.
 *
 * Ownership   results live in the arena or are the input itself.
 * Errors      false, with *why saying what is wrong: "is empty", "longer than
 *             ..."; an exhausted arena is "too long".
 */
#ifndef COMMENTS_AUTHOR_H
#define COMMENTS_AUTHOR_H

#include "base/base.h"
#include "base/arena.h"
#include "base/str.h"

#define AUTHOR_NAME_MAX 256 /* bytes */
#define AUTHOR_NAME_CLUSTERS 64
#define AUTHOR_NAME_MARKS 3 /* on one letter, beyond what NFC joins with it */
#define AUTHOR_MAIL_MAX 254 /* RFC 5321 4.5.3.1.3, without the brackets */
#define AUTHOR_URL_MAX 512

/*
 * A name in NFC, its parts separated by single spaces.  Left out are controls,
 * format characters (direction, tags, zero width, soft hyphens), private use,
 * and marks that follow no letter.  What joins or separates letters (U+200C,
 * U+200D) stays between letters of scripts that join, emoji keep what they are
 * made of, and ideographs their variants.
 */
bool author_name(
    struct arena *a, struct str in, struct str *out, const char **why) MUST_USE;

/*
 * One address that SMTP takes without quoting (RFC 5321 4.1.2: a dot-string at
 * a domain), in ASCII.  The domain is in lower case then; it has a dot.
 */
bool author_mail(
    struct arena *a, struct str in, struct str *out, const char **why) MUST_USE;

/* The address of a home page; one without its scheme is given https. */
bool author_url(
    struct arena *a, struct str in, struct str *out, const char **why) MUST_USE;

/*
 * Whether a name can be taken for one of `reserved`, which are separated by
 * commas.  Whole names are compared, by what they look like: see skeleton.h.
 */
bool author_is_reserved(struct str name, struct str reserved);

#endif
