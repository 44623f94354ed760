/*
 * markup.c - renders comments, for tests in other languages
 *
 *     markup <texts >html
 *
 * Each text ends in a NUL, and so does what becomes of it: HTML, or why there
 * is none, which begins with no '<'.
 */
#include "base/base.h"

#include "comments/markup.h"

#define ARENA_CAP (4 * 1024 * 1024)

int
main(void)
{
	struct arena arena;
	char *text = NULL;
	size_t room = 0;
	ssize_t n;

	arena_init(&arena, ARENA_CAP);
	while ((n = getdelim(&text, &room, '\0', stdin)) > 0) {
		struct str given = { text, (size_t)n - (text[n - 1] == '\0') };
		struct markup m;
		const char *why;

		struct str source = markup_source(&arena, given);
		struct str html = markup_render(&arena, source, &m, &why)
				      ? m.html
				      : str_of(why);
		if (fwrite(html.p, 1, html.len, stdout) != html.len ||
		    putchar('\0') == EOF)
			return 1;
		arena_reset(&arena);
	}
	free(text);
	return ferror(stdin) || fflush(stdout) != 0;
}
