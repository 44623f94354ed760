/*
 * command.c - RESP, with counted lengths (Redis serialization protocol, version
 * 2)
 *
 * The arguments are written as they come, behind some room: how a command
 * begins is known only when it is sent, because a script may have to go by its
 * text.
 */
#include "base/base.h"
#include "store/command.h"

#include "store/script.h"

#define HEAD_ROOM 96 /* the longest beginning */

static struct command *
begin(struct arena *a, unsigned argc)
{
	struct command *c = arena_alloc(a, sizeof(*c));

	if (c == NULL)
		return NULL;
	*c = (struct command){ .argc = argc };
	buf_init(&c->text, a, 1024);
	if (buf_reserve(&c->text, HEAD_ROOM))
		c->text.len = HEAD_ROOM;
	return c;
}

struct command *
command_new(struct arena *a, const char *name, unsigned argc)
{
	struct command *c = begin(a, argc);

	if (c != NULL)
		command_arg(c, str_of(name));
	return c;
}

struct command *
command_script(struct arena *a, const struct script *script, unsigned n_keys,
    unsigned argc)
{
	struct command *c = begin(a, argc + 3);

	if (c == NULL)
		return NULL;
	c->script = script;
	command_arg_i64(c, n_keys);
	return c;
}

void
command_arg(struct command *c, struct str arg)
{
	if (c == NULL)
		return;
	/* An argument that could not be built fails the command. */
	if (str_is_null(arg)) {
		c->text.failed = true;
		return;
	}
	if (!buf_reserve(&c->text, 1 + BUF_U64_MAX + 2 + arg.len + 2))
		return;

	/* Room is certain: the bytes go in without further checks. */
	char *p = c->text.p + c->text.len;
	*p++ = '$';
	p += buf_u64_format(p, arg.len);
	*p++ = '\r';
	*p++ = '\n';
	memcpy(p, arg.p, arg.len);
	p += arg.len;
	*p++ = '\r';
	*p++ = '\n';
	c->text.len = (size_t)(p - c->text.p);
}

void
command_arg_i64(struct command *c, int64_t arg)
{
	char digits[1 + BUF_U64_MAX];
	size_t n = 0;

	if (arg < 0)
		digits[n++] = '-';
	n += buf_u64_format(
	    digits + n, arg < 0 ? 0 - (uint64_t)arg : (uint64_t)arg);
	command_arg(c, (struct str){ digits, n });
}

struct command *
command_prepare(struct arena *a)
{
	return begin(a, 0);
}

struct str
command_prepared(const struct command *c)
{
	if (c == NULL || c->text.failed)
		return STR_NULL;
	return str_from(buf_view(&c->text), HEAD_ROOM);
}

void
command_args(struct command *c, struct str prepared)
{
	if (c != NULL)
		buf_str_put(&c->text, prepared);
}

/* libhiredis searches a command as a string: a NUL ends it, and is not sent. */
static bool
terminated(struct buf *b)
{
	if (!buf_reserve(b, 1))
		return false;
	b->p[b->len] = '\0';
	return true;
}

/*
 * Puts the beginning before the arguments, into the room kept for it: the
 * number of arguments, and for a script its call by sum.
 */
static struct str
prefixed(struct command *c)
{
	char head[HEAD_ROOM] = "*";
	size_t n = 1 + buf_u64_format(head + 1, c->argc);

	if (!terminated(&c->text))
		return STR_NULL;
	memcpy(head + n, "\r\n", 2);
	n += 2;
	if (c->script != NULL) {
		memcpy(head + n, "$7\r\nEVALSHA\r\n$40\r\n", 18);
		memcpy(head + n + 18, c->script->sha, SCRIPT_SHA_LEN);
		memcpy(head + n + 18 + SCRIPT_SHA_LEN, "\r\n", 2);
		n += 18 + SCRIPT_SHA_LEN + 2;
	}
	memcpy(c->text.p + HEAD_ROOM - n, head, n);
	return (struct str){ c->text.p + HEAD_ROOM - n,
		c->text.len - HEAD_ROOM + n };
}

/* The same script by its text, which the server then keeps. */
static struct str
spelled_out(struct command *c)
{
	struct str text = c->script->text;
	struct buf b;

	buf_init(&b, c->text.arena, 64 + text.len + c->text.len);
	buf_char(&b, '*');
	buf_u64(&b, c->argc);
	buf_lit(&b, "\r\n$4\r\nEVAL\r\n$");
	buf_u64(&b, text.len);
	buf_lit(&b, "\r\n");
	buf_str_put(&b, text);
	buf_lit(&b, "\r\n");
	buf_str_put(&b, str_from(buf_view(&c->text), HEAD_ROOM));
	return terminated(&b) ? buf_view(&b) : STR_NULL;
}

/* In an arena that failed an argument may be less than what was meant. */
struct str
command_wire(struct command *c, bool by_text)
{
	if (c->text.failed || arena_failed(c->text.arena))
		return STR_NULL;
	return by_text && c->script != NULL ? spelled_out(c) : prefixed(c);
}
