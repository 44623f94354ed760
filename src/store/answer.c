/*
 * answer.c - hiredis' reply objects in an arena
 *
 * hiredis lets the user of a reader make its objects, but looks into them
 * itself: they have to be redisReply structures.  It frees only the outermost.
 */
#include "base/base.h"
#include "store/answer.h"

#include <hiredis/hiredis.h>

/* The outermost object, and where to give its memory back. */
struct root {
	struct arena *arena;
	redisReply reply;
};

static redisReply *
make(const redisReadTask *task, int type)
{
	struct root *root = arena_zalloc(task->privdata, sizeof(struct root));

	if (root == NULL)
		return NULL;
	root->arena = task->privdata;
	root->reply.type = type;
	if (task->parent != NULL) {
		redisReply *parent = task->parent->obj;

		parent->element[task->idx] = &root->reply;
	}
	return &root->reply;
}

static void *
make_string(const redisReadTask *task, char *p, size_t len)
{
	redisReply *r = make(task, task->type);

	if (r == NULL)
		return NULL;
	struct str copy = str_dup(task->privdata, (struct str){ p, len });
	if (str_is_null(copy))
		return NULL;
	r->str = (char *)(uintptr_t)copy.p;
	r->len = len;
	return r;
}

/* The count's type depends on the version of hiredis. */
#if HIREDIS_MAJOR >= 1
static void *
make_array(const redisReadTask *task, size_t n)
#else
static void *
make_array(const redisReadTask *task, int n)
#endif
{
	redisReply *r = make(task, REDIS_REPLY_ARRAY);

	if (r == NULL)
		return NULL;
	r->elements = (size_t)n;
	if (n > 0) {
		r->element =
		    arena_zalloc(task->privdata, (size_t)n * sizeof(void *));
		if (r->element == NULL)
			return NULL;
	}
	return r;
}

static void *
make_integer(const redisReadTask *task, long long n)
{
	redisReply *r = make(task, REDIS_REPLY_INTEGER);

	if (r != NULL)
		r->integer = n;
	return r;
}

static void *
make_nil(const redisReadTask *task)
{
	return make(task, REDIS_REPLY_NIL);
}

static void
free_root(void *reply)
{
	struct root *root;

	if (reply == NULL)
		return;
	root = (struct root *)(void *)((char *)reply -
				       offsetof(struct root, reply));
	arena_reset(root->arena);
}

void
answer_use_arena(struct redisReader *reader, struct arena *arena)
{
	/* RESP2 has no other types, and no other is asked for. */
	static redisReplyObjectFunctions functions = {
		.createString = make_string,
		.createArray = make_array,
		.createInteger = make_integer,
		.createNil = make_nil,
		.freeObject = free_root,
	};

	reader->fn = &functions;
	reader->privdata = arena;
}

static const redisReply *
reply_of(const struct answer *a)
{
	return (const redisReply *)(const void *)a;
}

size_t
answer_len(const struct answer *a)
{
	const redisReply *r = reply_of(a);

	return r != NULL && r->type == REDIS_REPLY_ARRAY ? r->elements : 0;
}

const struct answer *
answer_at(const struct answer *a, size_t i)
{
	return i < answer_len(a)
		   ? (const struct answer *)(void *)reply_of(a)->element[i]
		   : NULL;
}

bool
answer_is_nil(const struct answer *a)
{
	return a == NULL || reply_of(a)->type == REDIS_REPLY_NIL;
}

struct str
answer_str(const struct answer *a)
{
	const redisReply *r = reply_of(a);

	if (r == NULL ||
	    (r->type != REDIS_REPLY_STRING && r->type != REDIS_REPLY_STATUS))
		return STR_NULL;
	return (struct str){ r->str, r->len };
}

bool
answer_i64(const struct answer *a, int64_t *out)
{
	if (a != NULL && reply_of(a)->type == REDIS_REPLY_INTEGER) {
		*out = reply_of(a)->integer;
		return true;
	}
	return str_to_i64(answer_str(a), out);
}
