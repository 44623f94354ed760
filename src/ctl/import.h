/*
 * import.h - what the parts of `afterword import` share
 *
 * A line becomes one question to the store (import_line.h): a script decides,
 * and writes one record whole or not at all.  Many are asked at once; answers
 * come in the order of the lines.
 *
 * What is there is never changed, but completed: an import may be repeated, and
 * end early.
 */
#ifndef CTL_IMPORT_H
#define CTL_IMPORT_H

#include "base/base.h"
#include "base/str.h"
#include "ctl/ctl.h"
#include "ctl/import_plan.h"
#include "ctl/members.h"

struct command;

enum import_kind {
	IMPORT_ARTICLE,
	IMPORT_AUTHOR,
	IMPORT_COMMENT,
	IMPORT_LEDGER,
	IMPORT_SITE,
	IMPORT_KEY,
	IMPORT_KINDS
};

struct import {
	struct ctl *ctl;
	bool dry; /* write nothing */
	int64_t now;
	struct import_plan plan;
	bool has_head, has_end;
	int64_t last_id; /* of a comment */

	/* the file */
	FILE *file;
	const char *name;
	char *text; /* the line at hand */
	size_t len, size;
	uint64_t line; /* its number, from 1 */

	/* the batch */
	unsigned n_waiting;
	uint64_t bad_line; /* the first that was refused; 0: none */
	char why[256];     /* it was refused */

	/* what became of the lines */
	struct import_count {
		uint64_t added, completed, there, different;
	} count[IMPORT_KINDS];
};

/* A line that was asked about; it lives in the arena of ask.h. */
struct import_item {
	struct import *import;
	enum import_kind kind;
	uint64_t line;
	struct str label; /* how its record is called */
};

/* Asks the store about a line: the answer goes to import_answer(). */
void import_ask(struct import *im, enum import_kind kind, struct str label,
    struct command *c);

#endif
