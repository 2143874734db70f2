#!/usr/bin/env python3
"""Who writes into the catalogue's file itself takes it away under the
workers.  They live on, answer without a bid, and bid again when a good one is
there."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import server

ROUNDS = 15


def overwrite(path, data):
    """As cp does: the same file, cut to nothing and written anew."""
    with open(path, "r+b") as f:
        f.truncate(0)
        f.write(data)


def judge(answer, _):
    return None if answer.status in (200, 204) else str(answer.status)


def bids(nginx, body):
    return client.once(nginx.port, "POST", "/v1/bid", body).status == 200


def cut(c, nginx, catalog, good, body):
    """Short for longer than a look at it takes, and whole again."""
    for size in (0, 4096, len(good) // 2, len(good) - 4096):
        os.truncate(catalog, size)
        statuses = {client.once(nginx.port, "POST", "/v1/bid", body).status
                    for _ in range(20)}
        c.check(statuses <= {200, 204}, "cut to %d bytes" % size, statuses)
        c.check(server.wait_for(lambda: not bids(nginx, body), 5),
                "... there are no bids from it")
        overwrite(catalog, good)
        c.check(server.wait_for(lambda: bids(nginx, body), 5),
                "... and there are when it is whole again")


def main(c):
    catalog = c.path("live.cat")
    server.build_catalog(catalog, server.demo_lines())
    os.chmod(catalog, 0o644)
    with open(catalog, "rb") as f:
        good = f.read()

    nginx = server.Nginx(c, catalog=catalog)
    nginx.start()
    nginx.forgive("was written into")
    worker = nginx.worker()
    body = bodies.text(bodies.banner())
    c.check(bids(nginx, body), "a bid")

    cut(c, nginx, catalog, good, body)

    with client.Load(nginx.port, [body], check=judge) as load:
        for _ in range(ROUNDS):
            load.wait(50)
            overwrite(catalog, good)
    c.equal(load.faults, [], "under load every answer is a bid or none")
    c.check(load.total() >= ROUNDS * 50, "there was load", load.total())

    c.check(server.wait_for(lambda: bids(nginx, body), 5), "it bids again")
    c.equal(nginx.worker(), worker, "the worker is the one that it was")
    c.check("was written into" in nginx.log(), "the log says what happened")


case.run(main)
