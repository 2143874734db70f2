
/*
 * User instructions that a process takes for a request: it is led through them
 * one by one, from epoll_wait() to the next, so that any instruction of the
 * machine counts and no clock does.  What the kernel does is not seen.
 *
 *     step PID PORT URI FILE ROUNDS
 *
 * posts each line of FILE so many times and prints the least count and the
 * status of the answer for each, a line each.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>


#define SEEN     (1u << 18)
#define MOST     20000000           /* instructions of a request */
#define SYSCALL  0x050f
#define SECONDS  120
#define BODY     (256 * 1024)

typedef struct {
    unsigned long  at;
    int            call;            /* an instruction that calls the kernel */
} seen_t;

static seen_t  seen[SEEN];
static char    text[BODY + 1024];
static pid_t   pid;


static void
die(const char *what)
{
    (void) fprintf(stderr, "step: %s: %s\n", what, strerror(errno));
    exit(1);
}


static int
is_call(unsigned long at)
{
    seen_t  *s;

    s = &seen[(at * 0x9e3779b97f4a7c15ul) >> 46];

    if (s->at != at) {
        errno = 0;
        s->at = at;
        s->call = (ptrace(PTRACE_PEEKTEXT, pid, at, 0) & 0xffff) == SYSCALL;

        if (errno) {
            die("cannot read the code");
        }
    }

    return s->call;
}


static void
registers(struct user_regs_struct *r)
{
    if (ptrace(PTRACE_GETREGS, pid, 0, r) == -1) {
        die("cannot read the registers");
    }
}


/* a step; signals on the way go on to the process */

static void
step(void)
{
    int  status, sig;

    sig = 0;

    for ( ;; ) {
        if (ptrace(PTRACE_SINGLESTEP, pid, 0, sig) == -1
            || waitpid(pid, &status, __WALL) == -1 || !WIFSTOPPED(status))
        {
            die("the process is gone");
        }

        if (WSTOPSIG(status) == SIGTRAP) {
            return;
        }

        sig = WSTOPSIG(status);
    }
}


/* from one epoll_wait() to that after an answer */

static long
count(void)
{
    int                      answered;
    long                     n;
    unsigned long            last;
    struct user_regs_struct  r;

    last = 0;
    answered = 0;

    for (n = 0; n < MOST; /* void */) {
        step();
        registers(&r);

        /* an instruction that repeats itself is one */

        n += r.rip != last;
        last = r.rip;

        if (!is_call(r.rip)) {
            continue;
        }

        if (r.rax == SYS_writev || r.rax == SYS_sendto) {
            answered = 1;

        } else if (answered
                   && (r.rax == SYS_epoll_wait || r.rax == SYS_epoll_pwait))
        {
            return n;
        }
    }

    die("there is no end to it");
    return 0;
}


static int
connected(int port)
{
    int                 s, on;
    struct sockaddr_in  a;

    memset(&a, 0, sizeof(a));
    a.sin_family = AF_INET;
    a.sin_port = htons((uint16_t) port);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

    on = 1;
    s = socket(AF_INET, SOCK_STREAM, 0);

    if (s == -1 || connect(s, (struct sockaddr *) &a, sizeof(a)) == -1
        || setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == -1)
    {
        die("no connection");
    }

    return s;
}


static int
answer(int s)
{
    int      status;
    ssize_t  n;

    n = recv(s, text, sizeof(text) - 1, 0);

    if (n <= 0) {
        die("no answer");
    }

    text[n] = '\0';

    return sscanf(text, "HTTP/1.1 %d", &status) == 1 ? status : 0;
}


static void
ask(int s, const char *uri, const char *body, size_t len)
{
    int  head;

    head = snprintf(text, 1024, "POST %s HTTP/1.1\r\nHost: localhost\r\n"
                    "Content-Type: application/json\r\n"
                    "Content-Length: %zu\r\n\r\n", uri, len);

    memcpy(text + head, body, len);

    if (send(s, text, (size_t) head + len, 0) != (ssize_t) (head + len)) {
        die("cannot send");
    }
}


static void
seize(int s, const char *uri, const char *body, size_t len)
{
    int  status;

    ask(s, uri, body, len);
    (void) answer(s);

    if (ptrace(PTRACE_SEIZE, pid, 0, 0) == -1
        || ptrace(PTRACE_INTERRUPT, pid, 0, 0) == -1
        || waitpid(pid, &status, __WALL) == -1)
    {
        die("cannot trace the process");
    }

    /* the first one ends the call that it was stopped in */

    ask(s, uri, body, len);
    (void) count();
    (void) answer(s);
}


int
main(int argc, char **argv)
{
    int          i, s, rounds, status;
    long         n, least;
    FILE        *f;
    size_t       len;
    static char  body[BODY];

    if (argc != 6) {
        (void) fprintf(stderr, "usage: step PID PORT URI FILE ROUNDS\n");
        return 2;
    }

    /* whatever it waits for, it does not do so for ever */

    (void) alarm(SECONDS);

    pid = atoi(argv[1]);
    rounds = atoi(argv[5]);
    s = connected(atoi(argv[2]));
    f = fopen(argv[4], "r");

    if (f == NULL) {
        die(argv[4]);
    }

    for (status = 0; fgets(body, sizeof(body), f) != NULL; /* void */) {
        len = strcspn(body, "\n");

        if (status == 0) {
            seize(s, argv[3], body, len);
        }

        for (i = 0, least = MOST; i < rounds; i++) {
            ask(s, argv[3], body, len);
            n = count();
            status = answer(s);
            least = n < least ? n : least;
        }

        (void) printf("%ld %d\n", least, status);
    }

    (void) fclose(f);
    (void) ptrace(PTRACE_DETACH, pid, 0, 0);

    return 0;
}
