/*
 * frame.h - an answer as FastCGI records
 *
 * Wraps head and body into STDOUT records and the records that end a request,
 * without copying them: the frame is a vector for sendmsg(2).
 *
 * Ownership   head and body are borrowed as long as the frame is used.
 * Limits      head and body together have at most FRAME_CONTENT_MAX bytes.
 */
#ifndef HTTP_FRAME_H
#define HTTP_FRAME_H

#include "base/base.h"

#include <sys/uio.h>

#include "base/str.h"
#include "http/record.h"

#define FRAME_CHUNK 65528 /* content of a record: a multiple of 8 */
#define FRAME_CHUNKS 20
#define FRAME_CONTENT_MAX (FRAME_CHUNKS * FRAME_CHUNK)

struct frame {
	unsigned char heads[FRAME_CHUNKS + 2][RECORD_HEAD];
	struct iovec iov[2 * FRAME_CHUNKS + 4];
	size_t n;   /* of iov */
	size_t len; /* bytes in all */
};

/* Frames the answer to request `id`. */
void frame_build(
    struct frame *f, uint16_t id, struct str head, struct str body);

/* Copies all but the first `skip` bytes to `out`. */
void frame_copy(const struct frame *f, size_t skip, char *out);

#endif
