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

enum guard_verdict
text_host_verdict(const struct guard *guard, struct str address)
{
	struct url u;

	return guard_host(guard, url_split(address, &u) ? u.host : STR_NULL);
}

enum err
text_add_verdict(struct text *t, enum guard_verdict v)
{
	if (v == GUARD_REFUSE) {
		t->why = TEXT_REFUSED;
		return ERR_REFUSED;
	}
	/* The first reason to hold it stays. */
	if (v == GUARD_PASS || (v == GUARD_HOLD && t->state[0] != '\0'))
		return ERR_NONE;
	t->state = v == GUARD_SPAM ? "spam" : "held";
	t->reason = REASON_LIST;
	return ERR_NONE;
}

/* The first reason to hold it stays. */
static void
hold(struct text *t, const char *reason)
{
	if (t->state[0] != '\0')
		return;
	t->state = "held";
	t->reason = reason;
}

enum err
text_judge(struct text *t, struct arena *a, const struct site *site,
    const struct guard *guard)
{
	const struct markup *m = &t->markup;
	enum guard_verdict worst = guard_text(guard, a, t->source);

	for (unsigned i = 0; i < m->n_links; i++) {
		enum guard_verdict v = text_host_verdict(guard, m->links[i]);
		worst = v > worst ? v : worst;
	}
	enum err e = text_add_verdict(t, worst);
	if (e == ERR_NONE && m->n_links > site->links)
		hold(t, REASON_LINKS);
	return e;
}

enum err
text_hold(struct text *t, struct arena *a, const struct site *site,
    struct signs_comment c)
{
	struct str mode = site->hold;
	struct signs signs;

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
