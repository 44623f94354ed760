#include "base/base.h"
#include "ctl/export.h"

#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl_scripts.h"
#include "ctl/person.h"
#include "store/keys.h"

#define BATCH 200
#define PIECE 50 /* comments that are asked for one by one, at once */

/* In the order of export_comments.lua. */
enum {
	ID,
	FIELDS,
	ARTICLE,
	RECENT,
	LAST,
	PINNED,
	UNTIL,
	VOTERS
};

struct batch {
	struct export *x;
	int64_t from;
	bool failed;
};

static bool
is_one(const struct answer *a, size_t i)
{
	int64_t n;

	return answer_i64(answer_at(a, i), &n) && n == 1;
}

static int
compare(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, two = *(const int64_t *)b;

	return (one > two) - (one < two);
}

/* Votes that are counted, on both sides. */
static int64_t
votes(const struct answer *fields)
{
	int64_t sum = 0, n;

	for (size_t i = 0; i < RECORD_COMMENT_FIELDS; i++) {
		const char *field = record_comment[i].field;

		if ((strcmp(field, "up") == 0 || strcmp(field, "dn") == 0) &&
		    answer_i64(answer_at(fields, i), &n) && n > 0 &&
		    n <= record_comment[i].max)
			sum += n;
	}
	return sum;
}

static void
put_voters(struct export *x, struct str key, const struct answer *a)
{
	const struct answer *voters = answer_at(a, VOTERS);
	size_t n = answer_len(voters);
	int64_t until,
	    *all = arena_alloc(ask_arena(x->ctl->ask), (n + 1) * sizeof(*all));

	if (n == 0 || all == NULL || !answer_i64(answer_at(a, UNTIL), &until) ||
	    until < 0)
		return;
	bool sound = (int64_t)n <= votes(answer_at(a, FIELDS));
	for (size_t i = 0; i < n; i++)
		if (!answer_i64(answer_at(voters, i), &all[i]) || all[i] < 0)
			sound = false;
	if (!sound) {
		export_fault(x, key, "voters are none, or too many: left out");
		return;
	}
	qsort(all, n, sizeof(*all), compare);
	jsonw_int(&x->json, "until", until);
	/* Beyond 2^53: as numbers they would not survive other programs. */
	jsonw_array(&x->json, "voters");
	for (size_t i = 0; i < n; i++) {
		char digits[BUF_U64_MAX];
		size_t len = buf_u64_format(digits, (uint64_t)all[i]);

		jsonw_str(&x->json, NULL, (struct str){ digits, len });
	}
	jsonw_array_end(&x->json);
}

/*
 * What somebody gets to see: the address itself.  The hash of a token says
 * nothing, and voters are others.
 */
static void
put_for_person(struct export *x, struct str key, const struct answer *fields)
{
	struct arena *a = ask_arena(x->ctl->ask);

	for (size_t i = 0; i < RECORD_COMMENT_FIELDS; i++) {
		const struct record_field *f = &record_comment[i];
		struct str value = answer_str(answer_at(fields, i));

		if (strcmp(f->field, "m") == 0 && !str_is_null(value)) {
			struct str mail =
			    sitekey_open(&x->person->key, a, value);

			if (str_is_null(mail) || !utf8_is_line(mail))
				export_fault(x, key,
				    "the mail address is sealed with another "
				    "key, and left out");
			else
				jsonw_str(&x->json, "email", mail);
		} else if (strcmp(f->field, "k") != 0) {
			export_put(x, key, f, value);
		}
	}
}

static void
put_all(struct export *x, struct str key, const struct answer *a)
{
	for (size_t i = 0; i < RECORD_COMMENT_FIELDS; i++)
		export_put(x, key, &record_comment[i],
		    answer_str(answer_at(answer_at(a, FIELDS), i)));
	if (is_one(a, PINNED))
		jsonw_bool(&x->json, "pinned", true);
	if (is_one(a, RECENT))
		jsonw_bool(&x->json, "recent", true);
	if (is_one(a, LAST))
		jsonw_bool(&x->json, "last", true);
	put_voters(x, key, a);
}

static void
write_comment(struct export *x, const struct answer *a)
{
	struct arena *arena = ask_arena(x->ctl->ask);
	struct str article = answer_str(answer_at(a, ARTICLE));
	int64_t id;
	struct jsonw *j;

	if (!answer_i64(answer_at(a, ID), &id))
		return;
	struct str key = keys_comment(arena, x->ctl->site->name, id);
	if (str_is_null(article) || !utf8_valid(article)) {
		export_fault(x, key, "its article has no name: left out");
		return;
	}
	j = export_begin(x, "comment");
	jsonw_int(j, "id", id);
	jsonw_str(j, "article", article);
	if (x->person != NULL)
		put_for_person(x, key, answer_at(a, FIELDS));
	else
		put_all(x, key, a);
	export_end(x);
}

static void
take(void *ctx, const struct answer *a)
{
	struct batch *b = ctx;
	int64_t next;

	b->failed = !answer_i64(answer_at(a, 0), &next) || next <= b->from;
	for (size_t i = 1; !b->failed && i < answer_len(a); i++)
		write_comment(b->x, answer_at(a, i));
	if (!b->failed)
		b->from = next;
}

/* Asks for comments from b->from on. */
static void
ask(struct batch *b, int64_t to)
{
	struct ask *q = b->x->ctl->ask;
	struct command *c = command_script(ask_arena(q),
	    &ctl_scripts_export_comments, 1, 1 + 2 + RECORD_COMMENT_FIELDS);

	command_arg(c, keys_comments(ask_arena(q), b->x->ctl->site->name));
	command_arg_i64(c, b->from);
	command_arg_i64(c, to);
	for (size_t i = 0; i < RECORD_COMMENT_FIELDS; i++)
		command_arg(c, str_of(record_comment[i].field));
	ask_put(q, c, take, b);
}

bool
export_comment_all(struct export *x)
{
	struct batch b = { .x = x, .from = 1 };

	while (b.from <= x->last && !b.failed && !ferror(stdout)) {
		int64_t to =
		    x->last - b.from < BATCH ? x->last : b.from + BATCH - 1;

		ask_reset(x->ctl->ask);
		ask(&b, to);
		if (!ask_wait(x->ctl->ask))
			return false;
	}
	return !b.failed;
}

bool
export_comment_some(struct export *x, const struct hashes *ids)
{
	struct batch b[PIECE];
	bool failed = false;

	for (size_t at = 0; at < ids->n && !ferror(stdout); at += PIECE) {
		size_t n = ids->n - at < PIECE ? ids->n - at : PIECE;

		ask_reset(x->ctl->ask);
		for (size_t i = 0; i < n; i++) {
			int64_t id = (int64_t)ids->at[at + i];

			b[i] = (struct batch){ .x = x, .from = id };
			ask(&b[i], id);
		}
		if (!ask_wait(x->ctl->ask))
			return false;
		for (size_t i = 0; i < n; i++)
			failed = failed || b[i].failed;
	}
	return !failed;
}
