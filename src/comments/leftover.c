#include "base/base.h"
#include "comments/leftover.h"

#define CHOICE_MAX 24 /* pieces of {this|that} */

static const char blanks[] =
    "author blog firstname keyword keywords link name post site title url "
    "username website";

bool
leftover_is_blank(const struct pieces *p, size_t i)
{
	size_t end = i + CHOICE_MAX < p->n ? i + CHOICE_MAX : p->n, at = i + 1;
	unsigned bars = 0;

	if (p->at[i].sign == '%')
		return pieces_is_one_of(p, i + 1, blanks) &&
		       p->at[i + 1].gap == PIECE_JOINED &&
		       pieces_is_sign(p, i + 2, '%');
	if (p->at[i].sign != '{')
		return false;
	for (; at < end && p->at[at].sign != '}'; at++)
		bars +=
		    p->at[at].sign == '|' && p->at[at - 1].kind == PIECE_WORD;
	return at < end && bars >= 2;
}

bool
leftover_is_anchor(const struct pieces *p, size_t i)
{
	size_t word = i + 1 + pieces_is_sign(p, i + 1, '/');

	if (p->at[i].sign == '[')
		return pieces_is_one_of(p, word, "url link img email") &&
		       (pieces_is_sign(p, word + 1, ']') ||
			   pieces_is_sign(p, word + 1, '='));
	return p->at[i].sign == '<' && pieces_is_one_of(p, word, "a") &&
	       pieces_is_one_of(p, word + 1, "href");
}
