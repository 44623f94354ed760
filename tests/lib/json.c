/*
 * json.c - a value out of JSON, for tests in shell
 *
 *     json PATH <text
 *
 * PATH is names and numbers with points between them, as in articles.0.total; * is
 * each of an array's, in turn, and `length` how many it has.  Text is printed as it
 * is, anything else as JSON with sorted names, what is not there (or null) as
 * "undefined", and for text that is none "not JSON".
 */
#include "base/base.h"

#include <jansson.h>

static void
show(json_t *v)
{
	if (v == NULL || json_is_null(v))
		fputs("undefined", stdout);
	else if (json_is_string(v))
		fwrite(json_string_value(v), 1, json_string_length(v), stdout);
	else
		json_dumpf(v, stdout,
		    JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY |
			JSON_REAL_PRECISION(15));
}

/* The path is cut in pieces: `key` is one, and `rest` those after it or NULL. */
static void
show_at(json_t *v, char *rest)
{
	char *key = strsep(&rest, "."), *end;

	if (v == NULL || key == NULL) {
		show(v);
	} else if (json_is_object(v)) {
		show_at(json_object_get(v, key), rest);
	} else if (!json_is_array(v)) {
		show(NULL);
	} else if (strcmp(key, "length") == 0) {
		printf("%zu", json_array_size(v));
	} else if (strcmp(key, "*") == 0) {
		for (size_t i = 0; i < json_array_size(v); i++) {
			char *again = rest != NULL ? strdup(rest) : NULL;

			fputs(i > 0 ? " " : "", stdout);
			show_at(json_array_get(v, i), again);
			free(again);
		}
	} else {
		unsigned long i = strtoul(key, &end, 10);

		bool is_number = end != key && *end == '\0';

		show_at(is_number ? json_array_get(v, i) : NULL, rest);
	}
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: json PATH <text\n", stderr);
		return 2;
	}
	json_t *all = json_loadf(stdin, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

	if (all != NULL)
		show_at(all, argv[1]);
	else
		fputs("not JSON", stdout);
	json_decref(all);
	return fflush(stdout) == 0 ? 0 : 1;
}
