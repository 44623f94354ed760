#include "base/base.h"
#include "moderation/sign_http.h"

#include "http/app.h"
#include "http/reply.h"
#include "http/route.h"
#include "moderation/console.h"
#include "moderation/moderation_http.h"
#include "moderation/session_http.h"
#include "moderation/sign.h"
#include "store/redis.h"

#define SIGNED_IN "signed=1" /* where the first page after that is */

/* Of both forms; the first one has no token. */
enum {
	IN_NAME,
	IN_PASSWORD,
	IN_SITE,
	IN_TOKEN
};

#define NAME_FIELD                                                             \
	{                                                                      \
		.name = "name", .type = FIELD_LINE, .flags = FIELD_REQUIRED,   \
		.min = 1, .max = 256, .help = "The moderator."                 \
	}
#define PASSWORD_FIELD                                                         \
	{                                                                      \
		.name = "password", .type = FIELD_LINE,                        \
		.flags = FIELD_REQUIRED, .min = 1,                             \
		.max = MODERATOR_PASSWORD_MAX, .help = "The password."         \
	}
#define SITE_FIELD                                                             \
	{                                                                      \
		.name = "site", .type = FIELD_SITE,                            \
		.help = "The site, where there are several."                   \
	}

const struct field sign_http_in_fields[] = {
	[IN_NAME] = NAME_FIELD,
	[IN_PASSWORD] = PASSWORD_FIELD,
	[IN_SITE] = SITE_FIELD,
	{ .name = NULL },
};

const struct field sign_http_out_fields[] = {
	ROUTE_CSRF_FIELD,
	{ .name = NULL },
};

enum {
	SETUP_TOKEN,
	SETUP_SITE
};

#define TOKEN_FIELD                                                            \
	{                                                                      \
		.name = "token", .type = FIELD_LINE, .flags = FIELD_REQUIRED,  \
		.min = 1, .max = 64, .help = "What the command line printed."  \
	}

const struct field sign_http_setup_fields[] = {
	[SETUP_TOKEN] = TOKEN_FIELD,
	[SETUP_SITE] = SITE_FIELD,
	{ .name = NULL },
};

const struct field sign_http_make_fields[] = {
	[IN_NAME] = NAME_FIELD,
	[IN_PASSWORD] = PASSWORD_FIELD,
	[IN_SITE] = SITE_FIELD,
	[IN_TOKEN] = TOKEN_FIELD,
	{ .name = NULL },
};

/* --- the forms --- */

struct look {
	struct str title, action, button;
	const char *password_is; /* a word of autocomplete */
	struct str note;         /* below the password, or empty */
	struct str name;         /* as typed before */
	struct str site;         /* to begin with, or to stay if there is a */
	struct str token;        /* to set up */
	const char *bad;         /* the field at fault, or NULL */
};

static void
put_input(struct buf *b, const struct look *l, const char *name,
    const char *label, const char *type, const char *is, struct str value)
{
	console_field(b, &(struct console_field){ .name = name,
			     .label = label,
			     .type = type,
			     .autocomplete = is,
			     .required = true,
			     .bad = l->bad != NULL && strcmp(l->bad, name) == 0,
			     .value = value });
}

static void
put_sites(struct buf *b, const struct config *cfg, struct str chosen)
{
	buf_lit(b, "<p class=\"field\"><label for=\"site\">Site</label>\n"
		   "<select id=\"site\" name=\"site\">\n");
	for (size_t i = 0; i < cfg->n_sites; i++) {
		struct str name = cfg->sites[i].name;

		buf_lit(b, "<option");
		if (str_eq(name, chosen))
			buf_lit(b, " selected");
		buf_char(b, '>');
		buf_html(b, name);
		buf_lit(b, "</option>\n");
	}
	buf_lit(b, "</select></p>\n");
}

/* `problem` in a sentence, or empty. */
static void
put_page(struct req *r, const struct look *l, struct str problem)
{
	const struct config *cfg = r->app->cfg;
	struct console c = { .title = l->title };
	struct buf *b = reply_console(r);

	console_open(b, &c);
	if (problem.len > 0)
		console_problem(b, NULL, problem);
	buf_lit(b, "<form method=\"post\" class=\"sign\" action=\"");
	buf_str_put(b, l->action);
	buf_lit(b, "\">\n");
	if (l->token.len > 0) {
		console_hidden(b, "token", l->token);
		console_hidden(b, "site", l->site);
	} else if (cfg->n_sites > 1) {
		put_sites(b, cfg, l->site);
	}
	put_input(b, l, "name", "Name", "text", "username", l->name);
	put_input(
	    b, l, "password", "Password", "password", l->password_is, STR(""));
	if (l->note.len > 0) {
		buf_lit(b, "<p class=\"note\">");
		buf_str_put(b, l->note);
		buf_lit(b, "</p>\n");
	}
	buf_lit(b, "<p><button>");
	buf_str_put(b, l->button);
	buf_lit(b, "</button></p>\n</form>\n");
	console_close(b);
}

static struct look
look_in(const struct req *r)
{
	return (struct look){ .title = STR("Sign in"),
		.action = STR(CONSOLE_PATH "sign-in"),
		.button = STR("Sign in"),
		.password_is = "current-password",
		.site = r->site != NULL ? r->site->name : STR("") };
}

static struct look
look_make(const struct req *r, struct str token)
{
	return (struct look){ .title = STR("The first moderator"),
		.action = STR(CONSOLE_PATH "setup"),
		.button = STR("Begin"),
		.password_is = "new-password",
		.note = STR("At least 10 characters.  The name is shown beside "
			    "what you answer to readers."),
		.site = r->site != NULL ? r->site->name : STR(""),
		.token = token };
}

/* --- signing in and out --- */

enum err
sign_http_show(struct req *r)
{
	struct look l = look_in(r);

	put_page(r, &l, STR(""));
	return reply_end(r);
}

static void
put_problem(struct req *r, struct look *l, enum err e)
{
	struct str why = str_of(r->err_detail);

	/* What of the form was read. */
	if (r->fields != NULL)
		l->name = r->fields[IN_NAME].text;
	l->bad = r->err_field;
	put_page(r, l, why.len > 0 ? why : str_of(err_info(e)->title));
	reply_status(r, err_info(e)->status);
}

void
sign_http_in_problem(struct req *r, enum err e)
{
	struct look l = look_in(r);

	if (moderation_http_is_script(r)) {
		reply_problem(r, e);
		return;
	}
	/* Whatever was asked for, whoever is not signed in gets this. */
	if (e == ERR_SESSION) {
		bool lost = str_eq(r->param[PARAM_QUERY], STR(SIGNED_IN));

		put_page(r, &l,
		    lost ? STR("your browser did not send the session back: "
			       "this page has to be opened by https")
		    : r->method == METHOD_POST
			? STR("your session has ended, and nothing was done")
			: STR(""));
		reply_status(r, err_info(e)->status);
		return;
	}
	put_problem(r, &l, e);
}

static enum err
signed_in(struct req *r, struct sign *s)
{
	struct str cookie = session_cookie(&r->arena, &s->session);

	if (str_is_null(cookie))
		return ERR_BUSY;
	enum err e = reply_redirect(r, STR(CONSOLE_PATH "?" SIGNED_IN));
	reply_header(r, STR("Set-Cookie"), cookie);
	return e;
}

struct signing {
	struct req *r;
	bool waits; /* for the store to end the session of before */
	struct sign sign;
};

static enum err
failed(struct req *r, const struct sign *s, enum err e)
{
	r->retry_s = s->wait_s;
	if (e == ERR_RATE)
		return req_fail(
		    r, e, NULL, "too many tries: wait %u seconds", s->wait_s);
	if (s->why != NULL)
		return req_fail(r, e, s->field, "%s", s->why);
	return e;
}

static void
replaced(void *ctx, enum err e, const struct answer *a)
{
	struct signing *g = ctx;

	(void)a;
	route_resume(g->r, e == ERR_NONE ? signed_in(g->r, &g->sign) : e);
}

/* The browser forgets the session that it had: nobody else shall go on in it. */
static enum err
end_before(struct signing *g)
{
	struct req *r = g->r;
	struct session before;

	if (!session_of_cookie(r->param[PARAM_COOKIE], &before) ||
	    config_site_by_name(r->app->cfg, before.site) == NULL)
		return signed_in(r, &g->sign);
	enum err e = redis_send(comments_store(moderation_http_comments(r)),
	    session_end_command(&r->arena, &before), replaced, g);
	g->waits = e == ERR_NONE;
	return e;
}

static void
done(void *ctx, enum err e)
{
	struct signing *g = ctx;

	if (e != ERR_NONE)
		e = failed(g->r, &g->sign, e);
	else
		e = end_before(g);
	if (!g->waits)
		route_resume(g->r, e);
}

static struct signing *
new_signing(struct req *r)
{
	struct signing *g = arena_zalloc(&r->arena, sizeof(*g));

	if (g == NULL)
		return NULL;
	g->r = r;
	g->sign.arena = &r->arena;
	g->sign.site = r->site;
	g->sign.address = r->param[PARAM_REMOTE_ADDR];
	g->sign.name = r->fields[IN_NAME].text;
	g->sign.password = r->fields[IN_PASSWORD].text;
	return g;
}

enum err
sign_http_in(struct req *r)
{
	struct signing *g = new_signing(r);

	if (g == NULL)
		return ERR_BUSY;
	enum err e = sign_in(moderation_http_comments(r), &g->sign, done, g);
	return e == ERR_NONE ? req_park(r) : failed(r, &g->sign, e);
}

static void
signed_out(void *ctx, enum err e, const struct answer *a)
{
	struct req *r = ctx;

	(void)a;
	if (e == ERR_NONE) {
		e = reply_redirect(r, STR(CONSOLE_PATH "sign-in"));
		reply_header(r, STR("Set-Cookie"), session_no_cookie());
	}
	route_resume(r, e);
}

enum err
sign_http_out(struct req *r)
{
	enum err e = redis_send(comments_store(moderation_http_comments(r)),
	    session_end_command(&r->arena, session_http_of(r)), signed_out, r);

	return e == ERR_NONE ? req_park(r) : e;
}

/* --- setting up --- */

enum err
sign_http_setup(struct req *r)
{
	struct look l = look_make(r, r->fields[SETUP_TOKEN].text);

	put_page(r, &l, STR(""));
	return reply_end(r);
}

void
sign_http_make_problem(struct req *r, enum err e)
{
	struct look l = look_make(
	    r, r->fields != NULL ? r->fields[IN_TOKEN].text : STR(""));

	put_problem(r, &l, e);
}

enum err
sign_http_make(struct req *r)
{
	struct signing *g = new_signing(r);

	if (g == NULL)
		return ERR_BUSY;
	g->sign.token = r->fields[IN_TOKEN].text;
	enum err e =
	    sign_set_up(moderation_http_comments(r), &g->sign, done, g);
	return e == ERR_NONE ? req_park(r) : failed(r, &g->sign, e);
}
