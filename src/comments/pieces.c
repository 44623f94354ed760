/*
 * pieces.c - code points come one by one and are added to the piece in hand
 *
 * A word or number is in hand until something else comes; signs are pieces at
 * once.  What joins two letters is looked at with the letter that follows.
 */
#include "base/base.h"
#include "comments/pieces.h"

#include <utf8proc.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "comments/entity.h"
#include "comments/glyph.h"
#include "comments/terms.h"

#define WORD_MAX 255 /* letters and digits: a longer one is several */
#define WORD_BYTES 2048
#define SOFT_MAX 8  /* letters that nobody hyphenates */
#define CODE 0xfffc /* stands where code is left out */

/* ---- what is shown ---- */

struct reader {
	struct str rest;
	bool html, with_code;
	bool in_code, linked;
	unsigned quotes; /* blocks of quotation that are open */
	size_t code;     /* bytes that were left out */
};

/* What the tag says; true when it is seen as the end of a line. */
static bool
take_tag(struct reader *r)
{
	ssize_t end = str_index(r->rest, '>');
	struct str name = str_from(str_head(r->rest, (size_t)end), 1);

	r->rest = str_from(r->rest, (size_t)end + 1);
	if (str_starts(name, STR("code")) || str_eq(name, STR("/code")))
		r->in_code = name.p[0] != '/';
	else if (str_starts(name, STR("a ")) || str_eq(name, STR("/a")))
		r->linked = name.p[0] != '/';
	else if (str_eq(name, STR("blockquote")))
		r->quotes++;
	else if (str_eq(name, STR("/blockquote")))
		r->quotes--;
	else
		return !str_ends(name, STR("em")) &&
		       !str_ends(name, STR("strong")) &&
		       !str_ends(name, STR("del"));
	return str_ends(name, STR("blockquote"));
}

static bool
take_plain(struct reader *r, uint32_t *c)
{
	if (r->html && r->rest.p[0] == '&') {
		ssize_t end = str_index(r->rest, ';');
		struct str reference = str_head(r->rest, (size_t)end + 1);

		r->rest = str_from(r->rest, reference.len);
		return entity_decode(reference, c);
	}
	return utf8_next(&r->rest, c);
}

/* The next code point that is seen; false at the end. */
static bool
take(struct reader *r, uint32_t *c)
{
	while (r->rest.len > 0) {
		size_t before = r->rest.len;
		unsigned char byte = (unsigned char)r->rest.p[0];

		/* Most are such. */
		if (byte < 0x80 && byte != '<' && byte != '&' && !r->in_code) {
			*c = byte;
			r->rest = str_from(r->rest, 1);
			return true;
		}
		if (r->html && r->rest.p[0] == '<') {
			bool was = r->in_code;

			*c = take_tag(r) ? '\n' : CODE;
			if (*c == '\n' || (r->in_code && !was))
				return true;
			continue;
		}
		if (!take_plain(r, c))
			return false;
		if (!r->in_code || r->with_code)
			return true;
		r->code += before - r->rest.len;
	}
	return false;
}

/* ---- pieces ---- */

struct cutter {
	struct pieces *out;
	struct arena *arena;
	struct reader r;
	size_t room;
	struct buf text;
	struct piece now;     /* in hand, if it has letters or digits */
	uint8_t gap;          /* before the next one */
	bool small;           /* the last letter was none that is a capital */
	uint8_t script;       /* of the last Latin letter or one alike */
	uint8_t unseen, soft; /* behind the last letter */
	uint8_t soft_inside;
	bool failed;
};

/* False when there is no room; the text ends there. */
static bool
make_room(struct cutter *k)
{
	struct pieces *out = k->out;
	size_t size = sizeof(*out->at), room = 2 * k->room;

	if (out->n < k->room)
		return true;
	out->cut = out->n == PIECES_MAX;
	room = room < PIECES_MAX ? room : PIECES_MAX;
	struct piece *at = out->cut ? NULL
				    : arena_grow(k->arena, out->at,
					  k->room * size, room * size);
	if (at == NULL) {
		k->failed = !out->cut;
		k->r.rest.len = 0;
		return false;
	}
	out->at = at;
	k->room = room;
	return true;
}

static void
add(struct cutter *k, struct piece p)
{
	if (!make_room(k))
		return;
	p.gap = k->gap;
	p.quoted = k->r.quotes > 0;
	k->out->at[k->out->n++] = p;
	k->gap = PIECE_JOINED;
}

static bool
in_hand(const struct cutter *k)
{
	return k->now.letters + k->now.digits > 0;
}

static void
begin(struct cutter *k)
{
	k->now = (struct piece){ .at = (uint32_t)k->text.len };
	k->small = false;
	k->script = 0;
	k->unseen = k->soft = k->soft_inside = 0;
}

static unsigned
terms_in(struct str word, bool unspaced)
{
	unsigned kinds, all = 0;

	if (!unspaced)
		return terms_of(word);
	while ((kinds = terms_next(&word, 0)) != 0)
		all |= kinds;
	return all;
}

static void
finish(struct cutter *k)
{
	if (!in_hand(k))
		return;
	k->now.kind = k->now.letters > 0 ? PIECE_WORD : PIECE_NUMBER;
	k->now.len = (uint16_t)(k->text.len - k->now.at);
	if (k->now.letters <= SOFT_MAX)
		k->now.hidden = (uint8_t)(k->now.hidden + k->soft_inside);
	struct str word = { k->text.p + k->now.at, k->now.len };
	if (k->now.kind == PIECE_WORD && !k->text.failed)
		k->now.terms = terms_in(word, k->now.scripts == GLYPH_UNSPACED);
	add(k, k->now);
	begin(k);
}

static void
put(struct cutter *k, uint32_t c)
{
	utf8proc_uint8_t bytes[4];

	if (c < 0x80) {
		buf_char(&k->text, (char)c);
		return;
	}
	utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)c, bytes);
	buf_put(&k->text, bytes, (size_t)n);
}

static void
more(uint8_t *n, bool yes)
{
	*n = (uint8_t)(*n + (yes && *n < UINT8_MAX));
}

/* What stood unseen before a letter or digit, now that there is one. */
static void
count_unseen(struct cutter *k, const struct glyph *g)
{
	uint8_t plain = GLYPH_LATIN | GLYPH_ALIKE;

	if (in_hand(k) && (k->now.scripts & ~plain) == 0 &&
	    (g->scripts & ~plain) == 0) {
		k->now.hidden = (uint8_t)(k->now.hidden + k->unseen);
		k->soft_inside = (uint8_t)(k->soft_inside + k->soft);
	}
	k->unseen = k->soft = 0;
}

static void
add_letter(struct cutter *k, const struct glyph *g)
{
	struct piece *p = &k->now;
	uint8_t script = g->scripts & (GLYPH_LATIN | GLYPH_ALIKE);

	/* Words of unspaced scripts stand beside others without a space. */
	if ((p->scripts & GLYPH_UNSPACED) != (g->scripts & GLYPH_UNSPACED))
		finish(k);
	if (!in_hand(k))
		p->linked = k->r.linked;
	count_unseen(k, g);
	more(&p->turns, script != 0 && k->script != 0 && script != k->script);
	k->script = script != 0 ? script : k->script;
	p->scripts |= g->scripts;
	more(&p->letters, g->role == GLYPH_LETTER);
	more(&p->digits, g->role == GLYPH_DIGIT);
	more(&p->upper, g->upper);
	more(&p->rises, g->upper && k->small);
	more(&p->styled, g->styled);
	k->small = g->role == GLYPH_LETTER && !g->upper;
	put(k, g->folded);
	if (p->letters + p->digits == WORD_MAX ||
	    k->text.len - p->at > WORD_BYTES)
		finish(k);
}

/* Marks of a script that lives by them stay; on Latin they are decoration. */
static void
add_mark(struct cutter *k, const struct glyph *g)
{
	if (!in_hand(k))
		return;
	if ((k->now.scripts & GLYPH_LATIN) != 0)
		more(&k->now.styled, true);
	else if (k->text.len - k->now.at < WORD_BYTES)
		put(k, g->folded);
}

/* One in a place counts: no more than there are letters. */
static void
add_unseen(struct cutter *k, const struct glyph *g)
{
	*(g->folded == 0xad ? &k->soft : &k->unseen) = 1;
}

static bool
joins(const struct cutter *k, uint32_t c)
{
	struct reader ahead = k->r;
	struct glyph g;

	if (k->now.letters == 0)
		return false;
	if (c == '_')
		return true;
	if ((c != '\'' && c != 0x2019) || !take(&ahead, &c))
		return false;
	glyph_look(c, &g);
	return g.role == GLYPH_LETTER;
}

/* The word in hand is a scheme: the address goes up to the next space. */
static void
take_address(struct cutter *k)
{
	uint32_t c = ':';
	struct reader next = k->r;
	struct glyph g;

	do {
		put(k, c);
		k->r = next;
		if (!take(&next, &c))
			break;
		glyph_look(c, &g);
	} while (g.role != GLYPH_SPACE && c != '"' && c != ')' &&
		 next.linked == k->r.linked &&
		 k->text.len - k->now.at < WORD_BYTES);
	k->now = (struct piece){ .at = k->now.at,
		.len = (uint16_t)(k->text.len - k->now.at),
		.kind = PIECE_ADDRESS,
		.linked = k->now.linked };
	add(k, k->now);
	begin(k);
}

static void
feed(struct cutter *k, uint32_t c)
{
	struct glyph g;

	glyph_look(c, &g);
	switch (g.role) {
	case GLYPH_SPACE:
		finish(k);
		if (c == '\n')
			k->gap = PIECE_LINE;
		else if (k->gap == PIECE_JOINED)
			k->gap = PIECE_SPACE;
		break;
	case GLYPH_LETTER:
	case GLYPH_DIGIT:
		add_letter(k, &g);
		break;
	case GLYPH_MARK:
		add_mark(k, &g);
		break;
	case GLYPH_UNSEEN:
		add_unseen(k, &g);
		break;
	case GLYPH_SIGN:
		if (c == ':' && k->now.letters > 0 &&
		    str_starts(k->r.rest, STR("//"))) {
			take_address(k);
		} else if (joins(k, c)) {
			put(k, c == '_' ? c : '\'');
			k->small = false;
		} else {
			finish(k);
			add(k, (struct piece){ .kind = PIECE_SIGN,
				   .sign = c,
				   .linked = k->r.linked });
		}
		break;
	}
}

/* Small letters behind one, taken at once: most of a text. */
static void
take_letters(struct cutter *k)
{
	struct piece *p = &k->now;
	struct str rest = k->r.rest;
	size_t n = 0, most = WORD_MAX - 1u - p->letters - p->digits;

	while (n < rest.len && n < most && rest.p[n] >= 'a' && rest.p[n] <= 'z')
		n++;
	buf_put(&k->text, rest.p, n);
	p->letters = (uint8_t)(p->letters + n);
	k->r.rest = str_from(rest, n);
}

/* The sign that ends a quotation which begins with `c`; 0 if none does. */
static uint32_t
closing_of(uint32_t c)
{
	switch (c) {
	case '"':
		return '"';
	case 0xab:
		return 0xbb;
	case 0x201c:
		return 0x201d;
	case 0x201e:
		return 0x201c;
	case 0x300c:
	case 0x300e:
	case 0x300a:
		return c + 1;
	default:
		return 0;
	}
}

/* Marks what stands between quotation marks of one line. */
static void
mark_quoted(struct pieces *out)
{
	size_t begin = 0;
	uint32_t closing = 0;

	for (size_t i = 0; i < out->n; i++) {
		struct piece *w = &out->at[i];

		if (w->gap == PIECE_LINE)
			closing = 0;
		if (w->kind != PIECE_SIGN)
			continue;
		if (closing == 0) {
			closing = closing_of(w->sign);
			begin = i + 1;
		} else if (w->sign == closing ||
			   (closing == 0x201c && w->sign == 0x201d)) {
			while (begin < i)
				out->at[begin++].quoted = true;
			closing = 0;
		}
	}
}

static bool
cut(struct pieces *out, struct arena *a, struct reader r)
{
	struct cutter k = { .out = out, .arena = a, .r = r, .gap = PIECE_LINE };
	uint32_t c;

	/* Most texts have one for five bytes; markup has none. */
	*out = (struct pieces){ .n = 0 };
	k.room = r.rest.len / 5 + 16;
	k.room = k.room < PIECES_MAX ? k.room : PIECES_MAX;
	out->at = arena_alloc(a, k.room * sizeof(*out->at));
	if (out->at == NULL)
		return false;
	buf_init(&k.text, a, r.rest.len + 16);
	begin(&k);
	while (take(&k.r, &c)) {
		feed(&k, c);
		if (k.small && k.script == GLYPH_LATIN &&
		    k.unseen + k.soft == 0)
			take_letters(&k);
	}
	finish(&k);
	mark_quoted(out);
	out->text = k.text.p;
	out->code = k.r.code;
	return !k.failed && !k.text.failed;
}

bool
pieces_of_html(
    struct pieces *out, struct arena *a, struct str html, bool with_code)
{
	return cut(out, a,
	    (struct reader){
		.rest = html, .html = true, .with_code = with_code });
}

bool
pieces_of_text(struct pieces *out, struct arena *a, struct str text)
{
	return cut(out, a, (struct reader){ .rest = text });
}

bool
pieces_is_one_of(const struct pieces *p, size_t i, const char *words)
{
	struct str rest = str_of(words), word;

	while (i < p->n && str_cut(&rest, ' ', &word))
		if (str_eq(pieces_text(p, &p->at[i]), word))
			return true;
	return false;
}
