/*
 * export_person.c - what is kept of somebody, for them: comments, and when they
 * were first read and approved
 *
 * Unlike a file of the whole site this has mail addresses as they were given,
 * and no head: nothing reads it back.
 */
#include "base/base.h"

#include "config.h"
#include "ctl/ask.h"
#include "ctl/export.h"
#include "ctl/person.h"

static enum ctl_status
write_all(struct export *x, struct person *p)
{
	enum ctl_status status = person_find(p);

	if (status != CTL_OK)
		return status;
	/* A comment that was named is not all of its author. */
	if (!p->alone)
		x->authors = p->authors;
	if (!export_author_all(x) || !export_comment_some(x, &p->ids))
		return ctl_fail_store(x->ctl);
	if (x->n_left_out > 0)
		return CTL_FAILED;
	return person_end(p);
}

enum ctl_status
export_person(struct ctl *c, int n, char **args)
{
	struct person p = { .ctl = c };
	struct export x = { .ctl = c, .person = &p };

	if (n != 2 || !person_is_option(args[0]))
		return ctl_fail(CTL_USAGE,
		    "usage: afterword export [SITE | --author AUTHOR | "
		    "--comment ID | --mail ADDRESS]");
	enum ctl_status status = person_take(c, args[0], args[1], &p);
	if (status == CTL_OK)
		status = ctl_connect(c);
	if (status == CTL_OK)
		status = ctl_sitekey(c, &p.key);
	if (status == CTL_OK)
		status = write_all(&x, &p);
	person_release(&p);
	return status;
}
