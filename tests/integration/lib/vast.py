"""VAST in bid.adm: well-formed, and what the imp asked for."""

import re
import xml.etree.ElementTree as ET

TIME = re.compile(r"^(\d\d):(\d\d):(\d\d)(?:\.\d{3})?$")


def local(tag):
    return tag.rsplit("}", 1)[-1]


def all_of(root, name):
    return [e for e in root.iter() if local(e.tag) == name]


def text(element):
    return (element.text or "").strip()


def seconds(value):
    m = TIME.match(value)
    return (int(m.group(1)) * 3600 + int(m.group(2)) * 60 + int(m.group(3))
            if m else None)


def video(asked, bid, found):
    check(asked, bid, found, "video")


def audio(asked, bid, found):
    check(asked, bid, found, "audio")


def check(asked, bid, found, kind):
    try:
        root = ET.fromstring(bid["adm"])
    except ET.ParseError as e:
        found.append("the VAST is not well-formed: %s" % e)
        return
    if local(root.tag) != "VAST" or not root.get("version"):
        found.append("the markup of a %s is no VAST" % kind)
        return
    if not all_of(root, "InLine") and not all_of(root, "Wrapper"):
        found.append("the VAST has no ad")
        return
    for name in ("AdSystem", "Impression"):
        if not any(text(e) for e in all_of(root, name)):
            found.append("the VAST has no " + name)
    if all_of(root, "InLine"):
        inline(asked, bid, found, root)


def inline(asked, bid, found, root):
    durations = [seconds(text(e)) for e in all_of(root, "Duration")]
    if not durations or None in durations:
        found.append("the VAST has no duration")
    else:
        limits(asked, durations[0], found)
        if "dur" in bid and bid["dur"] != durations[0]:
            found.append("bid.dur %s is not the VAST's %s"
                         % (bid["dur"], durations[0]))
    files = all_of(root, "MediaFile")
    if not files or not all(text(f) for f in files):
        found.append("the VAST has no media file")
    mimes = {f.get("type") for f in files}
    if asked.get("mimes") and not mimes & set(asked["mimes"]):
        found.append("no media file is of the types asked for: %s" % mimes)
    if not all_of(root, "ClickThrough") and not all_of(root, "AdTitle"):
        found.append("the VAST has neither title nor click")


def limits(asked, duration, found):
    if asked.get("rqddurs"):
        if duration not in asked["rqddurs"]:
            found.append("the duration %d is not required" % duration)
        return
    if not (asked.get("minduration", 0) <= duration
            <= asked.get("maxduration", 1 << 30)):
        found.append("the duration %d is out of limits" % duration)
