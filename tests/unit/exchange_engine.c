
/*
 * The simulator's engine against servers that follow a script: they stall,
 * close, and send what is no answer.  Waits are bounds from below, so that a
 * slow machine passes.
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/exchange/engine.h"
#include "tests/exchange/market.h"
#include "tests/unit/test.h"


#define OK_ANSWER  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
#define CONNS      2048

typedef struct {
    unsigned     stall_at;          /* the request that waits, 0: none */
    unsigned     stall_ms;
    unsigned     close_each;        /* so many requests a connection */
    unsigned     quiet;             /* closes without saying so */
    unsigned     idle;              /* closes right behind the answer */
    unsigned     waits;             /* says so, and leaves it to the client */
    unsigned     mute;              /* never answers */
    unsigned     dies_at;           /* the request that ends the server */
    unsigned     strict;            /* what it did not answer may come again
                                       as the first of a connection alone */
    const char  *answer;
} script_t;

static xc_engine_t  engine;
static xc_conf_t    conf;
static xc_error_t   err;
static char         url[64];


/* that of the request, which alone has its length */

static const char *
id_of(const char *body)
{
    while ((body = strstr(body, "\"id\":\"")) != NULL) {
        body += 6;

        if (strcspn(body, "\"") == XC_ID_LEN) {
            return body;
        }
    }

    return NULL;
}


static int
same_id(const char *a, const char *b)
{
    a = id_of(a);
    b = id_of(b);

    return a != NULL && b != NULL && strncmp(a, b, XC_ID_LEN) == 0;
}


static void
answer_one(int fd, const script_t *s, unsigned nth, unsigned again)
{
    const char  *text;

    text = s->answer ? s->answer : OK_ANSWER;

    if ((s->waits && nth > s->close_each) || (again && nth != 1)) {
        text = "HTTP/1.1 503 Said\r\nContent-Length: 0\r\n\r\n";
    }

    if (s->close_each != 0 && nth % s->close_each == 0 && !s->quiet
        && !s->idle)
    {
        text = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n"
               "\r\n{}";
    }

    CHECK(send(fd, text, strlen(text), MSG_NOSIGNAL) != -2);
}


/* requests are short here: each comes whole */

static void
serve(int listening, const script_t *s)
{
    int                   fd;
    char                  buf[8192];
    ssize_t               n;
    unsigned              i, nfds, total, k, again;
    struct timespec       ts;
    static char           taken[16][8192];
    static unsigned       ntaken;
    static unsigned       nth[CONNS + 1];
    static struct pollfd  fds[CONNS + 1];

    fds[0].fd = listening;
    fds[0].events = POLLIN;
    nfds = 1;

    for (total = 0; poll(fds, nfds, 20000) > 0; /* void */ ) {

        for (i = 1; i < nfds; i++) {
            if (!fds[i].revents) {
                continue;
            }

            n = recv(fds[i].fd, buf, sizeof(buf) - 1, 0);

            if (n > 0) {
                nth[i]++;

                if (++total == s->stall_at) {
                    ts.tv_sec = s->stall_ms / 1000;
                    ts.tv_nsec = s->stall_ms % 1000 * 1000000;
                    nanosleep(&ts, NULL);
                }

                if (total == s->dies_at) {
                    _exit(0);
                }

                buf[n] = '\0';

                for (k = 0, again = 0; s->strict && k < 16; k++) {
                    again |= same_id(taken[k], buf);
                }

                if (s->quiet && nth[i] == s->close_each) {
                    strcpy(taken[ntaken++ % 16], buf);

                } else if (!s->mute) {
                    answer_one(fds[i].fd, s, nth[i], again);
                }
            }

            if (n <= 0
                || (s->close_each && nth[i] == s->close_each && !s->waits))
            {
                close(fds[i].fd);
                nfds--;
                fds[i] = fds[nfds];
                nth[i] = nth[nfds];
                i--;
            }
        }

        if (fds[0].revents && nfds <= CONNS) {
            fd = accept(listening, NULL, NULL);

            if (fd != -1) {
                fds[nfds].fd = fd;
                fds[nfds].events = POLLIN;
                fds[nfds].revents = 0;
                nth[nfds++] = 0;
            }
        }
    }
}


static pid_t
start(const script_t *s)
{
    int                 fd;
    pid_t               pid;
    socklen_t           len;
    struct rlimit       limit;
    struct sockaddr_in  sin;

    fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    memset(&sin, 0, sizeof(sin));
    sin.sin_family = AF_INET;
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    len = sizeof(sin);

    if (fd == -1 || bind(fd, (struct sockaddr *) &sin, len) == -1
        || listen(fd, 4096) == -1
        || getsockname(fd, (struct sockaddr *) &sin, &len) == -1)
    {
        return -1;
    }

    sprintf(url, "http://127.0.0.1:%u/bid", ntohs(sin.sin_port));
    fflush(stdout);
    pid = fork();

    if (pid == 0) {
        getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
        serve(fd, s);
        _exit(0);
    }

    close(fd);

    return pid;
}


static void
stop(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}


static int
options(const char *const *args, unsigned n)
{
    char               *argv[16];
    const xc_market_t  *markets[2];

    markets[0] = &xc_market_none;
    markets[1] = &xc_market_exchange;
    argv[0] = "exchange";
    memcpy(argv + 1, args, n * sizeof(char *));

    return xc_options(&conf, markets, 2, n + 1, argv, &err);
}


/* what the options ask for, from a server with this script */

static void
run(const script_t *s, const char *const *args, unsigned n)
{
    int    rc;
    pid_t  pid;

    pid = start(s);
    CHECK(pid > 0);
    rc = options(args, n);
    conf.url = url;
    conf.traffic.pool = 64;
    conf.traffic.nusers = 100;
    conf.traffic.nsites = 100;

    if (rc == XC_OK) {
        rc = xc_engine_open(&engine, &conf, &err);
    }

    if (rc == XC_OK) {
        rc = xc_engine_run(&engine, &err);
    }

    stop(pid);

    if (rc != XC_OK) {
        printf("    %s\n", err.text);
        CHECK(0);
    }
}


#define RUN(script, ...)                                                      \
    do {                                                                      \
        static const char *const  args_[] = { "--url=http://127.0.0.1:1/",    \
                                              __VA_ARGS__ };                  \
        run((script), args_, cx_nelts(args_));                                \
    } while (0)


static void
each_request_is_answered(void)
{
    script_t  s = { 0 };

    RUN(&s, "--connections=4", "--requests=1000", "--timeout=30");
    CHECK_INT(engine.stats.asked, 1000);
    CHECK_INT(engine.stats.answered, 1000);
    CHECK_INT(engine.clock.base_ns, engine.begin_ns);
    CHECK_INT(engine.stats.status[200], 1000);
    CHECK_INT(engine.stats.body_bytes, 2000);
    CHECK_INT(engine.stats.latency.n, 1000);
    CHECK_INT(engine.bids.connects, 4);
    CHECK_INT(xc_stats_failed(&engine.stats), 0);
    xc_engine_close(&engine);
}


static void
each_may_be_made_when_it_is_sent(void)
{
    script_t  s = { 0 };

    RUN(&s, "--connections=4", "--requests=500", "--live", "--timeout=30",
        "--sleep");
    CHECK_INT(engine.stats.answered, 500);
    xc_engine_close(&engine);
}


/*
 * The server stands still for 600 ms within a second of 200 requests: those
 * that were due meanwhile have waited, even if none could be sent.
 */

static void
a_stall_counts_for_all_that_were_due(void)
{
    script_t  s = { .stall_at = 40, .stall_ms = 600 };

    RUN(&s, "--connections=2", "--rate=200", "--seconds=1", "--timeout=30");
    CHECK_INT(engine.stats.asked, 200);
    CHECK_INT(engine.stats.answered, 200);
    CHECK(engine.stats.latency.max > 590000000);

    /* 120 were due in it: of all, 60 in 100 waited, evenly spread */

    CHECK(xc_hist_at(&engine.stats.latency, 0.9) > 450000000);
    CHECK(xc_hist_at(&engine.stats.latency, 0.7) > 250000000);
    xc_engine_close(&engine);

    /* the closed loop sees two */

    RUN(&s, "--connections=2", "--requests=200", "--timeout=30");
    CHECK_INT(engine.stats.answered, 200);
    CHECK(engine.stats.latency.max > 590000000);
    CHECK(xc_hist_at(&engine.stats.latency, 0.9) < 590000000);
    xc_engine_close(&engine);
}


static void
what_waits_too_long_is_given_up(void)
{
    script_t  s = { .stall_at = 10, .stall_ms = 1500 };

    RUN(&s, "--connections=1", "--rate=20", "--seconds=1", "--timeout=0.2");
    CHECK_INT(engine.stats.asked, 20);
    CHECK_INT(engine.stats.answered + engine.stats.lost[XC_TIMEOUT]
              + engine.stats.lost[XC_CLOSED], 20);
    CHECK(engine.stats.lost[XC_TIMEOUT] > 0);
    CHECK_INT(engine.stats.latency.n, 20 - engine.stats.lost[XC_CLOSED]);
    CHECK(engine.bids.connects > 1);
    xc_engine_close(&engine);
}


/* each of the five that find the connection holds it for a second */

static void
a_silent_server_has_no_answer_in_any_second(void)
{
    unsigned     i, lost;
    script_t     s = { .mute = 1 };
    xc_stats_t  *stats;

    RUN(&s, "--connections=1", "--rate=50", "--seconds=3", "--timeout=1");
    stats = &engine.stats;
    CHECK_INT(stats->asked, 150);
    CHECK_INT(stats->answered, 0);
    CHECK(stats->unsent >= 145);
    CHECK_INT(xc_stats_failed(stats), 150);
    CHECK(stats->nseconds >= 3);

    for (i = 0, lost = 0; i < stats->nseconds; i++) {
        CHECK_INT(stats->second[i].answered, 0);
        lost += stats->second[i].lost;
    }

    CHECK_INT(lost, 150);
    CHECK(stats->second[0].lost >= 45);
    CHECK(stats->second[1].lost >= 50);
    CHECK(stats->second[2].lost >= 50);
    xc_engine_close(&engine);
}


/* the request of its end is due after 1.49 seconds */

static void
connections_fail_in_their_second(void)
{
    unsigned     i, n;
    script_t     s = { .dies_at = 150 };
    xc_stats_t  *stats;

    RUN(&s, "--connections=2", "--rate=100", "--seconds=2", "--timeout=0.3");
    stats = &engine.stats;
    CHECK_INT(stats->asked, 200);
    CHECK(stats->connect_errors > 0);
    CHECK_INT(stats->second[0].connect_errors, 0);
    CHECK_INT(xc_stats_failed(stats), 200 - stats->answered);

    for (i = 0, n = 0; i < stats->nseconds; i++) {
        n += stats->second[i].connect_errors;
    }

    CHECK_INT(n, stats->connect_errors);
    xc_engine_close(&engine);
}


static void
a_server_that_says_it_closes_does_no_harm(void)
{
    script_t  s = { .close_each = 7 };

    RUN(&s, "--connections=5", "--requests=700", "--timeout=30");
    CHECK_INT(engine.stats.answered, 700);
    CHECK_INT(xc_stats_failed(&engine.stats), 0);
    CHECK_INT(engine.stats.retried, 0);
    CHECK(engine.bids.closed_asked >= 95);
    CHECK(engine.bids.connects >= 100);
    xc_engine_close(&engine);

    s.waits = 1;
    RUN(&s, "--connections=5", "--requests=700", "--timeout=30");
    CHECK_INT(engine.stats.status[200], 700);
    CHECK(engine.bids.closed_asked >= 95);
    xc_engine_close(&engine);
}


/* it answers six and takes the seventh without a word */

static void
what_met_a_closed_connection_is_asked_again(void)
{
    script_t  s = { .close_each = 7, .quiet = 1 };

    RUN(&s, "--connections=5", "--requests=700", "--timeout=30");
    CHECK_INT(engine.stats.answered, 700);
    CHECK_INT(xc_stats_failed(&engine.stats), 0);
    CHECK(engine.stats.retried >= 100);
    xc_engine_close(&engine);

    RUN(&s, "--connections=5", "--requests=700", "--timeout=30", "--no-retry");
    CHECK_INT(engine.stats.retried, 0);
    CHECK(engine.stats.lost[XC_CLOSED] >= 95);
    CHECK_INT(engine.stats.answered + engine.stats.lost[XC_CLOSED], 700);
    xc_engine_close(&engine);
}


static void
what_is_asked_again_takes_a_new_connection(void)
{
    script_t  s = { .close_each = 7, .quiet = 1, .strict = 1 };

    RUN(&s, "--connections=5", "--requests=700", "--timeout=30");
    CHECK(engine.stats.retried >= 100);
    CHECK_INT(engine.stats.status[200], 700);
    xc_engine_close(&engine);
}


/* a new connection that is closed at once is an error: nothing is repeated */

static void
what_a_new_connection_loses_is_lost(void)
{
    script_t  s = { .close_each = 1, .quiet = 1 };

    RUN(&s, "--connections=2", "--requests=20", "--timeout=30");
    CHECK_INT(engine.stats.lost[XC_CLOSED], 20);
    CHECK_INT(engine.stats.retried, 0);
    xc_engine_close(&engine);
}


static void
idle_connections_are_opened_again(void)
{
    script_t  s = { .close_each = 1, .idle = 1 };

    RUN(&s, "--connections=3", "--rate=100", "--seconds=0.5", "--timeout=30");
    CHECK_INT(engine.stats.answered + engine.stats.lost[XC_CLOSED], 50);
    CHECK(engine.bids.connects > 25);
    xc_engine_close(&engine);
}


static void
what_is_no_answer_is_counted(void)
{
    script_t  s = { .answer = "SSH-2.0-x\r\n" };

    RUN(&s, "--connections=2", "--requests=20", "--timeout=30");
    CHECK_INT(engine.stats.lost[XC_MALFORMED], 20);
    xc_engine_close(&engine);

    s.answer = OK_ANSWER "more";
    RUN(&s, "--connections=2", "--requests=20", "--timeout=30");
    CHECK_INT(engine.stats.lost[XC_MALFORMED], 20);
    xc_engine_close(&engine);

    s.answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc";
    s.close_each = 1;
    s.idle = 1;
    RUN(&s, "--connections=2", "--requests=20", "--timeout=30");
    CHECK_INT(engine.stats.lost[XC_CUT], 20);
    xc_engine_close(&engine);

    s.answer = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
    s.close_each = 0;
    RUN(&s, "--connections=2", "--requests=20", "--timeout=30");
    CHECK_INT(engine.stats.status[503], 20);
    CHECK_INT(xc_stats_failed(&engine.stats), 20);
    xc_engine_close(&engine);
}


static void
thousands_are_kept_open(void)
{
    script_t       s = { 0 };
    struct rlimit  limit;

    getrlimit(RLIMIT_NOFILE, &limit);

    if (limit.rlim_max < 4096) {
        SKIP("less than 4096 files may be open");
    }

    RUN(&s, "--connections=2000", "--requests=6000", "--timeout=60");
    CHECK_INT(engine.bids.connects, 2000);
    CHECK_INT(engine.stats.answered, 6000);
    CHECK_INT(xc_stats_failed(&engine.stats), 0);
    xc_engine_close(&engine);
}


static void
warm_up_is_not_counted(void)
{
    script_t  s = { 0 };

    RUN(&s, "--connections=2", "--rate=100", "--seconds=0.2", "--warm-up=0.3",
        "--timeout=30");
    CHECK_INT(engine.stats.asked, 20);
    CHECK_INT(engine.stats.answered, 20);
    CHECK_INT(engine.serial, 50);
    xc_engine_close(&engine);
}


static unsigned  got_status[8];
static unsigned  got;
static int64_t   due[60];
static int64_t   last;


static void
on_got(void *data, int status, xc_lost_t lost, int64_t now_ns)
{
    CHECK(now_ns >= *(int64_t *) data);
    CHECK(*(int64_t *) data >= last);
    last = *(int64_t *) data;
    got_status[lost]++;
    got += status == 200;
}


/* one connection, so that they come in the order in which they are due */

static void
notices_are_sent_when_they_are_due(void)
{
    int           i;
    pid_t         pid;
    int64_t       start_ns;
    script_t      s = { .close_each = 5, .quiet = 1 };
    xc_target_t  *t;

    static const char *const  args[] = { "--url=http://127.0.0.1:1/",
                                         "--timeout=30", "--drain=30" };

    got = 0;
    last = 0;
    memset(got_status, 0, sizeof(got_status));
    pid = start(&s);
    CHECK_INT(options(args, 3), XC_OK);
    conf.url = url;
    conf.seconds = 0.05;
    conf.connections = 1;
    conf.notice_connections = 1;
    CHECK_INT(xc_engine_open(&engine, &conf, &err), XC_OK);
    t = xc_engine_target(&engine, url + 7, &err);
    CHECK(t == NULL);
    *strchr(url + 7, '/') = '\0';
    t = xc_engine_target(&engine, url + 7, &err);
    CHECK(t != NULL && t == xc_engine_target(&engine, url + 7, &err));
    url[strlen(url)] = '/';

    start_ns = xc_now_ns();

    for (i = 0; i < 60; i++) {
        due[i] = start_ns + i * 37 % 60 * 5000000;
        CHECK_INT(xc_engine_get(&engine, t, "ads.example", "/n?x=1", NULL,
                                due[i], on_got, &due[i]), XC_OK);
    }

    CHECK_INT(xc_engine_get(&engine, t, "a", "/x y", NULL, 0, on_got, &got),
              XC_ERROR);
    CHECK_INT(xc_engine_get(&engine, t, "a\r\nb", "/", NULL, 0, on_got, &got),
              XC_ERROR);
    CHECK_INT(xc_engine_gets(&engine), 60);
    CHECK_INT(xc_engine_run(&engine, &err), XC_OK);
    CHECK_INT(xc_engine_gets(&engine), 0);
    CHECK(xc_now_ns() - start_ns >= 59 * 5000000);
    CHECK_INT(got, 60);
    CHECK_INT(got_status[XC_ANSWERED], 60);
    stop(pid);
    xc_engine_close(&engine);
}


static void
a_wrong_option_is_named(void)
{
    size_t  i;

    static const char *const  wrong[][2] = {
        { "--url", "--url needs a value" },
        { "--connections=0", "--connections=0: a whole number from 1" },
        { "--connections=1x", "from 1 to 100000 is allowed" },
        { "--seconds=-1", "--seconds=-1: a number from 0.001" },
        { "--seconds=1s", "--seconds=1s" },
        { "--seconds=nan", "--seconds=nan" },
        { "--json=", "--json needs a value" },
        { "--live=1", "--live takes no value" },
        { "--market=x", "allowed are \"none\"" },
        { "--odd", "there is no option --odd" },
        { "odd", "\"odd\" is not an option" },
        { "--header=x", "a name, a colon and a value" },
        { "--header=a: b\r\nc", "on one line" },
        { "--daily", "--daily needs --rate" },
        { "--max-errors=x", "--max-errors=x: a whole number from 0" },
        { "--speed=2", "--speed is an option of --market=exchange" },
        { "--check=off", "--check is an option of --market=exchange" },
        { "--requests=99999999999999999999", "--requests" }
    };

    static const char *const  market[] = {
        "--url=http://127.0.0.1:1/", "--speed=2", "--market=exchange"
    };

    static const char *const  rate[] = {
        "--url=http://127.0.0.1:1/", "--rate=0,0-0:5s"
    };

    static const char *const  urls[] = {
        "--url=https://a/", "--url=http://", "--url=http:///x",
        "--url=http://127.0.0.1:1/a b", "--url=http://127.0.0.1:x/"
    };

    for (i = 0; i < cx_nelts(wrong); i++) {
        const char  *args[2] = { "--url=http://127.0.0.1:1/", wrong[i][0] };

        if (options(args, 2) != XC_ERROR
            || strstr(err.text, wrong[i][1]) == NULL)
        {
            printf("    %s: %s\n", wrong[i][0], err.text);
            CHECK(0);
        }
    }

    CHECK_INT(options(market, 3), XC_OK);
    CHECK_INT(options(rate, 2), XC_OK);
    CHECK_INT(xc_engine_open(&engine, &conf, &err), XC_ERROR);
    CHECK(strstr(err.text, "--rate=0,0-0:5s: no request would ever be due")
          != NULL);
    xc_engine_close(&engine);

    for (i = 0; i < cx_nelts(urls); i++) {
        CHECK_INT(options(&urls[i], 1), XC_OK);
        CHECK_INT(xc_engine_open(&engine, &conf, &err), XC_ERROR);
        CHECK(strncmp(err.text, "--url", 5) == 0);
        xc_engine_close(&engine);
    }
}


static const cx_test_t  tests[] = {
    TEST(each_request_is_answered),
    TEST(each_may_be_made_when_it_is_sent),
    TEST(a_stall_counts_for_all_that_were_due),
    TEST(what_waits_too_long_is_given_up),
    TEST(a_silent_server_has_no_answer_in_any_second),
    TEST(connections_fail_in_their_second),
    TEST(a_server_that_says_it_closes_does_no_harm),
    TEST(what_met_a_closed_connection_is_asked_again),
    TEST(what_is_asked_again_takes_a_new_connection),
    TEST(what_a_new_connection_loses_is_lost),
    TEST(idle_connections_are_opened_again),
    TEST(what_is_no_answer_is_counted),
    TEST(thousands_are_kept_open),
    TEST(warm_up_is_not_counted),
    TEST(notices_are_sent_when_they_are_due),
    TEST(a_wrong_option_is_named)
};

TEST_MAIN(tests)
