#!/usr/bin/env python3
"""The bidding service, asked by a gRPC client that is not ours."""

import os
import queue
import struct
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import h2
import metrics
import server
import stubs

MANY = 1000


def status(call, *args, **options):
    """The status and the text of a call that fails."""
    import grpc
    try:
        call(*args, **options)
    except grpc.RpcError as e:
        return e.code().name, e.details()
    return "OK", ""


def request(openrtb, **more):
    return stubs.fill(openrtb.BidRequest(), bodies.banner(**more))


def unary(c, nginx, service, openrtb):
    import grpc
    plain = client.once(nginx.port, "POST", "/v1/bid",
                        bodies.text(bodies.banner())).json()
    got = service.process(request(openrtb), timeout=5)
    bid, want = got.seatbid[0].bid[0], plain["seatbid"][0]["bid"][0]
    c.equal((got.id, got.cur, bid.impid, bid.price, bid.crid, bid.mtype),
            (plain["id"], plain["cur"], want["impid"], want["price"],
             want["crid"], want["mtype"]), "ProcessBid bids as HTTP does")

    got = service.process(request(openrtb, ident="none", floor=100000))
    c.equal((got.id, got.HasField("nbr"), len(got.seatbid)),
            ("none", True, 0), "no bid has an id and a reason")

    got = service.process(request(openrtb, ident="zip"),
                          compression=grpc.Compression.Gzip)
    c.equal((got.id, len(got.seatbid)), ("zip", 1), "a gzip message is read")

    ids = [service.process(request(openrtb, ident="n%d" % i)).id
           for i in range(200)]
    c.equal(ids, ["n%d" % i for i in range(200)], "call after call")

    calls = [service.process.future(request(openrtb, ident="p%d" % i))
             for i in range(100)]
    c.equal([f.result(10).id for f in calls],
            ["p%d" % i for i in range(100)], "a hundred calls at once")


def errors(c, service, openrtb):
    import grpc
    name, text = status(service.process, openrtb.BidRequest(id="x"))
    c.equal(name, "INVALID_ARGUMENT", "a request without imp is refused")
    c.check("imp: required field missing" in text,
            "... with the field and the fault", text)

    name, text = status(service.raw, b"\x0a\x05ab")
    c.equal(name, "INVALID_ARGUMENT", "bytes that are no message are refused")
    name, text = status(service.raw, b"")
    c.equal(name, "INVALID_ARGUMENT", "an empty message is refused")
    name, text = status(service.raw, b"\x0a\x02\xc3\xbc\x12\x03\x0a\x01\xff")
    c.equal((name, "imp[0].id: bytes that are not UTF-8" in text),
            ("INVALID_ARGUMENT", True), "a string that is not UTF-8", )

    large = request(openrtb)
    large.user.customdata = "x" * 200000
    name, text = status(service.process, large)
    c.equal(name, "RESOURCE_EXHAUSTED", "a message beyond campaign_max_body")
    name, text = status(service.process, large,
                        compression=grpc.Compression.Gzip)
    c.equal(name, "RESOURCE_EXHAUSTED", "... or one that inflates to that")

    c.equal(status(service.unknown, request(openrtb))[0], "UNIMPLEMENTED",
            "a method that is not there")
    name, text = status(service.process, request(openrtb),
                        compression=grpc.Compression.Deflate)
    c.equal(name, "UNIMPLEMENTED", "an encoding that is not there")
    c.check("identity and gzip" in text, "... with those that are", text)


def health(c, service, bidding, unready):
    ask = bidding.HealthCheckRequest
    serving = bidding.HealthCheckResponse.SERVING
    c.equal(service.health(ask()).status, serving, "HealthCheck: SERVING")
    c.equal(service.standard(ask(service="campaign.BiddingService")).status,
            serving, "... by the standard's call too")
    c.equal(status(service.health, ask(service="other"))[0], "NOT_FOUND",
            "... not of another service")
    c.equal(unready.health(ask()).status,
            bidding.HealthCheckResponse.NOT_SERVING,
            "... NOT_SERVING without a catalogue that is required")


def many(openrtb, count=MANY):
    for i in range(count):
        yield request(openrtb, ident="q%d" % i,
                      floor=100000 if i % 3 == 0 else 0.01)


def streams(c, service, openrtb):
    got = list(service.stream(many(openrtb), timeout=60))
    c.equal([r.id for r in got], ["q%d" % i for i in range(MANY)],
            "%d requests on a stream have as many answers" % MANY)
    c.equal([r.HasField("nbr") for r in got],
            [i % 3 == 0 for i in range(MANY)], "... and no bids their reason")

    c.equal(list(service.stream(iter([]), timeout=5)), [],
            "a stream without requests")

    asked = queue.Queue()
    answers = service.stream(iter(asked.get, None), timeout=20)
    ids = []
    for i in range(50):
        asked.put(request(openrtb, ident="t%d" % i))
        ids.append(next(answers).id)
    c.equal(ids, ["t%d" % i for i in range(50)],
            "each answered before the next is asked")
    asked.put(openrtb.BidRequest(id="bad"))
    c.equal(status(next, answers)[0], "INVALID_ARGUMENT",
            "a request that is refused ends the stream")
    asked.put(None)

    wide = stubs.fill(openrtb.BidRequest(), bodies.banner(ident="wide"))
    wide.user.customdata = "x" * 100000
    got = list(service.stream(iter([wide] * 30), timeout=20))
    c.equal([r.id for r in got], ["wide"] * 30, "messages of 100 kilobytes")

    asked = queue.Queue()
    answers = service.stream(iter(asked.get, None))
    asked.put(request(openrtb))
    next(answers)
    answers.cancel()
    asked.put(None)
    c.equal(service.process(request(openrtb, ident="after")).id, "after",
            "a call after a stream that was cancelled")


def message(data, flag=0):
    return struct.pack(">BI", flag, len(data)) + data


class Raw:
    """Calls frame by frame."""

    HEADERS = (("te", "trailers"), ("content-type", "application/grpc"))

    def __init__(self, c, port):
        self.connection = h2.Connection(port)
        c.later(self.connection.close)
        self.last = {}
        step = self.connection.step_stream

        def keep(stream, kind, flags, payload):
            if kind == h2.HEADERS:
                self.last[id(stream)] = payload
            step(stream, kind, flags, payload)

        self.connection.step_stream = keep
        self.name = None

    def open(self, method="ProcessBid", headers=()):
        return self.connection.open(
            uri="/campaign.BiddingService/" + method,
            headers=self.HEADERS + tuple(headers))

    def stream(self, number):
        return self.connection.streams[number]

    def trailers(self, number):
        return self.last[id(self.stream(number))]

    def status(self, number):
        """Of nginx's trailers: the name is always coded in the same way."""
        block = self.trailers(number)
        at = block.index(self.name) + len(self.name)
        return int(block[at + 1:at + 1 + block[at]])

    def answers(self, openrtb, number):
        data, found = self.stream(number)["body"], []
        while len(data) >= 5:
            size = struct.unpack(">I", data[1:5])[0]
            if len(data) < 5 + size:
                break
            found.append(openrtb.BidResponse.FromString(data[5:5 + size]))
            data = data[5 + size:]
        return found


def frames(c, port, openrtb):
    body = message(request(openrtb).SerializeToString())
    raw = Raw(c, port)
    conn = raw.connection

    s = raw.open()
    conn.data(s, body, True)
    conn.finish(s)
    block = raw.trailers(s)
    c.equal((block[:1], block[-2:]), (b"\0", b"\x010"),
            "trailers have a status and nothing else")
    raw.name = block[1:-2]
    c.equal(len(raw.answers(openrtb, s)), 1, "an answer before them")

    for step in (1, 3, 7):
        s = raw.open("StreamBids")
        for at in range(0, len(body) * 2, step):
            conn.data(s, (body * 2)[at:at + step])
        conn.data(s, b"", True)
        conn.finish(s)
        c.equal((len(raw.answers(openrtb, s)), raw.status(s)), (2, 0),
                "two messages in frames of %d bytes" % step)

    s = raw.open("StreamBids")
    conn.data(s, body * 3 + body[:-1], True)
    conn.finish(s)
    c.equal((len(raw.answers(openrtb, s)), raw.status(s)), (3, 3),
            "three answers, and the fourth message is cut short")

    s = raw.open("StreamBids")
    conn.data(s, body + message(b"x", 2))
    conn.finish(s)
    c.equal((len(raw.answers(openrtb, s)), raw.status(s)), (1, 3),
            "a flag that is none")

    s = raw.open("StreamBids")
    conn.data(s, message(b"x", 1))
    conn.finish(s)
    c.equal(raw.status(s), 3, "compressed, and not said how")

    s = raw.open()
    conn.data(s, b"", True)
    conn.finish(s)
    c.equal(raw.status(s), 3, "a call without a message")

    s = raw.open(headers=[("grpc-timeout", "soon")])
    conn.finish(s)
    c.equal(raw.status(s), 3, "a grpc-timeout that is none")

    for method in ("ProcessBid", "StreamBids"):
        s = raw.open(method, headers=[("grpc-timeout", "150m")])
        conn.finish(s)
        c.equal(raw.status(s), 4, "DEADLINE_EXCEEDED of " + method)

    s = raw.open(headers=[("grpc-timeout", "1n")])
    conn.data(s, body, True)
    conn.finish(s)
    c.equal(raw.status(s), 4, "... and no time at all")

    conn.next += 2
    s = conn.open(uri="/campaign.BiddingService/ProcessBid",
                  headers=[("content-type", "application/json")])
    conn.finish(s)
    # 415 is in no table: a literal of three digits, coded or not
    c.check(conn.streams[s]["end"] and conn.streams[s]["body"].startswith(
        b'{"error":{"code":"media_type"'), "another type is refused")


def slow(c, nginx, port, openrtb):
    """A client that sends, and takes no more than the first 64 kilobytes."""
    body = message(request(openrtb).SerializeToString())
    raw = Raw(c, port)
    conn = raw.connection
    s = raw.open("StreamBids")

    # without a look at the window that nginx grants it would be an error of
    # ours; what it grants is counted

    granted = [65535]
    step = conn.step_stream

    def count(stream, kind, flags, payload):
        if kind == h2.WINDOW_UPDATE:
            granted[0] += struct.unpack(">I", payload)[0]
        step(stream, kind, flags, payload)

    conn.step_stream = count
    conn.sock.settimeout(1.0)
    sent = idle = 0

    while idle < 2 and sent < 4000:
        if granted[0] >= len(body):
            conn.data(s, body)
            granted[0] -= len(body)
            sent += 1
            continue
        try:
            conn.step()
        except OSError:
            idle += 1

    c.check(sent < 1000, "a client that does not read may not send for ever",
            sent)
    have = len(raw.answers(openrtb, s))
    c.check(0 < have < sent, "... has less answers than it asked for",
            (have, sent))

    conn.sock.settimeout(10.0)
    conn.send(h2.frame(h2.WINDOW_UPDATE, 0, s, struct.pack(">I", 1 << 24)))
    conn.data(s, b"", True)
    conn.finish(s)
    c.equal(len(raw.answers(openrtb, s)), sent,
            "... and gets them all when it does")

    # one that goes away instead

    for _ in range(3):
        gone = Raw(c, port)
        s = gone.open("StreamBids")
        gone.connection.data(s, body * 3)
        gone.connection.close()
    s = raw.open("StreamBids")
    conn.data(s, body)
    conn.reset(s)
    s = raw.open()
    conn.data(s, body, True)
    conn.finish(s)
    c.equal(len(raw.answers(openrtb, s)), 1, "clients that go away")


def idle(c, port, openrtb):
    """nginx's own time limits: client_body_timeout and send_timeout."""
    body = message(request(openrtb).SerializeToString())
    raw = Raw(c, port)
    conn = raw.connection

    s = raw.open()
    conn.data(s, body, True)
    conn.finish(s)
    raw.name = raw.trailers(s)[1:-2]

    s = raw.open("StreamBids")
    conn.data(s, body)
    conn.finish(s)
    c.equal((len(raw.answers(openrtb, s)), raw.status(s)), (1, 14),
            "a stream without a message for long is ended")

    s = raw.open()
    conn.data(s, body[:-1])
    conn.finish(s)
    c.equal(raw.status(s), 14, "... and a call whose message does not come")

    # the window of 65535 bytes is full long before the last of these

    s = raw.open("StreamBids")
    for at in range(0, 60000 - len(body), len(body)):
        conn.data(s, body)
    conn.data(s, b"", True)
    conn.finish(s)
    c.check(raw.stream(s)["reset"], "... and one who takes no answers")


def counted(c, nginx, service, openrtb):
    def read():
        text = client.once(nginx.port, uri="/metrics").body.decode()
        return metrics.total(text, "campaign_bid_requests_total")

    before = read()
    list(service.stream(many(openrtb, 30), timeout=10))
    service.process(request(openrtb))
    status(service.process, openrtb.BidRequest(id="x"))
    c.equal(read() - before, 32, "each message is a bid request in the metrics")

    log = server.wait_for(lambda: [l for l in nginx.read("bids.log").split("\n")
                                   if "error field_missing 3" in l])
    c.check(log, "the access log has the decision and the status",
            nginx.read("bids.log")[-300:])


def drained(c, nginx, service, openrtb):
    asked = queue.Queue()
    answers = service.stream(iter(asked.get, None))
    asked.put(request(openrtb))
    next(answers)

    old = nginx.workers()
    began = time.monotonic()
    ended = []
    waiter = threading.Thread(
        target=lambda: ended.append(status(next, answers)))
    waiter.start()
    c.check(nginx.reload(), "a reload with a stream open")
    waiter.join(10)
    asked.put(None)
    c.equal([e[0] for e in ended], ["UNAVAILABLE"], "... ends the stream")
    c.check(server.wait_for(lambda: not any(server.alive(p) for p in old))
            and time.monotonic() - began < 8, "... and the old worker")
    c.equal(service.process(request(openrtb, ident="new"),
                            wait_for_ready=True, timeout=10).id, "new",
            "... and the new one bids")


def main(c):
    stubs.have()
    openrtb, bidding = stubs.load(c)
    port, other, third = (server.free_port() for _ in range(3))
    nginx = server.Nginx(c, http="""
        log_format bids '$request_uri $campaign_decision $campaign_reason '
                        '$campaign_grpc_status';
        server {
            listen 127.0.0.1:%d http2;
            location / { campaign_grpc; }
            access_log bids.log bids;
        }
        server {
            listen 127.0.0.1:%d http2;
            client_body_timeout 300ms;
            send_timeout 300ms;
            location / { campaign_grpc; }
        }""" % (port, third), server="location /campaign. { campaign_grpc; }").start()
    empty = server.Nginx(c, "empty", campaign="campaign_ready_requires "
                         "catalog;", http="""
        server {
            listen 127.0.0.1:%d http2;
            location / { campaign_grpc; }
        }""" % other).start()

    service = stubs.Service(c, port, openrtb, bidding)
    unready = stubs.Service(c, other, openrtb, bidding)

    unary(c, nginx, service, openrtb)
    errors(c, service, openrtb)
    health(c, service, bidding, unready)
    got = unready.process(request(openrtb))
    c.equal((got.id, got.nbr), ("r1", 1), "no catalogue is no bid")
    streams(c, service, openrtb)
    frames(c, port, openrtb)
    slow(c, nginx, port, openrtb)
    idle(c, third, openrtb)
    counted(c, nginx, service, openrtb)
    drained(c, nginx, service, openrtb)

    answer = client.once(nginx.port, "POST",
                         "/campaign.BiddingService/ProcessBid", b"x",
                         ["Content-Type: application/grpc"])
    c.equal((answer.status, answer.json()["error"]["code"]),
            (505, "http_version"), "HTTP/1.1 is told what is spoken")


case.run(main)
