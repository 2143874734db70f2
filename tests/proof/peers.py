#!/usr/bin/env python3
"""CPU time of a request in Lua, Go and Node, over that of the module.

Each of them bids from the same catalogue with the same network by the same
rules, as well as its language allows (tests/proof/peers), and is asked for
the same first: a bid that differs voids the ratio.  All are pinned to one core
and take turns; all threads of a process count.  Briefly, the ratios vary by a
fifth and are held to no goal.
"""

# group: speed

import os
import sys

sys.dont_write_bytecode = True

import scratch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "peers"))

import bench
import cpu
import floor
import load
import peer
import traffic

ROUNDS, SECONDS, WARM = (7, 1, 2) if scratch.FULL else (2, 0.15, 0.3)
TITLES = {"one": "one impression", "three": "three impressions",
          "app": "an app"}


def title(name, kind):
    return "%s, CPU of a request over a bid's, %s" % (name, TITLES[kind])


def differs(name, kind, wanted, found):
    """Says the first difference; whether there is one."""
    wrong = [i for i, (a, b) in enumerate(zip(wanted, found))
             if a.bids != b.bids]
    count = sum(len(a.bids) for a in wanted)
    size = [sum(a.size for a in v) / len(v) for v in (wanted, found)]
    print("%s, %s: %d bids are the same as the module's; %.0f bytes an "
          "answer, its %.0f" % (name, kind, count, size[1], size[0])
          if not wrong else
          "%s, %s: %d of %d answers differ: that to body %d is\n  %s\n"
          "instead of\n  %s" % (name, kind, len(wrong), len(wanted), wrong[0],
                                found[wrong[0]].bids, wanted[wrong[0]].bids))
    return bool(wrong)


def start(s, material):
    """The peers that can be had here."""
    found = []
    for kind in peer.PEERS:
        reason = kind.absent()
        if reason:
            print("%s is skipped: %s" % (kind.name, reason))
            continue
        p = kind(material, s.dir)
        s.later(p.stop)
        found.append(p)
    return found


def compare(nginx, peers, goals):
    """Those whose answers are the module's, by kind."""
    same = set()
    for kind in traffic.KINDS:
        asked = peer.Asked(nginx.port, traffic.bodies(kind))
        for p in peers:
            if differs(p.name, kind, *asked.beside(p.port)):
                scratch.figure(title(p.name, kind), 0, "times",
                               ">= %d" % goals[p.name],
                               void="other bids than the module's")
            else:
                same.add((p.name, kind))
    return same


def warm(peers, files):
    """Compilers that work while the program runs have to be done."""
    for p in peers:
        cpu.pin(p.worker(), cpu.cores()[0])
        for path in files.values():
            load.run(p.port, "/v1/bid", path, WARM)


def main():
    with scratch.Scratch() as s:
        material = peer.Material(s.dir)
        nginx = material.nginx(s, **floor.parts())
        peers = start(s, material)
        goals = {p.name: p.goal for p in peers}
        same = compare(nginx, peers, goals)

        files = bench.bodies(s)
        warm(peers, files)

        variants = {}
        for kind, path in files.items():
            variants[kind, "floor"] = nginx, "/floor", path
            variants[kind, "module"] = nginx, "/v1/bid", path
            for p in peers:
                variants[kind, p.name] = p, "/v1/bid", path

        report(bench.costs(ROUNDS, SECONDS, variants), same, goals)

    return len(same) != len(traffic.KINDS) * len(peers)


def report(found, same, goals):
    for name, results in found.items():
        bench.show(" ".join(name), results)
    for kind in traffic.KINDS:
        least = bench.median(found[kind, "floor"])
        print("%s, over the trivial handler: %s" % (kind, ", ".join(
            "%s %.2f" % (name, bench.median(found[kind, name]) / least)
            for name in ["module"] + list(goals))))
        ours = bench.median(found[kind, "module"])
        for name, goal in goals.items():
            if (name, kind) in same:
                scratch.figure(title(name, kind),
                               bench.median(found[kind, name]) / ours,
                               "times", ">= %d" % goal if scratch.FULL
                               else None)


sys.exit(main())
