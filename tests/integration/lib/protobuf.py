"""Protobuf by the text of a .proto file: as much of it as OpenRTB needs."""

import re
import struct
from decimal import Decimal

import asked

TOKEN = re.compile(
    r"message\s+(\w+)\s*\{|(?:enum|service|rpc|oneof)\s[^{};]*(\{)|(\})|"
    r"(?:(optional|repeated|required)\s+)?([\w.]+)\s+(\w+)\s*=\s*"
    r"(\d+)\s*(?:\[[^\]]*\])?\s*;")
VARINT, EIGHT, BYTES, FOUR = 0, 1, 2, 5


class Field:

    def __init__(self, repeated, kind, name, number):
        self.repeated, self.kind = repeated, kind
        self.name, self.number = name, number


def parse(text):
    """{ message's full name: [Field] }"""
    text = re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.S)
    messages, path = {}, []             # None: no message, yet closed
    for m in TOKEN.finditer(text):
        if m.group(1):
            path.append(m.group(1))
            messages[".".join(path)] = []
        elif m.group(2):
            path.append(None)
        elif m.group(3):
            if path:
                path.pop()
        elif path and path[-1] is not None:
            messages[".".join(path)].append(Field(
                m.group(4) == "repeated", m.group(5), m.group(6),
                int(m.group(7))))
    return messages


def find(messages, kind, within):
    """A name is looked for from the inside to the outside."""
    scope = within.split(".")
    while True:
        name = ".".join(scope + [kind])
        if name in messages:
            return name
        if not scope:
            return None
        scope.pop()


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def tagged(number, wire, payload):
    head = varint(number << 3 | wire)
    return head + (varint(len(payload)) if wire == BYTES else b"") + payload


class Schema:

    def __init__(self, path):
        with open(path) as f:
            self.messages = parse(f.read())

    def encode(self, name, value):
        """Members that the message does not have are left out."""
        out = b""
        for field in self.messages[name]:
            given = value.get(field.name)
            if given is None:
                continue
            values = given if isinstance(given, list) else [given]
            for v in values if field.repeated else values[:1]:
                out += self.one(name, field, v)
        return out

    def one(self, name, field, value):
        inner = find(self.messages, field.kind, name)
        if inner:
            if not isinstance(value, dict):
                return b""
            return tagged(field.number, BYTES, self.encode(inner, value))
        if field.kind == "string":
            text = asked.text(value)
            return b"" if text is None \
                else tagged(field.number, BYTES, text.encode())
        number = asked.number(value)
        if number is None:
            return b""
        if field.kind == "double":
            return tagged(field.number, EIGHT,
                          struct.pack("<d", float(number)))
        number = int(number)
        if field.kind == "bool":
            number = int(number != 0)
        return tagged(field.number, VARINT, varint(number))

    def decode(self, name, data):
        fields = {f.number: f for f in self.messages[name]}
        found, at = {}, 0
        while at < len(data):
            tag, at = self.varint(data, at)
            wire = tag & 7
            if wire == VARINT:
                value, at = self.varint(data, at)
            elif wire == BYTES:
                size, at = self.varint(data, at)
                value, at = data[at:at + size], at + size
                assert len(value) == size, "cut short"
            else:
                size = {EIGHT: 8, FOUR: 4}[wire]
                value, at = data[at:at + size], at + size
            field = fields.get(tag >> 3)
            assert field is not None, "field %d of %s" % (tag >> 3, name)
            self.keep(name, field, wire, value, found)
        return found

    @staticmethod
    def varint(data, at):
        value = shift = 0
        while True:
            value |= (data[at] & 127) << shift
            at, shift = at + 1, shift + 7
            if data[at - 1] < 128:
                return value, at

    def keep(self, name, field, wire, value, found):
        inner = find(self.messages, field.kind, name)
        if inner:
            values = [self.decode(inner, value)]
        elif field.kind == "string":
            values = [value.decode("utf-8")]
        elif field.kind == "double":
            values = [Decimal(repr(struct.unpack("<d", value)[0]))]
        elif wire == BYTES:
            values, at = [], 0
            while at < len(value):
                v, at = self.varint(value, at)
                values.append(self.signed(v))
        else:
            values = [self.signed(value)]
        if field.repeated:
            found.setdefault(field.name, []).extend(values)
        else:
            found[field.name] = values[-1]

    @staticmethod
    def signed(value):
        return value - (1 << 64) if value >> 63 else value
