"""Requests of every medium and mood, from a seed."""

import json
import random

import bodies
import consent

CATS = ["IAB%d" % i for i in range(1, 27)]
DOMAINS = ["rival.example", "casino.example", "shop.example", "bet.example"]
VIDEO_MIMES = ["video/mp4", "video/webm"]
SEATS = ["seat-9", "seat-12", "seat-21", "seat-34", "seat-55", "seat-0"]
AUDIO_MIMES = ["audio/mpeg", "audio/mp4", "audio/ogg"]
IMAGE_MIMES = ["image/png", "image/jpeg", "image/gif", "text/html"]
DEALS = ["DEAL-0007", "deal-1", "DEAL-0412", "D-1", "D-2", "D-3"]
LANGUAGES = ["en", "de", "fr", "es"]
TAGS = ["en-GB", "en", "de-AT", "fr-CA"]
VENUES = ["transit.airports", "retail.malls", "30101", "outdoor.billboards"]
DAY = 864000


def maybe(rng, odds, target, key, value):
    if rng.random() < odds:
        target[key] = value() if callable(value) else value


def banner(rng):
    sizes = rng.sample(bodies.SIZES, rng.randint(1, 4))
    b = {"format": [{"w": w, "h": h} for w, h in sizes]}
    if rng.random() < 0.2:
        b = {"w": sizes[0][0], "h": sizes[0][1]}
    maybe(rng, 0.3, b, "battr", [1, 3, 8])
    maybe(rng, 0.2, b, "btype", lambda: rng.sample([1, 2, 3, 4], 2))
    maybe(rng, 0.2, b, "mimes", lambda: rng.sample(IMAGE_MIMES, 2))
    maybe(rng, 0.2, b, "expdir", lambda: rng.sample(range(1, 7), 2))
    maybe(rng, 0.3, b, "pos", rng.randint(0, 7))
    maybe(rng, 0.3, b, "api", [5, 6, 7])
    return b


def video(rng):
    v = {"mimes": rng.choice([VIDEO_MIMES, VIDEO_MIMES[:1]]),
         "protocols": [2, 3, 5, 6, 7, 8, 11, 12], "w": 640, "h": 360,
         "minduration": rng.choice([0, 5, 6]),
         "maxduration": rng.choice([15, 30, 60, 120])}
    maybe(rng, 0.5, v, "plcmt", rng.randint(1, 4))
    maybe(rng, 0.5, v, "startdelay", rng.choice([0, -1, 10]))
    maybe(rng, 0.4, v, "skip", rng.randint(0, 1))
    maybe(rng, 0.3, v, "linearity", 1)
    stream(rng, v)
    maybe(rng, 0.3, v, "battr", lambda: rng.choice([[1, 2], [16], [16, 3]]))
    maybe(rng, 0.3, v, "api", [1, 2, 7])
    maybe(rng, 0.2, v, "boxingallowed", lambda: rng.randint(0, 1))
    maybe(rng, 0.2, v, "delivery", lambda: rng.sample([1, 2, 3], 2))
    return v


def stream(rng, v):
    """What films and sound have in common."""
    if rng.random() < 0.1:
        del v["minduration"], v["maxduration"]
        v["rqddurs"] = [15, 30]
    pod(rng, v)
    floors(rng, 0.15, v)
    maybe(rng, 0.15, v, "companionad", lambda: [
        {"id": "c1", "w": w, "h": h}
        for w, h in rng.sample(bodies.SIZES, 2)])
    if "companionad" in v:
        maybe(rng, 0.5, v, "companiontype", lambda: rng.sample([1, 2, 3], 2))
    maybe(rng, 0.1, v, "maxbitrate", lambda: rng.choice([100, 1000, 5000]))


def floors(rng, odds, holder):
    """One of the two ways in which a floor follows the duration."""
    roll = rng.random()
    if roll < odds / 2:
        holder["mincpmpersec"] = round(rng.choice([0.002, 0.05, 0.3])
                                       * rng.random(), 4)
    elif roll < odds:
        first = rng.choice([6, 15, 20])
        holder["durfloors"] = [
            {"maxdur": first, "bidfloor": round(rng.random(), 3)},
            {"mindur": first + 1, "maxdur": 45,
             "bidfloor": round(3 * rng.random(), 3)}]


def pod(rng, v):
    roll = rng.random()
    if roll < 0.1:
        v.update(podid="p1", slotinpod=rng.choice([-1, 0, 1, 2]))
    elif roll < 0.25:
        v.update(podid=rng.choice(["p1", "p2"]),
                 poddur=rng.choice([15, 30, 60, 90]))
        maybe(rng, 0.8, v, "maxseq", lambda: rng.randint(1, 6))
        maybe(rng, 0.5, v, "poddedupe",
              lambda: rng.sample([1, 2, 3, 4], rng.randint(1, 4)))
        maybe(rng, 0.2, v, "slotinpod", lambda: rng.choice([-1, 1, 2]))


def audio(rng):
    a = {"mimes": AUDIO_MIMES, "minduration": rng.choice([0, 5]),
         "maxduration": rng.choice([20, 30, 60]),
         "protocols": [9, 10, 2, 3, 5, 6, 7, 8]}
    stream(rng, a)
    maybe(rng, 0.3, a, "feed", rng.randint(1, 3))
    maybe(rng, 0.3, a, "stitched", 1)
    return a


def native(rng):
    assets = [{"id": 1, "required": 1,
               "title": {"len": rng.choice([90, 140])}},
              {"id": 7, "required": rng.randint(0, 1),
               "img": {"type": 3, "wmin": 200, "hmin": 100}},
              {"id": 3, "required": 0,
               "img": {"type": 1, "wmin": 20, "hmin": 20}},
              {"id": 12, "required": 0, "data": {"type": 2, "len": 200}},
              {"id": 13, "required": 0, "data": {"type": 1}},
              {"id": 14, "required": 0, "data": {"type": 12, "len": 30}},
              {"id": 5, "required": rng.randint(0, 1), "video": {
                  "mimes": ["video/mp4"], "minduration": 5, "maxduration": 30,
                  "protocols": rng.choice([[2], [2, 3, 5, 6], [7, 8]])}}]
    rng.shuffle(assets)
    request = {"ver": "1.2", "context": 1, "plcmttype": 1,
               "assets": assets[:rng.randint(2, len(assets))]}
    maybe(rng, 0.6, request, "eventtrackers", lambda: rng.choice([
        [{"event": 1, "methods": [1, 2]}], [{"event": 1, "methods": [2]}],
        [{"event": 2, "methods": [1]}, {"event": 1, "methods": [1]}]]))
    maybe(rng, 0.2, request, "privacy", 1)
    wrapped = {"native": request} if rng.random() < 0.3 else request
    return {"request": json.dumps(wrapped), "ver": "1.2"}


def imp(rng, ident):
    i = {"id": ident}
    roll = rng.random()
    if roll < 0.40:
        i["banner"] = banner(rng)
    elif roll < 0.55:
        i["video"] = video(rng)
    elif roll < 0.65:
        i["audio"] = audio(rng)
    elif roll < 0.80:
        i["native"] = native(rng)
    else:
        i["banner"] = banner(rng)
        i["video"] = video(rng)
        maybe(rng, 0.5, i, "native", lambda: native(rng))
    maybe(rng, 0.8, i, "bidfloor",
          lambda: round(rng.choice([0.01, 0.1, 0.5, 2, 6]) * rng.random(), 4))
    maybe(rng, 0.3, i, "bidfloorcur", "USD")
    maybe(rng, 0.8, i, "secure", lambda: rng.randint(0, 1))
    maybe(rng, 0.2, i, "instl", 1)
    maybe(rng, 0.1, i, "rwdd", 1)
    maybe(rng, 0.1, i, "clickbrowser", lambda: rng.randint(0, 1))
    maybe(rng, 0.2, i, "exp", lambda: rng.choice([60, 300, 3600]))
    maybe(rng, 0.2, i, "pmp", lambda: pmp(rng))
    return i


def pmp(rng):
    return {"private_auction": int(rng.random() < 0.3),
            "deals": [deal(rng, ident) for ident in
                      rng.sample(DEALS, rng.choice([1, 1, 2, 4]))]}


def deal(rng, ident):
    d = {"id": ident}
    floors(rng, 0.2, d)
    if "durfloors" not in d and "mincpmpersec" not in d:
        maybe(rng, 0.9, d, "bidfloor",
              lambda: round(rng.random() * rng.choice([1, 3]), 3))
    maybe(rng, 0.5, d, "at", lambda: rng.choice([1, 2, 3]))
    maybe(rng, 0.2, d, "bidfloorcur", lambda: rng.choice(["USD", "EUR"]))
    maybe(rng, 0.2, d, "wseat", lambda: rng.sample(SEATS, 3))
    maybe(rng, 0.2, d, "wadomain", lambda: rng.sample(
        DOMAINS + ["brand-26.example", "brand-27.example"], 4))
    maybe(rng, 0.1, d, "guar", 1)
    return d


def place(rng, request):
    roll = rng.random()
    if roll < 0.52:
        request["site"] = {"id": "s%d" % rng.randint(1, 999),
                           "domain": rng.choice(["news.example.com",
                                                 "sport.example.org"]),
                           "cat": rng.sample(CATS, 2),
                           "page": "https://news.example.com/\u00fc?a=%22b"}
    elif roll < 0.92:
        request["app"] = {"id": "a%d" % rng.randint(1, 999),
                          "bundle": rng.choice(["com.example.puzzle",
                                                "880047117"]),
                          "cat": rng.sample(CATS, 2), "name": "Caf\u00e9 \"x\""}
    else:
        request["dooh"] = {"id": "d1", "name": "a screen",
                           "venuetype": [rng.choice(VENUES)]}
        for i in request["imp"]:
            maybe(rng, 0.7, i, "qty", lambda: {
                "multiplier": rng.choice([0.3, 1, 12.5, 30.3])})


def device(rng):
    d = {"ua": bodies.UA, "ip": "203.0.113.%d" % rng.randint(1, 254),
         "devicetype": rng.choice([1, 2, 3, 4, 5]),
         "os": rng.choice(["Android", "iOS", "Windows", "macOS"]),
         "osv": rng.choice(["14", "17.1", "10.0", "18.1.1"]),
         "language": rng.choice(["en", "de", "fr"])}
    maybe(rng, 0.9, d, "geo", lambda: {
        "country": rng.choice(bodies.COUNTRIES),
        "region": rng.choice(["CA", "BE", "ENG"]),
        "city": rng.choice(["Berlin", "London", "Oakland"])})
    maybe(rng, 0.3, d, "ifa",
          lambda: "38400000-8cf0-11bd-b23e-%012x" % rng.getrandbits(48))
    maybe(rng, 0.2, d, "connectiontype", lambda: rng.randint(1, 7))
    return d


def privacy(rng, r):
    """Who may be known, said in all of the ways there are."""
    regs, user = {}, r.setdefault("user", {})
    roll = rng.random()
    if roll < 0.25:
        regs["gdpr"] = rng.randint(0, 1)
        place = user if rng.random() < 0.5 else user.setdefault("ext", {})
        maybe(rng, 0.8, place, "consent", lambda: tcf(rng))
    elif roll < 0.4:
        ident, text = rng.choice([
            (consent.TCFEU, tcf(rng)), (consent.USPV1, "1YNN"),
            (consent.USNAT, consent.usnat(rng.randint(0, 2),
                                          rng.randint(0, 2)))])
        regs.update(gpp=consent.gpp((ident, text)), gpp_sid=[ident])
    elif roll < 0.5:
        regs["us_privacy"] = rng.choice(["1YYN", "1YNN", "1---"])
    maybe(rng, 0.05, regs, "coppa", 1)
    if rng.random() < 0.3:
        regs = {"ext": regs}
    if rng.random() < 0.1:
        regs.setdefault("ext", {})["dsa"] = {
            "dsarequired": rng.randint(0, 3), "pubrender": rng.randint(0, 2)}
    if regs:
        r["regs"] = regs


def tcf(rng):
    purposes = [p for p in range(1, 12) if rng.random() < 0.8]
    vendors = sorted(rng.sample(range(1, 900), rng.randint(0, 40)))
    return consent.tcf(purposes, rng.sample(range(2, 11), 3),
                       rng.sample([1, 2], 1), vendors, vendors[:3],
                       rng.random() < 0.3,
                       vendors if rng.random() < 0.3 else None,
                       deciseconds=17500000000 + DAY * rng.randint(0, 99))


def request(rng, n):
    r = {"id": rng.choice(["auction-%d" % n, "\u4f8b-%d" % n, "q\"%d\\" % n]),
         "at": rng.randint(1, 2), "tmax": 5000,
         "imp": [imp(rng, str(i + 1)) for i in
                 range(rng.choice([1, 1, 1, 2, 3]))]}
    place(rng, r)
    r["device"] = device(rng)
    maybe(rng, 0.8, r, "user", lambda: {"id": "u%d" % rng.randint(1, 9999)})
    maybe(rng, 0.7, r, "cur",
          lambda: rng.choice([["USD"], ["EUR"], ["USD", "EUR"], ["JPY"]]))
    maybe(rng, 0.4, r, "badv", lambda: rng.sample(DOMAINS, 2))
    maybe(rng, 0.5, r, "bcat", lambda: rng.sample(CATS, rng.randint(1, 8)))
    maybe(rng, 0.1, r, "bapp", ["com.rival.puzzle"])
    maybe(rng, 0.1, r, "test", 1)
    maybe(rng, 0.15, r, rng.choice(["wseat", "bseat"]),
          lambda: rng.sample(SEATS, 2))
    roll = rng.random()
    if roll < 0.1:
        r["wlang"] = rng.sample(LANGUAGES, 2)
    elif roll < 0.15:
        r["wlangb"] = rng.sample(TAGS, 2)
    privacy(rng, r)
    maybe(rng, 0.2, r, "source", {"tid": "t-1", "fd": 0})
    return r


def requests(count, seed=26):
    rng = random.Random(seed)
    return [request(rng, n) for n in range(count)]
