#!/usr/bin/env python3
"""conf/EXCHANGES.md and the module's README: their requests get their answers,
their tables are ours."""

import hashlib
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

sys.path.insert(0, os.path.join(case.TOP, "tests", "corpus"))

import rows

PAGE = os.path.join(case.TOP, "conf", "EXCHANGES.md")
README = os.path.join(case.TOP, "ngx_campaign_module", "README.md")
DEMO = os.path.join(case.TOP, "conf", "demo", "request.json")


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


def source(*names):
    with open(os.path.join(case.TOP, "core", *names)) as f:
        return f.read()


def table(text, head):
    """The cells of the rows below a head."""
    body = text.split("| %s |" % head)[1].split("\n\n")[0]
    return [[cell.strip() for cell in line[1:-1].split(" | ")]
            for line in body.splitlines()[2:]]


def numbers(c, page):
    said = set(re.findall(r"(?m)^\| (\d+) \| ", page.split("| nbr |")[1]
                          .split("## Time")[0]))
    known = set(re.findall(r'(?m)^ +R\([A-Z_]+, +"[a-z_]+", +(\d+),',
                           source("bid", "bid.h"))) - {"0"}
    c.equal(sorted(said, key=int), sorted(known, key=int),
            "the numbers are those of the reasons")


def points(c, page):
    said = [row[1] for row in table(page, "a request has | points")]
    known = re.findall(r"(?m)^    \{ (\d+), +cx_shed_",
                       source("bid", "shed.c"))
    c.check(known, "what a request is worth is found")
    c.equal(said, known, "points are those of the code")


def matters(c, page):
    said = {}
    for name, fields in table(page, "object | fields"):
        said[name.strip("`").replace(".", "_")] = re.findall("`(\\w+)`",
                                                             fields)
    known = {}
    text = source("openrtb", "read_table.c").split("#define CX_ORTB_MATTERS")
    for name, field in re.findall(r"M\((\w+), (\w+)\)",
                                  text[1].split("\n\n")[0]):
        known.setdefault(name, []).append(field)
    c.check(known, "what has to be understood is found")
    c.equal(said, known, "what has to be understood is that of the code")


def mistakes(c, nginx, page):
    """Each row of the corpus is a row here, with the field that is named."""
    said = table(page, "what is wrong | field | why")
    wanted = []
    for what, _, verdict, _, why, example in rows.ROWS:
        if verdict == rows.REFUSED:
            body = example if isinstance(example, str) else json.dumps(example)
            a = client.once(nginx.port, "POST", "/v1/bid", body.encode())
            wanted.append([what, "`%s`" % a.json()["error"]["field"], why])
    c.equal(said, wanted, "what is refused is what the rows say")

    said = table(page, "what is wrong | what becomes of it")
    c.equal(said, [[row[0], row[4]] for row in rows.ROWS
                   if row[2] == rows.TOLERATED],
            "what is put up with is what the rows say")


def strangers(c, nginx, request):
    """Nobody finds anything in the requests that are shown."""
    with open(DEMO) as f:
        demo = f.read()
    for name, body in (("page", request), ("demonstration", demo)):
        client.once(nginx.port, "POST", "/strict", body.encode())
        text = client.once(nginx.port, uri="/metrics").body.decode()
        c.equal(re.findall(r'(?m)^campaign_invalid_traffic_total\S+ [^0].*$',
                           text), [], "the %s is a person's" % name)


def reference(c, nginx, request):
    """The examples of the module's own page."""
    with open(README) as f:
        text = f.read()
    parts = blocks(text.split("\n## Answers")[1].split("\n## Protobuf")[0])
    at = [n for n, b in enumerate(parts) if b.startswith('{"error"')][0]
    a = client.once(nginx.port, "POST", "/v1/bid", parts[at + 1].encode())
    c.equal((a.status, a.body.decode()), (400, parts[at]),
            "the error of the reference is what its request gets")

    part = text.split("\n## Explanations")[1].split("\n## Metrics")[0]
    want = json.loads(blocks(part)[2])
    a = client.once(nginx.port, "POST", "/v1/explain?campaign=spring",
                    request.encode(), ["Authorization: Bearer token"])
    got = a.json()
    for answer in (want, got):
        answer["stages_us"] = sorted(answer["stages_us"])
        offer = answer["adgroups"][1]["imps"][0]["offer"]
        # the network knows the hour and the day
        c.check(0 < offer.pop("probability") < 1, "a probability is one")
    c.equal(got, want, "the explanation of the reference is the answer")

    names = set(re.findall("`(\\w+)`", " ".join(
        row[0] + row[1] * (row[0] == "`adgroups`")
        for row in table(part, "field | what it is"))))
    keys = set(re.findall(r'"(\w+)":', json.dumps(got)))
    c.equal(sorted(keys - names - {"id"}), [], "... and its fields are listed")


def more_lines():
    with open(README) as f:
        return blocks(f.read().split("\n## Explanations")[1])[1]


def tokens(c):
    path = c.path("tokens")
    with open(path, "w") as f:
        f.write("acme %s\n" % hashlib.sha256(b"token").hexdigest())
    os.chmod(path, 0o600)
    return path


def main(c):
    with open(PAGE) as f:
        page = f.read()
    numbers(c, page)
    points(c, page)
    matters(c, page)

    parts = blocks(page.split("## Trying it")[1])
    request, lines, answer, none = parts[0], parts[1], parts[3], parts[4]
    path = c.path("page.cat")
    server.build_catalog(path, (lines + "\n" + more_lines()).splitlines())

    nginx = server.Nginx(
        c, catalog=path, http="campaign_exchange nbr { no_bid nbr; }",
        server="location = /nbr { campaign_bid; campaign_exchange nbr; }"
               "location = /strict { campaign_bid; "
               "campaign_invalid_traffic devices=on action=strict; }"
               "location = /v1/explain { campaign_explain %s; }" % tokens(c))
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
    mistakes(c, nginx, page)
    strangers(c, nginx, request)
    reference(c, nginx, request)


def refused(c, nginx, page):
    """The error of the page is what such a request gets."""
    error = [b for b in blocks(page) if b.startswith('{"error"')][0]
    a = client.once(nginx.port, "POST", "/v1/bid",
                    b'{"id":"a","imp":[{"banner":{"w":300,"h":250}}]}')
    c.equal((a.status, a.body.decode()), (400, error.strip()),
            "a request that lacks a field gets the error of the page")


case.run(main)
