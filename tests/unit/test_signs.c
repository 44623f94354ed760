/*
 * A few comments of each kind; tests/e2e/79-trial.sh has hundreds.  Each sign
 * has one that shows it, and one that nearly does.
 */
#include "base/base.h"
#include "comments/signs.h"

#include <setjmp.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "comments/comment.h"
#include "comments/markup.h"

#define ARENA_CAP (512 * 1024)

static struct signs
weigh_in(struct arena *a, struct str text, struct signs_comment c)
{
	struct signs s;
	struct markup m;
	const char *why;

	text = markup_source(a, text);
	if (!markup_render(a, text, &m, &why))
		fail_msg("%.*s: %s", STR_ARG(text), why);
	c.html = m.html;
	if (c.name.len == 0)
		c.name = STR("Ann");
	if (c.article.len == 0)
		c.article = STR("/2025/why-the-tram-is-late.html");
	if (!signs_weigh(&s, a, &c))
		fail_msg("%.*s: no memory", STR_ARG(text));
	assert_true(strlen(s.reason) <= COMMENT_REASON_MAX);
	assert_true(utf8_is_line(str_of(s.reason)));
	return s;
}

/* The sum; *has tells whether the reason names the sign. */
static int
weigh(struct str text, struct signs_comment c, const char *sign, bool *has)
{
	struct arena a;

	arena_init(&a, ARENA_CAP);
	struct signs s = weigh_in(&a, text, c);
	*has = strstr(s.reason, sign) != NULL;
	arena_reset(&a);
	return s.sum;
}

struct row {
	const char *sign;
	struct str text, name, home;
};

static struct signs_comment
comment_of(const struct row *r)
{
	return (struct signs_comment){ .name = r->name, .home = r->home };
}

static void
holds_spam(void **state)
{
	(void)state;
	const struct row rows[] = {
		{ "phone-number",
		    STR("Cheap loans at 3%, call +1 (555) 010-1234"), STR(""),
		    STR("") },
		{ "messenger-account", STR("Join us on telegram: @fast_money"),
		    STR(""), STR("") },
		{ "mail-address",
		    STR("I lost 90,000 USD to a fake broker, and "
			"drx@gmail.com recovered all my bitcoin"),
		    STR(""), STR("") },
		{ "disguised-address",
		    STR("Free coins for all: t.me/freecoins"), STR(""),
		    STR("") },
		{ "disguised-address", STR("see cheap-pills dot shop"), STR(""),
		    STR("") },
		{ "disguised-address", STR("at  p i l l b o x (.) c o m  now"),
		    STR(""), STR("") },
		{ "address", STR("My neighbour got hers from pillbox.com"),
		    STR(""), STR("") },
		{ "mail-address", STR("Ask help.desk@pills.example, they know"),
		    STR(""), STR("") },
		{ "phone-number", STR("Their number is +1 (213) 555-0134"),
		    STR(""), STR("") },
		{ "random-letters", STR("фывапролд йцукен 77"), STR(""),
		    STR("") },
		{ "keyword-list",
		    STR("roof repair, flat roof, roof cost near me, gutter "
			"cleaning, siding prices, deck builder, lawn care"),
		    STR(""), STR("") },
		{ "easy-money",
		    STR("Who wants to earn 500 euros weekly, with no work? "
			"Write yes and join, only a few places, free"),
		    STR("Team leader service"), STR("") },
		{ "praise-for-a-link",
		    STR("So well written, I learned a lot today."),
		    STR("Klima Servis"), STR("") },
		{ "advertises-its-home-page",
		    STR("The tram needs passengers, says the author.  Verdant "
			"Patch has tools for those who walk."),
		    STR("Leo"), STR("https://verdantpatchtools.example/") },
		{ "disguised-address", STR("hxxp://pills.example/best"),
		    STR(""), STR("") },
		{ "wallet",
		    STR("Send 0.1 BTC to bc1qxy2kgdygjrsqtzq2n0yrf2493p83"
			"kkfjhx0wlh and get 0.2 back"),
		    STR(""), STR("") },
		{ "forum-markup", STR("[url=//pills.example]pills[/url]"),
		    STR(""), STR("") },
		{ "forum-markup", STR("<a href=//pills.example>pills</a>"),
		    STR(""), STR("") },
		{ "disguised-letters", STR("Тhе bеst саsinо fоr yоu"), STR(""),
		    STR("") },
		{ "disguised-letters",
		    STR("Ch\u200beap re\u200bplica wat\u200bches"), STR(""),
		    STR("") },
		{ "disguised-letters", STR("𝗘𝗮𝗿𝗻 𝗺𝗼𝗻𝗲𝘆 today"), STR(""),
		    STR("") },
		{ "random-letters", STR("mXqZpLkTvR sDfGhJkLqW"), STR(""),
		    STR("") },
		{ "repetition",
		    STR("cheap watches here, cheap watches now.\n"
			"Buy watches today.\nBuy watches today."),
		    STR(""), STR("") },
		{ "trade-terms",
		    STR("We offer SEO services, quality backlinks "
			"and marketing "
			"at an affordable price; order now"),
		    STR(""), STR("") },
		{ "hashtags",
		    STR("#crypto #bitcoin #forex #money make it today"),
		    STR(""), STR("") },
		{ "says-nothing", STR("Great post! Thanks for sharing."),
		    STR("Emma"), STR("https://watches.example/") },
		{ "name-is-advertisement", STR("I agree with all of this."),
		    STR("Best SEO Company"), STR("https://x.example/") },
		{ "name-is-advertisement", STR("I agree with all of this."),
		    STR("cheap-pills.shop"), STR("") },
		{ "home-page-is-advertisement", STR("I agree with all of it."),
		    STR("Rob"),
		    STR("https://casino-bonus.xyz/free-spins-now") },
		{ "home-page-is-advertisement", STR("I agree with all of it."),
		    STR("Rob"), STR("https://bit.ly/3xYz") },
		{ "makes-an-offer",
		    STR("Gutters cleaned at a fixed price, fully insured and "
			"guaranteed. Book your free quote today"),
		    STR("Leo Gutter Service"), STR("") },
		{ "makes-an-offer",
		    STR("Nous vidons caves et greniers, devis gratuit, "
			"intervention garantie, contactez notre équipe"),
		    STR(""), STR("") },
		{ "makes-an-offer",
		    STR("Предлагаем недорого: гарантия, скидки, бесплатный "
			"выезд, звоните круглосуточно"),
		    STR(""), STR("") },
		{ "money-for-nothing",
		    STR("I am a widow with terminal cancer and wish to donate "
			"my inheritance to a trustworthy person, as God says"),
		    STR(""), STR("") },
		{ "miracle",
		    STR("My testimony: his herbs cured my herpes, and a spell "
			"brought my lover back after the divorce"),
		    STR(""), STR("") },
		{ "easy-money",
		    STR("We have vacancies for online tasks, hiring now, 100 "
			"dollars daily with no skills"),
		    STR("Karla"), STR("") },
		{ "template",
		    STR("{Hi|Hello|Hey} there, {I|we|they} liked this"),
		    STR(""), STR("") },
		{ "template", STR("Hello %name%, what you say of it is right"),
		    STR(""), STR("") },
		{ "template",
		    STR("Its fastidious to read such zealous paragraphs on "
			"this web site, thanks for good posts"),
		    STR(""), STR("") },
		{ "random-letters", STR("5554"), STR(""), STR("") },
		{ "praise-for-a-link", STR("Je suis d'accord avec vous."),
		    STR("Plomberie Dupont"), STR("") },
		{ "home-page-is-advertisement", STR("I agree with all of it."),
		    STR("Rob"), STR("https://prestamos-y-apuestas.example/") },
		{ "keyword-list",
		    STR("sink repair, cheap taps, plumber cost, shower sale, "
			"kitchen fitters, boiler service"),
		    STR(""), STR("") },
		{ "advertises-its-home-page",
		    STR("A good guide. If it leaks again, Tapzzle provides "
			"certified help everywhere."),
		    STR("Leo"), STR("https://tapzzle-at-home.example/") },
		{ "phone-number",
		    STR("Займ без отказа, звоните 8 912 345-67-89"), STR(""),
		    STR("") },
		{ "messenger-account", STR("加微信：abc12345，代开发票"),
		    STR(""), STR("") },
		{ "messenger-account", STR("副業で稼げる！LINE ID: money888"),
		    STR(""), STR("") },
		{ "phone-number", STR("قرض سريع تواصل واتساب 0501234567"),
		    STR(""), STR("") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		bool has;
		int sum = weigh(
		    rows[i].text, comment_of(&rows[i]), rows[i].sign, &has);

		if (sum < SIGNS_HELD || !has)
			fail_msg("%.*s: %d, %s", STR_ARG(rows[i].text), sum,
			    rows[i].sign);
	}
}

static void
passes_what_is_honest(void **state)
{
	(void)state;
	const struct row rows[] = {
		{ "phone-number",
		    STR("The ombudsman is on 0800 123 456, free of charge."),
		    STR(""), STR("") },
		{ "messenger", STR("I use WhatsApp; Signal is better."),
		    STR(""), STR("") },
		{ "address",
		    STR("See github.com/transit/gtfs-tools for the feeds"),
		    STR(""), STR("") },
		{ "address", STR("It was the same on booking.com last year."),
		    STR(""), STR("") },
		{ "disguised-address", STR("The dot com bubble comes to mind."),
		    STR(""), STR("") },
		{ "phone-number",
		    STR("It said \"Call now +1 (213) 555-0134\" and my father "
			"nearly did, card in hand."),
		    STR(""), STR("") },
		{ "random-letters", STR("We were there, poi treni"), STR(""),
		    STR("") },
		{ "keyword-list",
		    STR("I take ramipril, bisoprolol, aspirin, clopidogrel, "
			"two more of those, and a walk, every day, for a year"),
		    STR(""), STR("") },
		{ "easy-money",
		    STR("I earn 1,400 euros a month and my rent is 900."),
		    STR(""), STR("") },
		{ "praise-for-a-link",
		    STR("I know these wires: my uncle hung them himself."),
		    STR("Klima Servis"), STR("") },
		{ "advertises-its-home-page",
		    STR("Verdant Patch is where I wrote about this."),
		    STR("Verdant"), STR("https://verdantpatch.example/") },
		{ "disguised-letters",
		    STR("PDFка не открывается, и linuxа нет"), STR(""),
		    STR("") },
		{ "spaced-letters", STR("It was s-l-o-w, f i n a l l y gone"),
		    STR(""), STR("") },
		{ "shouting", STR("NO! They NEVER asked us!!!"), STR(""),
		    STR("") },
		{ "trade-terms",
		    STR("My cousin lost his money with bitcoin, and the loan "
			"sharks wait outside of the casino."),
		    STR(""), STR("") },
		{ "money",
		    STR("The fare went from 2.50 € to 3.20 €, that is 28%."),
		    STR(""), STR("") },
		{ "advertising-signs", STR("🔥 great photos ✨"), STR(""),
		    STR("") },
		{ "repetition", STR("Late, late, late. Always late."), STR(""),
		    STR("") },
		{ "says-nothing", STR("Great post! Thanks for sharing."),
		    STR(""), STR("") },
		{ "says-nothing", STR("Great post! Thanks for sharing."),
		    STR("Luka"), STR("https://luka.example/") },
		{ "says-nothing", STR("Thanks! Is the tram of 6:10 back, too?"),
		    STR("Emma"), STR("https://watches.example/") },
		{ "name-is-advertisement", STR("I teach that, so I know."),
		    STR("María del Carmen Pérez García"), STR("") },
		{ "home-page-is-advertisement", STR("My post has the numbers."),
		    STR("Ivo"),
		    STR("https://ivo.example/2023/10/the-tram-line") },
		{ "random-letters",
		    STR("JavaScript, PostgreSQL and YouTube "
			"need Rechtschreibung und Rhythmus"),
		    STR(""), STR("") },
		{ "makes-an-offer",
		    STR("The shop gave me a guarantee and free delivery, and I "
			"waited for my stove for nine weeks."),
		    STR(""), STR("") },
		{ "makes-an-offer", STR("Обещали бесплатный проезд, а где он?"),
		    STR(""), STR("") },
		{ "money-for-nothing",
		    STR("The town has no million for a new line, and nobody "
			"will inherit one."),
		    STR(""), STR("") },
		{ "miracle", STR("Herbs never cured anybody, ask your doctor."),
		    STR(""), STR("") },
		{ "easy-money",
		    STR("I lost my job in 2019 and earn half of my old wages."),
		    STR(""), STR("") },
		{ "template",
		    STR("It is { return a || b } there, and 5% or 100% here"),
		    STR(""), STR("") },
		{ "template",
		    STR("I love this blog, every post makes me hungry."),
		    STR(""), STR("") },
		{ "random-letters", STR("10/10"), STR(""), STR("") },
		{ "praise-for-a-link", STR("So well written, thank you."),
		    STR("a retired plumber"), STR("") },
		{ "praise-for-a-link", STR("Great post, even I got it."),
		    STR("Marketing guy"), STR("") },
		{ "advertises-its-home-page",
		    STR("Tapzzle was the name of my cat."), STR("Leo"),
		    STR("https://tapzzle-at-home.example/") },
		{ "trade-terms", STR("票价从2元涨到4元，投资没有回报。"),
		    STR(""), STR("") },
		{ "wallet",
		    STR("fixed in 9fceb02d0ae598e95dc970b74767f19372d6"),
		    STR(""), STR("") },
		{ "forum-markup",
		    STR("`<a href=\"//x.example\">` is what I use "
			"on my pages, and it works"),
		    STR(""), STR("") },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		bool has;
		int sum = weigh(
		    rows[i].text, comment_of(&rows[i]), rows[i].sign, &has);

		if (sum >= SIGNS_HELD)
			fail_msg("%.*s: %d", STR_ARG(rows[i].text), sum);
	}
}

static void
needs_more_than_a_word(void **state)
{
	(void)state;
	const struct str words[] = { STR("casino"), STR("viagra"),
		STR("кредит"), STR("贷款"), STR("投資"), STR("loans"),
		STR("SEO") };
	bool has;

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		int sum = weigh(words[i],
		    (struct signs_comment){ .name = words[i] }, "", &has);

		if (sum >= SIGNS_HELD)
			fail_msg("%.*s: %d", STR_ARG(words[i]), sum);
	}
}

static void
says_the_strongest_signs(void **state)
{
	(void)state;
	struct arena a;

	arena_init(&a, ARENA_CAP);
	struct signs s = weigh_in(&a,
	    STR("Best casino bonus 💰💰 100% free! Write to x@gmail.com or call "
		"+1 (555) 010-1234, telegram @casino_bonus"),
	    (struct signs_comment){ .name = STR("Casino Bonus") });
	assert_true(s.sum >= SIGNS_HELD_KNOWN);
	assert_string_equal(s.reason,
	    "looks like spam: phone-number, messenger-account, "
	    "mail-address");
	s = weigh_in(&a,
	    STR("My mother took the tram to school in 1962, and it never came "
		"on time then either."),
	    (struct signs_comment){ .name = STR("Vera") });
	assert_true(s.sum < SIGNS_SUSPICIOUS);
	assert_string_equal(s.reason, "");
	arena_reset(&a);
}

static void
knows_what_the_article_is_about(void **state)
{
	(void)state;
	const struct str text = STR("Great post on overhead wires, thanks!");
	struct signs_comment c = { .name = STR("Emma"),
		.home = STR("https://watches.example/") };
	bool has;
	int elsewhere = weigh(text, c, "", &has);

	c.title = STR("Overhead wires of the city");
	assert_true(weigh(text, c, "", &has) < elsewhere);
	c.title = STR("");
	c.article = STR("/wires-that-hang-overhead");
	assert_true(weigh(text, c, "", &has) < elsewhere);
}

static void
looks_into_what_is_all_code(void **state)
{
	(void)state;
	const struct signs_comment c = { .name = STR("Ann") };
	bool has;

	assert_true(
	    weigh(STR("`telegram: @fast_money`"), c, "", &has) >= SIGNS_HELD);
	assert_true(
	    weigh(STR("I have `telegram: @fast_money` in my bot, and it "
		      "prints nothing at all"),
		c, "", &has) < SIGNS_SUSPICIOUS);
}

static void
are_in_the_manual(void **state)
{
	(void)state;
	static char page[64 * 1024];
	FILE *f = fopen("man/comments.fcgi.8", "re");

	assert_non_null(f);
	page[fread(page, 1, sizeof(page) - 1, f)] = '\0';
	(void)fclose(f);
	for (size_t i = 0; signs_name(i) != NULL; i++) {
		char item[64];

		(void)snprintf(item, sizeof(item), " %s\n", signs_name(i));
		const char *first = strstr(page, item);
		(void)snprintf(item, sizeof(item), " %s ,", signs_name(i));
		if (first == NULL && strstr(page, item) == NULL)
			fail_msg("%s is not", signs_name(i));
	}
}

static void
needs_memory(void **state)
{
	(void)state;
	struct arena a;
	struct signs s;

	arena_init(&a, 0);
	assert_non_null(arena_alloc(&a, ARENA_FIRST - 64));
	assert_false(signs_weigh(&s, &a,
	    &(struct signs_comment){
		.html = STR("<p>text</p>"), .name = STR("Ann") }));
	arena_reset(&a);
}

static double
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* 8 KB of what takes the longest, each as often as it fits. */
static void
takes_no_time_to_speak_of(void **state)
{
	(void)state;
	const char *const units[] = { "The fare went up again this year. ",
		"a ", "a.b.", "+1 2 3 4 ", "\"", "Отличная статья! ",
		"感谢分享写得很好", "(1)", "x @ ", "1.", "- a\n", "a_", "!",
		"a\u200b", "**a** ", "'a", "$1 ", "www.", "A-", "casino " };
	static char text[MARKUP_SOURCE_MAX];

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		size_t n = strlen(units[i]), len = 0;
		double best = 1e9;

		for (; len + n <= sizeof(text); len += n)
			memcpy(text + len, units[i], n);
		for (int try = 0; try < 10; try++) {
			struct arena a;
			struct markup m;
			const char *why;
			struct signs s;

			arena_init(&a, 2 * ARENA_CAP);
			struct str source =
			    markup_source(&a, (struct str){ text, len });
			assert_true(markup_render(&a, source, &m, &why));
			double begin = now_ms();
			assert_true(signs_weigh(&s, &a,
			    &(struct signs_comment){ .html = m.html,
				.name = STR("Ann"),
				.article = STR("/why-the-tram-is-late") }));
			best =
			    now_ms() - begin < best ? now_ms() - begin : best;
			arena_reset(&a);
		}
		print_message("# %.8s: %.3f ms\n", units[i], best);
#ifndef __SANITIZE_ADDRESS__
		assert_true(best < 3);
#endif
	}
}

/* What comes of any mixture: a verdict, the same one each time. */
static void
takes_anything(void **state)
{
	(void)state;
	static const char *const bits[] = { "a", "Z", "7", " ", "\n", "\n\n",
		".", "@", "+", "(", ")", "[", "]", "<", ">", "&", "&#8203;",
		"&euro;", "/", ":", "://", "http", "www", "-", "_", "'", "`",
		"```\n", "*", "#", "%", "$", "!", "?", "\u200b", "\u00ad",
		"\u0301", "\u20e3", "\ufe0f", "е", "Ω", "微信", "ไทย", "م", "٣",
		"𝗕", "１", "💰", "👉", "dot", "com", "gmail", "telegram",
		"casino", "great", "[url=", "hxxp", "x.example", "0x", "12345",
		"[a](https://b.example)", "\u3002", "\u2024" };
	uint64_t seed = 88172645463325252u;

	for (int round = 0; round < 3000; round++) {
		char text[600];
		size_t len = 0, most = 1 + (size_t)round % 500;
		struct arena a;
		struct markup m;
		const char *why;

		while (len < most) {
			seed ^= seed << 13;
			seed ^= seed >> 7;
			seed ^= seed << 17;
			const char *bit = bits[seed % ARRAY_LEN(bits)];
			memcpy(text + len, bit, strlen(bit));
			len += strlen(bit);
		}
		arena_init(&a, ARENA_CAP);
		struct str source =
		    markup_source(&a, (struct str){ text, len });
		if (markup_render(&a, source, &m, &why)) {
			struct str s = { text, len };
			struct str line = str_head(s, len < 60 ? len : 60);
			struct signs_comment c = {
				.name = utf8_valid(line) ? line : s,
				.home = STR("https://x.example/a?b"),
				.article = line
			};
			struct signs one = weigh_in(&a, s, c);
			struct signs two = weigh_in(&a, s, c);

			assert_int_equal(one.sum, two.sum);
			assert_string_equal(one.reason, two.reason);
		}
		arena_reset(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_spam),
		cmocka_unit_test(passes_what_is_honest),
		cmocka_unit_test(needs_more_than_a_word),
		cmocka_unit_test(says_the_strongest_signs),
		cmocka_unit_test(knows_what_the_article_is_about),
		cmocka_unit_test(looks_into_what_is_all_code),
		cmocka_unit_test(are_in_the_manual),
		cmocka_unit_test(needs_memory),
		cmocka_unit_test(takes_no_time_to_speak_of),
		cmocka_unit_test(takes_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
