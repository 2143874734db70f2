#!/usr/bin/env python3
"""A build for tests takes business time from a clock page: a day of schedules
and flights is over in ten seconds.  What is shipped knows of no page."""

import os
import struct
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import case
import server
import simulator

START = 1777593600                  # 2026-05-01T00:00:00Z
MAGIC = 0x6b636f6c43706d43
SPEED = 8640
SHOWN = 61                          # seconds, that a bid may wait to be shown

CATALOG = """\
{"type":"org","id":"o","seat":"s"}
{"type":"campaign","id":"hours","org":"o","adomain":["a.example"],"currency":"USD"}
{"type":"adgroup","id":"hours-1","campaign":"hours","bid":3,"goal":"cpm","targeting":{"schedule":{"time_zone":"Europe/Berlin","hours":[{"days":["fri"],"from":9,"to":17}]}}}
{"type":"creative","id":"hours-1-a","adgroup":"hours-1","media":"banner","w":300,"h":250,"markup":"<a href=\\"{{click_url}}\\">x</a>","landing_url":"https://a.example/"}
{"type":"campaign","id":"flight","org":"o","adomain":["b.example"],"currency":"USD","start":"2026-05-01T18:00:00Z","end":"2026-05-01T20:00:00Z"}
{"type":"adgroup","id":"flight-1","campaign":"flight","bid":2,"goal":"cpm"}
{"type":"creative","id":"flight-1-a","adgroup":"flight-1","media":"banner","w":300,"h":250,"markup":"<a href=\\"{{click_url}}\\">x</a>","landing_url":"https://b.example/"}
"""


def page(path, unix_s, speed):
    """As the simulator writes it."""
    with open(path, "wb") as f:
        f.write(struct.pack("<QIIQqqq", MAGIC, 1, 48, 2,
                            time.monotonic_ns(), unix_s * 1000,
                            int(speed * 1e6)))


def build(c):
    """The module and campaignctl, with the page."""
    where = os.path.join(case.BUILD, "clock")
    environ = {k: v for k, v in os.environ.items()
               if k not in ("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "GIVEN")}
    made = subprocess.run(
        ["make", "-C", case.TOP, "TEST_CLOCK=1", "DEPS=no", "BUILD=" + where,
         "all"], env=environ, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    c.equal(made.returncode, 0, "a build for tests is made")
    if made.returncode:
        print(made.stdout[-2000:])
    return where


def traces(path):
    with open(path, "rb") as f:
        text = f.read()
    return [t for t in (b"TEST_CLOCK", b"clock_page", b"CmpClock",
                        struct.pack("<Q", MAGIC)) if t in text]


def catalog(c, where, clock):
    lines, out = c.path("clock.jsonl"), c.path("clock.cat")
    with open(lines, "w") as f:
        f.write(CATALOG)
    environ = dict(os.environ, CAMPAIGN_TEST_CLOCK=clock)
    subprocess.run([os.path.join(where, "campaignctl"), "catalog", "build",
                    "--out=" + out, lines], env=environ, check=True,
                   stdout=subprocess.DEVNULL)
    return out


def day(c, where):
    clock = c.path("clock")
    page(clock, START, 1)
    server.MODULE = os.path.join(where, "ngx_campaign_module.so")
    nginx = server.Nginx(c, catalog=catalog(c, where, clock),
                         env="env CAMPAIGN_TEST_CLOCK=%s;" % clock).start()

    asks = simulator.write_lines(c.path("asks.jsonl"), [
        {"id": "r", "at": 1, "tmax": 1000, "cur": ["USD"],
         "imp": [{"id": "1", "banner": {"format": [{"w": 300, "h": 250}]}}],
         "site": {"domain": "x.example"}}])
    truth = c.path("truth")
    run = simulator.Run("http://127.0.0.1:%d/v1/bid" % nginx.port,
                       "--bodies=" + asks, "--rate=100", "--seconds=10",
                       "--connections=4", "--clock=" + clock,
                       "--speed=%d" % SPEED,
                       "--start=2026-05-01", "--shown=1", "--truth=" + truth)

    c.equal(run.status, 0, "the answers are right")
    c.check(run.market["without_bid"] > 0 and run.market["wins"] > 0,
            "there are bids, and hours without")

    # Berlin is two hours ahead in May; a machine that is slow today is late
    # by minutes of business time, and may miss an hour

    stall = run.report["latency_us"]["max"] / 1e6 * SPEED
    shown = simulator.lines(truth)

    for cid, first, last in (("hours", 7, 15), ("flight", 18, 20)):
        at = [x["ms"] / 1000 - START for x in shown if x["cid"] == cid]
        wrong = [s for s in at if not first * 3600 - stall <= s
                 <= last * 3600 + SHOWN]
        c.equal(wrong, [], "%s bids in its time only" % cid)
        missed = set(range(first, last)) - {int(s // 3600) for s in at}
        c.check(at and (not missed or stall > 1800),
                "%s bids in each hour of it" % cid, missed)

    frozen(c, nginx, clock)


def frozen(c, nginx, clock):
    """The page is read anew for each bid."""
    asks = c.path("asks.jsonl")
    for hour, wins in ((6, 0), (8, 5), (16, 0), (19, 5), (21, 0)):
        run = simulator.Run("http://127.0.0.1:%d/v1/bid" % nginx.port,
                           "--bodies=" + asks, "--requests=5",
                           "--seconds=30", "--connections=1",
                           "--clock=" + clock, "--speed=0.001",
                           "--start=%d" % (START + hour * 3600))
        c.equal(run.market["bids"], wins, "at %d UTC" % hour)


def main(c):
    where = build(c)
    shipped = server.MODULE
    c.equal(traces(shipped), [], "the shipped module has no trace of it")
    c.equal(traces(server.CTL), [], "campaignctl has none")
    c.check(b"TEST_CLOCK" in traces(os.path.join(
        where, "ngx_campaign_module.so")), "the build for tests has")
    day(c, where)


case.run(main)
