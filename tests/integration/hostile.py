#!/usr/bin/env python3
"""Whatever comes, there is a defined answer, and the next bid is served."""

import gzip
import os
import random
import socket
import sys
import threading
import time
import zlib

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import bodies
import case
import client
import server
import varied

PIPELINED = 400
GOOD = bodies.text(bodies.banner())


def served(c, nginx, title):
    answer = client.once(nginx.port, "POST", "/v1/bid", GOOD)
    c.equal(answer.status, 200, "a bid after " + title)


def answer_of(nginx, body, *headers):
    return client.once(nginx.port, "POST", "/v1/bid", body, headers)


def truncated(c, nginx):
    """Every prefix of a request."""
    statuses, faults = {}, []
    conn = None
    for n in range(1, len(GOOD)):
        if conn is None or conn.closing:
            conn = client.Connection(nginx.port)
        a = conn.bid(GOOD[:n])
        statuses[a.status] = statuses.get(a.status, 0) + 1
        error = a.json().get("error", {}) if a.status == 400 else {}
        if not {"field", "fault", "allowed"} <= set(error):
            faults.append("%d: %d %s" % (n, a.status, a.body))
    c.equal(set(statuses), {400}, "every half of a body is 400")
    c.check(not faults, "... with field, fault and what is allowed",
            faults[:5])
    served(c, nginx, "half bodies")


def shorter_than_said(c, nginx):
    for _ in range(20):
        s = socket.create_connection(("127.0.0.1", nginx.port), 5)
        s.sendall(client.message("POST", "/v1/bid", GOOD)[:-20])
        s.shutdown(socket.SHUT_WR)
        s.settimeout(10)
        data = b""
        try:
            while True:
                part = s.recv(4096)
                if not part:
                    break
                data += part
        except OSError:
            pass
        s.close()
        if data and b" 400 " not in data.split(b"\r\n")[0]:
            c.check(False, "a body that ends too early", data[:100])
            return
    c.check(True, "bodies that end too early are dropped or 400")
    served(c, nginx, "them")


def odd(c, nginx):
    deep = b'{"id":"1","imp":[{"id":"1","ext":' + b"[" * 5000 + b"]" * 5000 \
        + b"}]}"
    for title, body, headers, statuses in (
            ("nothing", b"", (), (400,)),
            ("a number", b"1", (), (400,)),
            ("null", b"null", (), (400,)),
            ("deep nesting", deep, (), (400,)),
            ("a key twice", b'{"id":"1","id":"2","imp":[{"id":"1"}]}', (),
             (400,)),
            ("invalid UTF-8", GOOD.replace(b"news", b"n\xc3\x28s"), (),
             (400,)),
            ("an overlong UTF-8 form", GOOD.replace(b"news", b"n\xc0\xafs"),
             (), (400,)),
            ("a lone surrogate", GOOD.replace(b"news", b"n\\ud800s"), (),
             (400,)),
            ("a zero byte", GOOD.replace(b"news", b"ne\x00s"), (), (400,)),
            ("no imp", b'{"id":"1","imp":[]}', (), (400,)),
            ("a wrong type", GOOD.replace(b'"at":1', b'"imp":5', 1), (),
             (400,)),
            ("too large", bodies.text(bodies.banner(ext={"x": "y" * 300000})),
             (), (413,)),
            ("an image", GOOD, ("Content-Type: image/png",), (415,)),
            ("brotli", GOOD, ("Content-Encoding: br",), (415,)),
            ("gzip that is none", GOOD, ("Content-Encoding: gzip",),
             (200, 400))):
        a = answer_of(nginx, body, *headers)
        c.check(a.status in statuses, "%s: %d" % (title, a.status), a.body)
        if a.status != 200:
            c.check("error" in a.json(), title + ": the error is told", a.body)
    for method in ("GET", "PUT", "DELETE"):
        a = client.once(nginx.port, method, "/v1/bid")
        c.equal((a.status, a.headers.get("allow")), (405, "POST"), method)
    served(c, nginx, "odd bodies")


def bombs(c, nginx):
    packed = gzip.compress(GOOD)
    a = answer_of(nginx, packed, "Content-Encoding: gzip")
    c.equal(a.status, 200, "gzip")
    a = answer_of(nginx, packed)
    c.equal(a.status, 200, "gzip that is not announced")

    rss = memory(nginx.worker())
    worst = 0.0
    for size in (1 << 20, 64 << 20, 256 << 20):
        z = zlib.compressobj(9, zlib.DEFLATED, 31)
        bomb = b"".join([z.compress(b" " * (1 << 20))
                         for _ in range(size >> 20)] + [z.flush()])
        start = time.monotonic()
        a = answer_of(nginx, bomb[:100000], "Content-Encoding: gzip")
        worst = max(worst, time.monotonic() - start)
        c.check(a.status in (400, 413), "a bomb of %d MB: %d"
                % (size >> 20, a.status), a.body)
    c.check(memory(nginx.worker()) - rss < 4096,
            "bombs take no memory", memory(nginx.worker()) - rss)

    for n in range(1, len(packed), 7):
        a = answer_of(nginx, packed[:n], "Content-Encoding: gzip")
        if a.status != 400:
            c.check(False, "half of a gzip body", (n, a.status, a.body))
    broken = bytearray(packed)
    broken[len(broken) // 2] ^= 0xff
    a = answer_of(nginx, bytes(broken), "Content-Encoding: gzip")
    c.equal(a.status, 400, "gzip with a flipped bit")
    a = answer_of(nginx, packed + packed, "Content-Encoding: gzip")
    c.check(a.status in (200, 400), "two gzip members: %d" % a.status)
    served(c, nginx, "bombs")


def memory(pid):
    """Resident kilobytes."""
    with open("/proc/%d/status" % pid) as f:
        return [int(l.split()[1]) for l in f if l.startswith("VmRSS")][0]


def slow(c, nginx):
    """One byte at a time on many connections; others do not notice."""
    wire = client.message("POST", "/v1/bid", GOOD)
    conns = [client.Connection(nginx.port) for _ in range(20)]
    for at in range(0, len(wire), 40):
        for conn in conns:
            conn.send(wire[at:at + 40])
        if at % 200 == 0:
            served_quietly(nginx)
    c.equal({conn.answer().status for conn in conns}, {200},
            "slow clients get their bids")
    for conn in conns:
        conn.close()


def served_quietly(nginx):
    a = client.once(nginx.port, "POST", "/v1/bid", GOOD)
    if a.status != 200:
        raise AssertionError("no bid beside slow clients: %d" % a.status)


def slow_readers(c, nginx):
    """More answers than sockets hold, to clients that do not read yet."""
    conns = [client.Connection(nginx.small, 30) for _ in range(10)]
    senders = [threading.Thread(target=conn.send, args=(
        client.message("POST", "/v1/bid", GOOD) * PIPELINED,), daemon=True)
        for conn in conns]
    for t in senders:
        t.start()
    time.sleep(0.3)
    served(c, nginx, "clients that do not read")
    statuses = {conn.answer().status for conn in conns
                for _ in range(PIPELINED)}
    c.equal(statuses, {200}, "they get their answers in the end")
    for t in senders:
        t.join(30)
    for conn in conns:
        conn.close()


def aborts(c, nginx):
    """Clients that go at every point of a request."""
    wire = client.message("POST", "/v1/bid", GOOD)
    rng = random.Random(1)
    for i in range(300):
        s = socket.create_connection(("127.0.0.1", nginx.port), 5)
        s.sendall(wire[:rng.randint(1, len(wire))])
        if i % 2:
            # a reset instead of an end
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                         b"\1\0\0\0\0\0\0\0")
        s.close()
    served(c, nginx, "clients that go")


def garbage(c, nginx):
    """Fifty connections at once: right, torn, mutated and random."""
    texts = [bodies.text(r) for r in varied.requests(60, seed=3)]
    wrong = []

    def work(seed):
        rng = random.Random(seed)
        for _ in range(25):
            try:
                status = one(nginx.port, rng, texts)
            except (OSError, client.Broken, ValueError, IndexError):
                continue
            if status not in (200, 204, 400, 405, 408, 411, 413, 414, 415,
                              501, 505):
                wrong.append(status)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(50)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(120)
    c.check(not any(t.is_alive() for t in threads), "no connection is stuck")
    c.check(not wrong, "only answers that are defined", wrong[:10])
    served(c, nginx, "garbage")


def one(port, rng, texts):
    body = bytearray(rng.choice(texts))
    kind = rng.randrange(6)
    if kind == 1:
        del body[rng.randrange(len(body)):]
    elif kind == 2:
        for _ in range(rng.randint(1, 20)):
            body[rng.randrange(len(body))] = rng.randrange(256)
    elif kind == 3:
        body = bytearray(rng.randbytes(rng.randint(1, 3000)))
    elif kind == 4:
        at = rng.randrange(len(body))
        body[at:at] = body[:rng.randrange(len(body))]
    conn = client.Connection(port, 5)
    try:
        if kind == 5:
            conn.send(rng.randbytes(rng.randint(1, 500)) + b"\r\n\r\n")
        else:
            conn.send(client.message("POST", "/v1/bid", bytes(body)))
        return conn.answer().status
    finally:
        conn.close()


def main(c):
    small = server.free_port()
    nginx = server.Nginx(c, http="""
        client_body_timeout 10s;
        server {
            listen 127.0.0.1:%d sndbuf=8k;
            location = /v1/bid { campaign_bid; }
        }""" % small).start()
    nginx.small = small
    worker = nginx.worker()

    for part in (truncated, shorter_than_said, odd, bombs, slow, slow_readers,
                 aborts, garbage):
        part(c, nginx)

    c.equal(nginx.worker(), worker, "the worker is the first one")
    c.check("exited on signal" not in nginx.log(), "no worker died")
    conns = client.once(nginx.port, uri="/health")
    c.equal(conns.status, 200, "healthy")


case.run(main)
