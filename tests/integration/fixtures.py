#!/usr/bin/env python3
"""Every fixture against a real nginx, through every door, each answer judged;
what the fixtures of thin topics have to bring beyond that."""

import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))

import broad
import case
import rtb
import server
import transport

DIR = os.path.join(case.TOP, "tests", "fixtures", "openrtb")


def ids(bids):
    return {b.get("dealid") for b in bids}


def on(bids, impid):
    return [b for b in bids if b["impid"] == impid]


def ad(bids):
    return json.loads(bids[0]["adm"])


# what the bids on a fixture have to be, apart from right

LOOKS = {
    "acat.json": lambda b: all(x["cat"] for x in b),
    "app-interstitial-traffic.json": len,
    "banner-flexible.json": len,
    "banner-mimes.json": len,
    "btype.json": lambda b: "<script" not in b[0]["adm"],
    "clickbrowser.json": len,
    "companion-audio.json": len,
    "companion-video.json": len,
    "deal-fixed-price.json":
        lambda b: {(x.get("dealid"), x["price"]) for x in b}
        == {("deal-fix", 2.75)},
    "deal-guaranteed.json":
        lambda b: ("deal-guar", 3.25) in {(x.get("dealid"), x["price"])
                                          for x in b},
    "deals-several.json":
        lambda b: {"deal-a", "deal-b", "deal-c", None} <= ids(b)
        and "deal-d" not in ids(b),
    "delivery.json": len,
    "dooh-qty.json": lambda b: 0 < b[0]["exp"] <= 7200,
    "dooh-qty-fraction.json": lambda b: 0 < b[0]["exp"] <= 3600,
    "dooh-video.json": lambda b: b[0]["dur"] <= 15,
    "durfloors-audio.json": lambda b: b[0]["dur"] > 0,
    "durfloors-deal.json": lambda b: ids(b) == {"deal-dur"},
    "durfloors-video.json": lambda b: b[0]["dur"] > 0,
    "expdir.json": len,
    "expdir-none.json": len,
    "gpp-several.json": len,
    "gpp-tcfeu.json": len,
    "gpp-usnat.json": len,
    "gpp-usnat-opt-out.json": len,
    "inventorypartnerdomain.json": len,
    "ip-truncated.json": len,
    "ip-v6.json": len,
    "media-several.json": len,
    "mincpmpersec-audio.json": len,
    "mincpmpersec-deal.json": lambda b: ids(b) == {"deal-sec"},
    "mincpmpersec-video.json": len,
    "native-eventtrackers.json":
        lambda b: ad(b)["eventtrackers"] and "imptrackers" not in ad(b),
    "native-no-eventtrackers.json":
        lambda b: ad(b)["imptrackers"] and "eventtrackers" not in ad(b),
    "native-object.json": len,
    "native-string.json": len,
    "native-wrapped.json": len,
    "no-media-but-one.json": lambda b: {x["impid"] for x in b} == {"2"},
    "pod-audio.json": lambda b: len(b) == 3,
    "pod-deals.json": lambda b: {"deal-sec", "deal-dur"} <= ids(b),
    "pod-dedupe.json": lambda b: len(b) > 1,
    "pod-dedupe-none.json": lambda b: len(b) == 2,
    "pod-durfloors.json": lambda b: len(b) > 1,
    "pod-dynamic.json": lambda b: len(b) > 1,
    "pod-hybrid.json": lambda b: on(b, "1") and len(on(b, "2")) == 3,
    "pod-rqddurs.json": lambda b: len(b) > 1,
    "pod-structured.json": lambda b: {x["impid"] for x in b}
    == {"1", "2", "3"},
    "pod-two.json": lambda b: on(b, "1") and len(on(b, "2")) > 1
    and on(b, "3"),
    "rewarded.json": len,
    "schain-complete.json": len,
    "schain-incomplete.json": len,
    "skip.json": lambda b: {x["impid"] for x in b} == {"1", "2", "3"},
    "tcf-consent.json": len,
    "tcf-disclosed.json": len,
    "tcf-no-consent.json": len,
    "wlang.json": len,
    "wlangb.json": len,
}

def bids_of(answer):
    return [b for s in answer.json()["seatbid"] for b in s["bid"]] \
        if answer.status == 200 else []


def one(c, doors, name, body):
    request, statuses = json.loads(body), {}
    for door, send in transport.ALL:
        answer = send(doors, body)
        statuses[door] = answer.status
        found = rtb.faults(request, answer.body, broad.RATES) \
            if answer.status == 200 else []
        if found:
            c.check(False, "%s: %s" % (name, door), found)
        if door == "JSON":
            bids = bids_of(answer)
    c.check(set(statuses.values()) < {200, 204},
            name + ": one answer through every door", statuses)
    look = LOOKS.get(name)
    if look:
        c.check(bids and look(bids), name + ": bid as it has to be",
                [(b["impid"], b["price"], b.get("dealid"), b.get("dur"))
                 for b in bids])


def main(c):
    texts = {}
    for name in sorted(os.listdir(DIR)):
        with open(os.path.join(DIR, name), "rb") as f:
            texts[name] = f.read()
    catalog = c.path("broad.cat")
    server.build_catalog(catalog, broad.lines(
        [json.loads(t) for t in texts.values()]))
    doors = transport.Doors(c, catalog=catalog)
    for name, body in texts.items():
        one(c, doors, name, body)
    c.equal(sorted(set(LOOKS) - set(texts)), [], "every fixture is there")


case.run(main)
