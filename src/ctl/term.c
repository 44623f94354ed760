#include "base/base.h"
#include "ctl/term.h"

#include "base/utf8.h"

/* First and last of what a terminal or a bidirectional reader would act on. */
static const uint32_t acted_on[][2] = {
	{ 0x00, 0x1f },
	{ 0x7f, 0x9f },
	{ 0x061c, 0x061c },
	{ 0x200e, 0x200f },
	{ 0x2028, 0x202e },
	{ 0x2066, 0x2069 },
	{ 0xfeff, 0xfeff },
};

static bool
is_acted_on(uint32_t cp)
{
	for (size_t i = 0; i < ARRAY_LEN(acted_on); i++)
		if (cp >= acted_on[i][0] && cp <= acted_on[i][1])
			return true;
	return false;
}

void
term_put(FILE *out, struct str text)
{
	while (text.len > 0) {
		struct str rest = text;
		uint32_t cp;

		if (!utf8_next(&rest, &cp)) {
			(void)fprintf(out, "\\x%02x", (unsigned char)text.p[0]);
			rest = str_from(text, 1);
		} else if (!is_acted_on(cp)) {
			(void)fwrite(text.p, 1, text.len - rest.len, out);
		} else {
			(void)fprintf(out, cp < 0x80 ? "\\x%02x" : "\\u{%x}",
			    (unsigned)cp);
		}
		text = rest;
	}
}
