"""Is this a bid response to that bid request?

Written from the response tables of OpenRTB 2.6 (4.2), the native response of
OpenRTB Native 1.2 (5) and VAST 4; it shares nothing with the code that writes
responses.  faults(request, text) lists what is wrong.
"""

import json
import re

import native
import vast

STR, INT, NUM, OBJ, STRS, INTS, OBJS = \
    "str", "int", "num", "obj", "strs", "ints", "objs"

RESPONSE = {"id": STR, "seatbid": OBJS, "bidid": STR, "cur": STR,
            "customdata": STR, "nbr": INT, "ext": OBJ}
SEATBID = {"bid": OBJS, "seat": STR, "group": INT, "ext": OBJ}
BID = {"id": STR, "impid": STR, "price": NUM, "nurl": STR, "burl": STR,
       "lurl": STR, "adm": STR, "adid": STR, "adomain": STRS, "bundle": STR,
       "iurl": STR, "cid": STR, "crid": STR, "tactic": STR, "cattax": INT,
       "cat": STRS, "attr": INTS, "apis": INTS, "api": INT, "protocol": INT,
       "qagmediarating": INT, "language": STR, "langb": STR, "dealid": STR,
       "w": INT, "h": INT, "wratio": INT, "hratio": INT, "exp": INT,
       "dur": INT, "mtype": INT, "slotinpod": INT, "ext": OBJ}

MEDIA = {1: "banner", 2: "video", 3: "audio", 4: "native"}
MACRO = re.compile(r"\$\{([^}]*)\}")
MACROS = {"AUCTION_" + m for m in (
    "ID", "BID_ID", "IMP_ID", "SEAT_ID", "AD_ID", "PRICE", "CURRENCY", "MBR",
    "LOSS", "MIN_TO_WIN", "MULTIPLIER", "IMP_TS")}
# named by documents, never fetched
NAMES = re.compile(r"http://www\.(?:w3\.org|iab\.com)/[^\s\"'<>]*")


class Twice(ValueError):
    pass


def unique(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Twice("a key stands twice in " + ",".join(k for k, _ in pairs))
    return found


def constant(name):
    raise ValueError(name + " is no JSON")


def strict(text):
    """JSON of RFC 8259, with every key once."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return json.loads(text, object_pairs_hook=unique, parse_constant=constant)


def is_a(value, kind):
    plain = {STR: str, OBJ: dict}
    if kind in plain:
        return isinstance(value, plain[kind])
    if kind in (INT, NUM):
        return (isinstance(value, int if kind == INT else (int, float))
                and not isinstance(value, bool))
    inner = {STRS: STR, INTS: INT, OBJS: OBJ}[kind]
    return isinstance(value, list) and all(is_a(v, inner) for v in value)


def shape(value, table, required, where, faults):
    for key in required:
        if key not in value:
            faults.append("%s.%s is missing" % (where, key))
    for key, v in value.items():
        if key not in table:
            faults.append("%s.%s is not in the specification" % (where, key))
        elif not is_a(v, table[key]):
            faults.append("%s.%s is no %s" % (where, key, table[key]))


def faults(request, text):
    found = []
    try:
        response = strict(text)
    except (ValueError, UnicodeDecodeError) as e:
        return ["the response is no JSON: %s" % e]
    if not isinstance(response, dict):
        return ["the response is no object"]
    shape(response, RESPONSE, ["id"], "response", found)
    if found:
        return found
    if response["id"] != request["id"]:
        found.append("response.id is not the request's")
    currencies = request.get("cur") or ["USD"]
    if response.get("cur", "USD") not in currencies:
        found.append("response.cur %s was not asked for" % response.get("cur"))
    seatbids = response.get("seatbid", [])
    if not seatbids and "nbr" not in response:
        found.append("no seatbid, and no reason")
    ids = []
    for seatbid in seatbids:
        shape(seatbid, SEATBID, ["bid"], "seatbid", found)
        if found:
            return found
        if not seatbid["bid"]:
            found.append("seatbid.bid is empty")
        seat(request, seatbid.get("seat"), found)
        for bid in seatbid["bid"]:
            one(request, response, bid, found)
            ids.append(bid.get("id"))
    if len(set(ids)) != len(ids):
        found.append("two bids have one id")
    return found


def seat(request, name, found):
    if request.get("wseat") and name not in request["wseat"]:
        found.append("seat %s is not in wseat" % name)
    if name in request.get("bseat", []):
        found.append("seat %s is in bseat" % name)


def one(request, response, bid, found):
    before = len(found)
    shape(bid, BID, ["id", "impid", "price", "crid", "adm", "adomain",
                     "mtype"], "bid", found)
    if len(found) > before:
        return
    imps = [i for i in request["imp"] if i["id"] == bid["impid"]]
    if not imps:
        found.append("bid.impid %s is no imp" % bid["impid"])
        return
    imp = imps[0]
    deals = {d["id"]: d for d in imp.get("pmp", {}).get("deals", [])}
    deal = deals.get(bid.get("dealid"))
    if "dealid" in bid and deal is None:
        found.append("bid.dealid %s is no deal" % bid["dealid"])
    if deal is None and imp.get("pmp", {}).get("private_auction") == 1:
        found.append("an open bid in a private auction")
    price(response, imp, deal, bid, found)
    blocks(request, imp, bid, found)
    markup(request, imp, bid, found)


def price(response, imp, deal, bid, found):
    if bid["price"] <= 0:
        found.append("bid.price is not positive")
    holder = deal if deal is not None else imp
    if holder.get("bidfloorcur", "USD") != response.get("cur", "USD"):
        return
    floor = holder.get("bidfloor", 0)
    if bid["price"] < floor or (deal is None and bid["price"] <= floor):
        found.append("bid.price %s does not pass the floor %s"
                     % (bid["price"], floor))


    if deal is not None and deal.get("at") == 3 and bid["price"] != floor:
        found.append("the price %s of a deal is fixed at %s"
                     % (bid["price"], floor))


def blocks(request, imp, bid, found):
    for domain in bid["adomain"]:
        for bad in request.get("badv", []):
            if domain == bad or domain.endswith("." + bad):
                found.append("bid.adomain %s is in badv" % domain)
    if not bid["adomain"]:
        found.append("bid.adomain is empty")
    if bid.get("cattax", 1) == request.get("cattax", 1):
        for cat in bid.get("cat", []):
            for bad in request.get("bcat", []):
                if cat == bad or cat.startswith(bad + "-"):
                    found.append("bid.cat %s is in bcat" % cat)
    if "language" in bid and request.get("wlang") \
            and bid["language"] not in request["wlang"]:
        found.append("bid.language is not in wlang")
    if bid.get("bundle") in request.get("bapp", []):
        found.append("bid.bundle is in bapp")
    medium = imp.get(MEDIA.get(bid["mtype"]), {})
    for attr in bid.get("attr", []):
        if attr in medium.get("battr", []):
            found.append("bid.attr %d is in battr" % attr)


def markup(request, imp, bid, found):
    name = MEDIA.get(bid["mtype"])
    if name is None or name not in imp:
        found.append("bid.mtype %s was not asked for" % bid["mtype"])
        return
    if "exp" in bid and bid["exp"] <= 0:
        found.append("bid.exp is not positive")
    links(imp, bid, found)
    if "slotinpod" in bid and "poddur" not in imp[name]:
        found.append("bid.slotinpod outside of a dynamic pod")
    {"banner": banner, "video": vast.video, "audio": vast.audio,
     "native": native.check}[name](imp[name], bid, found)


def links(imp, bid, found):
    for key in ("adm", "nurl", "burl", "lurl", "iurl"):
        text = bid.get(key, "")
        plain = NAMES.sub("", text)
        if imp.get("secure") == 1 and ("http://" in plain
                                       or "http:\\/\\/" in plain):
            found.append("bid.%s is not secure" % key)
        if "{{" in text or "}}" in text.replace("}}}", "").replace(
                "}}]", "") and key != "adm":
            found.append("bid.%s has a place that was not filled" % key)
        if re.search(r"%24%7B|\$%7B", text, re.I):
            found.append("bid.%s has an encoded macro" % key)
        for macro in MACRO.findall(text):
            if macro.split(":")[0] not in MACROS:
                found.append("bid.%s has an unknown macro %s" % (key, macro))
    for key in ("nurl", "burl"):
        if key in bid and "${AUCTION_PRICE}" not in bid[key]:
            found.append("bid.%s does not ask for the price" % key)
    if "lurl" in bid and "${AUCTION_LOSS}" not in bid["lurl"]:
        found.append("bid.lurl does not ask for the reason")


def banner(asked, bid, found):
    sizes = [(f["w"], f["h"]) for f in asked.get("format", []) if "w" in f]
    if not sizes and "w" in asked:
        sizes = [(asked["w"], asked["h"])]
    if "w" not in bid or "h" not in bid:
        found.append("a banner without a size")
    elif sizes and (bid["w"], bid["h"]) not in sizes:
        found.append("the size %dx%d was not asked for"
                     % (bid["w"], bid["h"]))
    if not bid["adm"].strip():
        found.append("a banner without markup")
    if bid.get("api") is not None and bid["api"] not in asked.get("api", []):
        found.append("bid.api is not supported")
