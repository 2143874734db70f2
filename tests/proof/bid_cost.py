#!/usr/bin/env python3
"""CPU time of a bid over that of the trivial handler, on the same worker.

A catalogue of 1,000 ad groups, consent strings that have to be read, 16
offers scored for an impression, one worker on one core.  The two handlers and
the three kinds of bodies take turns, forwards and backwards, and medians are
compared.
"""

# group: speed

import sys

sys.dont_write_bytecode = True

import scratch

import bench
import client
import floor
import load

ROUNDS, SECONDS = (9, 3) if scratch.FULL else (5, 0.4)
GOALS = {"one": 1.75, "three": 2.25, "app": 2.0}


def tell(nginx, kind, path):
    """How many get bids, of how many offers; each has to get one."""
    names = ("campaign_bid_requests_total",
             ("campaign_bid_requests_total", '"bid"'),
             "campaign_bids_total", "campaign_bid_candidates_sum")
    before = bench.counted(nginx.port, *names)
    conn = client.Connection(nginx.port)
    asked = answered = 0
    with open(path, "rb") as f:
        for line in f:
            asked += len(line) - 1
            answered += len(conn.bid(line.rstrip(b"\n")).body)
    conn.close()
    n, with_bid, bids, scored = [
        b - a for a, b in zip(before, bench.counted(nginx.port, *names))]
    print("%s: %d bytes, %.1f %% get bids, %.1f of them in %d bytes, from "
          "%.1f offers scored" % (kind, asked / n, 100 * with_bid / n,
                                  bids / n, answered / n, scored / n))


def main():
    with scratch.Scratch() as s:
        nginx = bench.nginx(s, **floor.parts())
        files = bench.bodies(s)
        for kind, path in files.items():
            tell(nginx, kind, path)

        variants = {}
        for kind, path in files.items():
            variants[kind, "floor"] = nginx, "/floor", path
            variants[kind, "bid"] = nginx, "/v1/bid", path
        report(bench.costs(ROUNDS, SECONDS, variants))


def report(found):
    print("load by %s, %d connections"
          % ("the simulator" if load.engine() else "wrk", load.CONNECTIONS))
    for name, results in found.items():
        bench.show(" ".join(name), results)
    for kind, goal in GOALS.items():
        title = floor.TITLES[kind]
        bid = bench.median(found[kind, "bid"])
        trivial = bench.median(found[kind, "floor"])
        scratch.figure("CPU of a bid over the trivial handler's, " + title,
                       bid / trivial, "times", "<= %g" % goal)
        scratch.figure("CPU of a bid, " + title, bid, "microseconds")
        scratch.figure("CPU of the trivial handler, " + title, trivial,
                       "microseconds")
        scratch.figure("auctions of one core, " + title,
                       bench.median(found[kind, "bid"], "rate"), "a second")
        if load.engine():
            told = found[kind, "bid"][0].told
            for what, name in (("a request", "bytes_sent"),
                               ("an answer", "bytes_received")):
                scratch.figure("bytes of %s with its header, %s"
                               % (what, title), told[name] / told["requests"],
                               "bytes")


main()
