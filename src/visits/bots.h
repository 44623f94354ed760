/*
 * bots.h - which User-Agents are robots
 *
 * A list of parts of User-Agents, one a line, decides.  Letters of ASCII
 * compare alike whatever their case.
 *
 *   # text     a comment; empty lines are skipped too
 *   bot        is in the User-Agent of a robot
 *   !cubot     is none: where several entries end at the same byte of a
 *              User-Agent, the longest one decides
 *   ^name      only at its beginning
 *   name$      only at its end
 *
 * A User-Agent that is absent or shorter than BOTS_SHORT bytes is a robot's.
 *
 * All entries are looked for at once, so that the time it takes depends on the
 * length of the User-Agent and not on that of the list.
 *
 * Ownership   bots_free() gives back what bots_load() made.
 * Errors      a list is taken whole or not at all: FILE:LINE: reason.
 * Limits      entries of BOTS_ENTRY_MIN to BOTS_ENTRY_MAX bytes of printable
 *             ASCII; about 200 kB of them.
 */
#ifndef VISITS_BOTS_H
#define VISITS_BOTS_H

#include "base/base.h"
#include "base/str.h"

#define BOTS_SHORT 10
#define BOTS_ENTRY_MIN 3
#define BOTS_ENTRY_MAX 200

struct bots;

/* Reads the list in file `path`; NULL on failure, with the reason in `err`. */
struct bots *bots_load(const char *path, char *err, size_t errlen) MUST_USE;

void bots_free(struct bots *bots);

/* How many entries the list has. */
size_t bots_count(const struct bots *bots);

bool bots_match(const struct bots *bots, struct str user_agent);

#endif
