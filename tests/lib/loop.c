#include "base/base.h"
#include "loop.h"

#include <jansson.h>
#include <setjmp.h>
#include <unistd.h>
#include <cmocka.h>

#include "http/metrics.h"

void
loop_open(struct loop *l, const struct route *routes, const char *settings)
{
	char path[] = "/tmp/loop.XXXXXX";
	char why[CONFIG_ERR_MAX];
	int fd = mkstemp(path);
	size_t n = strlen(settings);

	memset(l, 0, sizeof(*l));
	assert_true(fd >= 0);
	assert_int_equal(write(fd, settings, n), n);
	(void)close(fd);
	l->cfg = config_load(path, "loop", why, sizeof(why));
	(void)unlink(path);
	if (l->cfg == NULL)
		fail_msg("%s", why);
	l->app = (struct app){ .name = "loop",
		.routes = routes,
		.cfg = l->cfg,
		.metrics = metrics_new(routes) };
}

void
loop_forget(struct loop *l)
{
	if (l->open)
		req_release(&l->req);
	l->open = false;
	free(l->head);
	free(l->body);
	l->head = l->body = NULL;
}

void
loop_close(struct loop *l)
{
	loop_forget(l);
	metrics_free(l->app.metrics);
	config_free(l->cfg);
}

static char *
keep(struct str s)
{
	char *p = malloc(s.len + 1);

	assert_non_null(p);
	memcpy(p, s.p, s.len);
	p[s.len] = '\0';
	return p;
}

static void
done(struct req *r, struct str head, struct str body)
{
	struct loop *l = r->transport;
	const char *status;

	assert_int_equal(l->answers++, 0);
	l->head = keep(head);
	l->head_len = head.len;
	l->body = keep(body);
	l->body_len = body.len;
	status = loop_header(l, "Status");
	assert_non_null(status);
	l->status = (unsigned)strtoul(status, NULL, 10);
	req_release(r);
	l->open = false;
}

void
loop_run(struct loop *l, struct str body, const char *const *params)
{
	loop_forget(l);
	l->answers = 0;
	l->status = 0;
	req_init(&l->req, &l->app, done, l);
	l->open = true;
	for (; *params != NULL; params++)
		req_set_param(&l->req, str_of(*params));
	l->req.body = body;
	route_dispatch(&l->req);
}

const char *
loop_header(struct loop *l, const char *name)
{
	static char value[1024];
	struct str rest = { l->head, l->head_len }, line, key;

	while (str_cut(&rest, '\n', &line)) {
		line = str_trim(line);
		if (!str_cut(&line, ':', &key) ||
		    !str_eq_nocase(key, str_of(name)))
			continue;
		line = str_trim(line);
		assert_true(line.len < sizeof(value));
		memcpy(value, line.p, line.len);
		value[line.len] = '\0';
		return value;
	}
	return NULL;
}

void
loop_body_is(const struct loop *l, const char *wanted)
{
	assert_string_equal(l->body, wanted);
	assert_int_equal(l->body_len, strlen(wanted));
}

void
loop_header_is(struct loop *l, const char *name, const char *wanted)
{
	const char *value = loop_header(l, name);

	if (wanted == NULL) {
		if (value != NULL)
			fail_msg("%s: %s", name, value);
	} else {
		if (value == NULL)
			fail_msg("no %s", name);
		assert_string_equal(value, wanted);
	}
}

void
loop_problem_is(
    struct loop *l, unsigned status, const char *slug, const char *field)
{
	char urn[100];
	json_t *j;

	assert_int_equal(l->answers, 1);
	assert_int_equal(l->status, status);
	loop_header_is(l, "Content-Type", "application/problem+json");
	loop_header_is(l, "Cache-Control", "no-store");
	loop_header_is(l, "ETag", NULL);
	j = json_loadb(l->body, l->body_len, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(j);
	(void)snprintf(urn, sizeof(urn), "urn:afterword:problem:%s", slug);
	assert_string_equal(json_string_value(json_object_get(j, "type")), urn);
	assert_int_equal(
	    json_integer_value(json_object_get(j, "status")), status);
	assert_non_null(json_string_value(json_object_get(j, "title")));
	json_t *first = json_array_get(json_object_get(j, "errors"), 0);
	if (field == NULL) {
		assert_null(first);
	} else {
		assert_string_equal(
		    json_string_value(json_object_get(first, "field")), field);
		assert_non_null(
		    json_string_value(json_object_get(first, "detail")));
	}
	json_decref(j);
}
