"""Instructions of a fixed set of bids, against a baseline.

callgrind counts them exactly and offers a machine of its own, so that the sums
do not depend on the mood of this one: only on the sources and the compiler.
"""

import os
import re
import subprocess

import scratch

import bench
import case
import compiled
import traffic

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "count")
BASELINE = os.path.join(HERE, "baseline")
WHOLE, STAGE = 0.03, 0.05           # more than the baseline, of these
SMALL = 500                         # a stage may differ by, of a request

# what is counted: functions with all that they call, for each request

KINDS = {"count_" + kind: "all of it, " + kind for kind in traffic.KINDS}
STAGES = {
    "cx_openrtb_read": "read",
    "cx_bid_traffic": "traffic",
    "cx_bid_supply": "supply",
    "cx_bid_user": "user",
    "cx_bid_stand_begin": "match, begun",
    "cx_bid_stand": "match and blocks",
    "cx_bid_score_begin": "score, begun",
    "cx_bid_score": "score",
    "cx_bid_offers": "offers",
    "cx_bid_select": "select",
    "cx_bid_write": "write",
    "cx_token_sign": "write: sign",
}


def program(planted=False):
    """The one that is counted, or that with a slow-down."""
    out = os.path.join(case.BUILD, "proof", "count" + "_slow" * planted)
    more = ([os.path.join(HERE, "slow.c"), "-Wl,--wrap=cx_openrtb_read"]
            if planted else [])
    return compiled.build(out, os.path.join(HERE, "count.c"), *more)


def count(out, ready, path):
    """{ name: instructions a request }, of what was not inlined."""
    files = [os.path.join(HERE, kind + ".lines") for kind in traffic.KINDS]
    told = os.path.join(path, "callgrind")
    lines = subprocess.run(
        [case.need("valgrind"), "--tool=callgrind", "-q",
         "--callgrind-out-file=" + told, "--collect-atstart=no",
         "--toggle-collect=count_*", out,
         bench.catalogue(bench.GROUPS), os.path.join(ready, "colanet.cxm"),
         os.path.join(ready, "keys")] + files,
        env=dict(os.environ, LD_BIND_NOW="1"), check=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout.split()
    requests = dict(zip(KINDS, map(int, lines)))
    text = subprocess.run(
        ["callgrind_annotate", "--inclusive=yes", "--threshold=100", told],
        stdout=subprocess.PIPE, check=True).stdout.decode()

    sums = {}
    for m in re.finditer(r"^ *([\d,]+) .*?:(\w+)(?:\.[\w.]+)?(?: \[.*)?$",
                         text, re.M):
        number = int(m.group(1).replace(",", ""))
        sums[m.group(2)] = max(sums.get(m.group(2), 0), number)

    found = {title: sums[name] // requests[name]
             for name, title in KINDS.items()}
    for name, title in STAGES.items():
        if name in sums:
            found[title] = sums[name] // sum(requests.values())
    return found


def baseline():
    """The compiler it is of, and { name: instructions }."""
    try:
        with open(BASELINE) as f:
            head, *rows = f.read().splitlines()
    except OSError:
        return "", {}
    return head.lstrip("# "), {name: int(number) for number, name in
                               (row.split(" ", 1) for row in rows)}


def write(found, compiler):
    with open(BASELINE, "w") as f:
        f.write("# %s\n" % compiler)
        f.writelines("%d %s\n" % (found[name], name)
                     for name in list(KINDS.values()) + list(STAGES.values())
                     if name in found)


def compare(found, known):
    """What is more than it may be, one line each."""
    for name, before in known.items():
        now = found.get(name)
        if now is None:
            continue
        whole = name in KINDS.values()
        most = before * (1 + (WHOLE if whole else STAGE))
        if not whole:
            most = max(most, before + SMALL)
        if now > most:
            yield ("%s: %d instructions, %.1f %% more than %d"
                   % (name, now, 100 * (now / before - 1), before))
