/*
 * person.h - whose comments are meant, and which these are
 *
 *     --author V       who wrote with the browser that <v> stands for (keys.h)
 *     --author ID      who wrote that comment
 *     --comment ID     that comment alone
 *     --mail ADDRESS   who gave that address
 *
 * There is no list of them: all comments of the site are gone through, 200 at a
 * time.  Addresses are sealed, so each is opened to be compared.
 *
 * Ownership   person_release() gives the memory back.
 */
#ifndef CTL_PERSON_H
#define CTL_PERSON_H

#include "base/base.h"
#include "base/str.h"
#include "comments/sitekey.h"
#include "ctl/ctl.h"
#include "ctl/hashes.h"

struct person {
	struct ctl *ctl;
	struct str author; /* digits, or empty */
	struct str mail;   /* or empty */
	int64_t id;        /* of a comment, or 0 */
	bool alone;        /* that one, not its author's */

	/* What was found. */
	struct hashes ids, authors;
	uint64_t n_closed;  /* addresses that the site's key does not open */
	struct sitekey key; /* of the site, if an address is to be opened */
};

/* Whether that is one of the options above. */
bool person_is_option(const char *option);

/* Takes an option with its value. */
enum ctl_status person_take(struct ctl *c, const char *option,
    const char *value, struct person *out) MUST_USE;

/* Looks for the comments; the store is connected. */
enum ctl_status person_find(struct person *p) MUST_USE;

/* Says which addresses could not be opened, if any. */
enum ctl_status person_end(const struct person *p) MUST_USE;

void person_release(struct person *p);

#endif
