#include "base/base.h"
#include "article/article_http.h"

enum err
article_http_fold(struct req *r, struct str name, struct article *out)
{
	const char *why = NULL;

	if (article_fold(&r->arena, r->site, name, out, &why))
		return ERR_NONE;
	if (arena_failed(&r->arena))
		return ERR_BUSY;
	return req_fail(r, ERR_INVALID, "article", "%s", why);
}
