#!/usr/bin/env python3
"""Without a daemon, without a master, and with neither."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import server


def main(c):
    body = bodies.text(bodies.banner())

    for daemon in ("on", "off"):
        for master in ("on", "off"):
            name = "daemon %s, master_process %s" % (daemon, master)
            nginx = server.Nginx(c, "%s-%s" % (daemon, master),
                                 daemon=daemon, master=master).start()
            answers = [client.once(nginx.port, "POST", "/v1/bid", body)
                       for _ in range(20)]
            c.equal({a.status for a in answers}, {200}, name + ": bids")
            ready = client.once(nginx.port, uri="/ready")
            c.equal(ready.status, 200, name + ": ready")
            live = client.once(nginx.port, uri="/live")
            c.equal(live.status, 200, name + ": live")

            if master == "on":
                c.check(nginx.reload(), name + ": reload")
                again = client.once(nginx.port, "POST", "/v1/bid", body)
                c.equal(again.status, 200, name + ": bids after a reload")

            c.check(nginx.stop(), name + ": quits")


case.run(main)
