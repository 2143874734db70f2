#!/usr/bin/env python3
"""Explanations: who may ask, of whose campaigns, and what it leaves behind.
Profiles by a variable, reasons and their counters over reloads, shedding."""

import hashlib
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import metrics
import server

ORGS = ("acme", "globex")
HTTP = """
    campaign_exchange adx {{ orgs acme; no_bid nbr; }}
    campaign_exchange ssp {{ seat of-ssp; }}
    campaign_exchange hasty {{ shed from=10us full=20us; }}
    {more}
    campaign_reasons sample=1/1 zone=256k;
    map $http_x_exchange $exchange {{ default $http_x_exchange; }}
"""
SERVER = """
    location = /v1/explain { campaign_explain %s; campaign_exchange $exchange; }
    location = /hasty { campaign_bid; campaign_exchange hasty; }
"""


def lines():
    """An ad group of each org that fits, one of acme's that does not."""
    found = []
    for org in ORGS:
        found += [
            {"type": "org", "id": org, "seat": org},
            {"type": "campaign", "id": org + "-c", "org": org},
        ]
        for name, country in (("fits", "USA"), ("far", "JPN")):
            group = "%s-%s" % (org, name)
            found += [
                {"type": "adgroup", "id": group, "campaign": org + "-c",
                 "bid": 2.0, "goal": "cpm",
                 "targeting": {"geo": {"countries": {"include": [country]}}}},
                {"type": "creative", "id": group, "adgroup": group,
                 "media": "banner", "w": 300, "h": 250,
                 "markup": "<b>ad</b>",
                 "landing_url": "https://%s.example/" % org},
            ]
    return [json.dumps(line) for line in found]


def tokens(path):
    with open(path, "w") as f:
        f.write("\ufeff")
        for org in ORGS:
            digest = hashlib.sha256(("token-of-" + org).encode()).hexdigest()
            f.write("%s %s\n" % (org, digest))
    os.chmod(path, 0o600)


def ask(nginx, org, query="", body=None):
    return client.once(
        nginx.port, "POST", "/v1/explain" + query,
        body or bodies.text(bodies.banner()),
        ["Authorization: Bearer token-of-" + org] if org else [])


def text(nginx):
    return client.once(nginx.port, uri="/metrics").body.decode()


def counted(nginx, *prefixes):
    return sorted(l for l in text(nginx).splitlines()
                  if l.startswith(prefixes))


def who_may_ask(c, nginx):
    for token in ("", "nobody", "acme2"):
        a = ask(nginx, token)
        c.equal(a.status, 401, "401 for the token of %r" % token)
        c.equal(a.headers.get("www-authenticate"),
                'Bearer realm="campaign"', "... with the scheme")
        c.check(not any(o in a.body.decode() for o in ORGS),
                "... and nothing told", a.body)


def of_whose(c, nginx):
    for org, other in (ORGS, ORGS[::-1]):
        for query in ("", "?limit=1000", "?campaign=" + other + "-c",
                      "?adgroup=" + other + "-fits", "?org=" + other):
            a = ask(nginx, org, query)
            told = a.body.decode()
            c.check(a.status == 200 and other + "-fits" not in told
                    and other + "-far" not in told,
                    "%s hears nothing of %s by %r" % (org, other, query),
                    told[:200])
        told = ask(nginx, org).body.decode()
        c.check(org + "-fits" in told and org + "-far" in told,
                "%s hears of its own" % org, told[:200])
        c.check("geo.countries" in told, "... and what said no", told[:200])


def leaves_nothing(c, nginx):
    names = ("campaign_bid", "campaign_nobid", "campaign_exchange_",
             "campaign_dropped", "campaign_privacy", "campaign_inference")
    before = counted(nginx, *names)
    for _ in range(20):
        ask(nginx, "acme")
    ask(nginx, "acme", body=b"{")
    c.equal(counted(nginx, *names), before, "nothing is counted as a bid")
    c.equal(metrics.total(text(nginx), "campaign_explain_refused_total"), 1,
            "an explanation that failed is")
    a = ask(nginx, "acme")
    c.check(b"/v1/notice" not in a.body and b"?t=" not in a.body,
            "nothing is signed")


def profiles(c, nginx):
    body = bodies.text(bodies.banner())
    none = bodies.text(bodies.banner(floor=1000))

    def bid(exchange, data=body):
        return client.once(nginx.port, "POST", "/v1/bid", data,
                           ["X-Exchange: " + exchange])

    a = bid("ssp")
    c.equal((a.status, a.json()["seatbid"][0]["seat"]), (200, "of-ssp"),
            "the profile of one exchange")
    a = bid("adx")
    c.equal((a.status, a.json()["seatbid"][0]["seat"]), (200, "acme"),
            "... of another, with one org")
    a = bid("adx", none)
    c.equal((a.status, a.json().get("nbr")), (200, 502),
            "... which wants to know why not")
    c.equal(bid("ssp", none).status, 204, "... and the first one does not")
    for name in ("nobody", "a" * 200, "ad\\x"):
        c.equal(bid(name).status, 204, "%.10r is no exchange of ours" % name)
    found = metrics.values(text(nginx), "campaign_nobid_total")
    c.equal(found['{reason="exchange"}'], 3, "... which is counted")
    rows = metrics.values(text(nginx), "campaign_exchange_requests_total")
    c.equal((rows['{exchange="adx",outcome="bid"}'],
             rows['{exchange="adx",outcome="nobid"}']), (1, 1),
            "each exchange is counted by itself")


def reloads(c, nginx):
    names = ("campaign_exchange_", "campaign_dropped", "campaign_nobid")
    before = counted(nginx, *names)
    labels = metrics.values(text(nginx), "campaign_dropped_total")
    c.check(any('campaign="acme-c"' in l and 'reason="no_match"' in l
                and 'where="geo.countries"' in l for l in labels),
            "who never matches is in the sample",
            sorted(labels)[:5])
    nginx.write_conf(http="campaign_exchange first { seat a; }"
                     + HTTP.format(more="campaign_exchange last { }"))
    c.check(nginx.reload(), "a reload with more exchanges")
    after = counted(nginx, *names)
    c.equal([l for l in after if 'exchange="first"' not in l
             and 'exchange="last"' not in l], before,
            "counters stay with their names")
    c.check(any('exchange="first"' in l for l in after), "new ones have rows")
    name = "campaign_exchange_requests_total"
    ssp = metrics.values(text(nginx), name)['{exchange="ssp",outcome="bid"}']
    client.once(nginx.port, "POST", "/v1/bid", bodies.text(bodies.banner()),
                ["X-Exchange: ssp"])
    c.equal(metrics.values(text(nginx), name)[
                '{exchange="ssp",outcome="bid"}'], ssp + 1,
            "... and old ones are counted in theirs")
    try:
        tool = case.need("promtool")
    except case.Skip as reason:
        c.skip("promtool has nothing to say", reason)
        return
    p = subprocess.run([tool, "check", "metrics"], input=text(nginx).encode(),
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    c.check(p.returncode == 0 and not p.stdout.strip(),
            "promtool has nothing to say", p.stdout.decode())


def shedding(c, nginx):
    """Sent together they are a batch: the last of it is late."""
    plain = client.message("POST", "/hasty",
                           bodies.text(bodies.banner("plain")))
    request = bodies.banner("guaranteed")
    request["imp"][0]["pmp"] = {"deals": [{"id": "d", "guar": 1}]}
    deal = client.message("POST", "/hasty", bodies.text(request))

    def burst(message):
        conns = [client.Connection(nginx.port) for _ in range(32)]
        for _ in range(10):
            for conn in conns:
                conn.send(message)
            for conn in conns:
                conn.answer()
        for conn in conns:
            conn.close()

    def shed():
        return metrics.values(text(nginx), "campaign_nobid_total")[
            '{reason="shed"}']

    burst(plain)
    found = shed()
    c.check(0 < found < 320, "some are let go, not all", found)
    burst(deal)
    c.equal(shed(), found, "a guaranteed deal never is")
    for _ in range(20):
        client.once(nginx.port, "POST", "/v1/bid",
                    bodies.text(bodies.banner()), ["X-Exchange: ssp"])
    c.equal(shed(), found, "without a bound nothing is")


def main(c):
    path, secret = c.path("two.cat"), c.path("tokens")
    server.build_catalog(path, lines())
    tokens(secret)
    nginx = server.Nginx(c, catalog=path, http=HTTP.format(more=""),
                         server=SERVER % secret,
                         bid="campaign_exchange $exchange;").start()
    who_may_ask(c, nginx)
    of_whose(c, nginx)
    leaves_nothing(c, nginx)
    profiles(c, nginx)
    reloads(c, nginx)
    shedding(c, nginx)


case.run(main)
