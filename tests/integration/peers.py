#!/usr/bin/env python3
"""Those who are compared with the module for speed bid the same: for each
impression the same creative at the same price, or nothing."""

import os
import sys

sys.dont_write_bytecode = True

HERE = os.path.dirname(os.path.abspath(__file__))
PROOF = os.path.join(os.path.dirname(HERE), "proof")
sys.path[:0] = [os.path.join(HERE, "lib"), PROOF,
                os.path.join(PROOF, "peers")]

import case
import peer
import traffic

BODIES = 150


def compare(c, p, kind, asked):
    wanted, got = asked.beside(p.port)
    wrong = [i for i in range(BODIES) if got[i].bids != wanted[i].bids]
    c.check(not wrong, "%s: %d answers to %s" % (p.name, BODIES, kind),
            wrong and "%d differ; to %s the module bids %s, it %s"
            % (len(wrong), asked.bodies[wrong[0]].decode(),
               wanted[wrong[0]].bids, got[wrong[0]].bids))


def main(c):
    material = peer.Material(c.path())
    nginx = material.nginx(c, pinned=False)
    asked = {kind: peer.Asked(nginx.port,
                              traffic.bodies(kind, BODIES, seed=2))
             for kind in traffic.KINDS}
    c.check(all(a.bids for one in asked.values() for a in one.answers),
            "the module bids for all of them")

    for kind_of in peer.PEERS:
        reason = kind_of.absent()
        if reason:
            c.skip(kind_of.name, reason)
            continue
        p = kind_of(material, c.path())
        c.later(p.stop)
        for kind in traffic.KINDS:
            compare(c, p, kind, asked[kind])


case.run(main)
