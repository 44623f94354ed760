/*
 * guard.c - rows sorted by kind, and the words in an automaton
 *
 * Words of patterns and texts are written with one space around each: " buy
 * now ".  What is looked for is then a run of bytes; a pattern with a * lacks
 * the space at that end.
 *
 * Hosts are found by bisection, once for each of a host's parents.  Nets and
 * names are tried one by one, a few instructions each.
 */
#include "base/base.h"
#include "comments/guard.h"

#include "base/buf.h"
#include "base/lines.h"
#include "base/url.h"
#include "base/utf8.h"
#include "comments/skeleton.h"
#include "comments/words.h"
#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <utf8proc.h>

#define FILE_MAX (1024 * 1024)
#define ARENA_CAP (64 * 1024 * 1024)
#define DEFAULT_FILE CONFIG_DIR "/guard.txt"

static const char no_memory[] = "no memory for it";

enum kind {
	WORD,
	HOST,
	NET,
	NAME,
	KIND__MAX
};

/* An address, or a network: then only the first `bits` count. */
struct net {
	unsigned char bytes[16];
	unsigned bits;
	bool v4; /* of 4 bytes */
};

struct row {
	enum kind kind;
	enum guard_verdict verdict;
	struct str text; /* the host in lower case; the skeleton of a name */
	struct net net;
};

struct guard {
	struct words *words;
	struct row *rows; /* by kind; hosts in their order */
	size_t first[KIND__MAX + 1];
	struct arena arena;
};

/* ---- words ---- */

static bool
is_letter(uint32_t c)
{
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);

	return category >= UTF8PROC_CATEGORY_LU &&
	       category <= UTF8PROC_CATEGORY_NO;
}
_Static_assert(UTF8PROC_CATEGORY_LU == 1 && UTF8PROC_CATEGORY_NO == 11,
    "letters, marks and numbers come first");

static void
put_word(struct buf *b, struct str word)
{
	buf_str_put(b, word);
	buf_char(b, ' ');
}

/* Folded, with one space before, between and after the words. */
static struct str
spaced(struct arena *a, struct str text)
{
	struct str rest = utf8_fold(a, text), word = STR_NULL, at;
	struct buf b;
	uint32_t c;

	if (str_is_null(rest))
		return STR_NULL;
	buf_init(&b, a, rest.len + 2);
	buf_char(&b, ' ');
	for (at = rest; utf8_next(&rest, &c); at = rest) {
		bool letter = is_letter(c);

		if (letter && word.len == 0) {
			word = at;
		} else if (!letter && word.len > 0) {
			put_word(&b, str_head(word, word.len - at.len));
			word = STR_NULL;
		}
	}
	if (word.len > 0)
		put_word(&b, word);
	return buf_view(&b);
}

static const char *
add_words(struct guard *g, struct row *r, struct str pattern)
{
	bool open_begin = str_starts(pattern, STR("*"));
	bool open_end = pattern.len > 1 && str_ends(pattern, STR("*"));

	pattern = str_from(pattern, open_begin);
	pattern.len -= open_end;
	if (str_index(pattern, '*') >= 0)
		return "a * only stands at the beginning and the end";
	struct str words = spaced(&g->arena, pattern);
	if (words.len == 0)
		return no_memory;
	if (words.len == 1)
		return "has neither letter nor digit";
	words = str_from(words, open_begin);
	words.len -= open_end;
	if (!words_add(g->words, words, (unsigned char)r->verdict))
		return errno == EFBIG ? "one word too many" : no_memory;
	return NULL;
}

enum guard_verdict
guard_text(const struct guard *g, struct arena *a, struct str text)
{
	unsigned char verdict = GUARD_PASS;
	uint32_t place = 0;

	if (g->first[WORD] == g->first[WORD + 1])
		return GUARD_PASS;
	text = spaced(a, text);
	if (str_is_null(text))
		return GUARD_HOLD;
	for (size_t i = 0; i < text.len && verdict < GUARD_REFUSE; i++) {
		unsigned char mark =
		    words_next(g->words, &place, (unsigned char)text.p[i]);

		if (mark > verdict)
			verdict = mark;
	}
	return (enum guard_verdict)verdict;
}

/* ---- hosts ---- */

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static int
compare_hosts(struct str a, struct str b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++) {
		int d = lower(a.p[i]) - lower(b.p[i]);

		if (d != 0)
			return d;
	}
	return (a.len > b.len) - (a.len < b.len);
}

static struct str
without_dot(struct str host)
{
	host.len -= str_ends(host, STR("."));
	return host;
}

static const char *
add_host(struct guard *g, struct row *r, struct str pattern)
{
	struct buf address;
	struct url u;

	if (str_starts(pattern, STR("*")))
		return "without a *: the hosts below it are meant, too";
	buf_init(&address, &g->arena, pattern.len + 2);
	buf_lit(&address, "//");
	buf_str_put(&address, pattern);
	if (address.failed)
		return no_memory;
	if (!url_split(buf_view(&address), &u) || u.host.len != pattern.len)
		return "no host name in ASCII";
	r->text = without_dot(u.host);
	return r->text.len > 0 ? NULL : "no host name in ASCII";
}

/* Of this very host; of its rows the one with the highest verdict is first. */
static enum guard_verdict
find_host(const struct guard *g, struct str host)
{
	size_t low = g->first[HOST], high = g->first[HOST + 1];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_hosts(g->rows[middle].text, host) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == g->first[HOST + 1] ||
	    compare_hosts(g->rows[low].text, host) != 0)
		return GUARD_PASS;
	return g->rows[low].verdict;
}

enum guard_verdict
guard_host(const struct guard *g, struct str host)
{
	enum guard_verdict verdict = GUARD_PASS;
	struct str label;

	for (host = without_dot(host); !str_is_null(host);
	     (void)str_cut(&host, '.', &label)) {
		enum guard_verdict found = find_host(g, host);

		if (found > verdict)
			verdict = found;
	}
	return verdict;
}

/* ---- networks ---- */

/* Reads an address; an IPv4 address within IPv6 is that. */
static bool
read_address(struct str text, struct net *n)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	char copy[INET6_ADDRSTRLEN];

	if (text.len >= sizeof(copy) || str_index(text, '\0') >= 0)
		return false;
	if (text.len > 0)
		memcpy(copy, text.p, text.len);
	copy[text.len] = '\0';
	*n = (struct net){ .bits = 32, .v4 = true };
	if (inet_pton(AF_INET, copy, n->bytes) == 1)
		return true;
	*n = (struct net){ .bits = 128 };
	if (inet_pton(AF_INET6, copy, n->bytes) != 1)
		return false;
	if (memcmp(n->bytes, mapped, sizeof(mapped)) == 0) {
		*n = (struct net){ .bytes = { n->bytes[12], n->bytes[13],
				       n->bytes[14], n->bytes[15] },
			.bits = 32,
			.v4 = true };
	}
	return true;
}

static const char *
add_net(struct row *r, struct str pattern)
{
	struct str text;
	uint64_t bits, within = 0;

	(void)str_cut(&pattern, '/', &text);
	if (!read_address(text, &r->net))
		return "no IPv4 or IPv6 address";
	if (r->net.v4 && str_index(text, ':') >= 0)
		within = 96;
	if (str_is_null(pattern))
		return NULL;
	if (!str_to_u64(pattern, within, within + r->net.bits, &bits))
		return "no length of a prefix";
	r->net.bits = (unsigned)(bits - within);
	return NULL;
}

static bool
is_within(const struct net *a, const struct net *n)
{
	size_t whole = n->bits / 8;
	unsigned rest = n->bits % 8;

	return a->v4 == n->v4 && memcmp(a->bytes, n->bytes, whole) == 0 &&
	       (rest == 0 ||
		   (a->bytes[whole] ^ n->bytes[whole]) >> (8 - rest) == 0);
}

enum guard_verdict
guard_net(const struct guard *g, struct str address)
{
	enum guard_verdict verdict = GUARD_PASS;
	struct net a;

	if (!read_address(address, &a))
		return GUARD_PASS;
	for (size_t i = g->first[NET]; i < g->first[NET + 1]; i++)
		if (g->rows[i].verdict > verdict &&
		    is_within(&a, &g->rows[i].net))
			verdict = g->rows[i].verdict;
	return verdict;
}

/* ---- names ---- */

static const char *
add_name(struct guard *g, struct row *r, struct str pattern)
{
	struct skeleton word;

	skeleton_of_word(&word, pattern);
	if (word.len == 0)
		return "has neither letter nor digit";
	r->text = str_dup(&g->arena, (struct str){ word.text, word.len });
	return str_is_null(r->text) ? no_memory : NULL;
}

enum guard_verdict
guard_name(const struct guard *g, struct str name)
{
	enum guard_verdict verdict = GUARD_PASS;
	struct skeleton looks;

	skeleton_of(&looks, name);
	for (size_t i = g->first[NAME]; i < g->first[NAME + 1]; i++)
		if (g->rows[i].verdict > verdict &&
		    skeleton_reads(&looks, g->rows[i].text))
			verdict = g->rows[i].verdict;
	return verdict;
}

/* ---- the list ---- */

/* Cuts the first word off a line. */
static struct str
take_field(struct str *line)
{
	size_t n = 0;

	while (n < line->len && line->p[n] != ' ' && line->p[n] != '\t')
		n++;
	struct str field = str_head(*line, n);
	*line = str_trim(str_from(*line, n));
	return field;
}

/* The place of `word` among `words`, or -1. */
static int
place_of(struct str word, const char *const *words, int count)
{
	for (int i = 0; i < count; i++)
		if (str_eq(word, str_of(words[i])))
			return i;
	return -1;
}

static const char *
parse(struct guard *g, struct row *r, struct str line)
{
	static const char *const verdicts[] = { "hold", "spam", "refuse" };
	static const char *const kinds[] = { "word", "host", "net", "name" };
	int verdict = place_of(take_field(&line), verdicts, 3);
	int kind = place_of(take_field(&line), kinds, KIND__MAX);

	if (verdict < 0)
		return "the first word is not hold, spam or refuse";
	if (kind < 0)
		return "the second word is not word, host, net or name";
	if (line.len == 0)
		return "nothing to look for";
	if (line.len > GUARD_PATTERN_MAX)
		return "longer than 200 bytes";
	_Static_assert(GUARD_PATTERN_MAX == 200, "the words above say so");
	if (!utf8_valid(line))
		return "not valid UTF-8";
	*r = (struct row){ .kind = (enum kind)kind,
		.verdict = (enum guard_verdict)(GUARD_HOLD + verdict) };
	switch (r->kind) {
	case WORD:
		return add_words(g, r, line);
	case HOST:
		return add_host(g, r, line);
	case NET:
		return add_net(r, line);
	case NAME:
		return add_name(g, r, line);
	case KIND__MAX:
		break;
	}
	abort();
}

static int
compare_rows(const void *one, const void *other)
{
	const struct row *a = one, *b = other;
	int d = (int)a->kind - (int)b->kind;

	if (d == 0 && a->kind == HOST)
		d = compare_hosts(a->text, b->text);
	return d != 0 ? d : (int)b->verdict - (int)a->verdict;
}

/* Errno says whether the list is at fault, or there was no memory for it. */
static bool
fault(const struct lines *list, const char *why)
{
	(void)lines_fault(list, why);
	errno = why == no_memory ? ENOMEM : EINVAL;
	return false;
}

static bool
build(struct guard *g, struct lines *list)
{
	struct str line;
	size_t n = 0;

	arena_init(&g->arena, ARENA_CAP);
	while (lines_next(list, &line))
		n++;
	g->rows = calloc(n + 1, sizeof(*g->rows));
	g->words = words_new();
	if (g->rows == NULL || g->words == NULL)
		return fault(list, no_memory);
	for (n = 0; lines_next(list, &line); n++) {
		const char *why = parse(g, &g->rows[n], line);

		if (why != NULL)
			return fault(list, why);
		g->first[g->rows[n].kind + 1]++;
	}
	for (size_t kind = 0; kind < KIND__MAX; kind++)
		g->first[kind + 1] += g->first[kind];
	qsort(g->rows, n, sizeof(*g->rows), compare_rows);
	return words_finish(g->words) || fault(list, no_memory);
}

static struct guard *
guard_of(struct lines *list)
{
	struct guard *g = calloc(1, sizeof(*g));

	if (g == NULL ? fault(list, no_memory) : build(g, list))
		return g;
	int cause = errno;
	guard_free(g);
	errno = cause;
	return NULL;
}

struct guard *
guard_load(const char *path, char *err, size_t errlen)
{
	struct lines list;
	struct guard *g = NULL;

	if (lines_open(&list, path, FILE_MAX, err, errlen) ||
	    (errno == ENOENT && strcmp(path, DEFAULT_FILE) == 0))
		g = guard_of(&list);
	lines_close(&list);
	return g;
}

struct guard *
guard_parse(struct str text, char *err, size_t errlen)
{
	struct lines list;

	lines_of(&list, text, err, errlen);
	return guard_of(&list);
}

void
guard_free(struct guard *g)
{
	if (g == NULL)
		return;
	words_free(g->words);
	free(g->rows);
	arena_reset(&g->arena);
	free(g);
}

size_t
guard_count(const struct guard *g)
{
	return g->first[KIND__MAX];
}
