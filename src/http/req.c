#include "base/base.h"
#include "http/req.h"

#include "base/clock.h"
#include "http/app.h"

#define NAME_MAX_LEN 32

#define REQ_AS_NAME(id, name) [PARAM_##id] = { name, sizeof(name) - 1 },
static const struct str param_names[PARAM__MAX] = { REQ_PARAMS(REQ_AS_NAME) };

void
req_init(struct req *r, const struct app *app,
    void (*done)(struct req *, struct str, struct str), void *transport)
{
	/* The arena's first block is left as it is: it need not be zero. */
	memset(r, 0, offsetof(struct req, arena));
	arena_init(&r->arena, REQ_ARENA_CAP);
	r->app = app;
	r->done = done;
	r->transport = transport;
	r->started_us = clock_mono_us();
}

void
req_release(struct req *r)
{
	if (r->app->wipes)
		arena_wipe(&r->arena);
	else
		arena_reset(&r->arena);
}

/* The first parameter whose name has `len` bytes, or PARAM__MAX. */
static size_t
first_of(size_t len)
{
	static uint8_t first[NAME_MAX_LEN + 1];

	if (len > NAME_MAX_LEN)
		return PARAM__MAX;
	if (first[0] == 0) {
		memset(first, PARAM__MAX, sizeof(first));
		for (size_t i = PARAM__MAX; i-- > 0;)
			first[param_names[i].len] = (uint8_t)i;
	}
	return first[len];
}

/*
 * Of these a second one is an attempt to be understood in two ways: one by the
 * web server, one by us.
 */
static bool
stands_alone(enum req_param p)
{
	return p == PARAM_ORIGIN || p == PARAM_CONTENT_TYPE ||
	       p == PARAM_CONTENT_LENGTH || p == PARAM_AUTHORIZATION ||
	       p == PARAM_IDEMPOTENCY_KEY || p == PARAM_COOKIE;
}

void
req_set_param(struct req *r, struct str pair)
{
	struct str name;

	if (!str_cut(&pair, '=', &name) || str_is_null(pair))
		return;
	for (size_t i = first_of(name.len);
	     i < PARAM__MAX && param_names[i].len == name.len; i++) {
		if (memcmp(param_names[i].p, name.p, name.len) != 0)
			continue;
		if (r->param[i].len == 0)
			r->param[i] = pair;
		else if (stands_alone((enum req_param)i))
			r->repeated = true;
		return;
	}
}

bool
req_keep_params(struct req *r)
{
	for (size_t i = 0; i < PARAM__MAX; i++) {
		if (r->param[i].len == 0)
			continue;
		r->param[i] = str_dup(&r->arena, r->param[i]);
		if (str_is_null(r->param[i]))
			return false;
	}
	return true;
}

enum err
req_fail(struct req *r, enum err e, const char *field, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(r->err_detail, sizeof(r->err_detail), fmt, ap);
	va_end(ap);
	assert(n >= 0 && e != ERR_NONE);
	r->err = e;
	r->err_field = field;
	return e;
}

enum err
req_park(struct req *r)
{
	r->parked = true;
	return ERR_NONE;
}
