#include "base/base.h"
#include "comments/reason.h"

struct str
reason_in_words(struct str reason)
{
	static const struct {
		const char *reason, *words;
	} rows[] = {
		{ REASON_TRAP, "a hidden field was filled in" },
		{ REASON_BLOCKED, "the author or the network is blocked" },
		{ REASON_FLOOD, "too many comments came at once" },
		{ REASON_LINKS, "too many links" },
		{ REASON_FIRST_LINK, "a link of somebody new" },
		{ REASON_LIST, "on the list of words, hosts, networks, names" },
		{ REASON_FIRST, "by somebody new" },
		{ REASON_ALL, "all comments are looked at" },
		{ REASON_NO_PROOF,
		    "might be spam, and came without a proof of work" },
		{ REASON_MODERATOR, "a moderator decided so" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (str_eq(reason, str_of(rows[i].reason)))
			return str_of(rows[i].words);
	return reason;
}
