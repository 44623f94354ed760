#include "base/base.h"
#include "comments/comments_http.h"

#include "store/status_http.h"

const struct route comments_http_routes[] = {
	STATUS_HTTP_ROUTES,
	{ .path = NULL },
};
