#include "base/base.h"
#include "comments/skeleton.h"

#include <setjmp.h>
#include <cmocka.h>
#include <utf8proc.h>

static bool
reads(struct str name, struct str as)
{
	struct skeleton n, w;

	skeleton_of(&n, name);
	skeleton_of_word(&w, as);
	return skeleton_reads(&n, (struct str){ w.text, w.len });
}

static void
takes_look_alikes_for_each_other(void **state)
{
	(void)state;
	const struct {
		struct str name, word;
	} rows[] = {
		/* case, width, fonts, circles */
		{ STR("ADMIN"), STR("admin") },
		{ STR("admin"), STR("Admin") },
		{ STR("\uff21\uff24\uff2d\uff29\uff2e"), STR("admin") },
		{ STR("\uff41\uff44\uff4d\uff49\uff4e"), STR("admin") },
		{ STR("\U0001d4d0\U0001d555\U0001d5c6\U0001d62a\U0001d697"),
		    STR("admin") },
		{ STR("\u24d0\u24d3\u24dc\u24d8\u24dd"), STR("admin") },
		{ STR("\u24b6\U0001f133\U0001f15c\U0001f178n"), STR("admin") },
		{ STR("\U0001f1e6\U0001f1e9\U0001f1f2in"), STR("admin") },
		{ STR("\u1d43\u1d48\u1d50\u2071\u207f"), STR("admin") },
		{ STR("\u1d00\u1d05\u1d0d\u026a\u0274"), STR("admin") },
		/* marks, what does not show, what stands between */
		{ STR("\u00e1dmi\u0144"), STR("admin") },
		{ STR("a\u0336d\u0336m\u0336i\u0336n\u0336"), STR("admin") },
		{ STR("ad\u034f\u00admin\u200b"), STR("admin") },
		{ STR("\u202eadmin"), STR("admin") },
		{ STR("a d m i n"), STR("admin") },
		{ STR("a.d-m_i\u00b7n"), STR("admin") },
		{ STR("a\u20ddd\u20ddmin"), STR("admin") },
		{ STR("admin\u0e31\u0941"), STR("admin") },
		/* other scripts */
		{ STR("\u0410dmin"), STR("admin") },
		{ STR("\u0430\u0501\u043c\u0456\u043f"), STR("admin") },
		{ STR("\u0391dm\u03b9n"), STR("admin") },
		{ STR("adm\u0456\u0578"), STR("admin") },
		{ STR("\u13aadmin"), STR("admin") },
		{ STR("\ua4ee\ua4d3\ua4df\ua4f2\ua4e0"), STR("admin") },
		{ STR("\u0392\u039f\u0392"), STR("bob") },
		{ STR("\u0397\u0395\u03a5"), STR("hey") },
		{ STR("\u03b7o\u03bde"), STR("nove") },
		{ STR("\u0412\u043e\u042c"), STR("bob") },
		{ STR("\u03f9at"), STR("cat") },
		{ STR("b\u00f8\u0142"), STR("bol") },
		{ STR("\u0130l\u0131"), STR("lll") },
		{ STR("Stra\u00dfe"), STR("STRASSE") },
		/* digits and symbols */
		{ STR("adm1n"), STR("admin") },
		{ STR("4dm|n"), STR("admin") },
		{ STR("@dm!n"), STR("admin") },
		{ STR("@admin"), STR("admin") },
		{ STR("$upp0r7"), STR("support") },
		{ STR("8055"), STR("boss") },
		{ STR("m3"), STR("me") },
		{ STR("lllll"), STR("iI1lL") },
		{ STR("I1l|!"), STR("lllll") },
		{ STR("!nf0!"), STR("info") },
		{ STR("adrnin"), STR("admin") },
		{ STR("vvebmaster"), STR("webmaster") },
		{ STR("webrnaster"), STR("vvebmaster") },
		/* decoration */
		{ STR("ADMIN!"), STR("admin") },
		{ STR("!!1admin"), STR("1admin") },
		{ STR("\u2605 admin \u2605"), STR("admin") },
		{ STR("\U0001f451admin\ufe0f"), STR("admin") },
		{ STR("\U0001f1f2\U0001f1f0 admin"), STR("admin") },
		{ STR("xX\u00d7admin\u00d7Xx"), STR("xxadminxx") },
		{ STR("admin\u00ae"), STR("admin") },
		{ STR("admin"), STR("\u2605 admin!") },
		{ STR("\u5c71\u3164\u7530"), STR("\u5c71\u7530") },
		{ STR("\u0434\u0301"), STR("\u0434") },
		{ STR("Site Owner"), STR("siteowner") },
		/* letters that look like no Latin ones */
		{ STR("\u5c71\u7530"), STR("\u5c71 \u7530") },
		{ STR("\uff94\uff8f\uff80\uff9e"), STR("\u30e4\u30de\u30c0") },
		{ STR("\u0410\u0414\u041c\u0418\u041d"),
		    STR("\u0430\u0434\u043c\u0438\u043d") },
		{ STR("\u0930\u093e\u092e"), STR("\u0930\u093e\u092e") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!reads(rows[i].name, rows[i].word))
			fail_msg("row %zu: %.*s, %.*s", i,
			    STR_ARG(rows[i].name), STR_ARG(rows[i].word));
}

/* A letter each of the alphabets that can write most of Latin. */
static void
knows_alphabets(void **state)
{
	(void)state;
	const struct {
		struct str name, word;
	} rows[] = { { STR("\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c"
			   "\u039d\u039f\u03a1\u03a4\u03a5\u03a7"),
			 STR("abezhikmnoptyx") },
		{ STR("\u03b1\u03b2\u03b5\u03c4\u03ba\u03bf\u03c1\u03c5\u03bd"
		      "\u03c7\u03b3"),
		    STR("abetkopuvxy") },
		{ STR("\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d"
		      "\u041e\u0420\u0421\u0422\u0423\u0425\u0474\u051a\u051c"),
		    STR("abesijkmhopctyxvqw") },
		{ STR("\u0430\u0432\u0435\u0455\u0456\u0458\u043a\u043c\u043d"
		      "\u043e\u0440\u0441\u0442\u0443\u0445\u0475\u051b\u051d"
		      "\u0433"),
		    STR("abesijkmhopctyxvqwr") },
		{ STR("\u0581\u0570\u0578\u0585\u0566\u0584\u057d\u0561\u054f"),
		    STR("ghnoqfuws") },
		{ STR("\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a"
		      "\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u0280\ua731"
		      "\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22"),
		    STR("abcdefghijklmnoprstuvwyz") },
		{ STR("\u0111\u0127\u0142\u00f8\u0167\u0180\u01e5\u0268\u0289"
		      "\u024d\u024f\u01b6\u023c\u0247\u0249\u024b"),
		    STR("dhlotbgiuryzcejq") },
		{ STR("\u13aa\u13f4\u13df\u13a0\u13ac\u13c0\u13bb\u13ab\u13e6"
		      "\u13de\u13b7\u13e2\u13a1\u13da\u13a2\u13d9\u13b3\u13a9"
		      "\u13c3"),
		    STR("abcdeghjklmprstvwyz") },
		{ STR("\uab7a\u13fc\uabaf"), STR("abc") },
		{ STR("\ua4ee\ua4d0\ua4da\ua4d3\ua4f0\ua4dd\ua4d6\ua4e7\ua4f2"
		      "\ua4d9\ua4d7\ua4e1\ua4df\ua4e0\ua4f3\ua4d1\ua4e3\ua4e2"
		      "\ua4d4\ua4f4\ua4e6\ua4ea\ua4eb\ua4ec\ua4dc"),
		    STR("abcdefghijklmnoprstuvwxyz") } };

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!reads(rows[i].name, rows[i].word))
			fail_msg("%.*s", STR_ARG(rows[i].word));
}

static void
tells_others_apart(void **state)
{
	(void)state;
	const struct {
		struct str name, word;
	} rows[] = {
		{ STR("Adminah"), STR("admin") },
		{ STR("Badmin"), STR("admin") },
		{ STR("admi"), STR("admin") },
		{ STR("dmin"), STR("admin") },
		{ STR("admin2"), STR("admin") },
		{ STR("the admin"), STR("admin") },
		{ STR("\u0414\u043c\u0438\u0442\u0440\u0438\u0439"),
		    STR("admin") },
		{ STR("\u5c71\u7530"), STR("admin") },
		{ STR("\u5c71\u7530"), STR("\u5c71\u672c") },
		/* vowels of these scripts are marks */
		{ STR("\u0930\u093e\u092e"), STR("\u0930\u092e") },
		{ STR("\u0930\u093e\u092e"), STR("\u0930\u092e\u093e") },
		{ STR("clay"), STR("day") },
		{ STR("a!dmin!b"), STR("admin") },
		{ STR("nina"), STR("mma") },
		{ STR("Ivan"), STR("Iwan") },
		{ STR("\u2605\u2605"), STR("\u2605\u2605") },
		{ STR(""), STR("") },
		{ STR("!"), STR("!") },
		{ STR("admin"), STR("") },
		{ STR(""), STR("admin") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (reads(rows[i].name, rows[i].word))
			fail_msg("row %zu: %.*s, %.*s", i,
			    STR_ARG(rows[i].name), STR_ARG(rows[i].word));
	assert_false(reads(STR_NULL, STR_NULL));
}

/* Every code point but the symbols is itself or a letter, and harms nothing. */
static void
takes_every_code_point(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x10ffff; c++) {
		char p[8] = "b";

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		size_t n = (size_t)utf8proc_encode_char(
		    (utf8proc_int32_t)c, (utf8proc_uint8_t *)p + 1);
		p[n + 1] = 'b';
		struct str name = { p, n + 2 };
		if (!reads(name, name))
			fail_msg("U+%04X", c);
	}
}

static void
has_an_end(void **state)
{
	(void)state;
	char text[SKELETON_MAX + 1];
	struct skeleton s;

	memset(text, 'a', sizeof(text));
	assert_true(reads((struct str){ text, SKELETON_MAX },
	    (struct str){ text, SKELETON_MAX }));
	assert_false(reads((struct str){ text, SKELETON_MAX + 1 },
	    (struct str){ text, SKELETON_MAX }));
	assert_false(reads((struct str){ text, SKELETON_MAX },
	    (struct str){ text, SKELETON_MAX + 1 }));
	skeleton_of(&s, STR("a"));
	assert_false(skeleton_reads(&s, (struct str){ text, sizeof(text) }));
	/* doubles, and becomes eighteen */
	memset(text, 'm', sizeof(text));
	skeleton_of(&s, (struct str){ text, sizeof(text) });
	assert_true(s.len <= SKELETON_MAX);
	for (size_t i = 0; i + 3 <= sizeof(text); i += 3)
		memcpy(text + i, "\ufdfa", 3);
	skeleton_of(&s, (struct str){ text, sizeof(text) });
	assert_true(s.len <= SKELETON_MAX);

	/* Each sign may be there or not; that takes no time to speak of. */
	memset(text, '!', sizeof(text));
	text[255] = 'x';
	assert_false(reads((struct str){ text, 256 }, STR("llllllllllllllll")));
	text[255] = '!';
	assert_true(reads((struct str){ text, 256 }, STR("llllllllllllllll")));
}

static void
stops_at_what_is_no_utf8(void **state)
{
	(void)state;
	assert_true(reads(STR("admin\xff and more"), STR("admin")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_look_alikes_for_each_other),
		cmocka_unit_test(knows_alphabets),
		cmocka_unit_test(tells_others_apart),
		cmocka_unit_test(takes_every_code_point),
		cmocka_unit_test(has_an_end),
		cmocka_unit_test(stops_at_what_is_no_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
