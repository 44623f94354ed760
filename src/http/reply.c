/*
 * reply.c - head and body grow side by side, the head is finished last
 */
#include "base/base.h"
#include "http/reply.h"

#include <sodium.h>

#include "base/clock.h"
#include "base/url.h"
#include "base/zone.h"
#include "http/app.h"
#include "http/metrics.h"
#include "http/route.h"

#define ETAG_HEX 16
#define RETRY_AFTER_S 2
#define LAST_SECOND INT64_C(253402300799) /* of the year 9999 */
#define IMF_LEN 29

static const struct str type_json = { "application/json; charset=utf-8", 31 };
static const struct str type_html = { "text/html; charset=utf-8", 24 };
static const struct str type_problem = { "application/problem+json", 24 };

/*
 * What goes with every answer.  Data are no page: nothing may run, be sniffed
 * or be framed, even when somebody opens it in a tab.  In a page of ours the
 * form has to work: under no-referrer browsers send `Origin: null` with it.
 */
#define HEADERS                                                                \
	"X-Content-Type-Options: nosniff\r\n"                                  \
	"Cross-Origin-Resource-Policy: cross-origin\r\n"                       \
	"Vary: Origin\r\n"

static const char data_headers[] = HEADERS
    "Referrer-Policy: no-referrer\r\n"
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; "
    "sandbox\r\n";
static const char page_headers[] =
    HEADERS "Referrer-Policy: same-origin\r\n"
	    "Content-Security-Policy: default-src 'none'; style-src 'self'; "
	    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

static const char console_headers[] =
    "X-Content-Type-Options: nosniff\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Content-Security-Policy: default-src 'none'; style-src 'self'; "
    "script-src 'self'; connect-src 'self'; img-src 'self'; form-action "
    "'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'\r\n";

static void
open_answer(struct req *r, unsigned status, struct str type)
{
	r->status = status;
	r->type = type;
	r->page = r->scripted = false;
	r->stored = STR_NULL;
	r->etag = STR_NULL;
	r->modified = 0;
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

struct buf *
reply_page(struct req *r)
{
	open_answer(r, 200, type_html);
	r->page = true;
	return &r->text;
}

struct buf *
reply_console(struct req *r)
{
	open_answer(r, 200, type_html);
	r->scripted = true;
	return &r->text;
}

void
reply_empty(struct req *r, unsigned status)
{
	open_answer(r, status, STR_NULL);
}

void
reply_status(struct req *r, unsigned status)
{
	r->status = status;
}

void
reply_modified(struct req *r, int64_t at)
{
	assert(at > 0 && at <= LAST_SECOND);
	r->modified = at;
}

void
reply_header(struct req *r, struct str name, struct str value)
{
	assert(str_index(value, '\r') < 0 && str_index(value, '\n') < 0 &&
	       str_index(value, '\0') < 0);
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

enum err
reply_redirect(struct req *r, struct str location)
{
	open_answer(r, 303, STR_NULL);
	reply_header(r, STR("Location"), location);
	return reply_end(r);
}

enum err
reply_stored(struct req *r, struct str type, struct str body, struct str etag)
{
	open_answer(r, 200, type);
	r->stored = body;
	r->etag = etag;
	r->text.failed = body.len > REQ_ARENA_CAP;
	return reply_end(r);
}

struct jsonw *
reply_problem_open(struct req *r, enum err e)
{
	const struct err_info *info = err_info(e);
	struct str detail = str_of(r->err_detail);
	struct str field = str_of(r->err_field);
	struct jsonw *j = reply_json(r);

	assert(r->err == e);
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
	return j;
}

void
reply_problem(struct req *r, enum err e)
{
	jsonw_object_end(reply_problem_open(r, e));
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
	case 410:
		return STR("410 Gone");
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

/* IMF-fixdate (RFC 9110 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT". */
static void
imf_format(char out[IMF_LEN + 1], int64_t at)
{
	static const char days[] = "ThuFriSatSunMonTueWed"; /* 1970-01-01 on */
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int32_t day = (int32_t)(at / 86400);
	unsigned s = (unsigned)(at % 86400);
	/* gcc takes a string that fills its array for one that is shorter. */
	char date[ZONE_DATE_LEN + 1] = "";

	zone_date_format(date, day);
	int month = (date[5] - '0') * 10 + date[6] - '1';
	int n = snprintf(out, IMF_LEN + 1,
	    "%.3s, %.2s %.3s %.4s %02u:%02u:%02u GMT", days + 3 * (day % 7),
	    date + 8, months + 3 * month, date, s / 3600, s / 60 % 60, s % 60);
	assert(n == IMF_LEN);
}

/*
 * If-Modified-Since is compared as it stands (RFC 9110 13.1.3 allows it), and
 * not at all beside an If-None-Match.
 */
static void
put_modified(struct req *r)
{
	char date[IMF_LEN + 1];

	imf_format(date, r->modified);
	struct str d = { date, IMF_LEN };
	reply_header(r, STR("Last-Modified"), d);
	if (r->param[PARAM_IF_NONE_MATCH].len == 0 &&
	    str_eq(r->param[PARAM_IF_MODIFIED_SINCE], d))
		r->status = 304;
}

static void
put_caching(struct req *r)
{
	const struct route *row = r->route;
	char tag[1 + ETAG_HEX + 2] = "\"";

	if (row == NULL || (row->cache_s == 0 && !row->revalidate) ||
	    r->status != 200) {
		buf_lit(&r->head, "Cache-Control: no-store\r\n");
		return;
	}
	if (row->revalidate) {
		buf_lit(&r->head, "Cache-Control: no-cache\r\n");
	} else {
		buf_lit(&r->head, "Cache-Control: public, max-age=");
		buf_u64(&r->head, row->cache_s);
		buf_lit(&r->head, "\r\n");
	}
	struct str t = r->etag;
	if (str_is_null(t)) {
		etag(tag + 1, buf_view(&r->text));
		tag[1 + ETAG_HEX] = '"';
		t = (struct str){ tag, ETAG_HEX + 2 };
	}
	reply_header(r, STR("ETag"), t);
	if (matches(r->param[PARAM_IF_NONE_MATCH], t))
		r->status = 304;
	if (r->modified > 0)
		put_modified(r);
}

/*
 * CORS (Fetch, 3.2): the request's Origin is echoed only when it is one of the
 * site's, byte for byte; credentials are never allowed.
 */
static void
put_cors(struct req *r)
{
	struct str origin = r->param[PARAM_ORIGIN];

	/* A page of the API's own origin needs no leave. */
	if (origin.len == 0 || r->from != FROM_SITE || r->own_page)
		return;
	reply_header(r, STR("Access-Control-Allow-Origin"), origin);
	if (r->route != NULL && r->route->exposes)
		reply_header(r, STR("Access-Control-Expose-Headers"),
		    STR("ETag, Link, Location, Retry-After, "
			"Idempotency-Replayed"));
}

/*
 * A form's answer leads to the site, and browsers hold that against the policy
 * as well (Content Security Policy 3, 6.4.2).
 */
static void
put_security(struct req *r)
{
	struct str origin;

	if (r->scripted) {
		buf_put(&r->head, console_headers, sizeof(console_headers) - 1);
		return;
	}
	if (!r->page) {
		buf_put(&r->head, data_headers, sizeof(data_headers) - 1);
		if (r->app->admit != NULL)
			buf_lit(&r->head, "X-Frame-Options: DENY\r\n");
		return;
	}
	buf_put(&r->head, page_headers, sizeof(page_headers) - 1);
	if (r->site != NULL &&
	    url_origin(&r->arena, r->site->base_url, &origin)) {
		buf_char(&r->head, ' ');
		buf_str_put(&r->head, origin);
	}
	buf_lit(&r->head, "\r\n");
}

static void
put_retry_after(struct req *r)
{
	buf_lit(&r->head, "Retry-After: ");
	buf_u64(&r->head, r->retry_s > 0 ? r->retry_s : RETRY_AFTER_S);
	buf_lit(&r->head, "\r\n");
}

void
reply_send(struct req *r)
{
	struct str body =
	    str_is_null(r->stored) ? buf_view(&r->text) : r->stored;
	bool bodyless = r->status == 204;

	put_caching(r);
	put_cors(r);
	if (r->status == 503 || r->status == 429)
		put_retry_after(r);
	put_security(r);
	if (!str_is_null(r->type) && r->status != 304)
		reply_header(r, STR("Content-Type"), r->type);
	if (!bodyless && r->status != 304) {
		buf_lit(&r->head, "Content-Length: ");
		buf_u64(&r->head, body.len);
		buf_lit(&r->head, "\r\n");
	}
	buf_lit(&r->head, "Status: ");
	buf_str_put(&r->head, reason(r->status));
	buf_lit(&r->head, "\r\n\r\n");

	struct str head = buf_view(&r->head);
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
