/*
 * reply.c - head and body grow side by side, the head is finished last
 */
#include "base/base.h"
#include "http/reply.h"

#include <sodium.h>

#include "base/clock.h"
#include "http/app.h"
#include "http/metrics.h"
#include "http/route.h"

#define ETAG_HEX 16
#define RETRY_AFTER_S 2

static const struct str type_json = { "application/json; charset=utf-8", 31 };
static const struct str type_problem = { "application/problem+json", 24 };

/*
 * What goes with every answer: nothing here is a page, so nothing may run, be
 * sniffed or be framed, even when somebody opens it in a tab.
 */
static const char fixed_headers[] =
    "X-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; "
    "sandbox\r\n"
    "Cross-Origin-Resource-Policy: cross-origin\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Vary: Origin\r\n";

static void
open_answer(struct req *r, unsigned status, struct str type)
{
	r->status = status;
	r->type = type;
	buf_init(&r->head, &r->arena, 768);
	buf_init(&r->text, &r->arena, 512);
}

struct jsonw *
reply_json(struct req *r)
{
	open_answer(r, 200, type_json);
	jsonw_init(&r->json, &r->text);
	return &r->json;
}

struct buf *
reply_text(struct req *r, struct str content_type)
{
	open_answer(r, 200, content_type);
	return &r->text;
}

void
reply_empty(struct req *r, unsigned status)
{
	open_answer(r, status, STR_NULL);
}

void
reply_header(struct req *r, struct str name, struct str value)
{
	for (size_t i = 0; i < value.len; i++)
		assert(value.p[i] != '\r' && value.p[i] != '\n' &&
		       value.p[i] != '\0');
	buf_str_put(&r->head, name);
	buf_lit(&r->head, ": ");
	buf_str_put(&r->head, value);
	buf_lit(&r->head, "\r\n");
}

enum err
reply_end(struct req *r)
{
	if (r->head.failed || r->text.failed)
		return req_fail(
		    r, ERR_BUSY, NULL, "the answer outgrew its memory");
	return ERR_NONE;
}

static void
put_retry_after(struct req *r)
{
	char digits[BUF_U64_MAX];
	size_t n = buf_u64_format(digits, RETRY_AFTER_S);

	reply_header(r, STR("Retry-After"), (struct str){ digits, n });
}

void
reply_problem(struct req *r, enum err e)
{
	const struct err_info *info = err_info(e);
	struct str detail = str_of(r->err == e ? r->err_detail : "");
	struct str field = str_of(r->err == e ? r->err_field : NULL);
	struct jsonw *j = reply_json(r);

	r->status = info->status;
	r->type = type_problem;
	jsonw_object(j, NULL);
	struct str type = str_of(info->slug);
	struct buf urn;
	buf_init(&urn, &r->arena, 64);
	buf_lit(&urn, "urn:afterword:problem:");
	buf_str_put(&urn, type);
	jsonw_str(j, "type", buf_view(&urn));
	jsonw_str(j, "title", str_of(info->title));
	jsonw_int(j, "status", info->status);
	if (detail.len > 0)
		jsonw_str(j, "detail", detail);
	if (!str_is_null(field)) {
		jsonw_array(j, "errors");
		jsonw_object(j, NULL);
		jsonw_str(j, "field", field);
		jsonw_str(j, "detail", detail);
		jsonw_object_end(j);
		jsonw_array_end(j);
	}
	jsonw_object_end(j);
	if (info->status == 503 || info->status == 429)
		put_retry_after(r);
}

static struct str
reason(unsigned status)
{
	switch (status) {
	case 200:
		return STR("200 OK");
	case 201:
		return STR("201 Created");
	case 202:
		return STR("202 Accepted");
	case 204:
		return STR("204 No Content");
	case 303:
		return STR("303 See Other");
	case 304:
		return STR("304 Not Modified");
	case 400:
		return STR("400 Bad Request");
	case 403:
		return STR("403 Forbidden");
	case 404:
		return STR("404 Not Found");
	case 405:
		return STR("405 Method Not Allowed");
	case 409:
		return STR("409 Conflict");
	case 413:
		return STR("413 Content Too Large");
	case 415:
		return STR("415 Unsupported Media Type");
	case 422:
		return STR("422 Unprocessable Content");
	case 429:
		return STR("429 Too Many Requests");
	case 503:
		return STR("503 Service Unavailable");
	default:
		return STR("500 Internal Server Error");
	}
}

/* The public content's hash: the same for everybody who gets the same bytes. */
static void
etag(char out[ETAG_HEX + 1], struct str body)
{
	unsigned char hash[crypto_generichash_BYTES_MIN];

	(void)crypto_generichash(hash, sizeof(hash),
	    (const unsigned char *)body.p, body.len, NULL, 0);
	(void)sodium_bin2hex(out, ETAG_HEX + 1, hash, ETAG_HEX / 2);
}

/* If-None-Match: a list of entity tags or "*" (RFC 9110 13.1.2). */
static bool
matches(struct str list, struct str tag)
{
	struct str one;

	while (str_cut(&list, ',', &one)) {
		one = str_trim(one);
		if (str_starts(one, STR("W/")))
			one = str_from(one, 2);
		if (str_eq(one, STR("*")) || str_eq(one, tag))
			return true;
	}
	return false;
}

static void
put_caching(struct req *r)
{
	unsigned cache_s = r->route != NULL ? r->route->cache_s : 0;

	if (cache_s == 0 || (r->status != 200 && r->status != 304)) {
		buf_lit(&r->head, "Cache-Control: no-store\r\n");
		return;
	}
	char tag[1 + ETAG_HEX + 2] = "\"";
	etag(tag + 1, buf_view(&r->text));
	tag[1 + ETAG_HEX] = '"';
	struct str t = { tag, ETAG_HEX + 2 };
	buf_lit(&r->head, "Cache-Control: public, max-age=");
	buf_u64(&r->head, cache_s);
	buf_lit(&r->head, "\r\n");
	reply_header(r, STR("ETag"), t);
	if (matches(r->param[PARAM_IF_NONE_MATCH], t))
		r->status = 304;
}

/*
 * CORS (Fetch, 3.2): the request's Origin is echoed only when it is one of the
 * site's, byte for byte; credentials are never allowed.
 */
static void
put_cors(struct req *r)
{
	struct str origin = r->param[PARAM_ORIGIN];

	if (origin.len > 0 && r->from == FROM_SITE)
		reply_header(r, STR("Access-Control-Allow-Origin"), origin);
}

void
reply_send(struct req *r)
{
	bool bodyless = r->status == 204;

	put_caching(r);
	put_cors(r);
	buf_put(&r->head, fixed_headers, sizeof(fixed_headers) - 1);
	if (!str_is_null(r->type) && r->status != 304)
		reply_header(r, STR("Content-Type"), r->type);
	if (!bodyless && r->status != 304) {
		buf_lit(&r->head, "Content-Length: ");
		buf_u64(&r->head, r->text.len);
		buf_lit(&r->head, "\r\n");
	}
	buf_lit(&r->head, "Status: ");
	buf_str_put(&r->head, reason(r->status));
	buf_lit(&r->head, "\r\n\r\n");

	struct str head = buf_view(&r->head);
	struct str body = buf_view(&r->text);
	if (str_is_null(head) || str_is_null(body)) {
		head = STR("Status: 503 Service Unavailable\r\n"
			   "Retry-After: 2\r\nCache-Control: no-store\r\n"
			   "Content-Length: 0\r\n\r\n");
		body = STR("");
		r->status = 503;
	}
	if (bodyless || r->status == 304 || r->method == METHOD_HEAD)
		body = STR("");
	metrics_request(r->app->metrics, r->route, r->status,
	    clock_mono_us() - r->started_us);
	r->done(r, head, body);
}
