#!/usr/bin/env python3
"""Nothing in the way of a bid waits: the system calls of a worker."""

import collections
import os
import re
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import server

BIDS = 500

# epoll_wait is where a worker may wait.  The rest takes what is there: the
# request, the answer, the thread pool's eventfd, its queue's lock and wake-up
# (FUTEX_WAIT would be a wait and is looked for below), and the clock where the
# kernel does not offer it without a call.

ALLOWED = {"epoll_wait", "epoll_pwait", "recvfrom", "writev", "sendto",
           "read", "futex", "gettimeofday", "clock_gettime",
           "restart_syscall"}
CALL = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(?:\(| resumed)")


def traced(c, nginx, work):
    """The lines that strace writes of the worker while work() runs."""
    worker = nginx.worker()
    out = c.path("strace")
    p = subprocess.Popen([case.need("strace"), "-f", "-qq", "-o", out,
                          "-p", str(worker)],
                         stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def attached():
        with open("/proc/%d/status" % worker) as f:
            return "TracerPid:\t0\n" not in f.read()

    if not server.wait_for(lambda: p.poll() is not None or attached(), 10) \
            or p.poll() is not None:
        raise case.Skip("strace may not attach: "
                        + p.stderr.read().decode().strip())
    time.sleep(0.2)
    work()
    time.sleep(0.2)
    p.terminate()
    p.wait(10)
    with open(out, errors="replace") as f:
        return worker, f.read().splitlines()


def main(c):
    if server.sanitized():
        raise case.Skip("a sanitizer has system calls of its own")
    nginx = server.Nginx(c).start()
    conns = [client.Connection(nginx.port) for _ in range(8)]
    texts = bodies.banners(100)

    def work(count=BIDS):
        for i in range(count):
            a = conns[i % 8].bid(texts[i % 100])
            if a.status not in (200, 204):
                raise AssertionError("%d: %s" % (a.status, a.body))

    work(100)
    worker, lines = traced(c, nginx, work)

    calls = collections.Counter()
    strange, waits = [], []
    for line in lines:
        m = CALL.match(line)
        # the thread that watches the catalogue may wait as it likes
        if not m or int(m.group(1)) != worker:
            continue
        if "resumed" not in line.split("(")[0]:
            calls[m.group(2)] += 1
        if m.group(2) not in ALLOWED:
            strange.append(line)
        if "FUTEX_WAIT" in line:
            waits.append(line)

    print("# %s" % dict(calls))
    c.check(calls["recvfrom"] >= BIDS, "the trace has the bids", dict(calls))
    c.check(not strange, "no other system call", strange[:10])
    c.check(len(waits) <= 2, "no lock is waited for", waits[:10])
    c.equal(calls["recvfrom"], BIDS, "one call reads a request")
    c.equal(calls["writev"], BIDS, "one call writes an answer")
    # one for each loop, and the timer's: ten a second
    c.check(calls["epoll_wait"] + calls["epoll_pwait"] < 2 * BIDS,
            "and no more waits than requests")

    for conn in conns:
        conn.close()


case.run(main)
