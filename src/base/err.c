#include "base/base.h"
#include "base/err.h"

#define ERR_AS_ROW(name, status, slug, title, level)                           \
	[name] = { status, slug, title, level },
static const struct err_info err_rows[] = { ERR_TABLE(ERR_AS_ROW) };

_Static_assert(ARRAY_LEN(err_rows) == ERR__MAX, "one row per error");

const struct err_info *
err_info(enum err e)
{
	assert(e < ERR__MAX);
	return &err_rows[e];
}
