"""Is this a bid response to that bid request?

Written from the response tables of OpenRTB 2.6 (4.2), its implementation
notes (7), the lists of AdCOM, Native 1.2 and VAST 4; it shares nothing with
the code that writes responses.  faults(request, text) lists what is wrong, each
as the name of a rule of rules.py and a detail.
"""

import re

import asked
import banner
import blocks
import dsa
import links
import native
import pods
import price
import rules
import vast
from shapes import INT, INTS, NUM, OBJ, OBJS, STR, STRS, shape, strict

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

# a bid that lacks one of these is dropped by real validators

REQUIRED = ["id", "impid", "price", "crid", "adm", "adomain", "mtype"]

MEDIA = {1: "banner", 2: "video", 3: "audio", 4: "native"}
CHECKS = {"banner": banner.check, "video": vast.video, "audio": vast.audio,
          "native": native.check}

ENUMS = {"mtype": range(1, 5), "attr": range(1, 24), "apis": range(1, 10),
         "api": range(1, 10), "protocol": range(1, 17),
         "qagmediarating": range(1, 4), "slotinpod": (-1, 0, 1, 2),
         "cattax": range(1, 10)}
NBR = list(range(0, 18))

# what a text has to look like

TEXTS = {"language": re.compile(r"[a-z]{2}"),
         "langb": re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")}
FIRST_TAXONOMY = re.compile(r"IAB(?:1\d|2[0-6]|[1-9])(?:-\d{1,2})?")


def faults(request, text, rates=None):
    """rates: what a dollar is in other currencies, {"EUR": "0.9"}."""
    found = rules.Found()
    try:
        response = strict(text)
    except (ValueError, UnicodeDecodeError) as e:
        found.add("json", e)
        return found
    if not isinstance(response, dict):
        found.add("object", type(response).__name__)
        return found
    request = asked.of(request)
    shape(response, RESPONSE, ["id"], "response", found)
    for seatbid in response.get("seatbid", []) if not found else []:
        shape(seatbid, SEATBID, ["bid"], "seatbid", found)
        for bid in seatbid.get("bid", []) if not found else []:
            shape(bid, BID, REQUIRED, "bid", found)
    if found:
        return found
    whole(request, response, found)
    bids = [(seatbid.get("seat"), bid)
            for seatbid in response.get("seatbid", [])
            for bid in seatbid["bid"]]
    for seat, bid in bids:
        one(request, response, seat, bid, rates, found)
    if not found:
        pods.check(request, [bid for _, bid in bids], found)
    return found


def whole(request, response, found):
    if response["id"] != request.get("id"):
        found.add("response_id", response["id"])
    currencies = request.get("cur") or ["USD"]
    if response.get("cur", "USD") not in currencies:
        found.add("cur", "%s is none of %s" % (response.get("cur", "USD"),
                                               currencies))
    if "nbr" in response:
        if response["nbr"] not in NBR and response["nbr"] < 500:
            found.add("enum", "nbr %d" % response["nbr"])
        if response.get("seatbid"):
            found.add("nbr", "a reason for no bid beside bids")
    seats = [s.get("seat") for s in response.get("seatbid", [])]
    if len(set(seats)) != len(seats):
        found.add("seatbid", "a seat stands twice in %s" % seats)
    ids = []
    for seatbid in response.get("seatbid", []):
        if not seatbid["bid"]:
            found.add("seatbid", "without bids")
        if seatbid.get("group", 0) not in (0, 1):
            found.add("enum", "seatbid.group %s" % seatbid["group"])
        ids += [b["id"] for b in seatbid["bid"]]
    if len(set(ids)) != len(ids):
        found.add("unique", ids)


def enums(bid, found):
    for key, values in ENUMS.items():
        given = bid.get(key, [])
        for v in given if isinstance(given, list) else [given]:
            if v not in values and not (key in ("attr", "apis", "api",
                                                "cattax") and v >= 500):
                found.add("enum", "bid.%s %s" % (key, v))
    for key, pattern in TEXTS.items():
        if key in bid and not pattern.fullmatch(bid[key]):
            found.add("enum", "bid.%s %s" % (key, bid[key]))
    for cat in bid.get("cat", []) if bid.get("cattax", 1) == 1 else []:
        if not FIRST_TAXONOMY.fullmatch(cat):
            found.add("enum", "bid.cat %s" % cat)
    for key in ("id", "impid", "crid"):
        if not bid[key]:
            found.add("required", "bid.%s is empty" % key)


def one(request, response, seat, bid, rates, found):
    before = len(found)
    enums(bid, found)
    imps = [i for i in request["imp"] if i.get("id") == bid["impid"]]
    if not imps:
        found.add("impid", bid["impid"])
    if len(found) > before:
        return
    imp = imps[0]
    deals = {d.get("id"): d for d in imp.get("pmp", {}).get("deals", [])}
    deal = deals.get(bid.get("dealid"))
    if "dealid" in bid and deal is None:
        found.add("dealid", bid["dealid"])
    if deal is None and imp.get("pmp", {}).get("private_auction") == 1:
        found.add("private_auction", "an open bid")
    name = MEDIA[bid["mtype"]]
    medium = imp.get(name)
    if medium is None:
        found.add("mtype", "%s is no medium of imp %s" % (name, imp["id"]))
        return
    price.check(response, imp, medium, deal, bid, rates, found)
    blocks.check(request, medium, deal, seat, bid, found)
    links.check(imp, bid, found)
    dsa.check(request, bid, found)
    if "exp" in bid and not 0 < bid["exp"] <= (imp.get("exp") or 1 << 31):
        found.add("exp", "%d where %s is allowed"
                  % (bid["exp"], imp.get("exp")))
    CHECKS[name](medium, bid, found)
