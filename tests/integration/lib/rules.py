"""The rules of an answer, by name, and where faults are collected."""

# a name, and what it asks of an answer; 2.6 is the specification's number of
# the section, A is AdCOM, N is Native 1.2, V is VAST 4

RULES = {
    "json":             "RFC 8259, UTF-8, every key once",
    "object":           "4.2.1: the answer is an object",
    "type":             "4.2: every member has the type of its table",
    "unknown":          "4.2: no member that no table has",
    "required":         "4.2: what a bid cannot be used without is there",
    "enum":             "4.2: an enumeration has one of its values",
    "response_id":      "4.2.1: id is the request's",
    "cur":              "4.2.1: one of request.cur, USD where it has none",
    "nbr":              "4.2.1: no seatbid needs no reason, but has no bid",
    "seatbid":          "4.2.2: a seatbid has bids, a seat stands once",
    "unique":           "4.2.3: no two bids have one id",
    "impid":            "4.2.3: one of the imps",
    "price":            "4.2.3: more than nothing, in whole micros",
    "floor":            "7.11: not below the floor that applies",
    "duration_floor":   "7.11: not below the floor of its duration",
    "floor_fallback":   "7.11: a deal without one has the medium's or imp's",
    "fixed_price":      "3.2.12: at 3 is the price agreed upon",
    "dealid":           "4.2.3: one of the imp's deals",
    "private_auction":  "3.2.11: 1 takes bids on its deals only",
    "deal_seat":        "3.2.12: the seat is one of wseat",
    "deal_domain":      "3.2.12: the advertiser is one of wadomain",
    "wseat":            "3.2.1: the seat is one of wseat",
    "bseat":            "3.2.1: the seat is none of bseat",
    "adomain":          "4.2.3: bare domains",
    "badv":             "3.2.1: neither a domain of badv nor one below it",
    "bapp":             "3.2.1: no app of bapp",
    "bcat":             "3.2.1: no category of bcat, nor a part of one",
    "acat":             "3.2.1: categories, and all of them of acat",
    "battr":            "3.2.6: no attribute of battr",
    "btype":            "3.2.6: no type of banner of btype",
    "api":              "3.2.6: no API that is not listed",
    "expdir":           "3.2.6: what expands may do so in some direction",
    "language":         "3.2.1: one of wlang or wlangb, said in one way",
    "mtype":            "4.2.3: a medium that the imp has",
    "size":             "3.2.6, 3.2.10: a size that was asked for",
    "banner_mime":      "3.2.6: an image of the types asked for",
    "markup":           "4.3.2: markup is there, and is the medium's",
    "secure":           "3.2.4: 1 has everything come by HTTPS",
    "url":              "4.2.3: absolute addresses, notices by HTTPS",
    "macro":            "4.4: macros stand as they are named, unencoded",
    "place":            "a place of a template that was not filled",
    "exp":              "7.2: more than nothing, not more than imp.exp",
    "dur":              "4.2.3: the duration of the markup",
    "duration":         "3.2.7: within the limits, or one of rqddurs",
    "protocol":         "3.2.7: one of protocols",
    "vast_version":     "4.2.3: the markup is of the protocol that is said",
    "mime":             "3.2.7: a media file of the types asked for",
    "delivery":         "3.2.7: delivered in a way that is supported",
    "bitrate":          "3.2.7: within the limits",
    "linearity":        "3.2.7: linear or not, as asked for",
    "boxing":           "3.2.7: 0 keeps the shape of the player",
    "skip":             "7.4: a button of its own is said, and not blocked",
    "companion":        "3.2.7: companions of types and sizes asked for",
    "vast":             "V: well-formed, with all that VAST requires",
    "vast_api":         "3.2.7: a framework inside is one of api",
    "native":           "N 5: the members and types of a native answer",
    "native_asset":     "N 4.2: an asset asked for, of its kind, once",
    "native_required":  "N 4.2: every required asset",
    "native_title":     "N 4.3: not longer than len",
    "native_image":     "N 4.4: type, size and MIME type asked for",
    "native_video":     "N 4.5: VAST of a duration, type, protocol asked for",
    "native_data":      "N 4.6: type and length asked for",
    "native_link":      "N 5.7: an absolute address",
    "native_tracker":   "N 5.8: events and methods that were asked for",
    "native_support":   "N 4.1: nothing that was not said to be supported",
    "slotinpod":        "7.6: only in the dynamic part of a pod",
    "pod_count":        "3.2.7: not more ads than maxseq",
    "pod_duration":     "3.2.7: not longer together than poddur",
    "pod_advertiser":   "an advertiser stands once in a pod",
    "pod_dedupe":       "3.2.7: nothing twice that poddedupe names",
    "dsa":              "ext.dsa where 2 or 3 asks for it, with its members",
    "dsa_render":       "ext.dsa: who shows it suits pubrender",
}


class Found(list):
    """Faults as "rule: detail"."""

    def add(self, rule, detail):
        assert rule in RULES, rule
        self.append("%s: %s" % (rule, detail))


def name(fault):
    return fault.split(":", 1)[0]
