#include "base/base.h"
#include "ctl/person.h"

#include <sodium.h>

#include "comments/author.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl_scripts.h"
#include "ctl/schema.h"
#include "store/keys.h"

#define BATCH 200

/* In the order of owned.lua. */
enum {
	ID,
	MAIL,
	AUTHOR
};

bool
person_is_option(const char *option)
{
	return strcmp(option, "--author") == 0 ||
	       strcmp(option, "--comment") == 0 ||
	       strcmp(option, "--mail") == 0;
}

/* --- who is meant --- */

static enum ctl_status
take_mail(struct ctl *c, const char *value, struct person *p)
{
	const char *why = NULL;

	if (author_mail(&c->arena, str_of(value), &p->mail, &why))
		return CTL_OK;
	return ctl_fail(CTL_USAGE, "%s: a mail address %s", value, why);
}

enum ctl_status
person_take(
    struct ctl *c, const char *option, const char *value, struct person *out)
{
	struct person *p = out;
	uint64_t number;

	*p = (struct person){ .ctl = c, .author = STR(""), .mail = STR("") };
	if (strcmp(option, "--mail") == 0)
		return take_mail(c, value, p);
	p->alone = strcmp(option, "--comment") == 0;
	/* No comment has a number of so many digits. */
	if (!p->alone && schema_hash(str_of(value), &number)) {
		p->author = str_of(value);
		return CTL_OK;
	}
	return ctl_comment(value, &p->id);
}

/* --- which comments these are --- */

static bool
is_theirs(struct person *p, struct str sealed)
{
	struct arena *a = ask_arena(p->ctl->ask);

	if (p->mail.len == 0)
		return true;
	struct str mail = sitekey_open(&p->key, a, sealed);
	/* Without memory ask_wait() tells. */
	if (str_is_null(mail) && !arena_failed(a))
		p->n_closed++;
	return !str_is_null(mail) && str_eq_nocase(mail, p->mail);
}

static void
take_owned(void *ctx, const struct answer *a)
{
	struct person *p = ctx;

	for (size_t i = 0; i < answer_len(a); i++) {
		const struct answer *row = answer_at(a, i);
		uint64_t author;
		int64_t id;

		if (!answer_i64(answer_at(row, ID), &id) ||
		    !is_theirs(p, answer_str(answer_at(row, MAIL))))
			continue;
		hashes_add(&p->ids, (uint64_t)id);
		if (schema_hash(answer_str(answer_at(row, AUTHOR)), &author))
			hashes_add(&p->authors, author);
	}
}

static void
take_last(void *ctx, const struct answer *a)
{
	int64_t *last = ctx;

	if (!answer_i64(a, last))
		*last = 0;
}

static bool
go_through(struct person *p)
{
	struct ask *q = p->ctl->ask;
	struct str site = p->ctl->site->name;
	struct command *c = command_new(ask_arena(q), "HGET", 3);
	int64_t last = 0;

	command_arg(c, keys_comments(ask_arena(q), site));
	command_arg(c, STR("last"));
	ask_put(q, c, take_last, &last);
	if (!ask_wait(q))
		return false;
	for (int64_t from = 1; from <= last; from += BATCH) {
		ask_reset(q);
		c = command_script(ask_arena(q), &ctl_scripts_owned, 1, 1 + 3);
		command_arg(c, keys_comments(ask_arena(q), site));
		command_arg_i64(c, from);
		command_arg_i64(
		    c, last - from < BATCH ? last : from + BATCH - 1);
		command_arg(c, p->author);
		ask_put(q, c, take_owned, p);
		if (!ask_wait(q))
			return false;
	}
	return true;
}

/* --- a comment that is named --- */

struct named {
	struct person *p;
	bool is_there;
};

static void
take_named(void *ctx, const struct answer *a)
{
	struct named *n = ctx;
	struct person *p = n->p;
	struct str author = answer_str(answer_at(a, 1));
	uint64_t number;

	n->is_there = !answer_is_nil(answer_at(a, 0));
	if (schema_hash(author, &number))
		p->author = str_dup(&p->ctl->arena, author);
}

static enum ctl_status
look_at_named(struct person *p)
{
	struct ask *q = p->ctl->ask;
	struct command *c = command_new(ask_arena(q), "HMGET", 4);
	struct named n = { .p = p };
	long long id = (long long)p->id;

	command_arg(c, keys_comment(ask_arena(q), p->ctl->site->name, p->id));
	command_arg(c, STR("a"));
	command_arg(c, STR("w"));
	ask_put(q, c, take_named, &n);
	if (!ask_wait(q))
		return ctl_fail_store(p->ctl);
	if (!n.is_there)
		return ctl_fail(CTL_FAILED, "there is no comment %lld on %.*s",
		    id, STR_ARG(p->ctl->site->name));
	if (!p->alone && p->author.len == 0)
		return ctl_fail(CTL_FAILED,
		    "comment %lld does not tell who wrote it: name it with "
		    "--comment",
		    id);
	return CTL_OK;
}

enum ctl_status
person_find(struct person *p)
{
	enum ctl_status status = CTL_OK;
	uint64_t author;

	if (p->id > 0)
		status = look_at_named(p);
	else if (p->mail.len > 0)
		status = ctl_sitekey(p->ctl, &p->key);
	if (status != CTL_OK)
		return status;
	if (p->alone) {
		hashes_add(&p->ids, (uint64_t)p->id);
		if (schema_hash(p->author, &author))
			hashes_add(&p->authors, author);
	} else if (!go_through(p)) {
		return ctl_fail_store(p->ctl);
	}
	hashes_sort(&p->authors);
	return CTL_OK;
}

enum ctl_status
person_end(const struct person *p)
{
	if (p->n_closed == 0)
		return CTL_OK;
	return ctl_fail(CTL_FAILED,
	    "%llu addresses are sealed with another key, and may be that one: "
	    "is comments.secret set as it is for the programs?",
	    (unsigned long long)p->n_closed);
}

void
person_release(struct person *p)
{
	hashes_release(&p->ids);
	hashes_release(&p->authors);
	sodium_memzero(&p->key, sizeof(p->key));
}
