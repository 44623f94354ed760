/*
 * bots.c - all entries in one automaton (Aho and Corasick, 1975)
 *
 * The entries form a trie; each of its nodes is a state: the longest beginning
 * of an entry that the text read so far ends with.  What follows a state on
 * each byte is worked out beforehand, so matching is one look-up per byte of
 * the User-Agent.  Bytes that no entry has share a class, which keeps a row
 * short.
 *
 * ^ and $ are two classes of their own, read before and after the text.
 */
#include "base/base.h"
#include "visits/bots.h"

#include "base/lines.h"

#define FILE_MAX (200 * 1024)
#define STATES_MAX 0x7fff /* the bit above marks the end of a robot's entry */
#define ROBOT 0x8000
#define BEGIN 0x01 /* stand-ins: control bytes are in no entry */
#define END 0x02

enum verdict {
	NO_ENTRY,
	IS_ROBOT,
	IS_NONE
};

struct bots {
	uint16_t *next; /* [state * classes + class] */
	size_t classes;
	uint16_t start; /* the state after BEGIN */
	uint8_t end;    /* the class of END */
	uint8_t class_of[256];

	/* While building only. */
	uint8_t *verdict; /* of the longest entry that ends in a state */
	size_t states;
	size_t room;
	size_t count; /* entries */
};

/* One entry of the list, taken apart. */
struct entry {
	struct str text;
	bool begins;
	bool ends;
	enum verdict verdict;
};

/* ---- the trie ---- */

static bool
make_room(struct bots *b)
{
	size_t room = b->room == 0 ? 256 : 2 * b->room;
	uint16_t *next = realloc(b->next, room * b->classes * sizeof(*next));

	if (next == NULL)
		return false;
	b->next = next;
	uint8_t *verdict = realloc(b->verdict, room);
	if (verdict == NULL)
		return false;
	b->verdict = verdict;
	memset(next + b->room * b->classes, 0,
	    (room - b->room) * b->classes * sizeof(*next));
	memset(verdict + b->room, NO_ENTRY, room - b->room);
	b->room = room;
	return true;
}

static bool
add_byte(struct bots *b, unsigned char byte, size_t *state)
{
	size_t at = *state * b->classes + b->class_of[byte];

	if (b->next[at] == 0) {
		if (b->states == STATES_MAX ||
		    (b->states == b->room && !make_room(b)))
			return false;
		b->next[at] = (uint16_t)b->states++;
	}
	*state = b->next[at];
	return true;
}

static bool
add(struct bots *b, const struct entry *e)
{
	size_t state = 0;
	bool ok = !e->begins || add_byte(b, BEGIN, &state);

	for (size_t i = 0; ok && i < e->text.len; i++)
		ok = add_byte(b, (unsigned char)e->text.p[i], &state);
	if (!ok || (e->ends && !add_byte(b, END, &state)))
		return false;
	b->verdict[state] = (uint8_t)e->verdict;
	b->count++;
	return true;
}

/*
 * Fills in what follows each state on each byte.  States are taken in the order
 * of their depth, so that the state to fall back to is always finished already.
 */
static bool
finish(struct bots *b)
{
	uint16_t *queue = calloc(b->states, sizeof(*queue));
	uint16_t *fallback = calloc(b->states, sizeof(*fallback));
	size_t head = 0, tail = 0, width = b->classes;
	bool ok = queue != NULL && fallback != NULL;

	if (ok)
		queue[tail++] = 0;
	while (head < tail) {
		size_t state = queue[head++], back = fallback[state];

		for (size_t c = 0; c < width; c++) {
			uint16_t *to = &b->next[state * width + c];
			uint16_t other =
			    state == 0 ? 0 : b->next[back * width + c];

			if (*to == 0) {
				*to = other;
				continue;
			}
			fallback[*to] = other;
			if (b->verdict[*to] == NO_ENTRY)
				b->verdict[*to] = b->verdict[other];
			queue[tail++] = *to;
		}
	}
	free(queue);
	free(fallback);
	return ok;
}

/* From here on a look-up tells what it found, not only where it leads. */
static void
mark(struct bots *b)
{
	for (size_t i = 0; i < b->states * b->classes; i++)
		if (b->verdict[b->next[i]] == IS_ROBOT)
			b->next[i] |= ROBOT;
	b->start = b->next[b->class_of[BEGIN]];
	b->end = b->class_of[END];
	/* What stands for them is a byte like others in a User-Agent. */
	b->class_of[BEGIN] = b->class_of[END] = 0;
}

/* ---- the list ---- */

static const char *
parse(struct str line, struct entry *e)
{
	assert(!str_is_null(line));
	*e = (struct entry){ .verdict = IS_ROBOT };
	if (str_starts(line, STR("!"))) {
		e->verdict = IS_NONE;
		line = str_from(line, 1);
	}
	if (str_starts(line, STR("^"))) {
		e->begins = true;
		line = str_from(line, 1);
	}
	if (str_ends(line, STR("$"))) {
		e->ends = true;
		line.len--;
	}
	e->text = line;
	for (size_t i = 0; i < line.len; i++)
		if (line.p[i] < 0x20 || line.p[i] > 0x7e)
			return "not printable ASCII";
	if (line.len < BOTS_ENTRY_MIN)
		return "too short: it would match almost anything";
	return line.len > BOTS_ENTRY_MAX ? "too long" : NULL;
}

static void
give_class(struct bots *b, unsigned char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		byte |= 0x20;
	if (b->class_of[byte] == 0)
		b->class_of[byte] = (uint8_t)b->classes++;
	if (byte >= 'a' && byte <= 'z')
		b->class_of[byte & ~0x20] = b->class_of[byte];
}

static bool
give_classes(struct bots *b, const struct entry *e)
{
	for (size_t i = 0; i < e->text.len; i++)
		give_class(b, (unsigned char)e->text.p[i]);
	return true;
}

/* Hands each entry of the list to `use`. */
static bool
each(struct lines *list, struct bots *b,
    bool (*use)(struct bots *, const struct entry *))
{
	struct str line;
	struct entry e;

	while (lines_next(list, &line)) {
		const char *why = parse(line, &e);

		if (why == NULL && !use(b, &e))
			why = "one entry too many";
		if (why != NULL)
			return lines_fault(list, why);
	}
	return true;
}

static bool
build(struct bots *b, struct lines *list)
{
	b->classes = 1;
	give_class(b, BEGIN);
	give_class(b, END);
	if (!each(list, b, give_classes))
		return false;
	b->states = 1;
	if (!make_room(b) || !each(list, b, add))
		return false;
	if (!finish(b))
		return lines_fault(list, strerror(ENOMEM));
	mark(b);
	free(b->verdict);
	b->verdict = NULL;
	uint16_t *fit =
	    realloc(b->next, b->states * b->classes * sizeof(*b->next));
	if (fit != NULL)
		b->next = fit;
	return true;
}

struct bots *
bots_load(const char *path, char *err, size_t errlen)
{
	struct lines list;
	struct bots *b = NULL;
	bool ok = lines_open(&list, path, FILE_MAX, err, errlen);

	if (ok) {
		b = calloc(1, sizeof(*b));
		ok = b != NULL ? build(b, &list)
			       : lines_fault(&list, strerror(ENOMEM));
	}
	lines_close(&list);
	if (ok)
		return b;
	bots_free(b);
	return NULL;
}

void
bots_free(struct bots *b)
{
	if (b == NULL)
		return;
	free(b->next);
	free(b->verdict);
	free(b);
}

size_t
bots_count(const struct bots *b)
{
	return b->count;
}

bool
bots_match(const struct bots *b, struct str ua)
{
	size_t state = b->start;

	if (ua.len < BOTS_SHORT)
		return true;
	for (size_t i = 0; i < ua.len; i++) {
		state = b->next[state * b->classes +
				b->class_of[(unsigned char)ua.p[i]]];
		if (state & ROBOT)
			return true;
	}
	return b->next[state * b->classes + b->end] & ROBOT;
}
