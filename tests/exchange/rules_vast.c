
/* Rules of the markup of video and audio. */

#include <string.h>

#include "tests/exchange/judge.h"
#include "tests/exchange/xml.h"


typedef struct {
    xc_text_t  version;
    int        ads;
    int        inlines;
    int        wrappers;
    int        systems;
    int        titles;
    int        impressions;
    int        creatives;
    int        linear;
    int        durations;
    int        files;
    int        duration;            /* seconds, -1: not readable */
    int        plain;               /* an address over plain HTTP */
    int        mime;                /* of a media file, that was asked for */
} xc_vast_t;


/* "hh:mm:ss", or with ".mmm" behind */

static int
xc_vast_seconds(xc_text_t s)
{
    int  i, v[3];

    if (s.len < 8 || s.data[2] != ':' || s.data[5] != ':'
        || (s.len > 8 && (s.len != 12 || s.data[8] != '.')))
    {
        return -1;
    }

    for (i = 0; i < 3; i++) {
        if (s.data[i * 3] < '0' || s.data[i * 3] > '9'
            || s.data[i * 3 + 1] < '0' || s.data[i * 3 + 1] > '9')
        {
            return -1;
        }

        v[i] = (s.data[i * 3] - '0') * 10 + (s.data[i * 3 + 1] - '0');
    }

    return v[0] * 3600 + v[1] * 60 + v[2];
}


/* where text is an address */

static int
xc_vast_address(xc_text_t name)
{
    static const char *const  names[] = {
        "Impression", "Error", "Tracking", "ClickThrough", "ClickTracking",
        "MediaFile", "VASTAdTagURI", "Mezzanine", "StaticResource",
        "IFrameResource", "CompanionClickThrough", "CompanionClickTracking",
        "Viewable", "NotViewable", "ViewUndetermined", "JavaScriptResource",
        "IconClickThrough", "IconClickTracking", "IconViewTracking", NULL
    };

    const char *const  *n;

    for (n = names; *n; n++) {
        if (xc_text_is(name, *n)) {
            return 1;
        }
    }

    return 0;
}


static void
xc_vast_open(xc_vast_t *v, const xc_xml_t *x, const xc_json_t *mimes)
{
    if (x->depth == 1) {
        v->version = xc_xml_attribute(x, "version");

    } else if (xc_text_is(x->name, "Ad")) {
        v->ads++;

    } else if (xc_text_is(x->name, "InLine")) {
        v->inlines++;

    } else if (xc_text_is(x->name, "Wrapper")) {
        v->wrappers++;

    } else if (xc_text_is(x->name, "Creative")) {
        v->creatives++;

    } else if (xc_text_is(x->name, "Linear")) {
        v->linear++;

    } else if (xc_text_is(x->name, "MediaFile")) {
        v->files++;
        v->mime += xc_json_has_text(mimes, xc_xml_attribute(x, "type"));
    }
}


/* macros of VAST in brackets are the player's, and stand anywhere */

static int
xc_vast_absolute(xc_text_t url)
{
    size_t  i;

    for (i = 0; i < url.len; i++) {
        if ((unsigned char) url.data[i] <= ' '
            || strchr("\"<>\\^`|", url.data[i]))
        {
            return 0;
        }
    }

    return (url.len > 8 && memcmp(url.data, "https://", 8) == 0)
           || (url.len > 7 && memcmp(url.data, "http://", 7) == 0);
}


static void
xc_vast_text(xc_judge_t *j, xc_vast_t *v, const xc_xml_t *x)
{
    xc_text_t  in;

    in = xc_xml_within(x, 0);
    v->plain += xc_plain_http(x->text);

    if (xc_text_is(in, "AdSystem")) {
        v->systems++;

    } else if (xc_text_is(in, "AdTitle")) {
        v->titles++;

    } else if (xc_text_is(in, "Impression")) {
        v->impressions++;

    } else if (xc_text_is(in, "Duration")) {
        v->durations++;
        v->duration = xc_vast_seconds(x->text);
    }

    if (xc_vast_address(in) && !xc_vast_absolute(x->text)) {
        xc_found(j, XC_R_URL, "%.*s: \"%.*s\"", (int) in.len, in.data,
                 (int) (x->text.len < 60 ? x->text.len : 60), x->text.data);
    }
}


static int
xc_vast_protocol(xc_judge_t *j, xc_offer_t *o, const xc_vast_t *v)
{
    int64_t           said;
    size_t            i;
    const xc_json_t  *list;

    static const struct {
        const char  *version;
        int          inline_, wrapper;
    } table[] = {
        { "1.0", 1, 4 }, { "2.0", 2, 5 }, { "3.0", 3, 6 }, { "4.0", 7, 8 },
        { "4.1", 11, 12 }, { "4.2", 13, 14 }, { "4.3", 15, 16 }
    };

    said = xc_json_int(o->node, "protocol", 0);
    list = xc_json_get_as(o->medium, "protocols", XC_JSON_ARRAY);

    for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (xc_text_is(v->version, table[i].version)) {
            break;
        }
    }

    if (i == sizeof(table) / sizeof(table[0])) {
        xc_found(j, XC_R_VAST, "version \"%.*s\"", (int) v->version.len,
                 v->version.data);
        return 0;
    }

    if (said && said != (v->wrappers ? table[i].wrapper : table[i].inline_)) {
        xc_found(j, XC_R_PROTOCOL, "said is %d, version is %.*s", (int) said,
                 (int) v->version.len, v->version.data);
    }

    said = v->wrappers ? table[i].wrapper : table[i].inline_;

    if (list && list->count && !xc_json_has_int(list, said)) {
        xc_found(j, XC_R_PROTOCOL, "%d was not asked for", (int) said);
    }

    return 1;
}


static void
xc_vast_duration(xc_judge_t *j, xc_offer_t *o, int seconds)
{
    int64_t           least, most;
    const xc_json_t  *exact;

    if (o->dur && o->dur != seconds) {
        xc_found(j, XC_R_DURATION, "said are %d s, the markup has %d", o->dur,
                 seconds);
    }

    exact = xc_json_get_as(o->medium, "rqddurs", XC_JSON_ARRAY);

    if (exact && exact->count) {
        if (!xc_json_has_int(exact, seconds)) {
            xc_found(j, XC_R_DURATION, "%d s are none of rqddurs", seconds);
        }

        return;
    }

    least = xc_json_int(o->medium, "minduration", 0);
    most = xc_json_int(o->medium, "maxduration", 0);

    if (seconds < least || (most > 0 && seconds > most)) {
        xc_found(j, XC_R_DURATION, "%d s, asked for were %d to %d", seconds,
                 (int) least, (int) most);
    }
}


static void
xc_vast_whole(xc_judge_t *j, xc_offer_t *o, const xc_vast_t *v,
    const xc_json_t *mimes)
{
    if (!xc_vast_protocol(j, o, v)) {
        return;
    }

    if (v->ads == 0 || v->inlines + v->wrappers != v->ads) {
        xc_found(j, XC_R_VAST, "%d ads, %d inline, %d wrapped", v->ads,
                 v->inlines, v->wrappers);
        return;
    }

    if (v->systems < v->ads || v->impressions < v->ads || v->creatives == 0
        || v->titles < v->inlines)
    {
        xc_found(j, XC_R_VAST, "AdSystem, AdTitle, Impression or Creative "
                 "is missing");
    }

    if (v->inlines == 0) {
        return;
    }

    if (v->linear && (v->durations == 0 || v->files == 0)) {
        xc_found(j, XC_R_VAST, "Linear without Duration or MediaFile");
    }

    if (v->duration < 0) {
        xc_found(j, XC_R_VAST, "a Duration that is none");

    } else if (v->durations) {
        xc_vast_duration(j, o, v->duration);
    }

    if (v->files && mimes && mimes->count && v->mime == 0) {
        xc_found(j, XC_R_MIME, "none of the media files");
    }
}


void
xc_rules_vast(xc_judge_t *j, xc_offer_t *o)
{
    xc_xml_t          x;
    xc_xml_e          e;
    xc_vast_t         v;
    const xc_json_t  *mimes;

    memset(&v, 0, sizeof(v));
    mimes = xc_json_get_as(o->medium, "mimes", XC_JSON_ARRAY);
    xc_xml_start(&x, o->adm);

    while ((e = xc_xml_next(&x)) != XC_XML_END) {

        if (e == XC_XML_FAULT) {
            xc_found(j, XC_R_VAST, "byte %d: %s", (int) (x.p - o->adm.data),
                     x.fault);
            return;
        }

        if (e == XC_XML_OPEN) {
            if (x.depth == 1 && !xc_text_is(x.name, "VAST")) {
                xc_found(j, XC_R_MARKUP, "<%.*s> is no VAST",
                         (int) (x.name.len < 40 ? x.name.len : 40),
                         x.name.data);
                return;
            }

            xc_vast_open(&v, &x, mimes);

        } else if (e == XC_XML_TEXT) {
            xc_vast_text(j, &v, &x);
        }
    }

    if (v.plain && xc_secure(o)) {
        xc_found(j, XC_R_SECURE, "the VAST has http://");
    }

    xc_vast_whole(j, o, &v, mimes);
}
