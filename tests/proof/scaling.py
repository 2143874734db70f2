#!/usr/bin/env python3
"""What a bid costs as things grow: ad groups, offers scored, bodies.

All kinds of bodies in turn.  One nginx serves each catalogue; they take turns
under load, and medians are compared with that of 1,000 ad groups.  FULL=1 has
the catalogues of a million, which take a minute to build and are kept.
"""

# group: speed

import json
import random
import sys

sys.dont_write_bytecode = True

import scratch

import bench
import floor
import traffic

ROUNDS, SECONDS = (7, 0.5) if scratch.FULL else (2, 0.2)
GROUPS = [1000, 10000, 100000] + [1000000] * scratch.FULL
GOALS = {"broad": {10000: 1.1, 100000: 1.2, 1000000: 1.3},
         "narrow": {10000: 1.2, 100000: 1.6, 1000000: 3}}
CANDIDATES = (4, 8, 16) if scratch.FULL else (4, 16)
KILOBYTES = (1, 2, 4, 8, 16) if scratch.FULL else (1, 16)


def groups(s, path):
    for shape, goals in GOALS.items():
        servers = {n: bench.nginx(s, "%s-%d" % (shape, n),
                                  bench.catalogue(n, shape)) for n in GROUPS}
        found = bench.costs(ROUNDS, SECONDS,
                            {n: (nginx, "/v1/bid", path)
                             for n, nginx in servers.items()})
        for n, results in found.items():
            bench.show("%s, %d ad groups" % (shape, n), results)
        least = bench.median(found[1000])
        for n, goal in goals.items():
            if n in found:
                scratch.figure(
                    "CPU of a bid at %d ad groups over that at 1000, %s"
                    % (n, shape), bench.median(found[n]) / least, "times",
                    "<= %g" % goal)
        for nginx in servers.values():
            nginx.stop()


def candidates(s, path):
    server = "".join("location = /bid%d { campaign_bid; campaign_candidates "
                     "%d; }" % (n, n) for n in CANDIDATES)
    nginx = bench.nginx(s, "candidates", server=server)
    found = bench.costs(ROUNDS, SECONDS,
                        {n: (nginx, "/bid%d" % n, path) for n in CANDIDATES})
    for n, results in found.items():
        bench.show("%d offers scored" % n, results)
        scratch.figure("CPU of a bid, %d offers scored" % n,
                       bench.median(results), "microseconds")
    nginx.stop()


def grown(body, size, rng):
    """With what exchanges fill theirs with: segments, ids and extensions."""
    body = json.loads(body.decode())
    data = body["user"].setdefault("data", [])
    while True:
        text = json.dumps(body, separators=(",", ":"))
        if len(text) >= size - 150:
            return text.encode()
        data.append({"id": "dmp-%d" % len(data), "name": "dmp.example",
                     "segment": [{"id": "%08x" % rng.getrandbits(32),
                                  "value": "%d" % rng.randint(0, 99)}
                                 for _ in range(3)]})


def sizes(s):
    rng = random.Random(1)
    nginx = bench.nginx(s, "sizes", **floor.parts())
    variants = {}
    for kb in KILOBYTES:
        path = s.path("%dk" % kb)
        with open(path, "wb") as f:
            f.writelines(grown(b, kb * 1000, rng) + b"\n"
                         for b in traffic.bodies("one", 256))
        variants[kb, "floor"] = nginx, "/floor", path
        variants[kb, "bid"] = nginx, "/v1/bid", path
    found = bench.costs(ROUNDS, SECONDS, variants)
    for (kb, what), results in found.items():
        bench.show("%s, %d KB" % (what, kb), results)
    for kb in KILOBYTES:
        scratch.figure("CPU of a bid over the trivial handler's, body of %d "
                       "KB" % kb, bench.median(found[kb, "bid"])
                       / bench.median(found[kb, "floor"]), "times")
    nginx.stop()


def main():
    with scratch.Scratch() as s:
        path = bench.mixed(s)
        groups(s, path)
        candidates(s, path)
        sizes(s)


main()
