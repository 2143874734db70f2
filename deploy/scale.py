#!/usr/bin/env python3
"""The arithmetic of deploy/SCALE.md.

    deploy/scale.py                    writes the tables anew from the inputs
    deploy/scale.py --take proof.jsonl takes the measured inputs from there first
    deploy/scale.py --check            says what does not follow, changes nothing

An input is a row of the first table, `name` | value | unit | where from; a
measured one has the name of its figure behind "figure:".  Each part between
the comments of the page is made by the function of that name here.
"""

import json
import math
import os
import re
import sys

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "SCALE.md")
ROW = re.compile(r"^\| `(\w+)` \| ([\d.,]+) \|([^|]*)\| ([^|]*) \|$", re.M)
KINDS = ("one", "three", "app")
LOADS = (("50 million an hour", 50e6 / 3600), ("1 billion a day", 1e9 / 86400),
         ("1 trillion a day", 1e12 / 86400))
DAY, MONTH_HOURS = 86400, 730


def inputs(text):
    return {m.group(1): float(m.group(2).replace(",", ""))
            for m in ROW.finditer(text)}


def mean(x, what):
    """Over the kinds of requests, by their shares."""
    return sum(x["share_" + k] * x[what + "_" + k] for k in KINDS)


def wire(x, came, went):
    """Bytes and frames of a request and its answer, each way.

    A segment has its headers; every second one is acknowledged by a frame
    that has nothing else, but for the last, which the answer acknowledges.
    """
    there, back = [max(math.ceil(n / x["segment"]), 1) for n in (came, went)]
    frames_in = there + math.ceil(back / 2)
    frames_out = back + (there - 1) // 2
    return (came + frames_in * x["frame"], went + frames_out * x["frame"],
            frames_in + frames_out)


def auction(x):
    """What one takes: CPU seconds, bytes in, out and into the journal.

    The notices that follow from it, a few in a hundred, are part of it.
    """
    notices = x["win_rate"] * x["notices"]
    us = mean(x, "cpu") * x["catalogue_factor"] + notices * x["cpu_notice"]
    journal = x["journal_bid"] + notices * x["journal_notice"]
    parts = [(x["share_" + k], x["in_" + k], x["out_" + k]) for k in KINDS]
    parts.append((notices, x["in_notice"], x["out_notice"]))
    came = went = 0
    for share, there, back in parts:
        there, back, frames = wire(x, there, back)
        came += share * there
        went += share * back
        us += share * frames * x["cpu_frame"]
    return us / 1e6, came, went, journal


def node(x):
    """{ what: auctions a second that it carries }"""
    seconds, came, went, journal = auction(x)
    most = x["nic"] * 1e9 / 8 * x["nic_share"]
    return {"CPU": x["node_cores"] * x["utilisation"] / seconds,
            "network, in": most / came, "network, out": most / went,
            "disk": x["disk_write"] * 1e6 / journal}


def plan(x, rate):
    """For so many auctions a second on average."""
    seconds, came, went, journal = auction(x)
    peak = rate * x["peak"]
    nodes = max(math.ceil(peak / min(node(x).values())), int(x["nodes_least"]))
    return {"peak": peak, "nodes": nodes,
            "cores": peak * seconds / x["utilisation"],
            "gbit_in": peak * came * 8 / 1e9,
            "gbit_out": peak * went * 8 / 1e9,
            "journal_tb": rate * DAY * journal / 1e12,
            "disk_mb": peak * journal / 1e6 / nodes}


def cost(x, rate):
    """Dollars for a million auctions: cores, disk, network."""
    p = plan(x, rate)
    seconds, came, went, journal = auction(x)
    hour = rate * 3600 / 1e6
    stored = p["journal_tb"] * 1000 * x["retention_days"]
    return (p["cores"] * x["price_core_hour"] / hour,
            stored * x["price_gb_month"] / MONTH_HOURS / hour,
            1e6 * went / 1e9 * x["price_gb_out"])


def memory(x):
    """MB of a node: the catalogue once, twice while it is replaced."""
    catalogue = x["ad_groups"] * x["bytes_ad_group"] / 1e6
    return catalogue, 2 * catalogue + x["node_cores"] * x["mb_worker"]


def number(value):
    """Three digits that count."""
    if value == 0:
        return "0"
    digits = 2 - math.floor(math.log10(abs(value)))
    return format(round(value, digits), ",.%df" % max(digits, 0))


def table(head, rows):
    lines = ["| " + " | ".join(row) + " |" for row in [head] + rows]
    return "\n".join([lines[0], "|" + "---|" * len(head)] + lines[1:])


def made_auction(x):
    seconds, came, went, journal = auction(x)
    return table(["an auction takes", ""], [
        ["CPU, with notices and frames", number(seconds * 1e6) + " us"],
        ["network, in, with both", number(came) + " bytes"],
        ["network, out, with both", number(went) + " bytes"],
        ["journal (estimated)", number(journal) + " bytes"]])


def made_node(x):
    found = node(x)
    least = min(found, key=found.get)
    rows = [[what, number(rate), number(rate / found[least])]
            for what, rate in sorted(found.items(), key=lambda i: i[1])]
    catalogue, whole = memory(x)
    return (table(["limit of a node", "auctions a second", "over the first"],
                  rows)
            + "\n\nWhat saturates first is **%s**. In memory a node has %s MB: "
              "a catalogue of %s MB,\ntwice while it is replaced, and its "
              "workers." % (least, number(whole), number(catalogue)))


def made_loads(x):
    rows = []
    for name, rate in LOADS:
        p = plan(x, rate)
        rows.append([name, number(rate), number(p["peak"]),
                     number(p["cores"]), "%d" % p["nodes"],
                     number(p["gbit_in"]), number(p["gbit_out"]),
                     number(p["journal_tb"]), number(p["disk_mb"])])
    return table(["auctions", "a second", "at the peak", "cores", "nodes",
                  "Gbit/s in", "Gbit/s out", "journal TB a day",
                  "MB/s to a disk"], rows)


def made_cost(x):
    rows = []
    for name, rate in LOADS:
        parts = cost(x, rate)
        rows.append([name] + [number(100 * c) for c in parts]
                    + [number(100 * sum(parts))])
    return table(["cents for a million auctions", "cores", "disk",
                  "network, out", "together"], rows)


def made_seed(x):
    rate = 50e6 / 3600
    seconds = auction(x)[0]
    return ("Twenty nodes have to carry %s auctions a second each; one core "
            "carries\n%s at the utilisation above, **%s times** that."
            % (number(rate / 20), number(x["utilisation"] / seconds),
               number(x["utilisation"] / seconds / (rate / 20))))


def take(text, path):
    """The last figure of each name."""
    last = {}
    with open(path) as f:
        for line in f:
            row = json.loads(line)
            last[row["name"]] = row["figure"]

    def replaced(m):
        name = re.search(r"figure: (.*?)\s*$", m.group(4))
        if not name or name.group(1) not in last:
            return m.group(0)
        return "| `%s` | %s |%s| %s |" % (
            m.group(1), number(last[name.group(1)]), m.group(3), m.group(4))

    return ROW.sub(replaced, text)


def written(text):
    x = inputs(text)
    return re.sub(
        r"(<!-- (\w+) -->\n).*?(\n<!-- /\2 -->)",
        lambda m: m.group(1) + "\n" + globals()["made_" + m.group(2)](x)
        + "\n" + m.group(3), text, flags=re.S)


def main(args):
    page = args[-1] if args and args[-1].endswith(".md") else PAGE
    with open(page) as f:
        before = f.read()
    if "--check" in args:
        after = written(before)
        for old, new in zip(before.splitlines(), after.splitlines()):
            if old != new:
                print("%s\n    follows from the inputs, not\n%s" % (new, old))
        return 0 if after == before else 1
    if "--take" in args:
        before = take(before, args[args.index("--take") + 1])
    after = written(before)
    with open(page, "w") as f:
        f.write(after)
    return 0


sys.exit(main(sys.argv[1:]))
