#!/usr/bin/env python3
"""Variables in the access log, and W3C trace context from end to end."""

import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import server

NAMES = ["decision", "reason", "price", "currency", "candidates", "bids",
         "time_us", "org", "campaign", "adgroup", "creative", "exchange",
         "backend", "trace_id", "span_id", "user_hash"]
FORMAT = " ".join("%s=$campaign_%s" % (n, n) for n in NAMES)
TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"


def send(nginx, body, *headers):
    """The answer, and its line in the log as a dictionary."""
    before = nginx.read("access.log").count("\n")
    answer = client.once(nginx.port, "POST", "/v1/bid", body, headers)
    server.wait_for(lambda: nginx.read("access.log").count("\n") > before)
    line = nginx.read("access.log").splitlines()[-1]
    return answer, dict(p.split("=", 1) for p in line.split(" "))


def a_bid(c, nginx):
    answer, log = send(nginx, bodies.text(bodies.banner()),
                       "traceparent: 00-%s-%s-01" % (TRACE, PARENT))
    bid = answer.json()["seatbid"][0]["bid"][0]

    c.equal(log["decision"], "bid", "decision of a bid")
    c.equal(log["reason"], "bid", "reason of a bid")
    c.equal(float(log["price"]), bid["price"], "price")
    c.equal(log["currency"], answer.json().get("cur", "USD"), "currency")
    c.equal(log["campaign"], bid["cid"], "campaign")
    c.equal(log["creative"], bid["crid"], "creative")
    c.equal(log["exchange"], "first", "exchange")
    c.equal(log["bids"], "1", "bids")
    c.check(1 <= int(log["candidates"]) <= 16, "candidates", log)
    c.check(0 < int(log["time_us"]) < 10000000, "time", log)
    c.check(log["org"] not in ("", "-"), "org", log)
    c.check(log["backend"] in ("scalar", "avx2", "avx512", "neon"),
            "backend", log)
    c.check(re.match(r"^[0-9a-f]{16}$", log["user_hash"]), "hash of the user",
            log)
    traced(c, answer, log)


def traced(c, answer, log):
    m = re.match(r"^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$",
                 answer.headers.get("traceparent", ""))
    if not c.check(m, "traceparent is returned", answer.headers):
        return
    c.equal(m.group(1), TRACE, "... with the trace id that came")
    c.check(m.group(2) != PARENT, "... and a span of this request")
    c.equal(log["trace_id"], TRACE, "the trace id is logged")
    c.equal(log["span_id"], m.group(2), "and the span id")


def others(c, nginx):
    _, log = send(nginx, bodies.text(bodies.banner(floor=100000)))
    c.equal(log["decision"], "nobid", "decision without a bid")
    c.check(log["reason"] not in ("", "-", "bid"), "its reason", log)
    c.equal(log["price"], "-", "no price")
    c.check(re.match(r"^[0-9a-f]{32}$", log["trace_id"]),
            "a trace id of its own", log)
    first = log["trace_id"]

    _, log = send(nginx, b"{")
    c.equal(log["decision"], "error", "decision of an error")
    c.check(log["trace_id"] != first, "each request has its own trace")

    for bad in ("00-%s-%s-01" % ("0" * 32, PARENT),
                "00-%s-%s-01" % (TRACE, "0" * 16),
                "ff-%s-%s-01" % (TRACE, PARENT),
                "00-%s-%s" % (TRACE.upper(), PARENT), "00-x", ""):
        _, log = send(nginx, bodies.text(bodies.banner()),
                      "traceparent: " + bad)
        c.check(log["trace_id"] not in (TRACE, "0" * 32),
                "traceparent \"%s\" is ignored" % bad[:60], log)


def used(c, nginx):
    """Variables drive nginx's own modules."""
    answer = client.once(nginx.port, "POST", "/mapped",
                         bodies.text(bodies.banner()))
    c.equal(answer.status, 200, "a bid in a location with limits")
    lines = nginx.read("nobid.log")
    client.once(nginx.port, "POST", "/mapped",
                bodies.text(bodies.banner(floor=100000)))
    c.check(server.wait_for(lambda: nginx.read("nobid.log") != lines),
            "access_log if= with a variable")
    c.equal(nginx.read("nobid.log").count("\n"), 1, "... only without a bid")


def main(c):
    nginx = server.Nginx(c)
    nginx.parts["http"] = """
        log_format campaign '%s';
        map $campaign_decision $no_bid { nobid 1; default 0; }
        limit_req_zone $campaign_exchange zone=x:64k rate=1000r/s;
    """ % FORMAT
    nginx.parts["bid"] = ("campaign_exchange first; access_log %s campaign;"
                          % nginx.path("access.log"))
    nginx.parts["server"] = """
        location = /mapped {
            campaign_bid;
            campaign_exchange first;
            limit_req zone=x burst=10;
            access_log %s campaign if=$no_bid;
        }""" % nginx.path("nobid.log")
    nginx.start()

    a_bid(c, nginx)
    others(c, nginx)
    used(c, nginx)


case.run(main)
