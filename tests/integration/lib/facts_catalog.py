"""A catalogue of which every bid is known: a country for each matter."""

import json

# what is asked of a request to have this campaign's bid

PLAIN, INSECURE, FRAME, EURO, DEALS, SIZES, SKIPS, NEEDS_API, EXPANDS, \
    LONG = ("USA", "DEU", "FRA", "ESP", "ITA", "POL", "GBR", "NLD", "BRA",
            "IND")
TWO = {"USA": "US", "DEU": "DE", "FRA": "FR", "ESP": "ES", "ITA": "IT",
       "POL": "PL", "GBR": "GB", "NLD": "NL", "BRA": "BR", "IND": "IN"}

BID = 2.345678
FRAME_BID = 2.5
EURO_BID = 2
D1_BID, D2_BID, OPEN_BID = 3, 2.6, 5
MACROS = "${AUCTION_PRICE}|${AUCTION_ID}|${AUCTION_PRICE:B64}"


class Lines:

    def __init__(self):
        self.lines, self.count = [], 0

    def add(self, kind, **members):
        self.lines.append(json.dumps(dict({"type": kind}, **members)))

    def campaign(self, country, bid, name=None, deals=None, currency="USD",
                 **more):
        name = name or country.lower()
        self.add("campaign", id=name, org="o1", currency=currency, **dict(
            {"adomain": [name + ".example"], "cat": ["IAB18-3"]}, **more))
        targeting = {"geo": {"countries": [TWO[country]]}}
        if deals:
            targeting["inventory"] = {"deals": deals}
        self.add("adgroup", id="g-" + name, campaign=name, bid=bid,
                 targeting=targeting)
        return name

    def creative(self, campaign, media, **more):
        self.count += 1
        self.add("creative", id="k%d" % self.count, adgroup="g-" + campaign,
                 media=media, **dict(
                     {"landing_url": "https://shop.example/"}, **more))

    def banner(self, campaign, w=300, h=250, scheme="https", **more):
        if "markup" not in more:
            more["image_url"] = "%s://cdn.example/%d.png" % (scheme,
                                                             self.count)
        self.creative(campaign, "banner", w=w, h=h, **more)

    def film(self, campaign, duration=15, mime="video/mp4", w=640, h=360,
             **more):
        self.creative(campaign, "video", w=w, h=h, video=dict(
            {"media_url": "https://cdn.example/%d.mp4" % self.count,
             "mime": mime, "duration": duration, "bitrate": 1200}, **more))


def plain(out):
    name = out.campaign(PLAIN, BID, bundle="com.shop.app")
    out.banner(name, attr=[6], language="en", adid="AD-1")
    out.film(name)
    out.creative(name, "audio", audio={
        "media_url": "https://cdn.example/a.mp3", "mime": "audio/mpeg",
        "duration": 30, "bitrate": 128})
    out.creative(name, "native", native={
        "title": "Boots for real winters",
        "images": [{"type": 3, "url": "https://cdn.example/n.jpg",
                    "w": 1200, "h": 627}],
        "data": [{"type": 1, "value": "Shop"}]})


def deals(out):
    out.banner(out.campaign(DEALS, D1_BID, "deal-one", ["D1"]))
    out.banner(out.campaign(DEALS, D2_BID, "deal-two", ["D2"]))
    out.banner(out.campaign(DEALS, OPEN_BID, "open"))


def lines():
    out = Lines()
    out.add("org", id="o1", seat="seat-1")
    plain(out)
    deals(out)
    out.banner(out.campaign(INSECURE, BID), scheme="http")
    out.banner(out.campaign(FRAME, FRAME_BID), btype=4,
               markup='<iframe src="https://cdn.example/?%s"></iframe>'
                      '<a href="{{click_url}}">x</a>' % MACROS)
    out.banner(out.campaign(EURO, EURO_BID, currency="EUR"))
    name = out.campaign(SIZES, BID)
    for w, h in ((728, 90), (300, 250), (200, 100), (640, 360)):
        out.banner(name, w, h)
    out.film(out.campaign(SKIPS, BID), skip_offset=5)
    out.banner(out.campaign(NEEDS_API, BID), apis=[5])
    out.banner(out.campaign(EXPANDS, BID), attr=[3])
    out.film(out.campaign(LONG, BID), 30, "video/webm", 400, 300,
             protocols=[13])
    return out.lines
