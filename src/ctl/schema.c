#include "base/base.h"
#include "ctl/schema.h"

#include "comments/block.h"
#include "comments/comment.h"
#include "comments/comments.h"
#include "comments/stamp.h"
#include "moderation/moderator.h"
#include "moderation/session.h"
#include "moderation/ticket.h"
#include "store/keys.h"

#define DAY_S 86400
#define LIMIT_MAX_S (1000 * DAY_S) /* longest interval times largest burst */

/* --- what strings hold --- */

static const char *
window_fault(struct str head, int64_t len)
{
	(void)head;
	return len == 0 ? NULL : "a window has a value";
}

static const char *
sketch_fault(struct str head, int64_t len)
{
	(void)len;
	return str_starts(head, STR("HYLL")) ? NULL : "is no HyperLogLog";
}

static const char *
salt_fault(struct str head, int64_t len)
{
	(void)head;
	return len == KEYS_SALT_LEN ? NULL : "a salt of another length";
}

static const char *
number_fault(struct str head, int64_t len)
{
	int64_t n;

	(void)len;
	return str_to_i64(head, &n) && n >= 0 ? NULL : "is no number";
}

static const char *
nothing_fault(struct str head, int64_t len)
{
	(void)head;
	return len == 0 ? NULL : "what was used has a value";
}

static const char *
key_fault(struct str head, int64_t len)
{
	(void)head;
	return len == SITEKEY_RANDOM_LEN ? NULL : "a key of another length";
}

/* clang-format off */
static const struct schema_row rows[] = {
	{ 'a', "h",   "hash",   SCHEMA_FOR_EVER,  NULL },
	{ 'n', "h",   "hash",   SCHEMA_FOR_EVER,  NULL },
	{ 'f', "h",   "set",    SCHEMA_FOR_EVER,  NULL },
	{ 's', "",    "hash",   SCHEMA_FOR_EVER,  NULL },
	{ 's', "d",   "hash",   KEYS_RANK_S,      NULL },
	{ 'w', "h:h", "string", DAY_S,            window_fault },
	{ 'u', "d:h", "string", KEYS_EPHEMERAL_S, sketch_fault },
	{ 'u', "d",   "string", KEYS_EPHEMERAL_S, sketch_fault },
	{ 'r', "d",   "zset",   KEYS_RANK_S,      NULL },
	{ 'r', "all", "zset",   SCHEMA_FOR_EVER,  NULL },
	{ 'p', "7d",  "zset",   300,              NULL },
	{ 'p', "30d", "zset",   300,              NULL },
	{ 'z', "d",   "string", KEYS_EPHEMERAL_S, salt_fault },
	{ 'g', "",    "string", 3600,             number_fault },
	{ 'g', "h",   "string", 3600,             number_fault },
	{ 'l', "",    "stream", SCHEMA_FOR_EVER,  NULL },

	{ 'c', "",        "hash",   SCHEMA_FOR_EVER,    NULL },
	{ 'c', "i",       "hash",   SCHEMA_FOR_EVER,    NULL },
	{ 't', "h:new",   "zset",   SCHEMA_FOR_EVER,    NULL },
	{ 't', "h:best",  "zset",   SCHEMA_FOR_EVER,    NULL },
	{ 't', "h:last",  "zset",   SCHEMA_FOR_EVER,    NULL },
	{ 'k', "i",       "zset",   SCHEMA_FOR_EVER,    NULL },
	{ 'm', "recent",  "zset",   SCHEMA_FOR_EVER,    NULL },
	{ 'm', "held",    "zset",   SCHEMA_FOR_EVER,    NULL },
	{ 'm', "spam",    "zset",   SCHEMA_FOR_EVER,    NULL },
	{ 'x', "i",       "set",    COMMENTS_VOTERS_S,  NULL },
	{ 'h', "h",       "hash",   COMMENTS_AUTHOR_S,  NULL },
	{ 'i', "h",       "string", COMMENTS_REQUEST_S, NULL },
	{ 'j', "h",       "string", STAMP_MAX_S,        nothing_fault },
	{ 'e', "h",       "string", COMMENTS_DAY_S,     number_fault },
	{ 'b', "h",       "string", LIMIT_MAX_S,        number_fault },
	{ 'b', "h:votes", "string", LIMIT_MAX_S,        number_fault },
	{ 'b', "h:day",   "string", COMMENTS_DAY_S,     number_fault },
	{ 'b', "h:sign",  "string", LIMIT_MAX_S,        number_fault },
	{ 'q', "",        "string", COMMENTS_FLOOD_S,   number_fault },
	{ 'y', "",        "string", SCHEMA_FOR_EVER,    key_fault },

	{ 'd', "",        "hash",   SCHEMA_FOR_EVER,    NULL },
	{ 'd', "list",    "hash",   SCHEMA_FOR_EVER,    NULL },
	{ 'd', "i",       "string", BLOCK_NETWORK_S,    NULL },
	{ 'v', "",        "hash",   SCHEMA_FOR_EVER,    NULL },
	{ 'v', "h",       "hash",   SESSION_IDLE_S,     NULL },
	{ 'o', "setup",   "string", MODERATOR_SETUP_S,  NULL },
	{ 'o', "h",       "string", TICKET_MAX_S,       nothing_fault },
};
/* clang-format on */

bool
schema_hash(struct str s, uint64_t *n)
{
	uint64_t sum = 0;

	if (s.len != KEYS_HASH_LEN)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (c >= '0' && c <= '9')
			sum = sum << 4 | (uint64_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			sum = sum << 4 | (uint64_t)(c - 'a' + 10);
		else
			return false;
	}
	*n = sum;
	return true;
}

struct str
schema_site(struct str key)
{
	if (key.len < 4 || key.p[1] != ':' || key.p[2] != '{')
		return STR_NULL;
	ssize_t end = str_index(key, '}');
	return end < 0 ? STR_NULL : str_from(str_head(key, (size_t)end), 3);
}

/* One part of a key against one of a row. */
static bool
is_part(struct str form, struct str part, struct schema_key *out)
{
	uint64_t n;

	if (str_eq(form, STR("h"))) {
		out->h = part;
		return schema_hash(part, &n);
	}
	if (str_eq(form, STR("d"))) {
		if (!str_to_u64(part, 1, INT32_MAX, &n))
			return false;
		out->day = (int32_t)n;
		return true;
	}
	if (str_eq(form, STR("i"))) {
		if (!str_to_u64(part, 1, COMMENT_ID_MAX, &n))
			return false;
		out->id = (int64_t)n;
		return true;
	}
	return str_eq(form, part);
}

/* `rest` is what follows the site, with a ':' before each part. */
static bool
is_like(const struct schema_row *row, struct str rest, struct schema_key *out)
{
	struct str forms = str_of(row->parts), form, part;

	*out = (struct schema_key){ .row = row };
	if (forms.len == 0)
		return rest.len == 0;
	if (rest.len == 0 || rest.p[0] != ':')
		return false;
	rest = str_from(rest, 1);
	while (str_cut(&forms, ':', &form))
		if (!str_cut(&rest, ':', &part) || !is_part(form, part, out))
			return false;
	return str_is_null(rest);
}

bool
schema_parse(struct str key, struct schema_key *out)
{
	struct str rest = str_from(key, 3 + schema_site(key).len + 1);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].letter == key.p[0] && is_like(&rows[i], rest, out))
			return true;
	return false;
}
