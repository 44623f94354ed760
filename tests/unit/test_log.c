#include "base/base.h"
#include "base/log.h"

#include <fcntl.h>
#include <setjmp.h>
#include <unistd.h>
#include <cmocka.h>

static int keep = -1, ends[2];

static int
catch_stderr(void **state)
{
	(void)state;
	keep = dup(STDERR_FILENO);
	return keep < 0 || pipe(ends) != 0 ||
	       fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0 ||
	       dup2(ends[1], STDERR_FILENO) < 0;
}

static int
release_stderr(void **state)
{
	(void)state;
	(void)dup2(keep, STDERR_FILENO);
	(void)close(keep);
	(void)close(ends[0]);
	(void)close(ends[1]);
	return !log_level_set("info");
}

/* What was logged since the last call. */
static struct str
logged(void)
{
	static char bytes[2 * LOG_LINE_MAX];
	ssize_t n = read(ends[0], bytes, sizeof(bytes));

	return (struct str){ bytes, n > 0 ? (size_t)n : 0 };
}

static void
has_logged(struct str expected)
{
	struct str line = logged();

	if (!str_eq(line, expected))
		print_message("%.*s", STR_ARG(line));
	assert_true(str_eq(line, expected));
}

static void
writes_one_logfmt_line(void **state)
{
	(void)state;
	const struct log_field fields[] = {
		{ "n", STR("12") },
		{ "path", STR("/a b") },
		{ "empty", STR("") },
		{ "absent", STR_NULL },
		{ NULL, STR_NULL },
	};

	log_event(LOG_WARN, "redis-lost", fields);
	has_logged(STR("level=warn event=redis-lost n=12 path=\"/a b\" "
		       "empty=\"\" absent=\"\"\n"));
	log_event(LOG_ALARM, "bare", NULL);
	has_logged(STR("level=alarm event=bare\n"));
	log_why(LOG_ERROR, "bind", "%s: %d", "socket", 98);
	has_logged(STR("level=error event=bind why=\"socket: 98\"\n"));
}

static void
lets_no_input_begin_a_line_or_drive_a_terminal(void **state)
{
	(void)state;
	const struct log_field fields[] = {
		{ "a", STR("x\nlevel=info event=forged") },
		{ "b", STR("\x1b[2J\0\x7f") },
		{ "c", STR("say \"hi\" \\ k=v") },
		{ "d", STR("\xd0\x96\xff") },
		{ NULL, STR_NULL },
	};

	log_event(LOG_ERROR, "e", fields);
	has_logged(STR("level=error event=e "
		       "a=\"x\\x0alevel=info event=forged\" "
		       "b=\"\\x1b[2J\\x00\\x7f\" "
		       "c=\"say \\x22hi\\x22 \\x5c k=v\" "
		       "d=\"\\xd0\\x96\\xff\"\n"));
}

static void
leaves_out_what_is_below_the_level(void **state)
{
	(void)state;
	log_event(LOG_DEBUG, "quiet", NULL);
	has_logged(STR(""));
	assert_true(log_level_set("debug"));
	log_event(LOG_DEBUG, "heard", NULL);
	has_logged(STR("level=debug event=heard\n"));
	assert_true(log_level_set("error"));
	log_why(LOG_WARN, "quiet", "%d", 1);
	has_logged(STR(""));
	assert_false(log_level_set("loud"));
	assert_false(log_level_set(""));
	log_event(LOG_ERROR, "still", NULL);
	has_logged(STR("level=error event=still\n"));
}

static void
cuts_long_lines_but_ends_them(void **state)
{
	(void)state;
	static char big[3 * LOG_LINE_MAX];
	memset(big, '\n', sizeof(big));
	const struct log_field fields[] = {
		{ "big", { big, sizeof(big) } },
		{ "after", STR("x") },
		{ NULL, STR_NULL },
	};

	log_event(LOG_ERROR, "e", fields);
	struct str line = logged();
	assert_int_equal(line.len, LOG_LINE_MAX);
	assert_int_equal(str_index(line, '\n'), LOG_LINE_MAX - 1);
	log_why(LOG_ERROR, "e", "%3000d", 1);
	line = logged();
	assert_int_equal(line.len, LOG_LINE_MAX);
	assert_int_equal(str_index(line, '\n'), LOG_LINE_MAX - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    writes_one_logfmt_line, catch_stderr, release_stderr),
		cmocka_unit_test_setup_teardown(
		    lets_no_input_begin_a_line_or_drive_a_terminal,
		    catch_stderr, release_stderr),
		cmocka_unit_test_setup_teardown(
		    leaves_out_what_is_below_the_level, catch_stderr,
		    release_stderr),
		cmocka_unit_test_setup_teardown(cuts_long_lines_but_ends_them,
		    catch_stderr, release_stderr),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
