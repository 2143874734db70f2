"""Facts about whom a bidder may know: each a request, and who is known in it.

The hash of the user's key comes back in a header of the test's own.
"""

import consent
from facts_table import ask

US = 755
FULL = consent.tcf(vendor=[1, US])
IFA = "38400000-8cf0-11bd-b23e-10b96e40000d"
ZERO = "00000000-0000-0000-0000-000000000000"
HEADER = "x-user"
CONF = ("add_header X-User $campaign_user_hash always; "
        "campaign_vendor_id %d;" % US)


def known(user=None, device=None, regs=None):
    """A request of somebody."""
    more = {}
    if user is not None:
        more["user"] = user
    if regs is not None:
        more["regs"] = regs
    request = ask(**more)
    request["device"].update(device or {})
    return request


def eids(ident):
    return [{"source": "id.example", "uids": [{"id": ident}]}]


def gdpr(text=None, **more):
    user = {"id": "u-1"}
    if text is not None:
        user["consent"] = text
    return known(user, regs=dict({"gdpr": 1}, **more))


def gpp(ident, text, applies=None):
    return known({"id": "u-1"}, regs={
        "gpp": consent.gpp((ident, text)),
        "gpp_sid": [ident] if applies is None else applies})


U1 = known({"id": "u-1"})
NOBODY = known()

# a title, a request, and one whose user is the same; None is nobody

USERS = [
    ("nobody", NOBODY, None),
    ("user.id", U1, U1),
    ("user.id goes before user.buyeruid",
     known({"id": "u-1", "buyeruid": "b-1"}), U1),
    ("user.buyeruid", known({"id": "", "buyeruid": "b-1"}),
     known({"buyeruid": "b-1"})),
    ("user.buyeruid goes before user.eids",
     known({"buyeruid": "b-1", "eids": eids("e-1")}),
     known({"buyeruid": "b-1"})),
    ("user.eids goes before device.ifa",
     known({"eids": eids("e-1")}, {"ifa": IFA}),
     known({"eids": eids("e-1")})),
    ("user.eids in its old place", known({"ext": {"eids": eids("e-1")}}),
     known({"eids": eids("e-1")})),
    ("user.eids in its new place goes before",
     known({"eids": eids("e-1"), "ext": {"eids": eids("e-2")}}),
     known({"eids": eids("e-1")})),
    ("device.ifa", known(device={"ifa": IFA}), known(device={"ifa": IFA})),
    ("device.ifa with lmt", known(device={"ifa": IFA, "lmt": 1}), None),
    ("device.ifa with dnt", known(device={"ifa": IFA, "dnt": 1}), None),
    ("a zero device.ifa", known(device={"ifa": ZERO}), None),
    ("a zero user.id", known({"id": ZERO}), None),
    ("a zero user.id is passed over",
     known({"id": ZERO, "buyeruid": "b-1"}), known({"buyeruid": "b-1"})),
    ("coppa", known({"id": "u-1"}, {"ifa": IFA}, {"coppa": 1}), None),
    ("device.ext.atts denied",
     known(device={"ifa": IFA, "ext": {"atts": 2}}), None),
    ("device.ext.atts authorized",
     known(device={"ifa": IFA, "ext": {"atts": 3}}),
     known(device={"ifa": IFA})),
    ("gdpr without consent", gdpr(), None),
    ("gdpr in its old place without consent",
     known({"id": "u-1"}, regs={"ext": {"gdpr": 1}}), None),
    ("gdpr in its new place goes before",
     known({"id": "u-1"}, regs={"gdpr": 0, "ext": {"gdpr": 1}}), U1),
    ("gdpr 0 needs no consent", known({"id": "u-1"}, regs={"gdpr": 0}), U1),
    ("gdpr with a consent that is none", gdpr("CPnotaconsent"), None),
    ("gdpr with the first version's consent",
     gdpr("BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA"), None),
    ("gdpr with full consent", gdpr(FULL), U1),
    ("the same in its old place",
     known({"id": "u-1", "ext": {"consent": FULL}},
           regs={"ext": {"gdpr": 1}}), U1),
    ("gdpr with vendors as a range",
     gdpr(consent.tcf(vendor=[3, US], in_range=True)), U1),
    ("gdpr without consent to purpose 1",
     gdpr(consent.tcf(range(2, 11), vendor=[US])), None),
    ("gdpr without consent to us", gdpr(consent.tcf(vendor=[1, 2])), None),
    ("gdpr without any consent",
     gdpr(consent.tcf([], vendor=[])), None),
    ("gpp with full consent", gpp(consent.TCFEU, FULL), U1),
    ("gpp without consent to us",
     gpp(consent.TCFEU, consent.tcf(vendor=[1])), None),
    ("gpp in its old place", known({"id": "u-1"}, regs={"ext": {
        "gpp": consent.gpp((consent.TCFEU, consent.tcf(vendor=[1]))),
        "gpp_sid": [consent.TCFEU]}}), None),
    ("a section of gpp that does not apply",
     known({"id": "u-1"}, regs={
         "gpp": consent.gpp((consent.TCFEU, consent.tcf(vendor=[1])),
                            (consent.USNAT, consent.usnat())),
         "gpp_sid": [consent.USNAT]}), U1),
    ("a section of gpp that applies and is not there",
     gpp(consent.TCFEU, FULL, [consent.USNAT]), None),
    ("usnat without opt-out", gpp(consent.USNAT, consent.usnat()), U1),
    ("usnat opted out of the sale",
     gpp(consent.USNAT, consent.usnat(sale=1)), None),
    ("usnat with Global Privacy Control",
     gpp(consent.USNAT, consent.usnat(gpc=1)), None),
    ("us_privacy without opt-out",
     known({"id": "u-1"}, regs={"us_privacy": "1YNN"}), U1),
    ("us_privacy opted out",
     known({"id": "u-1"}, regs={"us_privacy": "1YYN"}), None),
    ("us_privacy opted out, in its old place",
     known({"id": "u-1"}, regs={"ext": {"us_privacy": "1YYN"}}), None),
]
