#!/usr/bin/env python3
"""The market of the exchange simulator: nginx is judged by it, planted faults
are named, prices clear as they should, notices come as they were planned."""

import collections
import copy
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import broad
import case
import server
import simulator
import varied

SHAPES = ("one", "three", "app", "video", "audio", "native", "pod", "dooh")
JSON = [("Content-Type", "application/json")]
RATES = ("--currency=EUR=1.08", "--currency=GBP=1.27", "--currency=JPY=0.0066")


# of the rates in broad.py

BROAD = ("--currency=EUR=1.25", "--currency=GBP=2", "--currency=MXN=0.055555556",
         "--currency=JPY=0.006666667", "--currency=CHF=1.111111111")


def main(c):
    nginx(c)
    many(c)
    planted(c)
    clearing(c)
    told(c)
    refused(c)
    status(c)


def nginx(c):
    """All media, and all that the fixtures have."""
    n = server.Nginx(c).start()
    url = "http://127.0.0.1:%d/v1/bid" % n.port

    for shape in SHAPES:
        run = simulator.Run(url, "--mix=%s:1" % shape, "--requests=300",
                           "--seconds=60", "--connections=4",
                           "--rivals=2:median=1", *RATES)
        c.equal(run.status, 0, "%s: the answers are right" % shape)
        c.equal(run.market["judged"], 300, "%s: all are judged" % shape)
        c.equal(run.market["faults"], {}, "%s: no rule is broken" % shape)
        c.check(run.market["bids"] > 0, "%s: there are bids" % shape)
        wins = sum(x["wins"] for x in run.market["campaigns"])
        c.equal(wins, run.market["wins"], "%s: campaigns add up" % shape)
        spend = sum(x["spend_nanos"] for x in run.market["campaigns"])
        c.equal(spend, run.market["spend_nanos"], "%s: so does what is spent"
                % shape)

    bodies = c.path("fixtures.jsonl")
    folder = os.path.join(case.TOP, "tests", "fixtures", "openrtb")
    values = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json"):
            with open(os.path.join(folder, name)) as f:
                values.append(json.load(f))
    simulator.write_lines(bodies, values)

    run = simulator.Run(url, "--bodies=" + bodies, "--connections=2",
                       "--requests=%d" % len(values), "--seconds=60", *RATES)
    c.equal(run.status, 0, "fixtures: the answers are right")
    c.equal(run.market["judged"], len(values), "fixtures: all are judged")
    c.equal(run.shown(), [], "fixtures: no rule is broken")

    run = simulator.Run(url, "--mix=one:1", "--requests=100", "--check=10",
                       "--connections=1", "--seconds=60")
    c.equal(run.market["judged"], 10, "each tenth is judged")
    run = simulator.Run(url, "--mix=one:1", "--requests=100", "--check=off",
                       "--auction=off", "--connections=1", "--seconds=60")
    c.equal(run.market["judged"], 0, "none is judged")


def many(c):
    """Varied requests, with floors in currencies whose rates are known."""
    requests = varied.requests(3000, seed=4)
    catalog = c.path("both.cat")
    server.build_catalog(catalog, [line for line in server.demo_lines()
                                   if '"type":"rates"' not in line]
                         + broad.lines(requests[:50], 16, 2, "broad-"))
    n = server.Nginx(c, "many", catalog=catalog).start()
    path = simulator.write_lines(c.path("varied.jsonl"), requests)
    run = simulator.Run("http://127.0.0.1:%d/v1/bid" % n.port,
                        "--bodies=" + path, "--requests=%d" % len(requests),
                        "--seconds=120", "--connections=4", *BROAD)
    c.equal(run.shown(), [], "varied: no rule is broken")
    c.equal(run.market["judged"], len(requests), "varied: all are judged")
    c.equal(run.market["no_rate"], 0, "varied: every price has a rate")
    c.check(run.market["bids"] > len(requests), "varied: there are bids")


def request(number):
    return {"id": "n-%d" % number, "at": 2, "cur": ["USD"],
            "bcat": ["IAB7"], "badv": ["bad.example"],
            "imp": [{"id": "1", "secure": 1, "bidfloor": 1, "exp": 60,
                     "banner": {"format": [{"w": 300, "h": 250}]}}],
            "user": {"id": "u-%d" % number}}


def right(asked, price=5.0):
    url = "https://ads.example/v1/"
    t = "?t=" + asked["id"]
    return {"id": asked["id"], "cur": "USD", "bidid": "b", "seatbid": [{
        "seat": "s", "bid": [{
            "id": asked["id"] + "-b", "impid": "1", "price": price,
            "crid": "c", "cid": "k", "adomain": ["good.example"], "mtype": 1,
            "w": 300, "h": 250, "exp": 30,
            "nurl": url + "notice/win" + t
                + "&p=${AUCTION_PRICE}&m=${AUCTION_MIN_TO_WIN}",
            "burl": url + "notice/bill" + t + "&p=${AUCTION_PRICE}",
            "lurl": url + "notice/loss" + t
                + "&l=${AUCTION_LOSS}&p=${AUCTION_PRICE}",
            "adm": '<a href="%sclick%s">x</a><img src="%simp%s">'
                % (url, t, url, t)}]}]}


def bid(answer):
    return answer["seatbid"][0]["bid"][0]


# what is done to a right answer, by the rule that it breaks

FAULTS = [
    ("id", lambda a: a.update(id="other")),
    ("cur", lambda a: a.update(cur="EUR")),
    ("unknown", lambda a: a.update(bids=1)),
    ("required", lambda a: bid(a).pop("crid")),
    ("type", lambda a: bid(a).update(w="300", h="250")),
    ("impid", lambda a: bid(a).update(impid="2")),
    ("price", lambda a: bid(a).update(price=1.0000001)),
    ("floor", lambda a: bid(a).update(price=0.999999)),
    ("deal", lambda a: bid(a).update(dealid="d")),
    ("badv", lambda a: bid(a).update(adomain=["shop.bad.example"])),
    ("bcat", lambda a: bid(a).update(cat=["IAB7-1"])),
    ("mtype", lambda a: bid(a).update(mtype=2)),
    ("size", lambda a: bid(a).update(w=728, h=90)),
    ("markup", lambda a: bid(a).pop("adm")),
    ("secure", lambda a: bid(a).update(adm='<img src="http://x.example/">')),
    ("url", lambda a: bid(a).update(burl="/v1/notice/bill")),
    ("macro", lambda a: bid(a).update(burl="https://a.example/${AUCTION_X}")),
    ("exp", lambda a: bid(a).update(exp=61)),
    ("bid_id", lambda a: a["seatbid"].append(
        {"seat": "t", "bid": [copy.deepcopy(bid(a))]})),
    ("seat", lambda a: a["seatbid"].append(
        {"seat": "s", "bid": [dict(bid(a), id="x", crid="y")]})),
    ("repeated", lambda a: a["seatbid"][0]["bid"].append(
        dict(bid(a), id="x"))),
]

# whole answers

WHOLE = [
    ("status", (500, JSON, b"")),
    ("empty", (200, JSON, b"")),
    ("content_type", (200, [("Content-Type", "text/html")], None)),
    ("json", (200, JSON, b'{"id":"n-1"')),
]

# a fault that comes along with another

WITH = {"type": {"size"}}


def planted(c):
    """A bidder with a fault in each answer: all of them are named."""
    rows = FAULTS + WHOLE

    def answer(method, path, body):
        asked = json.loads(body)
        rule, what = rows[int(asked["id"].split("-")[1])]
        value = right(asked)
        if isinstance(what, tuple):
            if what[2] is None:
                return what[0], what[1], json.dumps(value).encode()
            return what
        what(value)
        return 200, JSON, json.dumps(value).encode()

    bidder = simulator.Server(c, answer)

    for number, (rule, _) in enumerate(rows):
        path = simulator.write_lines(c.path("one.jsonl"), [request(number)])
        run = simulator.Run(bidder.url, "--bodies=" + path, "--requests=1",
                           "--seconds=30", "--connections=1")
        c.equal(set(run.market["faults"]), {rule} | WITH.get(rule, set()),
                "planted: %s is named" % rule)
        c.check(run.status == 1 and run.market["broken"] == 1,
                "planted: %s is a failure" % rule)


def honest(c, price=5.0):
    def answer(method, path, body):
        return 200, JSON, json.dumps(right(json.loads(body), price)).encode()

    return simulator.Server(c, answer)


def clearing(c):
    """One rival of 2.00 and a bid of 5.00, or of 1.50, over a floor of 1.00."""
    path = simulator.write_lines(c.path("asks.jsonl"),
                                [request(n) for n in range(20)])
    log = c.path("cleared.jsonl")
    rows = [
        ("first price", 5.0, ["--auction=1", "--rivals=1:median=2:sigma=0"],
         "&p=5&m=2", 20, 100000000),
        ("second price", 5.0, ["--auction=2", "--rivals=1:median=2:sigma=0"],
         "&p=2.01&m=2", 20, 40200000),
        ("as the request says", 5.0, ["--rivals=1:median=2:sigma=0"],
         "&p=2.01&m=2", 20, 40200000),
        ("with an increment", 5.0, ["--rivals=1:median=2:sigma=0",
                                    "--increment=0.5"],
         "&p=2.5&m=2", 20, 50000000),
        ("alone at the floor", 5.0, [], "&p=1&m=1", 20, 20000000),
        ("outbid", 1.5, ["--rivals=1:median=2:sigma=0"], "&l=102&p=", 0, 0),
    ]

    for title, price, options, query, wins, nanos in rows:
        bidder = honest(c, price)
        run = simulator.Run(bidder.url, "--bodies=" + path, "--requests=20",
                           "--seconds=30", "--connections=2", "--shown=1",
                           "--notice-log=" + log, *options)
        kind = "win" if wins else "loss"
        urls = [x["url"] for x in simulator.lines(log) if x["kind"] == kind]
        c.equal(run.market["wins"], wins, title + ": wins")
        c.equal(run.market["spend_nanos"], nanos, title + ": what is spent")
        c.equal({u[u.index("&"):] for u in urls}, {query}, title + ": told")
        c.equal(len(urls), 20, title + ": each is told")


def told(c):
    """What a sink is told is what was planned, copies and losses as well."""
    path = simulator.write_lines(c.path("many.jsonl"),
                                [request(n) for n in range(400)])
    bidder = honest(c)
    sink = simulator.Sink(c)
    sums = []

    for mode, more in (("send", ["--notice-to=" + sink.address]),
                       ("plan", [])):
        log = c.path(mode + ".jsonl")
        truth = c.path(mode + "-truth.jsonl")
        run = simulator.Run(
            bidder.url, "--bodies=" + path, "--requests=400", "--seconds=60",
            "--connections=2", "--rivals=2:median=4:sigma=0.5", "--seed=11",
            "--speed=3600", "--notices=" + mode, "--duplicate=0.2",
            "--lose=0.1", "--reorder=0.1", "--delay=60", "--drain=60",
            "--truth=" + truth, "--notice-log=" + log, *more)
        c.equal(run.status, 0, mode + ": no fault")
        sums.append(run.market)

    sent = run_log = simulator.lines(c.path("send.jsonl"))
    planned = collections.Counter()
    for x in run_log:
        planned[x["url"].split("ads.example", 1)[1]] += x["copies"]
    got = collections.Counter(sink.paths)

    c.equal(got, +planned, "each notice came as often as it was planned")
    c.check(max(planned.values()) >= 2 and 0 in planned.values(),
            "some came twice, some never")
    c.equal([p for p in sink.paths if "${" in p], [], "no macro was left")
    c.equal(sums[0]["awaited"], 0, "nothing is awaited at the end")

    for kind in ("win", "bill", "loss", "impression"):
        s = sums[0]["notices"][kind]
        c.check(s["planned"] > 20, kind + ": many were planned")
        c.equal(s["sent"], s["planned"] - s["lost"] + s["duplicated"],
                kind + ": sent but for the lost, and some twice")
        c.equal((s["answered"], s["failed"]), (s["sent"], 0),
                kind + ": all were answered")
        for what in ("planned", "lost", "duplicated", "reordered"):
            c.equal(sums[1]["notices"][kind][what], s[what],
                    "%s: %s is of the seed" % (kind, what))
        c.equal(sums[1]["notices"][kind]["sent"], 0, kind + ": only planned")

    ordered(c, bidder)

    truth = simulator.lines(c.path("send-truth.jsonl"))
    c.equal(len(truth), sums[0]["shown"], "truth has what was shown")
    c.equal(sum(t["click"] for t in truth), sums[0]["clicks"],
            "truth has the clicks")
    expected = sum(t["p_click"] for t in truth)
    c.check(abs(expected - sums[0]["clicks_expected"]) < 0.01,
            "truth has their probabilities")
    c.equal(len([x for x in sent if x["kind"] == "click"]), sums[0]["clicks"],
            "each click is told")


def ordered(c, bidder):
    """On one connection and without tricks they come when they are due."""
    path = c.path("many.jsonl")
    log = c.path("order.jsonl")
    sink = simulator.Sink(c)
    simulator.Run(bidder.url, "--bodies=" + path, "--requests=100",
                 "--seconds=60", "--connections=1", "--rate=100",
                 "--notices=send", "--notice-to=" + sink.address,
                 "--notice-connections=1", "--speed=60", "--drain=60",
                 "--notice-log=" + log)
    due = {x["url"].split("ads.example", 1)[1]: x["ms"]
           for x in simulator.lines(log)}
    times = [due[p] for p in sink.paths]
    c.check(len(times) > 200, "ordered: there are notices")
    c.equal(sum(a > b + 60 for a, b in zip(times, times[1:])), 0,
            "ordered: none comes before one that was due earlier")


def refused(c):
    """Nothing is sent to another machine."""
    path = c.path("asks.jsonl")
    bidder = honest(c)
    run = simulator.Run(bidder.url, "--bodies=" + path, "--requests=1",
                       "--notices=send", "--notice-to=10.0.0.1:80")
    c.equal(run.status, 2, "another machine is refused")
    c.check("only loopback addresses" in run.error, "... and why is said",
            run.error)

    run = simulator.Run(bidder.url, "--bodies=" + path, "--requests=5",
                       "--seconds=10", "--connections=1", "--notices=send")
    c.equal(run.status, 1, "so is what a bid names")
    c.check("ads.example:443 is no loopback address" in run.market["refusal"],
            "... and why is said", run.market["refusal"])
    c.equal(sum(s["sent"] for s in run.market["notices"].values()), 0,
            "... and nothing was sent")

    for option in ("--notice-log=/dev/full", "--truth=/dev/full"):
        run = simulator.Run(bidder.url, "--bodies=" + path, "--requests=50",
                            "--seconds=10", "--connections=1", option)
        c.check(run.status == 2 and option in run.error,
                "%s has no room, and that is said" % option, run.error)

    for option in ("--check=0", "--auction=3", "--rivals=x", "--lose=2",
                   "--notices=maybe", "--start=now", "--currency=EURO=1"):
        run = simulator.Run(bidder.url, "--bodies=" + path, option)
        c.check(run.status == 2 and option.split("=")[0] in run.error,
                "%s is refused" % option, run.error)


def status(c):
    """A run in which nothing was found out is not a success."""
    path = c.path("asks.jsonl")
    broken = c.path("broken.jsonl")
    with open(broken, "w") as f:
        f.write("{\n" * 5)
    none = simulator.Server(c, lambda *_: (204, [], b""))
    busy = simulator.Server(c, lambda *_: (503, [], b""))
    off = ("--check=off", "--auction=off")
    notices = ("--notices=send", "--speed=3600")

    for title, url, bodies, options, wanted, said in (
            ("unreadable requests", none.url, broken, (), 1,
             "5 requests could not be read"),
            ("nothing judged", none.url, path, ("--check=1000",), 1,
             "no answer was judged"),
            ("right answers", none.url, path, (), 0, ""),
            ("notices that fail", honest(c).url, path,
             notices + ("--notice-to=" + busy.address,), 1,
             'every notice of the kind "win" failed'),
            ("notices that do not", honest(c).url, path,
             notices + ("--notice-to=" + none.address,), 0, ""),
            ("failures", busy.url, path, off, 0, ""),
            ("as many failures as may be", busy.url, path,
             off + ("--max-errors=5",), 0, ""),
            ("too many failures", busy.url, path, off + ("--max-errors=4",),
             1, "5 requests failed")):
        run = simulator.Run(url, "--bodies=" + bodies, "--requests=5",
                            "--seconds=30", "--connections=1", *options)
        c.equal((run.status, run.error.strip("\n") if not said
                 else said in run.error), (wanted, True if said else ""),
                "status: " + title)


case.run(main)
