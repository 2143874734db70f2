
/*
 * Is it VAST 4.2?  The elements of an inline linear ad: which of them have to
 * be there, how often, in which order, with which attributes, as the
 * published schema has it.
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
} vast_rule_t;

/* by parent, in the order of the sequence */

static const vast_rule_t  vast_rules[] = {
    { "",              "VAST",                   1, 1, "version " },
    { "VAST",          "Ad",                     1, 1, "id adType " },
    { "Ad",            "InLine",                 1, 1, "" },
    { "InLine",        "AdSystem",               1, 1, "" },
    { "InLine",        "Error",                  1, 1, "" },
    { "InLine",        "Impression",             1, 1, "" },
    { "InLine",        "AdServingId",            1, 1, "" },
    { "InLine",        "AdTitle",                1, 1, "" },
    { "InLine",        "Creatives",              1, 1, "" },
    { "Creatives",     "Creative",               1, 1, "" },
    { "Creative",      "CompanionAds",           0, 1, "" },
    { "Creative",      "Linear",                 1, 1, "" },
    { "Creative",      "UniversalAdId",          1, 1, "idRegistry " },
    { "CompanionAds",  "Companion",              1, 9, "width height " },
    { "Companion",     "HTMLResource",           0, 1, "" },
    { "Companion",     "IFrameResource",         0, 1, "" },
    { "Companion",     "StaticResource",         0, 1, "creativeType " },
    { "Companion",     "CompanionClickThrough",  0, 1, "" },
    { "Companion",     "CompanionClickTracking", 0, 1, "id " },
    { "Companion",     "TrackingEvents",         1, 1, "" },
    { "Linear",        "TrackingEvents",         1, 1, "" },
    { "Linear",        "Duration",               1, 1, "" },
    { "Linear",        "MediaFiles",             1, 1, "" },
    { "Linear",        "VideoClicks",            0, 1, "" },
    { "TrackingEvents", "Tracking",              1, 9, "event " },
    { "MediaFiles",    "MediaFile",              1, 1,
      "delivery type width height " },
    { "VideoClicks",   "ClickThrough",           1, 1, "" }
};

#define VAST_RULES  (sizeof(vast_rules) / sizeof(vast_rules[0]))


static inline int
vast_is(const char *name, size_t len, const char *text)
{
    return strlen(text) == len && memcmp(name, text, len) == 0;
}


/* the attributes that the rule asks for, in a start tag */

static inline int
vast_has_attributes(const vast_rule_t *rule, const char *tag, size_t len)
{
    char         text[64];
    size_t       n;
    const char  *p, *end;

    for (p = rule->attributes; *p; p = end + 1) {
        end = strchr(p, ' ');
        n = (size_t) (end - p);
        text[0] = ' ';
        memcpy(text + 1, p, n);
        memcpy(text + 1 + n, "=\"", 2);

        if (memmem(tag, len, text, n + 3) == NULL) {
            return 0;
        }
    }

    return 1;
}


typedef struct {
    const char  *name[16];
    size_t       len[16];
    size_t       rule[16];          /* the last one seen of its children */
    unsigned     seen[16][VAST_RULES];
    size_t       depth;
} vast_t;


static inline const char *
vast_open(vast_t *t, const char *name, size_t len, const char *tag, size_t n)
{
    size_t  i, d;

    d = t->depth;

    for (i = 0; i < VAST_RULES; i++) {
        if (vast_is(t->name[d], t->len[d], vast_rules[i].parent)
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

    if (!vast_has_attributes(&vast_rules[i], tag, n)) {
        return "an attribute is missing";
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
        if (vast_is(t->name[d], t->len[d], vast_rules[i].parent)
            && t->seen[d][i] < vast_rules[i].least)
        {
            return "an element is missing";
        }
    }

    return NULL;
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

    if (fault == NULL && t.seen[0][0] != 1) {
        fault = "there is no VAST";
    }

    return fault;
}


#endif /* CX_TEST_VAST_H */
