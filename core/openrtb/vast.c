#include "core/openrtb/openrtb.h"


static const char *const  cx_vast_events[] = {
    "start", "firstQuartile", "midpoint", "thirdQuartile", "complete"
};


/* what XML 1.0 does not allow even as a reference becomes a space */

static int
cx_xml_allowed(const uint8_t *p, const uint8_t *last)
{
    if (*p < 0x20) {
        return *p == '\t' || *p == '\n' || *p == '\r';
    }

    return !(last - p >= 3 && p[0] == 0xef && p[1] == 0xbf && p[2] >= 0xbe);
}


/* braces would name a place, whose text is not escaped for this */

static void
cx_put_xml(cx_buf_t *b, cx_str_t s)
{
    const uint8_t  *p, *last;

    if (s.len == 0) {
        return;
    }

    last = s.data + s.len;

    for (p = s.data; p < last; p++) {

        if (!cx_xml_allowed(p, last)) {
            cx_put_char(b, ' ');
            p += *p == 0xef ? 2 : 0;
            continue;
        }

        switch (*p) {
        case '&':
            cx_put_lit(b, "&amp;");
            break;
        case '<':
            cx_put_lit(b, "&lt;");
            break;
        case '>':
            cx_put_lit(b, "&gt;");
            break;
        case '"':
            cx_put_lit(b, "&quot;");
            break;
        case '\'':
            cx_put_lit(b, "&#39;");
            break;
        case '{':
            cx_put_lit(b, "&#123;");
            break;
        default:
            cx_put_char(b, (char) *p);
        }
    }
}


static void
cx_put_cdata(cx_buf_t *b, cx_str_t s)
{
    const uint8_t  *p, *last;

    p = s.data;
    last = s.len ? p + s.len : p;

    cx_put_lit(b, "<![CDATA[");

    for ( /* void */ ; p < last; p++) {

        if (!cx_xml_allowed(p, last)) {
            cx_put_char(b, ' ');
            p += *p == 0xef ? 2 : 0;
            continue;
        }

        if (last - p >= 3 && memcmp(p, "]]>", 3) == 0) {
            cx_put_lit(b, "]]]]><![CDATA[>");
            p += 2;
            continue;
        }

        cx_put_char(b, (char) *p);
    }

    cx_put_lit(b, "]]>");
}


static void
cx_put_two(cx_buf_t *b, int32_t v)
{
    if (v < 10) {
        cx_put_char(b, '0');
    }

    cx_put_uint(b, (uint64_t) v);
}


static void
cx_put_duration(cx_buf_t *b, int32_t seconds)
{
    cx_put_two(b, seconds / 3600);
    cx_put_char(b, ':');
    cx_put_two(b, seconds / 60 % 60);
    cx_put_char(b, ':');
    cx_put_two(b, seconds % 60);
}


static void
cx_put_tracking(cx_buf_t *b, const char *event)
{
    cx_put_lit(b, "<Tracking event=\"");
    cx_put_cstr(b, event);
    cx_put_lit(b, "\"><![CDATA[{{event_url}}");
    cx_put_cstr(b, event);
    cx_put_lit(b, "]]></Tracking>");
}


/* versions have the same elements in different orders */

#define CX_VAST_BEFORE_4  "{{vast_before_4}}"
#define CX_VAST_SINCE_4   "{{vast_since_4}}"
#define CX_VAST_4_0       "{{vast_4_0}}"
#define CX_VAST_SINCE_41  "{{vast_since_4_1}}"
#define CX_VAST_END       "{{vast_end}}"


static void
cx_put_duration_element(cx_buf_t *b, const cx_vast_t *v)
{
    cx_put_lit(b, "<Duration>");
    cx_put_duration(b, v->duration);
    cx_put_lit(b, "</Duration>");
}


/* the click address counts and redirects: one address does for both */

static void
cx_put_clicks(cx_buf_t *b, const cx_vast_t *v)
{
    if (!v->screen) {
        cx_put_lit(b, "<VideoClicks><ClickThrough><![CDATA[{{click_url}}]]>"
                      "</ClickThrough></VideoClicks>");
    }
}


static void
cx_put_media_file(cx_buf_t *b, const cx_vast_t *v)
{
    cx_put_lit(b, "<MediaFiles><MediaFile delivery=\"");
    cx_put_cstr(b, v->streaming ? "streaming" : "progressive");
    cx_put_lit(b, "\" type=\"");
    cx_put_xml(b, v->mime);
    cx_put_lit(b, "\" width=\"");
    cx_put_int(b, v->w);
    cx_put_lit(b, "\" height=\"");
    cx_put_int(b, v->h);

    if (v->bitrate) {
        cx_put_lit(b, "\" bitrate=\"");
        cx_put_int(b, v->bitrate);
    }

    cx_put_lit(b, "\">");
    cx_put_cdata(b, v->media_url);
    cx_put_lit(b, "</MediaFile></MediaFiles>");
}


static void
cx_put_linear(cx_buf_t *b, const cx_vast_t *v)
{
    size_t  i;

    cx_put_lit(b, "<Linear");

    if (v->skipoffset >= 0) {
        cx_put_lit(b, " skipoffset=\"");
        cx_put_duration(b, v->skipoffset);
        cx_put_char(b, '"');
    }

    cx_put_lit(b, ">" CX_VAST_BEFORE_4);
    cx_put_duration_element(b, v);
    cx_put_lit(b, CX_VAST_END "<TrackingEvents>");

    for (i = 0; i < cx_nelts(cx_vast_events); i++) {
        cx_put_tracking(b, cx_vast_events[i]);
    }

    if (v->skipoffset >= 0) {
        cx_put_tracking(b, "skip");
    }

    cx_put_lit(b, "</TrackingEvents>" CX_VAST_BEFORE_4);
    cx_put_clicks(b, v);
    cx_put_lit(b, CX_VAST_END CX_VAST_SINCE_4);
    cx_put_duration_element(b, v);
    cx_put_lit(b, CX_VAST_END);
    cx_put_media_file(b, v);
    cx_put_lit(b, CX_VAST_SINCE_4);
    cx_put_clicks(b, v);
    cx_put_lit(b, CX_VAST_END "</Linear>");
}


static void
cx_put_resource(cx_buf_t *b, const cx_vast_companion_t *c)
{
    switch (c->type) {

    case CX_COMPANION_HTML:
        cx_put_lit(b, "<HTMLResource>");
        cx_put_cdata(b, c->resource);
        cx_put_lit(b, "</HTMLResource>");
        return;

    case CX_COMPANION_IFRAME:
        cx_put_lit(b, "<IFrameResource>");
        cx_put_cdata(b, c->resource);
        cx_put_lit(b, "</IFrameResource>");
        return;

    case CX_COMPANION_STATIC:
        cx_put_lit(b, "<StaticResource creativeType=\"");
        cx_put_xml(b, c->mime);
        cx_put_lit(b, "\">");
        cx_put_cdata(b, c->resource);
        cx_put_lit(b, "</StaticResource>");
        return;
    }
}


static void
cx_put_companion_tracking(cx_buf_t *b)
{
    cx_put_lit(b, "<TrackingEvents>");
    cx_put_tracking(b, "creativeView");
    cx_put_lit(b, "</TrackingEvents>");
}


/*
 * Where a companion goes elsewhere, its clicks are counted beside that; 2.0
 * has no place for it and passes over it.
 */

static void
cx_put_companion(cx_buf_t *b, const cx_vast_t *v,
    const cx_vast_companion_t *c)
{
    cx_put_lit(b, "<Companion width=\"");
    cx_put_int(b, c->w);
    cx_put_lit(b, "\" height=\"");
    cx_put_int(b, c->h);
    cx_put_lit(b, "\">");

    cx_put_resource(b, c);

    cx_put_lit(b, CX_VAST_BEFORE_4);
    cx_put_companion_tracking(b);
    cx_put_lit(b, CX_VAST_END);

    if (c->click.len) {
        cx_put_lit(b, "<CompanionClickThrough>");
        cx_put_cdata(b, c->click);
        cx_put_lit(b, "</CompanionClickThrough>");
    }

    if (!v->screen) {
        cx_put_cstr(b, c->click.len ? "<CompanionClickTracking id=\"campaign\">"
                                    : "<CompanionClickThrough>");
        cx_put_lit(b, "<![CDATA[{{click_url}}]]>");
        cx_put_cstr(b, c->click.len ? "</CompanionClickTracking>"
                                    : "</CompanionClickThrough>");
    }

    cx_put_lit(b, CX_VAST_SINCE_4);
    cx_put_companion_tracking(b);
    cx_put_lit(b, CX_VAST_END "</Companion>");
}


static void
cx_put_companions(cx_buf_t *b, const cx_vast_t *v)
{
    uint32_t  i;

    if (v->ncompanion == 0) {
        return;
    }

    cx_put_lit(b, "<CompanionAds>");

    for (i = 0; i < v->ncompanion; i++) {
        cx_put_companion(b, v, &v->companion[i]);
    }

    cx_put_lit(b, "</CompanionAds>");
}


static void
cx_put_title(cx_buf_t *b, const cx_vast_t *v)
{
    cx_put_lit(b, "<AdTitle>");
    cx_put_xml(b, v->title);
    cx_put_lit(b, "</AdTitle>");
}


static void
cx_put_creative(cx_buf_t *b, const cx_vast_t *v)
{
    cx_put_lit(b, "<Creative id=\"");
    cx_put_xml(b, v->ad_id);
    cx_put_lit(b, "\">");
}


/* before 4.0 companions are a creative of their own */

static void
cx_put_creatives(cx_buf_t *b, const cx_vast_t *v)
{
    cx_put_lit(b, "<Creatives>");
    cx_put_creative(b, v);

    if (v->ncompanion) {
        cx_put_companions(b, v);
        cx_put_lit(b, CX_VAST_BEFORE_4 "</Creative>");
        cx_put_creative(b, v);
        cx_put_lit(b, CX_VAST_END);
    }

    cx_put_linear(b, v);

    cx_put_lit(b, CX_VAST_SINCE_4 "<UniversalAdId idRegistry=\"unknown\""
                  CX_VAST_END CX_VAST_4_0 " idValue=\"");
    cx_put_xml(b, v->ad_id);
    cx_put_lit(b, "\"" CX_VAST_END CX_VAST_SINCE_4 ">");
    cx_put_xml(b, v->ad_id);
    cx_put_lit(b, "</UniversalAdId>" CX_VAST_END "</Creative></Creatives>");
}


/* the elements stand in the order of the published schemas */

void
cx_vast_write(cx_buf_t *b, const cx_vast_t *v)
{
    cx_put_lit(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                  "<VAST version=\"{{vast_version}}\"" CX_VAST_SINCE_4
                  " xmlns=\"http://www.iab.com/VAST\"" CX_VAST_END
                  "><Ad id=\"");
    cx_put_xml(b, v->ad_id);
    cx_put_lit(b, "\"" CX_VAST_SINCE_41 " adType=\"");
    cx_put_cstr(b, v->audio ? "audio\"" : "video\"");
    cx_put_lit(b, CX_VAST_END "><InLine><AdSystem>campaign</AdSystem>"
                  CX_VAST_BEFORE_4);
    cx_put_title(b, v);

    cx_put_lit(b, CX_VAST_END
                  "<Error><![CDATA[{{event_url}}error&code=[ERRORCODE]]]>"
                  "</Error><Impression>");
    cx_put_cstr(b, v->screen ? "about:blank"
                             : "<![CDATA[{{impression_url}}]]>");
    cx_put_lit(b, "</Impression>" CX_VAST_SINCE_41
                  "<AdServingId>{{bid_id}}</AdServingId>" CX_VAST_END
                  CX_VAST_SINCE_4);
    cx_put_title(b, v);
    cx_put_lit(b, CX_VAST_END);

    cx_put_creatives(b, v);
    cx_put_lit(b, "</InLine></Ad></VAST>");
}
