#include "base/base.h"
#include "comments/sweep.h"

#include "base/clock.h"
#include "comments/comments_scripts.h"
#include "store/keys.h"
#include "store/redis.h"

#define LOOK 200 /* comments that one step looks at */
#define DAY_S 86400
#define IDLE_S 10. /* between lists in which there is nothing to do */
#define BUSY_S 1.
#define ARENA_CAP 65536

const char *const sweep_lists[] = { "held", "spam", NULL };

struct sweep {
	struct comments *comments;
	struct arena arena;
	size_t site, list; /* whose turn it is */
	struct sweep_walk walk;
	bool busy;  /* a step is on its way */
	bool stale; /* reset meanwhile: what it answers is nothing */
};

struct command *
sweep_command(struct arena *a, struct str site, const char *list,
    const struct sweep_walk *w, int64_t keep_s)
{
	struct command *c =
	    command_script(a, &comments_scripts_sweep, 2, 2 + 5);

	command_arg(c, keys_comments(a, site));
	command_arg(c, keys_comment_list(a, site, str_of(list)));
	command_arg(c, str_of(w->from));
	command_arg_i64(c, clock_wall_s());
	command_arg_i64(c, keep_s);
	command_arg_i64(c, LOOK);
	command_arg_i64(c, SWEEP_PIECE);
	return c;
}

bool
sweep_take(struct sweep_walk *w, const struct answer *a)
{
	struct str on = answer_str(answer_at(a, 1));
	int64_t n;

	if (!answer_i64(answer_at(a, 0), &n) || on.len >= sizeof(w->from))
		return false;
	w->n += n;
	memcpy(w->from, on.p, on.len);
	w->from[on.len] = '\0';
	return true;
}

/* --- by turns --- */

struct sweep *
sweep_new(struct comments *c)
{
	struct sweep *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	s->comments = c;
	arena_init(&s->arena, ARENA_CAP);
	return s;
}

/* The store tells nobody any more when it is gone. */
void
sweep_free(struct sweep *s)
{
	if (s == NULL)
		return;
	arena_reset(&s->arena);
	free(s);
}

void
sweep_reset(struct sweep *s)
{
	s->stale = s->busy;
	s->site = s->list = 0;
	s->walk.from[0] = '\0';
}

static void
next_list(struct sweep *s)
{
	const struct config *cfg = comments_config(s->comments);

	s->walk.from[0] = '\0';
	if (sweep_lists[++s->list] != NULL)
		return;
	s->list = 0;
	s->site = (s->site + 1) % cfg->n_sites;
}

/* A step that failed is one of the next round's. */
static void
stepped(void *ctx, enum err e, const struct answer *a)
{
	struct sweep *s = ctx;

	s->busy = false;
	if (s->stale)
		s->stale = false;
	else if (e != ERR_NONE || !sweep_take(&s->walk, a) ||
		 s->walk.from[0] == '\0')
		next_list(s);
}

double
sweep_step(struct sweep *s)
{
	const struct config *cfg = comments_config(s->comments);
	int64_t keep_s = (int64_t)cfg->comments.keep_spam_days * DAY_S;

	if (keep_s == 0 || s->busy)
		return IDLE_S;
	arena_reset(&s->arena);
	s->busy = redis_send(comments_store(s->comments),
		      sweep_command(&s->arena, cfg->sites[s->site].name,
			  sweep_lists[s->list], &s->walk, keep_s),
		      stepped, s) == ERR_NONE;
	return s->walk.from[0] == '\0' ? IDLE_S : BUSY_S;
}
