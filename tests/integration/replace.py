#!/usr/bin/env python3
"""Catalogues replaced while serving: each answer is from one of them."""

import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import metrics
import server
import varied

ROUNDS = 6


def lines_of(domain):
    """The demonstration, with all its advertisers at one domain."""
    out = []
    for line in server.demo_lines():
        entity = json.loads(line)
        if entity["type"] == "campaign":
            entity["adomain"] = [domain]
        out.append(json.dumps(entity))
    return out


def domains(answer):
    return {d for s in answer.json()["seatbid"] for b in s["bid"]
            for d in b["adomain"]}


def whole(answer, body):
    """A fault, or none: no answer mixes two catalogues."""
    if answer.status not in (200, 204):
        return "%d: %s" % (answer.status, answer.body[:200])
    if answer.status == 200 and len(domains(answer)) != 1:
        return "an answer from two catalogues: %s" % domains(answer)
    return None


def maps(pid, name):
    with open("/proc/%d/maps" % pid) as f:
        return [l for l in f if name in l]


def resident(pid):
    with open("/proc/%d/smaps_rollup" % pid) as f:
        return [int(l.split()[1]) for l in f if l.startswith("Rss:")][0]


def stand_back(c, nginx):
    """Threads are nicer than the event loop, and bound to no core of its."""
    nice = os.getpriority(os.PRIO_PROCESS, nginx.pid())
    for pid in nginx.workers():
        tasks = [int(t) for t in os.listdir("/proc/%d/task" % pid)]
        c.check(len(tasks) > 1, "a worker has a thread for catalogues")
        for task in tasks:
            c.equal(os.getpriority(os.PRIO_PROCESS, task),
                    nice if task == pid else min(nice + 10, 19),
                    "how nice the %s is" % ("event loop" if task == pid
                                            else "thread"))
            if task != pid:
                c.equal(os.sched_getaffinity(task),
                        os.sched_getaffinity(nginx.pid()),
                        "the thread may go where the master may")


def settled(c, nginx, domain):
    """Every worker answers from this catalogue."""
    body = bodies.text(bodies.banner())

    def done():
        return all(domains(client.once(nginx.port, "POST", "/v1/bid", body))
                   == {domain} for _ in range(10))

    return c.check(server.wait_for(done, 20), domain + " is in use")


def one_mapping(c, nginx, title):
    for worker in nginx.workers():
        old = lambda: [l for l in maps(worker, "live.cat")
                       if "(deleted)" in l]
        c.check(server.wait_for(lambda: not old(), 20),
                title + ": the old one is unmapped", old())
        c.check(maps(worker, "live.cat"), title + ": the new one is mapped")


def main(c):
    catalog = c.path("live.cat")
    server.build_catalog(catalog, lines_of("a0.example"))
    nginx = server.Nginx(c, workers=2, catalog=catalog).start()
    texts = [bodies.text(r) for r in varied.requests(200, seed=9)] \
        + bodies.banners(100)

    with client.Load(nginx.port, texts, check=whole) as load:
        c.check(load.wait(300), "bids before")
        before = {w: resident(w) for w in nginx.workers()}

        for i in range(1, ROUNDS + 1):
            domain = "a%d.example" % i
            server.build_catalog(catalog, lines_of(domain))
            settled(c, nginx, domain)
            c.check(load.wait(100), "bids after replacement %d" % i)

        one_mapping(c, nginx, "under load")

    c.equal(load.faults, [], "every answer is from one catalogue")
    c.check(load.counts.get(200, 0) > 0, "there were bids")

    grown = max(resident(w) - before[w] for w in before)
    if server.sanitized():
        c.skip("memory after replacements", "a sanitizer keeps it")
    else:
        c.check(grown < 4096, "memory does not grow with replacements",
                "%d kB" % grown)
    text = client.once(nginx.port, uri="/metrics").body.decode()
    c.check(metrics.total(text, "campaign_catalog_loads_total") >= ROUNDS,
            "loads are counted")
    c.equal(metrics.total(text, "campaign_catalog_load_failures_total"), 0,
            "none of them failed")

    stand_back(c, nginx)
    held(c, nginx, catalog)


def held(c, nginx, catalog):
    """Clients in the middle of a request do not hold an old catalogue up."""
    wire = client.message("POST", "/v1/bid", bodies.text(bodies.banner()))
    conns = [client.Connection(nginx.port) for _ in range(8)]
    for conn in conns:
        conn.send(wire[:-30])
    server.build_catalog(catalog, lines_of("held.example"))
    settled(c, nginx, "held.example")
    for conn in conns:
        conn.send(wire[-30:])
    answers = [conn.answer() for conn in conns]
    c.equal({a.status for a in answers}, {200},
            "requests that began before the replacement get bids")
    c.check(all(domains(a) == {"held.example"} for a in answers),
            "... from the new one")
    for conn in conns:
        conn.close()
    one_mapping(c, nginx, "with clients in the middle")


case.run(main)
