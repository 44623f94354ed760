/*
 * unsynced.c - remembers how much of a file is on disk, for when the power fails
 *
 * Preloaded into Redis.  After each fsync or fdatasync of a file that is named *.aof,
 * and that came back without an error, FILE.synced tells how many bytes the file had
 * before the call: so many are on disk, and of all others a machine that loses its
 * power may keep any part, or none.  A test then cuts the file there.
 *
 * Limits      renames and new files are taken for lasting.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int fsync(int fd);
int fdatasync(int fd);

/* In one write of always the same length: it may be read at any time. */
static void
remember(int fd, off_t size)
{
	char link[64], path[PATH_MAX + sizeof(".synced")], text[32];

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t len = readlink(link, path, PATH_MAX);
	if (len < 4 || memcmp(path + len - 4, ".aof", 4) != 0)
		return;
	memcpy(path + len, ".synced", sizeof(".synced"));
	int out = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (out < 0)
		return;
	int n = snprintf(text, sizeof(text), "%019lld\n", (long long)size);
	if (pwrite(out, text, (size_t)n, 0) != n)
		perror(path);
	(void)close(out);
}

static int
sync_with(const char *name, int fd)
{
	struct stat before;
	int (*real)(int);

	/* As dlsym(3) has it; C knows no cast from an object to a function. */
	*(void **)&real = dlsym(RTLD_NEXT, name);
	int known = fstat(fd, &before) == 0;
	int result = real(fd);
	if (result == 0 && known)
		remember(fd, before.st_size);
	return result;
}

int
fsync(int fd)
{
	return sync_with("fsync", fd);
}

int
fdatasync(int fd)
{
	return sync_with("fdatasync", fd);
}
