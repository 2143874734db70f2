#!/usr/bin/env python3
"""A worker is killed amid its work: the next one bids at once."""

import os
import signal
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


def main(c):
    nginx = server.Nginx(c, workers=1).start()
    nginx.forgive(r"\[alert\].*exited on signal 9")
    body = bodies.text(bodies.banner())

    for i in range(5):
        with client.Load(nginx.port, bodies.banners(20), threads=2) as load:
            c.check(load.wait(100), "bids before kill %d" % (i + 1))
            worker = nginx.worker()
            os.kill(worker, signal.SIGKILL)
            c.check(load.wait(100), "bids after kill %d" % (i + 1))

        c.check(worker not in nginx.workers(), "a new worker")
        # what was on its way when the worker died is lost, and no more
        c.check(len(load.faults) <= 4, "requests lost with the worker",
                load.faults)

    start = time.monotonic()
    answer = client.once(nginx.port, "POST", "/v1/bid", body)
    c.equal(answer.status, 200, "a bid from the last one")
    c.check(time.monotonic() - start < 5, "... without waiting")

    text = client.once(nginx.port, uri="/metrics").body.decode()
    c.check(metrics.total(text, "campaign_bid_requests_total") > 500,
            "the counters outlive the workers")


case.run(main)
