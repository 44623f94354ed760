#include "base/base.h"
#include "base/jsonr.h"

/* jansson takes its functions for the whole program. */
static struct arena *parsing;

static void *
take(size_t n)
{
	return arena_alloc(parsing, n);
}

static void
leave(void *p)
{
	(void)p;
}

json_t *
jsonr_parse(struct arena *a, struct str text, json_error_t *why)
{
	parsing = a;
	json_set_alloc_funcs(take, leave);
	return json_loadb(text.p, text.len, JSON_REJECT_DUPLICATES, why);
}
