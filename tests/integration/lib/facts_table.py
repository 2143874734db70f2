"""Facts about bidders, each a request and what the answer has to be."""

import copy
import gzip
import json

import bodies
import facts_catalog as cat

SIZE = {"w": 300, "h": 250}
FILM = {"mimes": ["video/mp4"], "minduration": 5, "maxduration": 30,
        "protocols": [13]}
SOUND = {"mimes": ["audio/mpeg"], "maxduration": 60, "protocols": [13]}
NATIVE = {"ver": "1.2", "assets": [
    {"id": 1, "required": 1, "title": {"len": 90}},
    {"id": 2, "required": 1, "img": {"type": 3, "wmin": 300, "hmin": 150}}],
    "eventtrackers": [{"event": 1, "methods": [1]}]}


class Raw:
    """A body, its headers and its address as they are."""

    def __init__(self, body, *headers, uri="/v1/bid"):
        self.body = body if isinstance(body, bytes) \
            else json.dumps(body).encode()
        self.headers, self.uri = headers, uri


def ask(country=cat.PLAIN, imp=None, media=None, **top):
    """A request that the country's campaign bids on, but for what is given."""
    one = dict({"id": "1"}, **(media or {"banner": dict(SIZE)}))
    one.update(imp or {})
    request = {"id": "r1", "imp": [one],
               "site": {"id": "s1", "domain": "news.example"},
               "device": {"ua": bodies.UA, "ip": "203.0.113.9",
                          "geo": {"country": country}}}
    request.update(top)
    return request


def film(country=cat.PLAIN, imp=None, **more):
    return ask(country, imp, {"video": dict(FILM, **more)})


def sound(imp=None, **more):
    return ask(imp=imp, media={"audio": dict(SOUND, **more)})


def native(request, **more):
    return ask(media={"native": dict({"request": request}, **more)})


def banner(country=cat.PLAIN, **members):
    return ask(country, media={"banner": members})


def deals(*given, private=0, imp=None, **top):
    return ask(cat.DEALS, dict({"pmp": {"private_auction": private,
                                        "deals": list(given)}},
                               **(imp or {})), **top)


def without(request, *path):
    request = copy.deepcopy(request)
    holder = request
    for name in path[:-1]:
        holder = holder[name]
    del holder[path[-1]]
    return request


# what an answer has to be: each takes it and gives None or what is wrong

def bids(answer):
    return [b for s in answer.json().get("seatbid", []) for b in s["bid"]] \
        if answer.status == 200 else []


def none(answer):
    if answer.status != 204 or answer.body:
        return "%d %s" % (answer.status, answer.body[:100])


def some(answer):
    if not bids(answer):
        return "%d %s" % (answer.status, answer.body[:120])


def refused(field, status=400):
    def look(answer):
        if answer.status != status \
                or answer.json()["error"]["field"] != field:
            return "%d %s" % (answer.status, answer.body[:200])
    return look


def every(test):
    """There are bids, and the test holds for each."""
    def look(answer):
        wrong = some(answer)
        if wrong:
            return wrong
        for b in bids(answer):
            if not test(b):
                return {k: v for k, v in b.items()
                        if k not in ("nurl", "burl", "lurl", "adm")}
    return look


def whole(test):
    """The test holds for the list of bids."""
    def look(answer):
        found = bids(answer)
        if not test(found):
            return [(b["impid"], b["price"], b.get("dealid")) for b in found]
    return look


def is_size(w, h):
    return every(lambda b: (b["w"], b["h"]) == (w, h))


def is_medium(mtype):
    return every(lambda b: b["mtype"] == mtype)


def is_deals(*names):
    return whole(lambda found: {b.get("dealid") for b in found}
                 == set(names))


def headers(*given):
    return Raw(ask(), *given)


BODY = json.dumps(ask()).encode()
NO_BID = ask(badv=["usa.example"])

TRANSPORT = [
    ("no bid is 204 without a body", NO_BID, none),
    ("no Content-Type is JSON", headers("Content-Type:"), some),
    ("text/plain is JSON", headers("Content-Type: text/plain"), some),
    ("a charset is no other type",
     headers("Content-Type: application/json; charset=utf-8"), some),
    ("text/plain with a charset",
     headers("Content-Type: text/plain;charset=UTF-8"), some),
    ("x-openrtb-version 2.6", headers("x-openrtb-version: 2.6"), some),
    ("x-openrtb-version 2.3", headers("x-openrtb-version: 2.3"), some),
    ("x-openrtb-version 2.6-202606",
     headers("x-openrtb-version: 2.6-202606"), some),
    ("an unknown x-openrtb-version", headers("x-openrtb-version: x"), some),
    ("gzip by Content-Encoding",
     Raw(gzip.compress(BODY), "Content-Encoding: gzip"), some),
    ("gzip by its first two bytes", Raw(gzip.compress(BODY)), some),
    ("gzip by the query", Raw(gzip.compress(BODY), uri="/v1/bid?gzip=1"),
     some),
    ("plain JSON whatever the query says", Raw(BODY, uri="/v1/bid?a=1"),
     some),
    ("what inflates beyond the bound",
     Raw(gzip.compress(b" " * (8 << 20) + BODY)),
     lambda a: None if a.status == 413 else a.status),
]

LENIENT = [
    ("unknown members", ask(future={"a": [1]}, imp={"future": None}), some),
    ("unknown values of enumerations",
     ask(at=17, imp={"instl": 9}, device={
         "devicetype": 99, "connectiontype": 44,
         "geo": {"country": "USA", "type": 8}}), some),
    ("integers for strings", ask(imp={"id": 7}, id=4711),
     every(lambda b: b["impid"] == "7")),
    ("floats for integers", ask(tmax=933.33, at=1.0,
                                media={"banner": {"w": 300.0, "h": 250.0}}),
     some),
    ("texts for numbers", ask(imp={"bidfloor": "0.75"},
                              media={"banner": {"w": "300", "h": "250"}}),
     some),
    ("true for 1", ask(imp={"secure": True}), some),
    ("null for objects",
     ask(app=None, user=None, regs=None, source=None,
         media={"banner": dict(SIZE), "video": None, "native": None}), some),
    ("null in lists", ask(bcat=[None, "IAB25"], badv=[None]), some),
    ("bcat as integers", ask(bcat=[25, 26]), some),
    ("one value for a list", ask(cur="USD", badv="rival.example"), some),
    ("a native request as text", native(json.dumps(NATIVE)), is_medium(4)),
    ("a native request as an object", native(NATIVE), is_medium(4)),
    ("a native request inside \"native\"",
     native(json.dumps({"native": NATIVE})), is_medium(4)),
    ("neither tmax nor cur nor at", ask(), some),
]

DEFAULTS = [
    ("bidfloorcur is USD", ask(imp={"bidfloor": 2.345679}), none),
    ("bidfloorcur is USD, and the floor may be met",
     ask(imp={"bidfloor": 2.345678}),
     every(lambda b: b["price"] == cat.BID)),
    ("cur is USD", ask(cat.EURO), none),
    ("cur may be another", ask(cat.EURO, cur=["EUR"]),
     lambda a: some(a) or (None if a.json()["cur"] == "EUR"
                           else a.json()["cur"])),
    ("cattax is 1", ask(bcat=["IAB18-3"]), none),
    ("secure is unknown", ask(cat.INSECURE), some),
    ("test is 0", ask(test=0), some),
    ("test is a bid as well", ask(test=1), some),
]

TIME = [
    ("tmax includes the way back", ask(tmax=10), none),
    ("tmax with a fraction", ask(tmax=933.33), some),
]

FLOORS = [
    ("the floor may be met", ask(imp={"bidfloor": cat.BID}), some),
    ("the deal's bidfloor goes before the imp's",
     deals({"id": "D1", "bidfloor": 2.9}, private=1, imp={"bidfloor": 9}),
     is_deals("D1")),
    ("the deal's bidfloor holds",
     deals({"id": "D1", "bidfloor": 3.1}, private=1), none),
    ("the deal's currency does not inherit",
     deals({"id": "D1", "bidfloor": 2.9}, private=1,
           imp={"bidfloor": 1, "bidfloorcur": "ZZZ"}), is_deals("D1")),
    ("the video's durfloors hold",
     film(durfloors=[{"mindur": 10, "maxdur": 20, "bidfloor": 9}]), none),
    ("the video's durfloors go before the imp's",
     film(imp={"bidfloor": 9},
          durfloors=[{"mindur": 10, "maxdur": 20, "bidfloor": 2}]), some),
    ("durfloors of another duration leave the imp's",
     film(imp={"bidfloor": 1},
          durfloors=[{"mindur": 20, "bidfloor": 9}]), some),
    ("the video's mincpmpersec holds", film(mincpmpersec=0.2), none),
    ("the video's mincpmpersec goes before the imp's",
     film(imp={"bidfloor": 9}, mincpmpersec=0.1), some),
    ("the audio's durfloors hold",
     sound(durfloors=[{"maxdur": 30, "bidfloor": 9}]), none),
    ("the audio's mincpmpersec holds", sound(mincpmpersec=0.1), none),
    ("the audio's mincpmpersec goes before the imp's",
     sound(imp={"bidfloor": 9}, mincpmpersec=0.05), some),
    ("a banner has the imp's floor beside a video's",
     ask(imp={"bidfloor": 1}, media={
         "banner": dict(SIZE), "video": dict(FILM, mincpmpersec=9)}),
     is_medium(1)),
]

PAIRS = [
    ("wseat or bseat", ask(wseat=["seat-1"], bseat=["b"]), refused("bseat")),
    ("acat or bcat", ask(acat=["IAB18"], bcat=["IAB1"]), refused("bcat")),
    ("wlang or wlangb", ask(wlang=["en"], wlangb=["en"]),
     refused("wlangb")),
    ("site or app", ask(app={"id": "a"}), refused("app")),
    ("site or dooh", ask(dooh={"id": "d"}), refused("dooh")),
    ("app or dooh", without(ask(app={"id": "a"}, dooh={"id": "d"}), "site"),
     refused("dooh")),
]

BLOCKS = [
    ("bcat", ask(bcat=["IAB18-3"]), none),
    ("bcat of the whole category", ask(bcat=["IAB18"]), none),
    ("bcat of another", ask(bcat=["IAB1", "IAB18-4"]), some),
    ("acat", ask(acat=["IAB1"]), none),
    ("acat of the whole category", ask(acat=["IAB18"]), some),
    ("badv", ask(badv=["usa.example"]), none),
    ("badv in capitals", ask(badv=["USA.Example"]), none),
    ("badv as an address of a page", ask(badv=["https://USA.example/a?b"]),
     none),
    ("badv as a web server", ask(badv=["www.usa.example"]), none),
    ("badv of another", ask(badv=["sa.example"]), some),
    ("bapp", ask(bapp=["com.shop.app"]), none),
    ("battr", banner(w=300, h=250, battr=[6]), none),
    ("battr of another medium",
     ask(media={"banner": dict(SIZE), "video": {"mimes": ["video/mp4"],
                                                "battr": [6]}}), some),
    ("btype", banner(cat.FRAME, w=300, h=250, btype=[4]), none),
    ("btype of another", banner(cat.FRAME, w=300, h=250, btype=[1, 3]),
     some),
    ("wadomain", deals({"id": "D1", "wadomain": ["rival.example"]},
                       private=1), none),
    ("wadomain as a web server",
     deals({"id": "D1", "wadomain": ["www.deal-one.example"]}, private=1),
     is_deals("D1")),
    ("wadomain that allows it",
     deals({"id": "D1", "wadomain": ["deal-one.example"]}, private=1),
     is_deals("D1")),
    ("wseat of a deal", deals({"id": "D1", "wseat": ["seat-9"]}, private=1),
     none),
    ("wseat of a deal that allows it",
     deals({"id": "D1", "wseat": ["seat-1"]}, private=1), is_deals("D1")),
    ("wseat", ask(wseat=["seat-9"]), none),
    ("bseat", ask(bseat=["seat-1"]), none),
    ("secure", ask(cat.INSECURE, {"secure": 1}), none),
    ("not secure", ask(cat.INSECURE, {"secure": 0}), some),
    ("wlang", ask(wlang=["de"]), none),
    ("wlang that allows it", ask(wlang=["de", "en"]), some),
    ("wlangb", ask(wlangb=["de-AT"]), none),
    ("wlangb that allows it", ask(wlangb=["de-AT", "en"]), some),
    ("expdir without a direction to expand",
     banner(cat.EXPANDS, w=300, h=250, expdir=[6]), none),
    ("an API that is not listed",
     banner(cat.NEEDS_API, w=300, h=250, api=[3, 6]), none),
    ("no list of APIs", ask(cat.NEEDS_API), none),
    ("an API that is listed", banner(cat.NEEDS_API, w=300, h=250, api=[5]),
     some),
    ("mimes of a banner's image",
     banner(w=300, h=250, mimes=["image/gif"]), none),
    ("mimes that allow it",
     banner(w=300, h=250, mimes=["image/gif", "image/png"]), some),
]

MEDIA = [
    ("several media, and which of them by mtype",
     ask(media={"banner": {"w": 1, "h": 1}, "video": dict(FILM)}),
     is_medium(2)),
    ("format goes before w and h",
     banner(cat.SIZES, format=[SIZE], w=728, h=90), is_size(300, 250)),
    ("w and h where there is no format", banner(cat.SIZES, w=728, h=90),
     is_size(728, 90)),
    ("bounds where there is neither",
     banner(cat.SIZES, wmin=150, wmax=250, hmin=50, hmax=120),
     is_size(200, 100)),
    ("a shape", banner(cat.SIZES, format=[{"wratio": 16, "hratio": 9,
                                           "wmin": 300}]),
     is_size(640, 360)),
    ("a size that nobody has", banner(cat.SIZES, w=123, h=45), none),
    ("video.mimes", film(mimes=["video/webm"]), none),
    ("video.protocols", film(cat.LONG, mimes=["video/webm"],
                             protocols=[2, 3]), none),
    ("video.protocols that allow it",
     film(cat.LONG, mimes=["video/webm"]), some),
    ("video.maxduration", film(maxduration=10), none),
    ("video.minduration", film(minduration=20), none),
    ("rqddurs, and nothing else", film(rqddurs=[10, 30]), none),
    ("rqddurs that allow it", film(rqddurs=[15, 30]), some),
    ("video.plcmt", film(plcmt=4), some),
    ("video.placement of older versions", film(placement=1), some),
    ("video.linearity", film(linearity=2), none),
    ("video.boxingallowed", film(cat.LONG, mimes=["video/webm"], w=640,
                                 h=360, boxingallowed=0), none),
    ("video.delivery", film(delivery=[1]), none),
    ("video.maxbitrate", film(maxbitrate=600), none),
    ("a skippable film says so", film(cat.SKIPS),
     every(lambda b: 16 in b.get("attr", []))),
    ("a skippable film says so where the player has no button",
     film(cat.SKIPS, skip=0), every(lambda b: 16 in b.get("attr", []))),
    ("a player that skips has no second button", film(cat.SKIPS, skip=1),
     every(lambda b: 16 not in b.get("attr", []))),
    ("a skippable film where that is blocked",
     film(cat.SKIPS, battr=[16]), none),
    ("slotinpod of a slot of its own is not answered",
     film(podid="p", slotinpod=1), every(lambda b: "slotinpod" not in b)),
    ("sequence of older versions is not answered",
     film(podid="p", sequence=1), every(lambda b: "slotinpod" not in b)),
    ("a dynamic pod is not filled beyond its time",
     film(podid="p", poddur=14, maxseq=2), none),
]

DEALS = [
    ("a bid for each deal and an open one",
     deals({"id": "D1"}, {"id": "D2"}), is_deals("D1", "D2", None)),
    ("no open bid in a private auction",
     deals({"id": "D1"}, private=1), is_deals("D1")),
    ("a dearer open bid does not drop the deal's",
     deals({"id": "D2", "bidfloor": 2}),
     whole(lambda found: "D2" in [b.get("dealid") for b in found])),
    ("at 3 is the price",
     deals({"id": "D1", "at": 3, "bidfloor": 2.25}, private=1),
     every(lambda b: b["price"] == 2.25)),
    ("at 3 above what it is worth",
     deals({"id": "D1", "at": 3, "bidfloor": 3.5}, private=1), none),
    ("a guaranteed deal is bid on",
     deals({"id": "D2", "guar": 1, "bidfloor": 2, "at": 3}),
     whole(lambda found: ("D2", 2) in [(b.get("dealid"), b["price"])
                                       for b in found])),
    ("a deal that nobody has", deals({"id": "D9"}, private=1), none),
]


def moved(**regs):
    """A member of regs in its new place, and in the old one."""
    return [({"regs": dict(regs)}, "in its new place"),
            ({"regs": {"ext": dict(regs)}}, "in its old place")]


PRIVACY = [("%s %s" % (what, where), ask(user={"id": "u"}, **more), some)
           for what, members in (
               ("gdpr without consent", {"gdpr": 1}),
               ("us_privacy", {"us_privacy": "1YYN"}),
               ("gpp", {"gpp": "DBABLA~BVQqAAAAAWA", "gpp_sid": [7]}))
           for more, where in moved(**members)] + [
    ("coppa", ask(regs={"coppa": 1}, user={"id": "u"}), some),
    ("eids in both places",
     ask(user={"eids": [{"source": "a", "uids": [{"id": "1"}]}],
               "ext": {"eids": [{"source": "b", "uids": [{"id": "2"}]}]}}),
     some),
    ("schain in both places",
     ask(source={"schain": {"complete": 1, "ver": "1.0", "nodes": [
         {"asi": "ssp.example", "sid": "1", "hp": 1}]},
         "ext": {"schain": {"complete": 0, "nodes": []}}}), some),
    ("DSA 2 is answered with ext.dsa or not at all",
     ask(regs={"ext": {"dsa": {"dsarequired": 2}}}),
     whole(lambda found: all("dsa" in b.get("ext", {}) for b in found))),
    ("DSA 3 is answered with ext.dsa or not at all",
     ask(regs={"ext": {"dsa": {"dsarequired": 3}}}),
     whole(lambda found: all("dsa" in b.get("ext", {}) for b in found))),
    ("DSA 1 needs none", ask(regs={"ext": {"dsa": {"dsarequired": 1}}}),
     some),
]

SCREEN = without(ask(dooh={"id": "d1", "venuetype": ["retail.malls"]},
                     imp={"qty": {"multiplier": 12.5}}), "site")

DOOH = [
    ("a screen outdoors", SCREEN, every(lambda b: "burl" in b)),
    ("it may be shown two hours later", SCREEN,
     every(lambda b: b["exp"] == 7200)),
]

FIELDS = ("id", "impid", "price", "adid", "cid", "crid", "adomain", "cat",
          "attr", "w", "h", "mtype", "exp", "burl", "nurl", "lurl", "adm")


def top_fields(answer):
    r = answer.json()
    if r["id"] != "r1" or r["cur"] != "USD" or not r["bidid"] \
            or r["seatbid"][0]["seat"] != "seat-1":
        return r


def exact_price(answer):
    """In whole micros, as it stands in the text."""
    if b'"price":2.345678,' not in answer.body:
        return answer.body[:200]


def life(seconds):
    return every(lambda b: b["exp"] == seconds)


RESPONSE = [
    ("the members of an answer", ask(), top_fields),
    ("the members of a bid", ask(),
     every(lambda b: all(k in b for k in FIELDS))),
    ("a film's duration and protocol", film(),
     every(lambda b: b["dur"] == 15 and b["protocol"] == 13)),
    ("a deal's id", deals({"id": "D1"}, private=1), is_deals("D1")),
    ("a price in whole micros", ask(), exact_price),
    ("no bid in a currency not asked for", ask(cur=["EUR"]), none),
    ("markup is in the bid", ask(), every(lambda b: b["adm"])),
    ("an advertiser's macros stay as they are", ask(cat.FRAME),
     every(lambda b: cat.MACROS in b["adm"])),
    ("the price is asked for, not encoded", ask(),
     every(lambda b: "${AUCTION_PRICE}" in b["nurl"]
           and "${AUCTION_PRICE}" in b["burl"])),
    ("why it was lost and what would have won", ask(),
     every(lambda b: "${AUCTION_LOSS}" in b["lurl"]
           and "${AUCTION_MIN_TO_WIN}" in b["lurl"]
           and "${AUCTION_MIN_TO_WIN}" in b["nurl"])),
    ("burl is not nurl", ask(), every(lambda b: b["burl"] != b["nurl"])),
    ("a film counts by Impression", film(),
     every(lambda b: "<Impression><![CDATA[https://ads.example.com/v1/imp?"
           in b["adm"])),
    ("a page waits a minute", ask(), life(60)),
    ("an app waits five",
     without(ask(app={"id": "a"}), "site"), life(300)),
    ("a native ad in an app ten",
     without(dict(native(NATIVE), app={"id": "a"}), "site"), life(600)),
    ("an interstitial thirty", ask(imp={"instl": 1}), life(1800)),
    ("a film thirty", film(), life(1800)),
    ("imp.exp shortens it", film(imp={"exp": 120}), life(120)),
    ("imp.exp does not lengthen it", ask(imp={"exp": 3600}), life(60)),
]

TABLE = [("transport", TRANSPORT), ("lenient", LENIENT),
         ("defaults", DEFAULTS), ("time", TIME), ("floors", FLOORS),
         ("pairs", PAIRS), ("blocks", BLOCKS), ("media", MEDIA),
         ("deals", DEALS), ("privacy", PRIVACY), ("outdoors", DOOH),
         ("response", RESPONSE)]
