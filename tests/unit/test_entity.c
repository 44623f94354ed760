#include "base/base.h"
#include "comments/entity.h"

#include <setjmp.h>
#include <cmocka.h>

static void
knows(void **state)
{
	(void)state;
	const struct {
		struct str in;
		uint32_t cp;
	} rows[] = {
		{ STR("&amp;"), '&' },
		{ STR("&lt;"), '<' },
		{ STR("&quot;"), '"' },
		{ STR("&apos;"), '\'' },
		{ STR("&Tab;"), '\t' },
		{ STR("&NewLine;"), '\n' },
		{ STR("&equals;"), '=' },
		{ STR("&colon;"), ':' },
		{ STR("&bsol;"), '\\' },
		{ STR("&nbsp;"), 0xa0 },
		{ STR("&eacute;"), 0xe9 },
		{ STR("&Eacute;"), 0xc9 },
		{ STR("&frac12;"), 0xbd },
		{ STR("&thetasym;"), 0x3d1 },
		{ STR("&zwj;"), 0x200d },
		{ STR("&rlm;"), 0x200f },
		{ STR("&euro;"), 0x20ac },
		{ STR("&rang;"), 0x27e9 },
		{ STR("&#65;"), 'A' },
		{ STR("&#x41;"), 'A' },
		{ STR("&#X4a;"), 'J' },
		{ STR("&#0000065;"), 'A' },
		{ STR("&#1114111;"), 0x10ffff },
		{ STR("&#x1F600;"), 0x1f600 },
		{ STR("&#9;"), '\t' },
		{ STR("&#0;"), 0xfffd },
		{ STR("&#xD800;"), 0xfffd },
		{ STR("&#xDFFF;"), 0xfffd },
		{ STR("&#x110000;"), 0xfffd },
		{ STR("&#4294967361;"), 0xfffd },
		{ STR("&#x100000041;"), 0xfffd },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint32_t cp = 0;
		if (!entity_decode(rows[i].in, &cp) || cp != rows[i].cp)
			fail_msg("%.*s: U+%04X", STR_ARG(rows[i].in), cp);
	}
}

static void
does_not_know(void **state)
{
	(void)state;
	const struct str rows[] = { STR_NULL, STR(""), STR("&"), STR("&;"),
		STR("amp;"), STR("&amp"), STR("&AMP;"), STR("&unknown;"),
		STR("&am;"), STR("&mp;"), STR("&amp=;"), STR("& amp;"),
		STR("&am p;"), STR("&thetasymthetasym;"), STR("&#;"),
		STR("&#x;"), STR("&#6a;"), STR("&#x4g;"), STR("&#-1;"),
		STR("&#+1;"), STR("&# 1;") };

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint32_t cp = 1;
		if (entity_decode(rows[i], &cp))
			fail_msg("%.*s: U+%04X", STR_ARG(rows[i]), cp);
		assert_int_equal(cp, 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows),
		cmocka_unit_test(does_not_know),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
