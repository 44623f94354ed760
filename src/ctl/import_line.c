#include "base/base.h"
#include "ctl/import_line.h"

#include "base/zone.h"
#include "comments/comment.h"
#include "comments/comments.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl_scripts.h"
#include "ctl/import_comment.h"
#include "ctl/record.h"
#include "ctl/schema.h"
#include "store/keys.h"

#define COUNT_MAX 9007199254740991
#define FIELDS_MAX 2000 /* of a hash of counts, or an entry of the ledger */
#define ALIASES_MAX 2000
#define MS_MAX INT64_C(1000000000000000)

static struct arena *
arena(const struct import *im)
{
	return ask_arena(im->ctl->ask);
}

static struct str
site(const struct import *im)
{
	return im->ctl->site->name;
}

static struct str
dry(const struct import *im)
{
	return im->dry ? STR("n") : STR("");
}

/* --- parts of records --- */

struct str
import_line_name(
    struct import *im, struct members *m, const char *what, struct str name)
{
	struct article article;
	const char *why;

	if (name.len == 0 ||
	    !article_fold(arena(im), im->ctl->site, name, &article, &why) ||
	    !str_eq(article.key, name))
		members_fault(m, "%s is no name of an article", what);
	return str_is_null(name) ? STR("") : name;
}

struct str
import_line_hash(struct import *im, struct str name, uint64_t *n)
{
	char h[ARTICLE_HASH_LEN];
	struct str text = { h, sizeof(h) };

	article_hash(name, h);
	if (!schema_hash(text, n))
		*n = 0;
	return str_dup(arena(im), text);
}

int64_t
import_line_until(const struct import *im, int64_t until, int64_t longest_s)
{
	return until < im->now + longest_s ? until : im->now + longest_s;
}

/* The members of "counts" as arguments; their number. */
static unsigned
take_counts(struct members *m, struct command *into)
{
	const json_t *counts = members_object(m, "counts");
	unsigned n = 0;

	/* json_object_iter() takes no constant. */
	json_t *object = m->object == NULL || counts == NULL
			     ? NULL
			     : json_object_get(m->object, "counts");
	void *at = json_object_iter(object);
	for (; at != NULL; at = json_object_iter_next(object, at)) {
		const char *name = json_object_iter_key(at);
		const json_t *value = json_object_iter_value(at);

		if (!record_is_count(str_of(name)) || ++n > FIELDS_MAX)
			members_fault(m, "%.40s is no count", name);
		else if (!json_is_integer(value) ||
			 json_integer_value(value) < 0 ||
			 json_integer_value(value) > COUNT_MAX)
			members_fault(m, "%.40s is no number", name);
		command_arg(into, str_of(name));
		command_arg_i64(into, json_integer_value(value));
	}
	return n;
}

unsigned
import_line_strings(struct import *im, struct members *m, const json_t *array,
    struct command *into, import_line_fn put)
{
	size_t n = json_array_size(array);

	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_array_get(array, i);

		if (!json_is_string(item)) {
			members_fault(m, "a string was expected");
			return 0;
		}
		put(im, m, into, members_text(m, item));
	}
	return (unsigned)n;
}

/* --- the head, and the site's key --- */

static void
take_head(struct import *im, struct members *m)
{
	int64_t format = 0;
	struct str name;

	(void)members_int(m, "afterword", 0, COUNT_MAX, &format);
	name = members_str(m, "site");
	(void)members_str(m, "exported");
	if (format != RECORD_FORMAT)
		members_fault(m, "no file of afterword export, or a newer one");
	else if (!str_eq(name, site(im)))
		members_fault(m, "it is of the site %.*s, not of %.*s",
		    STR_ARG(str_head(name, 60)), STR_ARG(site(im)));
	im->has_head = true;
}

static void
take_key(struct import *im, struct members *m)
{
	struct str bytes = record_take(m, &record_key);

	if (bytes.len == 0)
		members_fault(m, "key is missing");
	if (!members_end(m))
		return;
	struct command *c =
	    command_script(arena(im), &ctl_scripts_import_key, 1, 1 + 2);
	command_arg(c, keys_site_key(arena(im), site(im)));
	command_arg(c, dry(im));
	command_arg(c, bytes);
	import_ask(im, IMPORT_KEY, STR("the site's key"), c);
}

/* --- articles --- */

static void
put_alias(
    struct import *im, struct members *m, struct command *into, struct str name)
{
	char h[ARTICLE_HASH_LEN];

	name = import_line_name(im, m, "an alias", name);
	article_hash(name, h);
	command_arg(into, name);
	command_arg(into, (struct str){ h, sizeof(h) });
}

static void
plan_article(struct import *im, struct members *m, uint64_t h)
{
	const json_t *aliases = json_object_get(m->object, "aliases");
	uint64_t n;

	import_plan_article(&im->plan, h);
	for (size_t i = 0; i < json_array_size(aliases); i++) {
		(void)import_line_hash(im,
		    str_of(json_string_value(json_array_get(aliases, i))), &n);
		import_plan_article(&im->plan, n);
	}
}

static void
put_article_keys(struct import *im, struct command *c, struct str h)
{
	struct arena *a = arena(im);

	command_arg(c, keys_article(a, site(im), h));
	command_arg(c, keys_name(a, site(im), h));
	command_arg(c, keys_former(a, site(im), h));
	command_arg(c, keys_site(a, site(im)));
	command_arg(c, keys_rank_all(a, site(im)));
}

static void
take_article(struct import *im, struct members *m)
{
	struct arena *a = arena(im);
	struct str key =
	    import_line_name(im, m, "article", members_str(m, "article"));
	struct str fields[RECORD_ARTICLE_FIELDS];
	int64_t n, version = 0;
	uint64_t number;
	struct str h = import_line_hash(im, key, &number);

	for (size_t i = 0; i < RECORD_ARTICLE_FIELDS; i++)
		fields[i] = record_take(m, &record_article[i]);
	bool has_comments = members_int(m, "comments", 0, COUNT_MAX, &n);
	bool has_version = members_int(m, "ver", 1, COUNT_MAX, &version);
	struct command *counts = command_prepare(a);
	unsigned n_counts = take_counts(m, counts);
	struct command *aliases = command_prepare(a);
	unsigned n_aliases = import_line_strings(
	    im, m, members_array(m, "aliases"), aliases, put_alias);
	if (n_aliases > ALIASES_MAX)
		members_fault(m, "too many aliases");
	if (!members_end(m))
		return;

	struct command *c = command_script(a, &ctl_scripts_import_article, 5,
	    5 + 11 + 2 * n_counts + 2 * n_aliases);
	put_article_keys(im, c, h);
	command_arg(c, key);
	command_arg(c, h);
	command_arg(c, dry(im));
	for (size_t i = 0; i < RECORD_ARTICLE_FIELDS; i++)
		command_arg(c, fields[i]);
	command_arg(c, has_comments ? STR("1") : STR(""));
	command_arg_i64(c, zone_day(im->ctl->site->zone, im->now));
	command_arg_i64(c, KEYS_RANK_S);
	command_arg_i64(c, im->now);
	command_arg_i64(c, n_counts);
	command_args(c, command_prepared(counts));
	command_args(c, command_prepared(aliases));
	import_ask(im, IMPORT_ARTICLE, key, c);
	if (has_version)
		import_plan_version(&im->plan, number, version);
	if (im->dry)
		plan_article(im, m, number);
}

/* --- authors --- */

static void
take_author(struct import *im, struct members *m)
{
	static const struct record_field author = { "author", "", RECORD_HEX,
		RECORD_AUTHOR_LEN, RECORD_AUTHOR_LEN };
	struct str v = record_take(m, &author);
	int64_t until = 0;
	struct command *c = command_script(arena(im),
	    &ctl_scripts_import_author, 1, 1 + 3 + 2 * RECORD_AUTHOR_FIELDS);

	if (v.len == 0)
		members_fault(m, "author is missing");
	if (!members_int(m, "until", 1, UINT32_MAX, &until))
		members_fault(m, "until is missing");
	command_arg(c, keys_author(arena(im), site(im), v));
	command_arg(c, dry(im));
	command_arg_i64(c, im->now);
	command_arg_i64(c, import_line_until(im, until, COMMENTS_AUTHOR_S));
	for (size_t i = 0; i < RECORD_AUTHOR_FIELDS; i++) {
		command_arg(c, str_of(record_author[i].field));
		command_arg(c, record_take(m, &record_author[i]));
	}
	if (members_end(m))
		import_ask(im, IMPORT_AUTHOR, v, c);
}

/* --- the ledger --- */

static void
put_text(
    struct import *im, struct members *m, struct command *into, struct str text)
{
	(void)im;
	(void)m;
	command_arg(into, text);
}

static void
take_entry(struct import *im, struct members *m)
{
	struct str id = members_str(m, "id"), rest = id, ms = STR_NULL;
	struct command *entry = command_prepare(arena(im));
	unsigned n = import_line_strings(
	    im, m, members_array(m, "entry"), entry, put_text);
	uint64_t number;

	if (n == 0 || n % 2 != 0 || n > FIELDS_MAX)
		members_fault(m, "entry has no names and values by turns");
	if (str_is_null(id) || !str_cut(&rest, '-', &ms) ||
	    !str_to_u64(ms, 1, MS_MAX, &number) ||
	    !str_to_u64(rest, 0, INT64_MAX, &number))
		members_fault(m, "id is none of an entry");
	if (!members_end(m))
		return;
	struct command *c =
	    command_script(arena(im), &ctl_scripts_import_entry, 1, 1 + 3 + n);
	command_arg(c, keys_ledger(arena(im), site(im)));
	command_arg(c, dry(im));
	command_arg(c, ms);
	command_arg(c, rest);
	command_args(c, command_prepared(entry));
	import_ask(im, IMPORT_LEDGER, id, c);
}

/* --- the site --- */

static void
put_optional(struct command *c, bool has, int64_t n)
{
	if (has)
		command_arg_i64(c, n);
	else
		command_arg(c, STR(""));
}

static void
take_site(struct import *im, struct members *m)
{
	struct command *counts = command_prepare(arena(im));
	unsigned n = take_counts(m, counts);
	int64_t last = 0, version = 0;
	bool has_last = members_int(m, "last", 1, COMMENT_ID_MAX, &last);
	bool has_version = members_int(m, "ver", 1, COUNT_MAX, &version);

	im->has_end = true;
	if (!members_end(m))
		return;
	struct command *c = command_script(
	    arena(im), &ctl_scripts_import_site, 2, 2 + 4 + 2 * n);
	command_arg(c, keys_site(arena(im), site(im)));
	command_arg(c, keys_comments(arena(im), site(im)));
	command_arg(c, dry(im));
	put_optional(c, has_last, last);
	put_optional(c, has_version, version);
	command_arg_i64(c, im->now);
	command_args(c, command_prepared(counts));
	import_ask(im, IMPORT_SITE, STR("the site"), c);
}

/* --- any line --- */

static void
take_record(struct import *im, struct members *m)
{
	static const struct {
		const char *type;
		void (*take)(struct import *im, struct members *m);
	} rows[] = {
		{ "article", take_article },
		{ "author", take_author },
		{ "comment", import_comment_take },
		{ "key", take_key },
		{ "ledger", take_entry },
		{ "site", take_site },
	};
	struct str type = members_str(m, "type");

	if (im->has_end) {
		members_fault(m, "something follows the end");
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (str_eq(type, str_of(rows[i].type))) {
			rows[i].take(im, m);
			return;
		}
	}
	members_fault(m, "type is none that is known");
}

bool
import_line_take(struct import *im, struct str line)
{
	struct members m;
	bool good = members_parse(&m, arena(im), line);

	if (good && !im->has_head)
		take_head(im, &m);
	else if (good)
		take_record(im, &m);
	good = good && members_end(&m);
	if (!good)
		(void)snprintf(im->why, sizeof(im->why), "%s", m.why);
	members_release(&m);
	return good;
}
