/*
 * schema.h - the table of keys.h, in rows that a program can hold keys against
 *
 * A row has the parts of a key behind its site: `h` is a hash, `d` a day, `i`
 * the number of a comment, and any other word is itself.
 */
#ifndef CTL_SCHEMA_H
#define CTL_SCHEMA_H

#include "base/base.h"
#include "base/str.h"

#define SCHEMA_FOR_EVER 0

struct schema_row {
	char letter;
	const char *parts; /* `d:h` */
	const char *type;  /* as Redis' TYPE has it */
	int32_t ttl_s;     /* at most, or SCHEMA_FOR_EVER */
	/* What is wrong with a string's value, or NULL; NULL: any will do. */
	const char *(*fault)(struct str head, int64_t len);
};

struct schema_key {
	const struct schema_row *row;
	struct str h; /* its last hash; STR_NULL if it has none */
	int32_t day;  /* 0 if it has none */
	int64_t id;   /* 0 if it has none */
};

/* The site in a key of the form `<letter>:{<site>}...`; else STR_NULL. */
struct str schema_site(struct str key);

/* Takes a key of such a form apart; false when no row is like it. */
bool schema_parse(struct str key, struct schema_key *out) MUST_USE;

/* Whether `s` has as many hexadecimal digits as <h>; *n is their number. */
bool schema_hash(struct str s, uint64_t *n) MUST_USE;

#endif
