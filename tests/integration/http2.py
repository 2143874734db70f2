#!/usr/bin/env python3
"""Bids over HTTP/2 without TLS, on a port of its own."""

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
import h2
import server


def curl(port, *args):
    out = subprocess.run(
        [case.need("curl"), "-s", "-i", "--max-time", "10",
         "--http2-prior-knowledge"] + list(args)
        + ["http://127.0.0.1:%d/v1/bid" % port],
        stdout=subprocess.PIPE, check=True).stdout
    head, body = out.split(b"\r\n\r\n", 1)
    lines = head.decode().split("\r\n")
    return (lines[0].split()[:2],
            dict(l.split(": ", 1) for l in lines[1:]), body)


def gist(response):
    """What does not change from one answer to the next."""
    return [(b["impid"], b["price"], b["mtype"])
            for s in response["seatbid"] for b in s["bid"]]


def with_curl(c, port, plain, body):
    path = c.path("body.json")
    with open(path, "wb") as f:
        f.write(body)

    line, headers, out = curl(port, "--data-binary", "@" + path,
                              "-H", "Content-Type: application/json",
                              "-H", "traceparent: 00-0af7651916cd43dd8448eb21"
                              "1c80319c-b7ad6b7169203331-01")
    c.equal(line, ["HTTP/2", "200"], "curl gets a bid")
    c.equal(gist(json.loads(out)), gist(plain.json()),
            "the same bid as over HTTP/1.1")
    c.check("0af7651916cd43dd8448eb211c80319c"
            in headers.get("traceparent", ""), "the trace id comes back")

    c.equal(curl(port, "-X", "GET")[0], ["HTTP/2", "405"], "GET is refused")
    c.equal(curl(port, "--data-binary", "{")[0], ["HTTP/2", "400"],
            "half an object is refused")


def frames(c, port, body):
    conn = h2.Connection(port)
    c.later(conn.close)

    one = conn.post(body, step=7)
    c.check(conn.finish(one), "a body in frames of seven bytes")
    c.equal(conn.streams[one]["status"], 200, "... gets a bid")

    # beyond the window that a stream starts with the client has to wait for
    # more; nginx opens it wide for bodies that it reads

    large = bodies.text(bodies.banner(ext={"pad": "x" * 60000}))
    two = conn.post(large)
    c.check(conn.finish(two), "a body of 60 kilobytes")
    c.equal(conn.streams[two]["status"], 200, "... gets a bid")

    many = [conn.post(body) for _ in range(30)]
    c.check(conn.finish(*many), "thirty streams at once")
    c.equal({conn.streams[s]["status"] for s in many}, {200},
            "... all get a bid")
    c.equal(len({conn.streams[s]["body"].count(b'"seatbid"')
                 for s in many}), 1, "... a whole one each")


def torn(c, port, body):
    conn = h2.Connection(port)

    for i in range(20):
        s = conn.open(size=len(body))
        conn.data(s, body[:len(body) // 2])
        conn.reset(s)

    last = conn.post(body)
    c.check(conn.finish(last), "streams reset amid their bodies")
    c.equal(conn.streams[last]["status"], 200, "... and the next gets a bid")

    s = conn.open(size=len(body))
    conn.data(s, body[:len(body) // 2])
    conn.close()

    conn = h2.Connection(port)
    c.later(conn.close)
    short = conn.open(size=len(body))
    conn.data(short, body[:-1], end=True)
    conn.finish(short)
    c.check(conn.streams[short]["reset"]
            or conn.streams[short]["status"] == 400,
            "a body shorter than its length is refused")


def main(c):
    port = server.free_port()
    nginx = server.Nginx(c, http="""
        server {
            listen 127.0.0.1:%d http2;
            location = /v1/bid { campaign_bid; }
        }""" % port).start()
    body = bodies.text(bodies.banner())
    plain = client.once(nginx.port, "POST", "/v1/bid", body)

    c.equal(plain.status, 200, "a bid over HTTP/1.1")
    with_curl(c, port, plain, body)
    frames(c, port, body)
    torn(c, port, body)

    metrics = client.once(nginx.port, uri="/metrics").body.decode()
    c.check('campaign_bid_requests_total{outcome="bid"}' in metrics,
            "HTTP/2 is counted")


case.run(main)
