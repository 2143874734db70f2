#!/usr/bin/env python3
"""Whether workers, and nodes, add up.

A cell is a core with a worker and the load on it, so that each has the same
share of a core however many there are.  The rate of all cells together is
compared with the sum of each alone: nodes first, each an nginx of its own with
a catalogue of its own, then workers of one nginx with a queue each.
"""

# group: long

import os
import shutil
import statistics
import sys

sys.dont_write_bytecode = True

import scratch

import bench
import cpu
import load
import server

ROUNDS, SECONDS = (7, 2) if scratch.FULL else (3, 0.5)
GOAL = 0.9
MOST = 4


def rate(cells, path):
    """Of all cells at once, and CPU seconds of their workers for a request."""
    pids = {pid for _, _, workers in cells for pid in workers}
    before = sum(cpu.Cpu(pid).ns for pid in pids)
    running = [load.start(port, "/v1/bid", path, SECONDS, core=core,
                          options=["--sleep"]) for core, port, _ in cells]
    found = [load.finish(p) for p in running]
    spent = sum(cpu.Cpu(pid).ns for pid in pids) - before
    return (sum(r.rate for r in found),
            spent / 1e9 / sum(r.requests for r in found))


def measure(title, one, many, path):
    """Each alone, then together, in turns."""
    shares, costs = [], []
    for _ in range(ROUNDS):
        alone = [rate([cell], path) for cell in one]
        together = rate(many, path)
        sum_alone = sum(r for r, _ in alone)
        shares.append(together[0] / sum_alone)
        costs.append(statistics.mean(c for _, c in alone) / together[1])
        print("%s: each alone %.0f a second, together %.0f; CPU %.1f and "
              "%.1f us" % (title, sum_alone, together[0],
                           1e6 * statistics.mean(c for _, c in alone),
                           1e6 * together[1]))
    scratch.figure("rate of %d %s over the sum of each alone"
                   % (len(many), title), statistics.median(shares), "times",
                   ">= %g" % GOAL)
    scratch.figure("requests of a CPU second, %d %s over each alone"
                   % (len(many), title), statistics.median(costs), "times",
                   ">= %g" % GOAL)


def node(s, core):
    catalog = s.path("base-%d.cat" % core)
    shutil.copy(bench.catalogue(bench.GROUPS), catalog)
    nginx = bench.nginx(s, "node-%d" % core, catalog, pinned=False)
    cpu.pin(nginx.worker(), core)
    return core, nginx.port, [nginx.worker()]


def workers(s, cores):
    port = server.free_port()
    nginx = bench.nginx(s, "workers", pinned=False,
                        workers=len(cores),
                        main="worker_cpu_affinity %s;" % " ".join(
                            format(1 << core, "b") for core in cores),
                        server="listen 127.0.0.1:%d reuseport;" % port)
    server.wait_for(lambda: len(nginx.workers()) == len(cores))
    return [(core, port, nginx.workers()) for core in cores]


def main():
    cores = sorted(os.sched_getaffinity(0))[:MOST]
    if not load.engine() or len(cores) < 2:
        raise SystemExit("linear: the simulator and two cores are needed")
    with scratch.Scratch() as s:
        path = bench.mixed(s)
        nodes = [node(s, core) for core in cores]
        measure("nodes", nodes, nodes, path)
        measure("workers", nodes, workers(s, cores), path)


main()
