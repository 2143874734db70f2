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

    for pool in ("", "thread_pool campaign_load threads=1;"):
        without_master(c, pool)


def mapped(nginx):
    with open("/proc/%d/maps" % nginx.pid()) as f:
        return {os.path.basename(line.split()[5]) for line in f
                if ".cat" in line}


def without_master(c, pool):
    """nginx loses its listening sockets then; the catalogue is looked at
    from outside."""
    name = "no master, %s: " % (pool or "no thread pool")
    for cat in ("one.cat", "two.cat"):
        server.build_catalog(c.path(cat), server.demo_lines())
    nginx = server.Nginx(c, "hup" + pool[:6], master="off", main=pool,
                         catalog=c.path("one.cat")).start()

    # nginx ends threads there that its new cycle knows nothing of

    nginx.forgive(r"src/core/ngx_thread_pool\.c:\d+:\d+: runtime error")
    conf = nginx.parts["campaign"]
    c.check(server.wait_for(lambda: mapped(nginx) == {"one.cat"}),
            name + "the catalogue is in use", mapped(nginx))

    nginx.write_conf(campaign=conf.replace("one.cat", "two.cat"))
    nginx.signal("HUP")
    c.check(server.wait_for(lambda: mapped(nginx) == {"two.cat"}),
            name + "a reload changes it", mapped(nginx))

    nginx.write_conf(campaign="\n".join(
        l for l in conf.splitlines() if "campaign_catalog" not in l))
    nginx.signal("HUP")
    c.check(server.wait_for(lambda: not mapped(nginx)),
            name + "... and takes it away", mapped(nginx))

    nginx.write_conf(campaign=conf)
    nginx.signal("HUP")
    c.check(server.wait_for(lambda: mapped(nginx) == {"one.cat"}),
            name + "... and brings it back", mapped(nginx))


case.run(main)
