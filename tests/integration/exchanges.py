#!/usr/bin/env python3
"""conf/EXCHANGES.md: its request gets its answer, its numbers are ours."""

import json
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import case
import client
import server

PAGE = os.path.join(case.TOP, "conf", "EXCHANGES.md")
REASONS = os.path.join(case.TOP, "core", "bid", "bid.h")


def blocks(text):
    """What is indented by four, a text for each run of lines."""
    found, lines = [], []
    for line in text.splitlines() + [""]:
        if line.startswith("    "):
            lines.append(line[4:])
        elif lines:
            found.append("\n".join(lines))
            lines = []
    return found


def plain(answer):
    """Without what differs each time."""
    text = re.sub(r"\?t=[A-Za-z0-9_-]+", "?t=TOKEN", answer)
    return re.sub(r'"(id|bidid)":"[0-9a-f]{16}"', r'"\1":"ID"', text)


def numbers(c, page):
    said = set(re.findall(r"(?m)^\| (\d+) \| ", page.split("| nbr |")[1]
                          .split("## Time")[0]))
    with open(REASONS) as f:
        known = set(re.findall(r'(?m)^ +R\([A-Z_]+, +"[a-z_]+", +(\d+),',
                               f.read())) - {"0"}
    c.equal(sorted(said, key=int), sorted(known, key=int),
            "the numbers are those of the reasons")


def main(c):
    with open(PAGE) as f:
        page = f.read()
    numbers(c, page)

    parts = blocks(page.split("## Trying it")[1])
    request, lines, answer, none = parts[0], parts[1], parts[3], parts[4]
    path = c.path("page.cat")
    server.build_catalog(path, lines.splitlines())

    nginx = server.Nginx(
        c, catalog=path, http="campaign_exchange nbr { no_bid nbr; }",
        server="location = /nbr { campaign_bid; campaign_exchange nbr; }")
    nginx.start()

    a = client.once(nginx.port, "POST", "/v1/bid", request.encode())
    c.equal(a.status, 200, "the request gets a bid")
    c.equal(json.loads(plain(a.body.decode())), json.loads(answer),
            "... the one of the page")
    c.equal(a.headers.get("x-openrtb-version"), "2.6", "... and its version")

    high = dict(json.loads(request))
    high["imp"][0]["bidfloor"] = 50
    body = json.dumps(high).encode()
    a = client.once(nginx.port, "POST", "/v1/bid", body)
    c.equal((a.status, a.body), (204, b""), "none above the floor")
    a = client.once(nginx.port, "POST", "/nbr", body)
    c.equal((a.status, a.body.decode()), (200, none.strip()),
            "... or the number of the page")

    refused(c, nginx, page)


def refused(c, nginx, page):
    """The error of the page is what such a request gets."""
    error = [b for b in blocks(page) if b.startswith('{"error"')][0]
    a = client.once(nginx.port, "POST", "/v1/bid",
                    b'{"id":"a","imp":[{"banner":{"w":300,"h":250}}]}')
    c.equal((a.status, a.body.decode()), (400, error.strip()),
            "a request that lacks a field gets the error of the page")


case.run(main)
