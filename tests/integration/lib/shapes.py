"""JSON that is strict, and objects against the tables of a specification."""

import json
from decimal import Decimal

STR, INT, NUM, OBJ, STRS, INTS, OBJS = \
    "str", "int", "num", "obj", "strs", "ints", "objs"


class Twice(ValueError):
    pass


def unique(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Twice("a key stands twice in " + ",".join(k for k, _ in pairs))
    return found


def constant(name):
    raise ValueError(name + " is no JSON")


def strict(text):
    """JSON of RFC 8259, with every key once and numbers as written."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return json.loads(text, object_pairs_hook=unique, parse_float=Decimal,
                      parse_constant=constant)


def is_a(value, kind):
    plain = {STR: str, OBJ: dict}
    if kind in plain:
        return isinstance(value, plain[kind])
    if kind in (INT, NUM):
        return (isinstance(value, int if kind == INT else (int, Decimal))
                and not isinstance(value, bool))
    inner = {STRS: STR, INTS: INT, OBJS: OBJ}[kind]
    return isinstance(value, list) and all(is_a(v, inner) for v in value)


def shape(value, table, required, where, found, rule=None):
    """Members against a table; rule stands for those of the shape."""
    for key in required:
        if key not in value:
            found.add(rule or "required", "%s.%s is missing" % (where, key))
    for key, v in value.items():
        if key not in table:
            found.add(rule or "unknown", "%s.%s" % (where, key))
        elif not is_a(v, table[key]):
            found.add(rule or "type",
                      "%s.%s is no %s" % (where, key, table[key]))
