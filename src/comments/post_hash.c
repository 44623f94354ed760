#include "base/base.h"
#include "comments/post_hash.h"

#include <sodium.h>

#include "comments/post.h"
#include "store/keys.h"

#define SHORT_TEXT 20 /* bytes: many may say it */
#define HASH_BYTES 16 /* of a request */
#define ID_BYTES (KEYS_HASH_LEN / 2)

static struct str
hex(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *p = arena_alloc(a, 2 * n + 1);

	if (p == NULL)
		return STR_NULL;
	return (struct str){ sodium_bin2hex(p, 2 * n + 1, bytes, n), 2 * n };
}

static void
add(crypto_generichash_state *state, struct str s)
{
	uint64_t len = s.len;

	/* The length first: no two lists of texts run together. */
	(void)crypto_generichash_update(
	    state, (const unsigned char *)&len, sizeof(len));
	(void)crypto_generichash_update(
	    state, (const unsigned char *)s.p, s.len);
}

struct str
post_hash_request(const struct post *p)
{
	crypto_generichash_state state;
	unsigned char out[HASH_BYTES];

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(out));
	add(&state, p->article.key);
	add(&state, p->title);
	add(&state, p->text);
	add(&state, p->name);
	add(&state, p->mail);
	add(&state, p->url);
	add(&state, p->trap);
	add(&state, p->author);
	add(&state,
	    (struct str){ (const char *)&p->parent, sizeof(p->parent) });
	(void)crypto_generichash_final(&state, out, sizeof(out));
	return hex(p->arena, out, sizeof(out));
}

static struct str
short_hash(struct arena *a, struct str one, struct str two)
{
	crypto_generichash_state state;
	unsigned char out[crypto_generichash_BYTES_MIN];

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(out));
	add(&state, one);
	add(&state, two);
	(void)crypto_generichash_final(&state, out, sizeof(out));
	return hex(a, out, ID_BYTES);
}

struct str
post_hash_key(struct arena *a, struct str key)
{
	return short_hash(a, key, STR(""));
}

/* The text without what is changed easily: blanks and the case of ASCII. */
struct str
post_hash_text(const struct post *p, struct str network)
{
	struct str s = p->draft.source;
	char *to = arena_alloc(p->arena, s.len + 1);
	size_t n = 0;

	if (to == NULL)
		return STR_NULL;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (c != ' ' && c != '\t' && c != '\n')
			to[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	return short_hash(p->arena, (struct str){ to, n },
	    n < SHORT_TEXT ? network : STR(""));
}
