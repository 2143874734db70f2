"""VAST in bid.adm: well-formed, and what the imp asked for.

3.2.7, 3.2.8 and 7.4 of OpenRTB; VAST 4.2 for what a document has.
"""

import re
import xml.etree.ElementTree as ET

import banner
import links

TIME = re.compile(r"^(\d\d):([0-5]\d):([0-5]\d)(\.\d{3})?$")
PERCENT = re.compile(r"^(?:100|\d?\d)%$")

# bid.protocol of an inline document of a version; a wrapper's is another

INLINE = {"1.0": 1, "2.0": 2, "3.0": 3, "4.0": 7, "4.1": 11, "4.2": 13,
          "4.3": 15}
WRAPPER = {"1.0": 4, "2.0": 5, "3.0": 6, "4.0": 8, "4.1": 12, "4.2": 14,
           "4.3": 16}

FRAMEWORKS = {"VPAID": {1, 2}, "SIMID": {8, 9}}
DELIVERY = {"streaming": {1}, "progressive": {2, 3}}
RESOURCES = {"StaticResource": 1, "HTMLResource": 2, "IFrameResource": 3}
SKIPPABLE = 16


def local(tag):
    return tag.rsplit("}", 1)[-1]


def all_of(root, name):
    return [e for e in root.iter() if local(e.tag) == name]


def text(element):
    return (element.text or "").strip()


def seconds(value):
    """Whole seconds; what is longer by less than one counts as one more."""
    m = TIME.match(value)
    if not m:
        return None
    more = 1 if m.group(4) and m.group(4) != ".000" else 0
    return (int(m.group(1)) * 3600 + int(m.group(2)) * 60 + int(m.group(3))
            + more)


def video(wanted, bid, found):
    check(wanted, bid, found, "video")


def audio(wanted, bid, found):
    check(wanted, bid, found, "audio")


def document(adm, found):
    try:
        root = ET.fromstring(adm)
    except ET.ParseError as e:
        found.add("vast", "not well-formed: %s" % e)
        return None
    if local(root.tag) != "VAST" or not root.get("version"):
        found.add("markup", "no VAST")
        return None
    ads = all_of(root, "InLine") + all_of(root, "Wrapper")
    if len(ads) != 1:
        found.add("vast", "%d ads" % len(ads))
        return None
    return root


def check(wanted, bid, found, kind):
    root = document(bid["adm"], found)
    if root is None:
        return
    required(root, found)
    protocol(wanted, bid, root, found)
    addresses(root, found)
    skip(wanted, bid, root, found)
    linear(wanted, root, found)
    companions(wanted, root, found)
    for e in all_of(root, "MediaFile") + all_of(root,
                                               "InteractiveCreativeFile"):
        name = e.get("apiFramework")
        if name and not FRAMEWORKS.get(name.upper(), set()) & set(
                wanted.get("api", [])):
            found.add("vast_api", name)
    if all_of(root, "InLine") and all_of(root, "Linear"):
        inline(wanted, bid, found, root, kind)


def required(root, found):
    for name in ("AdSystem", "Impression"):
        if not any(text(e) for e in all_of(root, name)):
            found.add("vast", "no " + name)
    if all_of(root, "Wrapper"):
        if not any(text(e) for e in all_of(root, "VASTAdTagURI")):
            found.add("vast", "a wrapper without VASTAdTagURI")
        return
    if not any(text(e) for e in all_of(root, "AdTitle")):
        found.add("vast", "no AdTitle")
    if root.get("version", "").startswith("4"):
        ids = all_of(root, "UniversalAdId")
        if not ids or not all(text(e) and e.get("idRegistry") for e in ids):
            found.add("vast", "no UniversalAdId")
    if root.get("version") in ("4.1", "4.2", "4.3") \
            and not any(text(e) for e in all_of(root, "AdServingId")):
        found.add("vast", "no AdServingId")


def protocol(wanted, bid, root, found):
    table = INLINE if all_of(root, "InLine") else WRAPPER
    is_of = table.get(root.get("version"))
    if is_of is None:
        found.add("vast", "version %s" % root.get("version"))
    said = bid.get("protocol", is_of)
    if wanted.get("protocols") and said not in wanted["protocols"]:
        found.add("protocol", "%s is none of %s"
                  % (said, wanted["protocols"]))
    if said != is_of:
        found.add("vast_version", "%s said to be of protocol %s"
                  % (root.get("version"), said))


def addresses(root, found):
    for name in ("Impression", "MediaFile", "ClickThrough", "ClickTracking",
                 "Tracking", "VASTAdTagURI", "StaticResource",
                 "IFrameResource", "CompanionClickThrough", "Error"):
        for e in all_of(root, name):
            plain = re.sub(r"\[[A-Z0-9]+\]", "x",
                           links.MACRO.sub("x", text(e)))
            if not links.absolute(plain, False):
                found.add("url", "%s %s" % (name, text(e)[:80]))


def skip(wanted, bid, root, found):
    offsets = [e.get("skipoffset") for e in all_of(root, "Linear")
               if e.get("skipoffset") is not None]
    said = SKIPPABLE in bid.get("attr", [])
    for offset in offsets:
        if seconds(offset) is None and not PERCENT.match(offset):
            found.add("vast", "skipoffset %s" % offset)
    if offsets and SKIPPABLE in wanted.get("battr", []):
        found.add("skip", "attribute 16 is blocked")
    if wanted.get("skip") == 1:
        if said:
            found.add("skip", "the player has a button already")
    elif offsets and not said:
        found.add("skip", "a skippable ad without attribute 16")


def linear(wanted, root, found):
    asked = wanted.get("linearity")
    for number, name in ((1, "Linear"), (2, "NonLinear")):
        if asked == number and not all_of(root, name):
            found.add("linearity", "no %s" % name)


def fits_one(wanted, e):
    """Is one of the companions asked for of this size and type?"""
    try:
        w, h = int(e.get("width", "")), int(e.get("height", ""))
    except ValueError:
        return False
    types = [r.get("creativeType", "").lower() for r in e
             if local(r.tag) == "StaticResource"]
    return any(banner.suits(c, w, h)
               and (not types or not c.get("mimes")
                    or {m.lower() for m in c["mimes"]} & set(types))
               for c in wanted.get("companionad", []))


def companions(wanted, root, found):
    for e in all_of(root, "Companion"):
        if not wanted.get("companionad"):
            found.add("companion", "none was asked for")
            return
        if not fits_one(wanted, e):
            found.add("companion", "%sx%s was not asked for"
                      % (e.get("width"), e.get("height")))
        types = {RESOURCES[local(c.tag)] for c in e
                 if local(c.tag) in RESOURCES}
        if not types:
            found.add("companion", "without a resource")
        elif wanted.get("companiontype") \
                and not types & set(wanted["companiontype"]):
            found.add("companion", "a resource of type %s" % sorted(types))


def inline(wanted, bid, found, root, kind):
    durations = [seconds(text(e)) for e in all_of(root, "Duration")]
    if not durations or None in durations:
        found.add("vast", "no Duration")
    else:
        limits(wanted, durations[0], found)
        if bid.get("dur", durations[0]) != durations[0]:
            found.add("dur", "%s, the VAST's is %s"
                      % (bid["dur"], durations[0]))
    files = all_of(root, "MediaFile")
    if not files or not all(text(f) for f in files):
        found.add("vast", "no MediaFile")
        return
    for name in ("delivery", "type", "width", "height"):
        if any(not f.get(name) for f in files):
            found.add("vast", "a MediaFile without " + name)
    media_files(wanted, files, found)
    if kind == "video":
        boxing(wanted, files, found)


def media_files(wanted, files, found):
    types = {(f.get("type") or "").lower() for f in files}
    mimes = {m.lower() for m in wanted.get("mimes", [])}
    if mimes and not types & mimes:
        found.add("mime", "%s is none of %s" % (sorted(types),
                                                sorted(mimes)))
    ways = set()
    for f in files:
        if f.get("delivery") not in (None, "streaming", "progressive"):
            found.add("vast", "delivery %s" % f.get("delivery"))
        ways |= DELIVERY.get(f.get("delivery"), set())
    if wanted.get("delivery") and not ways & set(wanted["delivery"]):
        found.add("delivery", "%s" % sorted(ways))
    rates = [int(f.get("bitrate")) for f in files
             if (f.get("bitrate") or "").isdigit()]
    most = wanted.get("maxbitrate", 0)
    if len(rates) == len(files) and not any(
            wanted.get("minbitrate", 0) <= r <= (most if most > 0
                                                 else 1 << 30)
            for r in rates):
        found.add("bitrate", "%s" % rates)


def boxing(wanted, files, found):
    """Sides that differ by less than a pixel are of one shape."""
    w, h = wanted.get("w"), wanted.get("h")
    if wanted.get("boxingallowed") != 0 or not w or not h:
        return
    for f in files:
        try:
            fw, fh = int(f.get("width", "")), int(f.get("height", ""))
        except ValueError:
            continue
        if fw and fh and abs(fw * h - fh * w) < max(w, fw):
            return
    found.add("boxing", "no media file of the shape %dx%d" % (w, h))


def limits(wanted, duration, found, rule="duration"):
    if wanted.get("rqddurs"):
        if duration not in wanted["rqddurs"]:
            found.add(rule, "%d is none of %s" % (duration,
                                                  wanted["rqddurs"]))
        return
    most = wanted.get("maxduration", 0)
    most = most if most > 0 else 1 << 30
    more = wanted.get("maxextended") or 0
    if more < 0:
        most = 1 << 30
    if not (wanted.get("minduration") or 0) <= duration <= most + more:
        found.add(rule, "%d is out of limits" % duration)
