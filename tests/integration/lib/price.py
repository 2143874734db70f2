"""Prices and floors: 3.2.12, 3.2.35 and 7.11."""

from decimal import Decimal

MICRO = Decimal("0.000001")


def check(response, imp, medium, deal, bid, rates, found):
    cost = Decimal(bid["price"])
    if cost <= 0:
        found.add("price", "%s is nothing" % cost)
    if cost % MICRO:
        found.add("price", "%s is finer than a micro" % cost)
    dur = bid.get("dur")
    floor, cur, rule = applicable(imp, medium, deal, dur)
    floor = in_currency(floor, cur, response.get("cur", "USD"), rates)
    if floor is not None and cost < floor:
        found.add(rule, "%s is below %s" % (cost, floor))
    if deal is None or deal.get("at") != 3 or not deal.get("bidfloor"):
        return
    fixed = in_currency(deal["bidfloor"], deal.get("bidfloorcur") or "USD",
                        response.get("cur", "USD"), rates)
    if fixed is not None and abs(cost - fixed) > MICRO:
        found.add("fixed_price", "%s is not %s" % (cost, fixed))


def in_currency(amount, cur, wanted, rates):
    """None where the two cannot be compared."""
    if amount <= 0 or cur == wanted:
        return amount
    rates = dict(rates or {}, USD="1")
    if cur not in rates or wanted not in rates:
        return None
    return amount * Decimal(rates[wanted]) / Decimal(rates[cur])


def by_duration(holder, dur):
    """The floor that durfloors or mincpmpersec give, or None.

    Of ranges that overlap the specification names none: the least of them
    has to be reached in any case.
    """
    if dur is None:
        return None
    fitting = [f.get("bidfloor", Decimal(0))
               for f in holder.get("durfloors", [])
               if f.get("mindur", 0) <= dur <= f.get("maxdur", 1 << 30)]
    if fitting:
        return min(fitting)
    if holder.get("mincpmpersec"):
        return holder["mincpmpersec"] * dur
    return None


def applicable(imp, medium, deal, dur):
    """The floor, its currency and its rule: the deal's, the medium's, the
    imp's."""
    imp_cur = imp.get("bidfloorcur") or "USD"
    if deal is not None:
        cur = deal.get("bidfloorcur") or "USD"
        floor = by_duration(deal, dur)
        if floor is not None:
            return floor, cur, "duration_floor"
        if deal.get("bidfloor"):
            return deal["bidfloor"], cur, "floor"
        if "bidfloor" in deal and not deal.get("durfloors"):
            return Decimal(0), cur, "floor"
    fallback = "floor_fallback" if deal is not None else None
    floor = by_duration(medium, dur)
    if floor is not None:
        return floor, imp_cur, fallback or "duration_floor"
    return imp.get("bidfloor", Decimal(0)), imp_cur, fallback or "floor"
