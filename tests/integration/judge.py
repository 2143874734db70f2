#!/usr/bin/env python3
"""The validator of answers: each of its rules refuses what breaks it."""

import copy
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import answers
import case
import mutations
import rtb
import rules


def good(c):
    """What is right is taken for right."""
    for name in answers.GOOD:
        request, response = answers.pair(name)
        c.equal(rtb.faults(request, json.dumps(response)), [],
                "right: " + name)


def allowed(c):
    """What looks wrong and is right."""
    for title, base, change in mutations.ALLOWED:
        c.equal(broken(base, change), [], "right: " + title)


def broken(base, change):
    request, response = map(copy.deepcopy, answers.pair(base))
    parts = answers.Parts(request, response)
    change(parts)
    return rtb.faults(request, parts.text or json.dumps(response),
                      {"EUR": "0.8"})


def mutated(c):
    for rule, title, base, change in mutations.REFUSED:
        found = broken(base, change)
        c.check(rule in map(rules.name, found),
                "%s: %s" % (rule, title), found)


def complete(c):
    known = {m[0] for m in mutations.REFUSED}
    c.equal(sorted(set(rules.RULES) - known), [], "every rule is broken once")


def main(c):
    good(c)
    allowed(c)
    mutated(c)
    complete(c)


case.run(main)
