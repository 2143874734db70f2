#!/usr/bin/env python3
"""run.py DIR ...: judges the bid requests in the JSON files of folders.

A request is any object with an imp and another member of a request, wherever
it stands in a file.  Each is sent to an nginx whose catalogue can bid on
nearly everything.  It has to be answered 200 or 204, or, where a row of
rows.py says so, refused with the field that the row names; every 200 has to
pass the validator of answers.
"""

import json
import os
import re
import sys
from collections import Counter

sys.dont_write_bytecode = True
TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "tests", "integration", "lib"))
sys.path.insert(0, os.path.join(TOP, "tests", "corpus"))

import broad
import case
import client
import rows
import rtb
import rules
import server

BESIDE = {"id", "site", "app", "dooh", "device", "user", "tmax", "cur",
          "regs", "source", "at", "test", "bcat", "badv"}
SHOWN = 6
DEEPEST = 64


def requests_in(value, key="", depth=0):
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        if "imp" in value and BESIDE & set(value) \
                or key.lower().endswith("bidrequest") \
                and ("id" in value or not value):
            yield value
        for k, v in value.items():
            yield from requests_in(v, k, depth + 1)
    elif isinstance(value, list):
        for v in value:
            yield from requests_in(v, key, depth + 1)


def files_of(folders):
    for folder in folders:
        if os.path.isfile(folder):
            yield folder
        for root, dirs, names in os.walk(folder):
            dirs.sort()
            for name in sorted(names):
                if name.endswith(".json"):
                    yield os.path.join(root, name)


def gather(folders):
    """(file, request) of all that can be read, and how many cannot."""
    found, unread = [], 0
    for path in files_of(folders):
        try:
            with open(path, encoding="utf-8-sig") as f:
                value = json.load(f)
        except (OSError, ValueError, RecursionError):
            unread += 1
            continue
        found += [(path, r) for r in requests_in(value)]
    return found, unread


class Judge:

    def __init__(self, c, requests):
        catalog = c.path("broad.cat")
        server.build_catalog(catalog, broad.lines(requests))
        self.nginx = server.Nginx(c, catalog=catalog).start()
        self.conn = client.Connection(self.nginx.port)
        c.later(self.conn.close)
        self.outcomes, self.media = Counter(), Counter()
        self.refused, self.tolerated = Counter(), Counter()
        self.kinds, self.faults = Counter(), []

    def send(self, body):
        if self.conn.closing:
            self.conn.close()
            self.conn = client.Connection(self.nginx.port)
        return self.conn.bid(body)

    def fault(self, where, kind, detail):
        self.kinds[kind] += 1
        self.faults.append((where, kind, detail))

    def one(self, where, request):
        body = json.dumps(request).encode()
        answer = self.send(body)
        self.outcomes[answer.status] += 1
        self.judge(where, request, body, answer)

    def judge(self, where, request, body, answer):
        wrong = [row for row in rows.ROWS if row[1] and row[1](request)]
        refused = [row for row in wrong if row[2] == rows.REFUSED]
        if answer.status in (200, 204):
            for row in refused:
                self.fault(where, "not refused", row[0])
            for row in wrong:
                self.tolerated[row[0]] += 1
            if answer.status == 200:
                self.bids(where, request, answer)
            elif answer.body:
                self.fault(where, "204 with a body", answer.body[:80])
            return
        field = self.field(answer)
        for row in refused:
            if re.fullmatch(row[3], field):
                self.refused["%s: %s" % (field_of(field), row[0])] += 1
                return
        self.fault(where, "refused %d" % answer.status,
                   answer.body[:200].decode("utf-8", "replace"))

    def bids(self, where, request, answer):
        for fault in rtb.faults(request, answer.body, broad.RATES):
            self.fault(where, rules.name(fault), fault)
        for seatbid in answer.json().get("seatbid", []):
            for bid in seatbid["bid"]:
                self.media[rtb.MEDIA.get(bid.get("mtype"))] += 1

    @staticmethod
    def field(answer):
        try:
            return answer.json()["error"]["field"]
        except (ValueError, KeyError, TypeError):
            return ""

    def reasons(self):
        """Why requests had no bid, as the metrics count it."""
        text = client.once(self.nginx.port, "GET", "/metrics").body.decode()
        return re.findall(r'^campaign_nobid_total\{.*?reason="(\w+)".*?\} '
                          r'([1-9]\d*)', text, re.M)


def field_of(field):
    return re.sub(r"\d+", "N", field)


def examples(c, judge):
    """Each row's own example behaves as the row says."""
    for what, seen, verdict, field, _, example in rows.ROWS:
        text = example if isinstance(example, str) else json.dumps(example)
        if seen:
            c.check(seen(example), "seen in its example: " + what)
        answer = judge.send(text.encode())
        if verdict == rows.TOLERATED:
            c.check(answer.status in (200, 204), "tolerated: " + what,
                    "%d %s" % (answer.status, answer.body[:200]))
            if answer.status == 200:
                c.equal(rtb.faults(example, answer.body, broad.RATES), [],
                        "answered right: " + what)
        else:
            c.check(answer.status in (400, 413)
                    and re.fullmatch(field, judge.field(answer)),
                    "refused: " + what,
                    "%d %s" % (answer.status, answer.body[:200]))


def table(title, counter):
    if counter:
        print("# %s" % title)
        for name, n in counter.most_common():
            print("#   %6d  %s" % (n, name))


def show(judge, found, unread, folders):
    print("# %d requests in %s; %d files are no JSON"
          % (len(found), ", ".join(folders), unread))
    table("answers", judge.outcomes)
    table("bids", judge.media)
    table("no bid, why", Counter({k: int(v) for k, v in judge.reasons()}))
    table("refused", judge.refused)
    table("tolerated", judge.tolerated)
    table("faults", judge.kinds)
    shown, seen = Counter(), set()
    for where, kind, detail in judge.faults:
        if (where, kind) not in seen and shown[kind] < SHOWN:
            seen.add((where, kind))
            shown[kind] += 1
            print("#   %s: %s" % (where, detail))


def main(c):
    folders = sys.argv[1:]
    found, unread = gather(folders)
    judge = Judge(c, [r for _, r in found])
    examples(c, judge)
    if folders:
        c.check(found, "requests were found", folders)
        for where, request in found:
            judge.one(where, request)
        show(judge, found, unread, folders)
        c.check(not judge.faults, "%d requests are answered right"
                % len(found), "%d faults" % len(judge.faults))


case.run(main)
