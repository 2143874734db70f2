#!/usr/bin/env python3
"""A bid takes no more instructions than it did: a gate that no clock decides.

tests/proof/count/baseline is what it took; "make baseline" writes it anew.
"""

import os
import sys

sys.dont_write_bytecode = True
sys.path[:0] = [
    os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"),
    os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                 "proof")]

import case
import server


def main(c):
    import counting
    import compiled

    case.need("valgrind")
    if server.sanitized():
        raise case.Skip("a sanitizer has instructions of its own")
    with open("/proc/cpuinfo") as f:
        if " avx2 " not in f.read().replace("\n", " "):
            raise case.Skip("the counted kernels need AVX2")
    head, known = counting.baseline()
    if head != compiled.compiler():
        raise case.Skip("the baseline is of %s, this is %s"
                        % (head, compiled.compiler()))

    found = counting.count(counting.program(), server.READY, c.dir)
    faults = list(counting.compare(found, known))
    for name, number in sorted(found.items()):
        print("# %-24s %8d, baseline %8d" % (name, number,
                                             known.get(name, 0)))
    c.check(not faults, "no more instructions than the baseline has",
            "; ".join(faults))
    for name in counting.KINDS.values():
        c.check(name in known, "the baseline has " + name)
    for name in known:
        if name not in found:
            c.skip(name, "it is inlined or has another name now")

    # a build that is slower on purpose, by a stage done twice

    slow = counting.count(counting.program(planted=True), server.READY, c.dir)
    faults = " ".join(counting.compare(slow, known))
    for name in list(counting.KINDS.values()) + ["read"]:
        c.check(name + ":" in faults, "a planted slow-down is seen: " + name,
                faults)


case.run(main)
