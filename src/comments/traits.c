/*
 * traits.c - one loop over the pieces of a text, a function for each kind
 */
#include "base/base.h"
#include "comments/traits.h"

#include "comments/glyph.h"
#include "comments/terms.h"

#define SEEN_MAX 20            /* words that are told apart */
#define SUBJECT_LEAST 4        /* letters */
#define STEM 5                 /* bytes that make two words one */
#define BUCKETS 1024           /* of words, by their hash */
#define SENTENCES_MAX 64       /* that are told apart */
#define HASH_BEGIN 2166136261u /* FNV-1a */
#define HASH_FACTOR 16777619u
#define SPACED_LEAST 5 /* letters */
#define RUN_MAX 64
#define PROSE_LEAST 4 /* words beside code */

/* Words that were there. */
struct seen {
	struct str words[SEEN_MAX];
	unsigned n;
};

struct counter {
	struct traits_text *out;
	const struct pieces *p;
	const struct seen *about; /* words of the article's name */
	struct seen trade, sales, subjects;
	uint16_t buckets[BUCKETS];
	uint32_t sentences[SENTENCES_MAX];
	unsigned n_sentences;
	uint32_t sentence; /* hash of the words so far */
	unsigned sentence_words;
	char run[RUN_MAX]; /* single letters in a row */
	size_t n_run;
	uint8_t run_gap; /* what stands between them */
};

static bool
is_new(struct seen *s, struct str word)
{
	for (unsigned i = 0; i < s->n; i++)
		if (str_eq(s->words[i], word))
			return false;
	if (s->n == SEEN_MAX)
		return false;
	s->words[s->n++] = word;
	return true;
}

static uint32_t
hash_of(uint32_t h, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.p[i]) * HASH_FACTOR;
	return h;
}

/* ---- words ---- */

static void
count_kinds(struct counter *k, unsigned kinds, struct str word)
{
	struct traits_text *t = k->out;

	if ((kinds & TERMS_TRADE) != 0)
		t->trade += is_new(&k->trade, word);
	if ((kinds & TERMS_SALES) != 0)
		t->sales += is_new(&k->sales, word);
	t->praise += (kinds & TERMS_PRAISE) != 0;
	t->action += (kinds & TERMS_ACTION) != 0;
}

static void
count_terms(struct counter *k, const struct piece *w, struct str word)
{
	unsigned kinds;

	if (w->scripts != GLYPH_UNSPACED) {
		count_kinds(k, w->terms, word);
		return;
	}
	for (struct str rest = word, at = rest;
	     (kinds = terms_next(&rest, 0)) != 0; at = rest)
		count_kinds(k, kinds, str_head(at, at.len - rest.len));
}

/* Whether two words begin alike. */
static bool
is_akin(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;

	return n >= SUBJECT_LEAST &&
	       memcmp(a.p, b.p, n < STEM ? n : STEM) == 0 &&
	       (n >= STEM || a.len == b.len);
}

static void
count_subject(struct counter *k, struct str word)
{
	for (unsigned i = 0; i < k->about->n; i++) {
		struct str subject = k->about->words[i];

		if (word.p[0] == subject.p[0] && is_akin(word, subject) &&
		    is_new(&k->subjects, subject))
			k->out->subjects++;
	}
}

/* Or anything but a letter that is surely none. */
static bool
is_vowel(char c)
{
	static const uint32_t vowels = 1u << ('a' - 'a') | 1u << ('e' - 'a') |
				       1u << ('i' - 'a') | 1u << ('o' - 'a') |
				       1u << ('u' - 'a') | 1u << ('y' - 'a');

	return c < 'a' || c > 'z' || (vowels >> (c - 'a') & 1) != 0;
}

/* Letters that no one has thought of. */
static void
count_random(struct traits_text *t, const struct piece *w, struct str word)
{
	unsigned run = 0, longest = 0, same = 0;

	if (w->scripts != GLYPH_LATIN || w->linked || w->letters < 5)
		return;
	for (size_t i = 0; i < word.len; i++) {
		run = is_vowel(word.p[i]) ? 0 : run + 1;
		longest = run > longest ? run : longest;
		same += i > 0 && word.p[i] == word.p[i - 1];
	}
	if (w->rises >= 3 && w->letters < 4 * w->rises && w->letters >= 7)
		t->random++;
	else
		t->rough += longest >= 5 && same < 2 && w->digits == 0 &&
			    w->upper < w->letters;
}

static void
count_letters(struct traits_text *t, const struct piece *w)
{
	if (w->scripts == GLYPH_UNSPACED) {
		t->unspaced += w->letters;
		t->words += (w->letters + 1u) / 2;
		return;
	}
	t->words++;
	if ((w->scripts & GLYPH_ALIKE) != 0)
		t->alike += w->letters;
	else
		t->latin += w->letters;
	t->capitals += w->upper;
	t->shouted += w->upper >= 4 && w->upper == w->letters;
	t->hidden += w->hidden > 0;
	t->styled += w->styled >= 3;
	t->mixed += w->turns >= 2;
}

static void
count_word(struct counter *k, const struct piece *w)
{
	struct traits_text *t = k->out;
	struct str word = pieces_text(k->p, w);

	count_letters(t, w);
	count_terms(k, w, word);
	if (k->about != NULL)
		count_subject(k, word);
	count_random(t, w, word);
	t->small = t->small && w->upper == 0;
	uint32_t hash = hash_of(HASH_BEGIN, word);
	k->sentence = (k->sentence ^ hash) * HASH_FACTOR;
	k->sentence_words += w->scripts == GLYPH_UNSPACED ? w->letters : 1;
	if (w->letters >= 4) {
		uint16_t *n = &k->buckets[hash % BUCKETS];
		if (++*n > t->most)
			t->most = *n;
	}
}

/* ---- sentences ---- */

static void
end_sentence(struct counter *k)
{
	if (k->sentence_words >= 2) {
		for (unsigned i = 0; i < k->n_sentences; i++) {
			if (k->sentences[i] == k->sentence) {
				k->out->repeated++;
				break;
			}
		}
		if (k->n_sentences < SENTENCES_MAX)
			k->sentences[k->n_sentences++] = k->sentence;
	}
	k->sentence = HASH_BEGIN;
	k->sentence_words = 0;
}

/* ---- signs ---- */

static bool
is_currency(uint32_t c)
{
	return c == '$' || (c >= 0xa2 && c <= 0xa5) || c == 0x0e3f ||
	       (c >= 0x20a0 && c <= 0x20cf) || c == 0xff04 || c == 0xffe1 ||
	       c == 0xffe5;
}

/* What advertisers put beside their lines. */
static bool
is_advert(uint32_t c)
{
	static const uint32_t list[] = { 0x1f4b0, 0x1f4b5, 0x1f4b8, 0x1f911,
		0x1f4b3, 0x1f4b2, 0x1f4c8, 0x1f680, 0x1f525, 0x1f381, 0x1f3b0,
		0x1f48e, 0x2705, 0x2714, 0x1f4af, 0x1f3c6, 0x1f4de, 0x1f4f2,
		0x1f4f1, 0x260e, 0x1f4e9, 0x1f4e7, 0x2709, 0x1f517, 0x1f51e,
		0x1f48b, 0x1f351, 0x2b50, 0x1f31f, 0x2728, 0x26a1, 0x1f4e2,
		0x1f4e3, 0x1f514, 0x1f195, 0x1f193, 0x1f4a5, 0x2605, 0x2b55,
		0x1f4ac, 0x1f4a3, 0x2757, 0x203c, 0x1f53d, 0x1f4e5 };

	for (size_t i = 0; i < ARRAY_LEN(list); i++)
		if (list[i] == c)
			return true;
	return false;
}

static bool
is_arrow(uint32_t c)
{
	return (c >= 0x1f446 && c <= 0x1f449) || c == 0x27a1 || c == 0x2b07 ||
	       c == 0x25ba || c == 0x25b6 || c == 0x2794 || c == 0x279c ||
	       c == 0x27a4 || c == 0xbb;
}

static bool
is_quote(uint32_t c)
{
	return c == '"' || c == '>' || (c >= 0x201c && c <= 0x201e) ||
	       c == 0xab || (c >= 0x300a && c <= 0x300f);
}

static bool
ends_sentence(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == '|' || c == 0x3002 ||
	       c == 0xff01 || c == 0xff1f || c == 0x061f || c == 0x2022;
}

static bool
is_named(const struct pieces *p, size_t i, const char *names)
{
	struct str rest = str_of(names), name;

	while (i < p->n && str_cut(&rest, ' ', &name))
		if (str_eq(pieces_text(p, &p->at[i]), name))
			return true;
	return false;
}

/* `[url`, `[/url`, `<a href`, `[link=`: markup of other places. */
static bool
is_anchor(const struct pieces *p, size_t i)
{
	size_t word = i + 1 + pieces_is_sign(p, i + 1, '/');

	if (p->at[i].sign == '[')
		return is_named(p, word, "url link img email") &&
		       (pieces_is_sign(p, word + 1, ']') ||
			   pieces_is_sign(p, word + 1, '='));
	return p->at[i].sign == '<' && is_named(p, word, "a") &&
	       is_named(p, word + 1, "href");
}

static bool
has_number(const struct pieces *p, size_t i)
{
	return i < p->n && p->at[i].digits > 0;
}

static void
count_sign(struct counter *k, size_t i)
{
	struct traits_text *t = k->out;
	uint32_t c = k->p->at[i].sign;
	const struct piece *next = i + 1 < k->p->n ? &k->p->at[i + 1] : NULL;

	t->exclaims += c == '!' || c == 0xff01;
	t->questions += c == '?' || c == 0xff1f || c == 0x061f;
	t->quotes += is_quote(c);
	t->adverts += c >= 0x2000 && is_advert(c);
	t->arrows += c >= 0xbb && is_arrow(c);
	t->anchors += is_anchor(k->p, i);
	t->hashtags += (c == '#' || c == 0xff03) && next != NULL &&
		       next->gap == PIECE_JOINED && next->letters > 1;
	if (is_currency(c) &&
	    (has_number(k->p, i + 1) || (i > 0 && has_number(k->p, i - 1))))
		t->money++;
	if ((c == '%' || c == 0xff05) && i > 0 && has_number(k->p, i - 1))
		t->money++;
	if (ends_sentence(c))
		end_sentence(k);
}

static bool
is_money(const struct pieces *p, size_t i)
{
	return i < p->n && (p->at[i].terms & TERMS_MONEY) != 0;
}

/* Reads the letters that were in a row, and looks what they say. */
static void
end_run(struct counter *k)
{
	struct str all = { k->run, k->n_run };
	unsigned kinds;

	k->n_run = 0;
	if (all.len < SPACED_LEAST)
		return;
	k->out->spaced++;
	while ((kinds = terms_next(&all, 3)) != 0)
		count_kinds(k, kinds, STR_NULL);
}

/* Single letters in a row, with a space or one sign between them. */
static void
count_spaced(struct counter *k, size_t i)
{
	const struct piece *w = &k->p->at[i];
	struct str text = pieces_text(k->p, w);

	if (w->kind == PIECE_SIGN && w->gap == PIECE_JOINED &&
	    (w->sign == '.' || w->sign == '-' || w->sign == '*' ||
		w->sign == '|'))
		return;
	bool single = w->kind == PIECE_WORD && w->letters == 1 &&
		      w->digits == 0 && w->scripts != GLYPH_UNSPACED;
	if (!single || (k->n_run > 1 && w->gap != k->run_gap) ||
	    k->n_run + text.len > RUN_MAX)
		end_run(k);
	if (!single)
		return;
	k->run_gap = w->gap;
	memcpy(k->run + k->n_run, text.p, text.len);
	k->n_run += text.len;
}

static void
count(struct counter *k)
{
	const struct pieces *p = k->p;

	end_sentence(k);
	for (size_t i = 0; i < p->n; i++) {
		const struct piece *w = &p->at[i];

		if (w->gap == PIECE_LINE)
			end_sentence(k);
		count_spaced(k, i);
		switch ((enum piece_kind)w->kind) {
		case PIECE_WORD:
			count_word(k, w);
			break;
		case PIECE_NUMBER:
			k->out->numbers++;
			k->out->money +=
			    is_money(p, i + 1) || (i > 0 && is_money(p, i - 1));
			break;
		case PIECE_SIGN:
			count_sign(k, i);
			break;
		case PIECE_ADDRESS:
			break;
		}
	}
	end_sentence(k);
	end_run(k);
}

static void
take_text(struct traits_text *t, const struct seen *about)
{
	struct counter k = { .out = t, .p = &t->pieces, .about = about };

	t->small = true;
	count(&k);
	contact_find(&t->to, &t->pieces);
}

/* Words of the article's address and title that are not in many. */
static bool
take_about(struct seen *out, struct arena *a, struct str text)
{
	struct pieces p;

	if (!pieces_of_text(&p, a, text))
		return false;
	for (size_t i = 0; i < p.n; i++)
		if (p.at[i].kind == PIECE_WORD && p.at[i].terms == 0 &&
		    p.at[i].len >= SUBJECT_LEAST)
			(void)is_new(out, pieces_text(&p, &p.at[i]));
	return true;
}

bool
traits_take(struct traits *out, struct arena *a, const struct signs_comment *c)
{
	struct traits_text *body = &out->body;
	struct seen about = { .n = 0 };

	*out = (struct traits){ .home = { .is_there = false } };
	if (!take_about(&about, a, c->article) ||
	    !take_about(&about, a, c->title) ||
	    !pieces_of_html(&body->pieces, a, c->html, false) ||
	    !pieces_of_text(&out->name.pieces, a, c->name) ||
	    !homepage_take(&out->home, a, c->home, &out->name.pieces))
		return false;
	take_text(body, &about);
	take_text(&out->name, NULL);
	if (body->words >= PROSE_LEAST || body->pieces.code == 0)
		return true;
	/* It is all code: then that is what is meant. */
	*body = (struct traits_text){ .words = 0 };
	if (!pieces_of_html(&body->pieces, a, c->html, true))
		return false;
	take_text(body, &about);
	return true;
}
