#!/usr/bin/env python3
"""Reloads under load: no request fails, counters go on."""

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

RELOADS = 5


def main(c):
    nginx = server.Nginx(c, workers=2).start()
    first = nginx.workers()

    with client.Load(nginx.port, bodies.banners(50)) as load:
        c.check(load.wait(200), "bids before")

        for i in range(RELOADS):
            nginx.write_conf(bid="campaign_exchange x%d;" % i)
            c.check(nginx.reload(), "reload %d brings new workers" % (i + 1))
            c.check(load.wait(200), "bids after reload %d" % (i + 1))

    c.equal(load.faults, [], "no request failed")
    c.check(load.counts.get(200, 0) > 0, "there were bids")
    c.equal(set(load.counts) - {200, 204}, set(), "nothing but 200 and 204")

    gone = server.wait_for(
        lambda: not any(server.alive(p) for p in first), 15)
    c.check(gone, "the first workers have ended")

    text = client.once(nginx.port, uri="/metrics").body.decode()
    c.equal(metrics.total(text, "campaign_bid_requests_total"), load.total(),
            "the counters outlive reloads")

    broken(c, nginx)


def broken(c, nginx):
    """A configuration that is wrong changes nothing."""
    workers = set(nginx.workers())
    nginx.forgive(r"\[emerg\].*from 4 to 16")
    nginx.write_conf(bid="campaign_candidates 1000;")
    nginx.signal("HUP")
    c.check(server.wait_for(lambda: "[emerg]" in nginx.log()),
            "a wrong configuration is refused")
    c.equal(set(nginx.workers()), workers, "... and the workers stay")
    answer = client.once(nginx.port, "POST", "/v1/bid",
                         bodies.text(bodies.banner()))
    c.equal(answer.status, 200, "... and bid")


case.run(main)
