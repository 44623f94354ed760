/*
 * fuzz_import.c - lines of an exported file
 *
 * A line is refused with a reason, or becomes one well-formed command; what is
 * taken of its fields is written by an export, and taken again as the same.
 * Here is what import.c and ask.c are to the code that reads lines: they would
 * go on to the store.
 */
#include "base/base.h"
#include "fuzz.h"

#include "../lib/loop.h"
#include "base/jsonw.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/import.h"
#include "ctl/import_line.h"
#include "ctl/record.h"
#include "store/command.h"

#define HEAD "{\"afterword\":1,\"site\":\"example\",\"exported\":\"\"}"
#define LINES_MAX 32

static struct loop loop;
static struct ctl ctl;
static struct arena *line_arena;
static unsigned asked;

void
fuzz_begin(void)
{
	static const struct route none[] = { { .path = NULL } };

	loop_open(
	    &loop, none, "[site \"example\"]\norigins = https://example.org\n");
	ctl.cfg = loop.cfg;
	ctl.site = &loop.cfg->sites[0];
}

struct arena *
ask_arena(struct ask *q)
{
	(void)q;
	return line_arena;
}

static uint64_t
take_number(struct str *wire, char sign)
{
	struct str line;
	uint64_t n;

	assert(str_cut(wire, '\n', &line));
	assert(line.len > 2 && line.p[0] == sign && str_ends(line, STR("\r")));
	line = str_head(str_from(line, 1), line.len - 2);
	assert(str_to_u64(line, 0, SIZE_MAX, &n));
	return n;
}

/* As many arguments as it says, and no byte more. */
void
import_ask(struct import *im, enum import_kind kind, struct str label,
    struct command *c)
{
	(void)im;
	if (arena_failed(line_arena))
		return;
	assert(kind < IMPORT_KINDS && label.len > 0 && c != NULL);
	struct str wire = command_wire(c, false);
	assert(!str_is_null(wire));
	for (uint64_t n = take_number(&wire, '*'); n > 0; n--) {
		uint64_t len = take_number(&wire, '$');

		assert(len + 2 <= wire.len);
		wire = str_from(wire, len);
		assert(str_starts(wire, STR("\r\n")));
		wire = str_from(wire, 2);
	}
	assert(wire.len <= 1); /* the NUL behind it */
	asked++;
}

/* --- fields --- */

static const struct {
	const struct record_field *fields;
	size_t n;
} tables[] = {
	{ record_comment, RECORD_COMMENT_FIELDS },
	{ record_article, RECORD_ARTICLE_FIELDS },
	{ record_author, RECORD_AUTHOR_FIELDS },
	{ &record_key, 1 },
};

/* One field, written as an export does. */
static struct str
exported(struct arena *a, const struct record_field *f, struct str value)
{
	struct jsonw j;
	struct buf b;

	buf_init(&b, a, 64);
	jsonw_init(&j, &b);
	jsonw_object(&j, NULL);
	assert(record_put(&j, a, f, value));
	jsonw_object_end(&j);
	return buf_view(&b);
}

static void
comes_back(struct arena *a, struct str line, const struct record_field *f)
{
	struct members m;

	if (members_parse(&m, a, line)) {
		struct str value = record_take(&m, f);

		if (!m.failed && !arena_failed(a) && value.len > 0) {
			struct str text = exported(a, f, value), again;
			struct members n;

			assert(members_parse(&n, a, text));
			again = record_take(&n, f);
			assert(members_end(&n) && str_eq(value, again));
			members_release(&n);
		}
	}
	members_release(&m);
}

static void
all_come_back(struct arena *a, struct str line)
{
	for (size_t t = 0; t < ARRAY_LEN(tables); t++)
		for (size_t i = 0; i < tables[t].n; i++)
			comes_back(a, line, &tables[t].fields[i]);
}

/* --- lines --- */

static void
import(struct str text, bool dry)
{
	struct import im = {
		.ctl = &ctl, .now = 1795646583, .dry = dry, .line = 1
	};
	struct arena a;
	struct str line;
	bool good = true;

	arena_init(&a, REQ_ARENA_CAP);
	line_arena = &a;
	if (!str_starts(text, STR("{\"afterword\"")))
		good = import_line_take(&im, STR(HEAD));
	assert(good);
	for (int i = 0; good && i < LINES_MAX && str_cut(&text, '\n', &line);
	     i++) {
		bool had_head = im.has_head;

		line = str_trim(line);
		if (line.len == 0)
			continue;
		asked = 0;
		im.why[0] = '\0';
		good = import_line_take(&im, line);
		assert(good ? asked == had_head || arena_failed(&a)
			    : im.why[0] != '\0');
	}
	import_plan_release(&im.plan);
	arena_reset(&a);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct str rest = in, line;

	import(in, false);
	import(in, true);
	for (int i = 0; i < LINES_MAX && str_cut(&rest, '\n', &line); i++)
		all_come_back(a, str_trim(line));
}
