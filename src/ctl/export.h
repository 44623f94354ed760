/*
 * export.h - what the parts of `afterword export` share
 *
 * Each part writes its kind of records (record.h), a batch at a time.  What
 * cannot be written is told, left out, and counted.
 *
 * Errors      false: the store failed; ask_why() tells.  A full disk shows in
 * stdout, and parts end early then.
 */
#ifndef CTL_EXPORT_H
#define CTL_EXPORT_H

#include "base/base.h"
#include "base/jsonw.h"
#include "base/utf8.h"
#include "ctl/ctl.h"
#include "ctl/hashes.h"
#include "ctl/record.h"

struct export
{
	struct ctl *ctl;
	struct hashes articles, authors;
	int64_t last; /* id of the newest comment, when it began */
	uint64_t n_left_out;
	const struct person *person; /* or NULL for all of the site */

	/* the line at hand */
	struct buf line;
	struct jsonw json;
};

/* Opens a record; it is written by export_end(). */
struct jsonw *export_begin(struct export *x, const char *type);
void export_end(struct export *x);

/* Says what is left out, and why. */
void export_fault(struct export *x, struct str key, const char *why);

/* Writes a member; what is none such is left out, and told. */
void export_put(struct export *x, struct str key,
    const struct record_field *field, struct str value);

/* The fields of a hash of counts, in one order. */
struct look_fields;
void export_counts(
    struct export *x, struct str key, struct look_fields *fields);

bool export_article_all(struct export *x) MUST_USE;
bool export_author_all(struct export *x) MUST_USE;
bool export_comment_all(struct export *x) MUST_USE;
bool export_comment_some(struct export *x, const struct hashes *ids) MUST_USE;

/* What is kept of somebody. */
struct person;
enum ctl_status export_person(struct ctl *c, int n, char **args);

#endif
