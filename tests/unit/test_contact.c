#include "base/base.h"
#include "comments/contact.h"

#include <setjmp.h>
#include <cmocka.h>

#include "comments/markup.h"

static struct arena arena;

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena, 1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_reset(&arena);
	return 0;
}

static struct contact
find(struct str text)
{
	struct contact c;
	struct pieces p;
	struct markup m;
	const char *why;

	if (!markup_render(&arena, text, &m, &why))
		fail_msg("%.*s %s", STR_ARG(text), why);
	assert_true(pieces_of_html(&p, &arena, m.html, false));
	contact_find(&c, &p);
	return c;
}

/* That many of the one kind, and none of another. */
static void
finds(const struct str *rows, size_t n, size_t offset, unsigned wanted)
{
	for (size_t i = 0; i < n; i++) {
		struct contact c = find(rows[i]);
		unsigned got;

		memcpy(&got, (const char *)&c + offset, sizeof(got));
		if (got != wanted || contact_count(&c) != wanted)
			fail_msg("%.*s: %u of %u", STR_ARG(rows[i]), got,
			    contact_count(&c));
	}
}

#define FINDS(rows, kind, wanted)                                              \
	finds(rows, ARRAY_LEN(rows), offsetof(struct contact, kind), wanted)

static void
finds_phone_numbers(void **state)
{
	(void)state;
	const struct str rows[] = {
		STR("Call +1 (555) 010-1234 today"),
		STR("+49 171 1234567"),
		STR("+2348051234567"),
		STR("(+44) 7700 900123"),
		STR("00212612345678"),
		STR("(555) 010-1234"),
		STR("555-010-1234"),
		STR("555.010.1234"),
		STR("1-800-555-0199"),
		STR("1⁓800⁓555⁓0199"),
		STR("~(+1)~800~555~0199~"),
		STR("0171 / 1234567"),
		STR("01 23 45 67 89"),
		STR("8 (800) 555-35-35"),
		STR("звоните 89123456789"),
		STR("call 612 345 678"),
		STR("call 5 5 5 0 1 0 1 2 3 4"),
		STR("＋４９ １７１ １２３４５６７"),
		STR("٠٥٠١٢٣٤٥٦٧"),
	};

	FINDS(rows, phones, 1);
}

static void
knows_other_numbers(void **state)
{
	(void)state;
	const struct str rows[] = {
		STR("It was 2024-05-01 12:30:45."),
		STR("From 01.05.2024 to 12.06.2024"),
		STR("1 000 000 000 people, or 12.345.678.901 or 1,234,567"),
		STR("3.14159265358 or 0.123456789"),
		STR("192.168.100.200 and 10.0.0.1"),
		STR("ISBN 978-3-16-148410-0, or 9783161484100"),
		STR("1 2 3 4 5 6 7 8 9 10 11"),
		STR("call 112 or 116 117"),
		STR("version 18.2.1, commit 1234567"),
		STR("10:05, 10:12 and 10:40; 14 / 28"),
		STR("`+49 171 1234567`"),
		STR("SK-1234-AB, 2 + 2 = 4, +5%"),
		STR("it took 1700000000 ms"),
	};

	FINDS(rows, phones, 0);
}

static void
finds_accounts(void **state)
{
	(void)state;
	const struct str rows[] = {
		STR("Telegram: @easy_money"),
		STR("write on telegram @x"),
		STR("insta: @trade.with.max"),
		STR("Skype: live_trader22"),
		STR("LINE ID: money888"),
		STR("加微信：abc12345"),
		STR("联系微信 lunwen2024"),
		STR("QQ：88886666"),
		STR("카톡 via888"),
		STR("в телеграм @rabota_tut"),
	};

	FINDS(rows, accounts, 1);
}

static void
knows_talk_of_messengers(void **state)
{
	(void)state;
	const struct str rows[] = {
		STR("I use WhatsApp and Telegram with my family."),
		STR("I moved to Signal: it just works."),
		STR("Telegram: 900 million users"),
		STR("@Anna I agree; and @Luka, too"),
		STR("The line is closed."),
		STR("WhatsApp, e2e and all"),
	};

	FINDS(rows, accounts, 0);
	assert_int_equal(find(rows[0]).messengers, 2);
	assert_int_equal(find(rows[1]).messengers, 0);
}

static void
finds_mail(void **state)
{
	(void)state;
	const struct str rows[] = {
		STR("drx@gmail.com"),
		STR("write to dr.x-spell@mail.example now"),
		STR("drx @ gmail . com"),
		STR("drx@gmail com"),
	};
	const struct str others[] = {
		STR("@Anna.Maria hello"),
		STR("foo@1 and a@b"),
		STR("`git@example.org`"),
		STR("my gmail is full"),
	};

	FINDS(rows, mails, 1);
	FINDS(others, mails, 0);
}

static void
finds_hosts(void **state)
{
	(void)state;
	const struct str hosts[] = {
		STR("see deals.example.org/best"),
		STR("linked.to/me"),
		STR("www.super-deals.example"),
		STR("WWW.DEALS.SHOP"),
		STR("请访问abc.com/x看看"),
		STR("ftp://x.example/a"),
		STR("https://user@x.example/a"),
	};
	const struct str names[] = {
		STR("as on pedal-spokes.com last year"),
		STR("vulkan-casino.ru is it"),
	};
	const struct str none[] = {
		STR("Node.js, README.md and main.c"),
		STR("as on booking.com last year"),
		STR("as it says, \"see pills.com today\", so no"),
		STR("e.g. this, i.e. that.Done"),
		STR("The end.In the beginning."),
		STR("and/or, 1/2, a.b/c"),
		STR("the dot com bubble"),
		STR("the end . In spring"),
		STR("[x](https://x.example) https://y.example/a.com"),
	};

	const struct str disguised[] = {
		STR("see bit.ly/3xYz"),
		STR("t.me/freecoins"),
		STR("cheap-pills dot com"),
		STR("vbucks(.)gg"),
		STR("example [dot] com"),
		STR("superslim dot shop"),
		STR("www . deals . com"),
		STR("example。com"),
		STR("hxxps://x.example/a"),
		STR("http : //x.example"),
	};
	const struct str doubtful[] = {
		STR("the early dot com days"),
		STR("deals . com"),
	};

	FINDS(hosts, hosts, 1);
	FINDS(disguised, disguised, 1);
	FINDS(doubtful, doubtful, 1);
	FINDS(names, names, 1);
	FINDS(none, hosts, 0);
}

#undef FINDS

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_phone_numbers),
		cmocka_unit_test(knows_other_numbers),
		cmocka_unit_test(finds_accounts),
		cmocka_unit_test(knows_talk_of_messengers),
		cmocka_unit_test(finds_mail),
		cmocka_unit_test(finds_hosts),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
