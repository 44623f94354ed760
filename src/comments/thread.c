#include "base/base.h"
#include "comments/thread.h"

#include "base/clock.h"
#include "comments/comments_scripts.h"
#include "store/keys.h"
#include "store/redis.h"

#define MOVES_MAX 4 /* aliases that are followed */
#define DAY_S 86400
#define RENDER_CAP (4 * 1024 * 1024)
#define SCORE_MAX 9007199254740991 /* 2^53 - 1: exact in a double */

/*
 * What is asked of an article's name, in the order of the answer.  The first
 * tell whether a kept page is still true.
 */
static const char *const about_fields[] = { "ver", "to", "closed", "first",
	"key", "title" };
enum {
	ABOUT_VERSION,
	ABOUT_MOVED,
	ABOUT_CLOSED,
	ABOUT_FIRST,
	ABOUT_KEY,
	ABOUT_TITLE,
	ABOUT__MAX
};

struct str
thread_order_name(enum thread_order order)
{
	static const char *const names[] = { "newest", "oldest", "best" };

	return str_of(names[order]);
}

static struct str
hash_of(const struct article *article)
{
	return (struct str){ article->hash, ARTICLE_HASH_LEN };
}

/* A copy that outlives the answer; empty for none. */
static struct str
keep(struct arena *a, const struct answer *text)
{
	struct str s = answer_str(text);

	return str_is_null(s) ? STR("") : str_dup(a, s);
}

/* Asks for those before `end`. */
static enum err
ask_about(struct comments *c, struct arena *a, const struct site *site,
    const struct article *article, unsigned end, redis_fn fn, void *ctx)
{
	struct command *cmd = command_new(a, "HMGET", 2 + end);

	command_arg(cmd, keys_name(a, site->name, hash_of(article)));
	for (unsigned i = 0; i < end; i++)
		command_arg(cmd, str_of(about_fields[i]));
	return redis_send(comments_store(c), cmd, fn, ctx);
}

/* Makes `article` the one that it became; its name comes with what is asked
 * next. */
static enum err
follow(struct article *article, const struct answer *to, unsigned *moves)
{
	struct str h = answer_str(to);

	if (h.len != ARTICLE_HASH_LEN || (*moves)++ == MOVES_MAX)
		return ERR_STORE;
	memcpy(article->hash, h.p, h.len);
	return ERR_NONE;
}

static bool
is_closed(const struct site *site, const struct answer *a)
{
	struct str closed = answer_str(answer_at(a, ABOUT_CLOSED));
	int64_t first;

	if (closed.len > 0)
		return str_eq(closed, STR("1"));
	return site->close_after_days > 0 &&
	       answer_i64(answer_at(a, ABOUT_FIRST), &first) &&
	       clock_wall_s() - first > (int64_t)site->close_after_days * DAY_S;
}

/* --- a page of a thread --- */

static enum err ask_list(struct thread_list *l);

/* What tells this page from all others. */
static struct str
page_name(const struct thread_list *l)
{
	struct buf b;

	buf_init(&b, l->arena, 96);
	buf_char(&b, l->kind);
	buf_char(&b, l->view.closed ? 'c' : 'o');
	buf_char(&b, (char)('0' + (int)l->order));
	buf_u64(&b, l->limit);
	buf_char(&b, ' ');
	buf_str_put(&b, hash_of(&l->article));
	buf_str_put(&b, l->after);
	buf_char(&b, ' ');
	buf_str_put(&b, l->site->name);
	return buf_view(&b);
}

/*
 * Keeps a page with the body that `b` has; one without a version lasts as long
 * as the arena does.  What was made where memory ran out may not be all of it.
 */
static enum err
keep_page(struct comments *c, struct arena *a, struct page *page,
    const struct buf *b, struct str name, struct str version)
{
	const struct page *kept = NULL;

	page->body = buf_view(b);
	if (str_is_null(page->body) || arena_failed(b->arena) ||
	    arena_failed(a))
		return ERR_BUSY;
	if (version.len > 0)
		kept = pages_put(comments_pages(c), name, version, page);
	if (kept != NULL)
		*page = *kept;
	else
		page->body = str_dup(a, page->body);
	return str_is_null(page->body) ? ERR_BUSY : ERR_NONE;
}

/* Whether it is kept; a name that could not be built names none. */
static bool
find_page(
    struct comments *c, struct page *page, struct str name, struct str version)
{
	const struct page *kept =
	    str_is_null(name) ? NULL
			      : pages_get(comments_pages(c), name, version);

	if (kept != NULL)
		*page = *kept;
	return kept != NULL;
}

/*
 * The page as it is now.  What a builder leaves behind when it grows is not the
 * request's: it goes at once.
 */
static enum err
render(struct thread_list *l, struct str version)
{
	struct arena scratch;
	struct buf b;

	arena_init(&scratch, RENDER_CAP);
	buf_init(&b, &scratch, 8192);
	l->render(&l->view, &b);
	l->view.roots = NULL;
	l->view.n = 0;
	l->page = (struct page){ .next = l->view.next };
	enum err e = keep_page(
	    l->comments, l->arena, &l->page, &b, page_name(l), version);
	arena_reset(&scratch);
	return e;
}

static bool
take_root(struct thread_root *root, struct arena *a, const struct answer *all,
    size_t at)
{
	const struct answer *replies = answer_at(all, at + 1);

	root->n_replies = answer_len(replies);
	root->replies =
	    arena_alloc(a, (root->n_replies + 1) * sizeof(*root->replies));
	if (root->replies == NULL ||
	    !comment_take(answer_at(all, at), &root->comment) ||
	    !answer_i64(answer_at(all, at + 2), &root->total))
		return false;
	for (size_t i = 0; i < root->n_replies; i++)
		if (!comment_take(answer_at(replies, i), &root->replies[i]))
			return false;
	return true;
}

static bool
take_roots(struct thread_list *l, const struct answer *a)
{
	struct thread_view *v = &l->view;
	const struct answer *about = answer_at(a, 0);
	int64_t pinned = 0;

	v->title = keep(l->arena, answer_at(about, 4));
	v->n = (answer_len(a) - 1) / 3;
	v->roots = arena_zalloc(l->arena, (v->n + 1) * sizeof(*v->roots));
	if (v->roots == NULL)
		return false;
	if (!answer_is_nil(answer_at(about, 1)) &&
	    !answer_i64(answer_at(about, 1), &pinned))
		return false;
	if (answer_is_nil(answer_at(about, 2)))
		v->count = 0;
	else if (!answer_i64(answer_at(about, 2), &v->count))
		return false;
	v->next = keep(l->arena, answer_at(about, 3));
	for (size_t i = 0; i < v->n; i++) {
		if (!take_root(&v->roots[i], l->arena, a, 1 + 3 * i))
			return false;
		v->roots[i].pinned = v->roots[i].comment.id == pinned;
	}
	return true;
}

static void
gathered(void *ctx, enum err e, const struct answer *a)
{
	struct thread_list *l = ctx;
	struct str version = answer_str(answer_at(answer_at(a, 0), 0));

	if (e == ERR_NONE && answer_len(a) % 3 != 1)
		e = ERR_STORE;
	if (e == ERR_NONE && !take_roots(l, a))
		e = arena_failed(l->arena) ? ERR_BUSY : ERR_STORE;
	if (e == ERR_NONE)
		e = render(l, version);
	l->fn(l->ctx, e);
}

static enum err
gather(struct thread_list *l)
{
	struct arena *a = l->arena;
	struct str site = l->site->name, h = hash_of(&l->article);
	struct command *c =
	    command_script(a, &comments_scripts_thread, 4, 4 + 6);

	command_arg(c, keys_comments(a, site));
	command_arg(c, keys_name(a, site, h));
	command_arg(c, keys_thread(a, site, h, STR("new")));
	command_arg(c, keys_thread(a, site, h, STR("best")));
	command_arg(c, thread_order_name(l->order));
	command_arg_i64(c, l->limit);
	command_arg(c, l->score);
	command_arg(c, l->id);
	command_arg_i64(c, THREAD_REPLIES);
	command_arg_i64(c, THREAD_BYTES);
	return redis_send(comments_store(l->comments), c, gathered, l);
}

static enum err
take_about(struct thread_list *l, const struct answer *a)
{
	struct thread_view *v = &l->view;
	struct str version = answer_str(answer_at(a, ABOUT_VERSION));

	if (answer_len(a) < ABOUT_KEY)
		return ERR_STORE;
	if (!answer_is_nil(answer_at(a, ABOUT_MOVED))) {
		enum err e =
		    follow(&l->article, answer_at(a, ABOUT_MOVED), &l->moves);
		return e == ERR_NONE ? ask_list(l) : e;
	}
	v->closed = is_closed(l->site, a);
	/* Only asked for when it moved: else it is the one that was named. */
	if (!answer_is_nil(answer_at(a, ABOUT_KEY)))
		l->article.key = keep(l->arena, answer_at(a, ABOUT_KEY));
	v->article = l->article.key;
	if (str_is_null(version)) {
		/* Nothing has ever been written here. */
		enum err e = render(l, STR(""));
		if (e == ERR_NONE)
			l->fn(l->ctx, ERR_NONE);
		return e;
	}
	if (!find_page(l->comments, &l->page, page_name(l), version))
		return gather(l);
	l->fn(l->ctx, ERR_NONE);
	return ERR_NONE;
}

static void
told(void *ctx, enum err e, const struct answer *a)
{
	struct thread_list *l = ctx;

	if (e == ERR_NONE)
		e = take_about(l, a);
	if (e != ERR_NONE)
		l->fn(l->ctx, e);
}

static enum err
ask_list(struct thread_list *l)
{
	return ask_about(l->comments, l->arena, l->site, &l->article,
	    l->moves > 0 ? ABOUT_TITLE : ABOUT_KEY, told, l);
}

/* Splits a cursor; an empty one is the beginning. */
static bool
take_cursor(struct thread_list *l)
{
	struct str rest = l->after;
	uint64_t n;

	l->score = l->id = STR("");
	if (l->after.len == 0)
		return true;
	return str_cut(&rest, '.', &l->score) && !str_is_null(rest) &&
	       str_to_u64(l->score, 0, SCORE_MAX, &n) &&
	       (l->id = rest, str_to_u64(rest, 1, COMMENT_ID_MAX, &n));
}

enum err
thread_read_list(
    struct comments *c, struct thread_list *l, comments_fn fn, void *ctx)
{
	l->comments = c;
	l->fn = fn;
	l->ctx = ctx;
	l->view = (struct thread_view){ .cfg = comments_config(c),
		.site = l->site,
		.order = l->order,
		.title = STR(""),
		.next = STR("") };
	return take_cursor(l) ? ask_list(l) : ERR_INVALID;
}

/* --- replies --- */

static void
replied(void *ctx, enum err e, const struct answer *a)
{
	struct thread_replies *l = ctx;
	int64_t more;

	if (e == ERR_NONE && answer_len(a) == 0)
		e = ERR_NOT_FOUND;
	if (e == ERR_NONE && !answer_i64(answer_at(a, 0), &more))
		e = ERR_STORE;
	if (e != ERR_NONE) {
		l->fn(l->ctx, e);
		return;
	}
	l->more = more != 0;
	l->n = answer_len(a) - 1;
	l->all = arena_alloc(l->arena, (l->n + 1) * sizeof(*l->all));
	if (l->all == NULL)
		e = ERR_BUSY;
	for (size_t i = 0; e == ERR_NONE && i < l->n; i++)
		if (!comment_take(answer_at(a, i + 1), &l->all[i]))
			e = ERR_STORE;
	l->fn(l->ctx, e);
}

enum err
thread_read_replies(
    struct comments *c, struct thread_replies *l, comments_fn fn, void *ctx)
{
	struct arena *a = l->arena;
	struct command *cmd =
	    command_script(a, &comments_scripts_replies, 2, 2 + 4);

	l->fn = fn;
	l->ctx = ctx;
	command_arg(cmd, keys_comments(a, l->site->name));
	command_arg(cmd, keys_replies(a, l->site->name, l->root));
	command_arg_i64(cmd, l->limit);
	if (l->after == 0)
		command_arg(cmd, STR(""));
	else
		command_arg_i64(cmd, l->after);
	command_arg_i64(cmd, THREAD_BYTES);
	command_arg_i64(cmd, l->root);
	return redis_send(comments_store(c), cmd, replied, l);
}

/* --- one comment --- */

static void
found(void *ctx, enum err e, const struct answer *a)
{
	struct thread_one *o = ctx;
	int64_t along;

	if (e == ERR_NONE && answer_len(a) == 0)
		e = ERR_NOT_FOUND;
	if (e == ERR_NONE && (!comment_take(answer_at(a, 0), &o->comment) ||
				 !answer_i64(answer_at(a, 6), &along)))
		e = ERR_STORE;
	if (e == ERR_NONE) {
		o->article = answer_str(answer_at(a, 1));
		o->title = answer_str(answer_at(a, 2));
		o->after = answer_str(answer_at(a, 3));
		if (!answer_i64(answer_at(a, 4), &o->place))
			o->place = -1;
		if (!answer_i64(answer_at(a, 5), &o->before))
			o->before = 0;
		o->comes_along = along != 0;
	}
	o->fn(o->ctx, e);
}

enum err
thread_read_one(
    struct comments *c, struct thread_one *o, comments_fn fn, void *ctx)
{
	struct command *cmd =
	    command_script(o->arena, &comments_scripts_one, 1, 1 + 5);

	o->fn = fn;
	o->ctx = ctx;
	command_arg(cmd, keys_comments(o->arena, o->site->name));
	command_arg_i64(cmd, o->id);
	command_arg(cmd, thread_order_name(o->order));
	command_arg(cmd, o->of == NULL ? STR("") : hash_of(o->of));
	command_arg_i64(cmd, THREAD_REPLIES);
	command_arg_i64(cmd, THREAD_BYTES);
	return redis_send(comments_store(c), cmd, found, o);
}

/* --- the newest --- */

static enum err ask_recent(struct thread_recent *r);

static struct str
recent_name(const struct thread_recent *r)
{
	struct buf b;

	buf_init(&b, r->arena, 64);
	buf_char(&b, r->kind);
	buf_u64(&b, r->limit);
	buf_char(&b, ' ');
	if (!str_is_null(r->article.key))
		buf_str_put(&b, hash_of(&r->article));
	buf_char(&b, ' ');
	buf_str_put(&b, r->site->name);
	return buf_view(&b);
}

static bool
take_items(struct thread_recent *r, const struct answer *a)
{
	r->n = (answer_len(a) - 1) / 3;
	r->items = arena_alloc(r->arena, (r->n + 1) * sizeof(*r->items));
	if (r->items == NULL)
		return false;
	for (size_t i = 0; i < r->n; i++) {
		struct thread_item *item = &r->items[i];
		struct comment *c = &item->comment;

		if (!comment_take(answer_at(a, 1 + 3 * i), c))
			return false;
		item->article = answer_str(answer_at(a, 2 + 3 * i));
		item->title = answer_str(answer_at(a, 3 + 3 * i));
		if (c->created > r->updated)
			r->updated = c->created;
		if (c->edited > r->updated)
			r->updated = c->edited;
	}
	return true;
}

static enum err
render_recent(struct thread_recent *r, struct str version)
{
	struct arena scratch;
	struct buf b;

	if (r->render == NULL)
		return ERR_NONE;
	arena_init(&scratch, RENDER_CAP);
	buf_init(&b, &scratch, 8192);
	r->render(r, &b);
	enum err e = keep_page(
	    r->comments, r->arena, &r->page, &b, recent_name(r), version);
	arena_reset(&scratch);
	return e;
}

static void
listed(void *ctx, enum err e, const struct answer *a)
{
	struct thread_recent *r = ctx;
	const struct answer *about = answer_at(a, 0);

	if (e == ERR_NONE && answer_len(a) % 3 != 1)
		e = ERR_STORE;
	if (e == ERR_NONE && !take_items(r, a))
		e = arena_failed(r->arena) ? ERR_BUSY : ERR_STORE;
	if (!answer_i64(answer_at(about, 1), &r->page.modified))
		r->page.modified = 0;
	if (e == ERR_NONE)
		e = render_recent(r, answer_str(answer_at(about, 0)));
	r->fn(r->ctx, e);
}

static enum err
gather_recent(struct thread_recent *r)
{
	struct arena *a = r->arena;
	struct str site = r->site->name;
	bool whole = str_is_null(r->article.key);
	struct str h = hash_of(&r->article);
	struct command *c =
	    command_script(a, &comments_scripts_recent, 3, 3 + 2);

	command_arg(c, keys_comments(a, site));
	command_arg(c, whole ? keys_comment_list(a, site, STR("recent"))
			     : keys_thread(a, site, h, STR("last")));
	command_arg(c, whole ? keys_comments(a, site) : keys_name(a, site, h));
	command_arg_i64(c, r->limit);
	command_arg_i64(c, THREAD_BYTES);
	return redis_send(comments_store(r->comments), c, listed, r);
}

/* The version is known: the page may be kept. */
static enum err
look_up(struct thread_recent *r, struct str version)
{
	if (version.len == 0 ||
	    !find_page(r->comments, &r->page, recent_name(r), version))
		return gather_recent(r);
	r->fn(r->ctx, ERR_NONE);
	return ERR_NONE;
}

static enum err
take_recent(struct thread_recent *r, const struct answer *a)
{
	if (str_is_null(r->article.key))
		return look_up(r, answer_str(a));
	if (answer_len(a) != ABOUT__MAX)
		return ERR_STORE;
	if (!answer_is_nil(answer_at(a, ABOUT_MOVED))) {
		enum err e =
		    follow(&r->article, answer_at(a, ABOUT_MOVED), &r->moves);
		return e == ERR_NONE ? ask_recent(r) : e;
	}
	if (!answer_is_nil(answer_at(a, ABOUT_KEY)))
		r->article.key = keep(r->arena, answer_at(a, ABOUT_KEY));
	r->title = keep(r->arena, answer_at(a, ABOUT_TITLE));
	return look_up(r, answer_str(answer_at(a, ABOUT_VERSION)));
}

static void
versioned(void *ctx, enum err e, const struct answer *a)
{
	struct thread_recent *r = ctx;

	if (e == ERR_NONE)
		e = take_recent(r, a);
	if (e != ERR_NONE)
		r->fn(r->ctx, e);
}

static enum err
ask_recent(struct thread_recent *r)
{
	if (!str_is_null(r->article.key))
		return ask_about(r->comments, r->arena, r->site, &r->article,
		    ABOUT__MAX, versioned, r);
	struct command *c = command_new(r->arena, "HGET", 3);
	command_arg(c, keys_comments(r->arena, r->site->name));
	command_arg(c, STR("ver"));
	return redis_send(comments_store(r->comments), c, versioned, r);
}

enum err
thread_read_recent(
    struct comments *c, struct thread_recent *r, comments_fn fn, void *ctx)
{
	r->comments = c;
	r->fn = fn;
	r->ctx = ctx;
	r->title = STR("");
	/* What is not rendered is not kept: no need to ask for a version. */
	return r->render == NULL && str_is_null(r->article.key)
		   ? gather_recent(r)
		   : ask_recent(r);
}
