#!/usr/bin/env python3
"""Streams with much to answer, and who else is served meanwhile."""

import os
import signal
import struct
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import case
import client
import h2
import metrics
import protobuf
import server

WINDOW = 65535
HEADERS = (("te", "trailers"), ("content-type", "application/grpc"))


class Messages:
    """As many as the window takes, each with an id of its own."""

    def __init__(self):
        schema = protobuf.Schema(os.path.join(case.TOP, "schema",
                                              "openrtb.proto"))
        self.schema = schema
        self.name = [n for n in schema.messages
                     if n.endswith("BidRequest")][0]

    def message(self, ident, **more):
        request = {"id": ident, "imp": [
            {"id": "1", "bidfloor": 0.01,
             "banner": {"format": [{"w": 300, "h": 250}]}}]}
        request.update(more)
        data = self.schema.encode(self.name, request)
        return struct.pack(">BI", 0, len(data)) + data

    def window(self, size=WINDOW, **more):
        size //= len(self.message("0000", **more))
        return [self.message("%04d" % i, **more) for i in range(size)]


def answers(stream):
    """Their ids, in order."""
    data, found = stream["body"], []
    while len(data) >= 5:
        size = struct.unpack(">I", data[1:5])[0]
        message, data = data[5:5 + size], data[5 + size:]
        found.append(message[2:2 + message[1]].decode())
    return found


def frames(stream, messages, end):
    data = b"".join(messages)
    parts = [data[at:at + 16384] for at in range(0, len(data), 16384)]
    return b"".join(h2.frame(h2.DATA, h2.END_STREAM * (end and i + 1
                                                       == len(parts)),
                             stream, part) for i, part in enumerate(parts))


def open_stream(c, port, connection=None):
    if connection is None:
        connection = h2.Connection(port, 60)
        c.later(connection.close)
        connection.send(h2.frame(h2.SETTINGS, 0, 0,
                                 struct.pack(">HI", 4, 1 << 24)))
    return connection, connection.open(
        uri="/campaign.BiddingService/StreamBids", headers=HEADERS)


class Stopped:
    """What is sent meanwhile is all there when the worker looks."""

    def __init__(self, nginx):
        self.pid = nginx.worker()

    def __enter__(self):
        time.sleep(0.05)
        os.kill(self.pid, signal.SIGSTOP)

    def __exit__(self, *failed):
        os.kill(self.pid, signal.SIGCONT)


def total(asking):
    text = asking.request("GET", "/metrics").body.decode()
    return metrics.total(text, "campaign_bid_requests_total")


def between(c, nginx, port, streams, messages):
    """How often somebody else is answered while these are worked off."""
    connection, first = open_stream(c, port)
    numbers = [first] + [open_stream(c, port, connection)[1]
                         for _ in range(streams - 1)]
    asking = client.Connection(nginx.port)
    c.later(asking.close)

    before = total(asking)
    count = before + streams * len(messages)
    with Stopped(nginx):
        connection.send(b"".join(frames(s, messages, True) for s in numbers))

    seen = set()
    while True:
        now = total(asking)
        if now >= count:
            break
        if now > before:
            seen.add(now)

    c.check(connection.finish(*numbers), "all of them end")
    want = ["%04d" % i for i in range(len(messages))]
    c.check(all(answers(connection.streams[s]) == want for s in numbers),
            "every message is answered, in order")
    return len(seen)


def fair(c, nginx, port, streams, messages):
    """A client that did not get to run in time asks again."""
    for _ in range(20):
        if between(c, nginx, port, streams, messages):
            break
    else:
        c.check(False, "others are answered in between, %d streams" % streams)
        return
    c.check(True, "others are answered in between, %d streams" % streams)


def gone(c, nginx, port, messages):
    """Streams and connections that end while they wait for their turn."""
    for _ in range(5):
        connection, s = open_stream(c, port)
        other = open_stream(c, port, connection)[1]
        with Stopped(nginx):
            connection.send(frames(s, messages, False)
                            + frames(other, messages[:100], True))
        connection.step()
        connection.reset(s)
        c.check(connection.finish(other)
                and len(answers(connection.streams[other])) == 100,
                "one stream is reset, the other goes on")

        connection, s = open_stream(c, port)
        with Stopped(nginx):
            connection.send(frames(s, messages, True))
        connection.close()

        connection = h2.Connection(port, 60)
        c.later(connection.close)
        s = connection.open(uri="/campaign.BiddingService/StreamBids",
                            headers=HEADERS + (("grpc-timeout", "2m"),))
        with Stopped(nginx):
            connection.send(frames(s, messages, False))
        c.check(connection.finish(s), "the time of a stream ends")


def late(c, nginx, port, messages):
    """tmax runs while those before it are worked off."""
    connection, s = open_stream(c, port)
    before = timeouts(nginx)
    with Stopped(nginx):
        connection.send(frames(s, messages, True))
    c.check(connection.finish(s), "a window of messages with little time")
    c.equal(len(answers(connection.streams[s])), len(messages),
            "... has all its answers")
    count = timeouts(nginx) - before
    c.check(0 < count < len(messages), "... the last are too late", count)


def timeouts(nginx):
    text = client.once(nginx.port, uri="/metrics").body.decode()
    return metrics.total(text, "campaign_nobid_total",
                         'reason="timeout"')


def drained(c, nginx, port, messages):
    connection, s = open_stream(c, port)
    worker = nginx.worker()
    with Stopped(nginx):
        connection.send(frames(s, messages, False))
        os.kill(worker, signal.SIGQUIT)
    connection.finish(s)
    c.equal(len(answers(connection.streams[s])), len(messages),
            "a worker that is to go answers what came")
    c.check(server.wait_for(lambda: not server.alive(worker)), "... and goes")


def main(c):
    port = server.free_port()
    nginx = server.Nginx(c, http="""
        server {
            listen 127.0.0.1:%d http2 rcvbuf=1m;
            location / { campaign_grpc; campaign_tmax_margin 0; }
        }""" % port).start()
    messages = Messages()

    fair(c, nginx, port, 1, messages.window())
    fair(c, nginx, port, 8, messages.window(WINDOW // 8))
    gone(c, nginx, port, messages.window())
    late(c, nginx, port, messages.window(tmax=2))
    drained(c, nginx, port, messages.window())


case.run(main)
