"""Facts that depend on the exchange, and on what currencies are worth."""

import facts_catalog as cat
from facts_table import NO_BID, Raw, ask, bids, every, film, none, some

HTTP = """
    campaign_exchange reasons { no_bid nbr; round_trip 50ms; }
    campaign_exchange net { fee 20% bids=gross floors=net; }
    campaign_exchange gross { fee 20% bids=gross floors=gross; }
    campaign_exchange cents { price cents; }
    campaign_exchange films { formats video; }
    campaign_exchange seated { seat their-7; }
"""
NAMES = ("reasons", "net", "gross", "cents", "films", "seated")
SERVER = "".join("location = /v1/%s { campaign_bid; campaign_exchange %s; }\n"
                 % (n, n) for n in NAMES)


def at(name, request):
    return Raw(request, uri="/v1/" + name)


def reason(*numbers):
    """No bid, and why."""
    def look(answer):
        response = answer.json() if answer.status == 200 else {}
        if response.get("id") != "r1" or response.get("seatbid") \
                or response.get("nbr") not in numbers:
            return "%d %s" % (answer.status, answer.body[:200])
    return look


PROFILES = [
    ("no bid with its reason", at("reasons", NO_BID),
     reason(*range(18), *range(500, 600))),
    ("a bid has none", at("reasons", ask()), some),
    ("no time left", at("reasons", ask(tmax=50)), reason(15)),
    ("time enough", at("reasons", ask(tmax=500)), some),
    ("a floor net of fees",
     at("net", ask(imp={"bidfloor": 1.9})), none),
    ("a floor net of fees that is met",
     at("net", ask(imp={"bidfloor": 1.8})), some),
    ("a floor before fees",
     at("gross", ask(imp={"bidfloor": 2.3})), some),
    ("prices in whole cents", at("cents", ask()),
     every(lambda b: b["price"] == 234)),
    ("only formats that are spoken", at("films", ask()), none),
    ("a format that is", at("films", film()), some),
    ("the exchange's name for the seat", at("seated", ask()),
     lambda a: some(a) or (None if a.json()["seatbid"][0]["seat"]
                           == "their-7" else a.json()["seatbid"])),
]


def priced(cur, *prices):
    def look(answer):
        wrong = some(answer)
        if wrong or answer.json()["cur"] != cur \
                or any(b["price"] not in prices for b in bids(answer)):
            return wrong or "%s %s" % (answer.json()["cur"],
                                       [b["price"] for b in bids(answer)])
    return look


RATES = [
    ("a bid in another currency", ask(cur=["EUR"]),
     priced("EUR", 1.876542, 1.876543)),
    ("a campaign in another currency", ask(cat.EURO), priced("USD", 2.5)),
    ("the currency that is asked for first", ask(cur=["GBP", "USD"]),
     priced("GBP", 1.172839)),
    ("a currency that nobody knows", ask(cur=["ZZZ"]), none),
    ("a currency that is none", ask(cur=["dollars"]), none),
    ("a floor in another currency",
     ask(imp={"bidfloor": 1.9, "bidfloorcur": "EUR"}), none),
    ("a floor in another currency that is met",
     ask(imp={"bidfloor": 1.8, "bidfloorcur": "EUR"}),
     priced("USD", cat.BID)),
    ("a floor in a currency that nobody knows",
     ask(imp={"bidfloor": 0.01, "bidfloorcur": "ZZZ"}), none),
]

OLD = [
    ("rates that are too old are none", ask(cur=["EUR"]), none),
    ("a currency needs no rate to itself", ask(), priced("USD", cat.BID)),
]
