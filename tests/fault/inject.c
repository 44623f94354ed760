/*
 * inject.c - calls that fail when a test says so
 *
 * Linked into programs for tests and into no other.  It stands before the
 * libraries, so that what they call comes here as well: memory, reads, writes,
 * and the answers that hiredis has read.  Which call is to fail stands in a file,
 * $INJECT_DIR/NAME.fcgi, which the test and the program both see: struct control,
 * written by tests/fault/Inject.pm.  Without the variable nothing fails.
 *
 * libev ends the program when it gets no memory, libfcgi asserts that it does,
 * and hiredis before 1.0 relies on it: what these ask for is counted on its own.
 */
#include "base/base.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind {
	NOTHING,
	MEMORY,  /* malloc and its like return NULL */
	LIBRARY, /* the same, where a library ends the program then */
	WRITE,   /* errno is `value`; 0: one byte is taken */
	READ,    /* errno is `value`; 0: the end */
	ANSWER,  /* Redis answers with the error `text` */
	VALUE,   /* one in an answer is nil, or of another type if `value` */
	KIND__MAX
};

struct control {
	uint32_t kind, first, times,
	    value;                 /* the first to fail, and how many */
	uint32_t trace;            /* print from where it was called */
	uint32_t failed;           /* of these calls */
	uint32_t calls[KIND__MAX]; /* since this was written */
	char text[36];
};

static struct control *control;

void *__interceptor_malloc(size_t) __attribute__((weak));
void *__interceptor_calloc(size_t, size_t) __attribute__((weak));
void *__interceptor_realloc(void *, size_t) __attribute__((weak));
void __sanitizer_print_stack_trace(void) __attribute__((weak));
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
int redisReaderGetReply(redisReader *, void **);

static void __attribute__((constructor)) begin(void)
{
	const char *dir = getenv("INJECT_DIR");
	char path[200];

	if (dir == NULL)
		return;
	(void)snprintf(
	    path, sizeof(path), "%s/%s", dir, program_invocation_short_name);
	int fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return;
	void *p = mmap(
	    NULL, sizeof(*control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	(void)close(fd);
	if (p != MAP_FAILED)
		control = p;
}

/* Whether this call, one of that kind, is to fail. */
static bool
fails(enum kind kind)
{
	if (control == NULL)
		return false;
	uint32_t n = ++control->calls[kind];
	if (control->kind != kind || n < control->first ||
	    n - control->first >= control->times)
		return false;
	control->failed++;
	if (control->trace && __sanitizer_print_stack_trace != NULL) {
		control->kind = NOTHING; /* it takes memory itself */
		__sanitizer_print_stack_trace();
		control->kind = kind;
	}
	return true;
}

/* --- memory --- */

static bool
is_from(const void *caller, const char *library)
{
	Dl_info info;

	return dladdr(caller, &info) != 0 && info.dli_fname != NULL &&
	       strstr(info.dli_fname, library) != NULL;
}

static bool
ends_the_program(const void *caller)
{
	return is_from(caller, "/libev.") || is_from(caller, "/libfcgi.") ||
	       (HIREDIS_MAJOR < 1 && is_from(caller, "/libhiredis."));
}

static bool
lacks(const void *caller)
{
	if (control == NULL ||
	    !fails(ends_the_program(caller) ? LIBRARY : MEMORY))
		return false;
	errno = ENOMEM;
	return true;
}

#define CALLER __builtin_return_address(0)

void *
malloc(size_t n)
{
	if (lacks(CALLER))
		return NULL;
	return __interceptor_malloc != NULL ? __interceptor_malloc(n)
					    : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	if (lacks(CALLER))
		return NULL;
	return __interceptor_calloc != NULL ? __interceptor_calloc(n, size)
					    : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	if (n > 0 && lacks(CALLER))
		return NULL;
	return __interceptor_realloc != NULL ? __interceptor_realloc(p, n)
					     : __libc_realloc(p, n);
}

/* The sanitizer's own would not come by here. */
char *
strdup(const char *s)
{
	size_t n = strlen(s) + 1;
	char *p = lacks(CALLER)                  ? NULL
		  : __interceptor_malloc != NULL ? __interceptor_malloc(n)
						 : __libc_malloc(n);

	return p == NULL ? NULL : memcpy(p, s, n);
}

#define REAL(name)                                                             \
	static __typeof__(&name) real;                                         \
	if (real == NULL)                                                      \
	*(void **)&real = dlsym(RTLD_NEXT, #name)

/* Passwords are hashed in pages that libsodium takes, by this very name. */
void *inject_mmap(void *, size_t, int, int, int, off_t) __asm__("mmap");

void *
inject_mmap(void *at, size_t n, int prot, int flags, int fd, off_t offset)
{
	REAL(mmap);
	if (control != NULL && is_from(CALLER, "/libsodium.") && lacks(CALLER))
		return MAP_FAILED;
	return real(at, n, prot, flags, fd, offset);
}

/* --- writes --- */

/* How much of `n` bytes is taken; -1 with errno for none. */
static ssize_t
taken(size_t n)
{
	if (!fails(WRITE))
		return (ssize_t)n;
	if (control->value == 0)
		return n > 0;
	errno = (int)control->value;
	return -1;
}

ssize_t
write(int fd, const void *p, size_t n)
{
	REAL(write);
	ssize_t some = taken(n);
	return some < 0 ? some : real(fd, p, (size_t)some);
}

ssize_t
send(int fd, const void *p, size_t n, int flags)
{
	REAL(send);
	ssize_t some = taken(n);
	return some < 0 ? some : real(fd, p, (size_t)some, flags);
}

ssize_t
writev(int fd, const struct iovec *v, int n)
{
	REAL(writev);
	ssize_t some = taken(2);
	struct iovec one = { v[0].iov_base, 1 };
	return some < 0 ? some : some < 2 ? real(fd, &one, 1) : real(fd, v, n);
}

ssize_t
sendmsg(int fd, const struct msghdr *m, int flags)
{
	REAL(sendmsg);
	ssize_t some = taken(2);
	if (some < 0)
		return some;
	struct iovec one = { m->msg_iov[0].iov_base, 1 };
	struct msghdr less = *m;
	if (some < 2) {
		less.msg_iov = &one;
		less.msg_iovlen = 1;
	}
	return real(fd, &less, flags);
}

/* --- reads --- */

/* 1: as ever; else what the call returns. */
static ssize_t
given(void)
{
	if (!fails(READ))
		return 1;
	errno = (int)control->value;
	return control->value == 0 ? 0 : -1;
}

ssize_t
read(int fd, void *p, size_t n)
{
	REAL(read);
	ssize_t rc = given();
	return rc < 1 ? rc : real(fd, p, n);
}

ssize_t
recv(int fd, void *p, size_t n, int flags)
{
	REAL(recv);
	ssize_t rc = given();
	return rc < 1 ? rc : real(fd, p, n, flags);
}

/* --- answers of Redis --- */

/* The strings are not freed one by one: store/answer.c has them in an arena. */
static void
become(redisReply *r, int type, char *text)
{
	r->type = type;
	r->str = text;
	r->len = text != NULL ? strlen(text) : 0;
	r->elements = 0;
}

/* The values of an answer, the outermost and those within. */
static void
spoil_values(redisReply *r)
{
	static char odd[] = "?";

	for (size_t i = 0; i < r->elements; i++)
		spoil_values(r->element[i]);
	if (!fails(VALUE))
		return;
	if (control->value == 0)
		become(r, REDIS_REPLY_NIL, NULL);
	else if (r->type == REDIS_REPLY_STRING || r->type == REDIS_REPLY_STATUS)
		become(r, REDIS_REPLY_ARRAY, NULL);
	else
		become(r, REDIS_REPLY_STRING, odd);
}

int
redisReaderGetReply(redisReader *reader, void **reply)
{
	REAL(redisReaderGetReply);
	int rc = real(reader, reply);

	if (rc != REDIS_OK || reply == NULL || *reply == NULL)
		return rc;
	spoil_values(*reply);
	if (fails(ANSWER))
		become(*reply, REDIS_REPLY_ERROR, control->text);
	return rc;
}
