/*
 * comments.c - comments to read in a terminal: of an article, or those that
 * wait
 *
 * A thread is printed while it is read, a piece at a time, so it may be of any
 * length.
 */
#include "base/base.h"

#include "base/utf8.h"
#include "base/zone.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl.h"
#include "ctl/list.h"
#include "ctl/look.h"
#include "ctl/term.h"
#include "store/keys.h"

#define ROOTS 50
#define REPLIES 50 /* of each root, at first */
#define PIECE 500
#define INDENT_MAX 10
#define TEXT_COLUMNS 60
#define SCORE_MAX 32

/* Where to go on in a list; it outlives the arena of ask.h. */
struct cursor {
	char text[SCORE_MAX];
	size_t len;
};

static void
keep(struct cursor *at, struct str score)
{
	at->len = score.len < SCORE_MAX ? score.len : SCORE_MAX;
	if (at->len > 0)
		memcpy(at->text, score.p, at->len);
}

static struct str
place(const struct cursor *at)
{
	return (struct str){ at->text, at->len };
}

/* How a comment is shown. */
enum form {
	IN_THREAD,  /* indented */
	OF_ARTICLE, /* waiting, of the article that was asked for */
	OF_SITE     /* waiting, of any */
};

/* A list that is being printed. */
struct walk {
	struct ctl *ctl;
	struct str key;
	enum list_order order;
	struct cursor from;
	enum form form;
	struct str h; /* only of this article; empty: of any */
	uint64_t n, n_waiting;
};

/* --- a comment --- */

static void
print_text(struct str text)
{
	struct str line, rest;
	unsigned columns = 0;
	uint32_t cp;

	(void)str_cut(&text, '\n', &line);
	rest = line;
	for (;;) {
		struct str before = rest;

		if (!utf8_next(&rest, &cp))
			break;
		columns += utf8_columns(cp);
		if (columns > TEXT_COLUMNS) {
			rest = before;
			break;
		}
	}
	term_put(stdout, str_head(line, line.len - rest.len));
	if (rest.len > 0)
		printf("...");
}

/* The remarks in brackets: `first` until there is one. */
static void
print_remark(bool *first, struct str text)
{
	printf(*first ? " [" : ", ");
	*first = false;
	term_put(stdout, text);
}

static void
print_remarks(const struct list_row *row, bool with_parent)
{
	bool first = true;

	if (row->state.len > 0)
		print_remark(&first, row->state);
	if (row->reason.len > 0)
		print_remark(&first, row->reason);
	if (row->pinned)
		print_remark(&first, STR("pinned"));
	if (row->owner)
		print_remark(&first, STR("owner"));
	if (with_parent && row->parent > 0) {
		print_remark(&first, STR("to "));
		printf("%lld", (long long)row->parent);
	}
	if (row->up > 0 || row->down > 0) {
		print_remark(&first, STR(""));
		printf("+%lld -%lld", (long long)row->up, (long long)row->down);
	}
	if (!first)
		printf("]");
}

static void
print_row(const struct site *site, const struct list_row *row, enum form form)
{
	int64_t depth = row->depth < INDENT_MAX ? row->depth : INDENT_MAX;
	char at[ZONE_TIME_LEN];

	zone_time_format(at, site->zone, row->at);
	printf("%*s%lld  %.*s  ", form == IN_THREAD ? (int)(2 * depth) : 0, "",
	    (long long)row->id, ZONE_TIME_LEN, at);
	if (form == OF_SITE) {
		term_put(stdout, row->article);
		printf("  ");
	}
	term_put(stdout, row->name.len > 0 ? row->name : STR("-"));
	print_remarks(row, form != IN_THREAD);
	if (row->text.len > 0) {
		printf(": ");
		print_text(row->text);
	}
	(void)putchar('\n');
}

/* --- a list of them --- */

/* Prints what is behind w->from. */
static bool
print_list(struct walk *w)
{
	struct ask *q = w->ctl->ask;
	const struct site *site = w->ctl->site;
	struct list_piece p;

	do {
		ask_reset(q);
		list_ask(q, site->name, w->key, w->order, place(&w->from),
		    PIECE, w->h, &p);
		if (!ask_wait(q) || p.failed)
			return false;
		for (size_t i = 0; i < p.n; i++) {
			/* It stands in the thread. */
			if (w->form == OF_ARTICLE && p.rows[i].replies > 0)
				continue;
			if (w->form == OF_ARTICLE && w->n_waiting++ == 0)
				(void)putchar('\n');
			print_row(site, &p.rows[i], w->form);
			w->n++;
		}
		keep(&w->from, p.next);
	} while (!str_is_null(p.next) && !ferror(stdout));
	return true;
}

static bool
print_waiting(struct walk *w)
{
	static const char *const lists[] = { "held", "spam" };

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		w->key = keys_comment_list(
		    &w->ctl->arena, w->ctl->site->name, str_of(lists[i]));
		w->from.len = 0;
		if (!print_list(w))
			return false;
	}
	return true;
}

/* --- a thread --- */

/* The first replies of each root. */
static struct list_piece *
ask_replies(struct ctl *c, const struct list_piece *roots)
{
	struct arena *a = ask_arena(c->ask);
	struct list_piece *all = arena_alloc(a, (roots->n + 1) * sizeof(*all));

	for (size_t i = 0; all != NULL && i < roots->n; i++)
		list_ask(c->ask, c->site->name,
		    keys_replies(a, c->site->name, roots->rows[i].id),
		    LIST_OLDEST, STR(""), REPLIES, STR(""), &all[i]);
	return ask_wait(c->ask) ? all : NULL;
}

/* A root with its first replies; then *rest is where others follow. */
static void
print_root(struct walk *w, const struct list_row *root,
    const struct list_piece *replies, struct cursor *rest)
{
	print_row(w->ctl->site, root, IN_THREAD);
	for (size_t i = 0; i < replies->n; i++)
		print_row(w->ctl->site, &replies->rows[i], IN_THREAD);
	w->n += 1 + replies->n;
	keep(rest, replies->next);
}

/* The other replies to a root. */
static bool
print_rest(struct walk *w, int64_t root, struct cursor rest)
{
	struct walk replies = *w;

	replies.key = keys_replies(&w->ctl->arena, w->ctl->site->name, root);
	replies.from = rest;
	replies.h = STR("");
	return print_list(&replies);
}

/*
 * Prints roots behind w->from and moves that on.  One with more replies than
 * were asked for ends the piece, because printing them takes the memory of the
 * others.
 */
static bool
print_roots(struct walk *w, bool *more)
{
	struct ctl *c = w->ctl;
	struct list_piece roots, *replies;
	struct cursor rest = { .len = 0 };

	ask_reset(c->ask);
	list_ask(c->ask, c->site->name, w->key, LIST_OLDEST, place(&w->from),
	    ROOTS, STR(""), &roots);
	if (!ask_wait(c->ask) || roots.failed)
		return false;
	replies = ask_replies(c, &roots);
	if (replies == NULL)
		return false;
	*more = !str_is_null(roots.next);
	for (size_t i = 0; i < roots.n; i++) {
		int64_t id = roots.rows[i].id;

		if (replies[i].failed)
			return false;
		keep(&w->from, roots.rows[i].score);
		print_root(w, &roots.rows[i], &replies[i], &rest);
		if (rest.len > 0) {
			*more = true;
			return print_rest(w, id, rest);
		}
	}
	return true;
}

static bool
print_thread(struct walk *w)
{
	bool more = true;

	w->key =
	    keys_thread(&w->ctl->arena, w->ctl->site->name, w->h, STR("new"));
	w->form = IN_THREAD;
	while (more && !ferror(stdout))
		if (!print_roots(w, &more))
			return false;
	w->form = OF_ARTICLE;
	return print_waiting(w);
}

enum ctl_status
comments_run(struct ctl *c, int n, char **args)
{
	struct article article = { .key = STR_NULL };
	struct walk w = {
		.ctl = c, .order = LIST_NEWEST, .form = OF_SITE, .h = STR("")
	};
	enum ctl_status status = CTL_OK;

	if (n > 0)
		status = ctl_article(c, args[0], &article);
	if (status == CTL_OK)
		status = ctl_connect(c);
	if (status == CTL_OK && n > 0)
		status = look_find(c, &article);
	if (status != CTL_OK)
		return status;
	if (n > 0) {
		w.order = LIST_OLDEST;
		w.h = (struct str){ article.hash, ARTICLE_HASH_LEN };
	}
	if (n > 0 ? !print_thread(&w) : !print_waiting(&w))
		return ctl_fail_store(c);
	if (w.n == 0)
		(void)puts(n > 0 ? "no comments" : "no comments wait");
	return CTL_OK;
}
