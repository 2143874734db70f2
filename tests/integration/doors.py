#!/usr/bin/env python3
"""One request, one answer, whichever door it comes through.

The requests of tests/fixtures are put into protobuf by a library that is not
ours.  They have to be read into the same structure, and to be answered alike
over HTTP/1.1, gzip, in chunks, over HTTP/2, in protobuf and over gRPC.
"""

import glob
import gzip
import json
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import h2
import server
import stubs

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,}|[0-9]{6,}")
PROTOBUF = ["Content-Type: application/x-protobuf"]


def requests(openrtb):
    """(name, JSON, message) of every fixture, and of some plain ones."""
    found = [(os.path.basename(p)[:-5], p) for p in sorted(glob.glob(
        os.path.join(case.TOP, "tests/fixtures/openrtb/*.json")))]
    for name, path in found:
        with open(path, "rb") as f:
            value = json.loads(f.read().decode("utf-8"))
        value = stubs.common(openrtb.BidRequest.DESCRIPTOR, value)
        yield name, value, stubs.fill(openrtb.BidRequest(), value)
    for i, text in enumerate(bodies.banners(20)):
        value = json.loads(text.decode())
        yield "banner %d" % i, value, stubs.fill(openrtb.BidRequest(), value)


def same(c, openrtb):
    """The structures, member by member."""
    tool = c.path("same_request")
    build = subprocess.run(
        [os.environ.get("CC") or case.need("cc"), "-std=gnu11", "-O1"]
        + os.environ.get("SAN", "").split()
        + ["-I", case.TOP, "-o", tool,
           os.path.join(case.TOP, "tests/integration/lib/same_request.c"),
           os.path.join(case.BUILD, "libcx.a"), "-lcrypto", "-lz", "-lm"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if not c.equal(build.returncode, 0, "the comparison is built"):
        print(build.stdout.decode())
        return
    for name, value, message in requests(openrtb):
        with open(c.path("a.json"), "wb") as f:
            f.write(bodies.text(value))
        with open(c.path("a.pb"), "wb") as f:
            f.write(message.SerializeToString())
        out = subprocess.run([tool, c.path("a.json"), c.path("a.pb")],
                             stdout=subprocess.PIPE)
        c.equal((out.returncode, out.stdout.decode().split()), (0, []),
                name + ": the same structure")


def gist(response):
    """What stays the same when a request is asked again."""
    if response is None:
        return None
    bids = []
    for s in response.get("seatbid", []):
        for b in s["bid"]:
            b = dict(b, seat=s.get("seat"))
            for name in ("id", "nurl", "burl", "lurl"):
                b[name] = name in b
            b["adm"] = TOKEN.sub("*", b["adm"])
            bids.append(json.dumps(b, sort_keys=True))
    return response["id"], response.get("cur"), bids


def certain(c):
    """The demonstration without a choice between creatives."""
    lines, seen = [], set()
    for line in server.demo_lines():
        value = json.loads(line)
        if value.get("type") == "creative":
            key = (value["adgroup"], value["media"])
            if key in seen:
                continue
            seen.add(key)
            value.pop("variants", None)
        lines.append(json.dumps(value))
    path = c.path("certain.cat")
    server.build_catalog(path, lines)
    return path


class Doors:

    def __init__(self, c, nginx, port, openrtb, bidding):
        self.openrtb = openrtb
        self.plain = client.Connection(nginx.port)
        c.later(self.plain.close)
        self.two = h2.Connection(port)
        c.later(self.two.close)
        self.service = stubs.Service(c, port, openrtb, bidding)

    def json(self, answer):
        if answer.status == 204:
            return None
        if answer.status != 200:
            return {"status": answer.status}
        return answer.json()

    def message(self, answer):
        if answer.status != 200:
            return self.json(answer)
        return stubs.plain(self.openrtb.BidResponse.FromString(answer.body))

    def through(self, text, message):
        """{ door: the answer, None if there is no bid }"""
        data = message.SerializeToString()
        found = {
            "HTTP": self.json(self.plain.bid(text)),
            "gzip": self.json(self.plain.bid(
                gzip.compress(text), "Content-Encoding: gzip")),
            "chunked": self.json(self.chunked(text)),
            "HTTP/2": self.http2(text),
            "protobuf": self.message(self.plain.bid(data, *PROTOBUF)),
            "protobuf in gzip": self.message(self.plain.bid(
                gzip.compress(data), "Content-Encoding: gzip", *PROTOBUF)),
            "protobuf in chunks": self.message(self.chunked(
                data, *PROTOBUF)),
        }
        for name, answer in (("gRPC", self.service.process(message)),
                             ("a stream", list(self.service.stream(
                                 iter([message])))[0])):
            answer = stubs.plain(answer)
            found[name] = None if "nbr" in answer else answer
        return found

    def chunked(self, body, *headers):
        head = client.message("POST", "/v1/bid", b"", headers or
                              ["Content-Type: application/json"])
        head = head.replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[i:i + 97]),
                                             body[i:i + 97])
                          for i in range(0, len(body), 97))
        self.plain.send(head + chunks + b"0\r\n\r\n")
        return self.plain.answer()

    def http2(self, body):
        stream = self.two.post(body)
        self.two.finish(stream)
        got = self.two.streams[stream]
        if got["status"] == 204:
            return None
        if got["status"] != 200:
            return {"status": got["status"]}
        return json.loads(got["body"].decode())


def main(c):
    stubs.have()
    openrtb, bidding = stubs.load(c)
    same(c, openrtb)

    port = server.free_port()
    nginx = server.Nginx(c, catalog=certain(c), http="""
        server {
            listen 127.0.0.1:%d http2;
            location / { campaign_grpc; }
            location = /v1/bid { campaign_bid; }
        }""" % port, bid="campaign_tmax 5s;").start()
    doors = Doors(c, nginx, port, openrtb, bidding)

    bids = 0
    for name, value, message in requests(openrtb):
        value["tmax"] = message.tmax = 5000
        found = doors.through(bodies.text(value), message)
        want = gist(found.pop("HTTP"))
        bids += want is not None
        other = {d: gist(a) for d, a in found.items() if gist(a) != want}
        c.check(not other, name + ": the same answer through every door",
                "%s, and over HTTP %s" % (other, want))
    c.check(bids > 20, "there were bids", bids)


case.run(main)
