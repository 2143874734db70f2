"""One thing wrong at a time: a rule, what is wrong, in which answer, how."""

import json

import answers

NATIVE = answers.NATIVE


def raw(text):
    """The answer as it is sent."""
    return lambda p: setattr(p, "text", text)


def put(**members):
    return lambda p: p.bid.update(members)


def drop(key):
    return lambda p: p.bid.pop(key)


def top(**members):
    return lambda p: p.res.update(members)


def ask(**members):
    return lambda p: p.req.update(members)


def on_imp(**members):
    return lambda p: p.imp.update(members)


def on_video(**members):
    return lambda p: p.video.update(members)


def on_banner(**members):
    return lambda p: p.imp["banner"].update(members)


def on_deal(**members):
    return lambda p: p.deal.update(members)


def adm(old, new):
    return lambda p: p.adm(old, new)


def ad(change):
    return lambda p: p.ad(change)


def both(*changes):
    def change(p):
        for one in changes:
            one(p)
    return change


def asset(n, kind, **members):
    return ad(lambda a: a["assets"][n][kind].update(members))


def want(n, kind, **members):
    return lambda p: p.wanted(lambda r: r["assets"][n][kind].update(members))


def support(**members):
    return lambda p: p.wanted(lambda r: r.update(members))


SKIP = adm("<Linear>", '<Linear skipoffset="00:00:05">')
COMPANION = ('<Creative><CompanionAds><Companion width="300" height="250">'
             '<StaticResource creativeType="image/png">'
             'https://cdn.example/c.png</StaticResource></Companion>'
             '</CompanionAds><UniversalAdId idRegistry="unknown">1'
             '</UniversalAdId></Creative></Creatives>')
FLOORS = [{"mindur": 1, "maxdur": 14, "bidfloor": 9},
          {"mindur": 15, "maxdur": 30, "bidfloor": 2.6}]


def any_ad(p):
    """Nobody says what ads of the pod may not share."""
    p.req["imp"][1]["video"].pop("poddedupe")


def dsa(**members):
    return lambda p: p.bid["ext"]["dsa"].update(members)


def undsa(key):
    return lambda p: p.bid["ext"]["dsa"].pop(key)


REFUSED = [
    ("json", "no JSON", "banner", raw('{"id":"r1"')),
    ("json", "NaN", "banner", raw('{"id":NaN}')),
    ("json", "a key twice", "banner", raw('{"id":"r1","id":"r1"}')),
    ("json", "no UTF-8", "banner", raw(b'{"id":"\xff"}')),
    ("object", "an array", "banner", raw("[]")),
    ("type", "a price as text", "banner", put(price="2.5")),
    ("type", "a seatbid as an object", "banner", top(seatbid={})),
    ("type", "attributes as texts", "banner", put(attr=["3"])),
    ("type", "a width with a fraction", "banner", put(w=300.0)),
    ("unknown", "a member of no table", "banner", put(wow=1)),
    ("unknown", "the same in the answer", "banner", top(wow=1)),
    ("required", "no price", "banner", drop("price")),
    ("required", "no crid", "banner", drop("crid")),
    ("required", "no adomain", "banner", drop("adomain")),
    ("required", "adomain without one", "banner", put(adomain=[])),
    ("required", "an id without text", "banner", put(id="")),
    ("required", "no id of the answer", "banner",
     lambda p: p.res.pop("id")),
    ("required", "no mtype", "banner", drop("mtype")),
    ("enum", "mtype 5", "banner", put(mtype=5)),
    ("enum", "attribute 77", "banner", put(attr=[77])),
    ("enum", "API 12", "banner", put(apis=[12])),
    ("enum", "protocol 17", "video", put(protocol=17)),
    ("enum", "rating 4", "banner", put(qagmediarating=4)),
    ("enum", "group 2", "banner",
     lambda p: p.res["seatbid"][0].update(group=2)),
    ("enum", "slot 7", "pod", put(slotinpod=7)),
    ("enum", "nbr 77", "banner", top(nbr=77)),
    ("nbr", "a reason beside bids", "banner", top(nbr=8)),
    ("response_id", "another id", "banner", top(id="x")),
    ("cur", "another currency", "banner", top(cur="EUR")),
    ("cur", "USD by default", "banner",
     both(ask(cur=["EUR"]), lambda p: p.res.pop("cur"))),
    ("seatbid", "without bids", "banner",
     lambda p: p.res["seatbid"].append({"seat": "seat-2", "bid": []})),
    ("seatbid", "a seat twice", "pod",
     lambda p: p.res["seatbid"].append({"seat": "seat-1",
                                        "bid": [p.bids.pop()]})),
    ("unique", "two bids of one id", "pod",
     lambda p: p.bids[1].update(id="b1")),
    ("impid", "no imp", "banner", put(impid="9")),
    ("price", "nothing", "banner", put(price=0)),
    ("price", "less than nothing", "banner", put(price=-1)),
    ("price", "finer than a micro", "banner", put(price=2.0000001)),
    ("floor", "the imp's", "banner", on_imp(bidfloor=2.500001)),
    ("floor", "the imp's as text", "banner", on_imp(bidfloor="2.6")),
    ("floor", "the imp's in another currency", "banner",
     on_imp(bidfloor=2.1, bidfloorcur="EUR")),
    ("duration_floor", "the video's by duration", "video",
     on_video(durfloors=FLOORS)),
    ("duration_floor", "the video's by second", "video",
     on_video(mincpmpersec=0.2)),
    ("floor", "the imp's outside of the video's", "video",
     both(on_video(durfloors=FLOORS[:1]), on_imp(bidfloor=2.6))),
    ("duration_floor", "the audio's by duration", "audio",
     lambda p: p.imp["audio"].update(durfloors=FLOORS)),
    ("floor", "the deal's", "deal", on_deal(bidfloor=2.6)),
    ("floor", "the deal's, in dollars whatever the imp's is", "deal",
     both(on_deal(bidfloor=2.6), on_imp(bidfloorcur="EUR"))),
    ("duration_floor", "the deal's by duration", "deal",
     on_deal(durfloors=FLOORS)),
    ("duration_floor", "the deal's by second", "deal",
     on_deal(mincpmpersec=0.2)),
    ("floor_fallback", "the video's for a deal without", "deal",
     both(lambda p: p.deal.pop("bidfloor"), on_video(mincpmpersec=0.2))),
    ("floor_fallback", "the imp's for a deal without", "deal",
     both(lambda p: p.deal.pop("bidfloor"), on_imp(bidfloor=2.6))),
    ("fixed_price", "more than agreed", "deal", on_deal(at=3)),
    ("fixed_price", "in another currency", "deal",
     on_deal(at=3, bidfloor=1.9, bidfloorcur="EUR")),
    ("dealid", "no deal", "deal", put(dealid="D9")),
    ("dealid", "no deals at all", "banner", put(dealid="D1")),
    ("private_auction", "an open bid", "deal", drop("dealid")),
    ("deal_seat", "another seat", "deal", on_deal(wseat=["seat-9"])),
    ("deal_domain", "another advertiser", "deal",
     on_deal(wadomain=["rival.example"])),
    ("wseat", "another seat", "banner", ask(wseat=["seat-9"])),
    ("wseat", "no seat", "banner",
     lambda p: p.res["seatbid"][0].pop("seat")),
    ("bseat", "a blocked seat", "video", ask(bseat=["seat-1"])),
    ("adomain", "an address", "banner",
     put(adomain=["https://shop.example/"])),
    ("adomain", "capitals", "banner", put(adomain=["Shop.example"])),
    ("enum", "a language of three letters", "banner", put(language="eng")),
    ("enum", "a category of no taxonomy", "banner", put(cat=["Boots"])),
    ("badv", "the domain", "banner", ask(badv=["shop.example"])),
    ("badv", "one below it", "banner", put(adomain=["a.rival.example"])),
    ("badv", "in capitals", "banner", ask(badv=["Shop.Example"])),
    ("badv", "as a web server", "banner", ask(badv=["www.shop.example"])),
    ("bapp", "a blocked app", "banner", put(bundle="com.x")),
    ("bcat", "the category", "banner", ask(bcat=["IAB18-3"])),
    ("bcat", "a part of it", "banner", ask(bcat=["IAB18"])),
    ("bcat", "of another taxonomy", "banner",
     both(ask(bcat=["223"], cattax=6), put(cat=["223"], cattax=6))),
    ("acat", "none of them", "video", ask(acat=["IAB1"])),
    ("acat", "one of two", "video",
     both(ask(acat=["IAB18"]), put(cat=["IAB18-3", "IAB2"]))),
    ("acat", "none said", "video",
     both(ask(acat=["IAB18"]), put(cat=[]))),
    ("acat", "in another taxonomy", "video", ask(acat=["IAB18-3"],
                                                 cattax=6)),
    ("battr", "a blocked attribute", "banner", on_banner(battr=[3])),
    ("battr", "of audio", "audio", put(attr=[9])),
    ("btype", "an iframe", "banner",
     adm("<a href", '<iframe src="https://x.example"></iframe><a href')),
    ("btype", "a script", "banner",
     both(adm("<a href", "<script>1</script><a href"),
          on_banner(btype=[3]))),
    ("btype", "an image", "banner", on_banner(btype=[2])),
    ("btype", "text", "banner",
     both(put(adm="<p>Boots</p>"), on_banner(btype=[1]))),
    ("api", "not listed", "banner", put(apis=[6])),
    ("api", "no list", "banner", lambda p: p.imp["banner"].pop("api")),
    ("api", "the old member", "banner", put(api=3)),
    ("expdir", "in no direction", "banner", on_banner(expdir=[6])),
    ("language", "not allowed", "banner", put(language="de")),
    ("language", "said twice", "banner", put(langb="en-GB")),
    ("language", "of another country", "video",
     both(put(langb="en-US"), ask(wlangb=["en-GB", "de"]))),
    ("mtype", "a medium that is not there", "banner", put(mtype=2)),
    ("size", "another", "banner", put(w=320)),
    ("size", "none", "banner", drop("w")),
    ("size", "turned", "banner", put(w=250, h=300)),
    ("size", "too small for its shape", "banner", put(w=300, h=75)),
    ("size", "out of bounds", "banner",
     on_banner(format=[], wmin=310, wmax=400, hmin=100, hmax=300)),
    ("size", "not w and h", "banner", on_banner(format=[], w=728, h=90)),
    ("banner_mime", "another type", "banner",
     on_banner(mimes=["image/gif"])),
    ("markup", "of nothing", "banner", put(adm=" ")),
    ("markup", "native for a banner", "banner", put(adm="{}")),
    ("markup", "a page for a video", "video", put(adm="<html></html>")),
    ("markup", "text for a native ad", "native", put(adm="Boots")),
    ("secure", "markup", "banner", adm("https://cdn", "http://cdn")),
    ("secure", "a notice", "banner",
     put(nurl="http://x.example/?p=${AUCTION_PRICE}")),
    ("secure", "a media file", "video", adm("https://cdn", "http://cdn")),
    ("secure", "an asset", "native",
     asset(1, "img", url="http://cdn.example/i.png")),
    ("secure", "iurl", "banner", put(iurl="http://cdn.example/i.png")),
    ("url", "a notice without host", "banner",
     put(burl="/b?p=${AUCTION_PRICE}")),
    ("url", "a notice by plain HTTP", "banner",
     both(on_imp(secure=0),
          put(nurl="http://x.example/w?p=${AUCTION_PRICE}"))),
    ("url", "a media file without host", "video",
     adm("https://cdn.example/b1.mp4", "/b1.mp4")),
    ("macro", "encoded", "banner", adm("/i.png", "/i.png?%24%7BAUCTION_ID%7D")),
    ("macro", "unknown", "banner", adm("/i.png", "/i.png?${AUCTION_FOO}")),
    ("macro", "no price", "banner", put(burl="https://x.example/b")),
    ("macro", "no reason", "banner", put(lurl="https://x.example/l")),
    ("place", "not filled", "banner", adm("/i.png", "/{{bid_id}}.png")),
    ("exp", "nothing", "banner", put(exp=0)),
    ("exp", "more than the imp's", "banner", put(exp=301)),
    ("dur", "not that of the VAST", "video", put(dur=30)),
    ("duration", "too long", "video", on_video(maxduration=14)),
    ("duration", "too short", "video", on_video(minduration=16)),
    ("duration", "none of rqddurs", "video", on_video(rqddurs=[10, 30])),
    ("duration", "of audio", "audio",
     lambda p: p.imp["audio"].update(maxduration=10)),
    ("protocol", "none of them", "video", on_video(protocols=[2, 3])),
    ("protocol", "none of them, not said", "video",
     both(on_video(protocols=[2]), drop("protocol"))),
    ("vast_version", "an older one said", "video",
     both(on_video(protocols=[3]), put(protocol=3))),
    ("mime", "another", "video", on_video(mimes=["video/webm"])),
    ("mime", "of audio", "audio",
     lambda p: p.imp["audio"].update(mimes=["audio/ogg"])),
    ("delivery", "streams only", "video", on_video(delivery=[1])),
    ("bitrate", "too high", "video", on_video(maxbitrate=600)),
    ("bitrate", "too low", "video", on_video(minbitrate=2000)),
    ("linearity", "not linear", "video", on_video(linearity=2)),
    ("boxing", "another shape", "video", on_video(w=400, h=300)),
    ("skip", "not said", "video", SKIP),
    ("skip", "blocked", "video", both(SKIP, on_video(battr=[16]))),
    ("skip", "a second button", "video",
     both(on_video(skip=1), put(attr=[16]))),
    ("companion", "not asked for", "video", adm("</Creatives>", COMPANION)),
    ("companion", "of another size", "video",
     both(adm("</Creatives>", COMPANION),
          on_video(companionad=[{"w": 728, "h": 90}]))),
    ("companion", "of another type", "video",
     both(adm("</Creatives>", COMPANION),
          on_video(companionad=[{"w": 300, "h": 250}],
                   companiontype=[2]))),
    ("companion", "of another MIME type", "video",
     both(adm("</Creatives>", COMPANION),
          on_video(companionad=[{"w": 300, "h": 250,
                                 "mimes": ["image/gif"]}]))),
    ("vast", "not well-formed", "video", adm("</Ad>", "")),
    ("vast", "no Impression", "video",
     adm("<Impression><![CDATA[https://x.example/i]]></Impression>", "")),
    ("vast", "no Duration", "video",
     adm("<Duration>00:00:15</Duration>", "")),
    ("vast", "a duration as a number", "video", adm("00:00:15", "15")),
    ("vast", "no ad", "video",
     put(adm='<VAST version="4.2"></VAST>')),
    ("vast", "no UniversalAdId", "video",
     adm('<UniversalAdId idRegistry="unknown">1</UniversalAdId>', "")),
    ("vast", "no AdTitle", "video", adm("<AdTitle>A film</AdTitle>", "")),
    ("vast", "a media file without size", "video", adm(' width="640"', "")),
    ("vast", "of no version that there is", "video",
     adm('version="4.2"', 'version="9.9"')),
    ("vast_api", "VPAID", "video",
     adm("<MediaFile ", '<MediaFile apiFramework="VPAID" ')),
    ("native", "a member of no table", "native", ad(lambda a: a.update(x=1))),
    ("native", "no link", "native", ad(lambda a: a.pop("link"))),
    ("native", "no assets", "native", ad(lambda a: a.pop("assets"))),
    ("native", "a title without text", "native",
     ad(lambda a: a["assets"][0]["title"].pop("text"))),
    ("native", "an id as text", "native",
     ad(lambda a: a["assets"][0].update(id="1"))),
    ("native_asset", "not asked for", "native",
     ad(lambda a: a["assets"][2].update(id=9))),
    ("native_asset", "twice", "native",
     ad(lambda a: a["assets"].append(a["assets"][0]))),
    ("native_asset", "of another kind", "native",
     ad(lambda a: a["assets"][0].update(id=2, title={"text": "x"}))),
    ("native_required", "missing", "native",
     ad(lambda a: a["assets"].pop(0))),
    ("native_title", "too long", "native",
     asset(0, "title", text="Boots " * 6)),
    ("native_title", "empty", "native", asset(0, "title", text="")),
    ("native_image", "too small", "native", asset(1, "img", w=299)),
    ("native_image", "of another type", "native", asset(1, "img", type=1)),
    ("native_image", "not the size asked for", "native",
     lambda p: p.wanted(lambda r: r["assets"][1].update(
         img={"type": 3, "w": 600, "h": 300}))),
    ("native_image", "of another MIME type", "native",
     want(1, "img", mimes=["image/jpeg"])),
    ("native_image", "without an address", "native",
     asset(1, "img", url="i.png")),
    ("native_video", "too long", "native", want(3, "video", maxduration=10)),
    ("native_video", "of another MIME type", "native",
     want(3, "video", mimes=["video/webm"])),
    ("native_video", "of another version", "native",
     want(3, "video", protocols=[2, 3])),
    ("native_data", "too long", "native",
     asset(2, "data", value="Shop of boots")),
    ("native_data", "of another type", "native", asset(2, "data", type=2)),
    ("native_data", "empty", "native", asset(2, "data", value="")),
    ("native_link", "no address", "native",
     ad(lambda a: a["link"].update(url="x"))),
    ("native_link", "no address of a click tracker", "native",
     ad(lambda a: a["link"].update(clicktrackers=["x"]))),
    ("native_tracker", "another event", "native",
     ad(lambda a: a["eventtrackers"].append(
         {"event": 2, "method": 1, "url": "https://x.example/v"}))),
    ("native_tracker", "another method", "native",
     ad(lambda a: a["eventtrackers"][0].update(method=2))),
    ("native_tracker", "none was asked for", "native",
     lambda p: p.wanted(lambda r: r.pop("eventtrackers"))),
    ("native_tracker", "none for the impression", "native",
     ad(lambda a: a.pop("eventtrackers"))),
    ("native_support", "privacy", "native",
     ad(lambda a: a.update(privacy="https://x.example/p"))),
    ("native_support", "assetsurl", "native",
     ad(lambda a: a.update(assetsurl="https://x.example/a"))),
    ("slotinpod", "for a banner", "banner", put(slotinpod=1)),
    ("slotinpod", "in a slot of its own", "pod", put(slotinpod=1)),
    ("slotinpod", "outside of a pod", "video", put(slotinpod=0)),
    ("pod_count", "too many", "pod",
     lambda p: p.req["imp"][1]["video"].update(maxseq=1)),
    ("pod_duration", "too long together", "pod",
     lambda p: p.req["imp"][1]["video"].update(poddur=29)),
    ("pod_advertiser", "twice in the dynamic part", "pod",
     both(any_ad, lambda p: p.bids[2].update(adomain=["b.example"]))),
    ("pod_advertiser", "in the slot and beside it", "pod",
     both(any_ad, lambda p: p.bids[2].update(adomain=["shop.example"]))),
    ("pod_dedupe", "a category", "pod",
     lambda p: p.bids[2].update(cat=["IAB1"])),
    ("pod_dedupe", "a creative", "pod",
     lambda p: p.bids[2].update(crid="k-b2")),
    ("pod_dedupe", "a media file", "pod",
     lambda p: p.bids[2].update(adm=p.bids[1]["adm"])),
    ("dsa", "missing", "dsa", drop("ext")),
    ("dsa", "no payer", "dsa", undsa("paid")),
    ("dsa", "no advertiser", "dsa", undsa("behalf")),
    ("dsa", "an advertiser too long", "dsa", dsa(behalf="x" * 101)),
    ("dsa", "parameters of no list", "dsa",
     dsa(transparency=[{"domain": "x.example", "dsaparams": [9]}])),
    ("dsa_render", "neither", "dsa", dsa(adrender=0)),
    ("dsa_render", "both", "dsa",
     lambda p: p.req["regs"]["ext"]["dsa"].update(pubrender=2)),
]

ALLOWED = [
    ("no bid with a reason", "banner",
     raw('{"id":"r1","seatbid":[],"nbr":8}')),
    ("no bid without a reason", "banner",
     raw('{"id":"r1","seatbid":[]}')),
    ("exactly the floor", "banner", on_imp(bidfloor=2.5)),
    ("exactly the floor in another currency", "banner",
     on_imp(bidfloor=2, bidfloorcur="EUR")),
    ("exactly the floor by second", "video",
     both(on_video(mincpmpersec=0.1), on_imp(bidfloor=9))),
    ("the imp's floor is not the deal's", "deal", on_imp(bidfloor=9)),
    ("the agreed price", "deal", on_deal(at=3, bidfloor=2.5)),
    ("a flexible size", "banner", put(w=400, h=100)),
    ("a size in bounds", "banner",
     on_banner(format=[], wmin=250, wmax=400, hmin=100, hmax=300)),
    ("a domain that only ends alike", "banner",
     put(adomain=["notrival.example"])),
    ("a category that only begins alike", "banner", ask(bcat=["IAB1"])),
    ("a category of another taxonomy", "banner",
     ask(bcat=["IAB18-3"], cattax=6)),
    ("no language", "banner", drop("language")),
    ("a language without a country", "video",
     both(put(language="en"), ask(wlangb=["en-GB"]))),
    ("a name space by plain HTTP", "video", on_imp(secure=1)),
    ("plain HTTP where it may be", "banner",
     both(adm("https://cdn", "http://cdn"), on_imp(secure=0))),
    ("a skippable ad that says so", "video",
     both(SKIP, put(attr=[16]))),
    ("a skippable ad where the player skips", "video",
     both(SKIP, on_video(skip=1))),
    ("a companion asked for", "video",
     both(adm("</Creatives>", COMPANION),
          on_video(companionad=[{"w": 300, "h": 250}],
                   companiontype=[1]))),
    ("longer by what is allowed", "video",
     on_video(maxduration=10, maxextended=5)),
    ("no optional asset", "native", ad(lambda a: a["assets"].pop(2))),
    ("the old list of trackers", "native",
     ad(lambda a: (a.pop("eventtrackers"),
                   a.update(imptrackers=["https://x.example/i"])))),
    ("inside \"native\"", "native",
     put(adm=json.dumps({"native": NATIVE}))),
    ("two bids for one slot of a pod", "pod",
     lambda p: p.bids.append(answers.film("b4"))),
]
