/*
 * fuzz_json.c - fields out of a body in JSON
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
	fields_try(INPUT_JSON, in);
}
