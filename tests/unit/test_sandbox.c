/*
 * test_sandbox.c - what a process can still do, and what not
 */
#include "base/base.h"

#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <netdb.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sandbox.h"

/* In a process of its own: there is no way back. */
static int
in_child(bool sandboxed, int (*try)(void))
{
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(!sandboxed || sandbox_begin() ? try() : 99);
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int
inside(int (*try)(void))
{
	return in_child(true, try);
}

static int
run_a_program(void)
{
	char *const argv[] = { (char[]){ "true" }, NULL };

	(void)execv("/bin/true", argv);
	return errno;
}

static int
copy_itself(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return child < 0 ? errno : 0;
}

static int
trace(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0 ? errno : 0;
}

static int
signal_another(void)
{
	return kill(getppid(), 0) < 0 ? errno : 0;
}

static int
map(int prot)
{
	void *p = mmap(NULL, 4096, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? errno : 0;
}

static int
map_code_to_write(void)
{
	return map(PROT_READ | PROT_WRITE | PROT_EXEC);
}

static int
make_data_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return 98;
	return mprotect(p, 4096, PROT_READ | PROT_EXEC) < 0 ? errno : 0;
}

static int
speak_raw(void)
{
	return socket(AF_PACKET, SOCK_RAW, 0) < 0 ? errno : 0;
}

static int
write_a_file_of_another_name(void)
{
	return rename("/nonexistent/a", "/nonexistent/b") < 0 ? errno : 0;
}

static void
takes_away_what_serves_an_intruder(void **state UNUSED)
{
#ifdef __SANITIZE_ADDRESS__
	return; /* it takes such calls itself */
#endif
	int (*const all[])(void) = { run_a_program, copy_itself, trace,
		signal_another, map_code_to_write, make_data_code, speak_raw,
		write_a_file_of_another_name };

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (inside(all[i]) != ENOSYS)
			fail_msg("row %zu: %d", i, inside(all[i]));
}

static int
do_what_serving_takes(void)
{
	char byte;
	int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, &byte, 1) != 1 || close(fd) != 0)
		return 1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || close(fd) != 0)
		return 2;
	if (map(PROT_READ | PROT_WRITE) != 0 || map(PROT_READ | PROT_EXEC) != 0)
		return 3;
	return 0;
}

static int
look_up_a_name(void)
{
	struct addrinfo *found = NULL;
	int e = getaddrinfo("localhost", "6379", NULL, &found);

	if (e == 0)
		freeaddrinfo(found);
	return -e;
}

static int
end_by_an_assertion(void)
{
	abort();
}

static void
leaves_what_serving_takes(void **state UNUSED)
{
	assert_int_equal(inside(do_what_serving_takes), 0);

	/* A system without /etc/hosts knows no such name. */
	int got = inside(look_up_a_name);
	if (in_child(false, look_up_a_name) == 0)
		assert_int_equal(got, 0);
	else
		assert_in_range(got, 1, 98);
	assert_int_equal(inside(end_by_an_assertion), -SIGABRT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_away_what_serves_an_intruder),
		cmocka_unit_test(leaves_what_serving_takes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
