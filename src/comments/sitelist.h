/*
 * sitelist.h - a site's own list of words, hosts, networks and names
 *
 * Beside the owner's file, which is for all sites, a site has a list of the
 * same form (guard.h) that its moderators edit.  Redis keeps the text with its
 * version, a hash of it: so the program knows by few bytes whether what it has
 * parsed is still what Redis has, also of a Redis that lost its last writes.
 *
 * Answers point into the store's answer.  sitelist.lua writes; each answer is
 * of a command here.
 */
#ifndef COMMENTS_SITELIST_H
#define COMMENTS_SITELIST_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "store/answer.h"
#include "store/command.h"

#define SITELIST_MAX 16384 /* bytes: a form of it fits into a request */
#define SITELIST_VERSION_LEN 16

struct sitelist {
	struct str text;    /* empty when there is none */
	struct str version; /* and so is this then */
	int64_t changed;    /* Unix seconds; 0: never */
	struct str who;     /* did */
};

/* Asks for all of it; the answer's for sitelist_take(). */
struct command *sitelist_command(struct arena *a, struct str site) MUST_USE;

void sitelist_take(const struct answer *a, struct sitelist *out);

/* The same of what sitelist.lua says of another list. */
void sitelist_take_other(const struct answer *a, struct sitelist *out);

/*
 * Saves `text` instead of the list that had the version `was`, unless that is
 * another by now.  `rows` is how many it has, for the ledger.  sitelist.lua has
 * what it answers.
 */
struct command *sitelist_save_command(struct arena *a, struct str site,
    struct str was, struct str text, size_t rows, struct str who) MUST_USE;

#endif
