"""HTTP/2 frames on a socket: as much as it takes to misbehave."""

import socket
import struct

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = \
    0, 1, 3, 4, 6, 7, 8
END_STREAM, ACK, END_HEADERS = 1, 1, 4

# of the static table of RFC 7541, as indexed fields
STATUS = {0x88: 200, 0x89: 204, 0x8a: 206, 0x8b: 304, 0x8c: 400, 0x8d: 404,
          0x8e: 500}


def frame(kind, flags, stream, payload=b""):
    return (struct.pack(">I", len(payload))[1:] + bytes([kind, flags])
            + struct.pack(">I", stream) + payload)


def literal(name, value):
    """A field that no table remembers, without Huffman coding."""
    name, value = name.encode(), value.encode()
    return (b"\x00" + length(len(name)) + name + length(len(value)) + value)


def length(n):
    if n < 127:
        return bytes([n])
    out, n = [127], n - 127
    while n >= 128:
        out.append(n % 128 + 128)
        n //= 128
    return bytes(out + [n])


class Connection:

    def __init__(self, port, timeout=10.0):
        self.sock = socket.create_connection(("127.0.0.1", port), timeout)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.next = 1
        self.streams = {}
        self.goaway = False
        self.sock.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
                          + frame(SETTINGS, 0, 0)
                          + frame(WINDOW_UPDATE, 0, 0,
                                  struct.pack(">I", 1 << 24)))

    def close(self):
        self.sock.close()

    def send(self, data):
        self.sock.sendall(data)

    def open(self, method="POST", uri="/v1/bid", size=None, end=False,
             headers=()):
        stream, self.next = self.next, self.next + 2
        fields = [(":method", method), (":scheme", "http"), (":path", uri),
                  (":authority", "localhost")]
        if size is not None:
            fields += [("content-type", "application/json"),
                       ("content-length", str(size))]
        block = b"".join(literal(*f) for f in fields + list(headers))
        self.streams[stream] = {"status": None, "body": b"", "end": False,
                                "reset": False}
        self.send(frame(HEADERS, END_HEADERS | (END_STREAM if end else 0),
                        stream, block))
        return stream

    def data(self, stream, payload, end=False):
        self.send(frame(DATA, END_STREAM if end else 0, stream, payload))

    def reset(self, stream, code=8):
        self.send(frame(RST_STREAM, 0, stream, struct.pack(">I", code)))

    def post(self, body, step=16000, headers=()):
        stream = self.open(size=len(body), headers=headers)
        for at in range(0, len(body), step):
            part = body[at:at + step]
            self.data(stream, part, at + step >= len(body))
        return stream

    def read_frame(self):
        while len(self.buffer) < 9 or len(self.buffer) < 9 + self.size():
            data = self.sock.recv(65536)
            if not data:
                return None
            self.buffer += data
        size = self.size()
        kind, flags = self.buffer[3], self.buffer[4]
        stream = struct.unpack(">I", self.buffer[5:9])[0] & 0x7fffffff
        payload = self.buffer[9:9 + size]
        self.buffer = self.buffer[9 + size:]
        return kind, flags, stream, payload

    def size(self):
        return struct.unpack(">I", b"\0" + self.buffer[:3])[0]

    def step(self):
        got = self.read_frame()
        if got is None:
            return False
        kind, flags, stream, payload = got
        s = self.streams.get(stream)
        if kind == SETTINGS and not flags & ACK:
            self.send(frame(SETTINGS, ACK, 0))
        elif kind == GOAWAY:
            self.goaway = True
        elif s is not None:
            self.step_stream(s, kind, flags, payload)
        return True

    def step_stream(self, s, kind, flags, payload):
        if kind == HEADERS and s["status"] is None:
            s["status"] = status(payload)
        elif kind == DATA:
            s["body"] += payload
        elif kind == RST_STREAM:
            s["end"] = s["reset"] = True
        if kind in (HEADERS, DATA) and flags & END_STREAM:
            s["end"] = True

    def finish(self, *streams):
        """Reads until all of these streams have ended."""
        while not all(self.streams[s]["end"] for s in streams):
            if not self.step():
                return False
        return True


def status(block):
    first = block[0]
    # a change of the table's size comes first
    while first & 0xe0 == 0x20:
        block = block[1:]
        first = block[0]
    if first in STATUS:
        return STATUS[first]
    # a literal with the name of the static table: three digits
    return int(block[2:5]) if block[1] == 3 else 0
