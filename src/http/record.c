/*
 * record.c - a state machine of heads, contents and paddings
 *
 * The order is BEGIN, PARAMS up to an empty one, STDIN up to an empty one, all
 * of one request; anything else is broken.  Names and values in PARAMS are
 * skipped by their lengths, which may be cut by the end of a record anywhere.
 *
 * libfcgi forgets about the padding of BEGIN and of empty records, and takes it
 * for the next record: what has passed here would not be what it reads.  No web
 * server pads those, so that is broken, too.
 */
#include "base/base.h"
#include "http/record.h"

#define FCGI_VERSION 1
#define ROLE_RESPONDER 1
#define BEGIN_LEN 8
#define PAIR_MAX (128u * 1024) /* no name and value are longer together */

void
record_walk_init(struct record_walk *w)
{
	*w = (struct record_walk){ .expect = RECORD_BEGIN_REQUEST };
}

/* One or four bytes, the high bit telling which (section 3.4). */
static size_t
length_size(unsigned char first)
{
	return first & 0x80 ? 4 : 1;
}

static size_t
length_of(const unsigned char *p)
{
	if (!(p[0] & 0x80))
		return p[0];
	return (size_t)(p[0] & 0x7f) << 24 | (size_t)p[1] << 16 |
	       (size_t)p[2] << 8 | p[3];
}

static bool
walk_pairs(struct record_walk *w, const unsigned char *p, size_t n)
{
	while (n > 0) {
		/* Nearly always both lengths are one byte and all is here. */
		if (w->pair_left == 0 && w->n_pair == 0 && n >= 2 &&
		    ((p[0] | p[1]) & 0x80) == 0) {
			size_t whole = 2 + (size_t)p[0] + p[1];

			if (whole <= n) {
				p += whole;
				n -= whole;
				continue;
			}
		}
		if (w->pair_left > 0) {
			size_t step = n < w->pair_left ? n : w->pair_left;

			w->pair_left -= step;
			p += step;
			n -= step;
			continue;
		}
		w->pair[w->n_pair++] = *p++;
		n--;
		size_t first = length_size(w->pair[0]);
		if (w->n_pair <= first ||
		    w->n_pair < first + length_size(w->pair[first]))
			continue;
		w->pair_left = length_of(w->pair) + length_of(w->pair + first);
		if (w->pair_left > PAIR_MAX)
			return false;
		w->n_pair = 0;
	}
	return true;
}

/* A head is complete: is it the record that may come now? */
static bool
take_head(struct record_walk *w)
{
	const unsigned char *h = w->head;
	uint16_t id = (uint16_t)(h[2] << 8 | h[3]);

	w->n_head = 0;
	w->content = (size_t)h[4] << 8 | h[5];
	w->padding = h[6];
	if (h[0] != FCGI_VERSION || h[1] != w->expect || id == 0)
		return false;
	if (w->padding > 0 &&
	    (w->content == 0 || w->expect == RECORD_BEGIN_REQUEST))
		return false;
	if (w->expect == RECORD_BEGIN_REQUEST) {
		w->id = id;
		return w->content == BEGIN_LEN;
	}
	return id == w->id;
}

static bool
take_content(struct record_walk *w, const unsigned char *p, size_t n)
{
	switch (w->expect) {
	case RECORD_BEGIN_REQUEST:
		/* The role's two bytes come first; the rest does not matter. */
		for (size_t i = 0; i < n; i++) {
			size_t at = BEGIN_LEN - w->content + i;

			if ((at == 0 && p[i] != 0) ||
			    (at == 1 && p[i] != ROLE_RESPONDER))
				return false;
		}
		return true;
	case RECORD_PARAMS:
		return walk_pairs(w, p, n);
	default:
		w->body_len += n;
		return true;
	}
}

/* Content and padding are through: what comes next? */
static enum record_seen
end_record(struct record_walk *w)
{
	bool empty = (w->head[4] | w->head[5]) == 0;

	if (w->expect == RECORD_BEGIN_REQUEST) {
		w->expect = RECORD_PARAMS;
	} else if (w->expect == RECORD_PARAMS && empty) {
		if (w->pair_left > 0 || w->n_pair > 0)
			return RECORD_BROKEN;
		w->expect = RECORD_STDIN;
	} else if (w->expect == RECORD_STDIN && empty) {
		return RECORD_WHOLE;
	}
	return RECORD_MORE;
}

enum record_seen
record_walk(
    struct record_walk *w, const unsigned char *p, size_t n, size_t *used)
{
	size_t at = 0;
	enum record_seen seen = RECORD_MORE;

	while (at < n && seen == RECORD_MORE) {
		if (w->content > 0) {
			size_t step = n - at < w->content ? n - at : w->content;

			if (!take_content(w, p + at, step))
				seen = RECORD_BROKEN;
			w->content -= step;
			at += step;
		} else if (w->padding > 0) {
			size_t step = n - at < w->padding ? n - at : w->padding;

			w->padding -= step;
			at += step;
		} else {
			size_t want = RECORD_HEAD - w->n_head;
			size_t step = n - at < want ? n - at : want;

			memcpy(w->head + w->n_head, p + at, step);
			w->n_head += step;
			at += step;
			if (w->n_head < RECORD_HEAD)
				continue;
			if (!take_head(w))
				seen = RECORD_BROKEN;
		}
		if (seen == RECORD_MORE && w->content == 0 && w->padding == 0)
			seen = end_record(w);
	}
	*used = at;
	return seen;
}

void
record_head(unsigned char out[RECORD_HEAD], enum record_type type, uint16_t id,
    size_t len)
{
	assert(len <= RECORD_CONTENT_MAX);
	out[0] = FCGI_VERSION;
	out[1] = (unsigned char)type;
	out[2] = (unsigned char)(id >> 8);
	out[3] = (unsigned char)(id & 0xff);
	out[4] = (unsigned char)(len >> 8);
	out[5] = (unsigned char)(len & 0xff);
	out[6] = 0;
	out[7] = 0;
}
