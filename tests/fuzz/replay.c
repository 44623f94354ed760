/*
 * replay.c - the main of a target without libFuzzer: a test in TAP
 */
#include "base/base.h"
#include "fuzz.h"

#include <ftw.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX (1024 * 1024)

/* Where a sanitizer ends the process itself. */
extern void __sanitizer_set_death_callback(void (*fn)(void))
    __attribute__((weak));

static const char *at; /* the file that was handed in last */
static size_t files;

static void
say(const char *s)
{
	ssize_t n = write(STDOUT_FILENO, s, strlen(s));
	(void)n;
}

static void
died(void)
{
	say("not ok 1 - ");
	say(at);
	say("\n");
}

static void
on_abort(int sig)
{
	(void)signal(sig, SIG_DFL);
	died();
}

/* In a block of its very size, so that a read beyond it is seen. */
static int
hand_in(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)where;
	if (kind != FTW_F)
		return 0;
	size_t size = (size_t)st->st_size;
	unsigned char *bytes = malloc(size > 0 ? size : 1);
	FILE *f = fopen(path, "re");
	if (f == NULL || bytes == NULL || size > FILE_MAX ||
	    fread(bytes, 1, size, f) != size)
		abort();
	(void)fclose(f);
	at = path;
	files++;
	(void)LLVMFuzzerTestOneInput(bytes, size);
	free(bytes);
	return 0;
}

static void
hand_in_all(const char *of, const char *name)
{
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "tests/data/%s%s", of, name);
	if (access(path, F_OK) == 0 && nftw(path, hand_in, 16, 0) != 0)
		abort();
}

/* The program is called fuzz_NAME. */
static const char *
name_of(const char *program)
{
	const char *last = strrchr(program, '/');

	last = last != NULL ? last + 1 : program;
	return strncmp(last, "fuzz_", 5) == 0 ? last + 5 : last;
}

int
main(int argc, char **argv)
{
	at = "before the first file";
	say("1..1\n");
	(void)signal(SIGABRT, on_abort);
	(void)signal(SIGSEGV, on_abort);
	if (__sanitizer_set_death_callback != NULL)
		__sanitizer_set_death_callback(died);
	(void)LLVMFuzzerInitialize(&argc, &argv);
	hand_in_all("fuzz/", name_of(argv[0]));
	hand_in_all("", name_of(argv[0]));
	printf("%sok 1 - takes %zu files\n", files > 0 ? "" : "not ", files);
	return files > 0 ? 0 : 1;
}
