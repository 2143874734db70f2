#!/usr/bin/env python3
"""CPU time of a bid over that of the trivial handler, on the same worker.

The worker is pinned to one core, wrk to another; the two handlers and the
three kinds of bodies take turns, forwards and backwards, and medians are
compared.  CPU time is what the kernel accounts to the worker's threads.
"""

# group: speed

import os
import re
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True

import scratch
import traffic

import case
import client
import metrics
import server

ROUNDS, SECONDS = (9, 3) if scratch.FULL else (5, 1)
CONNECTIONS = 32
GOALS = {"one": ("one impression, 0.8 KB", 1.75),
         "three": ("three impressions, 2 KB", 2.25),
         "app": ("an app, 3.5 KB", 2.0)}
URIS = {"floor": "/floor", "bid": "/v1/bid"}


def cores():
    """Of the server and of the load, apart if there are two."""
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[0], allowed[-1]


def cpu_ns(pid):
    total = 0
    for task in os.listdir("/proc/%d/task" % pid):
        try:
            with open("/proc/%d/task/%s/schedstat" % (pid, task)) as f:
                total += int(f.read().split()[0])
        except OSError:
            pass
    return total


def pin(pid, core):
    for task in os.listdir("/proc/%d/task" % pid):
        os.sched_setaffinity(int(task), {core})


def wrk(core, port, uri, path, seconds):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                          "load.lua")
    out = subprocess.run(
        ["taskset", "-c", str(core), case.need("wrk"), "-t1",
         "-c%d" % CONNECTIONS, "-d%ds" % seconds, "-s", script,
         "http://127.0.0.1:%d%s" % (port, uri), "--", path],
        stdout=subprocess.PIPE, check=True).stdout.decode()
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit("wrk: " + out)
    return int(re.search(r"(\d+) requests in", out).group(1))


def outcomes(port):
    text = client.once(port, uri="/metrics").body.decode()
    return {k: metrics.total(text, "campaign_bid_requests_total", k)
            for k in ('"bid"', '"nobid"', '"error"')}


def one_round(nginx, files, variants, seconds):
    """{ variant: microseconds a request }"""
    worker = nginx.worker()
    _, load_core = cores()
    found = {}
    for kind, handler in variants:
        before = cpu_ns(worker)
        count = wrk(load_core, nginx.port, URIS[handler], files[kind],
                    seconds)
        found[kind, handler] = (cpu_ns(worker) - before) / count / 1000
    return found


def measure(nginx, files):
    variants = [(k, h) for k in files for h in URIS]
    one_round(nginx, files, variants, 1)
    rounds = [one_round(nginx, files, variants[::-1] if i % 2 else variants,
                        SECONDS) for i in range(ROUNDS)]
    return {v: [r[v] for r in rounds] for v in variants}


def share_of_bids(nginx, path):
    before = outcomes(nginx.port)
    conn = client.Connection(nginx.port)
    with open(path, "rb") as f:
        for line in f:
            conn.bid(line.rstrip(b"\n"))
    conn.close()
    after = outcomes(nginx.port)
    total = sum(after.values()) - sum(before.values())
    return (after['"bid"'] - before['"bid"']) / total


def main():
    floor = os.path.join(case.BUILD, "proof", "floor")
    subprocess.run([os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                 "floor", "build"), floor], check=True)

    with scratch.Scratch() as s:
        nginx = server.Nginx(
            s, level="warn",
            main="load_module %s/ngx_http_floor_module.so;" % floor,
            server="location = /floor { floor; }").start()
        pin(nginx.worker(), cores()[0])

        files = {k: s.path(k) for k in traffic.KINDS}
        for kind, path in files.items():
            size = traffic.write(kind, path)
            print("%s: %d bytes on average, %.0f %% get bids"
                  % (kind, size, 100 * share_of_bids(nginx, path)))

        report(measure(nginx, files))


def report(times):
    for (kind, handler), values in times.items():
        print("%-6s %-6s %6.2f us (%.2f to %.2f)"
              % (kind, handler, statistics.median(values), min(values),
                 max(values)))
    for kind, (title, goal) in GOALS.items():
        bid = statistics.median(times[kind, "bid"])
        floor = statistics.median(times[kind, "floor"])
        scratch.figure("CPU of a bid over the trivial handler's, " + title,
                       bid / floor, "times", "<= %g" % goal)
        scratch.figure("CPU of a bid beyond the trivial handler's, " + title,
                       bid - floor, "microseconds")


main()
