#include "base/base.h"
#include "moderation/moderation_http.h"

#include "comments/comments.h"
#include "comments/markup.h"
#include "comments/sitelist.h"
#include "http/reply.h"
#include "moderation/act_http.h"
#include "moderation/block_http.h"
#include "moderation/comment_http.h"
#include "moderation/console.h"
#include "moderation/queue_http.h"
#include "moderation/sign_http.h"
#include "moderation/site_http.h"
#include "moderation/sitelist_http.h"
#include "moderation/ticket.h"
#include "moderation/ticket_http.h"
#include "store/status_http.h"

#define ACT_MAX 16384 /* a hundred comments, and a view */
#define TEXT_MAX (3 * MARKUP_SOURCE_MAX + 4096) /* percent-encoded */
#define ARTICLE_MAX 8192                        /* a name, percent-encoded */
#define ROWS_MAX (3 * SITELIST_MAX + 2048)      /* a list, the same */
#define SIGN_MAX 2048 /* a name, a password and a token, percent-encoded */
#define LINK_MAX 512  /* a token and a site */

struct comments *
moderation_http_comments(const struct req *r)
{
	const struct moderation_app *app = r->app->domain;

	return app->comments;
}

struct visits *
moderation_http_visits(const struct req *r)
{
	const struct moderation_app *app = r->app->domain;

	return app->visits;
}

/* Browsers ask for pages first, and scripts of ours for this alone. */
bool
moderation_http_is_script(const struct req *r)
{
	return str_eq(r->param[PARAM_ACCEPT], STR("application/json"));
}

/* A field as its form calls it. */
static const char *
label_of(const char *field)
{
	static const struct {
		const char *name, *label;
	} labels[] = {
		{ "text", "Text" },
		{ "name", "Name" },
		{ "url", "Home page" },
		{ "rows", "The list" },
		{ "password", "Password" },
	};

	for (size_t i = 0; field != NULL && i < ARRAY_LEN(labels); i++)
		if (strcmp(field, labels[i].name) == 0)
			return labels[i].label;
	return field;
}

struct buf *
moderation_http_open_problem(struct req *r, enum err e, struct str title)
{
	struct str why = str_of(r->err_detail);
	struct buf *b = reply_console(r);

	reply_status(r, err_info(e)->status);
	console_open(
	    b, &(struct console){ .title = title, .session = r->session });
	if (why.len > 0)
		console_problem(b, label_of(r->err_field), why);
	else
		console_problem(b, NULL, str_of(err_info(e)->title));
	return b;
}

void
moderation_http_problem(struct req *r, enum err e)
{
	if (moderation_http_is_script(r)) {
		reply_problem(r, e);
		return;
	}
	if (e == ERR_SESSION) {
		sign_http_in_problem(r, e);
		return;
	}
	struct buf *b =
	    moderation_http_open_problem(r, e, str_of(err_info(e)->title));
	buf_lit(b, "<p>Nothing was changed.  <a href=\"" CONSOLE_PATH
		   "\">Back to what waits</a></p>\n");
	console_close(b);
}

struct buf *
moderation_http_open_form_problem(struct req *r, enum err e)
{
	if (r->fields == NULL || r->session == NULL ||
	    moderation_http_is_script(r) || e == ERR_CSRF) {
		moderation_http_problem(r, e);
		return NULL;
	}
	return moderation_http_open_problem(r, e, STR("Not yet"));
}

/* What a row has that is for who is signed in, and one that takes a form. */
#define SIGNED_IN .origin = ORIGIN_OWN, .auth = AUTH_SESSION, .bare = true
#define FORM(max) .methods = METHOD_POST, .body_max = (max), .types = INPUT_FORM

const struct route moderation_http_routes[] = {
	{ .path = CONSOLE_PATH,
	    .methods = METHOD_GET,
	    .handler = queue_http_show,
	    .fields = queue_http_fields,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help = "What waits, what was taken for spam, or all." },
	{ .path = CONSOLE_PATH "counts",
	    .methods = METHOD_GET,
	    .handler = queue_http_counts,
	    SIGNED_IN,
	    .unasked = true,
	    .problem = moderation_http_problem,
	    .help = "How many are held, and how many are spam." },
	{ .path = CONSOLE_PATH "act",
	    FORM(ACT_MAX),
	    .handler = act_http_act,
	    .fields = act_http_fields,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help = "Approves, holds, takes for spam or deletes." },
	{ .path = CONSOLE_PATH "undo",
	    FORM(ACT_MAX),
	    .handler = act_http_undo,
	    .fields = act_http_undo_fields,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help = "Gives comments back the states that they had." },
	{ .path = CONSOLE_PATH "comment/{id}",
	    .methods = METHOD_GET,
	    .handler = comment_http_show,
	    .fields = comment_http_fields,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help = "One comment, and what else its author wrote." },
	{ .path = CONSOLE_PATH "comment/{id}/edit",
	    FORM(TEXT_MAX),
	    .handler = comment_http_edit,
	    .fields = comment_http_edit_fields,
	    SIGNED_IN,
	    .problem = comment_http_edit_problem,
	    .help = "Another text, name and home page." },
	{ .path = CONSOLE_PATH "comment/{id}/reply",
	    FORM(TEXT_MAX),
	    .handler = comment_http_reply,
	    .fields = comment_http_reply_fields,
	    SIGNED_IN,
	    .problem = comment_http_reply_problem,
	    .help = "A reply of the owner, published at once." },
	{ .path = CONSOLE_PATH "comment/{id}/pin",
	    FORM(SIGN_MAX),
	    .handler = comment_http_pin,
	    .fields = comment_http_pin_fields,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help = "Makes it stand first on its page." },
	{ .path = CONSOLE_PATH "comment/{id}/block",
	    FORM(SIGN_MAX),
	    .handler = block_http_begin,
	    .fields = block_http_fields,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help = "Blocks its author, or the network that it came from." },
	{ .path = CONSOLE_PATH "visits",
	    .methods = METHOD_GET,
	    .handler = site_http_visits,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help = "The visits of the site, and what was not counted." },
	{ .path = CONSOLE_PATH "article",
	    .methods = METHOD_GET,
	    .handler = site_http_article,
	    .fields = site_http_article_fields,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help =
		"The visits of an article, and whether it takes comments." },
	{ .path = CONSOLE_PATH "article",
	    FORM(ARTICLE_MAX),
	    .handler = site_http_set,
	    .fields = site_http_set_fields,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help = "Whether it takes comments, and that none stands first." },
	{ .path = CONSOLE_PATH "blocks",
	    .methods = METHOD_GET,
	    .handler = block_http_list,
	    .fields = block_http_list_fields,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help = "Who is blocked." },
	{ .path = CONSOLE_PATH "unblock",
	    FORM(SIGN_MAX),
	    .handler = block_http_end,
	    .fields = block_http_end_fields,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help = "Ends a block." },
	{ .path = CONSOLE_PATH "lists",
	    .methods = METHOD_GET,
	    .handler = sitelist_http_show,
	    .fields = sitelist_http_fields,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help = "The site's list of words, hosts, networks and names." },
	{ .path = CONSOLE_PATH "lists",
	    FORM(ROWS_MAX),
	    .handler = sitelist_http_save,
	    .fields = sitelist_http_save_fields,
	    SIGNED_IN,
	    .problem = sitelist_http_save_problem,
	    .help = "Another list, unless somebody has changed it since." },
	{ .path = CONSOLE_PATH "sign-in",
	    .methods = METHOD_GET,
	    .handler = sign_http_show,
	    .bare = true,
	    .problem = sign_http_in_problem,
	    .help = "The form to sign in with." },
	{ .path = CONSOLE_PATH "sign-in",
	    FORM(SIGN_MAX),
	    .handler = sign_http_in,
	    .fields = sign_http_in_fields,
	    .origin = ORIGIN_OWN,
	    .bare = true,
	    .problem = sign_http_in_problem,
	    .help = "Begins a session: 303, with its cookie." },
	{ .path = CONSOLE_PATH "sign-out",
	    FORM(SIGN_MAX),
	    .handler = sign_http_out,
	    .fields = sign_http_out_fields,
	    SIGNED_IN,
	    .problem = moderation_http_problem,
	    .help = "Ends the session." },
	{ .path = CONSOLE_PATH "setup",
	    .methods = METHOD_GET,
	    .handler = sign_http_setup,
	    .fields = sign_http_setup_fields,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "The form for a site's first moderator." },
	{ .path = CONSOLE_PATH "setup",
	    FORM(SIGN_MAX),
	    .handler = sign_http_make,
	    .fields = sign_http_make_fields,
	    .origin = ORIGIN_OWN,
	    .bare = true,
	    .problem = sign_http_make_problem,
	    .help = "Makes the first moderator, who is signed in then." },
	{ .path = TICKET_PATH,
	    .methods = METHOD_GET,
	    .handler = ticket_http_show,
	    .fields = ticket_http_fields,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "What a signed link would do, and a form that does it." },
	{ .path = TICKET_PATH,
	    FORM(LINK_MAX),
	    .handler = ticket_http_use,
	    .fields = ticket_http_fields,
	    .origin = ORIGIN_OWN,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "Does it, once." },
	STATUS_HTTP_ROUTES,
	{ .path = NULL },
};
