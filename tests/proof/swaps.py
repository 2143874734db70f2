"""Catalogues that are made beforehand and put into place while nginx serves."""

import json
import os
import threading

import bench
import server


class Swaps:
    """An overlay each time, and every so many times a base with it.

    Two bases take turns, each with two overlays: all are built before, so that
    what is measured is the replacement and not the building.
    """

    def __init__(self, s, groups, every=10):
        self.s, self.every = s, every
        self.turn = self.base = self.bases = 0
        self.catalog, self.overlay = s.path("base.cat"), s.path("overlay.cat")
        self.ready = []
        for i in range(2):
            base = s.path("base-%d" % i)
            server.campaignctl("catalog", "build", "--out=" + base,
                               bench.source(groups))
            self.ready.append((base, [self.build(base, i, k)
                                      for k in range(2)]))
        self.put(self.ready[0][0], self.catalog)
        self.put(self.ready[0][1][0], self.overlay)

    def build(self, base, i, k):
        """An overlay of some campaigns whose bids are others now."""
        lines = self.s.path("overlay-%d-%d.jsonl" % (i, k))
        with open(lines, "w") as f:
            for line in self.changes(1 + (k + 1) / 10):
                f.write(json.dumps(line) + "\n")
        out = self.s.path("overlay-%d-%d" % (i, k))
        server.campaignctl("catalog", "build", "--out=" + out,
                           "--base=" + base, lines)
        return out

    def changes(self, factor, campaigns=100):
        with open(bench.source(bench.GROUPS)) as f:
            for line in map(json.loads, f):
                if line["type"] == "campaign":
                    campaigns -= 1
                if campaigns < 0:
                    return
                if line["type"] == "adgroup" and line.get("max_cpm") is None:
                    line["bid"] = "%.4f" % (float(line["bid"]) * factor)
                if line["type"] in ("list", "campaign", "adgroup", "creative"):
                    yield line

    def put(self, built, path):
        # rename() of two names of one file leaves both
        if os.path.exists(path) and os.path.samefile(built, path):
            return
        os.link(built, path + ".new")
        os.rename(path + ".new", path)

    def next(self):
        self.turn += 1
        if self.turn % self.every == 0:
            self.base ^= 1
            self.bases += 1
            self.put(self.ready[self.base][0], self.catalog)
        self.put(self.ready[self.base][1][self.turn % 2], self.overlay)


class Every:
    """Calls a function every so many seconds, in a thread."""

    def __init__(self, seconds, function):
        self.seconds, self.function, self.faults = seconds, function, []
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.work)

    def work(self):
        while not self.done.wait(self.seconds):
            try:
                self.function()
            except Exception as e:
                self.faults.append(e)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()
        if self.faults:
            raise SystemExit("swaps: %s" % self.faults[0])
