#include "base/base.h"
#include "moderation/view.h"

#include "base/clock.h"
#include "base/url.h"
#include "comments/comment.h"
#include "moderation/console.h"

static void
put_pair(struct buf *b, const char *name, struct str value)
{
	if (value.len == 0)
		return;
	buf_char(b, '&');
	buf_str_put(b, str_of(name));
	buf_char(b, '=');
	url_put_value(b, value);
}

void
view_put(struct buf *b, const struct view *v)
{
	buf_lit(b, CONSOLE_PATH "?list=");
	buf_str_put(b, str_of(list_word(v->which)));
	put_pair(b, "words", v->words);
	put_pair(b, "author", v->author);
	put_pair(b, "article", v->article);
	if (v->after > 0) {
		buf_lit(b, "&after=");
		buf_i64(b, v->after);
	}
}

static void
put_href(struct buf *b, const struct buf *address)
{
	buf_lit(b, " href=\"");
	buf_html(b, buf_view(address));
	buf_char(b, '"');
}

void
view_put_href(struct buf *b, const struct view *v)
{
	struct buf address;

	buf_init(&address, b->arena, 128);
	view_put(&address, v);
	put_href(b, &address);
}

void
view_put_article_href(struct buf *b, struct str key)
{
	struct buf address;

	buf_init(&address, b->arena, 128);
	buf_lit(&address, CONSOLE_PATH "article?article=");
	url_put_value(&address, key);
	put_href(b, &address);
}

void
view_put_fields(struct buf *b, const struct view *v)
{
	char after[BUF_U64_MAX];

	console_hidden(b, "list", str_of(list_word(v->which)));
	if (v->words.len > 0)
		console_hidden(b, "words", v->words);
	if (v->author.len > 0)
		console_hidden(b, "author", v->author);
	if (v->article.len > 0)
		console_hidden(b, "article", v->article);
	if (v->after > 0)
		console_hidden(b, "after",
		    (struct str){
			after, buf_u64_format(after, (uint64_t)v->after) });
}

/* A second of doubt: Redis was asked before. */
void
view_put_seen(struct buf *b)
{
	buf_lit(b, "<input type=\"hidden\" name=\"seen\" value=\"");
	buf_i64(b, clock_wall_s() - 1);
	buf_lit(b, "\">\n");
}

void
view_put_was(struct buf *b, const struct states_one *one)
{
	buf_i64(b, one->id);
	buf_char(b, '-');
	buf_str_put(b, str_of(one->was));
	if (*one->author != '\0') {
		buf_char(b, '-');
		buf_str_put(b, str_of(one->author));
	}
}

void
view_put_done(struct buf *b, const char *action, const struct states *s)
{
	bool first = true;

	for (size_t i = 0; i < s->n; i++) {
		const struct states_one *one = &s->all[i];

		if (one->outcome != STATES_DONE)
			continue;
		if (first) {
			buf_lit(b, "&done=");
			buf_str_put(b, str_of(action));
			buf_lit(b, "&were=");
		} else {
			buf_char(b, '.');
		}
		first = false;
		view_put_was(b, one);
	}
	/* Then somebody else was quicker. */
	if (first) {
		buf_lit(b, "&done=");
		buf_str_put(b, str_of(action));
	}
}

/* "12-held-new"; false when it is none. */
static bool
take_was(struct str was, struct states_one *out)
{
	struct str id, state;
	uint64_t n;

	if (!str_cut(&was, '-', &id) ||
	    !str_to_u64(id, 1, COMMENT_ID_MAX, &n) ||
	    !str_cut(&was, '-', &state))
		return false;
	*out = (struct states_one){ .id = (int64_t)n,
		.to = states_word(state),
		.of = "",
		.author = states_author(was) };
	return out->to != NULL && strcmp(out->to, "deleted") != 0 &&
	       out->author != NULL;
}

bool
view_take_were(struct str were, struct states *out)
{
	struct str one;
	size_t n = 0;

	while (str_cut(&were, '.', &one))
		if (n == STATES_MAX || !take_was(one, &out->all[n++]))
			return false;
	for (size_t i = 0; i < n / 2; i++) {
		struct states_one last = out->all[n - 1 - i];

		out->all[n - 1 - i] = out->all[i];
		out->all[i] = last;
	}
	out->n = n;
	return n > 0;
}
