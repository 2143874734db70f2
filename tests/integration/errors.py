#!/usr/bin/env python3
"""The table of errors, row by row: each one provoked, each answered with its
code, its status, a field, a fault and what is allowed."""

import os
import re
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import metrics
import server

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))

GOOD = bodies.text(bodies.banner())


def post(body, *headers):
    return lambda port: client.once(port, "POST", "/v1/bid", body, headers)


# what a client can do wrong

REQUESTS = {
    "json_syntax":        post(GOOD[:-1]),
    "json_depth":         post(b'{"id":"1","ext":' + b"[" * 40 + b"]" * 40
                               + b"}"),
    "json_duplicate_key": post(b'{"id":"1","id":"2","imp":[{"id":"1"}]}'),
    "json_encoding":      post(b'{"id":"\xff","imp":[{"id":"1"}]}'),
    "field_type":         post(b'{"id":[],"imp":[{"id":"1"}]}'),
    "field_value":        post(b'{"id":"1","imp":[{"id":"1",'
                               b'"bidfloor":1e300}]}'),
    "field_missing":      post(b'{"imp":[{"id":"1"}]}'),
    "field_conflict":     post(b'{"id":"1","imp":[{"id":"1"}],"site":{},'
                               b'"app":{}}'),
    "body_empty":         post(b""),
    "body_encoding":      post(b"\x1f\x8bnot gzip at all"),
    "method_not_allowed": lambda port: client.once(port, "PUT", "/v1/bid"),
    "body_too_large":     post(b" " * 140000 + GOOD),
    "too_complex":        post(b'{"id":"1","imp":['
                               + b",".join(b'{"id":"%d"}' % i
                                           for i in range(65)) + b"]}"),
    "media_type":         post(GOOD, "Content-Type: image/png"),
    "protobuf_syntax":    post(b"\x0a\x7fx",
                               "Content-Type: application/x-protobuf"),
    "http_version":       lambda port: client.once(
                              port, "POST", "/grpc", b"\0\0\0\0\0",
                              ["Content-Type: application/grpc"]),
    "unauthorized":       lambda port: client.once(port, "POST",
                                                   "/v1/explain", GOOD),
}

# codes of answers to what is no bid request

OTHERS = {"unauthorized"}


def broken_off(port):
    """A client that goes away in the middle of a body."""
    conn = client.Connection(port)
    conn.send(client.message("POST", "/v1/bid", GOOD)[:-30])
    conn.close()


def chunk(size, late):
    """The status of a body that begins with this, at once or later."""
    def send(port):
        head = (b"POST /v1/bid HTTP/1.1\r\nHost: localhost\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n")
        conn = client.Connection(port)
        if late:
            conn.send(head)
            time.sleep(0.1)
            conn.send(size + b"\r\nx")
        else:
            conn.send(head + size + b"\r\nx")
        status = conn.answer().status
        conn.close()
        return status

    return send


# what nginx refuses while it reads the body: its own answers, our counters

REFUSED = (
    ("a bad chunk with the header", "body_unread", 400,
     chunk(b"zz", False)),
    ("a bad chunk after the header", "body_unread", 400,
     chunk(b"zz", True)),
    ("a chunk too large with the header", "body_too_large", 413,
     chunk(b"fffffff", False)),
    ("a chunk too large after the header", "body_too_large", 413,
     chunk(b"fffffff", True)),
    ("a client that goes", "body_unread", None, broken_off),
)

# what no request of today can bring about, and the unit test that does

ELSEWHERE = {
    "none":           "bid_decide.c",
    "field_unknown":  "catalog_lines.c",
    "not_found":      "model.c",
    "file_io":        "model.c",
    "file_format":    "model.c",
    "file_version":   "model.c",
    "file_truncated": "model.c",
    "file_checksum":  "model.c",
    "file_bounds":    "catalog_check.c",
    "token_invalid":  "sign.c",
}

# faults of the machine: no test can order them

MACHINE = {"no_memory", "internal"}


def table():
    with open(os.path.join(TOP, "core", "base", "error.h")) as f:
        return re.findall(r'^    E\((\w+), +"(\w+)", +(\d+),', f.read(), re.M)


def requested(c, port, name, status):
    answer = REQUESTS[name](port)
    c.equal(answer.status, status, "status of " + name)
    error = answer.json()["error"]
    c.equal(error["code"], name, "code of " + name)
    c.check(error["fault"], "fault of " + name, error)
    c.equal(sorted(error), ["allowed", "code", "fault", "field"],
            "members of " + name)


def refused(c, nginx):
    def total(name, label):
        text = client.once(nginx.port, uri="/metrics").body.decode()
        return metrics.total(text, name, '"%s"' % label)

    def both(code):
        return (total("campaign_bid_requests_total", "error"),
                total("campaign_bid_errors_total", code))

    for number, (title, code, status, send) in enumerate(REFUSED, 1):
        outcomes, errors = both(code)
        want = (outcomes + 1, errors + 1)
        c.equal(send(nginx.port), status, "status of " + title)
        c.check(server.wait_for(lambda: both(code) == want, 5),
                title + " is counted once", (both(code), want))
        c.check(server.wait_for(
                    lambda: nginx.read("bids.log").splitlines()[-1:]
                    == ["error " + code], 5),
                title + " is an error in the log", nginx.read("bids.log"))
        c.equal(len(nginx.read("bids.log").splitlines()), number,
                title + " is logged once")


def walk(c):
    with open(c.path("tokens"), "w") as f:
        f.write("acme " + "0f" * 32 + "\n")
    os.chmod(c.path("tokens"), 0o600)
    nginx = server.Nginx(c, http="log_format bids "
                                 "'$campaign_decision $campaign_reason';",
                         bid="access_log bids.log bids;",
                         server="location = /grpc { campaign_grpc; }"
                                "location = /v1/explain { campaign_explain "
                                + c.path("tokens") + "; }")
    nginx.start()
    refused(c, nginx)
    rows = table()
    c.check(len(rows) > 20, "the table is found", len(rows))

    for code, name, status in rows:
        if name in REQUESTS:
            requested(c, nginx.port, name, int(status))

        elif name in ELSEWHERE:
            path = os.path.join(TOP, "tests", "unit", ELSEWHERE[name])
            with open(path) as f:
                c.check(re.search(r"\bCX_E_%s\b" % code, f.read()),
                        name + " is provoked in " + ELSEWHERE[name])

        elif name not in {code for _, code, _, _ in REFUSED}:
            c.check(name in MACHINE, name + " is provoked", "by no test")

    text = client.once(nginx.port, uri="/metrics").body.decode()
    c.equal(sorted(re.findall(r'^campaign_bid_errors_total\{code="(\w+)"\}',
                              text, re.M)),
            sorted(name for _, name, _ in rows
                   if name not in ELSEWHERE and name not in OTHERS),
            "the codes of the metric are those of requests")

    known = {name for _, name, _ in rows}
    c.equal(sorted((set(REQUESTS) | set(ELSEWHERE) | MACHINE
                    | {code for _, code, _, _ in REFUSED}) - known), [],
            "nothing is provoked that is not in the table")


case.run(walk)
