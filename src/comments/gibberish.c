/*
 * gibberish.c - runs of consonants, capitals inside, and keys side by side
 */
#include "base/base.h"
#include "comments/gibberish.h"

#include "base/utf8.h"
#include "comments/glyph.h"

#define LEAST 5         /* letters that tell something */
#define RUN_ROUGH 5     /* consonants */
#define VOWELLESS_MAX 6 /* letters */
#define RISES 3         /* capitals behind small letters */
#define WALK_LEAST 75   /* percent of the steps to a key beside it */
#define WALK_SHORT 3    /* letters */
#define WALK_ALL 6      /* letters that are one walk */

/* Or anything but a letter that is surely none. */
static bool
is_vowel(char c)
{
	static const uint32_t vowels = 1u << ('a' - 'a') | 1u << ('e' - 'a') |
				       1u << ('i' - 'a') | 1u << ('o' - 'a') |
				       1u << ('u' - 'a') | 1u << ('y' - 'a');

	return c < 'a' || c > 'z' || (vowels >> (c - 'a') & 1) != 0;
}

/* Where its key is: rows are far from each other; 0 if on none. */
static unsigned
key_of(uint32_t c)
{
	/* a to z, then the letters from U+0430 on. */
	static const uint8_t latin[] = { 21, 45, 43, 23, 3, 24, 25, 26, 8, 27,
		28, 29, 47, 46, 9, 10, 1, 4, 22, 5, 7, 44, 2, 42, 6, 41 };
	static const uint8_t cyrillic[] = { 84, 108, 83, 67, 89, 65, 90, 70,
		105, 61, 64, 88, 104, 66, 87, 85, 86, 103, 106, 63, 81, 71, 62,
		102, 68, 69, 72, 82, 107, 91, 109, 101 };

	if (c >= 'a' && c <= 'z')
		return latin[c - 'a'];
	if (c >= 0x430 && c <= 0x44f)
		return cyrillic[c - 0x430];
	return 0;
}

/* Percent of its steps that lead to a key beside the last one. */
static unsigned
walk_of(struct str word)
{
	unsigned last = 0, steps = 0, near = 0;
	uint32_t c;

	while (utf8_next(&word, &c)) {
		unsigned key = key_of(c);

		steps += last != 0;
		near += key != 0 && (key + 1 == last || key == last + 1);
		last = key;
	}
	return steps == 0 ? 0 : 100 * near / steps;
}

static enum gibberish
look_at_letters(const struct piece *w, struct str word)
{
	unsigned run = 0, longest = 0, same = 0;

	for (size_t i = 0; i < word.len; i++) {
		run = is_vowel(word.p[i]) ? 0 : run + 1;
		longest = run > longest ? run : longest;
		same += i > 0 && word.p[i] == word.p[i - 1];
	}
	if (w->rises >= RISES && w->letters < 4 * w->rises && w->letters >= 7)
		return GIBBERISH_RANDOM;
	if (w->digits > 0 || w->upper == w->letters || same >= 2)
		return GIBBERISH_NONE;
	if (longest == w->letters && longest > VOWELLESS_MAX)
		return GIBBERISH_RANDOM;
	return longest >= RUN_ROUGH ? GIBBERISH_ROUGH : GIBBERISH_NONE;
}

enum gibberish
gibberish_of(const struct piece *w, struct str word)
{
	enum gibberish g = GIBBERISH_NONE;

	if (w->linked || w->letters < WALK_SHORT)
		return GIBBERISH_NONE;
	if (w->letters < LEAST)
		return w->scripts <= GLYPH_ALIKE && walk_of(word) == 100
			   ? GIBBERISH_ROUGH
			   : GIBBERISH_NONE;
	if (w->scripts == GLYPH_LATIN)
		g = look_at_letters(w, word);
	if (g != GIBBERISH_NONE || w->scripts > GLYPH_ALIKE)
		return g;
	unsigned walk = walk_of(word);
	if (walk == 100 && w->letters >= WALK_ALL)
		return GIBBERISH_RANDOM;
	return walk >= WALK_LEAST ? GIBBERISH_ROUGH : GIBBERISH_NONE;
}
