"""Pods: 7.6, and the pod's members of 3.2.7 and 3.2.8."""

import re

from blocks import host

KINDS = {2: "video", 3: "audio"}
FILE = re.compile(r"<MediaFile\b[^>]*>(.*?)</MediaFile>", re.S)


def check(request, bids, found):
    slots = {}
    imps = {i.get("id"): i for i in request["imp"]}
    for bid in bids:
        kind = KINDS.get(bid["mtype"])
        medium = imps[bid["impid"]].get(kind) if kind else None
        if medium is None:
            if "slotinpod" in bid:
                found.add("slotinpod", "outside of a pod")
            continue
        if "slotinpod" in bid and not medium.get("poddur"):
            found.add("slotinpod", "%d in a slot of its own"
                      % bid["slotinpod"])
        key = (kind, bid["impid"])
        slots.setdefault(key, (medium, []))[1].append(bid)
    pods = {}
    for (kind, impid), (medium, inside) in slots.items():
        if medium.get("poddur"):
            dynamic(medium, inside, found)
        if medium.get("podid") or medium.get("poddur"):
            name = (kind, medium.get("podid") or "imp " + impid)
            pods.setdefault(name, []).append((medium, inside))
    for parts in pods.values():
        together(parts, found)


def dynamic(medium, bids, found):
    if medium.get("maxseq") and len(bids) > medium["maxseq"]:
        found.add("pod_count", "%d ads, %d fit"
                  % (len(bids), medium["maxseq"]))
    total = sum(b.get("dur", 0) for b in bids)
    if total > medium["poddur"]:
        found.add("pod_duration", "%d seconds, %d fit"
                  % (total, medium["poddur"]))


def together(parts, found):
    """Bids that may play in one pod: all of a dynamic part, one of a slot."""
    dedupe = {d for medium, _ in parts for d in medium.get("poddedupe", [])}
    entries = []
    for n, (medium, bids) in enumerate(parts):
        entries += [(n, bool(medium.get("poddur")), b) for b in bids]
    for i, (slot, many, a) in enumerate(entries):
        for other, _, b in entries[i + 1:]:
            if slot != other or many:
                two(a, b, dedupe, found)


def two(a, b, dedupe, found):
    shared = set(map(host, a["adomain"])) & set(map(host, b["adomain"]))
    if shared and not dedupe & {1, 2, 3, 4, 5}:
        found.add("pod_advertiser", ", ".join(sorted(shared)))
    if 1 in dedupe and shared:
        found.add("pod_dedupe", "adomain %s" % ", ".join(sorted(shared)))
    cats = set(a.get("cat", [])) & set(b.get("cat", []))
    if 2 in dedupe and cats:
        found.add("pod_dedupe", "cat %s" % ", ".join(sorted(cats)))
    if 3 in dedupe and a["crid"] == b["crid"]:
        found.add("pod_dedupe", "crid %s" % a["crid"])
    files = set(FILE.findall(a["adm"])) & set(FILE.findall(b["adm"]))
    if 4 in dedupe and files:
        found.add("pod_dedupe", "a media file")
