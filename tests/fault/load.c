/*
 * load.c - many readers at once, each of whose answers is looked at
 *
 *     load [-c CLIENTS] [-n REQUESTS | -t SECONDS] [-f] [-v VISITORS]
 *          [-a ARTICLE | -A ARTICLE | -g PATH] [-w MS | -i MS] [-l FILE | -L FILE]
 *          PORT
 *
 * Posts visits to 127.0.0.1:PORT as a page script does, on kept connections.
 *
 *     -c  connections at once; 64         -n  requests of each; 100
 *     -t  go on for so many seconds, or until SIGTERM; 0 is until then
 *     -f  a fresh connection each time
 *     -v  so many User-Agents in turn, from 0; else a new one each time
 *     -a  the article; "/load"            -A  the same, one for each client: its
 *         number has to follow from the last answer
 *     -g  a GET of this path instead      -w  pause between two requests
 *     -i  a request of each client so often, however long answers take: one that
 *         kept the next waiting counts for both
 *     -l  writes the numbers of the visitors whose visit was acknowledged
 *     -L  posts the visitors of such a file again, each once
 *
 * Then prints one line of figures:
 *
 *     sent       requests begun           ok       answered 200, as it should be
 *     counted    of them counted:true     total    the highest one seen
 *     away       503 with Retry-After     other    any other status
 *     wrong      200, but not an answer to what was asked
 *     failed     no answer: refused, cut off, or none in time
 *     reopened   connections closed while nothing was asked
 *     p50_us p99_us max_us  from sending to the whole answer, those ok
 *     gap_ms     the longest time without any that was ok
 *     by         how many of each status but 200, as 503:12,502:1; or none
 *     seconds rate
 *
 * The first of each kind that should not be is described on standard error.
 */
#include "base/base.h"

#include <arpa/inet.h>
#include <ev.h>
#include <fcntl.h>
#include <jansson.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

#define ANSWER_S 15.   /* how long an answer may take */
#define AWAY_S 0.02    /* pause after a 503 */
#define IN_MAX 65536   /* bytes of an answer */
#define ARTICLE_MAX 64 /* and of an article's name */
#define STATUS_MAX 600

struct client {
	ev_io io;
	ev_timer limit, pause;
	int fd;
	unsigned number, done;
	bool kept; /* a connection that had an answer; none was made for this */
	unsigned long visitor;
	char article[ARTICLE_MAX];
	long long total;      /* as last answered, -1 before */
	unsigned long unsure; /* visits since then, answered or not */
	uint64_t began_us;
	/* With an interval: when the next one is to be sent, and if that is past. */
	uint64_t due_us;
	bool overdue;
	char out[1024];
	size_t out_len, out_at;
	char in[IN_MAX + 1];
	size_t in_len;
};

static struct {
	unsigned clients, requests;
	double seconds, pause_s, interval_s;
	bool timed, fresh, own;
	unsigned long visitors;
	const char *article, *path;
	FILE *ledger, *again;
	int port;
} set = { .clients = 64, .requests = 100, .article = "/load" };

static struct {
	unsigned long sent, ok, counted, away, other, wrong, failed, reopened;
	unsigned long by[STATUS_MAX];
	long long total;
	uint64_t first_us, last_ok_us, gap_us;
	uint32_t *took_us;
	size_t n_took, cap;
} seen;

static struct ev_loop *loop;
static bool told_to_end;
static unsigned live;
static unsigned long next_visitor;

static void go_on(struct client *c);

static void
complain(unsigned long *tally, const char *what, const struct client *c)
{
	if ((*tally)++ == 0)
		fprintf(stderr, "load: %s: client %u, visitor %lu: %.400s\n",
		    what, c->number, c->visitor,
		    c->in_len > 0 ? c->in : strerror(errno));
}

static void
disconnect(struct client *c)
{
	ev_io_stop(loop, &c->io);
	ev_timer_stop(loop, &c->limit);
	if (c->fd >= 0)
		(void)close(c->fd);
	c->fd = -1;
}

static void
leave(struct client *c)
{
	disconnect(c);
	if (--live == 0)
		ev_break(loop, EVBREAK_ALL);
}

/* --- what is sent --- */

/* The next visitor's number; false when there is none any more. */
static bool
next(struct client *c)
{
	if (told_to_end)
		return false;
	if (set.again != NULL)
		return fscanf(set.again, "%lu", &c->visitor) == 1;
	if (set.timed) {
		if (set.seconds > 0 &&
		    (double)(clock_mono_us() - seen.first_us) / 1e6 >=
			set.seconds)
			return false;
	} else if (c->done == set.requests) {
		return false;
	}
	c->done++;
	c->visitor = next_visitor++;
	if (set.visitors > 0)
		c->visitor %= set.visitors;
	return true;
}

static void
compose(struct client *c)
{
	char body[ARTICLE_MAX + 32] = "";
	const char *ending = set.fresh ? "Connection: close\r\n" : "";
	int body_len = 0, n;

	if (set.path == NULL)
		body_len = snprintf(
		    body, sizeof(body), "{\"article\":\"%s\"}", c->article);
	n = snprintf(c->out, sizeof(c->out),
	    "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
	    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Visitor/%lu\r\n"
	    "Origin: http://127.0.0.1:%d\r\n%s",
	    set.path != NULL ? "GET" : "POST",
	    set.path != NULL ? set.path : "/api/visits", set.port, c->visitor,
	    set.port, ending);
	assert(n > 0 && (size_t)n < sizeof(c->out));
	c->out_len = (size_t)n;
	n = set.path != NULL
		? snprintf(c->out + n, sizeof(c->out) - (size_t)n, "\r\n")
		: snprintf(c->out + n, sizeof(c->out) - (size_t)n,
		      "Content-Type: application/json\r\n"
		      "Content-Length: %d\r\n\r\n%s",
		      body_len, body);
	c->out_len += (size_t)n;
	assert(c->out_len < sizeof(c->out));
	c->out_at = 0;
	c->in_len = 0;
}

static bool
connect_client(struct client *c)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)set.port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int on = 1;

	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		return false;
	(void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return connect(c->fd, (struct sockaddr *)&a, sizeof(a)) == 0 ||
	       errno == EINPROGRESS;
}

static void
watch(struct client *c, int events)
{
	if (ev_is_active(&c->io) && c->io.events == events)
		return;
	ev_io_stop(loop, &c->io);
	ev_io_set(&c->io, c->fd, events);
	ev_io_start(loop, &c->io);
}

static void transmit(struct client *c);

/*
 * One that was closed while nobody had asked, and is noticed only now, is opened
 * again, as browsers do.
 */
static bool
reopened(struct client *c)
{
	if (!c->kept || c->in_len > 0)
		return false;
	c->kept = false;
	disconnect(c);
	c->out_at = 0;
	if (!connect_client(c))
		return false;
	seen.reopened++;
	ev_timer_again(loop, &c->limit);
	transmit(c);
	return true;
}

static void
lost(struct client *c)
{
	if (reopened(c))
		return;
	complain(&seen.failed, "no answer", c);
	disconnect(c);
	ev_timer_set(&c->pause, AWAY_S, 0.);
	ev_timer_start(loop, &c->pause);
}

static void
transmit(struct client *c)
{
	ssize_t n = send(c->fd, c->out + c->out_at, c->out_len - c->out_at,
	    MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n > 0)
		c->out_at += (size_t)n;
	if (n < 0 && errno != EAGAIN && errno != ENOTCONN)
		lost(c);
	else
		watch(c, c->out_at < c->out_len ? EV_WRITE : EV_READ);
}

static void
go_on(struct client *c)
{
	if (!next(c)) {
		leave(c);
		return;
	}
	compose(c);
	seen.sent++;
	c->unsure++;
	c->began_us = c->overdue ? c->due_us : clock_mono_us();
	c->kept = c->fd >= 0;
	if (!c->kept && !connect_client(c)) {
		lost(c);
		return;
	}
	ev_timer_again(loop, &c->limit);
	transmit(c);
}

static void
rest(struct client *c, double pause_s)
{
	ev_timer_stop(loop, &c->limit);
	if (set.fresh)
		disconnect(c);
	if (set.interval_s > 0) {
		uint64_t now_us = clock_mono_us();

		c->due_us += (uint64_t)(set.interval_s * 1e6);
		c->overdue = c->due_us <= now_us;
		pause_s = c->overdue ? 0 : (double)(c->due_us - now_us) / 1e6;
	}
	if (pause_s <= 0) {
		go_on(c);
		return;
	}
	ev_timer_set(&c->pause, pause_s, 0.);
	ev_timer_start(loop, &c->pause);
}

/* --- what comes back --- */

/* Nobody else reads this client's article: what was not answered may count. */
static bool
follows(struct client *c, long long total, bool counted)
{
	bool good =
	    c->total < 0 || (total >= c->total + counted &&
				total <= c->total + (long long)c->unsure);

	c->total = total;
	c->unsure = 0;
	return good;
}

/* Whether the body says what became of this very visit. */
static bool
is_the_answer(struct client *c, const char *body, size_t len)
{
	json_error_t why;
	json_t *j;
	const char *article;
	long long total = -1;
	int counted = -1;

	if (set.path != NULL)
		return len > 0;
	j = json_loadb(body, len, JSON_REJECT_DUPLICATES, &why);
	if (j == NULL)
		return false;
	article = json_string_value(json_object_get(j, "article"));
	if (json_is_integer(json_object_get(j, "total")))
		total = json_integer_value(json_object_get(j, "total"));
	if (json_is_boolean(json_object_get(j, "counted")))
		counted = json_is_true(json_object_get(j, "counted"));
	bool ours = article != NULL && strcmp(article, c->article) == 0 &&
		    total >= 0 && counted >= 0;
	json_decref(j);
	if (!ours || (set.own && !follows(c, total, counted == 1)))
		return false;
	if (total > seen.total)
		seen.total = total;
	if (counted == 1) {
		seen.counted++;
		if (set.ledger != NULL)
			fprintf(set.ledger, "%lu\n", c->visitor);
	}
	return true;
}

static void
note_time(const struct client *c)
{
	uint64_t now_us = clock_mono_us();
	uint64_t since = now_us - seen.last_ok_us;

	if (since > seen.gap_us)
		seen.gap_us = since;
	seen.last_ok_us = now_us;
	if (seen.n_took == seen.cap) {
		seen.cap = seen.cap == 0 ? 4096 : 2 * seen.cap;
		seen.took_us =
		    realloc(seen.took_us, seen.cap * sizeof(*seen.took_us));
		if (seen.took_us == NULL)
			abort();
	}
	seen.took_us[seen.n_took++] = (uint32_t)(now_us - c->began_us);
}

static void
judge(struct client *c, const char *body, size_t len)
{
	int status = (int)strtol(c->in + strlen("HTTP/1.1 "), NULL, 10);

	if (status > 0 && status < STATUS_MAX)
		seen.by[status]++;
	if (status == 200 && is_the_answer(c, body, len)) {
		seen.ok++;
		note_time(c);
		rest(c, set.pause_s);
	} else if (status == 200) {
		complain(&seen.wrong, "a wrong answer", c);
		rest(c, set.pause_s);
	} else if (status == 503 && strstr(c->in, "\r\nRetry-After: ")) {
		seen.away++;
		rest(c, AWAY_S);
	} else {
		complain(&seen.other, "an unexpected status", c);
		rest(c, AWAY_S);
	}
}

/* An answer is whole when its Content-Length is there. */
static void
look(struct client *c)
{
	static const char length[] = "\r\nContent-Length: ";
	const char *end, *at;
	size_t head, len;

	c->in[c->in_len] = '\0';
	end = strstr(c->in, "\r\n\r\n");
	if (end == NULL)
		return;
	head = (size_t)(end - c->in) + 4;
	at = strstr(c->in, length);
	if (strncmp(c->in, "HTTP/1.1 ", 9) != 0 || at == NULL || at > end) {
		lost(c);
		return;
	}
	len = strtoul(at + strlen(length), NULL, 10);
	if (c->in_len < head + len)
		return;
	if (c->in_len > head + len)
		lost(c);
	else
		judge(c, c->in + head, len);
}

static void
on_event(struct ev_loop *l, ev_io *w, int events)
{
	struct client *c = w->data;

	(void)l;
	if (events & EV_WRITE) {
		transmit(c);
		return;
	}
	ssize_t n =
	    recv(c->fd, c->in + c->in_len, IN_MAX - c->in_len, MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		/* Between two requests that is nobody's loss. */
		if (ev_is_active(&c->pause))
			disconnect(c);
		else
			lost(c);
		return;
	}
	c->in_len += (size_t)n;
	look(c);
}

static void
on_limit(struct ev_loop *l, ev_timer *w, int events)
{
	(void)l;
	(void)events;
	struct client *c = w->data;
	c->kept = false;
	errno = ETIMEDOUT;
	lost(c);
}

static void
on_sigterm(struct ev_loop *l, ev_signal *w, int events)
{
	(void)l;
	(void)w;
	(void)events;
	told_to_end = true;
}

static void
on_pause_over(struct ev_loop *l, ev_timer *w, int events)
{
	(void)l;
	(void)events;
	go_on(w->data);
}

/* --- all of it --- */

static struct client *
new_client(unsigned number)
{
	struct client *c = calloc(1, sizeof(*c));

	if (c == NULL)
		abort();
	c->fd = -1;
	c->number = number;
	c->total = -1;
	if (set.own)
		(void)snprintf(c->article, sizeof(c->article), "%s/%u",
		    set.article, number);
	else
		(void)snprintf(
		    c->article, sizeof(c->article), "%s", set.article);
	ev_init(&c->io, on_event);
	ev_init(&c->limit, on_limit);
	ev_init(&c->pause, on_pause_over);
	c->limit.repeat = ANSWER_S;
	c->io.data = c->limit.data = c->pause.data = c;
	return c;
}

static int
by_size(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static uint32_t
part(double share)
{
	if (seen.n_took == 0)
		return 0;
	return seen.took_us[(size_t)((double)(seen.n_took - 1) * share)];
}

static void
print_statuses(void)
{
	const char *before = "by=";

	for (int status = 0; status < STATUS_MAX; status++) {
		if (status == 200 || seen.by[status] == 0)
			continue;
		printf("%s%d:%lu", before, status, seen.by[status]);
		before = ",";
	}
	printf("%s ", *before == ',' ? "" : "by=none");
}

static void
report(void)
{
	double s = (double)(clock_mono_us() - seen.first_us) / 1e6;

	if (seen.n_took > 0)
		qsort(
		    seen.took_us, seen.n_took, sizeof(*seen.took_us), by_size);
	print_statuses();
	printf("sent=%lu ok=%lu counted=%lu total=%lld away=%lu other=%lu "
	       "wrong=%lu failed=%lu reopened=%lu p50_us=%u p99_us=%u "
	       "max_us=%u gap_ms=%lu "
	       "seconds=%.2f rate=%.0f\n",
	    seen.sent, seen.ok, seen.counted, seen.total, seen.away, seen.other,
	    seen.wrong, seen.failed, seen.reopened, part(0.5), part(0.99),
	    part(1.), (unsigned long)(seen.gap_us / 1000), s,
	    (double)seen.ok / s);
}

static FILE *
open_file(const char *path, const char *mode)
{
	FILE *f = fopen(path, mode);

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	return f;
}

static void
options(int argc, char **argv)
{
	int opt;

	while ((opt = getopt(argc, argv, "c:n:t:fv:a:A:g:w:i:l:L:")) != -1) {
		switch (opt) {
		case 'c':
			set.clients = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 'n':
			set.requests = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 't':
			set.timed = true;
			set.seconds = strtod(optarg, NULL);
			break;
		case 'f':
			set.fresh = true;
			break;
		case 'v':
			set.visitors = strtoul(optarg, NULL, 10);
			break;
		case 'A':
			set.own = true;
			set.article = optarg;
			break;
		case 'a':
			set.article = optarg;
			break;
		case 'g':
			set.path = optarg;
			break;
		case 'w':
			set.pause_s = strtod(optarg, NULL) / 1e3;
			break;
		case 'i':
			set.interval_s = strtod(optarg, NULL) / 1e3;
			break;
		case 'l':
			set.ledger = open_file(optarg, "w");
			break;
		case 'L':
			set.again = open_file(optarg, "r");
			break;
		default:
			exit(2);
		}
	}
	if (optind + 1 != argc || set.clients == 0) {
		fprintf(stderr, "usage: load [OPTIONS] PORT\n");
		exit(2);
	}
	set.port = (int)strtol(argv[optind], NULL, 10);
}

int
main(int argc, char **argv)
{
	struct rlimit files;

	options(argc, argv);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files);
	}
	loop = ev_default_loop(EVFLAG_AUTO);
	ev_signal term;
	ev_signal_init(&term, on_sigterm, SIGTERM);
	ev_signal_start(loop, &term);
	struct client **all = calloc(set.clients, sizeof(struct client *));
	if (all == NULL)
		abort();
	for (unsigned i = 0; i < set.clients; i++)
		all[i] = new_client(i);
	seen.first_us = seen.last_ok_us = clock_mono_us();
	live = set.clients;
	for (unsigned i = 0; i < set.clients; i++) {
		/* One after the other, within the first interval. */
		all[i]->due_us =
		    seen.first_us -
		    (uint64_t)(set.interval_s * 1e6 * i / set.clients);
		rest(all[i], 0);
	}
	if (live > 0)
		ev_run(loop, 0);
	report();
	for (unsigned i = 0; i < set.clients; i++)
		free(all[i]);
	free(all);
	free(seen.took_us);
	if (set.ledger != NULL && fclose(set.ledger) != 0)
		return 2;
	if (set.again != NULL)
		(void)fclose(set.again);
	return 0;
}
