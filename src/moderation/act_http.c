#include "base/base.h"
#include "moderation/act_http.h"

#include "comments/comments.h"
#include "http/later.h"
#include "http/reply.h"
#include "http/route.h"
#include "moderation/console.h"
#include "moderation/moderation_http.h"
#include "moderation/queue_http.h"
#include "moderation/session_http.h"
#include "moderation/states.h"

enum {
	ACT_VIEW,
	ACT_CSRF = QUEUE_HTTP_VIEW_FIELDS,
	ACT_ACTION,
	ACT_ID,
	ACT_SEEN,
	ACT_SURE
};

const struct field act_http_fields[] = {
	QUEUE_HTTP_VIEW,
	[ACT_CSRF] = ROUTE_CSRF_FIELD,
	[ACT_ACTION] = { .name = "action",
	    .type = FIELD_WORD,
	    .flags = FIELD_REQUIRED,
	    .words = "approve hold spam delete",
	    .help = "What to do." },
	[ACT_ID] = { .name = "id",
	    .type = FIELD_LINE,
	    .flags = FIELD_REQUIRED | FIELD_MANY,
	    .min = 1,
	    .max = 10,
	    .help = "The comments." },
	[ACT_SEEN] = { .name = "seen",
	    .type = FIELD_INT,
	    .min = 1,
	    .max = INT32_MAX,
	    .help = "Unix seconds when they were seen: a text that was edited "
		    "since is not approved." },
	[ACT_SURE] = { .name = "sure",
	    .type = FIELD_BOOL,
	    .help = "Delete without asking." },
	{ .name = NULL },
};

enum {
	UNDO_VIEW,
	UNDO_CSRF = QUEUE_HTTP_VIEW_FIELDS,
	UNDO_WERE,
	UNDO_DONE
};

const struct field act_http_undo_fields[] = {
	QUEUE_HTTP_VIEW,
	[UNDO_CSRF] = ROUTE_CSRF_FIELD,
	[UNDO_WERE] = { .name = "were",
	    .type = FIELD_LINE,
	    .flags = FIELD_REQUIRED,
	    .min = 1,
	    .max = VIEW_WERE_MAX,
	    .help = "The comments, with what they were before." },
	[UNDO_DONE] = { .name = "done",
	    .type = FIELD_WORD,
	    .words = "approve hold spam",
	    .help = "What is undone, where nobody has decided since." },
	{ .name = NULL },
};

/* By the order of the words of `action`. */
static const struct {
	const char *name, *state;
} actions[] = {
	{ "approve", "published" },
	{ "hold", "held" },
	{ "spam", "spam" },
	{ "delete", "deleted" },
};

struct acting {
	struct view view;
	const char *action;
	struct states states;
};

/* --- the answer --- */

/* What /undo takes. */
static void
tell_undo(struct jsonw *j, struct arena *a, const struct states_one *one)
{
	struct buf b;

	buf_init(&b, a, 32);
	view_put_was(&b, one);
	jsonw_str(j, "undo", buf_view(&b));
}

static void
tell(struct req *r, const struct acting *g)
{
	static const char *const outcomes[] = {
		[STATES_DONE] = "done",
		[STATES_SAME] = "same",
		[STATES_NONE] = "none",
	};
	struct jsonw *j = reply_json(r);

	jsonw_object(j, NULL);
	jsonw_array(j, "comments");
	for (size_t i = 0; i < g->states.n; i++) {
		const struct states_one *one = &g->states.all[i];

		jsonw_object(j, NULL);
		jsonw_int(j, "id", one->id);
		jsonw_str(j, "outcome", str_of(outcomes[one->outcome]));
		jsonw_str(j, "state", str_of(one->to));
		if (one->was != NULL)
			jsonw_str(j, "was", str_of(one->was));
		if (one->outcome == STATES_DONE)
			tell_undo(j, &r->arena, one);
		jsonw_object_end(j);
	}
	jsonw_array_end(j);
	jsonw_object_end(j);
}

static enum err
acted(struct req *r, void *result)
{
	const struct acting *g = result;

	if (!moderation_http_is_script(r))
		return queue_http_back(r, &g->view, g->action, &g->states);
	tell(r, g);
	return reply_end(r);
}

static enum err
send(struct req *r, struct acting *g)
{
	struct later *l = later_new(r, acted, g);

	if (l == NULL)
		return ERR_BUSY;
	g->states.arena = &r->arena;
	g->states.site = r->site->name;
	g->states.who = session_http_of(r)->who;
	return later_park(
	    r, states_set(comments_store(moderation_http_comments(r)),
		   &g->states, later_resume, l));
}

/* --- asking once more --- */

static enum err
ask(struct req *r, const struct acting *g)
{
	const struct session *s = session_http_of(r);
	const struct states *all = &g->states;
	struct buf *b = reply_console(r);

	console_open(b, &(struct console){
			    .title = STR("Delete for good?"), .session = s });
	buf_lit(b, "<p>");
	if (all->n > 1) {
		buf_u64(b, all->n);
		buf_lit(b, " comments are");
	} else {
		buf_lit(b, "This comment is");
	}
	buf_lit(b, " gone then: nobody can bring back what was deleted.</p>\n");
	console_form(b, s, "act", "sure");
	view_put_fields(b, &g->view);
	for (size_t i = 0; i < all->n; i++) {
		buf_lit(b, "<input type=\"hidden\" name=\"id\" value=\"");
		buf_i64(b, all->all[i].id);
		buf_lit(b, "\">\n");
	}
	console_hidden(b, "sure", STR("1"));
	buf_lit(b, "<button name=\"action\" value=\"delete\">Delete</button>\n"
		   "<a");
	view_put_href(b, &g->view);
	buf_lit(b, ">No, go back</a>\n</form>\n");
	console_close(b);
	return reply_end(r);
}

/* --- POST /moderation/act --- */

static enum err
take_ids(struct req *r, const struct field_value *v, struct states *s,
    const char *state)
{
	uint64_t id;

	_Static_assert(FIELD_MANY_MAX <= STATES_MAX, "room for all");
	for (size_t i = 0; i < v->n_many; i++) {
		if (!str_to_u64(v->many[i], 1, COMMENT_ID_MAX, &id))
			return req_fail(r, ERR_INVALID, "id",
			    "not the number of a comment");
		s->all[s->n++] = (struct states_one){
			.id = (int64_t)id, .to = state, .of = "", .author = ""
		};
	}
	return ERR_NONE;
}

enum err
act_http_act(struct req *r)
{
	struct acting *g = arena_zalloc(&r->arena, sizeof(*g));
	size_t action = (size_t)r->fields[ACT_ACTION].number;

	if (g == NULL)
		return ERR_BUSY;
	g->action = actions[action].name;
	g->view = queue_http_view(r, ACT_VIEW);
	enum err e =
	    take_ids(r, &r->fields[ACT_ID], &g->states, actions[action].state);
	if (e != ERR_NONE)
		return e;
	if (strcmp(g->action, "approve") == 0 && r->fields[ACT_SEEN].given)
		for (size_t i = 0; i < g->states.n; i++)
			g->states.all[i].since =
			    (int64_t)r->fields[ACT_SEEN].number;
	bool is_final = strcmp(g->action, "delete") == 0;
	return is_final && r->fields[ACT_SURE].number == 0 ? ask(r, g)
							   : send(r, g);
}

/* --- POST /moderation/undo --- */

enum err
act_http_undo(struct req *r)
{
	struct acting *g = arena_zalloc(&r->arena, sizeof(*g));

	if (g == NULL)
		return ERR_BUSY;
	g->action = "undo";
	g->view = queue_http_view(r, UNDO_VIEW);
	if (!view_take_were(r->fields[UNDO_WERE].text, &g->states))
		return req_fail(r, ERR_INVALID, "were",
		    "not comments with states to put back");
	/* The words of `done` are the first of `action`. */
	if (r->fields[UNDO_DONE].given)
		for (size_t i = 0; i < g->states.n; i++)
			g->states.all[i].of =
			    actions[r->fields[UNDO_DONE].number].state;
	return send(r, g);
}
