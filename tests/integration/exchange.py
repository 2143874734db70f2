#!/usr/bin/env python3
"""The exchange simulator asks nginx: all media, reloads, reports."""

import json
import os
import signal
import subprocess
import sys
import time
import xml.dom.minidom

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import case
import client
import metrics
import server

EXCHANGE = os.path.join(case.BUILD, "exchange")
SHAPES = ("one", "three", "app", "video", "audio", "native", "pod", "dooh")


def exchange(*args, status=0):
    done = subprocess.run([EXCHANGE] + list(args), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=120)
    if done.returncode != status:
        raise RuntimeError("status %d: %s%s" % (
            done.returncode, done.stdout.decode(), done.stderr.decode()))
    return done.stderr.decode() if status else done.stdout.decode()


def ask(url, *args):
    return json.loads(exchange("--url=" + url, "--json", "--timeout=30",
                               *args))


def total(nginx, *labels):
    text = client.once(nginx.port, uri="/metrics").body.decode()
    return metrics.total(text, "campaign_bid_requests_total", *labels)


def main(c):
    if not os.path.exists(EXCHANGE):
        raise case.Skip("build/exchange is not built")

    nginx = server.Nginx(c, workers=2).start()
    url = "http://127.0.0.1:%d/v1/bid" % nginx.port

    every_medium(c, nginx, url)
    closed_loop(c, nginx, url)
    live(c, url)
    open_loop(c, nginx, url)
    files(c, url)
    judged(c, url)
    stopped(c, url)
    wrong(c, url)


def every_medium(c, nginx, url):
    for shape in SHAPES:
        got = ask(url, "--mix=" + shape, "--requests=300", "--connections=8")
        c.equal(got["failed"], 0, shape + ": no error")
        c.check(got["status"].get("200", 0) > 0, shape + ": some bids",
                got["status"])
    c.equal(total(nginx, '"error"'), 0, "no request was refused")


def closed_loop(c, nginx, url):
    before = total(nginx)
    got = ask(url, "--requests=3000", "--connections=500", "--seconds=60")
    c.equal(got["requests"], 3000, "as many requests as were wanted")
    c.equal(got["answers"], 3000, "... and answers")
    c.equal(got["failed"], 0, "... and no error")
    c.equal(sum(got["status"].values()), 3000, "statuses add up")
    c.equal(total(nginx) - before, 3000, "the module counted the same")
    c.equal(got["connections"]["opened"], 500, "500 connections were kept")
    c.check(0 < got["latency_us"]["p50"] <= got["latency_us"]["p99"]
            <= got["latency_us"]["max"], "percentiles rise",
            got["latency_us"])
    c.equal(sum(s["answered"] for s in got["series"]), 3000,
            "seconds add up")


def live(c, url):
    got = ask(url, "--requests=500", "--live", "--connections=4")
    c.equal(got["answers"], 500, "requests are made as they are sent")
    c.equal(got["failed"], 0, "... and understood")


def open_loop(c, nginx, url):
    """Reloads under a rate: no request is lost."""
    load = subprocess.Popen(
        [EXCHANGE, "--url=" + url, "--json", "--rate=200:2s,600:1s,200:1s",
         "--timeout=30", "--connections=40", "--sleep"],
        stdout=subprocess.PIPE)
    try:
        for _ in range(3):
            time.sleep(0.7)
            c.check(nginx.reload(), "a reload under load")
        out = load.communicate(timeout=60)[0]
    finally:
        if load.poll() is None:
            load.kill()
    got = json.loads(out)
    c.equal(got["requests"], 1200, "all that were due were asked")
    c.equal(got["answers"], 1200, "... and answered")
    c.equal(got["failed"], 0, "... without an error")
    c.check(got["connections"]["closed_idle"]
            + got["connections"]["closed_asked"] > 0,
            "connections were closed and opened again", got["connections"])


def files(c, url):
    a, b, report, plot = (c.path(n) for n in ("a", "b", "json", "svg"))
    exchange("--write-bodies=" + a, "--count=200", "--seed=5")
    exchange("--write-bodies=" + b, "--count=200", "--seed=5")
    with open(a, "rb") as f, open(b, "rb") as g:
        lines = f.read()
        c.equal(lines, g.read(), "a seed makes the same bytes")
    out = exchange("--write-bodies=-", "--count=200", "--seed=5")
    c.equal(out.encode(), lines, "they can go to the output")
    ids = {json.loads(line)["id"] for line in lines.splitlines()}
    c.equal(len(ids), 200, "each has an id of its own")

    text = exchange("--url=" + url, "--bodies=" + a, "--requests=400",
                    "--json=" + report, "--svg=" + plot)
    c.check("requests    400" in text, "a report in words", text)
    with open(report) as f:
        c.equal(json.load(f)["answers"], 400, "and one in JSON")
    c.equal(xml.dom.minidom.parse(plot).documentElement.tagName, "svg",
            "and a picture")


def judged(c, url):
    got = ask(url, "--market=exchange", "--requests=500")
    c.equal(got["answers"], 500, "the market sees the answers")
    c.check("market" in got, "... and reports")


def stopped(c, url):
    load = subprocess.Popen([EXCHANGE, "--url=" + url, "--json", "--sleep",
                             "--rate=100", "--seconds=60"],
                            stdout=subprocess.PIPE)
    time.sleep(1)
    load.send_signal(signal.SIGINT)
    got = json.loads(load.communicate(timeout=60)[0])
    c.equal(load.returncode, 0, "an interrupted run ends well")
    c.check(0 < got["answers"] < 6000 and got["failed"] == 0,
            "... and reports what there was", got["answers"])


def wrong(c, url):
    for args, said in (
            (["--url=" + url, "--connections=none"],
             "--connections=none: a whole number from 1 to 100000"),
            (["--url=" + url, "--bodies=" + c.path("missing")], "No such file"),
            (["--url=http://127.0.0.1:1/", "--json=/nowhere/x"],
             "--json=/nowhere/x: No such file"),
            (["--url=http://127.0.0.1:1/", "--svg=/nowhere/x"],
             "--svg=/nowhere/x: No such file"),
            (["--url=" + url, "--speed=2"], "--speed is an option of"),
            (["--url=" + url, "--rate=0"], "no request would ever be due"),
            (["--url=127.0.0.1"], "http://"), ([], "--url is missing")):
        text = exchange(*args, status=2)
        c.check(said in text, "what is wrong is said", text)


case.run(main)
