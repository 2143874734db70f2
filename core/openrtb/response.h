
/*
 * The response, and the markup inside it.
 *
 * Markup is compiled once, when a catalogue is built: a template is a run of
 * literals, already escaped for the inside of a JSON string, and of the
 * places where something of this one bid goes.  Writing a bid is copying.
 *
 * A place is {{name}}.  ${AUCTION_…} macros are the exchange's: they are
 * literals here and leave as they came.
 */

#ifndef CX_OPENRTB_RESPONSE_H
#define CX_OPENRTB_RESPONSE_H


/*     code           name              what stands there */

#define CX_ORTB_PLACES(P)                                                     \
    P(CLICK_URL,      "click_url",      "the click address of this bid")      \
    P(CLICK_URL_ENC,  "click_url_enc",  "the same, percent-encoded")          \
    P(IMP_URL,        "impression_url", "the impression pixel of this bid")   \
    P(EVENT_URL,      "event_url",      "the address of in-ad events, ending in \"&e=\"") \
    P(AUCTION_ID,     "auction_id",     "the request's id")                   \
    P(BID_ID,         "bid_id",         "the bid's id")                       \
    P(IMP_ID,         "imp_id",         "the impression's id")                \
    P(CAMPAIGN_ID,    "campaign_id",    "the campaign's id")                  \
    P(CREATIVE_ID,    "creative_id",    "the creative's id")                  \
    P(VARIANT,        "variant",        "the chosen variant's name")          \
    P(WIDTH,          "width",          "the width bid for, in pixels")       \
    P(HEIGHT,         "height",         "the height bid for, in pixels")      \
    P(CACHEBUSTER,    "cachebuster",    "a number that differs by bid")       \
    P(DOMAIN,         "domain",         "the site's domain or the app's bundle") \
    P(VAST_VERSION,   "vast_version",   "the version of VAST that was asked for") \
    P(VAST_BEFORE_4,  "vast_before_4",  "what follows is of versions below 4.0") \
    P(VAST_SINCE_4,   "vast_since_4",   "what follows is of 4.0 and newer")   \
    P(VAST_4_0,       "vast_4_0",       "what follows is of 4.0 alone")       \
    P(VAST_SINCE_4_1, "vast_since_4_1", "what follows is of 4.1 and newer")   \
    P(VAST_END,       "vast_end",       "here the part of some versions ends")


typedef enum {
    CX_MEDIA_BANNER = 1,            /* the values of mtype */
    CX_MEDIA_VIDEO = 2,
    CX_MEDIA_AUDIO = 3,
    CX_MEDIA_NATIVE = 4
} cx_media_e;


/*
 * What belongs to one bid.  Strings that come from the request are escaped
 * by the writer, those of the catalogue are clean.
 */

typedef struct {
    cx_str_t        id;             /* the bid's */
    cx_str_t        impid;
    int64_t         price;          /* micros */
    cx_str_t        adid;
    cx_str_t        cid;
    cx_str_t        crid;
    cx_str_t        dealid;
    cx_str_t        variant;
    const cx_str_t *adomain;
    uint32_t        nadomain;
    const cx_str_t *cat;
    uint32_t        ncat;
    int32_t         cattax;         /* 0: do not send */
    const uint8_t  *attr;
    uint32_t        nattr;
    cx_str_t        bundle;
    cx_str_t        language;       /* ISO 639-1; empty, if there is langb */
    cx_str_t        langb;          /* BCP 47 */
    const struct cx_ortb_bid_dsa_s         *dsa;    /* NULL: do not send */
    int32_t         w, h;           /* 0: do not send */
    int32_t         dur;            /* seconds; 0: do not send */
    int32_t         api;
    int32_t         protocol;
    int32_t         qagmediarating;
    int32_t         slotinpod;      /* CX_NO_SLOT: do not send */
    int32_t         exp;            /* seconds; 0: do not send */
    cx_media_e      mtype;
    cx_str_t        template;       /* compiled markup; empty for native */
    const struct cx_ortb_native_ad_s       *native;
    const cx_ortb_native_request_t         *native_request;
    cx_str_t        exchange_token; /* of the nurl, burl and lurl */
    cx_str_t        browser_token;  /* of the pixel and the click; CX_PAD bytes
                                       after both may be read */
    uint64_t        random;
    unsigned        burl:1;         /* it is charged by the exchange's word */
    unsigned        multiplier:1;   /* and for several impressions at once */
} cx_ortb_bid_t;

#define CX_NO_SLOT  (-1000)


/* who is behind an ad and what chose it, for the Digital Services Act */

typedef struct {
    cx_str_t        domain;
    uint32_t        params;         /* bit n: parameter n */
} cx_ortb_transparency_t;

typedef struct cx_ortb_bid_dsa_s {
    cx_str_t        behalf;
    cx_str_t        paid;
    int32_t         adrender;
    const cx_ortb_transparency_t           *transparency;
    uint32_t        ntransparency;
} cx_ortb_bid_dsa_t;


/* what an advertiser supplied for a native ad, by kind of asset */

typedef struct { int32_t type; cx_str_t url; int32_t w, h; }  cx_native_img_t;
typedef struct { int32_t type; cx_str_t value; }  cx_native_value_t;

typedef struct cx_ortb_native_ad_s {
    cx_str_t                  title;
    const cx_native_img_t    *img;
    uint32_t                  nimg;
    const cx_native_value_t  *value;
    uint32_t                  nvalue;
    cx_str_t                  vast;         /* template of the video asset */
    cx_str_t                  mime;         /* of the video */
    uint32_t                  protocols;    /* bit n: n of their list */
    int32_t                   duration_s;
    const cx_str_t           *imptracker;   /* the advertiser's own pixels */
    uint32_t                  nimptracker;
    const cx_str_t           *clicktracker;
    uint32_t                  nclicktracker;
    cx_str_t                  fallback;     /* if the device cannot follow */
    cx_str_t                  privacy;      /* the advertiser's notice */
} cx_ortb_native_ad_t;


typedef struct {
    cx_str_t              seat;
    const cx_ortb_bid_t  *bid;
    uint32_t              nbid;
} cx_ortb_seatbid_t;

typedef struct {
    cx_str_t                  id;           /* the request's */
    cx_str_t                  bidid;
    cx_str_t                  cur;
    cx_str_t                  domain;       /* for {{domain}} */
    cx_str_t                  notice_url;   /* "https://bid.example.com";
                                               nothing to be escaped, and
                                               CX_PAD bytes after it */
    int64_t                   unit;         /* micros that a price counts; 0:
                                               CX_MICROS, the standard's */
    int32_t                   nbr;          /* -1: none */
    const cx_ortb_seatbid_t  *seatbid;
    uint32_t                  nseatbid;
} cx_ortb_response_t;


/* overflow in *b says that the answer did not fit */

void cx_openrtb_write(cx_buf_t *b, const cx_ortb_response_t *res);


/*
 * Templates.  The source is markup with places; the result goes to out.
 * An unknown place is an error that lists those there are.
 */

cx_rc_t cx_template_compile(cx_str_t source, cx_buf_t *out, cx_error_t *e);

/* does it name this place ("impression_url")? */

int cx_template_has(cx_str_t source, const char *place);

/* CX_OK if every part lies inside: for the check of a file */

cx_rc_t cx_template_check(cx_str_t compiled);

/* the inside of a JSON string */

void cx_template_write(cx_buf_t *b, cx_str_t compiled,
    const cx_ortb_response_t *res, const cx_ortb_bid_t *bid);


/*
 * VAST as a template source, from the parts that an advertiser has: of the
 * version that the bid's protocol says, 2.0 to 4.2.  skipoffset < 0: not
 * skippable; others need 3.0.
 */

typedef enum {
    CX_COMPANION_STATIC = 1,        /* the list of companion types */
    CX_COMPANION_HTML = 2,
    CX_COMPANION_IFRAME = 3
} cx_companion_e;

typedef struct {
    cx_companion_e  type;
    int32_t         w, h;
    cx_str_t        mime;           /* of a static one */
    cx_str_t        resource;       /* its address, or HTML */
    cx_str_t        click;          /* empty: the click address of the bid */
} cx_vast_companion_t;

typedef struct {
    cx_str_t  ad_id;
    cx_str_t  title;
    cx_str_t  media_url;
    cx_str_t  mime;
    int32_t   duration;             /* seconds */
    int32_t   w, h;                 /* 0 for audio */
    int32_t   bitrate;              /* kbit/s; 0 unknown */
    int32_t   skipoffset;
    const cx_vast_companion_t  *companion;
    uint32_t  ncompanion;
    unsigned  audio:1;
    unsigned  streaming:1;          /* not progressive */
    unsigned  screen:1;             /* outdoors: nobody clicks, burl bills */
} cx_vast_t;

void cx_vast_write(cx_buf_t *b, const cx_vast_t *v);


/* an asset without an id that can be answered is met by nobody */

static inline int
cx_native_id_ok(int32_t id)
{
    return id != CX_ABSENT && id != INT32_MAX && id != INT32_MIN;
}

int cx_native_has(const cx_ortb_native_ad_t *ad,
    const cx_ortb_native_asset_t *asset);

/*
 * The same, for those who look at many ads: all of the assets that have to be
 * there, or else any of the others.  Titles, and data of a type, are one.
 */

typedef struct {
    const cx_ortb_native_asset_t  **asset;  /* those of text first */
    uint32_t                        n;
    uint32_t                        nkinds; /* of text */
    uint32_t                        cost;   /* what may be compared for it */
    unsigned                        all:1;
    unsigned                        never:1;
} cx_native_needs_t;

/* CX_ERROR: the arena is full */

cx_rc_t cx_native_needs(cx_native_needs_t *needs,
    const cx_ortb_native_request_t *nr, cx_arena_t *arena);
int cx_native_meets(const cx_ortb_native_ad_t *ad,
    const cx_native_needs_t *needs);



#endif /* CX_OPENRTB_RESPONSE_H */
