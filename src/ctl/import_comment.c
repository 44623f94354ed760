#include "base/base.h"
#include "ctl/import_comment.h"

#include "comments/comment.h"
#include "comments/comments.h"
#include "comments/markup.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl_scripts.h"
#include "ctl/import_line.h"
#include "ctl/record.h"
#include "store/keys.h"

/* A comment, as its line has it. */
struct line_comment {
	int64_t id, parent;
	struct str article, h;
	uint64_t number; /* of h */
	struct str fields[RECORD_COMMENT_FIELDS];
	struct str html;
	struct command *voters;
	unsigned n_voters;
	int64_t until;
	char flags[8]; /* letters, as import_comment.lua has them */
	size_t n_flags;
};

static struct str
field_of(const struct line_comment *c, const char *field)
{
	for (size_t i = 0; i < RECORD_COMMENT_FIELDS; i++)
		if (strcmp(record_comment[i].field, field) == 0)
			return c->fields[i];
	return STR("");
}

/* 0 when it is not there. */
static int64_t
number_of(const struct line_comment *c, const char *field)
{
	int64_t n;

	return str_to_i64(field_of(c, field), &n) ? n : 0;
}

static void
flag(struct line_comment *c, bool set, char letter)
{
	assert(c->n_flags < sizeof(c->flags));
	if (set)
		c->flags[c->n_flags++] = letter;
}

static void
put_voter(
    struct import *im, struct members *m, struct command *into, struct str text)
{
	int64_t n;

	(void)im;
	if (!str_to_i64(text, &n) || n < 0)
		members_fault(m, "a voter is no number");
	command_arg(into, text);
}

static void
take_voters(struct import *im, struct members *m, struct line_comment *c)
{
	c->voters = command_prepare(ask_arena(im->ctl->ask));
	c->n_voters = import_line_strings(
	    im, m, members_array(m, "voters"), c->voters, put_voter);
	if (!members_int(m, "until", 1, UINT32_MAX, &c->until) &&
	    c->n_voters > 0)
		members_fault(m, "until is missing");
	if (c->n_voters > number_of(c, "up") + number_of(c, "dn"))
		members_fault(m, "more voters than votes");
}

static bool
is_left(const char *field)
{
	return strcmp(field, "t") == 0 || strcmp(field, "p") == 0 ||
	       strcmp(field, "k") == 0 || strcmp(field, "st") == 0;
}

/* What is left of a deleted comment, and what any other has to have. */
static void
check_whole(struct members *m, const struct line_comment *c)
{
	struct str state = field_of(c, "st");

	if (field_of(c, "t").len == 0)
		members_fault(m, "created is missing");
	if (!str_eq(state, STR("deleted"))) {
		if (field_of(c, "s").len == 0)
			members_fault(m, "text is missing");
		return;
	}
	for (size_t i = 0; i < RECORD_COMMENT_FIELDS; i++)
		if (c->fields[i].len > 0 && !is_left(record_comment[i].field))
			members_fault(m, "a deleted comment has no %s",
			    record_comment[i].name);
}

static void
render(struct import *im, struct members *m, struct line_comment *c)
{
	struct markup markup;
	const char *why = NULL;

	c->html = STR("");
	if (m->failed || field_of(c, "s").len == 0)
		return;
	if (markup_render(
		ask_arena(im->ctl->ask), field_of(c, "s"), &markup, &why))
		c->html = markup.html;
	else
		members_fault(
		    m, "text %s", why != NULL ? why : "takes too much memory");
}

/* With -n: what is in the store only after this file is. */
static void
plan_comment(struct import *im, struct members *m, struct line_comment *c)
{
	const struct import_plan_comment *parent =
	    import_plan_find(&im->plan, c->parent);
	unsigned depth = parent != NULL ? parent->depth + 1 : c->parent > 0;

	flag(c, import_plan_has_article(&im->plan, c->number), 'a');
	flag(c, parent != NULL, 'q');
	if (depth > COMMENT_DEPTH_MAX)
		members_fault(m, "too deep");
	import_plan_comment(&im->plan, c->id, depth);
}

static void
ask_comment(struct import *im, struct line_comment *c)
{
	struct command *cmd =
	    command_script(ask_arena(im->ctl->ask), &ctl_scripts_import_comment,
		1, 1 + 8 + 2 * RECORD_COMMENT_FIELDS + c->n_voters);
	struct buf label;

	command_arg(
	    cmd, keys_comments(ask_arena(im->ctl->ask), im->ctl->site->name));
	command_arg_i64(cmd, c->id);
	command_arg(cmd, c->h);
	command_arg_i64(cmd, im->now);
	command_arg(cmd, c->html);
	command_arg_i64(cmd, COMMENT_DEPTH_MAX);
	command_arg(cmd, (struct str){ c->flags, c->n_flags });
	command_arg_i64(
	    cmd, import_line_until(im, c->until, COMMENTS_VOTERS_S));
	command_arg_i64(cmd, RECORD_COMMENT_FIELDS);
	for (size_t i = 0; i < RECORD_COMMENT_FIELDS; i++)
		command_arg(cmd, str_of(record_comment[i].field));
	for (size_t i = 0; i < RECORD_COMMENT_FIELDS; i++)
		command_arg(cmd, c->fields[i]);
	command_args(cmd, command_prepared(c->voters));
	buf_init(&label, ask_arena(im->ctl->ask), 32);
	buf_lit(&label, "comment ");
	buf_i64(&label, c->id);
	import_ask(im, IMPORT_COMMENT, buf_view(&label), cmd);
}

void
import_comment_take(struct import *im, struct members *m)
{
	struct line_comment c = { .parent = 0 };

	if (!members_int(m, "id", 1, COMMENT_ID_MAX, &c.id))
		members_fault(m, "id is missing");
	c.article =
	    import_line_name(im, m, "article", members_str(m, "article"));
	c.h = import_line_hash(im, c.article, &c.number);
	for (size_t i = 0; i < RECORD_COMMENT_FIELDS; i++)
		c.fields[i] = record_take(m, &record_comment[i]);
	c.parent = number_of(&c, "p");
	flag(&c, im->dry, 'n');
	flag(&c, members_true(m, "pinned"), 'p');
	flag(&c, members_true(m, "recent"), 'r');
	flag(&c, members_true(m, "last"), 'l');
	take_voters(im, m, &c);
	check_whole(m, &c);
	if (c.id <= im->last_id)
		members_fault(m, "comments have to stand by rising ids");
	if (c.parent >= c.id)
		members_fault(m, "parent is not before it");
	im->last_id = c.id;
	render(im, m, &c);
	if (im->dry && !m->failed)
		plan_comment(im, m, &c);
	if (members_end(m))
		ask_comment(im, &c);
}
