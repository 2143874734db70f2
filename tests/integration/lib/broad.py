"""A catalogue that can bid on nearly everything, for a set of requests.

Campaigns of many advertisers, categories and currencies, each with banners
of the sizes asked for, and film, sound and native ads of the common kinds.
"""

import json
import time

import asked

SIZES = {(300, 250), (728, 90), (320, 50), (160, 600), (300, 600), (970, 250),
         (320, 480), (336, 280), (468, 60), (120, 600), (300, 50),
         (1080, 1920), (640, 480)}
CURRENCIES = ("USD", "EUR", "GBP", "JPY")

# how many of a currency are a dollar

RATES = {"EUR": "0.8", "GBP": "0.5", "JPY": "150", "CHF": "0.9",
         "MXN": "18"}
DURATIONS = (2, 5, 6, 10, 15, 20, 30, 60, 120)
FILMS = ("video/mp4", "video/webm", "video/ogg", "video/3gpp", "video/x-flv",
         "video/x-ms-wmv", "application/javascript")
SOUNDS = ("audio/mpeg", "audio/mp4", "audio/ogg", "audio/mp3", "audio/aac",
          "video/mp4")
SHAPES = ((640, 360), (1920, 1080), (640, 480), (320, 480), (1080, 1920))
IMAGES = [(3, 1200, 627), (3, 300, 250), (3, 627, 627), (1, 128, 128),
          (1, 50, 50), (2, 80, 80)]
DATA = {1: "Brand", 2: "To your door.", 3: "4.5", 4: "120", 5: "9000",
        6: "9 USD", 7: "7 USD", 8: "555 0100", 9: "1 High St", 10: "Fits",
        11: "b.example", 12: "See it"}
MOST = 32767


def rates(age=0):
    """A line of a catalogue: what a dollar was so many days ago."""
    then = time.gmtime(time.time() - age * 86400)
    return json.dumps({"type": "rates", "base": "USD", "rates": RATES,
                       "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", then)})


def sizes_of(value, found):
    """Every w and h that stand together anywhere in a request."""
    if isinstance(value, dict):
        w, h = value.get("w"), value.get("h")
        if isinstance(w, int) and isinstance(h, int) and 0 < w <= MOST \
                and 0 < h <= MOST:
            found.add((w, h))
        for v in value.values():
            sizes_of(v, found)
    elif isinstance(value, list):
        for v in value:
            sizes_of(v, found)


def deals_of(request):
    imps = request.get("imp") if isinstance(request, dict) else None
    for imp in imps if isinstance(imps, list) else []:
        pmp = imp.get("pmp") if isinstance(imp, dict) else None
        deals = pmp.get("deals") if isinstance(pmp, dict) else None
        for deal in deals if isinstance(deals, list) else []:
            if isinstance(deal, dict) and isinstance(deal.get("id"), str) \
                    and 0 < len(deal["id"]) < 100 \
                    and deal["id"].isprintable() and '"' not in deal["id"] \
                    and "\\" not in deal["id"]:
                yield deal["id"]


def images_of(request):
    """The images of each native request, as (type, w, h)."""
    kind = [{"native": {"request": asked.RAW}}]
    imps = asked.take(request.get("imp"), kind) \
        if isinstance(request, dict) else None
    for imp in imps or []:
        native = asked.native_request(imp.get("native", {}).get("request"))
        images = []
        for asset in (native or {}).get("assets", []):
            img = asset.get("img", {})
            w = img.get("w") or img.get("wmin")
            h = img.get("h") or img.get("hmin")
            if w and h and 0 < w <= MOST and 0 < h <= MOST:
                images.append((max(img.get("type", 3), 1), w, h))
        if images:
            yield tuple(images[:8])


class Lines:

    def __init__(self, prefix=""):
        self.lines, self.count, self.prefix = [], 0, prefix

    def add(self, kind, **members):
        self.lines.append(json.dumps(dict({"type": kind}, **members)))

    def creative(self, adgroup, media, n, **members):
        self.count += 1
        if n % 4:
            members["language"] = ("en", "de", "fr")[n % 4 - 1]
        self.add("creative", id="%sk%d" % (self.prefix, self.count),
                 adgroup=adgroup, media=media,
                 landing_url="https://brand-%d.example/" % n, **members)


def banners(out, group, n, sizes):
    for i, (w, h) in enumerate(sorted(sizes)):
        url = "https://cdn.example/%dx%d-%d.png" % (w, h, n)
        more = {"attr": [3]} if (i + n) % 5 == 0 else {}
        out.creative(group, "banner", n, w=w, h=h, image_url=url, **more)
        if i % 3 == n % 3:
            out.creative(
                group, "banner", n, w=w, h=h,
                markup='<script src="https://cdn.example/a.js"></script>'
                       '<a href="{{click_url}}">x</a>')


def films(out, group, n):
    for i, mime in enumerate(FILMS):
        w, h = SHAPES[(i + n) % len(SHAPES)]
        for duration in DURATIONS:
            out.creative(group, "video", n, w=w, h=h, video={
                "media_url": "https://cdn.example/v/%d/%d/%d" % (n, i,
                                                                 duration),
                "mime": mime, "duration": duration, "bitrate": 1200})
    out.creative(group, "video", n, w=640, h=360, video={
        "media_url": "https://cdn.example/skip/%d.mp4" % n,
        "mime": "video/mp4", "duration": 15, "bitrate": 1200,
        "skip_offset": 5})


def sounds(out, group, n):
    for i, mime in enumerate(SOUNDS):
        for duration in DURATIONS:
            out.creative(group, "audio", n, audio={
                "media_url": "https://cdn.example/a/%d/%d/%d" % (n, i,
                                                                 duration),
                "mime": mime, "duration": duration, "bitrate": 128})


def natives(out, group, n, images):
    for given in [IMAGES] + sorted(images):
        out.creative(group, "native", n, native={
            "video": {"media_url": "https://cdn.example/n/%d.mp4" % n,
                      "mime": "video/mp4", "duration": DURATIONS[n % 8],
                      "w": 640, "h": 360},
            "title": "Boots",
            "images": [{"type": t, "w": w, "h": h, "url":
                        "https://cdn.example/n/%dx%d-%d.jpg" % (w, h, n)}
                       for t, w, h in given],
            "data": [{"type": t, "value": v}
                     for t, v in sorted(DATA.items())]})


def campaign(out, n, wanted, bid, deals=()):
    name = "%sc%d" % (out.prefix, n)
    out.add("campaign", id=name, org="%so%d" % (out.prefix, n % 5),
            adomain=["brand-%d.example" % n], cat=["IAB%d" % (n % 22 + 1)],
            currency=CURRENCIES[n // 3 % len(CURRENCIES)])
    for k, make in enumerate((banners, films, sounds, natives)):
        group = "%sg%d-%d" % (out.prefix, n, k)
        more = {"targeting": {"inventory": {"deals": sorted(deals)}}} \
            if deals else {}
        out.add("adgroup", id=group, campaign=name,
                bid=round(bid * (1 + n % 7 / 10), 3), **more)
        if make in wanted:
            make(out, group, n, wanted[make])
        else:
            make(out, group, n)


def lines(requests, campaigns=24, bid=60, prefix=""):
    deals, out = set(), Lines(prefix)
    out.lines.append(rates())
    wanted = {banners: set(SIZES), natives: set()}
    for r in requests:
        sizes_of(r, wanted[banners])
        wanted[natives].update(images_of(r))
        deals.update(deals_of(r))
    for n in range(5):
        out.add("org", id="%so%d" % (prefix, n), seat="seat-%d" % n)
    for n in range(campaigns):
        campaign(out, n, wanted, bid)
    if deals:
        for n in range(campaigns, campaigns + 6):
            campaign(out, n, wanted, bid, deals)
    return out.lines
