"""Prometheus' text format: the values of a name."""

import re

LINE = re.compile(r'^([a-z_]+)(\{.*\})? ([0-9.eE+-]+|NaN|\+Inf)$')


def values(text, name):
    """{ labels: value }"""
    found = {}
    for line in text.splitlines():
        m = LINE.match(line)
        if m and m.group(1) == name:
            found[m.group(2) or ""] = float(m.group(3))
    return found


def total(text, name, *labels):
    return sum(v for k, v in values(text, name).items()
               if all(l in k for l in labels))
