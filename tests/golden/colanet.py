#!/usr/bin/env python3
"""The golden vectors of the network, by a second program.

It shares nothing with core/model but the file format and the three formulas
of core/model/model.h, which it computes as they stand there: dense, over all
256 inputs, in double precision.  Two models are used: the bundled one, and
one that this program makes, whose weights are multiples of 1/64, so that all
sums are exact and a neuron can be put precisely on its threshold.

    tests/golden/colanet.py         writes grid.cxm and colanet.txt anew
    tests/golden/colanet.py check   fails if they would differ

A line of colanet.txt is a keyword and numbers:

    model PATH ID       the vectors that follow are of this model
    vector LABEL        begins one
    user I:V ...        active inputs, 0 to 191
    imp I:V ...         active inputs, 0 to 191
    offer I ...         columns of an offer, 0 to 63; then its outputs:
    fires J ...         the hidden neurons that fire
    y Y ...             16 or 64 of them
"""

import os
import struct
import sys

INPUTS, USER, HIDDEN, OUTPUTS, HEADS = 256, 192, 64, 64, 16
MASK = (1 << 64) - 1
HEADER = struct.Struct("<8sIIIIIIQqII32sQ")
FLOATS = HIDDEN * INPUTS + 2 * HIDDEN + OUTPUTS * HIDDEN + OUTPUTS
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
K = (0xA0761D6478BD642F, 0xE7037ED1A0B428DB,
     0x8EBC6AF09C88C6E3, 0x589965CC75374CC3)


def mix(a, b):
    m = (a ^ K[0]) * (b ^ K[1])
    return (m & MASK) ^ (m >> 64)


def word(data, at):
    return int.from_bytes(data[at:at + 8], "little")


def hash64(data, seed):
    n = len(data)
    h = mix(seed ^ K[2], n ^ K[3])
    at = 0
    while n - at >= 16:
        h = mix(word(data, at) ^ h, word(data, at + 8) ^ K[2])
        at += 16
    n -= at
    if n >= 8:
        return mix(word(data, at) ^ h, word(data, at + n - 8) ^ K[0])
    p = data[at:]
    tail = 0
    if n >= 4:
        tail = (int.from_bytes(p[:4], "little") << 32
                | int.from_bytes(p[n - 4:], "little"))
    elif n:
        tail = p[0] << 16 | p[n >> 1] << 8 | p[n - 1]
    return mix(tail ^ h, K[0])


def checksum(data):
    lanes = [K[0], K[0] ^ K[3], K[2], K[3]]
    whole = len(data) // 32 * 32
    for at in range(0, whole, 32):
        for i in range(4):
            lanes[i] = mix(word(data, at + 8 * i), lanes[i])
    h = hash64(data[whole:], len(data))
    for lane in lanes:
        h = mix(h, lane)
    return h


class Model:
    def __init__(self, path):
        with open(path, "rb") as f:
            data = f.read()
        (magic, order, form, layout, inputs, hidden, outputs, size, _, _,
         heads, _, ident) = HEADER.unpack_from(data)
        (total,) = struct.unpack_from("<Q", data, HEADER.size)
        body = data[HEADER.size + 8:]
        assert magic == b"CXMODEL\0" and order == 0x01020304 and form == 1
        assert (layout, heads) == (1, HEADS)
        assert (inputs, hidden, outputs) == (INPUTS, HIDDEN, OUTPUTS)
        assert size == len(data) and len(body) == 4 * FLOATS
        assert total == checksum(data[:HEADER.size]), "header's checksum"
        assert ident == checksum(body), "weights' checksum"
        v = struct.unpack("<%df" % FLOATS, body)
        self.ident = ident
        self.w1 = [v[j * INPUTS:(j + 1) * INPUTS] for j in range(HIDDEN)]
        at = HIDDEN * INPUTS
        self.b1 = v[at:at + HIDDEN]
        at += HIDDEN
        self.threshold = v[at:at + HIDDEN]
        at += HIDDEN
        self.w2 = [v[at + i * HIDDEN:at + (i + 1) * HIDDEN]
                   for i in range(OUTPUTS)]
        self.b2 = v[at + OUTPUTS * HIDDEN:]

    def sums(self, x):
        return [b + sum(w * v for w, v in zip(row, x))
                for row, b in zip(self.w1, self.b1)]

    def run(self, x):
        s = self.sums(x)
        h = [1.0 if a > t else 0.0 for a, t in zip(s, self.threshold)]
        y = [b + sum(w * v for w, v in zip(row, h))
             for row, b in zip(self.w2, self.b2)]
        near = min(abs(a - t) for a, t in zip(s, self.threshold))
        return h, y, near


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005
                      + 1442695040888963407) & MASK
        return (self.state >> 33) % n


def grid():
    """A model whose weights are multiples of 1/64: sums of them are exact."""
    r = Numbers(2)
    v = [(r.below(129) - 64) / 64 for _ in range(HIDDEN * INPUTS)]
    v += [(r.below(65) - 32) / 64 for _ in range(HIDDEN)]
    v += [(r.below(65) - 32) / 64 for _ in range(HIDDEN)]
    v += [(r.below(129) - 64) / 64 for _ in range(OUTPUTS * HIDDEN)]
    v += [(r.below(129) - 64) / 64 for _ in range(OUTPUTS)]
    body = struct.pack("<%df" % FLOATS, *v)
    head = HEADER.pack(b"CXMODEL\0", 0x01020304, 1, 1, INPUTS, HIDDEN,
                       OUTPUTS, HEADER.size + 8 + len(body), 1767225600, 7,
                       HEADS, b"grid", checksum(body))
    return head + struct.pack("<Q", checksum(head)) + body


def vector(user, imp, offer):
    x = [0.0] * INPUTS
    for k, v in user + imp:
        x[k] += v
    for k in offer:
        x[USER + k] += 1.0
    return x


def pick(r, n, first, size):
    chosen = []
    while len(chosen) < n:
        k = first + r.below(size)
        if k not in chosen:
            chosen.append(k)
    return sorted(chosen)


def number(v):
    return "%.9g" % v


def pairs(keyword, active):
    return " ".join([keyword] + ["%d:%s" % (k, number(v)) for k, v in active])


def write_vector(out, m, label, user, imp, offers, outputs, margin):
    """An offer that leaves a neuron closer to its threshold than float sums
    are exact is left out: both answers would be right."""
    lines = ["vector %s" % label, pairs("user", user), pairs("imp", imp)]
    for offer in offers:
        h, y, near = m.run(vector(user, imp, offer))
        if near < margin:
            continue
        lines.append(" ".join(["offer"] + [str(k) for k in offer]))
        lines.append(" ".join(["fires"] + [str(j) for j in range(HIDDEN)
                                           if h[j]]))
        lines.append(" ".join(["y"] + [number(v) for v in y[:outputs]]))
    out.extend(lines)


def ordinary(out, m, count, seed, scale, margin):
    r = Numbers(seed)
    for n in range(count):
        user = [(k, 1.0) for k in pick(r, 8 + r.below(24), 32, 136)]
        user += [(k, (1 + r.below(scale)) / scale)
                 for k in pick(r, r.below(6), 0, 32)]
        imp = [(k, 1.0) for k in pick(r, r.below(6), 168, 24)]
        offers = [pick(r, r.below(9), 0, 64) for _ in range(4)]
        outputs = OUTPUTS if n % 4 == 0 else HEADS
        write_vector(out, m, "ordinary-%d" % n, user, imp, offers, outputs,
                     margin)


def edges(out, m):
    """A neuron at, just above and just below its threshold.  One input's
    value is chosen so that the sum lands there; all in multiples of 2**-20,
    which floats of this size hold exactly."""
    r = Numbers(9)
    step = 2.0 ** -20
    done = 0
    while done < 8:
        j = r.below(HIDDEN)
        k = r.below(32)
        w = m.w1[j][k]
        if abs(w) not in (0.25, 0.5, 1.0):
            continue
        base = [(i, 1.0) for i in pick(r, 10, 32, 136)]
        offer = pick(r, 5, 0, 64)
        s = m.sums(vector(base, [], offer))[j]
        value = (m.threshold[j] - s) / w
        for label, move in (("at", 0), ("above", 1), ("below", -1)):
            v = value + move * step / w
            user = base + [(k, v)]
            fires = m.run(vector(user, [], offer))[0][j]
            assert fires == (1.0 if move > 0 else 0.0)
            write_vector(out, m, "neuron-%d-%s" % (j, label), user, [],
                         [offer], HEADS, 0)
        done += 1


def corners(out, m):
    write_vector(out, m, "nothing", [], [], [[]], OUTPUTS, 0)
    write_vector(out, m, "everything", [(k, 1.0) for k in range(104)],
                 [(k, 1.0) for k in range(104, 192)],
                 [list(range(8 * i, 8 * i + 8)) for i in range(8)], OUTPUTS,
                 0)


def files():
    path = os.path.join(HERE, "grid.cxm")
    made = grid()
    yield path, made
    if not os.path.exists(path):
        with open(path, "wb") as f:
            f.write(made)
    out = []
    m = Model(os.path.join(ROOT, "conf/model/colanet.cxm"))
    out.append("model conf/model/colanet.cxm %016x" % m.ident)
    ordinary(out, m, 40, 1, 1000, 2e-5)
    m = Model(path)
    out.append("model tests/golden/grid.cxm %016x" % m.ident)
    ordinary(out, m, 20, 5, 16, 0)
    edges(out, m)
    corners(out, m)
    yield (os.path.join(HERE, "colanet.txt"),
           ("\n".join(out) + "\n").encode())


def main():
    check = sys.argv[1:] == ["check"]
    differ = False
    for path, data in files():
        if check:
            with open(path, "rb") as f:
                if f.read() != data:
                    print("%s differs" % path)
                    differ = True
        else:
            with open(path, "wb") as f:
                f.write(data)
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
