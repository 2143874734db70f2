"""Right requests with right answers, written by hand: one of each medium."""

import copy
import json

VAST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<VAST version="4.2" xmlns="http://www.iab.com/VAST"><Ad id="1"><InLine>'
    '<AdSystem>x</AdSystem>'
    '<Impression><![CDATA[https://x.example/i]]></Impression>'
    '<AdServingId>b1</AdServingId><AdTitle>A film</AdTitle><Creatives>'
    '<Creative id="1"><Linear><Duration>00:00:15</Duration><MediaFiles>'
    '<MediaFile delivery="progressive" type="%s" width="%d" height="%d"'
    ' bitrate="1200"><![CDATA[https://cdn.example/%s]]></MediaFile>'
    '</MediaFiles><VideoClicks>'
    '<ClickThrough><![CDATA[https://x.example/c]]></ClickThrough>'
    '</VideoClicks></Linear>'
    '<UniversalAdId idRegistry="unknown">1</UniversalAdId></Creative>'
    '</Creatives></InLine></Ad></VAST>')

IMAGE = "https://cdn.example/i.png"

NATIVE = {
    "ver": "1.2",
    "assets": [
        {"id": 1, "title": {"text": "Boots"}},
        {"id": 2, "img": {"type": 3, "url": IMAGE, "w": 1200, "h": 627}},
        {"id": 3, "data": {"type": 1, "value": "Shop"}},
        {"id": 4, "video": {"vasttag": VAST % ("video/mp4", 640, 360,
                                               "n.mp4")}}],
    "link": {"url": "https://x.example/c"},
    "eventtrackers": [{"event": 1, "method": 1,
                       "url": "https://x.example/i"}]}

NATIVE_REQUEST = {
    "ver": "1.2",
    "assets": [
        {"id": 1, "required": 1, "title": {"len": 30}},
        {"id": 2, "required": 1, "img": {"type": 3, "wmin": 300,
                                         "hmin": 200,
                                         "mimes": ["image/png"]}},
        {"id": 3, "required": 0, "data": {"type": 1, "len": 10}},
        {"id": 4, "video": {"mimes": ["video/mp4"], "minduration": 5,
                            "maxduration": 30, "protocols": [13]}}],
    "eventtrackers": [{"event": 1, "methods": [1]}]}

DEAL = {"id": "D1", "bidfloor": 1.5, "wseat": ["seat-1"],
        "wadomain": ["shop.example"]}

DSA = {"behalf": "Shop", "paid": "Agency", "adrender": 1,
       "transparency": [{"domain": "dsp.example", "dsaparams": [1, 2]}]}

STREAM = {"minduration": 5, "maxduration": 30, "protocols": [13],
          "minbitrate": 300, "maxbitrate": 4000, "delivery": [2]}
VIDEO = dict(STREAM, mimes=["video/mp4"], w=640, h=360, linearity=1, skip=0,
             boxingallowed=0)
POD = dict(VIDEO, podid="p", poddur=60, maxseq=3, poddedupe=[2, 3, 4])


def bid(ident="b1", impid="1", **more):
    return dict({
        "id": ident, "impid": impid, "price": 2.5, "adid": "a1",
        "cid": "c1", "crid": "k-" + ident, "adomain": ["shop.example"],
        "cat": ["IAB18-3"], "nurl": "https://x.example/w?p=${AUCTION_PRICE}",
        "burl": "https://x.example/b?p=${AUCTION_PRICE}",
        "lurl": "https://x.example/l?l=${AUCTION_LOSS}"}, **more)


def request(imps, **more):
    return dict({"id": "r1", "imp": imps, "cur": ["USD"], "tmax": 100,
                 "site": {"id": "s"}}, **more)


def imp(ident="1", **more):
    return dict({"id": ident, "bidfloor": 1.0, "secure": 1, "exp": 300},
                **more)


def response(*bids):
    return {"id": "r1", "bidid": "x", "cur": "USD",
            "seatbid": [{"seat": "seat-1", "bid": list(bids)}]}


def film(ident, impid="1", **more):
    return bid(ident, impid, mtype=2, dur=15, protocol=13, w=640, h=360,
               adm=VAST % ("video/mp4", 640, 360, ident + ".mp4"),
               **more)


def banner():
    wanted = {"format": [{"w": 300, "h": 250},
                         {"wratio": 4, "hratio": 1, "wmin": 320}],
              "battr": [8], "btype": [4], "api": [5, 7], "expdir": [1],
              "mimes": ["image/png"]}
    given = bid(mtype=1, w=300, h=250, attr=[3], apis=[5], exp=60,
                language="en", adm='<a href="https://x.example/c">'
                '<img src="%s"></a><img src="https://x.example/i">' % IMAGE)
    return (request([imp(banner=wanted), imp("2", banner={"w": 1, "h": 1})],
                    bcat=["IAB25"], badv=["rival.example"], bapp=["com.x"],
                    wlang=["en"], wseat=["seat-1"]), response(given))


def video():
    return request([imp(video=dict(VIDEO))]), response(film("b1"))


def audio():
    given = bid(mtype=3, dur=15, protocol=13,
                adm=VAST % ("audio/mpeg", 1, 1, "a.mp3"))
    wanted = dict(STREAM, mimes=["audio/mpeg"], battr=[9])
    return request([imp(audio=wanted)]), response(given)


def native():
    given = bid(mtype=4, adm=json.dumps(NATIVE))
    wanted = {"request": json.dumps(NATIVE_REQUEST), "ver": "1.2"}
    return request([imp(native=wanted)]), response(given)


def deal():
    req, res = video()
    req["imp"][0]["pmp"] = {"private_auction": 1, "deals": [dict(DEAL)]}
    res["seatbid"][0]["bid"][0]["dealid"] = "D1"
    return req, res


def dsa():
    req, res = banner()
    req["regs"] = {"ext": {"dsa": {"dsarequired": 3, "pubrender": 0}}}
    res["seatbid"][0]["bid"][0]["ext"] = {"dsa": copy.deepcopy(DSA)}
    return req, res


def pod():
    """A slot of its own, then a part that is filled freely."""
    slot = dict(VIDEO, podid="p", slotinpod=1)
    return (request([imp("1", video=slot), imp("2", video=dict(POD))]),
            response(film("b1", "1"),
                     film("b2", "2", adomain=["b.example"], cat=["IAB1"]),
                     film("b3", "2", adomain=["c.example"], cat=["IAB2"],
                          slotinpod=-1)))


GOOD = {f.__name__: f for f in (banner, video, audio, native, deal, dsa,
                                pod)}


def pair(name):
    return GOOD[name]()


class Parts:
    """What a mutation takes hold of."""

    def __init__(self, req, res):
        self.req, self.res, self.text = req, res, None
        self.imp = req["imp"][0]
        self.bids = res["seatbid"][0]["bid"]
        self.bid = self.bids[0]
        self.video = self.imp.get("video")
        self.deal = (self.imp.get("pmp") or {"deals": [None]})["deals"][0]

    def adm(self, old, new):
        assert old in self.bid["adm"], old
        self.bid["adm"] = self.bid["adm"].replace(old, new)

    def ad(self, change):
        """Changes the native answer."""
        ad = json.loads(self.bid["adm"])
        change(ad)
        self.bid["adm"] = json.dumps(ad)

    def wanted(self, change):
        """Changes the native request."""
        value = json.loads(self.imp["native"]["request"])
        change(value)
        self.imp["native"]["request"] = json.dumps(value)
