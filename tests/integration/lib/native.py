"""A native ad in bid.adm: the assets that were asked for."""

import re

import links
import shapes
import vast

RESPONSE = {"ver": "str", "assets": "objs", "assetsurl": "str",
            "dcourl": "str", "link": "obj", "imptrackers": "strs",
            "jstracker": "str", "eventtrackers": "objs", "privacy": "str",
            "ext": "obj"}
ASSET = {"id": "int", "required": "int", "title": "obj", "img": "obj",
         "video": "obj", "data": "obj", "link": "obj", "ext": "obj"}
LINK = {"url": "str", "clicktrackers": "strs", "fallback": "str",
        "ext": "obj"}
TITLE = {"text": "str", "len": "int", "ext": "obj"}
IMAGE = {"type": "int", "url": "str", "w": "int", "h": "int", "ext": "obj"}
VIDEO = {"vasttag": "str", "ext": "obj"}
DATA = {"type": "int", "len": "int", "value": "str", "ext": "obj"}
TRACKER = {"event": "int", "method": "int", "url": "str",
           "customdata": "obj", "ext": "obj"}
IMAGES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
          "gif": "image/gif", "webp": "image/webp"}
EXTENSION = re.compile(r"\.([a-z]+)(?:[?#].*)?$", re.I)


def check(wanted, bid, found):
    try:
        ad = shapes.strict(bid["adm"])
        ad = ad.get("native", ad)
        assert isinstance(ad, dict)
    except (ValueError, AttributeError, AssertionError) as e:
        found.add("markup", "no native ad: %s" % e)
        return
    request = wanted.get("request") or {}
    if not shape(ad, RESPONSE, ["link"], "native", found):
        return
    link(ad["link"], found)
    supported(request, ad, found)
    trackers(request, ad, found)
    if "assets" not in ad and "assetsurl" not in ad:
        found.add("native", "no assets")
        return
    assets(request.get("assets", []), ad.get("assets", []), found)


def shape(value, table, required, where, found):
    before = len(found)
    shapes.shape(value, table, required, where, found, "native")
    return len(found) == before


def assets(asked, given, found):
    wanted = {}
    for asset in asked:
        wanted.setdefault(asset.get("id"), []).append(asset)
    seen = []
    for asset in given:
        if not shape(asset, ASSET, ["id"], "asset", found):
            continue
        ident = asset["id"]
        seen.append(ident)
        if ident not in wanted:
            found.add("native_asset", "%d was not asked for" % ident)
        elif seen.count(ident) > len(wanted[ident]):
            found.add("native_asset", "%d stands too often" % ident)
        else:
            one(wanted[ident], asset, found)
    for ident, same in wanted.items():
        if any(a.get("required") == 1 for a in same) and ident not in seen:
            found.add("native_required", ident)


def one(same, asset, found):
    """A request may give one id to several; one of a kind is meant."""
    kinds = [k for k in KINDS if k in asset]
    fitting = [w for w in same if kinds[:1] and kinds[0] in w]
    if len(kinds) != 1 or not fitting:
        found.add("native_asset", "%d is %s" % (asset["id"], kinds))
        return
    wanted = fitting[0]
    if "link" in asset:
        link(asset["link"], found)
    table, required, look = KINDS[kinds[0]]
    if shape(asset[kinds[0]], table, required, kinds[0], found):
        look(wanted[kinds[0]], asset[kinds[0]], found)


def link(value, found):
    if not shape(value, LINK, ["url"], "link", found):
        return
    for url in [value["url"]] + value.get("clicktrackers", []):
        if not links.absolute(links.MACRO.sub("x", url), False):
            found.add("native_link", url[:80])


def trackers(request, ad, found):
    asked = {(t.get("event"), m) for t in request.get("eventtrackers", [])
             for m in t.get("methods", [])}
    for t in ad.get("eventtrackers", []):
        if not shape(t, TRACKER, ["event", "method"], "tracker", found):
            continue
        if (t["event"], t["method"]) not in asked:
            found.add("native_tracker", "event %d by method %d"
                      % (t["event"], t["method"]))
        if not links.absolute(links.MACRO.sub("x", t.get("url", "")), False):
            found.add("native_tracker", "url %s" % t.get("url"))
    for url in ad.get("imptrackers", []):
        if not links.absolute(links.MACRO.sub("x", url), False):
            found.add("native_tracker", "imptrackers %s" % url[:80])
    if not ad.get("imptrackers") and not ad.get("jstracker") \
            and not any(t.get("event") == 1
                        for t in ad.get("eventtrackers", [])):
        found.add("native_tracker", "none for the impression")


def supported(request, ad, found):
    for member, flag in (("assetsurl", "aurlsupport"),
                         ("dcourl", "durlsupport"), ("privacy", "privacy")):
        if member in ad and request.get(flag) != 1:
            found.add("native_support", member)


def title(wanted, got, found):
    if not got["text"]:
        found.add("native_title", "empty")
    if len(got["text"]) > wanted.get("len", 1 << 30):
        found.add("native_title", "longer than %d" % wanted["len"])


def image(wanted, got, found):
    if not links.absolute(got["url"], False):
        found.add("native_image", "url %s" % got["url"][:80])
    if "type" in got and got["type"] != wanted.get("type", got["type"]):
        found.add("native_image", "type %d" % got["type"])
    for side in ("w", "h"):
        size, least = wanted.get(side), wanted.get(side + "min")
        if least:
            if got.get(side, 0) < least:
                found.add("native_image", "%s %s" % (side, got.get(side)))
        elif size and got.get(side) != size:
            found.add("native_image", "%s %s" % (side, got.get(side)))
    ext = EXTENSION.search(got["url"])
    mime = IMAGES.get(ext.group(1).lower()) if ext else None
    if mime and wanted.get("mimes") and mime not in wanted["mimes"]:
        found.add("native_image", mime)


def video(wanted, got, found):
    root = vast.document(got["vasttag"], found)
    if root is None:
        return
    durations = [vast.seconds(vast.text(e))
                 for e in vast.all_of(root, "Duration")]
    if not durations or None in durations:
        found.add("native_video", "no Duration")
    else:
        vast.limits(wanted, durations[0], found, "native_video")
    is_of = vast.INLINE.get(root.get("version"))
    if wanted.get("protocols") and is_of not in wanted["protocols"]:
        found.add("native_video", "of version %s" % root.get("version"))
    types = {f.get("type") for f in vast.all_of(root, "MediaFile")}
    if wanted.get("mimes") and not types & set(wanted["mimes"]):
        found.add("native_video", "%s" % sorted(map(str, types)))


def data(wanted, got, found):
    if not got["value"]:
        found.add("native_data", "empty")
    if len(got["value"]) > (wanted.get("len") or 1 << 30):
        found.add("native_data", "longer than %d" % wanted["len"])
    if got.get("type", wanted.get("type")) != wanted.get("type"):
        found.add("native_data", "type %s" % got["type"])


KINDS = {"title": (TITLE, ["text"], title),
         "img": (IMAGE, ["url"], image),
         "video": (VIDEO, ["vasttag"], video),
         "data": (DATA, ["value"], data)}
