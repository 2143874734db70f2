#!/usr/bin/env python3
"""A soak: an hour of load with catalogues swapped, memory flat, no drift.

SECONDS= in the environment makes it shorter; a drift is that of the last
quarter against the second, as the first warms up.
"""

import statistics
import sys

sys.dont_write_bytecode = True

import scratch

import load
import scenario
import swaps

SECONDS = scenario.seconds(3600, 20)


def quarter(values, n):
    size = len(values) // 4
    return values[n * size:(n + 1) * size]


def main():
    with scratch.Scratch() as s:
        swapped = swaps.Swaps(s, scenario.GROUPS)
        node = scenario.Node(s, swapped.catalog
                             + " overlay=" + swapped.overlay)
        process = node.ask("%d" % (node.most / 2), SECONDS)
        with swaps.Every(1, swapped.next):
            seen = node.watch(process, max(SECONDS / 200, 0.1))
        r = load.finish(process)
        scenario.tell("soak", r)
        scenario.errors("soak", r)
        report(seen, r)


def report(seen, r):
    kb = [x[1] for x in seen]
    spent = [(b[2] - a[2]) / (b[0] - a[0]) for a, b in zip(seen, seen[1:])]
    late = [second["p99_us"] for second in r.told["series"]
            if second["answered"]]
    early, last = [statistics.median(quarter(kb, n)) for n in (1, 3)]
    print("memory of the worker from %.1f to %.1f MB, CPU %.2f, at most %d "
          "descriptors" % (early / 1024, last / 1024,
                           statistics.mean(spent), max(x[3] for x in seen)))
    scratch.figure("growth of a worker's memory, soak", (last - early) / 1024,
                   "MB", "<= 1")
    scratch.figure("CPU at the end over that at the beginning, soak",
                   statistics.mean(quarter(spent, 3))
                   / statistics.mean(quarter(spent, 1)), "times", "<= 1.1")
    scratch.figure("p99 at the end over that at the beginning, soak",
                   statistics.median(quarter(late, 3))
                   / statistics.median(quarter(late, 1)), "times", "<= 1.5")
    scratch.figure("latency, soak, p99", r.p99 / 1000, "ms", "< 10")


main()
