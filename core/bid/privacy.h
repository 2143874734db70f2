
/*
 * What a user, a law or a device forbids.  One table says which states there
 * are and what each of them takes away; it is applied to the request itself,
 * before anybody looks for a user, so that no stage behind can see what may
 * not be used.
 */

#ifndef CX_BID_PRIVACY_H
#define CX_BID_PRIVACY_H

#include "core/openrtb/consent.h"
#include "core/openrtb/openrtb.h"


/* what can be taken away: T(id, name, what it is) */

#define CX_PRIVACY_THINGS(T)                                                  \
    T(USER_IDS,     "user_ids",                                               \
      "user.id, buyeruid, eids and customdata")                               \
    T(DEVICE_IDS,   "device_ids",                                             \
      "device.ifa, ext.ifv and the hashed did, dpid and mac")                 \
    T(PROFILE,      "profile",                                                \
      "what is known of the customer: it is not looked up")                   \
    T(CAPS,         "caps",                                                   \
      "counting of what this user has seen")                                  \
    T(SEGMENTS,     "segments",                                               \
      "user.data, keywords and kwarray")                                      \
    T(DEMOGRAPHICS, "demographics",                                           \
      "user.yob and gender")                                                  \
    T(PRECISE_GEO,  "precise_geo",                                            \
      "lat and lon finer than a tenth of a degree, zip, accuracy, lastfix; "  \
      "an address behind /24, in IPv6 behind /48")                            \
    T(POSITION,     "position",                                               \
      "lat and lon altogether")                                               \
    T(LOG,          "log",                                                    \
      "the user's key in tokens, variables and events")

enum {
#define CX_PRIVACY_THING_PLACE(id, name, what)  CX_PRIVACY_THING_##id,
    CX_PRIVACY_THINGS(CX_PRIVACY_THING_PLACE)
#undef CX_PRIVACY_THING_PLACE
    CX_PRIVACY_THING_MAX
};

enum {
#define CX_PRIVACY_THING_BIT(id, name, what)                                  \
    CX_NO_##id = 1 << CX_PRIVACY_THING_##id,
    CX_PRIVACY_THINGS(CX_PRIVACY_THING_BIT)
#undef CX_PRIVACY_THING_BIT
    CX_NO_NOTHING = 0
};

/* all that is about one person; a place that is coarse is not */

#define CX_NO_PERSON  (CX_NO_USER_IDS | CX_NO_DEVICE_IDS | CX_NO_PROFILE      \
                       | CX_NO_CAPS | CX_NO_SEGMENTS | CX_NO_DEMOGRAPHICS     \
                       | CX_NO_PRECISE_GEO | CX_NO_LOG)

/* all that an advertisement may be fitted to a person by */

#define CX_NO_FITTING  (CX_NO_PROFILE | CX_NO_SEGMENTS | CX_NO_DEMOGRAPHICS)


/*
 * The states: S(id, name, when, what it takes away).
 *
 * Without any basis for selecting advertisements (purpose 2) there may still
 * be a bid, as there may be without a string: nothing of a person is left to
 * select by, what remains is the page, the kind of device and a coarse place,
 * and choosing by these alone needs no basis.  Frequency capping is part of
 * purpose 2, which is why it goes, too.
 */

#define CX_PRIVACY_STATES(S)                                                  \
    S(COPPA,          "coppa",                                                \
      "`regs.coppa` is 1",                                                    \
      CX_NO_PERSON | CX_NO_POSITION)                                          \
    S(CHILD,          "us_child",                                             \
      "a US section knows of a child",                                        \
      CX_NO_PERSON | CX_NO_POSITION)                                          \
    S(TCF_CONSENT,    "tcf_no_consent",                                       \
      "the framework applies and there is no readable string",                \
      CX_NO_PERSON)                                                           \
    S(TCF_VENDOR,     "tcf_no_vendor",                                        \
      "the string says nothing for us, or we have no number",                 \
      CX_NO_PERSON)                                                           \
    S(TCF_STORE,      "tcf_no_store",                                         \
      "no basis for storing and reading an id",                               \
      CX_NO_USER_IDS | CX_NO_DEVICE_IDS | CX_NO_PROFILE | CX_NO_CAPS          \
      | CX_NO_LOG)                                                            \
    S(TCF_SELECT,     "tcf_no_select",                                        \
      "no basis for selecting basic advertisements",                          \
      CX_NO_PERSON)                                                           \
    S(TCF_PERSONAL,   "tcf_no_personal",                                      \
      "no basis for using a profile",                                         \
      CX_NO_FITTING)                                                          \
    S(TCF_MEASURE,    "tcf_no_measure",                                       \
      "no basis for measuring",                                               \
      CX_NO_LOG)                                                              \
    S(TCF_GEO,        "tcf_no_precise_geo",                                   \
      "special feature 1 was not opted in",                                   \
      CX_NO_PRECISE_GEO)                                                      \
    S(UNREADABLE,     "unreadable",                                           \
      "`us_privacy`, or a section of `gpp` that applies, cannot be read",     \
      CX_NO_PERSON)                                                           \
    S(US_SALE,        "us_no_sale",                                           \
      "opted out of the sale of data",                                        \
      CX_NO_PERSON)                                                           \
    S(US_SHARING,     "us_no_sharing",                                        \
      "opted out of sharing",                                                 \
      CX_NO_PERSON)                                                           \
    S(US_TARGETED,    "us_no_targeted",                                       \
      "opted out of targeted advertising",                                    \
      CX_NO_FITTING)                                                          \
    S(US_SERVICE,     "us_service_provider",                                  \
      "we are but a service provider",                                        \
      CX_NO_FITTING)                                                          \
    S(US_SENSITIVE,   "us_no_sensitive",                                      \
      "opted out of, or no consent to, some kind of sensitive data",          \
      CX_NO_SEGMENTS)                                                         \
    S(US_GEO,         "us_no_precise_geo",                                    \
      "the same of precise geolocation",                                      \
      CX_NO_PRECISE_GEO)                                                      \
    S(GPC,            "gpc",                                                  \
      "the browser's Global Privacy Control",                                 \
      CX_NO_PERSON)                                                           \
    S(LMT,            "lmt",                                                  \
      "`device.lmt` is 1",                                                    \
      CX_NO_DEVICE_IDS | CX_NO_FITTING)                                       \
    S(DNT,            "dnt",                                                  \
      "`device.dnt` is 1",                                                    \
      CX_NO_DEVICE_IDS | CX_NO_FITTING | CX_NO_LOG)                           \
    S(ATTS,           "atts",                                                 \
      "`device.ext.atts` is 1 or 2: restricted or denied",                    \
      CX_NO_USER_IDS | CX_NO_DEVICE_IDS | CX_NO_FITTING | CX_NO_CAPS          \
      | CX_NO_LOG)                                                            \
    S(CUSTOMER,       "customer_no_consent",                                  \
      "the customer's profile has no consent",                                \
      CX_NO_FITTING | CX_NO_LOG)

enum {
#define CX_PRIVACY_STATE_PLACE(id, name, when, removes)  CX_PRIVACY_STATE_##id,
    CX_PRIVACY_STATES(CX_PRIVACY_STATE_PLACE)
#undef CX_PRIVACY_STATE_PLACE
    CX_PRIVACY_STATE_MAX
};

enum {
#define CX_PRIVACY_STATE_BIT(id, name, when, removes)                         \
    CX_PRIVACY_##id = 1 << CX_PRIVACY_STATE_##id,
    CX_PRIVACY_STATES(CX_PRIVACY_STATE_BIT)
#undef CX_PRIVACY_STATE_BIT
    CX_PRIVACY_NOTHING = 0
};


/*
 * The uses that the framework has to allow, all the purposes and special
 * features that each needs, and the state of who may not:
 * U(id, name, purposes, features, state).  Without a string or without a word
 * for us all of them are refused, so a use is refused if and only if its
 * state is set.
 */

#define CX_PRIVACY_USES(U)                                                    \
    U(STORE,       "store",       CX_PURPOSE(1), 0,             TCF_STORE)    \
    U(SELECT,      "select",      CX_PURPOSE(2), 0,             TCF_SELECT)   \
    U(PERSONALISE, "personalise", CX_PURPOSE(4), 0,             TCF_PERSONAL) \
    U(MEASURE,     "measure",     CX_PURPOSE(7), 0,             TCF_MEASURE)  \
    U(PRECISE_GEO, "precise_geo", 0,             CX_FEATURE(1), TCF_GEO)

/*
 * The bidder in the Global Vendor List.  A purpose is declared there under
 * consent or under legitimate interest, as CX_PURPOSE() bits, and may be
 * flexible: then a publisher may ask for the other.  The purposes 1 and 3 to
 * 6 can be had by consent only, whatever is said here.
 */

typedef struct {
    uint32_t  id;               /* 0: none, nobody consents to that */
    uint32_t  interest;         /* declared under legitimate interest */
    uint32_t  flexible;
} cx_vendor_t;

/* 1 if the string gives us, by the basis that is ours, this purpose */

int cx_privacy_purpose(const cx_tcf_t *t, const cx_vendor_t *v,
    uint32_t purpose);

/* the states that a request is in */

uint32_t cx_privacy_states(const cx_ortb_request_t *r, const cx_vendor_t *v);

/* what they take away, and its taking away */

uint32_t cx_privacy_removes(uint32_t states);
void cx_privacy_apply(cx_openrtb_request_t *req, uint32_t things,
    cx_arena_t *arena);

/* by place, not by bit; NULL past the last */

const char *cx_privacy_state_name(unsigned state);
const char *cx_privacy_thing_name(unsigned thing);


#endif /* CX_BID_PRIVACY_H */
