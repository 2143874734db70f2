#!/usr/bin/env python3
"""What bidders get wrong: each fact about OpenRTB 2.6 is a case."""

import json
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import broad
import case
import client
import facts_catalog
import facts_profiles
import facts_table
import facts_users
import rtb
import server

# facts that no answer shows, and the unit test that does

ELSEWHERE = {
    "at is 2 by default": "openrtb_read_fields.c",
    "the clock between the stages": "bid_long.c",
}

CONF = os.path.join(case.TOP, "conf", "campaign.conf")


def send(conn, what):
    if not isinstance(what, facts_table.Raw):
        what = facts_table.Raw(what)
    return conn.request("POST", what.uri, what.body, what.headers), what


def one(c, conn, group, title, what, look, rates=None):
    answer, sent = send(conn, what)
    wrong = look(answer)
    name = "%s: %s" % (group, title)
    c.check(wrong is None, name, wrong)
    if answer.status == 200 and isinstance(what, dict):
        found = rtb.faults(what, answer.body, rates)
        if found:
            c.check(False, name + ": judged", found)


def who(conn, request):
    answer, _ = send(conn, request)
    return answer.headers.get(facts_users.HEADER, "")


def users(c, conn):
    """Whom a bid knows, told by the hash of the key."""
    for title, request, same in facts_users.USERS:
        found, name = who(conn, request), "users: " + title
        wanted = who(conn, same) if same else ""
        c.check(found == wanted and bool(found) == bool(same), name,
                "%r, expected %r" % (found, wanted))
    c.check(who(conn, facts_users.known({"id": "u-2"}))
            != who(conn, facts_users.U1), "users: two are not one")


def keep_alive(c, conn):
    """As many requests on a connection as an exchange likes."""
    body = json.dumps(facts_table.NO_BID).encode()
    closed = sum(conn.bid(body).status != 204 or conn.closing
                 for _ in range(2000))
    c.equal(closed, 0, "transport: 2000 requests on one connection")
    with open(CONF) as f:
        text = f.read()
    minutes = re.search(r"keepalive_timeout\s+(\d+)m;", text)
    count = re.search(r"keepalive_requests\s+(\d+);", text)
    c.check(minutes and int(minutes.group(1)) * 60 >= 150,
            "transport: idle for 150 s as it is shipped")
    c.check(count and int(count.group(1)) > 1000,
            "transport: more than 1000 requests as it is shipped")


def table(c, conn, group, rows, rates=None):
    for title, what, look in rows:
        one(c, conn, group, title, what, look, rates)


def currencies(c):
    """The same catalogue with what currencies are worth."""
    for group, rows, age in (("rates", facts_profiles.RATES, 0),
                             ("old rates", facts_profiles.OLD, 400)):
        catalog = c.path(group.replace(" ", "-") + ".cat")
        server.build_catalog(catalog, facts_catalog.lines()
                             + [broad.rates(age)])
        nginx = server.Nginx(c, group.replace(" ", "-"),
                             catalog=catalog).start()
        conn = client.Connection(nginx.port)
        table(c, conn, group, rows, broad.RATES)
        conn.close()


def main(c):
    catalog = c.path("facts.cat")
    server.build_catalog(catalog, facts_catalog.lines())
    nginx = server.Nginx(c, catalog=catalog, bid=facts_users.CONF,
                         http=facts_profiles.HTTP,
                         server=facts_profiles.SERVER).start()
    conn = client.Connection(nginx.port)
    c.later(conn.close)
    for group, rows in facts_table.TABLE:
        table(c, conn, group, rows)
    table(c, conn, "profiles", facts_profiles.PROFILES)
    users(c, conn)
    keep_alive(c, conn)
    currencies(c)
    for fact, name in ELSEWHERE.items():
        path = os.path.join(case.TOP, "tests", "unit", name)
        c.check(os.path.exists(path), "%s: in %s" % (fact, name))


case.run(main)
