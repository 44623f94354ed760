/*
 * fuzz_link.c - addresses that commenters give, and those in running text
 */
#include "base/base.h"
#include "fuzz.h"

#include "base/utf8.h"
#include "comments/author.h"
#include "comments/link.h"

void
fuzz_begin(void)
{
}

static void
cleans(struct arena *a, struct str in)
{
	struct str out, again;
	const char *why;

	for (int mail = 0; mail < 2; mail++) {
		if (!link_clean(a, in, mail, &out))
			continue;
		fuzz_is_plain(out);
		assert(str_starts(out, STR("http://")) ||
		       str_starts(out, STR("https://")) ||
		       (mail && str_starts(out, STR("mailto:"))));
		/* Percent-encoded it may have become too long. */
		if (out.len <= LINK_ADDRESS_MAX)
			assert(link_clean(a, out, mail, &again) &&
			       str_eq(out, again));
	}
	if (author_url(a, in, &out, &why)) {
		fuzz_is_plain(out);
		assert(out.len <= AUTHOR_URL_MAX);
		assert(author_url(a, out, &again, &why) && str_eq(out, again));
	}
	if (author_mail(a, in, &out, &why)) {
		fuzz_is_plain(out);
		assert(out.len <= AUTHOR_MAIL_MAX && str_index(out, '@') > 0);
		assert(author_mail(a, out, &again, &why) && str_eq(out, again));
	}
}

static void
finds(struct str in)
{
	struct str found, again;

	if (!utf8_valid(in) || !link_find(in, &found))
		return;
	assert(found.len > 0 && fuzz_is_part(in, found));
	assert(str_starts_nocase(found, STR("http")));
	assert(link_find(found, &again) && str_eq(found, again));
}

void
fuzz_one(struct arena *a, struct str in)
{
	cleans(a, fuzz_text(in));
	finds(in);
}
