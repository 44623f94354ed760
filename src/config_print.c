/*
 * config_print.c - the settings, written for people
 *
 * The sample and the manual are made of the rows of config.def, so they cannot
 * say anything else than what is read.
 */
#include "base/base.h"
#include "config.h"

#include "config_value.h"

#define WIDTH 76
#define RANGE_MAX 128

static void
print_rows(const struct section *section, const void *base, FILE *out)
{
	for (size_t i = 0; i < section->n_rows; i++) {
		const struct setting *s = &section->rows[i];
		const struct str *text =
		    (const void *)((const char *)base + s->at);

		if (s->type == CONFIG_VALUE_SECRET && text->len > 0) {
			(void)fprintf(out, "# %s = (set)\n", s->key);
			continue;
		}
		(void)fprintf(out, "%s =", s->key);
		config_value_print(s, base, out);
		(void)fputc('\n', out);
	}
}

void
config_print(const struct config *cfg, FILE *out)
{
	const struct section *c = config_value_sections;

	for (; c->name != NULL; c++) {
		(void)fprintf(out, "[%s]\n", c->name);
		print_rows(c, cfg, out);
		(void)fputc('\n', out);
	}
	for (size_t i = 0; i < cfg->n_sites; i++) {
		const struct site *site = &cfg->sites[i];

		(void)fprintf(out, "%s[site \"%.*s\"]\n", i == 0 ? "" : "\n",
		    STR_ARG(site->name));
		print_rows(&config_value_site, site, out);
	}
}

/* What values there are, as a sentence; nothing for free texts. */
static void
range_format(const struct setting *s, char *out, size_t size)
{
	struct str rest = str_of(s->unit), choice;
	const char *before = "One of ";
	size_t n = 0;

	out[0] = '\0';
	switch (s->type) {
	case CONFIG_VALUE_CHOICE:
		for (; str_cut(&rest, '|', &choice); before = ", ")
			n += (size_t)snprintf(out + n, size - n, "%s%.*s",
			    before, STR_ARG(choice));
		(void)snprintf(out + n, size - n, ".");
		break;
	case CONFIG_VALUE_COUNT:
	case CONFIG_VALUE_SECONDS:
	case CONFIG_VALUE_MILLIS:
		(void)snprintf(out, size, "From %s to %s%s%s.", s->min, s->max,
		    s->unit[0] == '\0' ? "" : " ", s->unit);
		break;
	default:
		break;
	}
}

/* `text` in lines of WIDTH bytes that begin with `prefix`. */
static void
print_lines(const char *prefix, struct str text, FILE *out)
{
	struct str word;
	size_t column = 0;

	while (str_cut(&text, ' ', &word)) {
		if (column > 0 && column + 1 + word.len > WIDTH) {
			(void)fputc('\n', out);
			column = 0;
		}
		(void)fprintf(
		    out, "%s%.*s", column == 0 ? prefix : " ", STR_ARG(word));
		column += 1 + word.len;
	}
	(void)fputc('\n', out);
}

static void
print_comment(const char *text, FILE *out)
{
	print_lines("# ", str_of(text), out);
}

static void
print_sample_rows(const struct section *section, FILE *out)
{
	char range[RANGE_MAX];

	for (size_t i = 0; i < section->n_rows; i++) {
		const struct setting *s = &section->rows[i];
		bool required = config_value_is_list(s->type);
		const char *value = required ? s->unit : s->def;

		(void)fputc('\n', out);
		print_comment(s->help, out);
		range_format(s, range, sizeof(range));
		if (range[0] != '\0')
			print_comment(range, out);
		(void)fprintf(out, "#%s =%s%s\n", s->key,
		    value[0] == '\0' ? "" : " ", value);
	}
}

void
config_print_sample(FILE *out)
{
	const struct section *c = config_value_sections;

	(void)fputs(
	    "# afterword.conf - settings of Afterword, see afterword.conf(5)\n"
	    "#\n"
	    "# Every setting stands here with its default.  Take the # away to "
	    "change it.\n"
	    "# A comment is a line of its own, or what follows a space and a "
	    "semicolon.\n"
	    "# `afterword config` shows the values in effect.\n",
	    out);
	for (; c->name != NULL; c++) {
		(void)fputs("\n", out);
		print_comment(c->help, out);
		(void)fprintf(out, "[%s]\n", c->name);
		print_sample_rows(c, out);
	}
	(void)fputs("\n", out);
	print_comment(config_value_site.help, out);
	(void)fputs("#[site \"example.org\"]\n", out);
	print_sample_rows(&config_value_site, out);
}

/* Each sentence begins a line, as mdoc(7) asks for. */
static void
print_sentences(const char *text, FILE *out)
{
	const char *end;

	for (; (end = strstr(text, ". ")) != NULL; text = end + 2)
		print_lines(
		    "", str_head(str_of(text), (size_t)(end + 1 - text)), out);
	print_lines("", str_of(text), out);
}

static void
print_mdoc_rows(const struct section *section, FILE *out)
{
	char range[RANGE_MAX];

	(void)fputs(".Bl -tag -width Ds\n", out);
	for (size_t i = 0; i < section->n_rows; i++) {
		const struct setting *s = &section->rows[i];

		(void)fprintf(out, ".It Ic %s No = Ar %s\n", s->key,
		    config_value_what(s->type));
		print_sentences(s->help, out);
		range_format(s, range, sizeof(range));
		if (range[0] != '\0')
			print_sentences(range, out);
		if (s->def[0] != '\0')
			(void)fprintf(
			    out, "The default is\n.Ql %s .\n", s->def);
		else if (config_value_is_list(s->type))
			(void)fputs("There is no default.\n", out);
		else
			(void)fputs("Unset by default.\n", out);
	}
	(void)fputs(".El\n", out);
}

void
config_print_mdoc(FILE *out)
{
	const struct section *c = config_value_sections;

	for (; c->name != NULL; c++) {
		(void)fprintf(out, ".Ss [%s]\n", c->name);
		print_sentences(c->help, out);
		print_mdoc_rows(c, out);
	}
	(void)fputs(".Ss [site \"NAME\"]\n", out);
	print_sentences(config_value_site.help, out);
	print_mdoc_rows(&config_value_site, out);
}
