/*
 * test_config.c - settings files and environments, and what becomes of them
 */
#include "base/base.h"
#include "config.h"

#include <setjmp.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/log.h"
#include "base/zone.h"

#define SITE "[site \"example.org\"]\norigins = https://example.org\n"

static char dir[] = "/tmp/test_config.XXXXXX";
static char file[64];
static char secret[64];
static char err[CONFIG_ERR_MAX];

static int
make_dir(void **state UNUSED)
{
	if (mkdtemp(dir) == NULL)
		return -1;
	(void)snprintf(file, sizeof(file), "%s/a.conf", dir);
	(void)snprintf(secret, sizeof(secret), "%s/redis.password", dir);
	return 0;
}

static int
remove_dir(void **state UNUSED)
{
	(void)unlink(file);
	(void)unlink(secret);
	return rmdir(dir);
}

static int
clear_environment(void **state UNUSED)
{
	/* But for what tells cmocka how to report. */
	const char *output = getenv("CMOCKA_MESSAGE_OUTPUT");
	char *kept = output != NULL ? strdup(output) : NULL;
	int rc = clearenv();

	if (rc == 0 && kept != NULL)
		rc = setenv("CMOCKA_MESSAGE_OUTPUT", kept, 1);
	free(kept);
	return rc;
}

static void
write_file(const char *path, const char *text, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static struct config *
load_bytes(const char *text, size_t len)
{
	write_file(file, text, len);
	return config_load(file, "visits", err, sizeof(err));
}

static struct config *
load(const char *text)
{
	return load_bytes(text, strlen(text));
}

static struct config *
load_ok(const char *text)
{
	struct config *cfg = load(text);

	if (cfg == NULL)
		fail_msg("%s\nis refused: %s", text, err);
	assert_string_equal(err, "");
	return cfg;
}

/* The reasons begin with FILE:LINE and hold `why`; line 0 is no line. */
static void
refused_bytes(const char *text, size_t len, unsigned line, const char *why)
{
	char where[96] = "";
	struct config *cfg = load_bytes(text, len);

	if (cfg != NULL)
		fail_msg("accepted: %s", text);
	if (line > 0)
		(void)snprintf(where, sizeof(where), "%s:%u: ", file, line);
	if (strncmp(err, where, strlen(where)) != 0 || strstr(err, why) == NULL)
		fail_msg(
		    "%s\ngives \"%s\", not \"%s...%s\"", text, err, where, why);
}

static void
refused(const char *text, unsigned line, const char *why)
{
	refused_bytes(text, strlen(text), line, why);
}

static void
is(struct str s, const char *expected)
{
	assert_non_null(s.p);
	assert_string_equal(s.p, expected);
	assert_int_equal(s.len, strlen(expected));
}

/* What config_print() or the like writes; free() it. */
static char *
printed(const struct config *cfg)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	config_print(cfg, out);
	assert_int_equal(fclose(out), 0);
	return text;
}

static void
test_defaults(void **state UNUSED)
{
	struct config *cfg = load_ok(SITE);

	is(cfg->server.prefix, "/api");
	is(cfg->server.log_level, "info");
	is(cfg->redis.socket, "/run/redis/redis-server.sock");
	is(cfg->redis.host, "");
	assert_int_equal(cfg->redis.port, 6379);
	is(cfg->redis.user, "");
	is(cfg->redis.password, "");
	assert_int_equal(cfg->redis.db, 0);
	assert_int_equal(cfg->redis.timeout_ms, 1000);
	assert_int_equal(cfg->visits.window_s, 1800);
	assert_int_equal(cfg->visits.keep_days, 90);
	assert_int_equal(cfg->visits.max_articles, 100000);
	assert_int_equal(cfg->visits.new_articles_per_hour, 1000);
	is(cfg->visits.bots, CONFIG_DIR "/bots.txt");
	is(cfg->comments.lists, CONFIG_DIR "/guard.txt");
	assert_int_equal(cfg->n_sites, 1);
	is(cfg->sites[0].name, "example.org");
	assert_int_equal(cfg->sites[0].n_origins, 1);
	is(cfg->sites[0].origins[0], "https://example.org");
	assert_string_equal(cfg->sites[0].zone->name, "UTC");
	is(cfg->sites[0].base_url, "https://example.org");
	is(cfg->sites[0].keep_query, "");
	config_free(cfg);
}

/* A value and what config_print() says of it; NULL: refused. */
static const struct {
	const char *section, *key, *value, *shown;
} values[] = {
	{ "server", "prefix", "/a", "/a" },
	{ "server", "prefix", "/a.b/~c_d-e", "/a.b/~c_d-e" },
	{ "server", "prefix", "/", NULL },
	{ "server", "prefix", "", NULL },
	{ "server", "prefix", "api", NULL },
	{ "server", "prefix", "/api/", NULL },
	{ "server", "prefix", "/a//b", NULL },
	{ "server", "prefix", "/a/../b", NULL },
	{ "server", "prefix", "/a/./b", NULL },
	{ "server", "prefix", "/a b", NULL },
	{ "server", "prefix", "/a%20", NULL },
	{ "server", "log_level", "debug", "debug" },
	{ "server", "log_level", "warn", "warn" },
	{ "server", "log_level", "error", "error" },
	{ "server", "log_level", "", NULL },
	{ "server", "log_level", "warning", NULL },
	{ "server", "log_level", "INFO", NULL },
	{ "server", "log_level", "info|warn", NULL },
	{ "redis", "socket", "/r", "/r" },
	{ "redis", "socket", "/", NULL },
	{ "redis", "socket", "run/redis.sock", NULL },
	{ "redis", "socket", "\"/run/redis.sock\"", NULL },
	{ "redis", "host", "redis", "redis" },
	{ "redis", "host", "::1", "::1" },
	{ "redis", "host", "a b", NULL },
	{ "redis", "host", "redis://a", NULL },
	{ "redis", "port", "1", "1" },
	{ "redis", "port", "65535", "65535" },
	{ "redis", "port", "0", NULL },
	{ "redis", "port", "65536", NULL },
	{ "redis", "port", "018446744073709551617", NULL },
	{ "redis", "port", "18446744073709551617", NULL },
	{ "redis", "port", "6379 # default", NULL },
	{ "redis", "port", "+1", NULL },
	{ "redis", "port", "-1", NULL },
	{ "redis", "port", "0x10", NULL },
	{ "redis", "port", "1.0", NULL },
	{ "redis", "port", "", NULL },
	{ "redis", "db", "0", "0" },
	{ "redis", "db", "16383", "16383" },
	{ "redis", "db", "16384", NULL },
	{ "redis", "user", "afterword", NULL }, /* without a password */
	{ "redis", "password_dir", "/a", "/a" },
	{ "redis", "password_dir", "a", NULL },
	{ "redis", "timeout", "10ms", "10ms" },
	{ "redis", "timeout", "9ms", NULL },
	{ "redis", "timeout", "60000ms", "1m" },
	{ "redis", "timeout", "60s", "1m" },
	{ "redis", "timeout", "1m", "1m" },
	{ "redis", "timeout", "60001ms", NULL },
	{ "redis", "timeout", "61s", NULL },
	{ "redis", "timeout", "1h", NULL },
	{ "redis", "timeout", "1500ms", "1500ms" },
	{ "redis", "timeout", "1", NULL },
	{ "redis", "timeout", "0", NULL },
	{ "redis", "timeout", "1.5s", NULL },
	{ "redis", "timeout", "1 s", NULL },
	{ "redis", "timeout", "s", NULL },
	{ "redis", "timeout", "1S", NULL },
	{ "visits", "window", "0", "0" },
	{ "visits", "window", "0s", "0" },
	{ "visits", "window", "1s", "1s" },
	{ "visits", "window", "90s", "90s" },
	{ "visits", "window", "120s", "2m" },
	{ "visits", "window", "60m", "1h" },
	{ "visits", "window", "24h", "1d" },
	{ "visits", "window", "86400s", "1d" },
	{ "visits", "window", "1d", "1d" },
	{ "visits", "window", "86401s", NULL },
	{ "visits", "window", "2d", NULL },
	{ "visits", "window", "500ms", NULL },
	{ "visits", "window", "30", NULL },
	{ "visits", "window", "-1m", NULL },
	{ "visits", "window", "1h30m", NULL },
	{ "visits", "window", "213503982334601d", NULL },
	{ "visits", "keep_days", "8", "8" },
	{ "visits", "keep_days", "400", "400" },
	{ "visits", "keep_days", "7", NULL },
	{ "visits", "keep_days", "401", NULL },
	{ "visits", "keep_days", "90d", NULL },
	{ "visits", "max_articles", "1", "1" },
	{ "visits", "max_articles", "100000000", "100000000" },
	{ "visits", "max_articles", "0", NULL },
	{ "visits", "max_articles", "100000001", NULL },
	{ "visits", "new_articles_per_hour", "1", "1" },
	{ "visits", "new_articles_per_hour", "100000000", "100000000" },
	{ "visits", "new_articles_per_hour", "0", NULL },
	{ "visits", "new_articles_per_hour", "100000001", NULL },
	{ "visits", "bots", "/a b", "/a b" },
	{ "visits", "bots", "bots.txt", NULL },
	{ "visits", "bots", "/a\tb", NULL },
	{ "visits", "bots", "/\xff", NULL },
	{ "comments", "lists", "/a/b", "/a/b" },
	{ "comments", "lists", "guard.txt", NULL },
};

static void
test_values(void **state UNUSED)
{
	char text[512], line[256];

	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		(void)snprintf(line, sizeof(line), "%s.%s: ", values[i].section,
		    values[i].key);
		(void)snprintf(text, sizeof(text), SITE "[%s]\n%s = %s\n",
		    values[i].section, values[i].key, values[i].value);
		if (values[i].shown == NULL) {
			bool alone = strcmp(values[i].key, "user") != 0;
			refused(text, alone ? 4 : 0, line);
			continue;
		}
		struct config *cfg = load_ok(text);
		char *all = printed(cfg);
		(void)snprintf(line, sizeof(line), "\n%s = %s\n", values[i].key,
		    values[i].shown);
		if (strstr(all, line) == NULL)
			fail_msg("%s\nis not in\n%s", line, all);
		free(all);
		config_free(cfg);
	}
}

static void
test_longest_texts(void **state UNUSED)
{
	static const struct {
		const char *section, *key, *begin;
		unsigned max;
	} rows[] = {
		{ "server", "prefix", "/", 64 },
		{ "redis", "socket", "/", 107 },
	};
	char text[512];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		for (unsigned more = 0; more < 2; more++) {
			(void)snprintf(text, sizeof(text),
			    SITE "[%s]\n%s = %s%0*d\n", rows[i].section,
			    rows[i].key, rows[i].begin,
			    (int)(rows[i].max - strlen(rows[i].begin) + more),
			    0);
			if (more == 0)
				config_free(load_ok(text));
			else
				refused(text, 4, rows[i].key);
		}
	}
}

static void
test_log_levels_are_known(void **state UNUSED)
{
	static const char *const levels[] = { "debug", "warn", "error",
		"info" };
	char text[256];

	for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
		(void)snprintf(text, sizeof(text),
		    SITE "[server]\nlog_level = %s\n", levels[i]);
		struct config *cfg = load_ok(text);
		assert_true(log_level_set(cfg->server.log_level.p));
		config_free(cfg);
	}
}

/* Files that are refused: the first reason's line and a part of it. */
static const struct {
	const char *text;
	unsigned line;
	const char *why;
} broken[] = {
	{ "", 0, "no site" },
	{ "[site]\n", 1, "no section" },
	{ "[site example.org]\n", 1, "no section" },
	{ "[site \"\"]\n", 1, "name" },
	{ "[site \"]\n", 1, "no section" },
	{ "[site \"a b\"]\n", 1, "name" },
	{ "[site \"a}\"]\n", 1, "name" },
	{ "[site \"\xc3\xb6\"]\n", 1, "name" },
	{ "[site \"01234567890123456789012345678901234567890\"]\n", 1, "name" },
	{ SITE "[redsi]\n", 3, "no section [redsi]" },
	{ SITE "[Redis]\n", 3, "no section [Redis]" },
	{ SITE "[]\n", 3, "no section []" },
	{ SITE "[redis\n", 3, "a section" },
	{ SITE "[redis] port = 1\n", 3, "a section" },
	{ SITE "[redis]\n\n# x\nsokcet = /a\n", 6, "redis.sokcet: " },
	{ SITE "[redis]\nSocket = /a\n", 4, "redis.Socket: " },
	{ SITE "[redis]\n= /a\n", 4, "redis.: " },
	{ SITE "window = 1m\n", 3, "site.window: " },
	{ "port = 1\n" SITE, 1, "before the first" },
	{ SITE "[redis]\nport\n", 4, "neither" },
	{ SITE "[redis]\nport = 1\nport = 1\n", 5, "set before" },
	{ SITE "[redis]\nport = 1\n[visits]\n[redis]\nport = 1\n", 7,
	    "set before" },
	{ SITE SITE, 3, "was there before" },
	{ SITE "[redis]\nport = 1\n  db = 3\n", 5, "one line" },
	{ SITE "[redis]\nuser =\n  a\n", 5, "one line" },
	{ SITE "[redis]\nuser = a\x01\x1b[31m\n", 4, "control" },
	{ "[site \"a\"]\n", 1, "needs one" },
	{ "[site \"a\"]\norigins =\n", 2, "needs one" },
	{ "[site \"a\"]\norigins = example.org\n", 2, "no origin" },
	{ "[site \"a\"]\norigins = null\n", 2, "no origin" },
	{ "[site \"a\"]\norigins = *\n", 2, "no origin" },
	{ "[site \"a\"]\norigins = https://*.example.org\n", 2, "no origin" },
	{ "[site \"a\"]\norigins = https://\n", 2, "no origin" },
	{ "[site \"a\"]\norigins = //example.org\n", 2, "no origin" },
	{ "[site \"a\"]\norigins = ftp://example.org\n", 2, "no origin" },
	{ "[site \"a\"]\norigins = https://example.org/a\n", 2, "no origin" },
	{ "[site \"a\"]\norigins = https://example.org?a\n", 2, "no origin" },
	{ "[site \"a\"]\norigins = https://example.org/#a\n", 2, "no origin" },
	{ "[site \"a\"]\norigins = https://u@example.org\n", 2, "no origin" },
	{ "[site \"a\"]\norigins = https://example.org:65536\n", 2,
	    "no origin" },
	{ "[site \"a\"]\norigins = https://b\xc3\xbc"
	  "cher.example\n",
	    2, "no origin" },
	{ "[site \"a\"]\norigins = https://a.example, https://b.example\n", 2,
	    "no origin" },
	{ SITE "[site \"b\"]\norigins = https://EXAMPLE.org:443\n", 3,
	    "https://example.org" },
	{ "[site \"a\"]\norigins = https://a.example\n  https://a.example\n", 1,
	    "https://a.example" },
	{ SITE "  time_zone = UTC\n", 2, "\"time_zone\" is no origin" },
	{ SITE "time_zone =\n", 3, "time zone" },
	{ SITE "time_zone = Mars/Base\n", 3, "time zone" },
	{ SITE "time_zone = ../../etc/passwd\n", 3, "time zone" },
	{ SITE "time_zone = /etc/localtime\n", 3, "time zone" },
	{ SITE "base_url = example.org\n", 3, "no address" },
	{ SITE "base_url = /blog\n", 3, "no address" },
	{ SITE "base_url = https://example.org/?a=1\n", 3, "no address" },
	{ SITE "base_url = https://example.org/#a\n", 3, "no address" },
	{ SITE "keep_query = p,,id\n", 3, "no list" },
	{ SITE "keep_query = p id\n", 3, "no list" },
	{ SITE "keep_query = p=1\n", 3, "no list" },
	{ SITE "keep_query = ,\n", 3, "no list" },
};

static void
test_broken_files(void **state UNUSED)
{
	for (size_t i = 0; i < ARRAY_LEN(broken); i++)
		refused(broken[i].text, broken[i].line, broken[i].why);
}

static void
test_several_reasons(void **state UNUSED)
{
	char text[4096] = SITE "[redis]\n";
	char small[40];
	size_t used = strlen(text);

	refused(SITE "[redis]\nport = 0\ndb = x\n[visits]\nkeep_days = 1\n", 4,
	    "redis.port: \"0\" is no whole number from 1 to 65535\n");
	assert_non_null(strstr(err, ":5: redis.db: "));
	assert_non_null(strstr(err, ":7: visits.keep_days: "));

	for (int i = 0; i < 100; i++)
		used += (size_t)snprintf(
		    text + used, sizeof(text) - used, "a%d = 1\n", i);
	refused(text, 4, "redis.a19: ");
	assert_null(strstr(err, "redis.a20: "));
	assert_string_equal(strrchr(err, '\n'), "\nand more");

	assert_null(config_load(file, "visits", small, sizeof(small)));
	assert_int_equal(strlen(small), sizeof(small) - 1);
	assert_null(config_load(file, "visits", small, 1));
	assert_string_equal(small, "");
}

static void
test_unreadable_files(void **state UNUSED)
{
	(void)unlink(file);
	assert_null(config_load(file, "visits", err, sizeof(err)));
	assert_non_null(strstr(err, "a.conf: cannot be read: No such file"));
	assert_null(config_load(dir, "visits", err, sizeof(err)));
	assert_non_null(strstr(err, "cannot be read: Is a directory"));
	assert_null(config_load("/dev/zero", "visits", err, sizeof(err)));
	assert_non_null(strstr(err, "cannot be read: File too large"));
}

static void
test_large_files(void **state UNUSED)
{
	const size_t size = 2 * 1024 * 1024;
	char *text = malloc(size);

	assert_non_null(text);
	memset(text, '\n', size);
	memcpy(text + CONFIG_FILE_MAX - strlen(SITE), SITE, strlen(SITE));
	config_free(load_bytes(text, CONFIG_FILE_MAX));
	assert_string_equal(err, "");
	refused_bytes(text, CONFIG_FILE_MAX + 1, 0, "File too large");
	refused_bytes(text, size, 0, "File too large");
	free(text);
}

static void
test_odd_bytes(void **state UNUSED)
{
	static const char nul[] = SITE "[redis]\nsocket = /a\0b\n";
	char text[1024];

	refused_bytes(nul, sizeof(nul) - 1, 4, "NUL");
	refused(SITE "\x1b[31m = 1\n", 3, "site.?[31m: ");

	config_free(load_ok("\xef\xbb\xbf" SITE));
	config_free(load_ok("[site \"a\"]\r\norigins = http://a.example\r\n"));
	config_free(load_ok("[site \"a\"]\norigins = http://a.example"));
	config_free(load_ok(" [site \"a\"] ; x\n\torigins = http://a.example"));
	refused(SITE "\xef\xbb\xbf[redis]\n", 3, "neither");

	/* The longest line that libinih takes whole, and one more. */
	(void)snprintf(text, sizeof(text), SITE "[visits]\nbots = /%0*d\n",
	    197 - (int)strlen("bots = /"), 0);
	config_free(load_ok(text));
	(void)snprintf(text, sizeof(text), SITE "[visits]\nbots = /%0*d\n",
	    198 - (int)strlen("bots = /"), 0);
	refused(text, 4, "longer than 197 bytes");
}

static void
test_comments(void **state UNUSED)
{
	struct config *cfg =
	    load_ok("; a\n# b\n  # c\n" SITE "  ; d\n[redis] ; e\n"
		    "port = 1 ; f\npassword = a;b#c ; g\n");

	assert_int_equal(cfg->redis.port, 1);
	is(cfg->redis.password, "a;b#c");
	config_free(cfg);
	refused(SITE "[redis]\nport = 1 # two\n", 4, "redis.port");
}

static void
test_origins(void **state UNUSED)
{
	struct config *cfg = load_ok(
	    "[site \"b\"]\n"
	    "origins = https://Example.ORG:443/  http://example.org:80\n"
	    "    http://example.org:8080 ; the old one\n"
	    "\n"
	    "  # the intranet\n"
	    "\thttp://[::1]:3000\n"
	    "[site \"a\"]\n"
	    "origins = http://127.0.0.1:8080\n"
	    "base_url = https://a.example/blog/\n"
	    "time_zone = Europe/Skopje\n"
	    "keep_query = p, id\n");
	static const char *const of_b[] = { "https://example.org",
		"http://example.org", "http://example.org:8080",
		"http://[::1]:3000" };
	static const char *const of_none[] = { "https://example.org:443",
		"https://Example.org", "https://example.org/",
		"https://example.or", "https://example.org.evil.example",
		"http://example.org:80", "null", "" };
	const struct site *a = config_site_by_name(cfg, STR("a"));
	const struct site *b = config_site_by_name(cfg, STR("b"));

	assert_int_equal(cfg->n_sites, 2);
	assert_ptr_equal(b, &cfg->sites[0]);
	assert_ptr_equal(a, &cfg->sites[1]);
	assert_int_equal(b->n_origins, ARRAY_LEN(of_b));
	for (size_t i = 0; i < ARRAY_LEN(of_b); i++) {
		is(b->origins[i], of_b[i]);
		assert_ptr_equal(
		    config_site_by_origin(cfg, str_of(of_b[i])), b);
	}
	for (size_t i = 0; i < ARRAY_LEN(of_none); i++)
		assert_null(config_site_by_origin(cfg, str_of(of_none[i])));
	assert_null(config_site_by_origin(cfg, STR_NULL));
	assert_null(config_site_by_name(cfg, STR("c")));
	assert_null(config_site_by_name(cfg, STR_NULL));
	is(a->base_url, "https://a.example/blog");
	is(b->base_url, "https://example.org");
	assert_string_equal(a->zone->name, "Europe/Skopje");
	is(a->keep_query, "p,id");
	config_free(cfg);
}

static void
test_many_sites(void **state UNUSED)
{
	const size_t room = 128 * (CONFIG_SITES_MAX + 1);
	char *text = malloc(room), name[32];
	size_t used = 0, before_last = 0;

	assert_non_null(text);
	for (int i = 0; i <= CONFIG_SITES_MAX; i++) {
		before_last = used;
		used += (size_t)snprintf(text + used, room - used,
		    "[site \"s%d\"]\norigins = https://s%d.example\n", i, i);
	}
	refused(text, 2 * CONFIG_SITES_MAX + 1, "more than 1000 sites");
	text[before_last] = '\0';
	struct config *cfg = load_ok(text);
	for (int i = 0; i < CONFIG_SITES_MAX; i++) {
		(void)snprintf(name, sizeof(name), "https://s%d.example", i);
		const struct site *s = config_site_by_origin(cfg, str_of(name));
		(void)snprintf(name, sizeof(name), "s%d", i);
		assert_non_null(s);
		is(s->name, name);
		assert_ptr_equal(config_site_by_name(cfg, str_of(name)), s);
	}
	config_free(cfg);

	used = (size_t)snprintf(text, room, "[site \"a\"]\norigins =\n");
	for (int i = 0; i < 65; i++) {
		before_last = used;
		used += (size_t)snprintf(
		    text + used, room - used, " https://s%d.example\n", i);
	}
	refused(text, 2, "more than 64 origins");
	text[before_last] = '\0';
	config_free(load_ok(text));
	free(text);
}

static void
set(const char *name, const char *value)
{
	assert_int_equal(setenv(name, value, 1), 0);
}

static void
test_environment_wins(void **state UNUSED)
{
	set("AFTERWORD_REDIS_PORT", "7000");
	set("AFTERWORD_VISITS_KEEP_DAYS", "30");
	set("AFTERWORD_SERVER_PREFIX", ""); /* as good as unset */
	set("AFTERWORD_SITE_TIME_ZONE", "Asia/Seoul");
	set("AFTERWORD_UNRELATED", "1");
	set("XAFTERWORD_REDIS_DB", "9");
	struct config *cfg = load_ok(SITE "time_zone = UTC\n"
					  "[redis]\nport = 1\ndb = 2\n"
					  "[server]\nprefix = /p\n");
	assert_int_equal(cfg->redis.port, 7000);
	assert_int_equal(cfg->redis.db, 2);
	assert_int_equal(cfg->visits.keep_days, 30);
	is(cfg->server.prefix, "/p");
	assert_string_equal(cfg->sites[0].zone->name, "Asia/Seoul");
	config_free(cfg);
}

/* Variables that are refused, with a file of one site: the reason's start. */
static const struct {
	const char *name, *value, *why;
} broken_env[] = {
	{ "AFTERWORD_REDIS_PORT", "tcp://10.0.0.1:6379",
	    "AFTERWORD_REDIS_PORT: redis.port: " },
	{ "AFTERWORD_REDIS_SOKET", "/a", "AFTERWORD_REDIS_SOKET: there is no" },
	{ "AFTERWORD_REDIS_PORT_FILE", "/a",
	    "AFTERWORD_REDIS_PORT_FILE: there is no" },
	{ "AFTERWORD_REDIS_port", "1", "AFTERWORD_REDIS_port: there is no" },
	{ "AFTERWORD_VISITS_", "1", "AFTERWORD_VISITS_: there is no" },
	{ "AFTERWORD_REDIS_SOCKET", "/a\nb", "AFTERWORD_REDIS_SOCKET: " },
	{ "AFTERWORD_SITE_ORIGINS", "a",
	    "AFTERWORD_SITE_ORIGINS: site.origins" },
	{ "AFTERWORD_SITE_ZONE", "UTC", "AFTERWORD_SITE_ZONE: there is no" },
	{ "AFTERWORD_SITE_NAME", "a b", "AFTERWORD_SITE_NAME: a site's name" },
	{ "AFTERWORD_SITE_NAME", "other",
	    "AFTERWORD_SITE_NAME: site.origins: " },
	{ "AFTERWORD_REDIS_PASSWORD_FILE", "/nonexistent",
	    "AFTERWORD_REDIS_PASSWORD_FILE: redis.password: /nonexistent" },
	{ "AFTERWORD_REDIS_PASSWORD_FILE", "/dev/null",
	    "AFTERWORD_REDIS_PASSWORD_FILE: redis.password: /dev/null is "
	    "empty" },
};

static void
test_broken_environment(void **state UNUSED)
{
	for (size_t i = 0; i < ARRAY_LEN(broken_env); i++) {
		clear_environment(NULL);
		set(broken_env[i].name, broken_env[i].value);
		refused(SITE, 0, broken_env[i].why);
		assert_ptr_equal(strstr(err, broken_env[i].why), err);
	}
}

static void
test_site_from_environment(void **state UNUSED)
{
	set("AFTERWORD_SITE_ORIGINS", "https://a.example http://a.example");
	set("AFTERWORD_SITE_TIME_ZONE", "Europe/Skopje");
	refused("", 0, "AFTERWORD_SITE_NAME has to say");
	set("AFTERWORD_SITE_NAME", "a");
	struct config *cfg = load_ok("");
	assert_int_equal(cfg->n_sites, 1);
	is(cfg->sites[0].name, "a");
	assert_int_equal(cfg->sites[0].n_origins, 2);
	assert_string_equal(cfg->sites[0].zone->name, "Europe/Skopje");
	config_free(cfg);

	/* Beside the sites of the file, or over one of them. */
	cfg = load_ok(SITE);
	assert_int_equal(cfg->n_sites, 2);
	config_free(cfg);
	set("AFTERWORD_SITE_NAME", "example.org");
	cfg = load_ok(SITE "[site \"b\"]\norigins = https://b.example\n");
	assert_int_equal(cfg->n_sites, 2);
	assert_null(config_site_by_origin(cfg, STR("https://example.org")));
	assert_ptr_equal(config_site_by_origin(cfg, STR("https://a.example")),
	    config_site_by_name(cfg, STR("example.org")));
	config_free(cfg);
	unsetenv("AFTERWORD_SITE_NAME");
	refused(SITE "[site \"b\"]\norigins = https://b.example\n", 0,
	    "AFTERWORD_SITE_NAME has to say");
}

static void
test_secrets(void **state UNUSED)
{
	static const char with[] =
	    SITE "[redis]\nuser = u\npassword = in the file\n";
	struct config *cfg = load_ok(with);

	is(cfg->redis.password, "in the file");
	config_free(cfg);

	set("CREDENTIALS_DIRECTORY", dir);
	(void)unlink(secret);
	cfg = load_ok(with);
	is(cfg->redis.password, "in the file");
	config_free(cfg);

	write_file(secret, "credential\n", 11);
	cfg = load_ok(with);
	is(cfg->redis.password, "credential");
	config_free(cfg);

	set("AFTERWORD_REDIS_PASSWORD", "environment");
	cfg = load_ok(with);
	is(cfg->redis.password, "environment");
	char *all = printed(cfg);
	assert_non_null(strstr(all, "\n# password = (set)\n"));
	assert_null(strstr(all, "environment"));
	free(all);
	config_free(cfg);

	set("AFTERWORD_REDIS_PASSWORD_FILE", secret);
	refused(with, 0, "is set too");
	unsetenv("AFTERWORD_REDIS_PASSWORD");
	unsetenv("CREDENTIALS_DIRECTORY");
	write_file(secret, " a b ", 5);
	cfg = load_ok(with);
	is(cfg->redis.password, " a b ");
	config_free(cfg);

	write_file(secret, "two\nlines", 9);
	refused(with, 0, "redis.password: ");
	assert_null(strstr(err, "two"));
	write_file(secret, "nul\0", 4);
	refused(with, 0, "redis.password: ");
	assert_null(strstr(err, "nul"));
	unsetenv("AFTERWORD_REDIS_PASSWORD_FILE");

	write_file(secret, "of comments\n", 12);
	set("AFTERWORD_COMMENTS_SECRET_FILE", secret);
	cfg = load_ok(SITE "[comments]\nsecret = in the file\n");
	is(cfg->comments.secret, "of comments");
	config_free(cfg);
}

/* A program's own password is looked for in two folders, by its name. */
static void
test_own_password(void **state UNUSED)
{
	char visits[128], with[512];

	(void)snprintf(
	    visits, sizeof(visits), "%s/afterword.redis.visits", dir);
	(void)snprintf(with, sizeof(with),
	    SITE "[redis]\nuser = u\npassword = p\npassword_dir = %s\n", dir);

	(void)unlink(secret);
	struct config *cfg = load_ok(with);
	is(cfg->redis.user, "u");
	is(cfg->redis.password, "p");
	config_free(cfg);

	write_file(visits, "mine\n", 5);
	cfg = load_ok(with);
	is(cfg->redis.user, "visits");
	is(cfg->redis.password, "mine");
	char *all = printed(cfg);
	assert_non_null(strstr(all, "\nuser = visits\n# password = (set)\n"));
	free(all);
	config_free(cfg);
	cfg = config_load(file, "comments", err, sizeof(err));
	assert_non_null(cfg);
	is(cfg->redis.user, "u");
	config_free(cfg);

	write_file(visits, "\n", 1);
	refused(with, 6, "redis.password: ");
	write_file(visits, "two\nlines", 9);
	refused(with, 6, "redis.password: ");
	assert_null(strstr(err, "two"));
	(void)unlink(visits);
	assert_int_equal(mkdir(visits, 0700), 0);
	refused(with, 6, "cannot be read");
	(void)rmdir(visits);

	/* Credentials come first; a folder that is not there has none. */
	set("CREDENTIALS_DIRECTORY", dir);
	write_file(visits, "credential\n", 11);
	cfg = load_ok(
	    SITE "[redis]\npassword = p\npassword_dir = /nowhere/at/all\n");
	is(cfg->redis.user, "visits");
	is(cfg->redis.password, "credential");
	config_free(cfg);
	(void)unlink(visits);
	cfg = load_ok(
	    SITE "[redis]\npassword = p\npassword_dir = /nowhere/at/all\n");
	is(cfg->redis.user, "");
	is(cfg->redis.password, "p");
	config_free(cfg);
}

static void
test_user_needs_password(void **state UNUSED)
{
	refused(SITE "[redis]\nuser = u\n", 0, "redis.user: needs a");
	config_free(load_ok(SITE "[redis]\npassword = p\n"));
}

static void
test_print_reads_back(void **state UNUSED)
{
	struct config *cfg =
	    load_ok(SITE "    http://a.example https://b.example:8443\n"
			 "keep_query = p,id\n[visits]\nwindow = 90s\n"
			 "[redis]\nhost = redis\ntimeout = 250ms\n"
			 "[site \"b\"]\norigins = http://b.example\n");
	char *first = printed(cfg);

	config_free(cfg);
	cfg = load_ok(first);
	char *second = printed(cfg);
	assert_string_equal(first, second);
	free(first);
	free(second);
	config_free(cfg);
}

/* What one of the functions that print documents writes; free() it. */
static char *
document(void (*print)(FILE *))
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	print(out);
	assert_int_equal(fclose(out), 0);
	return text;
}

static void
test_sample_is_the_defaults(void **state UNUSED)
{
	struct config *cfg = load_ok(SITE);
	char *defaults = printed(cfg);
	char *sample = document(config_print_sample);

	config_free(cfg);
	refused(sample, 0, "no site");
	/* Settings are written "#key", comments "# text". */
	for (char *p = sample; p != NULL; p = strchr(p + 1, '\n')) {
		char *hash = *p == '\n' ? p + 1 : p;
		if (hash[0] == '#' && hash[1] != ' ' && hash[1] != '\n')
			*hash = hash[1] == '[' ? ' ' : '\n';
	}
	cfg = load_ok(sample);
	char *all = printed(cfg);
	assert_string_equal(all, defaults);
	free(all);
	free(sample);
	free(defaults);
	config_free(cfg);
}

static void
test_documents_name_every_setting(void **state UNUSED)
{
	static const char *const keys[] = {
#define SETTING(section, key, field, type, min, max, def, unit, help) #key,
#define SITE_SETTING(key, field, type, min, max, def, unit, help) #key,
#include "config.def"
	};
	char *sample = document(config_print_sample);
	char *mdoc = document(config_print_mdoc);
	char line[128];

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		(void)snprintf(line, sizeof(line), "\n#%s =", keys[i]);
		assert_non_null(strstr(sample, line));
		(void)snprintf(line, sizeof(line), "\n.It Ic %s No ", keys[i]);
		assert_non_null(strstr(mdoc, line));
	}
	free(sample);
	free(mdoc);
}

static void
test_free_of_nothing(void **state UNUSED)
{
	config_free(NULL);
}

#define TEST(f) cmocka_unit_test_setup(f, clear_environment)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_defaults),
		TEST(test_values),
		TEST(test_longest_texts),
		TEST(test_log_levels_are_known),
		TEST(test_broken_files),
		TEST(test_several_reasons),
		TEST(test_unreadable_files),
		TEST(test_large_files),
		TEST(test_odd_bytes),
		TEST(test_comments),
		TEST(test_origins),
		TEST(test_many_sites),
		TEST(test_environment_wins),
		TEST(test_broken_environment),
		TEST(test_site_from_environment),
		TEST(test_secrets),
		TEST(test_own_password),
		TEST(test_user_needs_password),
		TEST(test_print_reads_back),
		TEST(test_sample_is_the_defaults),
		TEST(test_documents_name_every_setting),
		TEST(test_free_of_nothing),
	};

	return cmocka_run_group_tests_name(
	    "config", tests, make_dir, remove_dir);
}
