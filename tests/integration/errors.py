#!/usr/bin/env python3
"""The table of errors, row by row: each one provoked, each answered with its
code, its status, a field, a fault and what is allowed."""

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
}

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


def walk(c):
    nginx = server.Nginx(c)
    nginx.start()
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

        else:
            c.check(name in MACHINE, name + " is provoked", "by no test")

    known = {name for _, name, _ in rows}
    c.equal(sorted((set(REQUESTS) | set(ELSEWHERE) | MACHINE) - known), [],
            "nothing is provoked that is not in the table")


case.run(walk)
