#!/usr/bin/env python3
"""The binary is upgraded, and an upgrade is taken back, under load."""

import os
import signal
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import server


def second_master(c, nginx):
    """USR2: the old master's pid and the new one's."""
    old = nginx.pid()
    os.kill(old, signal.SIGUSR2)
    ready = server.wait_for(lambda: nginx.pid("nginx.pid.oldbin") == old
                            and nginx.pid() not in (0, old)
                            and len(nginx.workers()) == 2, 20)
    c.check(ready, "a second master with workers")
    return old, nginx.pid()


def upgrade(c, nginx, load):
    old, new = second_master(c, nginx)
    c.check(load.wait(200), "bids with two masters")

    os.kill(old, signal.SIGWINCH)
    mine = lambda: [p for p in server.children(old) if p != new]
    c.check(server.wait_for(lambda: not mine(), 20), "the old workers end")
    c.check(load.wait(200), "bids from the new workers alone")

    os.kill(old, signal.SIGQUIT)
    c.check(server.wait_for(lambda: not server.alive(old), 20),
            "the old master ends")
    c.equal(nginx.pid(), new, "the new one has the pid file")
    c.check(load.wait(200), "bids after the upgrade")


def take_back(c, nginx, load):
    old, new = second_master(c, nginx)
    os.kill(old, signal.SIGWINCH)
    c.check(load.wait(200), "bids from the second upgrade")

    os.kill(old, signal.SIGHUP)
    c.check(server.wait_for(lambda: [p for p in server.children(old)
                                     if p != new and server.alive(p)], 20),
            "the old master has workers again")
    os.kill(new, signal.SIGQUIT)
    c.check(server.wait_for(lambda: not server.alive(new), 20),
            "the new master ends")
    c.check(server.wait_for(lambda: nginx.pid() == old),
            "the old one has the pid file")
    c.check(load.wait(200), "bids after it was taken back")


def main(c):
    nginx = server.Nginx(c, workers=2).start()

    with client.Load(nginx.port, bodies.banners(50)) as load:
        c.check(load.wait(200), "bids before")
        upgrade(c, nginx, load)
        take_back(c, nginx, load)

    c.equal(load.faults, [], "no request failed")
    c.check(load.counts.get(200, 0) > 0, "there were bids")
    c.equal(set(load.counts) - {200, 204}, set(), "nothing but 200 and 204")


case.run(main)
