/*
 * stamps.c - what forms of an article would have fetched
 *
 *     stamps FILE SITE ARTICLE N
 *
 * Prints the article's hash and then N stamps, a minute old.  FILE has the
 * site's comments.secret.
 */
#include "base/base.h"

#include <sodium.h>

#include "article/article.h"
#include "base/clock.h"
#include "comments/stamp.h"

#define AGE_S 60

static struct str
read_secret(const char *path, char *out, size_t n)
{
	FILE *f = fopen(path, "re");

	if (f == NULL || fgets(out, (int)n, f) == NULL) {
		perror(path);
		exit(1);
	}
	(void)fclose(f);
	return str_trim(str_of(out));
}

int
main(int argc, char **argv)
{
	char line[512], h[ARTICLE_HASH_LEN], stamp[STAMP_LEN];
	struct sitekey key;
	uint64_t n;

	if (argc != 5 || !str_to_u64(str_of(argv[4]), 0, UINT32_MAX, &n)) {
		fprintf(stderr, "usage: stamps FILE SITE ARTICLE N\n");
		return 2;
	}
	if (sodium_init() < 0)
		abort();
	sitekey_derive(&key, str_of(argv[2]),
	    read_secret(argv[1], line, sizeof(line)), STR_NULL);
	article_hash(str_of(argv[3]), h);
	printf("%.*s\n", ARTICLE_HASH_LEN, h);
	for (uint64_t i = 0; i < n; i++) {
		stamp_make(&key, (struct str){ h, ARTICLE_HASH_LEN },
		    clock_wall_s() - AGE_S, stamp);
		printf("%.*s\n", STAMP_LEN, stamp);
	}
	return 0;
}
