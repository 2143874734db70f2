#!/usr/bin/env python3
"""Stress: twice what a worker can do, then a load that it can carry.

Under it answers come late, but they come, and nothing breaks: afterwards it is
as fast as before.
"""

import sys

sys.dont_write_bytecode = True

import scratch

import load
import scenario

SECONDS = scenario.seconds(60, 9)


def main():
    with scratch.Scratch() as s:
        node = scenario.Node(s)
        part = SECONDS / 3
        calm = load.finish(node.ask("%d" % (node.most / 2), part))
        hard = load.finish(node.ask("%d" % (node.most * 2), part,
                                    "--timeout=60"))
        after = load.finish(node.ask("%d" % (node.most / 2), part,
                                     "--warm-up=1"))
        for title, r in (("before", calm), ("stress", hard),
                         ("after", after)):
            scenario.tell(title, r)
        scratch.figure("rate under twice the load that is possible",
                       hard.rate / node.most, "of the most", ">= 0.8")
        scratch.figure("requests that failed, stress", hard.faults,
                       "requests", "= 0")
        scenario.errors("after stress", after)
        scratch.figure("median after stress over that before",
                       after.p50 / calm.p50, "times", "<= 1.5")


main()
