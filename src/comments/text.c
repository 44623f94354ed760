#include "base/base.h"
#include "comments/text.h"

#include "base/url.h"
#include "comments/reason.h"

enum err
text_render(
    struct text *t, struct arena *a, const struct site *site, struct str typed)
{
	t->state = t->reason = t->unless_known = "";
	t->suspicious = false;
	t->why = NULL;
	t->source = markup_source(a, typed);
	if (str_is_null(t->source))
		return ERR_BUSY;
	if (t->source.len > site->text_max) {
		(void)snprintf(t->detail, sizeof(t->detail),
		    "longer than %u bytes", site->text_max);
		t->why = t->detail;
		return ERR_INVALID;
	}
	if (markup_render(a, t->source, &t->markup, &t->why))
		return ERR_NONE;
	return t->why == NULL ? ERR_BUSY : ERR_INVALID;
}

/* The first reason to hold it stays. */
static void
hold(struct text *t, const char *reason)
{
	if (t->state[0] != '\0')
		return;
	t->state = TEXT_HELD;
	t->reason = reason;
}

static enum guard_verdict
graver(enum guard_verdict a, enum guard_verdict b)
{
	return a > b ? a : b;
}

static enum guard_verdict
host_verdict(const struct guard *list, struct str address)
{
	struct url u;

	return guard_host(list, url_split(address, &u) ? u.host : STR_NULL);
}

/* The gravest that one list says of any part of it. */
static enum guard_verdict
look_up(const struct text *t, struct arena *a, const struct guard *list,
    struct text_writer w)
{
	const struct markup *m = &t->markup;

	if (list == NULL)
		return GUARD_PASS;
	enum guard_verdict v = guard_text(list, a, t->source);
	for (unsigned i = 0; i < m->n_links; i++)
		v = graver(v, host_verdict(list, m->links[i]));
	v = graver(v, host_verdict(list, w.home));
	v = graver(v, guard_net(list, w.address));
	return graver(v, guard_name(list, w.name));
}

enum err
text_judge(struct text *t, struct arena *a, const struct site *site,
    struct text_lists lists, struct text_writer w)
{
	static const char *const states[] = { [GUARD_PASS] = "",
		[GUARD_HOLD] = TEXT_HELD,
		[GUARD_SPAM] = TEXT_SPAM,
		[GUARD_REFUSE] = TEXT_REFUSE };
	enum guard_verdict v = look_up(t, a, lists.file, w);

	if (v == GUARD_REFUSE) {
		t->why = TEXT_REFUSED;
		return ERR_REFUSED;
	}
	v = graver(v, look_up(t, a, lists.site, w));
	t->state = states[v];
	t->reason = v == GUARD_PASS ? "" : REASON_LIST;
	if (t->markup.n_links > site->links)
		hold(t, REASON_LINKS);
	return ERR_NONE;
}

void
text_is_spam(struct text *t, const char *reason)
{
	if (strcmp(t->state, TEXT_REFUSE) == 0)
		return;
	t->state = TEXT_SPAM;
	t->reason = reason;
}

enum err
text_hold(struct text *t, struct arena *a, const struct site *site,
    struct signs_comment c)
{
	struct str mode = site->hold;
	struct signs signs;

	t->unless_known = "";
	t->suspicious = false;
	c.html = t->markup.html;
	if (!signs_weigh(&signs, a, &c))
		return ERR_BUSY;
	if (str_eq(mode, STR("nothing")))
		return ERR_NONE;
	t->suspicious = signs.sum >= SIGNS_SUSPICIOUS;
	bool all = str_eq(mode, STR("all"));
	if (signs.sum >= (all ? SIGNS_HELD : SIGNS_HELD_KNOWN))
		hold(t, signs.reason);
	if (all)
		hold(t, REASON_ALL);
	else if (signs.sum >= SIGNS_HELD)
		t->unless_known = signs.reason;
	else if (str_eq(mode, STR("first")))
		t->unless_known = REASON_FIRST;
	else if (t->markup.n_links > 0)
		t->unless_known = REASON_FIRST_LINK;
	return ERR_NONE;
}
