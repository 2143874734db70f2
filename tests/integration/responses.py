#!/usr/bin/env python3
"""Ten thousand varied requests: every answer is one by the specification."""

import collections
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import broad
import case
import client
import rtb
import server
import varied

COUNT = 10000


def learn(c, conn, requests):
    """Domains and categories that win, to be blocked from now on."""
    domains, cats = {}, {}
    for r in requests[:300]:
        a = conn.bid(bodies.text(r))
        if a.status != 200:
            continue
        for s in a.json()["seatbid"]:
            for b in s["bid"]:
                for d in b["adomain"]:
                    domains[d] = domains.get(d, 0) + 1
                for k in b.get("cat", []):
                    cats[k] = cats.get(k, 0) + 1
    top = lambda d: sorted(d, key=d.get, reverse=True)[:8]
    return top(domains), top(cats)


def block(requests, domains, cats):
    """Every third request forbids some of those that like to win."""
    for n, r in enumerate(requests):
        if n % 3 == 0 and domains:
            r["badv"] = r.get("badv", []) + [domains[n % len(domains)]]
        if n % 3 == 1 and cats:
            r["bcat"] = r.get("bcat", []) + [cats[n % len(cats)]]
        if n % 3 == 2 and cats:
            r["bcat"] = r.get("bcat", []) \
                + [cats[n % len(cats)].split("-")[0]]


def main(c):
    requests = varied.requests(COUNT)
    catalog = c.path("both.cat")
    server.build_catalog(catalog, [line for line in server.demo_lines()
                                   if '"type":"rates"' not in line]
                         + broad.lines(requests[:50], 16, 2, "broad-"))
    nginx = server.Nginx(c, catalog=catalog).start()
    conn = client.Connection(nginx.port)
    c.later(conn.close)
    block(requests, *learn(c, conn, requests))

    faults, media, statuses = [], {}, {}
    deals = several = 0
    for r in requests:
        a = conn.bid(bodies.text(r))
        statuses[a.status] = statuses.get(a.status, 0) + 1
        if a.status == 204:
            if a.body:
                faults.append("204 with a body")
            continue
        if a.status != 200:
            faults.append("%d: %s" % (a.status, a.body[:200]))
            continue
        if a.headers.get("content-type") != "application/json":
            faults.append("Content-Type %s" % a.headers.get("content-type"))
        faults += ["%s: %s" % (r["id"], f)
                   for f in rtb.faults(r, a.body, broad.RATES)]
        bids = [b for s in a.json()["seatbid"] for b in s["bid"]]
        several += len(bids) > len({b["impid"] for b in bids})
        for b in bids:
            deals += "dealid" in b
            media[b["mtype"]] = media.get(b["mtype"], 0) + 1

    kinds = collections.Counter(f.split(": ")[1] for f in faults)
    c.check(not faults, "every answer is right",
            "%s: %s" % (dict(kinds), "; ".join(faults[:10])))
    print("# %s, bids by medium %s" % (statuses, media))
    print("# bids on deals %d, requests with several bids %d" % (deals,
                                                                 several))
    c.check(statuses.get(200, 0) > COUNT / 4, "a quarter has bids at least",
            statuses)
    c.check(statuses.get(204, 0) > 0, "some have none", statuses)
    c.equal(sorted(media), [1, 2, 3, 4], "bids of all four media")


case.run(main)
