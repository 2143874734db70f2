"""What is wrong with requests that others publish as invalid, and what the
product does about it.

A row says what is wrong, how it is seen in a request, whether such a request
is refused, with which field, or tolerated, and why; its example is ours.
Refused is only what makes a bid unsafe, as nobody could say what it would be
for, or what must not be done with it.  An example is a request, or the text
that is sent.
"""

import json
import re

ID = {"id": "r"}
SIZE = {"w": 300, "h": 250}
BANNER = {"id": "1", "banner": SIZE}
FILM = {"mimes": ["video/mp4"], "maxduration": 30, "minduration": 5,
        "protocols": [2, 3, 5, 6, 7, 8, 11, 13]}


def one(imp=None, **more):
    """A good request but for what is given."""
    return dict({"id": "r", "imp": [dict(BANNER, **(imp or {}))],
                 "site": {"id": "s"}}, **more)


def film(**more):
    return {"id": "r", "imp": [{"id": "1", "video": dict(FILM, **more)}]}


def native(request):
    return {"id": "r", "imp": [{"id": "1", "banner": SIZE,
                                "native": {"request": request}}]}


# how to look into a request that may be anything

def objects(value):
    """The objects of a list, or the one that stands in its place."""
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, dict)]


def imps(r):
    return objects(r.get("imp"))


def media(r, *names):
    return [(n, i[n]) for i in imps(r) for n in names
            if isinstance(i.get(n), dict)]


def inside(r, *path):
    for name in path:
        r = r.get(name) if isinstance(r, dict) else None
    return r


def given(value):
    return value is not None and value != [] and value != ""


def empty_id(value):
    return value is None or value == ""


def negative(value):
    return isinstance(value, (int, float)) and value < 0


def repeated(values):
    values = [str(v) for v in values if given(v)]
    return len(set(values)) != len(values)


def is_number(value):
    if isinstance(value, str):
        return re.fullmatch(r"\s*[-+]?[0-9.]+(?:[eE][-+]?\d+)?\s*",
                            value) is not None
    return isinstance(value, (int, float))


def odd(value):
    """Neither an object nor what is read as none."""
    return value is not None and value != [] and not isinstance(value, dict)


def regs(r, *names):
    values = [inside(r, "regs", n) for n in names]
    values += [inside(r, "regs", "ext", n) for n in names]
    return [v for v in values if v is not None]


def natives(r):
    import asked
    return [asked.native_request(m.get("request"))
            for _, m in media(r, "native")]


def natives_as_sent(r):
    """Native requests that are objects, with all that they have."""
    for _, m in media(r, "native"):
        value = m.get("request")
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                continue
        if isinstance(value, dict):
            inner = value.get("native", value)
            yield inner if isinstance(inner, dict) else value


def parts(r, kind):
    """The assets' own objects of a kind."""
    return [a[kind] for n in natives_as_sent(r)
            for a in objects(n.get("assets")) if isinstance(a.get(kind),
                                                            dict)]


def trackers(r):
    return [t for n in natives_as_sent(r)
            for t in objects(n.get("eventtrackers"))]


def enumerated(value, most):
    return isinstance(value, int) and (1 <= value <= most or value >= 500)


def misfit(n):
    """A native context, and a subtype of another one."""
    context, sub = n.get("context"), n.get("contextsubtype")
    if context is None and sub is None:
        return False
    if not enumerated(context, 3):
        return True
    return sub is not None and not (isinstance(sub, int) and (
        sub // 10 == context or sub >= 500))


def assets(r):
    return [a for n in natives(r) if n for a in n.get("assets", [])]


def sized(b):
    return any(f.get("w") and f.get("h") or f.get("wratio") and
               f.get("hratio") for f in objects(b.get("format"))) \
        or b.get("w") and b.get("h")


REFUSED, TOLERATED = "refused", "tolerated"

# what, seen how, verdict, field, why, example

ROWS = [
    ("no id", lambda r: empty_id(r.get("id")), REFUSED, r"id",
     "an answer could not name it",
     {"imp": [BANNER]}),
    ("an id of another type",
     lambda r: isinstance(r.get("id"), (dict, list)), REFUSED, r"id",
     "an answer could not name it",
     {"id": ["r"], "imp": [BANNER]}),
    ("nothing at all", lambda r: r == {}, REFUSED, r"id",
     "there is nothing to bid on", {}),
    ("no imp", lambda r: r.get("imp") in (None, [], "", [None]), REFUSED,
     r"imp", "there is nothing to bid on", dict(ID, imp=[])),
    ("imp that is no object",
     lambda r: given(r.get("imp")) and any(
         odd(i) for i in (r["imp"] if isinstance(r["imp"], list)
                          else [r["imp"]])), REFUSED, r"imp(\[\d+\])?",
     "how many there are cannot be said", dict(ID, imp="1")),
    ("an imp without id",
     lambda r: any(empty_id(i.get("id")) for i in imps(r)), REFUSED,
     r"imp\[\d+\]\.id", "a bid could not name it",
     dict(ID, imp=[{"banner": SIZE}])),
    ("two imps of one id", lambda r: repeated(i.get("id") for i in imps(r)),
     REFUSED, r"imp\[\d+\]\.id", "a bid would name both",
     dict(ID, imp=[BANNER, BANNER])),
    ("more than 64 imps", lambda r: len(imps(r)) > 64, REFUSED, r"imp.*",
     "the work of one request is bounded",
     dict(ID, imp=[dict(BANNER, id=str(n)) for n in range(65)])),
    ("site and app both",
     lambda r: isinstance(r.get("site"), dict)
     and isinstance(r.get("app"), dict), REFUSED, r"app",
     "where the ad would be shown decides what may be, and who may sell it",
     one(app={"id": "a"})),
    ("dooh beside site or app",
     lambda r: isinstance(r.get("dooh"), dict)
     and (isinstance(r.get("site"), dict) or isinstance(r.get("app"), dict)),
     REFUSED, r"dooh",
     "a screen outdoors counts and bills in another way",
     one(dooh={"id": "d"})),
    ("wseat and bseat both",
     lambda r: given(r.get("wseat")) and given(r.get("bseat")), REFUSED,
     r"bseat", "which of them holds cannot be said",
     one(wseat=["a"], bseat=["b"])),
    ("acat and bcat both",
     lambda r: given(r.get("acat")) and given(r.get("bcat")), REFUSED,
     r"bcat", "which of them holds cannot be said",
     one(acat=["IAB1"], bcat=["IAB2"])),
    ("wlang and wlangb both",
     lambda r: given(r.get("wlang")) and given(r.get("wlangb")), REFUSED,
     r"wlangb", "which of them holds cannot be said",
     one(wlang=["en"], wlangb=["en-GB"])),
    ("regs or its ext that are no objects",
     lambda r: odd(r.get("regs")) or odd(inside(r, "regs", "ext")), REFUSED,
     r"regs(\.ext)?", "it may say that a child is looking on",
     one(regs={"ext": "gdpr"})),
    ("coppa or gdpr that is no number",
     lambda r: any(not is_number(v) for v in regs(r, "coppa", "gdpr")),
     REFUSED, r"regs\.(ext\.)?(coppa|gdpr)",
     "it may say that a child is looking on",
     one(regs={"gdpr": "perhaps"})),
    ("a floor that is no number",
     lambda r: any(i.get("bidfloor") is not None
                   and not is_number(i["bidfloor"]) for i in imps(r)),
     REFUSED, r"imp\[\d+\]\.bidfloor", "a bid below it would be wrong",
     one({"bidfloor": "cheap"})),
    ("secure that is no number",
     lambda r: any(i.get("secure") is not None
                   and not is_number(i["secure"]) for i in imps(r)),
     REFUSED, r"imp\[\d+\]\.secure", "plain HTTP might be shown in a page "
     "that forbids it", one({"secure": "maybe"})),
    ("a block list that is an object",
     lambda r: any(isinstance(r.get(k), dict)
                   for k in ("bcat", "badv", "bapp", "acat")),
     REFUSED, r"bcat|badv|bapp|acat", "what it blocks cannot be said",
     one(bcat={"IAB25": 1})),
    ("JSON that ends early", None, REFUSED, r"byte \d+",
     "what is missing may forbid the bid", '{"id":"r","imp":[{"id":"1"'),
    ("JSON that is no object", None, REFUSED, r"byte \d+",
     "it is no request", "null"),
    ("a key twice", None, REFUSED, r"id", "which of them holds cannot be "
     "said", '{"id":"r","id":"s","imp":[{"id":"1"}]}'),

    ("an imp without a medium",
     lambda r: any(not any(isinstance(i.get(m), dict) for m in
                           ("banner", "video", "audio", "native"))
                   for i in imps(r)), TOLERATED, None,
     "nothing is bid on it, the others of the request are served",
     dict(ID, imp=[BANNER, {"id": "2"}])),
    ("neither site nor app nor dooh",
     lambda r: not any(given(r.get(k)) for k in ("site", "app", "dooh")),
     TOLERATED, None, "recommended, not required; campaigns that target "
     "inventory stay away", dict(ID, imp=[BANNER])),
    ("a site or app that says nothing",
     lambda r: r.get("site") == {} or r.get("app") == {}, TOLERATED, None,
     "as without it", one(site={})),
    ("a banner without a whole size",
     lambda r: any(not sized(b) for _, b in media(r, "banner")), TOLERATED,
     None, "sizes are recommended; what is said of them is held",
     one({"banner": {"w": 300}})),
    ("a banner's size below zero",
     lambda r: any(negative(v) for _, b in media(r, "banner")
                   for o in [b] + objects(b.get("format"))
                   for v in o.values()), TOLERATED, None,
     "no ad is of that size", one({"banner": {"format": [{"w": -300,
                                                         "h": 250}]}})),
    ("a format as size and as shape",
     lambda r: any(f.get("w") and f.get("wratio")
                   for _, b in media(r, "banner")
                   for f in objects(b.get("format"))), TOLERATED, None,
     "either may be bid for",
     one({"banner": {"format": [dict(SIZE, wratio=6, hratio=5,
                                     wmin=300)]}})),
    ("bounds of a banner's size of older versions",
     lambda r: any(given(b.get(k)) for _, b in media(r, "banner")
                   for k in ("wmin", "wmax", "hmin", "hmax")), TOLERATED,
     None, "they are held where there are no formats",
     one({"banner": {"wmin": 300, "wmax": 320, "hmin": 200, "hmax": 260}})),
    ("video or audio without mimes",
     lambda r: any(not m.get("mimes") for _, m in media(r, "video",
                                                        "audio")),
     TOLERATED, None, "required, yet often left out: every type may play",
     film(mimes=[])),
    ("a number of video or audio below zero",
     lambda r: any(negative(v) for _, m in media(r, "video", "audio")
                   for k, v in m.items()
                   if k not in ("startdelay", "podseq", "slotinpod",
                                "maxextended", "sequence", "playbackend")),
     TOLERATED, None, "a bound below zero bounds nothing",
     film(maxbitrate=-1)),
    ("a place in a sequence below zero",
     lambda r: any(negative(m.get("sequence"))
                   for _, m in media(r, "video", "audio")), TOLERATED,
     None, "where it stands bounds nothing", film(sequence=-1)),
    ("rqddurs beside minduration or maxduration",
     lambda r: any(m.get("rqddurs") and ("minduration" in m
                                         or "maxduration" in m)
                   for _, m in media(r, "video", "audio")), TOLERATED, None,
     "rqddurs is the narrower of them and holds", film(rqddurs=[15])),
    ("a native request that cannot be read",
     lambda r: any(n is None for n in natives(r)), TOLERATED, None,
     "no native ad is bid, the other media are", native("{")),
    ("a native request without assets",
     lambda r: any(n is not None and not n.get("assets")
                   for n in natives(r)), TOLERATED, None,
     "no native ad is bid, the other media are", native("{}")),
    ("two native assets of one id",
     lambda r: repeated(a.get("id") for a in assets(r)), TOLERATED, None,
     "each is answered under the id that it has",
     native({"assets": [{"id": 1, "title": {"len": 90}},
                        {"id": 1, "data": {"type": 1}}]})),
    ("a native asset without id or of no kind, or of several",
     lambda r: any(a.get("id") is None
                   or sum(k in a for k in ("title", "img", "video",
                                           "data")) != 1
                   for a in assets(r)), TOLERATED, None,
     "it is left out, or nothing native is bid where it is required",
     native({"assets": [{"id": 1, "required": 1}]})),
    ("a native title without len",
     lambda r: any(not t.get("len") for t in parts(r, "title")), TOLERATED,
     None, "a title of any length fits",
     native({"assets": [{"id": 1, "title": {}}]})),
    ("a native data asset of no type that there is",
     lambda r: any(not enumerated(d.get("type"), 12)
                   for d in parts(r, "data")), TOLERATED, None,
     "no ad has it: left out, or nothing native where it is required",
     native({"assets": [{"id": 1, "data": {"len": 10}}]})),
    ("a native image's size below zero",
     lambda r: any(negative(v) for i in parts(r, "img")
                   for v in i.values()), TOLERATED, None,
     "a bound below zero bounds nothing",
     native({"assets": [{"id": 1, "img": {"type": 3, "wmin": -1}}]})),
    ("a native video without mimes, durations or protocols",
     lambda r: any(not all(v.get(k) for k in ("mimes", "minduration",
                                              "maxduration", "protocols"))
                   for v in parts(r, "video")), TOLERATED, None,
     "what is not said bounds nothing",
     native({"assets": [{"id": 1, "video": {}}]})),
    ("an event tracker without event or methods",
     lambda r: any(not enumerated(t.get("event"), 5)
                   or not all(enumerated(m, 2)
                              for m in t.get("methods") or [0])
                   for t in trackers(r)), TOLERATED, None,
     "impressions are counted in the older way",
     native({"assets": [{"id": 1, "title": {"len": 90}}],
             "eventtrackers": [{"event": 1, "methods": []}]})),
    ("a native context, subtype or placement of no list",
     lambda r: any(misfit(n) or n.get("plcmttype") is not None
                   and not enumerated(n["plcmttype"], 4)
                   for n in natives_as_sent(r)), TOLERATED, None,
     "unknown values of enumerations are ignored",
     native({"context": 1, "contextsubtype": 31, "plcmttype": 77,
             "assets": [{"id": 1, "title": {"len": 90}}]})),
    ("a deal without id",
     lambda r: any(empty_id(d.get("id")) for i in imps(r)
                   for d in objects(inside(i, "pmp", "deals"))), TOLERATED,
     None, "nobody bids on a deal without a name; the open auction stays",
     one({"pmp": {"deals": [{"bidfloor": 1}]}})),
    ("tmax below zero", lambda r: negative(r.get("tmax")), TOLERATED, None,
     "as without it: the location's own limit holds", one(tmax=-1)),
    ("a currency that there is not",
     lambda r: any(not re.fullmatch(r"[A-Z]{3}", str(c))
                   for c in (r.get("cur") if isinstance(r.get("cur"), list)
                             else [r.get("cur") or "USD"])), TOLERATED, None,
     "no bid is in that currency", one(cur=["dollars"])),
    ("a floor below zero",
     lambda r: any(negative(i.get("bidfloor")) for i in imps(r)), TOLERATED,
     None, "every price passes it", one({"bidfloor": -1})),
    ("gdpr or coppa of another value",
     lambda r: any(is_number(v) and float(v) not in (0, 1)
                   for v in regs(r, "gdpr", "coppa")), TOLERATED, None,
     "read as unknown; the bid needs no user", one(regs={"gdpr": 2})),
    ("a consent or privacy string that cannot be read",
     lambda r: any(given(v) and not (isinstance(v, str)
                                     and re.fullmatch(r"1[YN-]{3}", v))
                   for v in regs(r, "us_privacy"))
     or any(given(v) and not isinstance(v, str) for v in
            (inside(r, "user", "consent"),
             inside(r, "user", "ext", "consent"))), TOLERATED, None,
     "it consents to nothing; the bid goes without the user",
     one(regs={"us_privacy": "yes"}, user={"id": "u", "consent": 5})),
    ("a size or accuracy of the device below zero",
     lambda r: any(negative(v) for o in (r.get("device"),
                                         inside(r, "device", "geo"),
                                         inside(r, "user", "geo"))
                   if isinstance(o, dict) for k, v in o.items()
                   if k not in ("lat", "lon", "utcoffset")), TOLERATED,
     None, "no campaign targets it", one(device={"w": -1})),
    ("device, user or source that is no object",
     lambda r: any(odd(r.get(k)) for k in ("device", "user", "source")),
     TOLERATED, None, "as without it", one(device="phone")),
    ("eids without source or ids",
     lambda r: any(not e.get("source") or not objects(e.get("uids"))
                   for holder in (r.get("user"), inside(r, "user", "ext"))
                   if isinstance(holder, dict)
                   for e in objects(holder.get("eids"))), TOLERATED, None,
     "they name no user", one(user={"eids": [{"uids": []}]})),
    ("a metric without type",
     lambda r: any(not m.get("type") for i in imps(r)
                   for m in objects(i.get("metric"))), TOLERATED, None,
     "nothing is read of it", one({"metric": [{}]})),
    ("an ext that its own exchange refuses", None, TOLERATED, None,
     "what an exchange agrees upon with others is not for a bidder to judge",
     one({"ext": {"prebid": {"bidder": "none"}}},
         ext={"prebid": {"aliases": {"a": "a"}, "cache": {}}})),
]
