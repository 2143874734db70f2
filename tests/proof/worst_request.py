#!/usr/bin/env python3
"""What the most expensive requests cost a worker.

Each of them fits the default size of a body, and brings a list that is looked
into for each ad group, or many impressions, or both; nobody can pay the floors,
or fits, so that all of the catalogue would be looked at.  The figure is the
CPU time of the worker, the least of several rounds, for the worst of them.
"""

# group: speed

import json
import os
import random
import subprocess
import sys

sys.dont_write_bytecode = True

import scratch

import client
import server

ROUNDS = 9 if scratch.FULL else 5
GROUPS = 20000 if scratch.FULL else 8000
GOAL = 5000
BODY_MAX = 128 * 1024


def targeting(rng, i):
    circles = [{"lat": rng.uniform(-60, 60), "lon": rng.uniform(-170, 170),
                "km": 50} for _ in range(10)]
    return [
        {"geo": {"radius": {"exclude": circles}}},
        {"geo": {"radius": {"include": circles}}},
        {"inventory": {"deals": ["D%d" % (i % 64), "DALL"]}},
        {"audience": {"segments": {"all": ["s%d" % k for k in range(8)]}}},
        {}, {}, {}, {}][i % 8]


def creatives(i):
    common = {"type": "creative", "adgroup": "g%d" % i,
              "landing_url": "https://x.example/"}
    yield dict(common, id="b%d" % i, media="banner", w=300, h=250,
               image_url="https://c.example/%d.png" % i)
    yield dict(common, id="v%d" % i, media="video", w=640, h=360,
               video={"media_url": "https://c.example/%d.mp4" % i,
                      "mime": "video/mp4", "duration": 5 + i % 60,
                      "bitrate": 1200})
    yield dict(common, id="n%d" % i, media="native", native={
        "title": "Boots",
        "images": [{"type": 3, "w": 300 + k, "h": 250,
                    "url": "https://c.example/%d.jpg" % k}
                   for k in range(8)],
        "data": [{"type": t, "value": "x"} for t in range(1, 12)]})


def lines():
    rng = random.Random(1)
    yield {"type": "org", "id": "o", "seat": "s"}
    for i in range(GROUPS):
        yield {"type": "campaign", "id": "c%d" % i, "org": "o",
               "adomain": ["brand-%d.example" % i], "currency": "USD",
               "cat": ["IAB%d" % (i % 22 + 1)]}
        yield {"type": "adgroup", "id": "g%d" % i, "campaign": "c%d" % i,
               "bid": 1 + i % 50 / 10, "max_cpm": 20,
               "targeting": targeting(rng, i)}
        yield from creatives(i)


def catalogue(s):
    source = s.path("worst.jsonl")
    with open(source, "w") as f:
        for line in lines():
            f.write(json.dumps(line) + "\n")
    subprocess.run([server.CTL, "catalog", "build", "--out",
                    s.path("worst.cat"), source],
                   stdout=subprocess.DEVNULL, check=True)
    return s.path("worst.cat")


def request(imps, **more):
    body = {"id": "x", "at": 1, "tmax": 5000, "cur": ["USD"],
            "site": {"domain": "news.example.com"},
            "device": {"ip": "203.0.113.7",
                       "ua": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 "
                             "Firefox/115.0",
                       "geo": {"country": "USA", "lat": 10.1, "lon": 20.2}},
            "user": {"id": "v"},
            "imp": [dict(imp, id=str(i)) for i, imp in enumerate(imps)]}
    body.update(more)
    return body


def numbered(word, n):
    return ["%s%d" % (word, i) for i in range(n)]


def banner(**more):
    return dict({"banner": {"format": [{"w": 300, "h": 250}]}}, **more)


def video(**more):
    return {"video": dict({"mimes": ["video/mp4"], "w": 640, "h": 360},
                          **more)}


def deals(n, **more):
    return banner(pmp={"private_auction": 1, "deals": [
        dict({"id": "DALL" if k == 0 else "D%d" % (k * 2 % 64)}, **more)
        for k in range(n)]})


def native(assets):
    return {"native": {"request": json.dumps(
        {"ver": "1.2", "assets": assets}, separators=(",", ":"))}}


def images(n, **more):
    return [dict({"id": i, "img": {"type": 3, "w": 900 + i, "h": 250}}, **more)
            for i in range(n)]


def must(kind):
    return [{"id": 5000, "required": 1, "data": {"type": kind}}]


def requests():
    """{ name: body }"""
    kw = ",".join("k%d=v%d" % (i % 50, i % 21) for i in range(8000))
    ranges = [{"mindur": i, "maxdur": i + 9, "bidfloor": 900}
              for i in range(2000)]
    return {
        "a deal of many advertisers": request([deals(
            1, wadomain=["q%d.example" % i for i in range(6000)])]),
        "a deal of many seats": request([deals(1, wseat=numbered("q", 9000))]),
        "a deal many times": request(
            [banner(pmp={"private_auction": 1,
                         "deals": [{"id": "DALL", "wadomain": ["q"]}] * 32})]
            * 60),
        "many deals": request([deals(12, wadomain=["q"])] * 60),
        "floors": request([banner(bidfloor=1000)] * 64),
        "floors and words": request(
            [banner(bidfloor=1000)] * 64,
            site={"domain": "a.example", "keywords": kw}),
        "segments": request(
            [banner(bidfloor=1000)] * 64,
            user={"id": "v", "data": [{"id": "x", "segment": [
                {"id": s} for s in numbered("s", 2000)]}]}),
        "durations": request([video(rqddurs=[1000] * 24000)]),
        "formats": request([{"banner": {"format": [
            {"wratio": 1 + i, "hratio": 1, "wmin": 1}
            for i in range(3000)]}}]),
        "MIME types": request([{"banner": {
            "w": 300, "h": 250, "mimes": ["a/b"] * 20000}}]),
        "companions": request([video(
            companionad=[{"w": 1, "h": i} for i in range(900)],
            companiontype=[1], minduration=1000)]),
        "floors by duration": request([video(durfloors=ranges)]),
        "languages": request([banner()], wlangb=numbered("", 12000)),
        "domains": request([banner(bidfloor=1000)] * 64, badv=[
            "brand-%d.example" % i for i in range(4000)]),
        "native, many assets": request([native(images(900) + must(500))]),
        "native, none required": request([native(images(900))]),
        "native, all required": request([native(images(900, required=1))]),
        "native, many impressions": request(
            [native(images(24) + must(500))] * 64),
        "native, MIME types": request([native([
            {"id": 1, "img": {"type": 3, "w": 9, "h": 9,
                              "mimes": ["a/b"] * 12000}}])]),
    }


def spent_ns(pid):
    with open("/proc/%d/task/%d/schedstat" % (pid, pid)) as f:
        return int(f.read().split()[0])


def cost_us(nginx, body):
    worker = nginx.worker()
    conn = client.Connection(nginx.port)
    found = []
    for _ in range(ROUNDS):
        before = spent_ns(worker)
        conn.bid(body)
        found.append((spent_ns(worker) - before) / 1000)
    conn.close()
    return min(found)


def main():
    with scratch.Scratch() as s:
        nginx = server.Nginx(s, level="warn", catalog=catalogue(s)).start()
        worst = 0
        for name, value in requests().items():
            body = json.dumps(value, separators=(",", ":")).encode()
            s.check(len(body) <= BODY_MAX, name, "%d bytes" % len(body))
            cost = cost_us(nginx, body)
            print("%-28s %6d bytes %8.0f us" % (name, len(body), cost))
            worst = max(worst, cost)
        scratch.figure("CPU of the worst request of 128 KB", worst,
                       "microseconds", "<= %d" % GOAL)


main()
