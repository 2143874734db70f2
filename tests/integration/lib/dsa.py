"""What the Digital Services Act asks of a bid, in ext.dsa."""

from blocks import host

LONGEST = 100


def check(request, bid, found):
    regs = request.get("regs", {})
    wanted = regs.get("dsa") or regs.get("ext", {}).get("dsa") or {}
    required = wanted.get("dsarequired") in (2, 3)
    given = bid.get("ext", {}).get("dsa")
    if given is None:
        if required:
            found.add("dsa", "ext.dsa is missing")
        return
    if not isinstance(given, dict):
        found.add("dsa", "ext.dsa is no object")
        return
    for key in ("behalf", "paid"):
        value = given.get(key)
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
            found.add("dsa", "ext.dsa.%s is %r" % (key, value))
    transparency(given, found)
    render(wanted, given, found)


def transparency(given, found):
    entries = given.get("transparency", [])
    if not isinstance(entries, list):
        found.add("dsa", "transparency is no array")
        return
    for entry in entries:
        domain = entry.get("domain") if isinstance(entry, dict) else None
        params = entry.get("dsaparams") if isinstance(entry, dict) else None
        if not isinstance(domain, str) or not host(domain) \
                or not isinstance(params, list) \
                or not all(p in (1, 2, 3) for p in params):
            found.add("dsa", "transparency has %r" % (entry,))


def render(wanted, given, found):
    """0 cannot, 1 could, 2 will, says the publisher; 0 or 1 the buyer."""
    ours = given.get("adrender")
    if ours is not None and ours not in (0, 1):
        found.add("dsa", "adrender is %r" % (ours,))
    if wanted.get("pubrender") == 0 and ours == 0:
        found.add("dsa_render", "neither side shows it")
    if wanted.get("pubrender") == 2 and ours == 1:
        found.add("dsa_render", "both sides show it")
