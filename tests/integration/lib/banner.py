"""A banner in bid.adm: 3.2.6 and 3.2.10."""

import re

EXPANDS = {3, 4, 5}
DIRECTIONS = {1, 2, 3, 4, 5}
IMAGES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
          "gif": "image/gif", "webp": "image/webp", "svg": "image/svg+xml"}
IMG = re.compile(r"<img[^>]+src\s*=\s*[\"']?([^\"'\s>]+)", re.I)


def check(wanted, bid, found):
    adm = bid["adm"]
    if not adm.strip() or adm.lstrip()[:1] == "{":
        found.add("markup", "no markup of a banner")
    size(wanted, bid, found)
    kind = kind_of(adm)
    if kind in wanted.get("btype", []):
        found.add("btype", kind)
    directions = set(wanted.get("expdir", []))
    if EXPANDS & set(bid.get("attr", [])) and directions \
            and not DIRECTIONS & directions:
        found.add("expdir", "it expands, %s is allowed" % sorted(directions))
    mime(wanted, adm, found)


def kind_of(adm):
    adm = adm.lower()
    if "<iframe" in adm:
        return 4
    if "<script" in adm:
        return 3
    return 2 if re.search(r"<(?:img|video|picture|svg|canvas)\b", adm) else 1


def mime(wanted, adm, found):
    """The pictures, not the pixels that count."""
    types = {m.lower() for m in wanted.get("mimes", [])}
    if not types or "text/html" in types:
        return
    for url in IMG.findall(adm):
        ext = url.split("?")[0].rsplit(".", 1)[-1].lower()
        if ext in IMAGES and IMAGES[ext] not in types:
            found.add("banner_mime", IMAGES[ext])


def size(wanted, bid, found):
    w, h = bid.get("w", 0), bid.get("h", 0)
    if w <= 0 or h <= 0:
        if not (bid.get("wratio") and bid.get("hratio")):
            found.add("size", "none")
            return
    if not suits(wanted, w, h):
        found.add("size", "%sx%s was not asked for" % (w, h))


def suits(wanted, w, h):
    formats = wanted.get("format", [])
    sizes = [(f["w"], f["h"]) for f in formats
             if f.get("w") and f.get("h")]
    flexible = [f for f in formats if f.get("wratio") and f.get("hratio")]
    if sizes or flexible:
        return (w, h) in sizes or any(
            w * f["hratio"] == h * f["wratio"] and w >= f.get("wmin", 0)
            for f in flexible)
    if (w, h) == (wanted.get("w"), wanted.get("h")):
        return True
    bounds = [wanted.get(k) for k in ("wmin", "wmax", "hmin", "hmax")]
    if any(bounds):
        return side(w, wanted, "w") and side(h, wanted, "h")
    return all(got == wanted[k] for k, got in (("w", w), ("h", h))
               if wanted.get(k))


def side(got, wanted, name):
    low, high = wanted.get(name + "min"), wanted.get(name + "max")
    if not low and not high:
        return not wanted.get(name) or got == wanted[name]
    return (low or 0) <= got <= (high or 1 << 30)
