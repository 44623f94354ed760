#include "base/base.h"
#include "comments/marks.h"

bool
marks_is_currency(uint32_t c)
{
	return c == '$' || (c >= 0xa2 && c <= 0xa5) || c == 0x0e3f ||
	       (c >= 0x20a0 && c <= 0x20cf) || c == 0xff04 || c == 0xffe1 ||
	       c == 0xffe5;
}

bool
marks_is_advert(uint32_t c)
{
	static const uint32_t list[] = { 0x1f4b0, 0x1f4b5, 0x1f4b8, 0x1f911,
		0x1f4b3, 0x1f4b2, 0x1f4c8, 0x1f680, 0x1f525, 0x1f381, 0x1f3b0,
		0x1f48e, 0x2705, 0x2714, 0x1f4af, 0x1f3c6, 0x1f4de, 0x1f4f2,
		0x1f4f1, 0x260e, 0x1f4e9, 0x1f4e7, 0x2709, 0x1f517, 0x1f51e,
		0x1f48b, 0x1f351, 0x2b50, 0x1f31f, 0x2728, 0x26a1, 0x1f4e2,
		0x1f4e3, 0x1f514, 0x1f195, 0x1f193, 0x1f4a5, 0x2605, 0x2b55,
		0x1f4ac, 0x1f4a3, 0x2757, 0x203c, 0x1f53d, 0x1f4e5 };

	for (size_t i = 0; i < ARRAY_LEN(list); i++)
		if (list[i] == c)
			return true;
	return false;
}

bool
marks_is_arrow(uint32_t c)
{
	return (c >= 0x1f446 && c <= 0x1f449) || c == 0x27a1 || c == 0x2b07 ||
	       c == 0x25ba || c == 0x25b6 || c == 0x2794 || c == 0x279c ||
	       c == 0x27a4 || c == 0xbb;
}

bool
marks_is_quote(uint32_t c)
{
	return c == '"' || c == '>' || (c >= 0x201c && c <= 0x201e) ||
	       c == 0xab || (c >= 0x300a && c <= 0x300f);
}

bool
marks_is_comma(uint32_t c)
{
	return c == ',' || c == ';' || c == '|' || c == '/' || c == 0x3001 ||
	       c == 0xff0c || c == 0x060c || c == 0x061b || c == 0x2022 ||
	       c == 0xb7;
}

bool
marks_is_dash(uint32_t c)
{
	return c == '-' || c == 0x2013 || c == 0x2014;
}

bool
marks_ends_sentence(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == '|' || c == 0x3002 ||
	       c == 0xff01 || c == 0xff1f || c == 0x061f || c == 0x2022;
}
