#include "base/base.h"
#include "comments/comments_http.h"

#include "comments/change_http.h"
#include "comments/feed_http.h"
#include "comments/markup.h"
#include "comments/page_form_http.h"
#include "comments/page_http.h"
#include "comments/pages.h"
#include "comments/post_http.h"
#include "comments/thread_http.h"
#include "http/reply.h"
#include "store/status_http.h"

/* A text, each byte of which JSON may write as six, and the fields beside it.
 */
#define TEXT_MAX (6 * MARKUP_SOURCE_MAX + 1024)
#define VOTE_MAX 64
#define RECENT_S 30 /* seconds that a cache may keep the newest */
#define STYLE_S 86400

struct comments *
comments_http_of(const struct req *r)
{
	const struct comments_app *app = r->app->domain;

	return app->comments;
}

bool
comments_http_is_form(const struct req *r)
{
	return input_type_of(r->param[PARAM_CONTENT_TYPE]) == INPUT_FORM;
}

enum err
comments_http_fail(struct req *r, enum err e, const char *field,
    const char *why, unsigned wait_s)
{
	if (wait_s > 0)
		r->retry_s = wait_s;
	return why == NULL ? e : req_fail(r, e, field, "%s", why);
}

enum err
comments_http_page(struct req *r, struct str type, const struct page *page)
{
	enum err e;

	if (page->tag.len > 0) {
		e = reply_stored(r, type, page->body, page->tag);
	} else {
		buf_str_put(reply_text(r, type), page->body);
		e = reply_end(r);
	}
	if (page->modified > 0)
		reply_modified(r, page->modified);
	return e;
}

const struct route comments_http_routes[] = {
	{ .path = "/comments",
	    .methods = METHOD_GET,
	    .handler = thread_http_list,
	    .fields = thread_http_list_fields,
	    .revalidate = true,
	    .exposes = true,
	    .help = "A page of an article's comments, each with its first "
		    "replies." },
	{ .path = "/comments",
	    .methods = METHOD_POST,
	    .handler = post_http_post,
	    .fields = post_http_fields,
	    .body_max = TEXT_MAX,
	    .types = INPUT_JSON | INPUT_FORM,
	    .origin = ORIGIN_REQUIRED,
	    .exposes = true,
	    .problem = page_form_http_post_problem,
	    .help = "Takes a comment: 201 when it is published, 202 when it "
		    "waits for a moderator." },
	{ .path = "/comments/stamp",
	    .methods = METHOD_GET,
	    .handler = post_http_stamp,
	    .fields = post_http_stamp_fields,
	    .help = "A stamp for a form, asked for when it is opened." },
	{ .path = "/comments/preview",
	    .methods = METHOD_POST,
	    .handler = post_http_preview,
	    .fields = post_http_preview_fields,
	    .body_max = TEXT_MAX,
	    .types = INPUT_JSON,
	    .origin = ORIGIN_REQUIRED,
	    .help = "What a text would look like." },
	{ .path = "/comments/recent",
	    .methods = METHOD_GET,
	    .handler = thread_http_recent,
	    .fields = thread_http_recent_fields,
	    .cache_s = RECENT_S,
	    .help = "The newest comments of the site." },
	{ .path = "/comments/feed",
	    .methods = METHOD_GET,
	    .handler = feed_http_get,
	    .fields = feed_http_fields,
	    .revalidate = true,
	    .help = "The newest comments of an article, or of the site, as "
		    "Atom or JSON Feed." },
	{ .path = "/comments/fragment",
	    .methods = METHOD_GET,
	    .handler = page_http_fragment,
	    .fields = page_http_fragment_fields,
	    .problem = page_http_problem,
	    .help = "An article's comments and a form as HTML, for server side "
		    "includes; or a page of them." },
	{ .path = "/comments/held",
	    .methods = METHOD_GET,
	    .handler = page_form_http_held,
	    .fields = page_form_http_held_fields,
	    .problem = page_form_http_problem,
	    .help = "The page that a form leads to when its comment waits for "
		    "a moderator." },
	{ .path = "/comments/page.css",
	    .methods = METHOD_GET,
	    .handler = page_form_http_css,
	    .cache_s = STYLE_S,
	    .help = "The style of these pages." },
	{ .path = "/comments/{id}",
	    .methods = METHOD_GET,
	    .handler = thread_http_one,
	    .fields = thread_http_one_fields,
	    .revalidate = true,
	    .help = "One comment, and which page of its thread it is on." },
	{ .path = "/comments/{id}",
	    .methods = METHOD_PUT,
	    .handler = change_http_edit,
	    .fields = change_http_edit_fields,
	    .body_max = TEXT_MAX,
	    .types = INPUT_JSON,
	    .origin = ORIGIN_REQUIRED,
	    .help = "Another text, for who holds the edit token." },
	{ .path = "/comments/{id}",
	    .methods = METHOD_DELETE,
	    .handler = change_http_delete,
	    .fields = change_http_delete_fields,
	    .origin = ORIGIN_REQUIRED,
	    .help = "Takes the comment away, for who holds the edit token." },
	{ .path = "/comments/{id}/replies",
	    .methods = METHOD_GET,
	    .handler = thread_http_replies,
	    .fields = thread_http_replies_fields,
	    .revalidate = true,
	    .help = "All that was answered to a comment, oldest first." },
	{ .path = "/comments/{id}/vote",
	    .methods = METHOD_PUT,
	    .handler = change_http_vote,
	    .fields = change_http_vote_fields,
	    .body_max = VOTE_MAX,
	    .types = INPUT_JSON,
	    .origin = ORIGIN_REQUIRED,
	    .exposes = true,
	    .help = "A reader's vote; each has one." },
	STATUS_HTTP_ROUTES,
	{ .path = NULL },
};
