#!/usr/bin/env python3
"""Steady load: half of what a worker can do, as an exchange keeps it up."""

import sys

sys.dont_write_bytecode = True

import scratch

import load
import scenario

SECONDS = scenario.seconds(300, 10)


def main():
    with scratch.Scratch() as s:
        node = scenario.Node(s)
        rate = node.most / 2
        r = load.finish(node.ask("%d" % rate, SECONDS, "--warm-up=1"))
        scenario.tell("steady", r)
        scenario.errors("steady load", r)
        scratch.figure("rate that was asked for, steady load", r.rate / rate,
                       "of it", ">= 0.99")
        scratch.figure("auctions of a node, steady load", r.rate, "a second",
                       ">= 694")
        scratch.figure("latency, steady load, p50", r.p50 / 1000, "ms", "< 5")
        scratch.figure("latency, steady load, p99", r.p99 / 1000, "ms",
                       "< 10")


main()
