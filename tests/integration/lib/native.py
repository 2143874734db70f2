"""A native ad in bid.adm: the assets that were asked for."""

import json

import rtb

RESPONSE = {"ver": "str", "assets": "objs", "assetsurl": "str",
            "dcourl": "str", "link": "obj", "imptrackers": "strs",
            "jstracker": "str", "eventtrackers": "objs", "privacy": "str",
            "ext": "obj"}
ASSET = {"id": "int", "required": "int", "title": "obj", "img": "obj",
         "video": "obj", "data": "obj", "link": "obj", "ext": "obj"}
KINDS = ("title", "img", "video", "data")
LINK = {"url": "str", "clicktrackers": "strs", "fallback": "str",
        "ext": "obj"}


def check(asked, bid, found):
    try:
        ad = rtb.strict(bid["adm"])
    except ValueError as e:
        found.append("the native ad is no JSON: %s" % e)
        return
    ad = ad.get("native", ad)
    before = len(found)
    rtb.shape(ad, RESPONSE, ["assets", "link"], "native", found)
    if len(found) > before:
        return
    link(ad["link"], found)
    request = asked["request"]
    if isinstance(request, str):
        request = json.loads(request)
    wanted = {a["id"]: a for a in
              request.get("native", request).get("assets", [])}
    given = {}
    for asset in ad["assets"]:
        one(wanted, asset, found)
        if asset.get("id") in given:
            found.append("asset %s stands twice" % asset.get("id"))
        given[asset.get("id")] = asset
    for ident, asset in wanted.items():
        if asset.get("required") == 1 and ident not in given:
            found.append("the required asset %d is missing" % ident)
    trackers(ad, found)


def link(value, found):
    rtb.shape(value, LINK, ["url"], "native.link", found)


def trackers(ad, found):
    for t in ad.get("eventtrackers", []):
        if t.get("event") is None or t.get("method") not in (1, 2) \
                or not t.get("url"):
            found.append("an event tracker without event, method or url")
    if not ad.get("imptrackers") and not ad.get("eventtrackers"):
        found.append("the native ad has no impression tracker")


def one(wanted, asset, found):
    before = len(found)
    rtb.shape(asset, ASSET, ["id"], "native.assets", found)
    if len(found) > before:
        return
    want = wanted.get(asset["id"])
    if want is None:
        found.append("asset %d was not asked for" % asset["id"])
        return
    kinds = [k for k in KINDS if k in asset]
    if len(kinds) != 1 or kinds[0] not in want:
        found.append("asset %d is a %s, not what was asked for"
                     % (asset["id"], kinds))
        return
    {"title": title, "img": image, "video": video, "data": data}[kinds[0]](
        want[kinds[0]], asset[kinds[0]], found)


def title(want, got, found):
    if not isinstance(got.get("text"), str) or not got["text"]:
        found.append("a title without text")
    elif len(got["text"]) > want.get("len", 1 << 30):
        found.append("the title is longer than %d" % want["len"])


def image(want, got, found):
    if not got.get("url"):
        found.append("an image without url")
    for side in ("w", "h"):
        if side in want and got.get(side) != want[side]:
            found.append("the image's %s is %s, not %s"
                         % (side, got.get(side), want[side]))
        if side + "min" in want and got.get(side, 0) < want[side + "min"]:
            found.append("the image's %s is less than %s"
                         % (side, want[side + "min"]))


def video(want, got, found):
    if not got.get("vasttag"):
        found.append("a video asset without VAST")


def data(want, got, found):
    if not isinstance(got.get("value"), str) or not got["value"]:
        found.append("a data asset without value")
    elif len(got["value"]) > want.get("len", 1 << 30):
        found.append("the data asset is longer than %d" % want["len"])
