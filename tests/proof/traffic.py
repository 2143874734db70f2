"""Varied bodies of three kinds, from a seed.

Identical bodies flatter every parser: branch predictors learn them.  Here
fields come and go, lists and strings vary in length, and members stand in
several orders, while the size stays that of the kind.  Where the General Data
Protection Regulation applies a body brings a TCF string that says so.
"""

import json
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), "integration", "lib"))

import consent

COUNTRIES = ["USA", "DEU", "GBR", "FRA", "ESP", "ITA", "POL", "NLD", "BRA",
             "IND"]
EUROPE = {"DEU", "GBR", "FRA", "ESP", "ITA", "POL", "NLD"}
VENDOR = 412
SIZES = [(300, 250), (728, 90), (320, 50), (160, 600), (300, 600), (970, 250)]
PHONES = [("Samsung", "SM-S918B", "Android", "14"),
          ("Google", "Pixel 8", "Android", "15"),
          ("Apple", "iPhone", "iOS", "18.1"),
          ("Xiaomi", "2201117TG", "Android", "13")]
WORDS = ("news football matchday goals weather markets travel recipes garden "
         "phones reviews opera chess museum harbour winter summer election "
         "budget science planet orchestra village bridge lantern").split()
CATS = ["IAB%d" % i for i in range(1, 24)]
UAS = ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, "
       "like Gecko) Chrome/131.0.0.0 Safari/537.36",
       "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/"
       "605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
       "Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007; wv) "
       "AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/"
       "131.0.6778.39 Mobile Safari/537.36"]

COUNT = 1024


class Maker:

    def __init__(self, seed):
        self.rng = random.Random(seed)

    def some(self, odds, **members):
        """Members that are there with these odds, each for itself."""
        return {k: v for k, v in members.items() if self.rng.random() < odds}

    def words(self, low, high, glue="-"):
        return glue.join(self.rng.choice(WORDS)
                         for _ in range(self.rng.randint(low, high)))

    def hexa(self, digits):
        return "%0*x" % (digits, self.rng.getrandbits(4 * digits))

    def uuid(self):
        return "-".join(self.hexa(n) for n in (8, 4, 4, 4, 12))

    def size(self):
        return self.rng.choices(SIZES, [6, 4, 4, 2, 2, 1])[0]

    def country(self):
        return self.rng.choices(COUNTRIES,
                                [1 / (i + 1) for i in range(10)])[0]

    def floor(self, most):
        return round(self.rng.uniform(0.01, most), 3)

    def cats(self, low, high):
        return self.rng.sample(CATS, self.rng.randint(low, high))

    def domains(self, low, high):
        return ["%s.example" % self.words(1, 2)
                for _ in range(self.rng.randint(low, high))]

    def banner(self, formats, **more):
        sizes = [self.size() for _ in range(formats)]
        w, h = sizes[0]
        return dict({"w": w, "h": h,
                     "format": [{"w": a, "h": b} for a, b in sizes]},
                    **more)

    def video(self):
        w, h = self.rng.choice([(640, 360), (1280, 720), (320, 480)])
        return dict({"mimes": ["video/mp4", "video/webm"],
                     "minduration": 5,
                     "maxduration": self.rng.choice([30, 60]),
                     "protocols": [2, 3, 5, 6, 7, 8], "w": w, "h": h},
                    **self.some(0.8, startdelay=0, plcmt=1, linearity=1,
                                skip=1, skipmin=7, skipafter=5, sequence=1,
                                boxingallowed=1, playbackmethod=[1, 2],
                                delivery=[2], pos=1, api=[1, 2, 7],
                                minbitrate=300, maxbitrate=4500))

    def agreed(self, most):
        """A TCF string with vendors up to that, ours among them."""
        vendors = set(self.rng.sample(range(1, most), most * 3 // 5))
        purposes = range(1, 12) if self.rng.random() < 0.8 else (
            1, 2, 3, 4, 7, 10)
        return consent.tcf(
            purposes=purposes, vendor=vendors | {VENDOR, most},
            interests=(2, 7, 8, 9, 10), features=(1,),
            vendor_interests=() if most < 1000 else self.rng.sample(
                range(1, 600), 40), in_range=False,
            deciseconds=17300000000 + self.rng.randint(0, 300000000))

    def privacy(self, body, most):
        """What is said of privacy where the device is."""
        regs = body.setdefault("regs", {})
        country = body["device"]["geo"]["country"]
        regs["gdpr"] = int(country in EUROPE)
        if regs["gdpr"]:
            body["user"]["consent"] = self.agreed(most)
        elif most > 1000 and country == "USA":
            regs.update(us_privacy="1YNN", gpp_sid=[consent.USNAT],
                        gpp=consent.gpp((consent.USNAT, consent.usnat())))

    def geo(self, odds):
        return dict({"country": self.country()},
                    **self.some(odds, region=self.words(1, 1),
                                city=self.words(1, 1).title(),
                                lat=round(self.rng.uniform(-60, 60), 4),
                                lon=round(self.rng.uniform(-170, 170), 4)))

    def shuffled(self, value, order):
        """The members of every object in one of a few orders."""
        if isinstance(value, dict):
            keys = list(value)
            random.Random(order).shuffle(keys)
            return {k: self.shuffled(value[k], order) for k in keys}
        if isinstance(value, list):
            return [self.shuffled(v, order) for v in value]
        return value

    def one(self):
        """A page with one impression: 0.7 to 1 kilobytes."""
        body = self.page()
        self.privacy(body, VENDOR + 1)
        return body

    def page(self):
        return {
            "id": self.uuid(), "at": 1, "tmax": 120, "cur": ["USD"],
            "imp": [dict({"id": "1", "bidfloor": self.floor(0.4),
                          "secure": 1,
                          "banner": self.banner(2, **self.some(
                              0.8, pos=1, btype=[4], battr=[1, 3]))},
                         **self.some(0.8, tagid="/%s/top" % self.words(1, 2),
                                     bidfloorcur="USD"))],
            "site": dict({"id": "s-%d" % self.rng.randint(1, 99999),
                          "domain": "%s.example.com" % self.words(1, 1),
                          "page": "https://%s.example.com/%s.html"
                          % (self.words(1, 1), self.words(3, 6))},
                         **self.some(0.8, cat=self.cats(1, 2),
                                     publisher={"id": self.hexa(6),
                                                "name": self.words(2, 2)})),
            "device": dict({"ua": self.rng.choice(UAS[:2]),
                            "ip": "203.0.113.%d" % self.rng.randint(1, 254),
                            "devicetype": self.rng.choice([2, 4]),
                            "os": self.rng.choice(["Windows", "iOS",
                                                   "macOS"]),
                            "language": "en", "geo": self.geo(0.7)}),
            "user": {"id": self.hexa(self.rng.choice([16, 22]))},
            "bcat": self.cats(1, 3), "badv": self.domains(1, 2),
        }

    def three(self):
        """A page with two banners and a video: two kilobytes."""
        imps = [dict({"id": str(i + 1), "bidfloor": self.floor(0.5),
                      "bidfloorcur": "USD", "secure": 1,
                      "banner": self.banner(
                          self.rng.randint(1, 3),
                          **self.some(0.8, pos=i + 1, btype=[4],
                                      battr=[1, 3, 8], api=[5, 6, 7],
                                      mimes=["text/html", "image/png",
                                             "image/jpeg"], topframe=1))},
                     **self.some(0.7, tagid=self.words(2, 2), instl=0))
                for i in range(2)]
        imps.append(dict({"id": "3", "bidfloor": self.floor(2),
                          "bidfloorcur": "USD", "secure": 1,
                          "video": self.video()},
                         **self.some(0.7, tagid="preroll", ext={
                             "gpid": "/%s#1" % self.words(2, 4, "/")})))
        body = self.page()
        body.update(imp=imps, tmax=150, **self.some(
            0.8, allimps=0, source={"fd": 1, "tid": self.uuid()}))
        body["site"].update(self.some(
            0.8, name=self.words(2, 2, " "), sectioncat=self.cats(1, 1),
            pagecat=self.cats(1, 1), mobile=1, privacypolicy=1,
            content={"id": "c-%d" % self.rng.randint(1, 9999),
                     "title": self.words(3, 6, " ") + " & more",
                     "language": "de", "len": self.rng.randint(20, 900),
                     "genre": "sport", "livestream": 0},
            keywords=self.words(3, 5, ",")))
        self.phone(body["device"])
        body["user"].update(self.some(0.7, buyeruid=self.hexa(12),
                                      yob=1987, gender="M"))
        body["bcat"] = self.cats(2, 5)
        body["badv"] = self.domains(2, 4)
        self.privacy(body, VENDOR + 1)
        return body

    def phone(self, device):
        make, model, os, osv = self.rng.choice(PHONES)
        device.update(devicetype=4, os=os, osv=osv, ua=UAS[2], **self.some(
            0.8, make=make, model=model, h=2316, w=1080, pxratio=3, js=1,
            carrier=self.words(1, 1), connectiontype=6, dnt=0, lmt=0))

    def app(self):
        """An app with everything that exchanges like to send: 3 to 4."""
        body = self.three()
        body["tmax"] = 200
        imp = {"id": "1", "displaymanager": "SuperSDK",
               "displaymanagerver": "7.4.2", "instl": 1,
               "tagid": self.words(2, 3), "bidfloor": self.floor(1.2),
               "bidfloorcur": "USD", "secure": 1, "clickbrowser": 1,
               "banner": dict(self.banner(2), pos=7, api=[3, 5, 6, 7],
                              battr=[1, 2, 5, 8, 9, 14, 17], vcm=1,
                              mimes=["text/html", "text/javascript",
                                     "image/jpeg", "image/png"]),
               "video": self.video(),
               "metric": [{"type": "viewability",
                           "value": round(self.rng.random(), 2),
                           "vendor": "EXCHANGE"}],
               "ext": {"gpid": "/9/app/" + self.words(2, 3),
                       "skadn": {"version": "2.0",
                                 "versions": ["2.0", "2.1", "2.2", "3.0"],
                                 "sourceapp": "880047117",
                                 "skadnetids": [self.hexa(10)
                                                + ".skadnetwork" for _ in
                                                range(self.rng.randint(4,
                                                                       9))]}}}
        body["imp"] = [dict(imp, **self.some(0.5, pmp=self.pmp(), exp=3600))]
        del body["site"]
        body["app"] = dict(
            {"id": "app-%d" % self.rng.randint(1, 9999),
             "bundle": "com.%s.%s" % (self.words(1, 1), self.words(1, 1)),
             "name": self.words(2, 2, " "),
             "storeurl": "https://apps.example.com/%s" % self.words(2, 4),
             "cat": self.cats(1, 2), "ver": "5.12.0"},
            **self.some(0.8, publisher={"id": self.hexa(6),
                                        "name": self.words(2, 3, " ")},
                        privacypolicy=1, paid=0,
                        content={"language": "en", "rating": "4+"},
                        keywords=self.words(3, 4, ",")))
        device = body["device"]
        device["ifa"] = self.uuid()
        device["sua"] = {"browsers": [{"brand": "Chromium",
                                       "version": ["131", "0", "6778"]}],
                         "platform": {"brand": "Android",
                                      "version": ["14"]}, "mobile": 1}
        self.identity(body)
        return body

    def pmp(self):
        return {"private_auction": 0,
                "deals": [{"id": "DEAL-%04d" % self.rng.randint(1, 999),
                           "bidfloor": self.floor(5), "bidfloorcur": "USD",
                           "at": self.rng.choice([1, 3])}
                          for _ in range(self.rng.randint(1, 3))]}

    def identity(self, body):
        body["regs"] = {"coppa": 0}
        body["user"].pop("consent", None)
        self.privacy(body, self.rng.randint(1050, 1300))
        body["user"]["eids"] = [
            {"source": source, "uids": [{"id": self.hexa(40), "atype": 3}]}
            for source in self.rng.sample(["uid.example", "id5.example",
                                           "ramp.example", "net.example"],
                                          self.rng.randint(2, 4))]
        body["user"]["data"] = [{"id": "dmp-1", "name": "dmp.example",
                                 "segment": [
                                     {"id": str(self.rng.randint(1, 9999))}
                                     for _ in range(self.rng.randint(2, 6))]}]
        body["source"] = {"fd": 0, "tid": self.uuid(), "schain": {
            "complete": 1, "ver": "1.0",
            "nodes": [{"asi": "ssp.example", "sid": self.hexa(4), "hp": 1}
                      for _ in range(self.rng.randint(1, 3))]}}


KINDS = ("one", "three", "app")


def bodies(kind, count=COUNT, seed=1):
    maker = Maker("%s %d" % (kind, seed))
    return [json.dumps(maker.shuffled(getattr(maker, kind)(), n % 4),
                       separators=(",", ":")).encode() for n in range(count)]


def write(kind, path, count=COUNT, seed=1):
    """One body a line; the mean size."""
    lines = bodies(kind, count, seed)
    with open(path, "wb") as f:
        f.write(b"\n".join(lines) + b"\n")
    return sum(map(len, lines)) / count
