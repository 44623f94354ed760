/*
 * fuzz_cookie.c - the session that a Cookie header names
 *
 * The first line is the header, the rest a form's token.
 */
#include "base/base.h"
#include "fuzz.h"

#include "base/buf.h"
#include "moderation/session.h"

#define NAME SESSION_COOKIE "="

void
fuzz_begin(void)
{
}

/* Whether one pair of the header is our cookie, and has the form SITE.ID. */
static bool
has_one(struct str cookie)
{
	unsigned n = 0;
	bool good = false;
	struct str pair, name;

	while (str_cut(&cookie, ';', &pair)) {
		pair = str_trim(pair);
		if (!str_cut(&pair, '=', &name) ||
		    !str_eq(name, STR(SESSION_COOKIE)))
			continue;
		ssize_t dot = str_index(pair, '.');
		good = dot > 0 && pair.len - (size_t)dot - 1 == SESSION_ID_LEN;
		n++;
	}
	return n == 1 && good;
}

/* Sends the session's cookie, the way a browser would, `times` times. */
static bool
comes_back(struct arena *a, const struct session *s, unsigned times)
{
	struct str set = session_cookie(a, s), pair;
	struct session again;
	struct buf b;

	assert(str_cut(&set, ';', &pair));
	buf_init(&b, a, 256);
	buf_lit(&b, "a=" NAME);
	for (unsigned i = 0; i < times; i++) {
		buf_lit(&b, "; ");
		buf_str_put(&b, pair);
	}
	buf_lit(&b, "; " SESSION_COOKIE "2=b");
	return session_of_cookie(buf_view(&b), &again) &&
	       str_eq(again.site, s->site) && str_eq(again.id, s->id);
}

static void
has_one_token(const struct session *s, struct str text)
{
	char token[SESSION_TOKEN_LEN];
	struct str own = { token, sizeof(token) };

	session_token(s, token);
	assert(session_token_is(s, own));
	assert(!session_token_is(s, text) || str_eq(text, own));
	assert(!session_token_is(s, s->id) || str_eq(s->id, own));
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct str rest = in, cookie = fuzz_line(&rest);
	struct session s;

	bool taken = session_of_cookie(cookie, &s);
	assert(taken == has_one(cookie));
	if (!taken)
		return;
	assert(s.site.len > 0 && s.id.len == SESSION_ID_LEN);
	assert(fuzz_is_part(cookie, s.site) && fuzz_is_part(cookie, s.id));
	assert(str_index(s.site, '.') < 0 && str_index(s.site, ';') < 0);
	assert(s.site.p + s.site.len + 1 == s.id.p);
	assert(comes_back(a, &s, 1) && !comes_back(a, &s, 2));
	has_one_token(&s, rest);
}
