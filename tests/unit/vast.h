
/*
 * Is it VAST?  The elements of an inline linear ad: which of them have to be
 * there, how often, in which order, with which attributes, as the published
 * schemas of its version have it.
 */

#ifndef CX_TEST_VAST_H
#define CX_TEST_VAST_H

#include "tests/unit/xml.h"


typedef struct {
    const char  *parent;
    const char  *name;
    unsigned     least;
    unsigned     most;
    const char  *attributes;        /* required ones, each with a blank */
    const char  *absent;            /* that this version does not have */
    unsigned     from, to;          /* versions, in tenths */
} vast_rule_t;

/* by parent, in the order of the sequence */

#define ANY    10, 49
#define OLD    10, 39
#define NEW    40, 49

static const vast_rule_t  vast_rules[] = {
    { "",              "VAST",                   1, 1, "version ", "xmlns ",
      OLD },
    { "",              "VAST",                   1, 1, "version xmlns ", "",
      NEW },
    { "VAST",          "Ad",                     1, 1, "id ", "adType ",
      10, 40 },
    { "VAST",          "Ad",                     1, 1, "id adType ", "",
      41, 49 },
    { "Ad",            "InLine",                 1, 1, "", "", ANY },
    { "InLine",        "AdSystem",               1, 1, "", "", ANY },
    { "InLine",        "AdTitle",                1, 1, "", "", OLD },
    { "InLine",        "Error",                  1, 1, "", "", ANY },
    { "InLine",        "Impression",             1, 1, "", "", ANY },
    { "InLine",        "AdServingId",            1, 1, "", "", 41, 49 },
    { "InLine",        "AdTitle",                1, 1, "", "", NEW },
    { "InLine",        "Creatives",              1, 1, "", "", ANY },
    { "Creatives",     "Creative",               1, 2, "", "", OLD },
    { "Creatives",     "Creative",               1, 1, "", "", NEW },
    { "Creative",      "CompanionAds",           0, 1, "", "", ANY },
    { "Creative",      "Linear",                 0, 1, "", "", OLD },
    { "Creative",      "Linear",                 1, 1, "", "", NEW },
    { "Creative",      "UniversalAdId",          1, 1,
      "idRegistry idValue ", "", 40, 40 },
    { "Creative",      "UniversalAdId",          1, 1, "idRegistry ",
      "idValue ", 41, 49 },
    { "CompanionAds",  "Companion",              1, 9, "width height ", "",
      ANY },
    { "Companion",     "HTMLResource",           0, 1, "", "", ANY },
    { "Companion",     "IFrameResource",         0, 1, "", "", ANY },
    { "Companion",     "StaticResource",         0, 1, "creativeType ", "",
      ANY },
    { "Companion",     "TrackingEvents",         1, 1, "", "", OLD },
    { "Companion",     "CompanionClickThrough",  0, 1, "", "", ANY },
    { "Companion",     "CompanionClickTracking", 0, 1, "id ", "", ANY },
    { "Companion",     "TrackingEvents",         1, 1, "", "", NEW },
    { "Linear",        "Duration",               1, 1, "", "", OLD },
    { "Linear",        "TrackingEvents",         1, 1, "", "", ANY },
    { "Linear",        "VideoClicks",            0, 1, "", "", OLD },
    { "Linear",        "Duration",               1, 1, "", "", NEW },
    { "Linear",        "MediaFiles",             1, 1, "", "", ANY },
    { "Linear",        "VideoClicks",            0, 1, "", "", NEW },
    { "TrackingEvents", "Tracking",              1, 9, "event ", "", ANY },
    { "MediaFiles",    "MediaFile",              1, 1,
      "delivery type width height ", "", ANY },
    { "VideoClicks",   "ClickThrough",           1, 1, "", "", ANY }
};

#undef ANY
#undef OLD
#undef NEW

#define VAST_RULES  (sizeof(vast_rules) / sizeof(vast_rules[0]))


static inline int
vast_is(const char *name, size_t len, const char *text)
{
    return strlen(text) == len && memcmp(name, text, len) == 0;
}


/* how many attributes of a start tag are among the names */

static inline size_t
vast_attributes(const char *names, const char *tag, size_t len)
{
    char         text[64];
    size_t       n, found;
    const char  *p, *last, *equal;

    last = tag + len;
    found = 0;

    for (p = memchr(tag, ' ', len); p != NULL;
         p = memchr(p, ' ', (size_t) (last - p)))
    {
        p++;
        equal = memchr(p, '=', (size_t) (last - p));

        if (equal == NULL || last - equal < 2) {
            break;
        }

        n = (size_t) (equal - p);

        if (n < sizeof(text) - 2) {
            memcpy(text, p, n);
            memcpy(text + n, " ", 2);
            found += strstr(names, text) != NULL;
        }

        p = memchr(equal + 2, '"', (size_t) (last - equal) - 2);

        if (p == NULL) {
            break;
        }
    }

    return found;
}


static inline size_t
vast_count(const char *names)
{
    size_t  n;

    for (n = 0; *names; names++) {
        n += *names == ' ';
    }

    return n;
}


typedef struct {
    const char  *name[16];
    size_t       len[16];
    size_t       rule[16];          /* the last one seen of its children */
    unsigned     seen[16][VAST_RULES];
    size_t       depth;
    unsigned     version;           /* in tenths */
} vast_t;


static inline int
vast_applies(const vast_t *t, const vast_rule_t *rule)
{
    return t->version >= rule->from && t->version <= rule->to;
}


static inline const char *
vast_open(vast_t *t, const char *name, size_t len, const char *tag, size_t n)
{
    size_t  i, d;

    d = t->depth;

    for (i = 0; i < VAST_RULES; i++) {
        if (vast_applies(t, &vast_rules[i])
            && vast_is(t->name[d], t->len[d], vast_rules[i].parent)
            && vast_is(name, len, vast_rules[i].name))
        {
            break;
        }
    }

    if (i == VAST_RULES) {
        return "an element that does not belong there";
    }

    if (i < t->rule[d]) {
        return "an element out of its order";
    }

    if (++t->seen[d][i] > vast_rules[i].most) {
        return "an element too often";
    }

    if (vast_attributes(vast_rules[i].attributes, tag, n)
        != vast_count(vast_rules[i].attributes))
    {
        return "an attribute is missing";
    }

    if (vast_attributes(vast_rules[i].absent, tag, n)) {
        return "an attribute that does not belong there";
    }

    if (t->version < 30 && vast_attributes("skipoffset ", tag, n)) {
        return "nothing can be skipped in this version";
    }

    if (d == 15) {
        return "too deep";
    }

    t->rule[d] = i;
    t->depth = ++d;
    t->name[d] = name;
    t->len[d] = len;
    t->rule[d] = 0;
    memset(t->seen[d], 0, sizeof(t->seen[d]));

    return NULL;
}


static inline const char *
vast_close(vast_t *t)
{
    size_t  i, d;

    d = t->depth--;

    for (i = 0; i < VAST_RULES; i++) {
        if (vast_applies(t, &vast_rules[i])
            && vast_is(t->name[d], t->len[d], vast_rules[i].parent)
            && t->seen[d][i] < vast_rules[i].least)
        {
            return "an element is missing";
        }
    }

    return NULL;
}


static inline unsigned
vast_version(const char *text, size_t len)
{
    const char  *p;

    p = memmem(text, len, "<VAST version=\"", 15);

    return p == NULL || text + len - p < 18
           ? 0 : (unsigned) ((p[15] - '0') * 10 + p[17] - '0');
}


/* NULL, or what is wrong */

static inline const char *
vast_fault(const char *text, size_t len)
{
    size_t       n;
    vast_t       t;
    const char  *p, *end, *last, *fault;

    if (!xml_well_formed(text, len)) {
        return "it is not well-formed";
    }

    memset(&t, 0, sizeof(t));
    t.name[0] = "";
    t.version = vast_version(text, len);
    last = text + len;
    fault = NULL;

    for (p = memchr(text + 2, '<', len - 2); p != NULL && fault == NULL;
         p = memchr(p, '<', (size_t) (last - p)))
    {
        if (last - p > 9 && memcmp(p, "<![CDATA[", 9) == 0) {
            p = (const char *) memmem(p, (size_t) (last - p), "]]>", 3) + 3;
            continue;
        }

        end = memchr(p, '>', (size_t) (last - p));
        n = strcspn(p + 1, " >/");
        fault = p[1] == '/' ? vast_close(&t)
                            : vast_open(&t, p + 1, n, p, (size_t) (end - p));
        p = end;
    }

    if (fault == NULL && t.seen[0][0] + t.seen[0][1] != 1) {
        fault = "there is no VAST";
    }

    return fault;
}


#endif /* CX_TEST_VAST_H */
