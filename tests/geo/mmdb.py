#!/usr/bin/env python3
"""Writes a MaxMind database.

mmdb.py [--type=GeoLite2-City] [--size=24|28|32] [--ip=4|6] OUT < LINES

A line is a network, blanks and a JSON object; networks of IPv4 lie below
::/96 of a database of IPv6.  Later networks replace what earlier ones say of
their addresses.
"""

import ipaddress
import json
import struct
import sys

MARKER = b"\xab\xcd\xefMaxMind.com"


class Data:
    """The data section: what was written once is pointed to."""

    def __init__(self):
        self.bytes = bytearray()
        self.at = {}

    def head(self, kind, size):
        first = 0 if kind > 7 else kind
        if size < 29:
            rest = b""
        elif size < 285:
            size, rest = 29, bytes([size - 29])
        elif size < 65821:
            size, rest = 30, struct.pack(">H", size - 285)
        else:
            size, rest = 31, struct.pack(">I", size - 65821)[1:]
        more = bytes([kind - 7]) if kind > 7 else b""
        return bytes([first << 5 | size]) + more + rest

    def pointer(self, to):
        if to < 2048:
            return bytes([0x20 | to >> 8, to & 255])
        to -= 2048
        if to < 1 << 19:
            return bytes([0x28 | to >> 16]) + struct.pack(">H", to & 65535)
        to -= 526336 - 2048
        if to < 1 << 27:
            return bytes([0x30 | to >> 24]) + struct.pack(">I", to)[1:]
        return bytes([0x38]) + struct.pack(">I", to + 526336)

    def number(self, kind, value, size):
        raw = value.to_bytes(size, "big").lstrip(b"\0")
        return self.head(kind, len(raw)) + raw

    def write(self, value, key=None):
        """Appends it, or a pointer to where it stands already."""
        known = json.dumps(value, sort_keys=True) + (key or "")
        long = isinstance(value, (dict, list)) or \
            isinstance(value, str) and len(value) > 2
        if long and known in self.at:
            self.bytes += self.pointer(self.at[known])
            return
        if long:
            self.at[known] = len(self.bytes)
        self.plain(value, key)

    def plain(self, value, key):
        if isinstance(value, bool):
            self.bytes += self.head(14, value)
        elif isinstance(value, str):
            raw = value.encode()
            self.bytes += self.head(2, len(raw)) + raw
        elif isinstance(value, float):
            self.bytes += self.head(3, 8) + struct.pack(">d", value)
        elif isinstance(value, int):
            kinds = {"build_epoch": (9, 8), "metro_code": (5, 2),
                     "accuracy_radius": (5, 2), "ip_version": (5, 2),
                     "record_size": (5, 2),
                     "binary_format_major_version": (5, 2),
                     "binary_format_minor_version": (5, 2)}
            kind, size = kinds.get(key, (6, 4))
            self.bytes += self.number(kind, value, size)
        elif isinstance(value, list):
            self.bytes += self.head(11, len(value))
            for v in value:
                self.write(v)
        else:
            self.bytes += self.head(7, len(value))
            for k, v in value.items():
                self.write(k)
                self.write(v, k)

    def record(self, value):
        known = "record " + json.dumps(value, sort_keys=True)
        if known not in self.at:
            self.at[known] = len(self.bytes)
            self.plain(value, None)
        return self.at[known]


class Tree:
    def __init__(self, version):
        self.version = version
        self.nodes = [[None, None]]

    def bits(self, network):
        n, length = int(network.network_address), network.prefixlen
        if self.version == 6 and network.version == 4:
            return n, length + 96, 128
        return n, length, network.max_prefixlen

    def add(self, network, leaf):
        n, length, width = self.bits(network)
        at = 0
        for i in range(length - 1):
            way = n >> (width - 1 - i) & 1
            to = self.nodes[at][way]
            if not isinstance(to, int):
                self.nodes.append([to, to])
                to = self.nodes[at][way] = len(self.nodes) - 1
            at = to
        self.nodes[at][n >> (width - length) & 1] = leaf

    def write(self, size):
        count = len(self.nodes)
        out = bytearray()
        for node in self.nodes:
            left, right = (count if w is None
                           else w if isinstance(w, int)
                           else count + 16 + w[0] for w in node)
            if size == 24:
                out += struct.pack(">I", left)[1:] + \
                    struct.pack(">I", right)[1:]
            elif size == 28:
                out += struct.pack(">I", left)[1:]
                out.append((left >> 24) << 4 | right >> 24)
                out += struct.pack(">I", right)[1:]
            else:
                out += struct.pack(">II", left, right)
        return bytes(out)


def write(lines, kind="GeoLite2-City", size=24, version=6):
    """The bytes of a database; lines: pairs of a network and a record."""
    data, tree = Data(), Tree(version)
    for network, record in lines:
        tree.add(ipaddress.ip_network(network), (data.record(record),))
    head = Data()
    head.plain({
        "node_count": len(tree.nodes), "record_size": size,
        "ip_version": version, "database_type": kind, "languages": ["en"],
        "binary_format_major_version": 2, "binary_format_minor_version": 0,
        "build_epoch": 1790000000, "description": {"en": "for tests"}}, None)
    return tree.write(size) + bytes(16) + bytes(data.bytes) + MARKER + \
        bytes(head.bytes)


def main():
    opts = dict(a[2:].split("=", 1) for a in sys.argv[1:]
                if a.startswith("--"))
    out, = [a for a in sys.argv[1:] if not a.startswith("--")]
    lines = []
    for line in sys.stdin:
        line = line.strip()
        if line and not line.startswith("#"):
            network, record = line.split(None, 1)
            lines.append((network, json.loads(record)))
    with open(out, "wb") as f:
        f.write(write(lines, opts.get("type", "GeoLite2-City"),
                      int(opts.get("size", 24)), int(opts.get("ip", 6))))


if __name__ == "__main__":
    main()
