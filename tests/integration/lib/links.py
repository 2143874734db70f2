"""Addresses, macros and HTTPS in a bid: 3.2.4, 4.2.3 and 4.4."""

import re
from urllib.parse import urlsplit

MACRO = re.compile(r"\$\{([^}]*)\}")
MACROS = {"AUCTION_" + m for m in (
    "ID", "BID_ID", "IMP_ID", "SEAT_ID", "AD_ID", "PRICE", "CURRENCY", "MBR",
    "LOSS", "MIN_TO_WIN", "MULTIPLIER", "IMP_TS", "DISCOUNT_PCT",
    "DISCOUNT_CPM")}
ENCODED = re.compile(r"%24%7B|\$%7B|%24\{|&#36;\{", re.I)
PLACE = re.compile(r"\{\{\s*[a-z_]+\s*\}\}")
PLAIN = re.compile(r"http:(?://|\\/\\/)", re.I)

# named by documents, never fetched
NAMES = re.compile(r"http:(?://|\\/\\/)(?:www\.)?(?:w3\.org|iab\.com|"
                   r"iabtechlab\.com)(?:/|\\/)[^\s\"'<>]*", re.I)

NOTICES = ("nurl", "burl", "lurl")


def absolute(text, https):
    parts = urlsplit(text)
    return parts.scheme in (("https",) if https else ("http", "https")) \
        and parts.hostname is not None and not re.search(r"[\s<>\"]", text)


def check(imp, bid, found):
    for key in ("adm", "iurl") + NOTICES:
        if key in bid:
            one(imp, key, bid[key], found)
    for key in NOTICES:
        if key in bid and not absolute(MACRO.sub("x", bid[key]), True):
            found.add("url", "bid.%s %s" % (key, bid[key][:80]))
    if "iurl" in bid and not absolute(bid["iurl"], False):
        found.add("url", "bid.iurl")
    for key in ("nurl", "burl"):
        if key in bid and "${AUCTION_PRICE}" not in bid[key]:
            found.add("macro", "bid.%s does not ask for the price" % key)
    if "lurl" in bid and "${AUCTION_LOSS}" not in bid["lurl"]:
        found.add("macro", "bid.lurl does not ask for the reason")


def one(imp, key, text, found):
    if imp.get("secure") == 1 and PLAIN.search(NAMES.sub("", text)):
        found.add("secure", "bid.%s" % key)
    if ENCODED.search(text):
        found.add("macro", "bid.%s has an encoded one" % key)
    for macro in MACRO.findall(text):
        if macro.split(":")[0].startswith("AUCTION") \
                and macro.split(":")[0] not in MACROS:
            found.add("macro", "bid.%s has %s" % (key, macro))
        elif key in NOTICES and macro.split(":")[0] not in MACROS:
            found.add("macro", "bid.%s has %s" % (key, macro))
    if PLACE.search(text):
        found.add("place", "bid.%s has %s"
                  % (key, PLACE.search(text).group(0)))
