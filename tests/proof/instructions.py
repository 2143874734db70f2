#!/usr/bin/env python3
"""User instructions of a bid over the trivial handler's, one by one.

The worker is led through its instructions, which takes it longer than any
auction lasts: bodies wait a minute, and nginx looks at the clock seldom.
"""

# group: speed

import json
import os
import signal
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True

import scratch

import bench
import case
import compiled
import cpu
import floor
import traffic

BODIES, ROUNDS = (8, 2) if scratch.FULL else (3, 1)
KINDS = traffic.KINDS if scratch.FULL else ("one",)
GOAL = 2.5
HERE = os.path.dirname(os.path.abspath(__file__))


def patient(s, kind):
    path = s.path(kind + ".patient")
    with open(path, "w") as f:
        for body in traffic.bodies(kind, BODIES):
            f.write(json.dumps(dict(json.loads(body.decode()), tmax=60000),
                               separators=(",", ":")) + "\n")
    return path


def instructions(nginx, uri, path):
    program = compiled.build(
        os.path.join(case.BUILD, "proof", "step"),
        os.path.join(HERE, "step", "step.c"), core=False)
    out = subprocess.run(
        ["taskset", "-c", str(cpu.cores()[0]), program, str(nginx.worker()),
         str(nginx.port), uri, path, str(ROUNDS)],
        stdout=subprocess.PIPE, check=True).stdout.decode()
    found = [tuple(map(int, line.split())) for line in out.splitlines()]
    if {status for _, status in found} != {200}:
        raise SystemExit("not all were answered: " + out)
    return statistics.mean(n for n, _ in found)


def main():
    with scratch.Scratch() as s:
        parts = floor.parts()
        parts["main"] += "timer_resolution 1000s;"
        nginx = bench.nginx(s, **parts)
        for kind in KINDS:
            path = patient(s, kind)
            trivial = instructions(nginx, "/floor", path)
            bid = instructions(nginx, "/v1/bid", path)
            title = floor.TITLES[kind]
            print("%-6s trivial %6d, bid %6d" % (kind, trivial, bid))
            scratch.figure("user instructions of a bid over the trivial "
                           "handler's, " + title, bid / trivial, "times",
                           "<= %g" % GOAL if kind == "one" else None)
            scratch.figure("user instructions of a bid, " + title, bid,
                           "instructions")

        # its timers do not end before the clock is looked at
        for pid in [nginx.pid()] + nginx.workers():
            os.kill(pid, signal.SIGKILL)


main()
