/*
 * jsonr.c - jansson in an arena
 *
 * jansson 2.14 does not look whether a string that it reads could grow: without
 * memory it loses bytes, the closing quote among them, and then reads and
 * writes past the end.  So it is never told that there is none.  It is left
 * where it stands: all that it has taken is the arena's, and it keeps nothing
 * else.
 */
#include "base/base.h"
#include "base/jsonr.h"

#include <setjmp.h>

/* jansson takes its functions for the whole program. */
static struct arena *parsing;
static jmp_buf exhausted;

static void *
take(size_t n)
{
	void *p = arena_alloc(parsing, n);
	if (p == NULL)
		longjmp(exhausted, 1);
	return p;
}

static void
leave(void *p)
{
	(void)p;
}

json_t *
jsonr_parse(struct arena *a, struct str text, json_error_t *why)
{
	json_set_alloc_funcs(take, leave);
	parsing = a;
	json_t *root = NULL;
	if (setjmp(exhausted) == 0)
		root =
		    json_loadb(text.p, text.len, JSON_REJECT_DUPLICATES, why);
	json_set_alloc_funcs(malloc, free);
	return root;
}
