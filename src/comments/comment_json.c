#include "base/base.h"
#include "comments/comment_json.h"

#include "base/clock.h"
#include "comments/author.h"

static void
put_time(struct jsonw *j, const char *name, int64_t at)
{
	char text[CLOCK_RFC3339_LEN];

	clock_rfc3339(text, at);
	jsonw_str(j, name, (struct str){ text, sizeof(text) });
}

static void
put_author(struct jsonw *j, const struct comment *c)
{
	jsonw_object(j, "author");
	jsonw_str(j, "name", c->name);
	if (c->url.len > 0)
		jsonw_str(j, "url", c->url);
	jsonw_str(j, "avatar", c->avatar);
	if (c->owner)
		jsonw_bool(j, "owner", true);
	jsonw_object_end(j);
}

void
comment_json_members(struct jsonw *j, const struct comment *c)
{
	jsonw_int(j, "id", c->id);
	if (c->parent != 0) {
		jsonw_int(j, "parent", c->parent);
		jsonw_int(j, "root", c->root);
		jsonw_int(j, "depth", c->depth);
	}
	put_time(j, "created", c->created);
	if (c->stub) {
		jsonw_bool(j, "deleted", true);
		return;
	}
	if (c->edited != 0)
		put_time(j, "edited", c->edited);
	put_author(j, c);
	jsonw_str(j, "html", c->html);
	jsonw_int(j, "up", c->up);
	jsonw_int(j, "down", c->down);
}

void
comment_json_put(struct jsonw *j, const char *name, const struct comment *c)
{
	jsonw_object(j, name);
	comment_json_members(j, c);
	jsonw_object_end(j);
}

/* "<br>" is three and a half times as long here, other signs up to six. */
size_t
comment_json_room(const struct comment *c)
{
	return 4 * c->html.len + 6 * (c->name.len + c->url.len) + 400;
}

static void
put_root(struct jsonw *j, const struct thread_root *root)
{
	jsonw_object(j, NULL);
	comment_json_members(j, &root->comment);
	if (root->pinned)
		jsonw_bool(j, "pinned", true);
	jsonw_int(j, "reply_count", root->total);
	jsonw_array(j, "replies");
	for (size_t i = 0; i < root->n_replies; i++)
		comment_json_put(j, NULL, &root->replies[i]);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

/* What a form has to know. */
static void
put_limits(struct jsonw *j, const struct thread_view *v)
{
	jsonw_object(j, "limits");
	jsonw_int(j, "text", v->site->text_max);
	jsonw_int(j, "name", AUTHOR_NAME_CLUSTERS);
	jsonw_int(j, "links", v->site->links);
	jsonw_int(j, "depth", v->site->max_depth);
	jsonw_int(j, "edit_s", v->cfg->comments.edit_window_s);
	jsonw_str(j, "author", v->site->author);
	jsonw_object_end(j);
}

void
comment_json_thread(const struct thread_view *v, struct buf *out)
{
	struct jsonw j;

	jsonw_init(&j, out);
	jsonw_object(&j, NULL);
	jsonw_str(&j, "article", v->article);
	jsonw_int(&j, "count", v->count);
	jsonw_str(&j, "sort", thread_order_name(v->order));
	jsonw_bool(&j, "closed", v->closed);
	put_limits(&j, v);
	jsonw_array(&j, "comments");
	for (size_t i = 0; i < v->n; i++)
		put_root(&j, &v->roots[i]);
	jsonw_array_end(&j);
	if (v->next.len > 0)
		jsonw_str(&j, "next", v->next);
	jsonw_object_end(&j);
}
