#!/usr/bin/env python3
"""Ten thousand varied requests: every answer is one by the specification."""

import copy
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
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


def the_checker_checks(c, request, response):
    """A right answer made wrong, once for each rule."""
    def wrong(title, change, words):
        r, a = copy.deepcopy(request), copy.deepcopy(response)
        change(r, a, a["seatbid"][0]["bid"][0])
        found = rtb.faults(r, bodies.text(a))
        c.check(any(words in f for f in found), "caught: " + title, found)

    def imp(r, b):
        return [i for i in r["imp"] if i["id"] == b["impid"]][0]

    wrong("another id", lambda r, a, b: a.update(id="x"), "response.id")
    wrong("no imp", lambda r, a, b: b.update(impid="x"), "is no imp")
    wrong("no price", lambda r, a, b: b.pop("price"), "price is missing")
    wrong("a price as text", lambda r, a, b: b.update(price="1"), "is no num")
    wrong("a price below the floor",
          lambda r, a, b: (imp(r, b).update(bidfloor=b["price"],
                                            bidfloorcur=a["cur"]),
                           imp(r, b).pop("pmp", 0), b.pop("dealid", 0)),
          "does not pass the floor")
    wrong("a currency not asked for",
          lambda r, a, b: a.update(cur="ZZZ"), "was not asked for")
    wrong("another medium", lambda r, a, b: b.update(mtype=9),
          "was not asked for")
    wrong("another size", lambda r, a, b: b.update(w=1), "size")
    wrong("a blocked advertiser",
          lambda r, a, b: r.update(badv=b["adomain"]), "in badv")
    wrong("a blocked category",
          lambda r, a, b: (b.update(cat=["IAB1-2"]),
                           r.update(bcat=["IAB1"])), "in bcat")
    wrong("an encoded macro",
          lambda r, a, b: b.update(nurl="https://x/%24%7BAUCTION_PRICE%7D"),
          "encoded macro")
    wrong("plain HTTP",
          lambda r, a, b: (imp(r, b).update(secure=1),
                           b.update(nurl="http://x/${AUCTION_PRICE}")),
          "not secure")
    wrong("a deal that was not offered",
          lambda r, a, b: b.update(dealid="x"), "is no deal")
    wrong("a field of no table",
          lambda r, a, b: b.update(wow=1), "not in the specification")
    wrong("a seat that is not wanted",
          lambda r, a, b: r.update(wseat=["zzz"]), "not in wseat")
    c.check(rtb.faults(request, b'{"id":"1","id":"1"}'),
            "caught: a key twice")
    c.check(rtb.faults(request, b'{"id":NaN}'), "caught: NaN")


def main(c):
    nginx = server.Nginx(c).start()
    conn = client.Connection(nginx.port)
    c.later(conn.close)
    requests = varied.requests(COUNT)
    block(requests, *learn(c, conn, requests))

    faults, media, statuses, sample = [], {}, {}, None
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
        found = rtb.faults(r, a.body)
        faults += ["%s: %s" % (r["id"], f) for f in found]
        for s in a.json()["seatbid"]:
            for b in s["bid"]:
                media[b["mtype"]] = media.get(b["mtype"], 0) + 1
                if b["mtype"] == 1 and sample is None and not found:
                    sample = r, a.json()

    c.check(not faults, "every answer is right",
            "%d faults: %s" % (len(faults), "; ".join(faults[:10])))
    print("# %s, bids by medium %s" % (statuses, media))
    c.check(statuses.get(200, 0) > COUNT / 4, "a quarter has bids at least",
            statuses)
    c.check(statuses.get(204, 0) > 0, "some have none", statuses)
    c.equal(sorted(media), [1, 2, 3, 4], "bids of all four media")

    if sample:
        the_checker_checks(c, *sample)


case.run(main)
