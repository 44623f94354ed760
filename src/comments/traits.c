/*
 * traits.c - one loop over the pieces of a text, a function for each kind
 */
#include "base/base.h"
#include "comments/traits.h"

#include "comments/about.h"
#include "comments/gibberish.h"
#include "comments/glyph.h"
#include "comments/leftover.h"
#include "comments/marks.h"
#include "comments/person.h"
#include "comments/terms.h"

#define BUCKETS 1024           /* of words, by their hash */
#define HEADS 256              /* of their beginnings */
#define HEAD 6                 /* bytes of such a one */
#define SENTENCES_MAX 64       /* that are told apart */
#define HASH_BEGIN 2166136261u /* FNV-1a */
#define HASH_FACTOR 16777619u
#define SPACED_LEAST 5 /* letters */
#define RUN_MAX 64
#define NAME_LEAST 6    /* letters */
#define GREETING 3      /* pieces */
#define FOREIGN_LEAST 8 /* letters that tell a script */
#define PROSE_LEAST 4   /* words beside code */
#define PROSE_BESIDE 8  /* and beside quotations */
#define PITCH_LEAST 8   /* letters of a firm's name in a host */
#define ONCE_MAX 10     /* kinds of words that count once */
#define PITCH_HINT 6    /* of one that is no more than a word */
#define PITCH_MIXED 5   /* if there are capitals inside, or no more */

struct counter {
	struct traits_text *out;
	const struct pieces *p;
	const struct about *about;
	const struct homepage *home;
	struct about_words words[ONCE_MAX]; /* that count once, by kind */
	struct about_words subjects;
	bool quoted; /* is there something beside quotations? */
	uint16_t buckets[BUCKETS], heads[HEADS], tails[HEADS];
	uint32_t sentences[SENTENCES_MAX];
	unsigned n_sentences;
	uint32_t sentence; /* hash of the words so far */
	unsigned sentence_words;
	char run[RUN_MAX]; /* single letters in a row */
	size_t n_run, run_letters;
	uint8_t run_gap; /* what stands between them */
};

static uint32_t
hash_of(uint32_t h, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.p[i]) * HASH_FACTOR;
	return h;
}

/* ---- words ---- */

#define KIND(kind, name)                                                       \
	{                                                                      \
		kind, offsetof(struct traits_text, name)                       \
	}

/* Of the first ONCE_MAX each word counts once, of the others each time. */
static const struct {
	unsigned kind;
	size_t count; /* its place */
} kinds_of[] = {
	KIND(TERMS_TRADE, trade),
	KIND(TERMS_SALES, sales),
	KIND(TERMS_FIRM, firm),
	KIND(TERMS_PROMISE, promise),
	KIND(TERMS_OFFER, offer),
	KIND(TERMS_INVITE, invite),
	KIND(TERMS_WINDFALL, windfall),
	KIND(TERMS_MIRACLE, miracle),
	KIND(TERMS_SITE, site),
	KIND(TERMS_TEMPLATE, template),
	KIND(TERMS_PRAISE, praise),
	KIND(TERMS_EARNING, earning),
	KIND(TERMS_PERIOD, periods),
	KIND(TERMS_ACTION, action),
	KIND(TERMS_SELF, self),
	KIND(TERMS_YOU, you),
};

static void
count_kinds(struct counter *k, unsigned kinds, struct str word)
{
	for (size_t i = 0; kinds != 0 && i < ARRAY_LEN(kinds_of); i++) {
		char *place = (char *)k->out + kinds_of[i].count;

		if ((kinds & kinds_of[i].kind) != 0 &&
		    (i >= ONCE_MAX || about_is_new(&k->words[i], word)))
			++*(unsigned *)(void *)place;
	}
}

/* What the article is about may be talked about, and what is quoted. */
static void
count_terms(struct counter *k, const struct piece *w, struct str word)
{
	unsigned kinds;

	if ((w->quoted && k->quoted) ||
	    (w->terms != 0 && k->about != NULL &&
		about_has_akin(&k->about->terms, word)))
		return;
	if (w->scripts != GLYPH_UNSPACED) {
		count_kinds(k, w->terms, word);
		return;
	}
	for (struct str rest = word, at = rest;
	     (kinds = terms_next(&rest, 0)) != 0; at = rest)
		count_kinds(k, kinds, str_head(at, at.len - rest.len));
}

static void
count_subject(struct counter *k, struct str word)
{
	for (unsigned i = 0; i < k->about->words.n; i++) {
		struct str subject = k->about->words.at[i];

		if (about_is_akin(word, subject) &&
		    about_is_new(&k->subjects, subject))
			k->out->subjects++;
	}
}

static void
count_gibberish(struct traits_text *t, const struct piece *w, struct str word)
{
	enum gibberish g = gibberish_of(w, word);

	t->random += g == GIBBERISH_RANDOM;
	t->rough += g == GIBBERISH_ROUGH;
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
	else if (w->scripts == GLYPH_OTHER)
		t->others += w->letters;
	else
		t->latin += w->letters;
	t->capitals += w->upper;
	t->shouted += w->upper >= 4 && w->upper == w->letters;
	t->hidden += w->hidden > 0;
	t->styled += w->styled >= 3;
	t->mixed += w->turns >= 2;
	t->joined += w->turns == 1 && w->letters >= 4;
}

static void
count_part(uint16_t *buckets, unsigned *most, struct str part)
{
	uint16_t *n = &buckets[hash_of(HASH_BEGIN, part) % HEADS];

	if (++*n > *most)
		*most = *n;
}

/* Where Korean sentences end. */
static bool
is_verb(struct str word)
{
	return str_ends(word, STR("니다")) || str_ends(word, STR("요"));
}

/* Words of unspaced scripts that are made of one and others. */
static void
count_parts(struct counter *k, const struct piece *w, struct str word)
{
	struct traits_text *t = k->out;

	if (w->scripts != GLYPH_UNSPACED)
		return;
	/* Hangul has spaces. */
	t->spaces += w->gap == PIECE_SPACE && (unsigned char)word.p[0] < 0xea;
	if (word.len < HEAD || w->quoted)
		return;
	count_part(k->heads, &t->heads, str_head(word, HEAD));
	if (!is_verb(word))
		count_part(
		    k->tails, &t->tails, str_from(word, word.len - HEAD));
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
	count_parts(k, w, word);
	count_gibberish(t, w, word);
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
	t->quotes += marks_is_quote(c);
	t->adverts += c >= 0x2000 && marks_is_advert(c);
	t->arrows += c >= 0xbb && marks_is_arrow(c);
	t->anchors += leftover_is_anchor(k->p, i);
	t->unfilled += leftover_is_blank(k->p, i);
	t->around += c == '/' && i > 0 && pieces_is_one_of(k->p, i - 1, "24") &&
		     pieces_is_one_of(k->p, i + 1, "7");
	t->hashtags += (c == '#' || c == 0xff03) && next != NULL &&
		       next->gap == PIECE_JOINED && next->letters > 1;
	if (marks_is_currency(c) &&
	    (has_number(k->p, i + 1) || (i > 0 && has_number(k->p, i - 1)))) {
		t->money++;
		t->sums++;
	}
	if ((c == '%' || c == 0xff05) && i > 0 && has_number(k->p, i - 1))
		t->money++;
	t->commas +=
	    marks_is_comma(c) || (marks_is_dash(c) && k->p->at[i].gap > 0);
	t->ends += marks_ends_sentence(c) && c != '|' && c != 0x2022;
	if (marks_ends_sentence(c))
		end_sentence(k);
}

static bool
is_money(const struct pieces *p, size_t i)
{
	return i < p->n && (p->at[i].terms & TERMS_MONEY) != 0;
}

/* Whether it ends like one. */
static bool
is_host(struct str s)
{
	struct str rest = s, ending = STR_NULL;

	while (str_cut(&rest, '.', &ending))
		;
	return ending.len < s.len &&
	       (terms_of(ending) & (TERMS_ENDING | TERMS_SHORT_ENDING)) != 0;
}

/* Reads the letters that were in a row, and looks what they say. */
static void
end_run(struct counter *k)
{
	struct str all = { k->run, k->n_run };
	unsigned kinds;

	size_t letters = k->run_letters;

	k->n_run = k->run_letters = 0;
	if (letters < SPACED_LEAST)
		return;
	k->out->spaced++;
	k->out->to.disguised += is_host(all);
	while ((kinds = terms_next(&all, 3)) != 0)
		count_kinds(k, kinds, STR_NULL);
}

static bool
is_bracket(uint32_t c)
{
	return c == '(' || c == ')' || c == '[' || c == ']';
}

/* Single letters in a row, with a space or one sign between them. */
static void
count_spaced(struct counter *k, size_t i)
{
	const struct piece *w = &k->p->at[i];
	struct str text = pieces_text(k->p, w);

	if (k->n_run > 0 && w->sign == '.' && k->n_run < RUN_MAX)
		k->run[k->n_run++] = '.';
	if (w->kind == PIECE_SIGN &&
	    (is_bracket(w->sign) || w->sign == '.' ||
		(w->gap == PIECE_JOINED &&
		    (w->sign == '-' || w->sign == '*' || w->sign == '|'))))
		return;
	bool behind_dot = k->n_run > 0 && k->run[k->n_run - 1] == '.';
	bool single = w->kind == PIECE_WORD && w->letters == 1 &&
		      w->digits == 0 && w->scripts != GLYPH_UNSPACED;
	if (!single || (k->n_run > 1 && w->gap != k->run_gap && !behind_dot) ||
	    k->n_run + text.len > RUN_MAX)
		end_run(k);
	if (!single)
		return;
	k->run_gap = w->gap;
	memcpy(k->run + k->n_run, text.p, text.len);
	k->n_run += text.len;
	k->run_letters++;
}

/* Whether words in capitals are the firm that the home page's host is after. */
static void
count_home(struct counter *k, size_t i)
{
	struct str label = k->home->label, rest;
	const struct piece *w = &k->p->at[i];
	unsigned words = 0;

	if (w->kind != PIECE_WORD || w->upper == 0 || w->linked)
		return;
	struct str word = pieces_text(k->p, w);
	const char *found = memmem(label.p, label.len, word.p, word.len);
	if (found == NULL)
		return;
	rest = str_from(label, (size_t)(found - label.p));
	size_t before = rest.len;
	for (; i < k->p->n && k->p->at[i].kind == PIECE_WORD; i++, words++) {
		word = pieces_text(k->p, &k->p->at[i]);
		if (!str_starts(rest, word))
			break;
		rest = str_from(rest, word.len);
	}
	size_t n = before - rest.len;
	/* One word may be what the page is about, unless it is no word. */
	bool own = words > 1 || before == label.len;
	k->out->pitched +=
	    (own && n >= PITCH_LEAST) ||
	    (n >= PITCH_MIXED && (w->rises > 0 || n == label.len));
	word = pieces_text(k->p, w);
	k->out->hinted += n >= PITCH_HINT && w->terms == 0 &&
			  !about_has_akin(&k->about->words, word);
}

/* What is named FooBar is sold, or a tool; foo_bar is somebody, or code. */
static void
count_names(struct traits *t, const struct about *about)
{
	const struct pieces *p = &t->body.pieces;

	for (size_t i = 0; i < p->n; i++) {
		const struct piece *w = &p->at[i];
		struct str word = pieces_text(p, w);

		if (w->kind != PIECE_WORD || w->linked || w->quoted ||
		    w->letters < NAME_LEAST || w->scripts != GLYPH_LATIN)
			continue;
		t->products += w->rises > 0 && w->upper == w->rises + 1 &&
			       w->digits == 0 && !contact_is_familiar(word) &&
			       !about_has_akin(&about->words, word);
		t->handles += str_index(word, '_') > 0;
	}
}

static bool
has_prose(const struct pieces *p)
{
	unsigned words = 0;

	for (size_t i = 0; i < p->n && words < PROSE_BESIDE; i++)
		words += p->at[i].kind == PIECE_WORD && !p->at[i].quoted;
	return words >= PROSE_BESIDE;
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
		k->out->commas += w->gap == PIECE_LINE && i > 0;
		count_spaced(k, i);
		if (k->home != NULL)
			count_home(k, i);
		switch ((enum piece_kind)w->kind) {
		case PIECE_WORD:
			count_word(k, w);
			break;
		case PIECE_NUMBER:
			k->out->numbers++;
			if (is_money(p, i + 1) ||
			    (i > 0 && is_money(p, i - 1))) {
				k->out->money++;
				k->out->sums++;
			}
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
take_text(struct traits_text *t, const struct about *about,
    const struct homepage *home)
{
	struct counter k = { .out = t,
		.p = &t->pieces,
		.about = about,
		.home = home,
		.quoted = has_prose(&t->pieces) };

	t->small = true;
	contact_find(&t->to, &t->pieces);
	count(&k);
}

bool
traits_take(struct traits *out, struct arena *a, const struct signs_comment *c)
{
	struct traits_text *body = &out->body;
	struct about about;

	*out = (struct traits){ .home = { .is_there = false } };
	if (!about_take(&about, a, c->article, c->title) ||
	    !pieces_of_html(&body->pieces, a, c->html, false) ||
	    !pieces_of_text(&out->name.pieces, a, c->name) ||
	    !homepage_take(&out->home, a, c->home, &out->name.pieces))
		return false;
	const struct homepage *home = out->home.is_there ? &out->home : NULL;
	take_text(body, &about, home);
	take_text(&out->name, NULL, NULL);
	if (body->words < PROSE_LEAST && body->pieces.code > 0) {
		/* It is all code: then that is what is meant. */
		*body = (struct traits_text){ .words = 0 };
		if (!pieces_of_html(&body->pieces, a, c->html, true))
			return false;
		take_text(body, &about, home);
	}
	for (size_t i = 0; i < body->pieces.n && i < GREETING; i++)
		out->addressed |=
		    (body->pieces.at[i].terms & TERMS_ADDRESSEE) != 0;
	count_names(out, &about);
	out->person = person_is(&out->name.pieces);
	out->trade = (about.kinds & TERMS_TRADE) != 0;
	out->foreign = about.letters >= FOREIGN_LEAST &&
		       about.latin * 2 < about.letters &&
		       body->latin >= FOREIGN_LEAST && body->alike == 0 &&
		       body->unspaced == 0 && body->others == 0;
	return true;
}
