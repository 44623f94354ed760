#include "base/base.h"
#include "moderation/moderation_http.h"

#include "comments/comments.h"
#include "comments/markup.h"
#include "http/reply.h"
#include "moderation/act_http.h"
#include "moderation/block_http.h"
#include "moderation/comment_http.h"
#include "moderation/console.h"
#include "moderation/queue_http.h"
#include "moderation/sign_http.h"
#include "moderation/site_http.h"
#include "moderation/ticket.h"
#include "moderation/ticket_http.h"
#include "store/status_http.h"

#define ACT_MAX 16384 /* a hundred comments, and a view */
#define TEXT_MAX (3 * MARKUP_SOURCE_MAX + 4096) /* percent-encoded */
#define ARTICLE_MAX 8192                        /* a name, percent-encoded */
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

void
moderation_http_problem(struct req *r, enum err e)
{
	const struct err_info *info = err_info(e);
	struct console c = { .title = str_of(info->title),
		.session = r->session,
		.held = -1,
		.spam = -1 };

	if (moderation_http_is_script(r)) {
		reply_problem(r, e);
		return;
	}
	if (e == ERR_SESSION) {
		sign_http_in_problem(r, e);
		return;
	}
	struct buf *b = reply_console(r);
	reply_status(r, info->status);
	console_open(b, &c);
	if (r->err_detail[0] != '\0') {
		buf_lit(b, "<p class=\"problem\" role=\"alert\">");
		if (r->err_field != NULL) {
			buf_html(b, str_of(r->err_field));
			buf_lit(b, ": ");
			buf_html(b, str_of(r->err_detail));
			buf_char(b, '.');
		} else {
			console_sentence(b, str_of(r->err_detail));
		}
		buf_lit(b, "</p>\n");
	}
	buf_lit(b, "<p>Nothing was changed.  <a href=\"" CONSOLE_PATH
		   "\">Back to what waits</a></p>\n");
	console_close(b);
}

const struct route moderation_http_routes[] = {
	{ .path = CONSOLE_PATH,
	    .methods = METHOD_GET,
	    .handler = queue_http_show,
	    .fields = queue_http_fields,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "What waits, what was taken for spam, or all." },
	{ .path = CONSOLE_PATH "counts",
	    .methods = METHOD_GET,
	    .handler = queue_http_counts,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "How many are held, how many spam, and the newest id." },
	{ .path = CONSOLE_PATH "act",
	    .methods = METHOD_POST,
	    .handler = act_http_act,
	    .fields = act_http_fields,
	    .body_max = ACT_MAX,
	    .types = INPUT_FORM,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "Approves, holds, takes for spam or deletes." },
	{ .path = CONSOLE_PATH "undo",
	    .methods = METHOD_POST,
	    .handler = act_http_undo,
	    .fields = act_http_undo_fields,
	    .body_max = ACT_MAX,
	    .types = INPUT_FORM,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "Gives comments back the states that they had." },
	{ .path = CONSOLE_PATH "comment/{id}",
	    .methods = METHOD_GET,
	    .handler = comment_http_show,
	    .fields = comment_http_fields,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "One comment, and what else its author wrote." },
	{ .path = CONSOLE_PATH "comment/{id}/edit",
	    .methods = METHOD_POST,
	    .handler = comment_http_edit,
	    .fields = comment_http_edit_fields,
	    .body_max = TEXT_MAX,
	    .types = INPUT_FORM,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = comment_http_edit_problem,
	    .help = "Another text, name and home page." },
	{ .path = CONSOLE_PATH "comment/{id}/reply",
	    .methods = METHOD_POST,
	    .handler = comment_http_reply,
	    .fields = comment_http_reply_fields,
	    .body_max = TEXT_MAX,
	    .types = INPUT_FORM,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = comment_http_reply_problem,
	    .help = "A reply of the owner, published at once." },
	{ .path = CONSOLE_PATH "comment/{id}/pin",
	    .methods = METHOD_POST,
	    .handler = comment_http_pin,
	    .fields = comment_http_pin_fields,
	    .body_max = SIGN_MAX,
	    .types = INPUT_FORM,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "Makes it stand first on its page." },
	{ .path = CONSOLE_PATH "comment/{id}/block",
	    .methods = METHOD_POST,
	    .handler = block_http_begin,
	    .fields = block_http_fields,
	    .body_max = SIGN_MAX,
	    .types = INPUT_FORM,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "Blocks its author, or the network that it came from." },
	{ .path = CONSOLE_PATH "visits",
	    .methods = METHOD_GET,
	    .handler = site_http_visits,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "The visits of the site, and what was not counted." },
	{ .path = CONSOLE_PATH "article",
	    .methods = METHOD_GET,
	    .handler = site_http_article,
	    .fields = site_http_article_fields,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help =
		"The visits of an article, and whether it takes comments." },
	{ .path = CONSOLE_PATH "article",
	    .methods = METHOD_POST,
	    .handler = site_http_set,
	    .fields = site_http_set_fields,
	    .body_max = ARTICLE_MAX,
	    .types = INPUT_FORM,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "Whether it takes comments, and that none stands first." },
	{ .path = CONSOLE_PATH "blocks",
	    .methods = METHOD_GET,
	    .handler = block_http_list,
	    .fields = block_http_list_fields,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "Who is blocked." },
	{ .path = CONSOLE_PATH "unblock",
	    .methods = METHOD_POST,
	    .handler = block_http_end,
	    .fields = block_http_end_fields,
	    .body_max = SIGN_MAX,
	    .types = INPUT_FORM,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "Ends a block." },
	{ .path = CONSOLE_PATH "sign-in",
	    .methods = METHOD_GET,
	    .handler = sign_http_show,
	    .bare = true,
	    .problem = sign_http_in_problem,
	    .help = "The form to sign in with." },
	{ .path = CONSOLE_PATH "sign-in",
	    .methods = METHOD_POST,
	    .handler = sign_http_in,
	    .fields = sign_http_in_fields,
	    .body_max = SIGN_MAX,
	    .types = INPUT_FORM,
	    .origin = ORIGIN_OWN,
	    .bare = true,
	    .problem = sign_http_in_problem,
	    .help = "Begins a session: 303, with its cookie." },
	{ .path = CONSOLE_PATH "sign-out",
	    .methods = METHOD_POST,
	    .handler = sign_http_out,
	    .fields = sign_http_out_fields,
	    .body_max = SIGN_MAX,
	    .types = INPUT_FORM,
	    .origin = ORIGIN_OWN,
	    .auth = AUTH_SESSION,
	    .bare = true,
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
	    .methods = METHOD_POST,
	    .handler = sign_http_make,
	    .fields = sign_http_make_fields,
	    .body_max = SIGN_MAX,
	    .types = INPUT_FORM,
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
	    .methods = METHOD_POST,
	    .handler = ticket_http_use,
	    .fields = ticket_http_fields,
	    .body_max = LINK_MAX,
	    .types = INPUT_FORM,
	    .origin = ORIGIN_OWN,
	    .bare = true,
	    .problem = moderation_http_problem,
	    .help = "Does it, once." },
	STATUS_HTTP_ROUTES,
	{ .path = NULL },
};
