#include "base/base.h"
#include "store/keys.h"

#include "base/buf.h"

/* `<letter>:{<site>}`, with room for `more` bytes. */
static struct buf
begin(struct arena *a, char letter, struct str site, size_t more)
{
	struct buf b;

	buf_init(&b, a, 4 + site.len + more);
	buf_char(&b, letter);
	buf_put(&b, ":{", 2);
	buf_str_put(&b, site);
	buf_char(&b, '}');
	return b;
}

static struct str
plain(struct arena *a, char letter, struct str site)
{
	struct buf b = begin(a, letter, site, 0);

	return buf_view(&b);
}

static struct str
with(struct arena *a, char letter, struct str site, struct str part)
{
	struct buf b = begin(a, letter, site, 1 + part.len);

	buf_char(&b, ':');
	buf_str_put(&b, part);
	return buf_view(&b);
}

static struct str
with_two(struct arena *a, char letter, struct str site, struct str part,
    struct str second)
{
	struct buf b = begin(a, letter, site, 2 + part.len + second.len);

	buf_char(&b, ':');
	buf_str_put(&b, part);
	buf_char(&b, ':');
	buf_str_put(&b, second);
	return buf_view(&b);
}

/* A number, and one part more unless that is NULL. */
static struct str
numbered(
    struct arena *a, char letter, struct str site, int64_t n, struct str part)
{
	struct buf b = begin(a, letter, site, 3 + BUF_U64_MAX + part.len);

	buf_char(&b, ':');
	buf_i64(&b, n);
	if (!str_is_null(part)) {
		buf_char(&b, ':');
		buf_str_put(&b, part);
	}
	return buf_view(&b);
}

struct str
keys_article(struct arena *a, struct str site, struct str h)
{
	return with(a, 'a', site, h);
}

struct str
keys_name(struct arena *a, struct str site, struct str h)
{
	return with(a, 'n', site, h);
}

struct str
keys_former(struct arena *a, struct str site, struct str h)
{
	return with(a, 'f', site, h);
}

struct str
keys_site(struct arena *a, struct str site)
{
	return plain(a, 's', site);
}

struct str
keys_missed(struct arena *a, struct str site, int32_t day)
{
	return numbered(a, 's', site, day, STR_NULL);
}

struct str
keys_window(struct arena *a, struct str site, struct str visitor, struct str h)
{
	return with_two(a, 'w', site, visitor, h);
}

struct str
keys_readers(struct arena *a, struct str site, int32_t day, struct str h)
{
	return numbered(a, 'u', site, day, h);
}

struct str
keys_site_readers(struct arena *a, struct str site, int32_t day)
{
	return numbered(a, 'u', site, day, STR_NULL);
}

struct str
keys_rank(struct arena *a, struct str site, int32_t day)
{
	return numbered(a, 'r', site, day, STR_NULL);
}

struct str
keys_rank_all(struct arena *a, struct str site)
{
	return with(a, 'r', site, STR("all"));
}

struct str
keys_popular(struct arena *a, struct str site, struct str period)
{
	return with(a, 'p', site, period);
}

struct str
keys_salt(struct arena *a, struct str site, int32_t day)
{
	return numbered(a, 'z', site, day, STR_NULL);
}

struct str
keys_growth(struct arena *a, struct str site)
{
	return plain(a, 'g', site);
}

struct str
keys_growth_by(struct arena *a, struct str site, struct str network)
{
	return with(a, 'g', site, network);
}

struct str
keys_ledger(struct arena *a, struct str site)
{
	return plain(a, 'l', site);
}

struct str
keys_comments(struct arena *a, struct str site)
{
	return plain(a, 'c', site);
}

struct str
keys_comment(struct arena *a, struct str site, int64_t id)
{
	return numbered(a, 'c', site, id, STR_NULL);
}

struct str
keys_thread(struct arena *a, struct str site, struct str h, struct str list)
{
	return with_two(a, 't', site, h, list);
}

struct str
keys_replies(struct arena *a, struct str site, int64_t root)
{
	return numbered(a, 'k', site, root, STR_NULL);
}

struct str
keys_comment_list(struct arena *a, struct str site, struct str list)
{
	return with(a, 'm', site, list);
}

struct str
keys_voters(struct arena *a, struct str site, int64_t id)
{
	return numbered(a, 'x', site, id, STR_NULL);
}

struct str
keys_author(struct arena *a, struct str site, struct str who)
{
	return with(a, 'h', site, who);
}

struct str
keys_request(struct arena *a, struct str site, struct str key)
{
	return with(a, 'i', site, key);
}

struct str
keys_stamp(struct arena *a, struct str site, struct str nonce)
{
	return with(a, 'j', site, nonce);
}

struct str
keys_text(struct arena *a, struct str site, struct str text)
{
	return with(a, 'e', site, text);
}

struct str
keys_limit(
    struct arena *a, struct str site, struct str network, struct str what)
{
	return str_is_null(what) ? with(a, 'b', site, network)
				 : with_two(a, 'b', site, network, what);
}

struct str
keys_flood(struct arena *a, struct str site)
{
	return plain(a, 'q', site);
}

struct str
keys_site_key(struct arena *a, struct str site)
{
	return plain(a, 'y', site);
}

struct str
keys_blocks(struct arena *a, struct str site)
{
	return plain(a, 'd', site);
}

struct str
keys_site_list(struct arena *a, struct str site)
{
	return with(a, 'd', site, STR("list"));
}

struct str
keys_moderators(struct arena *a, struct str site)
{
	return plain(a, 'v', site);
}

struct str
keys_session(struct arena *a, struct str site, struct str id)
{
	return with(a, 'v', site, id);
}

struct str
keys_setup(struct arena *a, struct str site)
{
	return with(a, 'o', site, STR("setup"));
}

struct str
keys_used(struct arena *a, struct str site, struct str nonce)
{
	return with(a, 'o', site, nonce);
}
