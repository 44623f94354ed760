/*
 * page.c - a tree of comments, written without recursion
 *
 * Replies come in the order they were written, parents first.  tree_of() links
 * each to its parent, and the walk over that opens and closes lists as the
 * level goes up and down.  Levels end at the site's max_depth: what is deeper
 * follows in the same list and says what it replies to.
 */
#include "base/base.h"
#include "comments/page.h"

#include "base/clock.h"
#include "base/url.h"
#include "comments/page_data.h"
#include "config.h"

/* --- places and links --- */

struct str
page_param_name(enum page_param p, bool in_article)
{
	static const char *const names[][2] = {
		[PAGE_SORT] = { "sort", "comments-sort" },
		[PAGE_AFTER] = { "after", "comments-after" },
		[PAGE_ROOT] = { "root", "comments-root" },
		[PAGE_AT] = { "at", "comments-at" },
		[PAGE_REPLY] = { "reply", "reply-to" },
	};

	return str_of(names[p][in_article]);
}

/* In the article's page the parameters that name the article stay. */
struct page_place
page_place_of(struct arena *a, const struct site *site, struct str article,
    bool in_article)
{
	struct page_place p = {
		.site = site, .article = article, .in_article = in_article
	};
	ssize_t mark = str_index(article, '?');
	struct buf plain, escaped;

	buf_init(&plain, a, 64);
	buf_init(&escaped, a, 64);
	buf_char(&plain, '?');
	if (!in_article) {
		buf_lit(&plain, "page=1&site=");
		buf_str_put(&plain, site->name);
		buf_lit(&plain, "&article=");
		url_put_value(&plain, article);
	} else if (mark >= 0) {
		url_put(&plain, str_from(article, (size_t)mark + 1));
	}
	p.and = plain.len > 1 ? "&amp;" : "";
	buf_html(&escaped, buf_view(&plain));
	p.here = buf_view(&escaped);
	return p;
}

/* Begins a link to the place with a parameter, whose value follows. */
static void
open_href(struct buf *b, const struct page_place *place, enum page_param p)
{
	buf_lit(b, " href=\"");
	buf_str_put(b, place->here);
	buf_str_put(b, str_of(place->and));
	buf_str_put(b, page_param_name(p, place->in_article));
	buf_char(b, '=');
}

/* --- a comment --- */

struct str
page_name(const struct comment *c)
{
	return c->name.len > 0 ? c->name : STR("Anonymous");
}

/* An unknown direction of text stays within the name. */
static void
put_name(struct buf *b, const struct comment *c)
{
	buf_lit(b, "<bdi>");
	buf_html(b, page_name(c));
	buf_lit(b, "</bdi>");
}

void
page_time(struct buf *b, int64_t at)
{
	static const char *const months[] = { "January", "February", "March",
		"April", "May", "June", "July", "August", "September",
		"October", "November", "December" };
	char t[CLOCK_RFC3339_LEN];

	clock_rfc3339(t, at);
	size_t month = (size_t)((t[5] - '0') * 10 + t[6] - '0');
	buf_lit(b, "<time datetime=\"");
	buf_put(b, t, sizeof(t));
	buf_lit(b, "\">");
	buf_put(b, t + 8 + (t[8] == '0'), (size_t)(2 - (t[8] == '0')));
	buf_char(b, ' ');
	buf_str_put(b, str_of(months[month - 1]));
	buf_char(b, ' ');
	buf_put(b, t, 4);
	buf_lit(b, ", ");
	buf_put(b, t + 11, 5);
	buf_lit(b, " UTC</time>");
}

static void
put_author(struct buf *b, const struct comment *c)
{
	/* Taken as such when it was written (author.h); looked at again here.
	 */
	bool linked = str_starts(c->url, STR("https://")) ||
		      str_starts(c->url, STR("http://"));

	buf_lit(b, "<b class=\"afterword-name\">");
	if (linked) {
		buf_lit(b, "<a href=\"");
		buf_html(b, c->url);
		buf_lit(b, "\" rel=\"nofollow ugc noopener noreferrer\">");
	}
	put_name(b, c);
	if (linked)
		buf_lit(b, "</a>");
	buf_lit(b, "</b>");
	if (c->owner)
		buf_lit(b, " <span class=\"afterword-badge\">Author</span>");
}

static void
open_article(struct buf *b, const struct comment *c)
{
	buf_lit(b, "<article id=\"comment-");
	buf_i64(b, c->id);
	buf_lit(b, "\" class=\"afterword-comment");
}

static void
put_stub(struct buf *b, const struct comment *c)
{
	open_article(b, c);
	buf_lit(b, " afterword-stub\">\n<p>This comment ");
	buf_str_put(b, c->held ? STR("is not shown") : STR("was deleted"));
	buf_lit(b, ".</p>\n");
}

static void
put_header(struct buf *b, const struct comment *c, bool pinned)
{
	buf_lit(b, "<header class=\"afterword-header\">");
	put_author(b, c);
	buf_lit(b, " <a class=\"afterword-permalink\" href=\"#comment-");
	buf_i64(b, c->id);
	buf_lit(b, "\">");
	page_time(b, c->created);
	buf_lit(b, "</a>");
	if (c->edited != 0)
		buf_lit(b, " <span class=\"afterword-note\">edited</span>");
	if (pinned)
		buf_lit(b, " <span class=\"afterword-note\">pinned</span>");
	buf_lit(b, "</header>\n");
}

static void
put_reply_link(
    struct buf *b, const struct page_place *place, const struct comment *c)
{
	buf_lit(b, "<p class=\"afterword-actions\"><a class=\"afterword-reply\""
		   " rel=\"nofollow\"");
	open_href(b, place, PAGE_REPLY);
	buf_i64(b, c->id);
	buf_lit(b, "#comment-form\" aria-label=\"Reply to ");
	buf_html(b, page_name(c));
	buf_lit(b, "\">Reply</a></p>\n");
}

/* What a comment replies to, where its place does not tell; `to` may be NULL.
 */
static void
put_reply_to(struct buf *b, const struct page_place *place,
    const struct comment *c, const struct comment *to)
{
	buf_lit(b, "<p class=\"afterword-to\">in reply to <a");
	if (to == NULL) {
		open_href(b, place, PAGE_AT);
		buf_i64(b, c->parent);
	} else {
		buf_lit(b, " href=\"");
	}
	buf_lit(b, "#comment-");
	buf_i64(b, c->parent);
	buf_lit(b, "\">");
	if (to == NULL)
		buf_lit(b, "an earlier comment");
	else if (to->stub)
		buf_str_put(b, to->held ? STR("a comment that is not shown")
					: STR("a deleted comment"));
	else
		put_name(b, to);
	buf_lit(b, "</a></p>\n");
}

struct look {
	const struct page_place *place;
	bool closed;
};

/* `says_to`: whether it tells what it replies to, which is `to` or not known.
 */
static void
put_comment(struct buf *b, const struct look *look, const struct comment *c,
    bool pinned, bool says_to, const struct comment *to)
{
	if (c->stub) {
		put_stub(b, c);
	} else {
		open_article(b, c);
		if (c->owner)
			buf_lit(b, " afterword-by-owner");
		if (pinned)
			buf_lit(b, " afterword-pinned");
		buf_lit(b, "\">\n");
		put_header(b, c, pinned);
		if (says_to)
			put_reply_to(b, look->place, c, to);
		buf_lit(b, "<div class=\"afterword-text\" dir=\"auto\">");
		buf_str_put(b, c->html);
		buf_lit(b, "</div>\n");
		if (!look->closed)
			put_reply_link(b, look->place, c);
	}
	buf_lit(b, "</article>\n");
}

/* --- a root and what is below it --- */

/* Node 0 is the root, node i + 1 is all[i]; 0 ends a list of siblings. */
struct tree {
	const struct comment *root, *all;
	uint8_t parent[PAGE_REPLIES_MAX + 1];
	uint8_t first[PAGE_REPLIES_MAX + 1], last[PAGE_REPLIES_MAX + 1];
	uint8_t next[PAGE_REPLIES_MAX + 1];
	uint8_t level[PAGE_REPLIES_MAX + 1];
};

_Static_assert(PAGE_REPLIES_MAX < UINT8_MAX, "nodes are numbered in a byte");

static const struct comment *
comment_of(const struct tree *t, size_t node)
{
	return node == 0 ? t->root : &t->all[node - 1];
}

/* The node of the comment that all[i] replies to; 0 when it is not among them.
 */
static size_t
parent_of(const struct comment *all, size_t i)
{
	for (size_t k = i; k > 0; k--)
		if (all[k - 1].id == all[i].parent)
			return k;
	return 0;
}

static void
tree_of(struct tree *t, const struct comment *root, const struct comment *all,
    size_t n, unsigned max_depth)
{
	assert(n <= PAGE_REPLIES_MAX);
	*t = (struct tree){ .root = root, .all = all };
	for (size_t i = 0; i < n; i++) {
		size_t node = i + 1, p = parent_of(all, i);

		t->parent[node] = (uint8_t)p;
		t->level[node] =
		    (uint8_t)(t->level[p] < max_depth ? t->level[p] + 1
						      : t->level[p]);
		if (t->first[p] == 0)
			t->first[p] = (uint8_t)node;
		else
			t->next[t->last[p]] = (uint8_t)node;
		t->last[p] = (uint8_t)node;
	}
}

/* The node that is written after this one; 0 at the end. */
static size_t
following(const struct tree *t, size_t node)
{
	if (t->first[node] != 0)
		return t->first[node];
	while (node != 0 && t->next[node] == 0)
		node = t->parent[node];
	return t->next[node];
}

static void
close_lists(struct buf *b, unsigned *level, unsigned down_to)
{
	for (; *level > down_to; --*level)
		buf_lit(b, "</li>\n</ol>\n");
}

/* All below the root, whose list item is open and stays so. */
static void
put_below(struct buf *b, const struct look *look, const struct tree *t)
{
	unsigned level = 0;

	for (size_t node = following(t, 0); node != 0;
	     node = following(t, node)) {
		const struct comment *c = comment_of(t, node);
		const struct comment *to = comment_of(t, t->parent[node]);
		bool deeper = t->level[node] > level;

		if (deeper) {
			buf_lit(b, "<ol class=\"afterword-comments\">\n");
			level++;
		} else {
			close_lists(b, &level, t->level[node]);
			buf_lit(b, "</li>\n");
		}
		buf_lit(b, "<li>\n");
		if (to->id != c->parent)
			to = NULL;
		put_comment(b, look, c, false,
		    to == NULL || t->level[t->parent[node]] == t->level[node],
		    to);
	}
	close_lists(b, &level, 0);
}

static void
put_more_replies(
    struct buf *b, const struct page_place *place, int64_t root, int64_t more)
{
	buf_lit(b, "<p class=\"afterword-more\"><a");
	open_href(b, place, PAGE_ROOT);
	buf_i64(b, root);
	buf_lit(b, "#comments\">");
	buf_i64(b, more);
	buf_str_put(b, more == 1 ? STR(" more reply") : STR(" more replies"));
	buf_lit(b, "</a></p>\n");
}

static void
put_root(struct buf *b, const struct look *look, const struct thread_root *root)
{
	struct tree t;
	int64_t more = root->total - (int64_t)root->n_replies;

	buf_lit(b, "<li>\n");
	put_comment(b, look, &root->comment, root->pinned, false, NULL);
	tree_of(&t, &root->comment, root->replies, root->n_replies,
	    look->place->site->max_depth);
	put_below(b, look, &t);
	if (more > 0)
		put_more_replies(b, look->place, root->comment.id, more);
	buf_lit(b, "</li>\n");
}

/* --- a page of them --- */

static void
put_count(struct buf *b, int64_t count)
{
	buf_lit(b, "<h2 class=\"afterword-count\">");
	if (count <= 0)
		buf_lit(b, "No comments yet");
	else
		buf_i64(b, count);
	if (count > 0)
		buf_str_put(b, count == 1 ? STR(" comment") : STR(" comments"));
	buf_lit(b, "</h2>\n");
}

static void
put_orders(struct buf *b, const struct page_place *place, enum thread_order now)
{
	static const char *const words[] = { "Newest", "Oldest", "Best" };

	buf_lit(b, "<p class=\"afterword-orders\">");
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (i > 0)
			buf_char(b, ' ');
		if (i == (size_t)now) {
			buf_lit(b, "<b aria-current=\"true\">");
			buf_str_put(b, str_of(words[i]));
			buf_lit(b, "</b>");
			continue;
		}
		buf_lit(b, "<a rel=\"nofollow\"");
		open_href(b, place, PAGE_SORT);
		buf_str_put(b, thread_order_name((enum thread_order)i));
		buf_lit(b, "#comments\">");
		buf_str_put(b, str_of(words[i]));
		buf_lit(b, "</a>");
	}
	buf_lit(b, "</p>\n");
}

static void
put_more(
    struct buf *b, const struct page_place *place, const struct thread_view *v)
{
	buf_lit(b, "<p class=\"afterword-more\"><a");
	open_href(b, place, PAGE_SORT);
	buf_str_put(b, thread_order_name(v->order));
	buf_lit(b, "&amp;");
	buf_str_put(b, page_param_name(PAGE_AFTER, place->in_article));
	buf_char(b, '=');
	buf_html(b, v->next);
	buf_lit(b, "#comments\">More comments</a></p>\n");
}

static void
put_thread(const struct thread_view *v, struct buf *b, bool in_article)
{
	struct page_place place =
	    page_place_of(b->arena, v->site, v->article, in_article);
	struct look look = { &place, v->closed };

	put_count(b, v->count);
	if (v->count > 1)
		put_orders(b, &place, v->order);
	if (v->n > 0) {
		buf_lit(b, "<ol class=\"afterword-comments\">\n");
		for (size_t i = 0; i < v->n; i++)
			put_root(b, &look, &v->roots[i]);
		buf_lit(b, "</ol>\n");
	}
	if (v->next.len > 0)
		put_more(b, &place, v);
}

void
page_thread(const struct thread_view *v, struct buf *out)
{
	put_thread(v, out, true);
	page_data(v, out);
}

void
page_thread_alone(const struct thread_view *v, struct buf *out)
{
	if (v->title.len > 0) {
		buf_lit(out, "<p class=\"afterword-of\">");
		buf_html(out, v->title);
		buf_lit(out, "</p>\n");
	}
	put_thread(v, out, false);
}

void
page_replies(struct buf *b, const struct page_place *place,
    const struct comment *root, const struct thread_replies *l, bool closed)
{
	struct look look = { place, closed };
	struct tree t;

	buf_lit(b, "<h2 class=\"afterword-count\">Replies</h2>\n"
		   "<ol class=\"afterword-comments\">\n<li>\n");
	put_comment(b, &look, root, false, false, NULL);
	tree_of(&t, root, l->all, l->n, place->site->max_depth);
	put_below(b, &look, &t);
	if (l->more) {
		buf_lit(b, "<p class=\"afterword-more\"><a");
		open_href(b, place, PAGE_ROOT);
		buf_i64(b, root->id);
		buf_lit(b, "&amp;");
		buf_str_put(b, page_param_name(PAGE_AFTER, place->in_article));
		buf_char(b, '=');
		buf_i64(b, l->all[l->n - 1].id);
		buf_lit(b, "#comments\">More replies</a></p>\n");
	}
	buf_lit(b, "</li>\n</ol>\n");
}

void
page_back(struct buf *b, const struct page_place *place)
{
	buf_lit(b, "<p class=\"afterword-more\"><a href=\"");
	buf_str_put(b, place->here);
	buf_lit(b, "#comments\">Back to the first comments</a></p>\n");
}
