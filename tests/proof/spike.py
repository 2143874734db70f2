#!/usr/bin/env python3
"""A spike: four times the rate from one second to the next, and back."""

import sys

sys.dont_write_bytecode = True

import scratch

import load
import scenario

SECONDS = scenario.seconds(60, 12)


def main():
    with scratch.Scratch() as s:
        node = scenario.Node(s)
        low, high = node.most * 0.2, node.most * 0.8
        part = SECONDS / 3
        r = load.finish(node.ask(
            "%d:%gs,%d:%gs,%d:%gs" % (low, part, high, part, low, part),
            SECONDS))
        scenario.tell("spike", r)
        scenario.errors("spike", r)
        scratch.figure("latency, spike, p99", r.p99 / 1000, "ms", "< 10")
        last = r.told["series"][-max(int(part / 2), 1):]
        calm = max(second["p99_us"] for second in last)
        print("p99 of each second: %s us" % " ".join(
            str(second["p99_us"]) for second in r.told["series"]))
        scratch.figure("latency after a spike, the worst second's p99",
                       calm / 1000, "ms", "< 10")


main()
