"""Who and what a request does not want: 3.2.1, 3.2.6, 3.2.12."""

import re

BARE = re.compile(r"(?!www\.)(?:[a-z0-9-]+\.)+[a-z0-9-]+")


def check(request, medium, deal, seat, bid, found):
    seats(request, deal, seat, found)
    domains(request, deal, bid, found)
    categories(request, bid, found)
    languages(request, bid, found)
    if bid.get("bundle") and bid["bundle"] in request.get("bapp", []):
        found.add("bapp", bid["bundle"])
    for attr in bid.get("attr", []):
        if attr in medium.get("battr", []):
            found.add("battr", attr)
    apis = bid.get("apis", []) + ([bid["api"]] if "api" in bid else [])
    for api in apis:
        if api not in medium.get("api", []):
            found.add("api", api)


def seats(request, deal, seat, found):
    if request.get("wseat") and seat not in request["wseat"]:
        found.add("wseat", seat)
    if seat is not None and seat in request.get("bseat", []):
        found.add("bseat", seat)
    if deal and deal.get("wseat") and seat not in deal["wseat"]:
        found.add("deal_seat", "%s is none of %s" % (seat, deal["wseat"]))


def host(text):
    """A domain, whatever stands around it."""
    text = text.strip().lower()
    if "//" in text:
        text = text.split("//", 1)[1]
    text = text.split("/", 1)[0].split("?", 1)[0].split(":", 1)[0].strip(".")
    return text[4:] if text.startswith("www.") and "." in text[4:] else text


def below(domain, parent):
    domain, parent = host(domain), host(parent)
    return parent != "" and (domain == parent
                             or domain.endswith("." + parent))


def domains(request, deal, bid, found):
    if not bid["adomain"]:
        found.add("required", "bid.adomain is empty")
    for domain in bid["adomain"]:
        if not BARE.fullmatch(domain):
            found.add("adomain", domain)
        for bad in request.get("badv", []):
            if below(domain, bad):
                found.add("badv", "%s, as %s is blocked" % (domain, bad))
        if deal and deal.get("wadomain") \
                and not any(below(domain, d) for d in deal["wadomain"]):
            found.add("deal_domain", domain)


def part_of(cat, whole, taxonomy):
    """The first taxonomy says in its ids what is part of what."""
    return cat == whole or taxonomy == 1 and cat.startswith(whole + "-")


def categories(request, bid, found):
    taxonomy = bid.get("cattax", 1)
    same = taxonomy == request.get("cattax", 1)
    for cat in bid.get("cat", []):
        for bad in request.get("bcat", []):
            if same and part_of(cat, bad, taxonomy):
                found.add("bcat", "%s, as %s is blocked" % (cat, bad))
        if request.get("acat") \
                and not (same and any(part_of(cat, good, taxonomy)
                                      for good in request["acat"])):
            found.add("acat", cat)
    if request.get("acat") and not bid.get("cat"):
        found.add("acat", "no category is said")


def speaks(language, allowed):
    """Is one a beginning of the other: "en" and "en-GB"?"""
    a, b = language.lower().split("-"), allowed.lower().split("-")
    n = min(len(a), len(b))
    return a[:n] == b[:n]


def languages(request, bid, found):
    if "language" in bid and "langb" in bid:
        found.add("language", "both language and langb")
    language = bid.get("language") or bid.get("langb")
    allowed = request.get("wlang") or request.get("wlangb")
    if language and allowed and language != "xx" \
            and not any(speaks(language, a) for a in allowed):
        found.add("language", "%s is none of %s" % (language, allowed))
