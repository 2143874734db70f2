#!/usr/bin/env python3
"""A catalogue that is broken does not take the place of a good one."""

import grp
import os
import pwd
import random
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import metrics
import server


FILES = 64


def put(path, data):
    with open(path + ".new", "wb") as f:
        f.write(data)
    os.rename(path + ".new", path)


def failures(nginx):
    text = client.once(nginx.port, uri="/metrics").body.decode()
    return metrics.total(text, "campaign_catalog_load_failures_total")


def loads(nginx):
    text = client.once(nginx.port, uri="/metrics").body.decode()
    return metrics.total(text, "campaign_catalog_loads_total")


def damaged(good):
    """Names of faults, and files that have them."""
    rng = random.Random(7)
    yield "an empty file", b""
    yield "a file of another kind", b"# not a catalogue\n" * 1000
    yield "the first page alone", good[:4096]
    yield "a file cut in half", good[:len(good) // 2]
    yield "a file without its end", good[:-1]
    yield "a file with more at its end", good + b"x"
    yield "zeros", bytes(len(good))
    for i in range(6):
        at = rng.randrange(len(good))
        flipped = bytearray(good)
        flipped[at] ^= 1 << rng.randrange(8)
        yield "a flipped bit at %d" % at, bytes(flipped)
    yield "random bytes", rng.randbytes(len(good))


def main(c):
    catalog = c.path("live.cat")
    server.build_catalog(catalog, server.demo_lines())
    with open(catalog, "rb") as f:
        good = f.read()
    nginx = server.Nginx(c, catalog=catalog).start()
    worker = nginx.worker()
    conn = client.Connection(nginx.port)
    body = bodies.text(bodies.banner())
    first = conn.bid(body)
    c.equal(first.status, 200, "a bid")
    winner = first.json()["seatbid"][0]["bid"][0]["cid"]

    count = 0
    for title, data in damaged(good):
        errors = nginx.log().count("[error]")
        put(catalog, data)
        count += 1
        c.check(server.wait_for(lambda: failures(nginx) == count, 10),
                title + ": counted once", failures(nginx))
        answers = [conn.bid(body) for _ in range(20)]
        c.equal({(a.status, a.status == 200 and
                  a.json()["seatbid"][0]["bid"][0]["cid"])
                 for a in answers}, {(200, winner)},
                title + ": the old one bids on")
        c.equal(failures(nginx), count, title + ": not counted again")
        logged = nginx.log().count("[error]") - errors
        c.check(logged <= 1, title + ": not logged again", logged)

    c.check("[error]" in nginx.log(), "the fault is logged")
    gone(c, nginx, catalog, conn, body)

    forbidden(c)

    put(catalog, good)
    before = loads(nginx)
    server.build_catalog(catalog, server.demo_lines()[:-1])
    c.check(server.wait_for(lambda: loads(nginx) > before, 10),
            "a good one is put to use again")
    c.equal(conn.bid(body).status, 200, "... and bids")
    c.equal(nginx.worker(), worker, "the worker is the first one")
    conn.close()


def forbidden(c):
    """A new one that may not be read yet is taken when it may be."""
    if os.geteuid() != 0:
        c.skip("a catalogue that may not be read", "needs to be root")
        return

    catalog = c.path("late.cat")
    server.build_catalog(catalog, server.demo_lines())
    user = pwd.getpwnam("nobody")
    nginx = server.Nginx(c, "forbidden", catalog=catalog,
                         main="worker_rlimit_nofile %d;" % FILES,
                         user="user %s %s;" % (
                             user.pw_name, grp.getgrgid(user.pw_gid).gr_name))
    nginx.start()
    body = bodies.text(bodies.banner())
    c.equal(client.once(nginx.port, "POST", "/v1/bid", body).status, 200,
            "a worker that is not root bids")
    before = loads(nginx)

    new = c.path("next.cat")
    server.build_catalog(new, server.demo_lines()[:-1])
    os.chmod(new, 0o600)
    os.rename(new, catalog)
    c.check(server.wait_for(lambda: failures(nginx) == 1, 10),
            "one that may not be read is counted", failures(nginx))
    c.check("Permission denied" in nginx.log(), "... and its fault is told")
    time.sleep(1)
    c.equal(failures(nginx), 1, "... once, though it is tried again")
    c.equal(loads(nginx), before, "... and the old one stays")

    os.chmod(catalog, 0o644)
    c.check(server.wait_for(lambda: loads(nginx) == before + 1, 10),
            "it is taken when it may be read", loads(nginx))

    passing(c, nginx, catalog, new)


def passing(c, nginx, catalog, new):
    """The same, with nothing about the file itself that changes."""
    before, failed = loads(nginx), failures(nginx)
    server.build_catalog(new, server.demo_lines())
    conns = [client.Connection(nginx.port) for _ in range(2 * FILES)]
    c.check(server.wait_for(lambda: "Too many open files" in nginx.log(), 10),
            "a worker runs out of descriptors")
    os.rename(new, catalog)
    time.sleep(1)
    for conn in conns:
        conn.close()
    c.check(server.wait_for(lambda: loads(nginx) == before + 1, 10),
            "one that no descriptor was left for is taken later",
            loads(nginx))
    c.equal(failures(nginx), failed + 1, "... and was counted once")


def gone(c, nginx, catalog, conn, body):
    os.remove(catalog)
    answers = {conn.bid(body).status for _ in range(200)}
    c.equal(answers, {200}, "without the file the old one bids on")


case.run(main)
