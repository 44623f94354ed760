#include "base/base.h"
#include "http/frame.h"

static void
add(struct frame *f, const void *p, size_t len)
{
	assert(f->n < ARRAY_LEN(f->iov));
	/* sendmsg() only reads, but its vector knows no const. */
	f->iov[f->n++] = (struct iovec){ (void *)(uintptr_t)p, len };
	f->len += len;
}

static void
add_head(
    struct frame *f, size_t *n, enum record_type type, uint16_t id, size_t len)
{
	assert(*n < ARRAY_LEN(f->heads));
	record_head(f->heads[*n], type, id, len);
	add(f, f->heads[(*n)++], RECORD_HEAD);
}

void
frame_build(struct frame *f, uint16_t id, struct str head, struct str body)
{
	/* appStatus 0, FCGI_REQUEST_COMPLETE (section 5.5). */
	static const unsigned char end[RECORD_HEAD] = { 0 };
	size_t left = head.len + body.len, n = 0;

	f->n = 0;
	f->len = 0;
	while (left > 0) {
		size_t room = left < FRAME_CHUNK ? left : FRAME_CHUNK;
		struct str first = str_head(head, room);
		struct str second = str_head(body, room - first.len);

		add_head(f, &n, RECORD_STDOUT, id, room);
		if (first.len > 0)
			add(f, first.p, first.len);
		if (second.len > 0)
			add(f, second.p, second.len);
		head = str_from(head, first.len);
		body = str_from(body, second.len);
		left -= room;
	}
	add_head(f, &n, RECORD_STDOUT, id, 0);
	add_head(f, &n, RECORD_END_REQUEST, id, sizeof(end));
	add(f, end, sizeof(end));
}

void
frame_copy(const struct frame *f, size_t skip, char *out)
{
	for (size_t i = 0; i < f->n; i++) {
		size_t gone =
		    skip < f->iov[i].iov_len ? skip : f->iov[i].iov_len;
		size_t len = f->iov[i].iov_len - gone;

		memcpy(out, (const char *)f->iov[i].iov_base + gone, len);
		out += len;
		skip -= gone;
	}
}
