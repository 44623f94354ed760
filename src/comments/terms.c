/*
 * terms.c - an index of all lists
 *
 * The index is in the order of its words.  Each entry knows the one that it
 * begins with itself, so that the longest one that a word begins with is the
 * last entry before it, or one of those.  It is made when it is first used.
 */
#include "base/base.h"
#include "comments/terms.h"

#include <utf8proc.h>

#include "base/utf8.h"
#include "comments/vocabulary_offers.h"

#define TERMS_MAX 8192
#define PLAIN_LEAST 6         /* letters */
#define PLAIN_MAX (32 * 1024) /* bytes of all of them */
#define LATIN_END 0x250       /* the code point behind letters with accents */

struct entry {
	struct str word;
	unsigned kinds;
	bool open;
	const struct entry *shorter; /* that it begins with */
};

static struct entry entries[TERMS_MAX];
static size_t n_entries;
static size_t begins[257]; /* how many have a lower first byte */

static int
compare(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int d = memcmp(a.p, b.p, n);

	return d != 0 ? d : (a.len > b.len) - (a.len < b.len);
}

static int
compare_entries(const void *a, const void *b)
{
	return compare(
	    ((const struct entry *)a)->word, ((const struct entry *)b)->word);
}

static void
add(struct str word, unsigned kinds)
{
	bool open = str_ends(word, STR("*"));

	assert(n_entries < TERMS_MAX);
	word.len -= open;
	entries[n_entries++] =
	    (struct entry){ .word = word, .kinds = kinds, .open = open };
}

/*
 * And as it is written in hosts, and by those who have no accents.  Short ones
 * would be words of other languages.
 */
static void
add_plain(struct str word, unsigned kinds)
{
	static char plain[PLAIN_MAX];
	static size_t used;
	struct str rest = word;
	size_t begin = used;
	uint32_t c;

	while (utf8_next(&rest, &c)) {
		utf8proc_int32_t parts[4] = { (utf8proc_int32_t)c };

		if (c >= LATIN_END || used == sizeof(plain)) {
			used = begin;
			return;
		}
		if (c >= 0xc0)
			(void)utf8proc_decompose_char((utf8proc_int32_t)c,
			    parts, ARRAY_LEN(parts), UTF8PROC_DECOMPOSE, NULL);
		plain[used++] = (char)(parts[0] < 0x80 ? parts[0] : '?');
	}
	struct str made = { plain + begin, used - begin };
	if (made.len < PLAIN_LEAST || str_eq(made, word) ||
	    memchr(made.p, '?', made.len) != NULL)
		used = begin;
	else
		add(made, kinds);
}

/* Words of several kinds come to be one. */
static void
merge(void)
{
	size_t n = 0;

	for (size_t i = 0; i < n_entries; i++) {
		struct entry *e = &entries[i];

		if (n > 0 && str_eq(entries[n - 1].word, e->word)) {
			entries[n - 1].kinds |= e->kinds;
			entries[n - 1].open |= e->open;
		} else {
			entries[n++] = *e;
		}
	}
	n_entries = n;
}

/* `e` itself, or the longest shorter entry that the word begins with. */
static const struct entry *
begins_with(struct str word, const struct entry *e)
{
	while (e != NULL && !str_starts(word, e->word))
		e = e->shorter;
	return e;
}

static void
add_lists(const struct vocabulary_list *list)
{
	for (; list->words != NULL; list++) {
		struct str rest = str_of(list->words), word;

		while (str_cut(&rest, ' ', &word)) {
			if (word.len == 0)
				continue;
			add(word, list->kinds);
			add_plain(word, list->kinds);
		}
	}
}

static void
make_index(void)
{
	add_lists(vocabulary_lists);
	add_lists(vocabulary_offers_lists);
	qsort(entries, n_entries, sizeof(*entries), compare_entries);
	merge();
	for (size_t i = 1; i < n_entries; i++)
		entries[i].shorter =
		    begins_with(entries[i].word, &entries[i - 1]);
	for (size_t i = 0; i < n_entries; i++)
		begins[(unsigned char)entries[i].word.p[0] + 1] = i + 1;
	for (size_t i = 1; i < ARRAY_LEN(begins); i++)
		if (begins[i] == 0)
			begins[i] = begins[i - 1];
}

/* The entry that `word` begins with; NULL if there is none. */
static const struct entry *
find(struct str word)
{
	if (n_entries == 0)
		make_index();
	if (word.len == 0)
		return NULL;
	size_t first = begins[(unsigned char)word.p[0]], low = first;
	size_t high = begins[(unsigned char)word.p[0] + 1];
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(entries[middle].word, word) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low > first ? begins_with(word, &entries[low - 1]) : NULL;
}

static unsigned
look_up(struct str word)
{
	unsigned kinds = 0;

	for (const struct entry *e = find(word); e != NULL; e = e->shorter)
		if (e->open || e->word.len == word.len)
			kinds |= e->kinds;
	return kinds;
}

unsigned
terms_of(struct str word)
{
	struct str article = STR("ال");
	unsigned kinds = look_up(word);

	/* Arabic words begin with their article. */
	if (kinds == 0 && str_starts(word, article))
		kinds = look_up(str_from(word, article.len));
	return kinds;
}

unsigned
terms_next(struct str *rest, size_t least)
{
	uint32_t c;

	do {
		const struct entry *e = find(*rest);

		if (e != NULL && e->word.len >= least) {
			unsigned kinds = 0;

			*rest = str_from(*rest, e->word.len);
			for (; e != NULL; e = e->shorter)
				kinds |= e->kinds;
			return kinds;
		}
	} while (utf8_next(rest, &c));
	return 0;
}
