"""Bid requests, from a seed."""

import json
import random

COUNTRIES = ["USA", "DEU", "GBR", "FRA", "ESP", "ITA", "POL", "NLD", "BRA",
             "IND"]
SIZES = [(300, 250), (728, 90), (320, 50), (160, 600), (300, 600), (970, 250),
         (320, 480)]
UA = ("Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, "
      "like Gecko) Chrome/131.0.6778.39 Mobile Safari/537.36")


def text(request):
    return json.dumps(request, separators=(",", ":"),
                      ensure_ascii=False).encode("utf-8")


def banner(ident="r1", country="USA", size=(300, 250), floor=0.01, **more):
    """The plainest request that a demonstration campaign fits."""
    request = {
        "id": ident, "at": 1, "tmax": 1000, "cur": ["USD"],
        "imp": [{"id": "1", "bidfloor": floor, "secure": 1,
                 "banner": {"format": [{"w": size[0], "h": size[1]}]}}],
        "site": {"id": "s1", "domain": "news.example.com",
                 "cat": ["IAB12"], "page": "https://news.example.com/a"},
        "device": {"ua": UA, "ip": "203.0.113.9", "devicetype": 4,
                   "os": "Android", "language": "en",
                   "geo": {"country": country}},
        "user": {"id": "u-" + ident},
    }
    request.update(more)
    return request


def banners(count, seed=1):
    rng = random.Random(seed)
    return [text(banner("r%d" % i, rng.choice(COUNTRIES), rng.choice(SIZES)))
            for i in range(count)]
