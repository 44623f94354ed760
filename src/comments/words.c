/*
 * words.c - an automaton of Aho and Corasick (1975) in little memory
 *
 * The texts form a trie; a node is the longest beginning of one that the bytes
 * read so far end with.  Where a node has no child for the next byte, the
 * search goes back to the node of the next shorter such beginning.  Each step
 * back is paid for by one forward, so a text takes at most two steps a byte.
 *
 * The children of a node are a list in the order of their bytes: most nodes
 * have one.  The root, where most searches are most of the time, has a table.
 */
#include "base/base.h"
#include "comments/words.h"

struct node {
	uint32_t child; /* 0: none; nothing leads to the root */
	uint32_t sibling;
	uint32_t back;
	unsigned char byte;
	unsigned char mark;
};

struct words {
	struct node *nodes;
	size_t count;
	size_t room;
	uint32_t first[256]; /* the children of the root */
};

static bool
make_room(struct words *w)
{
	size_t room = w->room == 0 ? 256 : 2 * w->room;

	errno = EFBIG;
	if (room > WORDS_MAX)
		return false;
	struct node *nodes = realloc(w->nodes, room * sizeof(*nodes));
	errno = ENOMEM;
	if (nodes == NULL)
		return false;
	w->nodes = nodes;
	w->room = room;
	return true;
}

struct words *
words_new(void)
{
	struct words *w = calloc(1, sizeof(*w));

	if (w == NULL || !make_room(w)) {
		free(w);
		return NULL;
	}
	w->nodes[w->count++] = (struct node){ .child = 0 };
	return w;
}

void
words_free(struct words *w)
{
	if (w == NULL)
		return;
	free(w->nodes);
	free(w);
}

static uint32_t
child_of(const struct words *w, uint32_t at, unsigned char byte)
{
	if (at == 0)
		return w->first[byte];
	uint32_t child = w->nodes[at].child;
	while (child != 0 && w->nodes[child].byte < byte)
		child = w->nodes[child].sibling;
	return child != 0 && w->nodes[child].byte == byte ? child : 0;
}

/* A new child; 0 when there is no room. */
static uint32_t
add_child(struct words *w, uint32_t at, unsigned char byte)
{
	if (w->count == w->room && !make_room(w))
		return 0;
	uint32_t new = (uint32_t)w->count++;
	uint32_t *link = at == 0 ? &w->first[byte] : &w->nodes[at].child;
	while (*link != 0 && w->nodes[*link].byte < byte)
		link = &w->nodes[*link].sibling;
	w->nodes[new] = (struct node){ .sibling = *link, .byte = byte };
	*link = new;
	return new;
}

bool
words_add(struct words *w, struct str text, unsigned char mark)
{
	uint32_t at = 0;

	assert(text.len > 0 && mark > 0);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.p[i];
		uint32_t next = child_of(w, at, byte);

		if (next == 0)
			next = add_child(w, at, byte);
		if (next == 0)
			return false;
		at = next;
	}
	if (w->nodes[at].mark < mark)
		w->nodes[at].mark = mark;
	return true;
}

static uint32_t
step(const struct words *w, uint32_t at, unsigned char byte)
{
	uint32_t next = child_of(w, at, byte);

	while (next == 0 && at != 0) {
		at = w->nodes[at].back;
		next = child_of(w, at, byte);
	}
	return next;
}

/*
 * Finds where each node goes back to.  Nodes are taken in the order of their
 * depth, so that those to go back to are finished already.
 */
bool
words_finish(struct words *w)
{
	uint32_t *queue = calloc(w->count, sizeof(*queue));
	size_t head = 0, tail = 0;

	if (queue == NULL)
		return false;
	for (size_t byte = 0; byte < ARRAY_LEN(w->first); byte++)
		if (w->first[byte] != 0)
			queue[tail++] = w->first[byte];
	while (head < tail) {
		const struct node *n = &w->nodes[queue[head++]];

		for (uint32_t c = n->child; c != 0; c = w->nodes[c].sibling) {
			struct node *child = &w->nodes[c];

			child->back = step(w, n->back, child->byte);
			if (child->mark < w->nodes[child->back].mark)
				child->mark = w->nodes[child->back].mark;
			queue[tail++] = c;
		}
	}
	free(queue);
	return true;
}

unsigned char
words_next(const struct words *w, uint32_t *place, unsigned char byte)
{
	*place = step(w, *place, byte);
	return w->nodes[*place].mark;
}
