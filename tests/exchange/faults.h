
/* The rules that an answer can break, and what each of them asks. */

#ifndef XC_FAULTS_H
#define XC_FAULTS_H


#define XC_RULES(X)                                                           \
    X(STATUS, "status", "200 or 204")                                         \
    X(EMPTY, "empty", "204 has no body, 200 has one")                         \
    X(CONTENT_TYPE, "content_type", "an answer is application/json")          \
    X(JSON, "json", "JSON, every key once, in UTF-8")                         \
    X(TYPE, "type", "every member is of its type")                            \
    X(UNKNOWN, "unknown", "no member that there is not")                      \
    X(REQUIRED, "required", "what a bid cannot do without is there")          \
    X(ID, "id", "the id is that of the request")                              \
    X(CUR, "cur", "one of the request's currencies, else USD")                \
    X(NBR, "nbr", "a reason stands without bids and is a known one")          \
    X(SEATBID, "seatbid", "a seat has bids")                                  \
    X(SEAT, "seat", "a seat stands once")                                     \
    X(BID_ID, "bid_id", "no two bids have one id")                            \
    X(REPEATED, "repeated", "no creative twice for one imp and deal")         \
    X(IMPID, "impid", "one of the request's imps")                            \
    X(PRICE, "price", "more than nothing, in whole micros")                   \
    X(FLOOR, "floor", "not below the floor that applies")                     \
    X(DEAL, "deal", "one of the imp's deals")                                 \
    X(FIXED_PRICE, "fixed_price", "the price of a deal of a fixed price")     \
    X(PRIVATE, "private", "a private auction takes bids on its deals")        \
    X(DEAL_SEAT, "deal_seat", "a seat that the deal is for")                  \
    X(DEAL_DOMAIN, "deal_domain", "an advertiser that the deal is for")       \
    X(WSEAT, "wseat", "a seat that is allowed")                               \
    X(ADOMAIN, "adomain", "domains, and nothing but domains")                 \
    X(BADV, "badv", "no advertiser that is blocked")                          \
    X(BAPP, "bapp", "no app that is blocked")                                 \
    X(BCAT, "bcat", "no category that is blocked")                            \
    X(ACAT, "acat", "categories that are allowed")                            \
    X(BATTR, "battr", "no attribute that is blocked")                         \
    X(BTYPE, "btype", "no type of banner that is blocked")                    \
    X(API, "api", "no framework that is not supported")                       \
    X(LANGUAGE, "language", "one of the languages that are wanted")           \
    X(MTYPE, "mtype", "a medium that the imp has")                            \
    X(SIZE, "size", "a size that was asked for")                              \
    X(MARKUP, "markup", "markup of the medium")                               \
    X(SECURE, "secure", "nothing over plain HTTP where it is forbidden")      \
    X(URL, "url", "absolute addresses")                                       \
    X(MACRO, "macro", "macros that there are, as they are named")             \
    X(PLACE, "place", "no place of a template is left")                       \
    X(EXP, "exp", "more than nothing, not more than the imp's")               \
    X(DURATION, "duration", "a duration that was asked for")                  \
    X(PROTOCOL, "protocol", "a protocol that was asked for")                  \
    X(MIME, "mime", "a media file of a type that was asked for")              \
    X(VAST, "vast", "well-formed, with what VAST requires")                   \
    X(NATIVE, "native", "JSON with assets and a link")                        \
    X(NATIVE_ASSET, "native_asset", "assets asked for, of their kind, once")  \
    X(NATIVE_REQUIRED, "native_required", "every required asset")             \
    X(NATIVE_LENGTH, "native_length", "not longer than asked for")            \
    X(NATIVE_IMAGE, "native_image", "an image as asked for")                  \
    X(NATIVE_TRACKER, "native_tracker", "events and methods asked for")       \
    X(POD, "pod", "a pod has not more ads than asked for")                    \
    X(POD_DURATION, "pod_duration", "the ads of a pod fit into it")           \
    X(SLOT, "slotinpod", "one of the places of a pod")                        \
    X(DSA, "dsa", "who pays, where that is required")

typedef enum {
#define XC_RULE(name, text, asks)  XC_R_##name,
    XC_RULES(XC_RULE)
#undef XC_RULE
    XC_R_N
} xc_rule_e;

const char *xc_rule_name(xc_rule_e rule);
const char *xc_rule_asks(xc_rule_e rule);


#endif /* XC_FAULTS_H */
