#include "base/base.h"
#include "moderation/view.h"

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
		buf_i64(b, one->id);
		buf_char(b, '-');
		buf_str_put(b, str_of(one->was));
	}
}

bool
view_take_were(struct str were, struct states *out)
{
	struct str one, id;
	uint64_t n;

	out->n = 0;
	while (str_cut(&were, '.', &one)) {
		if (out->n == STATES_MAX || !str_cut(&one, '-', &id) ||
		    !str_to_u64(id, 1, COMMENT_ID_MAX, &n))
			return false;
		const char *state = states_word(one);
		if (state == NULL || strcmp(state, "deleted") == 0)
			return false;
		out->all[out->n++] =
		    (struct states_one){ .id = (int64_t)n, .to = state };
	}
	return out->n > 0;
}
