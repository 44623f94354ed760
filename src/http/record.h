/*
 * record.h - looking ahead over FastCGI records (FastCGI 1.0, section 3)
 *
 * Tells whether one whole responder request stands in the bytes that have
 * arrived, without taking it apart.  libfcgi does that, but it waits inside a
 * read for what has not arrived, obeys management records, and believes absurd
 * lengths; so it is called only when this says RECORD_WHOLE.
 *
 * A walk may be fed in pieces.  It keeps no pointers.
 */
#ifndef HTTP_RECORD_H
#define HTTP_RECORD_H

#include "base/base.h"

#define RECORD_HEAD 8            /* bytes before each record's content */
#define RECORD_CONTENT_MAX 65535 /* bytes of content in one record */

enum record_type {
	RECORD_BEGIN_REQUEST = 1,
	RECORD_END_REQUEST = 3,
	RECORD_PARAMS = 4,
	RECORD_STDIN = 5,
	RECORD_STDOUT = 6,
};

enum record_seen {
	RECORD_MORE,   /* so far so good */
	RECORD_WHOLE,  /* the request ends with the last byte used */
	RECORD_BROKEN, /* not a request we serve */
};

struct record_walk {
	enum record_type expect;
	uint16_t id;     /* the request's, once begun */
	size_t body_len; /* bytes of STDIN so far */
	unsigned char head[RECORD_HEAD];
	size_t n_head;
	size_t content;        /* bytes of the record still to come */
	size_t padding;        /* and of its padding */
	unsigned char pair[8]; /* the lengths of a name-value pair */
	size_t n_pair;
	size_t pair_left; /* bytes of its name and value still to come */
};

void record_walk_init(struct record_walk *w);

/* Feeds `n` bytes; *used tells how many belong to the request. */
enum record_seen record_walk(
    struct record_walk *w, const unsigned char *p, size_t n, size_t *used);

/* Writes a record's head: `len` bytes of content and no padding follow. */
void record_head(unsigned char out[RECORD_HEAD], enum record_type type,
    uint16_t id, size_t len);

#endif
