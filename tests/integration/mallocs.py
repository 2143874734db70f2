#!/usr/bin/env python3
"""A bid allocates nothing: malloc is counted in a worker.

nginx itself allocates a pool for each request.  So a bid is compared with a
location of nginx's own that reads the same body: the difference has to be
none.
"""

import mmap
import os
import struct
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import server

COUNT = 1000


class Counter:

    def __init__(self, c):
        source = os.path.join(case.TOP, "tests/integration/lib/malloc_count.c")
        self.library = c.path("malloc_count.so")
        self.file = c.path("count")
        subprocess.run([os.environ.get("CC") or case.need("cc"), "-O2",
                        "-std=gnu11", "-Wall", "-shared", "-fPIC", "-o",
                        self.library, source, "-ldl"], check=True)
        with open(self.file, "wb") as f:
            f.write(bytes(4096))
        os.chmod(self.file, 0o666)
        with open(self.file, "r+b") as f:
            self.map = mmap.mmap(f.fileno(), 4096)

    def read(self):
        return struct.unpack("QQ", self.map[:16])


def measure(counter, conns, uri, texts):
    """Calls and bytes of COUNT requests on connections that are open, and
    how many of them were bids."""
    bids = 0

    def send(count):
        nonlocal bids
        for i in range(count):
            a = conns[i % len(conns)].request("POST", uri,
                                              texts[i % len(texts)])
            if a.status not in (200, 204):
                raise AssertionError("%d: %s" % (a.status, a.body))
            bids += b"seatbid" in a.body

    send(len(texts))
    bids = 0
    before = counter.read()
    send(COUNT)
    after = counter.read()
    return after[0] - before[0], after[1] - before[1], bids


def main(c):
    if server.sanitized():
        raise case.Skip("the sanitizer has an allocator of its own")
    counter = Counter(c)
    nginx = server.Nginx(c).start(env={"LD_PRELOAD": counter.library,
                                       "MALLOC_COUNT": counter.file})
    conns = [client.Connection(nginx.port) for _ in range(4)]
    texts = bodies.banners(200)

    c.check(counter.read()[0] > 100, "malloc is counted", counter.read())

    trivial = measure(counter, conns, "/trivial", texts)
    bid = measure(counter, conns, "/v1/bid", texts)
    again = measure(counter, conns, "/trivial", texts)

    print("# %d requests: trivial %r, bid %r, trivial again %r"
          % (COUNT, trivial, bid, again))
    c.check(trivial[0] >= COUNT, "nginx makes a pool for each request",
            trivial)
    c.equal(trivial[0], again[0], "the comparison is steady")
    c.check(bid[2] > COUNT / 2, "most of the answers are bids", bid)
    c.equal((bid[0] - trivial[0]) / COUNT, 0.0,
            "allocations of a bid beyond those of nginx")

    for conn in conns:
        conn.close()


case.run(main)
