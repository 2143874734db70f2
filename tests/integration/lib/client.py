"""HTTP/1.1 on a socket, strict about what comes back; load from threads."""

import json
import socket
import threading
import time


class Answer:

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body.decode("utf-8"))


class Broken(Exception):
    pass


class Connection:

    def __init__(self, port, timeout=10.0):
        self.sock = socket.create_connection(("127.0.0.1", port), timeout)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.closing = False

    def close(self):
        self.sock.close()

    def send(self, data):
        self.sock.sendall(data)

    def request(self, method="GET", uri="/", body=b"", headers=()):
        self.send(message(method, uri, body, headers))
        return self.answer(method)

    def bid(self, body, *headers):
        return self.request("POST", "/v1/bid", body, headers)

    def more(self):
        data = self.sock.recv(65536)
        if not data:
            raise Broken("closed, %d bytes unread" % len(self.buffer))
        self.buffer += data

    def line(self):
        while b"\r\n" not in self.buffer:
            self.more()
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line.decode("latin-1")

    def take(self, count):
        while len(self.buffer) < count:
            self.more()
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def answer(self, method="POST"):
        status = self.line().split(" ", 2)
        if len(status) < 2 or not status[0].startswith("HTTP/1."):
            raise Broken("status line %r" % status)
        headers = {}
        while True:
            line = self.line()
            if line == "":
                break
            name, value = line.split(":", 1)
            headers[name.lower()] = value.strip()
        code = int(status[1])
        self.closing = headers.get("connection") == "close"
        return Answer(code, headers, self.body(method, code, headers))

    def body(self, method, code, headers):
        if method == "HEAD" or code in (204, 304):
            return b""
        if headers.get("transfer-encoding") == "chunked":
            return self.chunks()
        if "content-length" in headers:
            return self.take(int(headers["content-length"]))
        data = self.buffer
        try:
            while True:
                self.more()
        except Broken:
            data = self.buffer
        self.buffer = b""
        return data

    def chunks(self):
        data = b""
        while True:
            size = int(self.line().split(";")[0], 16)
            if size == 0:
                while self.line():
                    pass
                return data
            data += self.take(size)
            if self.take(2) != b"\r\n":
                raise Broken("chunk without end")


def message(method, uri, body=b"", headers=()):
    lines = ["%s %s HTTP/1.1" % (method, uri), "Host: localhost"]
    if body or method in ("POST", "PUT"):
        lines.append("Content-Length: %d" % len(body))
    if body and not any(h.lower().startswith("content-type:")
                        for h in headers):
        lines.append("Content-Type: application/json")
    lines.extend(headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def once(port, method="GET", uri="/", body=b"", headers=()):
    c = Connection(port)
    try:
        return c.request(method, uri, body, headers)
    finally:
        c.close()


class Load:
    """Threads that send bodies one after another, each on its connection.

    A connection that the server closed before a request was sent whole is
    opened anew and the request sent again, as every HTTP client does: that is
    what keep-alive means for a server that quits.
    """

    def __init__(self, port, bodies, threads=4, check=None, reuse=1000):
        self.port, self.bodies, self.check = port, bodies, check
        self.reuse = reuse
        self.running = True
        self.lock = threading.Lock()
        self.counts = {}
        self.faults = []
        self.threads = [threading.Thread(target=self.work, args=(i,),
                                         daemon=True)
                        for i in range(threads)]

    def __enter__(self):
        for t in self.threads:
            t.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.running = False
        for t in self.threads:
            t.join(30)

    def total(self):
        with self.lock:
            return sum(self.counts.values())

    def wait(self, count, seconds=30.0):
        """Until so many more have been answered."""
        end = time.monotonic() + seconds
        want = self.total() + count
        while self.total() < want:
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def work(self, index):
        c, n, used = None, index, 0
        while self.running:
            body = self.bodies[n % len(self.bodies)]
            n += 1
            fresh = c is None
            try:
                if fresh:
                    c, used = Connection(self.port), 0
                a = c.bid(body)
            except (OSError, Broken) as e:
                unread = c is not None and c.buffer == b""
                if c is not None:
                    c.close()
                c = None
                if fresh or not unread or isinstance(e, socket.timeout):
                    self.fault("%s: %s" % (type(e).__name__, e))
                else:
                    n -= 1
                continue
            used += 1
            self.count(a, body)
            if c.closing or used >= self.reuse:
                c.close()
                c = None
        if c is not None:
            c.close()

    def count(self, answer, body):
        fault = self.check(answer, body) if self.check else None
        with self.lock:
            self.counts[answer.status] = self.counts.get(answer.status, 0) + 1
        if fault:
            self.fault(fault)

    def fault(self, text):
        with self.lock:
            self.faults.append(text)
