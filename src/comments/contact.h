/*
 * contact.h - ways from a text to its writer that are no links
 *
 * Whoever wants to be called, written to or visited has to say where.  That is
 * told apart from other numbers and names by its form: phone numbers from
 * dates, sums, versions and book numbers; accounts of messengers from talk about
 * messengers; hosts from abbreviations and files.  What is written so that
 * programs do not see it, "example dot com", counts more than what is plain.
 *
 * Links are not looked at: they are counted where they are made (markup.h).
 */
#ifndef COMMENTS_CONTACT_H
#define COMMENTS_CONTACT_H

#include "base/base.h"
#include "comments/pieces.h"

/* How many of each there are. */
struct contact {
	unsigned phones;
	unsigned calls;      /* of those, written for callers from afar */
	unsigned accounts;   /* of a messenger, with their name or number */
	unsigned messengers; /* that are only named */
	unsigned mails;
	unsigned hosts;     /* named as addresses are: www., or with a path */
	unsigned names;     /* hosts that are only named */
	unsigned quoted;    /* hosts in a quotation, or of everybody */
	unsigned disguised; /* that hide, from programs or behind others */
	unsigned doubtful;  /* or perhaps do */
	unsigned wallets;   /* of cryptographic money */
};

void contact_find(struct contact *out, const struct pieces *p);

/* Whether it is a name that everybody talks about, not only who is behind it. */
bool contact_is_familiar(struct str name);

/* Of all but messengers that are only named. */
unsigned contact_count(const struct contact *c);

#endif
