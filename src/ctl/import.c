#include "base/base.h"
#include "ctl/import.h"

#include "base/clock.h"
#include "config.h"
#include "ctl/ask.h"
#include "ctl/ctl_scripts.h"
#include "ctl/hashes.h"
#include "ctl/import_line.h"
#include "ctl/record.h"
#include "store/keys.h"

#define BATCH 200              /* lines that are asked about at once */
#define BATCH_BYTES (8u << 20) /* or fewer, when they take so much */
#define LINE_BYTES (8u << 20)
#define LINE_FIRST 4096

/* --- what became of a line --- */

static void tell(const struct import_item *item, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

static void
tell(const struct import_item *item, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	(void)ctl_fail(CTL_FAILED, "%s:%llu: %.*s %s", item->import->name,
	    (unsigned long long)item->line, STR_ARG(item->label), text);
}

/* The member that stands for a field of a comment. */
static const char *
member_of(struct str field)
{
	for (size_t i = 0; i < RECORD_COMMENT_FIELDS; i++)
		if (str_eq(field, str_of(record_comment[i].field)))
			return record_comment[i].name;
	return "article";
}

/* What is there and differs, of a record that was not refused as a whole. */
static void
tell_differing(const struct import_item *item, const struct answer *a)
{
	for (size_t i = 1; i < answer_len(a); i++) {
		struct str what = answer_str(answer_at(a, i));

		if (what.len > 0 && what.p[0] == '/')
			tell(item, "is not what %.*s becomes: that is there",
			    STR_ARG(what));
		else
			tell(item, "is there with another %.*s", STR_ARG(what));
	}
}

static void
tell_other(
    const struct import_item *item, struct str word, const struct answer *a)
{
	struct str what = answer_str(answer_at(a, 1));

	if (str_eq(word, STR("alias")))
		tell(item, "is there, as another name of %.*s", STR_ARG(what));
	else if (str_eq(word, STR("late")))
		tell(item, "is older than what is there");
	else if (item->kind == IMPORT_COMMENT)
		tell(item, "is there with another %s", member_of(what));
	else
		tell(item, "is there, and is another");
}

/* Why the store did not take a line, or NULL. */
static const char *
refusal(struct str word)
{
	if (str_eq(word, STR("article")))
		return "its article is not there";
	if (str_eq(word, STR("parent")))
		return "what it replies to is not there";
	return str_eq(word, STR("deep")) ? "it is too deep" : NULL;
}

static void
answered(void *ctx, const struct answer *a)
{
	const struct import_item *item = ctx;
	struct import *im = item->import;
	struct import_count *count = &im->count[item->kind];
	struct str word = answer_str(answer_at(a, 0));
	const char *why = refusal(word);

	if (why != NULL && im->bad_line == 0) {
		im->bad_line = item->line;
		(void)snprintf(im->why, sizeof(im->why), "%s", why);
	}
	if (why != NULL)
		return;
	if (str_eq(word, STR("new")))
		count->added++;
	else if (str_eq(word, STR("more")))
		count->completed++;
	else if (str_eq(word, STR("same")) || str_eq(word, STR("old")))
		count->there++;
	else {
		count->different++;
		tell_other(item, word, a);
		return;
	}
	if (answer_len(a) > 1) {
		count->different++;
		tell_differing(item, a);
	}
}

void
import_ask(struct import *im, enum import_kind kind, struct str label,
    struct command *c)
{
	struct import_item *item =
	    arena_alloc(ask_arena(im->ctl->ask), sizeof(*item));

	if (item == NULL)
		return; /* ask_wait() tells */
	*item = (struct import_item){ im, kind, im->line, label };
	ask_put(im->ctl->ask, c, answered, item);
	im->n_waiting++;
}

/* --- the file --- */

static bool
is_room(struct import *im)
{
	if (im->len < im->size)
		return true;
	im->size = im->size == 0 ? LINE_FIRST : 2 * im->size;
	if (im->size > LINE_BYTES)
		return false;
	im->text = realloc(im->text, im->size);
	if (im->text == NULL)
		abort();
	return true;
}

/* The next line; false at the end, and *bad when it is too long. */
static bool
next_line(struct import *im, bool *bad)
{
	int c = getc_unlocked(im->file);

	im->len = 0;
	*bad = false;
	if (c == EOF)
		return false;
	im->line++;
	for (; c != EOF && c != '\n'; c = getc_unlocked(im->file)) {
		if (!is_room(im)) {
			*bad = true;
			return false;
		}
		im->text[im->len++] = (char)c;
	}
	return true;
}

/* --- batches --- */

/* Waits for all answers; false when one of them ends the import. */
static bool
flush(struct import *im, enum ctl_status *status)
{
	bool done = ask_wait(im->ctl->ask);

	im->n_waiting = 0;
	ask_reset(im->ctl->ask);
	if (!done)
		*status = ctl_fail_store(im->ctl);
	else if (im->bad_line > 0)
		*status = ctl_fail(CTL_FAILED, "%s:%llu: %s", im->name,
		    (unsigned long long)im->bad_line, im->why);
	return *status == CTL_OK;
}

/* What stands before a bad line is taken. */
static void
stop_at(struct import *im, enum ctl_status *status, const char *why)
{
	char text[sizeof(im->why)];

	(void)snprintf(text, sizeof(text), "%s", why);
	if (flush(im, status))
		*status = ctl_fail(CTL_FAILED, "%s:%llu: %s", im->name,
		    (unsigned long long)im->line, text);
}

static enum ctl_status
take_lines(struct import *im)
{
	enum ctl_status status = CTL_OK;
	bool bad;

	while (next_line(im, &bad)) {
		struct str line = str_trim((struct str){ im->text, im->len });

		if (line.len > 0 && !import_line_take(im, line)) {
			stop_at(im, &status, im->why);
			return status;
		}
		if ((im->n_waiting == BATCH ||
			ask_arena(im->ctl->ask)->taken > BATCH_BYTES) &&
		    !flush(im, &status))
			return status;
	}
	if (bad)
		stop_at(im, &status, "longer than a line should be");
	else if (ferror(im->file))
		status =
		    ctl_fail(CTL_FAILED, "%s: %s", im->name, strerror(errno));
	else
		(void)flush(im, &status);
	return status;
}

/* --- versions --- */

static void
ignore(void *ctx, const struct answer *a)
{
	(void)ctx;
	(void)a;
}

/*
 * Gives articles their versions, whatever became of the rest.  They come last:
 * a page made of half of an article's comments would be kept under its version.
 */
static enum ctl_status
set_versions(struct import *im)
{
	struct arena *a = ask_arena(im->ctl->ask);
	enum ctl_status status = CTL_OK;
	char h[KEYS_HASH_LEN];

	for (size_t i = 0; !im->dry && i < im->plan.n_versions; i++) {
		struct command *c =
		    command_script(a, &ctl_scripts_import_version, 1, 1 + 2);

		hashes_format(h, im->plan.versions[i].h);
		command_arg(c, keys_name(a, im->ctl->site->name,
				   (struct str){ h, sizeof(h) }));
		command_arg_i64(c, im->plan.versions[i].version);
		command_arg_i64(c, im->now);
		ask_put(im->ctl->ask, c, ignore, NULL);
		if (i % BATCH == BATCH - 1 && !flush(im, &status))
			return status;
	}
	(void)flush(im, &status);
	return status;
}

/* --- the whole --- */

static bool
print_counts(const struct import *im)
{
	static const char *const names[] = { "articles", "authors", "comments",
		"ledger", "site", "key" };
	_Static_assert(ARRAY_LEN(names) == IMPORT_KINDS, "one name each");
	bool is_other = false, is_changed = false;

	for (size_t i = 0; i < IMPORT_KINDS; i++) {
		const struct import_count *n = &im->count[i];

		is_other = is_other || n->different > 0;
		is_changed = is_changed || n->added + n->completed > 0;
		if (n->added + n->completed + n->there + n->different == 0)
			continue;
		printf("%-10s  %llu new, %llu completed, %llu there already, "
		       "%llu different\n",
		    names[i], (unsigned long long)n->added,
		    (unsigned long long)n->completed,
		    (unsigned long long)n->there,
		    (unsigned long long)n->different);
	}
	if (!is_changed)
		(void)puts(im->dry ? "nothing would be changed"
				   : "nothing was changed");
	else if (im->dry)
		(void)puts("nothing was written");
	return is_other;
}

static enum ctl_status
import(struct import *im)
{
	enum ctl_status status = take_lines(im);

	im->bad_line = 0;
	if (ask_is_ready(im->ctl->ask) && set_versions(im) != CTL_OK)
		status = CTL_FAILED;
	if (print_counts(im) && status == CTL_OK)
		status = ctl_fail(
		    CTL_FAILED, "what differs was left as it is there");
	if (status == CTL_OK && !im->has_end)
		status = ctl_fail(CTL_FAILED,
		    "%s: its end is missing: the export did not finish",
		    im->name);
	return status;
}

enum ctl_status
import_run(struct ctl *c, int n, char **args)
{
	struct import im = { .ctl = c, .now = clock_wall_s() };
	enum ctl_status status;

	im.dry = n > 1;
	if (im.dry && strcmp(args[0], "-n") != 0)
		return ctl_fail(CTL_USAGE, "import knows -n, not %s", args[0]);
	im.name = args[n - 1];
	im.file = strcmp(im.name, "-") == 0 ? stdin : fopen(im.name, "re");
	if (im.file == NULL)
		return ctl_fail(CTL_FAILED, "%s: %s", im.name, strerror(errno));
	status = ctl_connect(c);
	if (status == CTL_OK)
		status = import(&im);
	if (im.file != stdin)
		(void)fclose(im.file);
	import_plan_release(&im.plan);
	free(im.text);
	return status;
}
