/*
 * fuzz_guard.c - the owner's lists: a list says what its rows say one by one
 *
 * The input is a list.  What is asked about are its own lines and patterns, and
 * what stands behind a # in it.
 */
#include "base/base.h"
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "comments/guard.h"

#define ROWS_MAX 4
#define ASKS_MAX 16

static char path[64], err[300];
static int file;

/* A file without a name, written anew for each list. */
void
fuzz_begin(void)
{
	file = memfd_create("list", 0);
	assert(file >= 0);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
}

static struct guard *
load(struct str list)
{
	assert(ftruncate(file, 0) == 0);
	assert(pwrite(file, list.p, list.len, 0) == (ssize_t)list.len);
	err[0] = '\0';
	return guard_load(path, err, sizeof(err));
}

/* As it means behind a line: a mark of UTF-8 may stand before a list only. */
static struct guard *
load_row(struct str row, struct arena *a)
{
	struct buf b;

	buf_init(&b, a, row.len + 1);
	buf_char(&b, '\n');
	buf_str_put(&b, row);
	assert(!b.failed);
	return load(buf_view(&b));
}

/* Rows of a list, as lines.h tells them; the number of its first line is 1. */
struct rows {
	struct str text[ROWS_MAX];
	size_t line[ROWS_MAX];
	size_t n; /* perhaps more than there is room for */
	struct str ask[ASKS_MAX];
	size_t n_asks;
};

static void
add_ask(struct rows *r, struct str text)
{
	if (r->n_asks < ASKS_MAX && utf8_valid(text))
		r->ask[r->n_asks++] = text;
}

static struct str
pattern_of(struct str row)
{
	for (int words = 0; words < 2; words++) {
		while (row.len > 0 && row.p[0] != ' ' && row.p[0] != '\t')
			row = str_from(row, 1);
		row = str_trim(row);
	}
	return row;
}

static void
cut_rows(struct rows *r, struct str list)
{
	struct str line;

	*r = (struct rows){ .n = 0 };
	if (str_starts(list, STR("\xef\xbb\xbf")))
		list = str_from(list, 3);
	for (size_t number = 1; str_cut(&list, '\n', &line); number++) {
		line = str_trim(line);
		if (line.len > 0 && line.p[0] == '#')
			add_ask(r, str_from(line, 1));
		if (line.len == 0 || line.p[0] == '#')
			continue;
		if (r->n < ROWS_MAX) {
			r->text[r->n] = line;
			r->line[r->n] = number;
			add_ask(r, line);
			add_ask(r, pattern_of(line));
		}
		r->n++;
	}
}

typedef enum guard_verdict (*ask_fn)(
    const struct guard *g, struct arena *a, struct str s);

static enum guard_verdict
ask_host(const struct guard *g, struct arena *a, struct str s)
{
	(void)a;
	return guard_host(g, s);
}

static enum guard_verdict
ask_net(const struct guard *g, struct arena *a, struct str s)
{
	(void)a;
	return guard_net(g, s);
}

static enum guard_verdict
ask_name(const struct guard *g, struct arena *a, struct str s)
{
	(void)a;
	return guard_name(g, s);
}

/* The verdict of all is the highest of each. */
static void
agrees(const struct rows *r, struct guard *const *each, const struct guard *all,
    struct arena *a)
{
	static const ask_fn kinds[] = { guard_text, ask_host, ask_net,
		ask_name };

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		for (size_t i = 0; i < r->n_asks; i++) {
			enum guard_verdict highest = GUARD_PASS;

			for (size_t n = 0; n < r->n; n++) {
				enum guard_verdict one =
				    kinds[k](each[n], a, r->ask[i]);

				highest = one > highest ? one : highest;
			}
			assert(kinds[k](all, a, r->ask[i]) == highest);
		}
	}
}

/* A row says something of its own pattern, if that has no sign of its own. */
static void
means_itself(const struct guard *g, struct str row, struct arena *a)
{
	struct str pattern = pattern_of(row);
	bool is_word = guard_text(g, a, pattern) > GUARD_PASS;

	assert(is_word || guard_host(g, pattern) > GUARD_PASS ||
	       guard_net(g, pattern) > GUARD_PASS ||
	       guard_name(g, pattern) > GUARD_PASS ||
	       str_index(pattern, '*') >= 0 || str_index(pattern, '/') >= 0);
}

/* FILE:LINE: what is said of that line alone. */
static void
names_the_line(const struct rows *r, size_t n, const char *why)
{
	char wanted[sizeof(err)], alone[sizeof(err)];
	size_t skip = strlen(path);

	(void)snprintf(alone, sizeof(alone), "%s", err);
	assert(strncmp(alone, path, skip) == 0);
	assert(strncmp(alone + skip, ":2: ", 4) == 0);
	(void)snprintf(wanted, sizeof(wanted), "%s:%zu: %s", path, r->line[n],
	    alone + skip + 4);
	assert(strcmp(why, wanted) == 0);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct guard *all = load(in), *each[ROWS_MAX] = { NULL };
	char why[sizeof(err)];
	struct rows r;
	size_t n = 0;

	(void)snprintf(why, sizeof(why), "%s", err);
	cut_rows(&r, in);
	assert(all != NULL || strlen(why) > strlen(path) + 3);
	assert(all == NULL || guard_count(all) == r.n);
	while (n < r.n && n < ROWS_MAX &&
	       (each[n] = load_row(r.text[n], a)) != NULL)
		means_itself(each[n], r.text[n], a), n++;
	if (n == r.n) {
		assert(all != NULL);
		agrees(&r, each, all, a);
	} else if (n < ROWS_MAX) {
		assert(all == NULL);
		names_the_line(&r, n, why);
	}
	guard_free(all);
	for (n = 0; n < ROWS_MAX; n++)
		guard_free(each[n]);
}
