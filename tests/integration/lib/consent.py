"""Consent strings: the TCF's core string, US sections, the GPP around them.

Encoded from the specifications' tables of fields.
"""

ALPHABET = ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
            "0123456789-_")
TCFEU, USPV1, USNAT, USCA = 2, 6, 7, 8


class Bits:

    def __init__(self):
        self.bits = ""

    def put(self, value, width):
        self.bits += format(value, "0%db" % width)
        return self

    def flags(self, numbers, width):
        """One bit for each number from 1."""
        self.bits += "".join("1" if i in numbers else "0"
                             for i in range(1, width + 1))
        return self

    def letters(self, text):
        for letter in text:
            self.put(ord(letter) - ord("A"), 6)
        return self

    def fibonacci(self, value):
        """Zeckendorf's sum, the least first, ended by one more bit."""
        row = [1, 2]
        while row[-1] <= value:
            row.append(row[-1] + row[-2])
        bits = ""
        for f in reversed([f for f in row if f <= value]):
            bits = ("1" if f <= value else "0") + bits
            value -= f if f <= value else 0
        self.bits += bits + "1"
        return self

    def text(self):
        bits = self.bits + "0" * (-len(self.bits) % 8)
        bits += "0" * (-len(bits) % 6)
        return "".join(ALPHABET[int(bits[i:i + 6], 2)]
                       for i in range(0, len(bits), 6))


def vendors(bits, numbers, in_range=False):
    most = max(numbers, default=0)
    bits.put(most, 16).put(int(in_range), 1)
    if not in_range:
        bits.flags(numbers, most)
        return
    bits.put(len(numbers), 12)
    for n in sorted(numbers):
        bits.put(0, 1).put(n, 16)


def tcf(purposes=range(1, 11), interests=(), features=(), vendor=(1, 2, 755),
        vendor_interests=(), in_range=False, disclosed=None, policy=4,
        deciseconds=17000000000):
    """Version 2: the core string, and the disclosed vendors if given."""
    b = Bits().put(2, 6).put(deciseconds, 36).put(deciseconds, 36)
    b.put(10, 12).put(1, 12).put(1, 6).letters("EN").put(120, 12)
    b.put(policy, 6).put(1, 1).put(0, 1).flags(features, 12)
    b.flags(purposes, 24).flags(interests, 24).put(0, 1).letters("DE")
    vendors(b, set(vendor), in_range)
    vendors(b, set(vendor_interests), in_range)
    b.put(0, 12)
    text = b.text()
    if disclosed is not None:
        d = Bits().put(1, 3)
        vendors(d, set(disclosed), in_range)
        text += "." + d.text()
    return text


def usnat(sale=2, sharing=2, targeted=2, child=(0, 0), gpc=None):
    """Opt-outs: 0 does not apply, 1 opted out, 2 did not."""
    b = Bits().put(1, 6)
    for notice in (1, 1, 1, 1, 0, 0):
        b.put(notice, 2)
    b.put(sale, 2).put(sharing, 2).put(targeted, 2).put(0, 24)
    for age in child:
        b.put(age, 2)
    b.put(0, 2).put(1, 2).put(1, 2).put(2, 2)
    text = b.text()
    if gpc is not None:
        text += "." + Bits().put(1, 2).put(gpc, 1).text()
    return text


def gpp(*sections):
    """(id, text) pairs, by their ids."""
    b = Bits().put(3, 6).put(1, 6).put(len(sections), 12)
    last = 0
    for ident, _ in sections:
        b.put(0, 1).fibonacci(ident - last)
        last = ident
    return "~".join([b.text()] + [text for _, text in sections])
