"""What a request asks for, as a lenient reader takes it.

Requests come with integers for strings, texts for numbers, one value for a
list of one, null for nothing: here each member has its type or is absent.
"""

import json
from decimal import Decimal, InvalidOperation

STR, INT, NUM, STRS, INTS, RAW = "str", "int", "num", "strs", "ints", "raw"

FORMAT = {"w": INT, "h": INT, "wratio": INT, "hratio": INT, "wmin": INT}
BANNER = {"format": [FORMAT], "w": INT, "h": INT, "wmin": INT, "wmax": INT,
          "hmin": INT, "hmax": INT, "btype": INTS, "battr": INTS,
          "mimes": STRS, "expdir": INTS, "api": INTS, "id": STR, "vcm": INT,
          "pos": INT}
DURFLOOR = {"mindur": INT, "maxdur": INT, "bidfloor": NUM}
STREAM = {"mimes": STRS, "minduration": INT, "maxduration": INT,
          "poddur": INT, "maxseq": INT, "protocols": INTS,
          "podid": STR, "podseq": INT, "rqddurs": INTS, "slotinpod": INT,
          "sequence": INT, "mincpmpersec": NUM, "battr": INTS,
          "maxextended": INT, "minbitrate": INT, "maxbitrate": INT,
          "delivery": INTS, "companionad": [BANNER], "api": INTS,
          "companiontype": INTS, "poddedupe": INTS, "durfloors": [DURFLOOR]}
VIDEO = dict(STREAM, w=INT, h=INT, linearity=INT, skip=INT, skipmin=INT,
             skipafter=INT, boxingallowed=INT)
NATIVE_IMAGE = {"type": INT, "w": INT, "wmin": INT, "h": INT, "hmin": INT,
                "mimes": STRS}
NATIVE_ASSET = {"id": INT, "required": INT, "title": {"len": INT},
                "img": NATIVE_IMAGE, "video": STREAM,
                "data": {"type": INT, "len": INT}}
NATIVE_REQUEST = {"ver": STR, "assets": [NATIVE_ASSET], "privacy": INT,
                  "aurlsupport": INT, "durlsupport": INT,
                  "eventtrackers": [{"event": INT, "methods": INTS}]}
NATIVE = {"ver": STR, "api": INTS, "battr": INTS}
DEAL = {"id": STR, "bidfloor": NUM, "bidfloorcur": STR, "at": INT,
        "wseat": STRS, "wadomain": STRS, "guar": INT, "mincpmpersec": NUM,
        "durfloors": [DURFLOOR]}
IMP = {"id": STR, "banner": BANNER, "video": VIDEO, "audio": STREAM,
       "native": NATIVE, "bidfloor": NUM, "bidfloorcur": STR, "secure": INT,
       "instl": INT, "rwdd": INT, "exp": INT, "clickbrowser": INT,
       "pmp": {"private_auction": INT, "deals": [DEAL]},
       "qty": {"multiplier": NUM}}
DSA = {"dsarequired": INT, "pubrender": INT, "datatopub": INT}
REQUEST = {"id": STR, "imp": [IMP], "cur": STRS, "at": INT, "test": INT,
           "tmax": INT, "wseat": STRS, "bseat": STRS, "wlang": STRS,
           "wlangb": STRS, "acat": STRS, "bcat": STRS, "cattax": INT,
           "badv": STRS, "bapp": STRS, "regs": {"ext": {"dsa": DSA},
                                                "dsa": DSA},
           "site": {"domain": STR}, "app": {"bundle": STR},
           "dooh": {"id": STR}}


def text(value):
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return str(int(value)) if value == int(value) else repr(value)


def number(value):
    try:
        if isinstance(value, bool):
            return Decimal(int(value))
        if isinstance(value, (int, float)):
            return Decimal(repr(value))
        if isinstance(value, str):
            found = Decimal(value.strip())
            return found if found.is_finite() else None
    except InvalidOperation:
        pass
    return None


def whole(value):
    found = number(value)
    return int(found) if found is not None else None


def several(value, one):
    values = value if isinstance(value, list) else [value]
    return [v for v in map(one, values) if v is not None]


PLAIN = {STR: text, INT: whole, NUM: number, RAW: lambda v: v,
         STRS: lambda v: several(v, text), INTS: lambda v: several(v, whole)}


def take(value, kind):
    if value is None:
        return None
    if isinstance(kind, list):
        return several(value, lambda v: take(v, kind[0]))
    if isinstance(kind, dict):
        if not isinstance(value, dict):
            return None
        found = {k: take(value[k], kind[k]) for k in kind if k in value}
        return {k: v for k, v in found.items() if v is not None}
    return PLAIN[kind](value)


def native_request(value):
    """As text or as an object, bare or inside "native"."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if not isinstance(value, dict):
        return None
    inner = value.get("native", value)
    return take(inner if isinstance(inner, dict) else value, NATIVE_REQUEST)


def stream(medium):
    if not medium.get("slotinpod"):
        medium["slotinpod"] = medium.get("sequence", 0)


def of(request):
    found = take(request, REQUEST)
    imps = request.get("imp")
    raw = [i for i in (imps if isinstance(imps, list) else [imps])
           if isinstance(i, dict)]
    for imp, was in zip(found.get("imp", []), raw):
        if "native" in imp:
            imp["native"]["request"] = native_request(
                was["native"].get("request")
                or was["native"].get("request_native"))
        for name in ("video", "audio"):
            if name in imp:
                stream(imp[name])
    return found
