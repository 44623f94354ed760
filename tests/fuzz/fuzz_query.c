/*
 * fuzz_query.c - fields out of the query of an address
 */
#include "base/base.h"
#include "fuzz.h"

#include "fields.h"

void
fuzz_begin(void)
{
	fields_begin();
}

void
fuzz_one(struct arena *a, struct str in)
{
	(void)a;
	fields_try(INPUT_NONE, in);
}
