/* what a place adds to a request */

#include "core/geo/geo.h"


#define CX_GEO_BY_IP     2      /* AdCOM's types of location */
#define CX_GEO_MAXMIND   3      /* and services that know addresses */


static int
cx_geo_has_coordinates(const cx_ortb_geo_t *geo)
{
    return geo->lat >= -90 && geo->lat <= 90 && geo->lon >= -180
           && geo->lon <= 180;
}


static int
cx_geo_is_known(const cx_ortb_geo_t *geo)
{
    return geo != NULL
           && (geo->country.len != 0 || cx_geo_has_coordinates(geo));
}


/* "CA" of "US-CA" */

static cx_str_t
cx_geo_bare_region(cx_str_t s)
{
    const uint8_t  *p;

    p = s.len ? memchr(s.data, '-', s.len) : NULL;

    return p == NULL ? s : cx_strn(p + 1, s.data + s.len - p - 1);
}


/* is there a look-up that could add something? */

static int
cx_geo_lacks(const cx_ortb_request_t *r)
{
    const cx_ortb_geo_t  *geo;

    geo = r->device->geo;

    if (!cx_geo_is_known(geo)) {

        /* home is where the user is known to be, not where the device is */

        return r->user == NULL || !cx_geo_is_known(r->user->geo);
    }

    /* a place that was measured is better than that of an address */

    return geo->country.len && !cx_geo_has_coordinates(geo)
           && (geo->region.len == 0 || geo->city.len == 0
               || geo->zip.len == 0);
}


static int
cx_geo_same(cx_str_t given, cx_str_t found)
{
    return given.len == 0 || cx_str_eq_nocase(given, found);
}


/* nothing that is there says otherwise; of what is given all has to be so */

static int
cx_geo_agrees(const cx_ortb_geo_t *geo, const cx_geo_place_t *place,
    cx_str_t metro)
{
    return (geo->country.len == 0
            || cx_country(geo->country) == place->country)
           && cx_geo_same(cx_geo_bare_region(geo->region), place->region)
           && cx_geo_same(geo->city, place->city)
           && cx_geo_same(geo->zip, place->zip)
           && cx_geo_same(geo->metro, metro);
}


static void
cx_geo_part(cx_str_t *given, cx_str_t found, int *filled)
{
    if (given->len == 0 && found.len) {
        *given = found;
        *filled = 1;
    }
}


static cx_rc_t
cx_geo_parts(cx_ortb_geo_t *geo, const cx_geo_place_t *place, cx_str_t country,
    cx_str_t metro)
{
    int  filled;

    filled = 0;

    cx_geo_part(&geo->country, country, &filled);
    cx_geo_part(&geo->region, place->region, &filled);
    cx_geo_part(&geo->city, place->city, &filled);
    cx_geo_part(&geo->zip, place->zip, &filled);
    cx_geo_part(&geo->metro, metro, &filled);

    if (!filled) {
        return CX_DECLINED;
    }

    if (geo->type == 0) {
        geo->type = CX_GEO_BY_IP;
        geo->ipservice = CX_GEO_MAXMIND;

        if (place->lat != CX_NO_COORD) {
            geo->lat = place->lat;
            geo->lon = place->lon;
            geo->accuracy = (int32_t) cx_min(place->accuracy_km, 20000) * 1000;
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_geo_put(cx_ortb_device_t *d, const cx_geo_place_t *place, cx_arena_t *arena)
{
    cx_buf_t        b;
    uint8_t        *text;
    cx_str_t        country, metro;
    cx_ortb_geo_t  *geo;

    text = cx_arena_align(arena, 16, 1);

    if (text == NULL) {
        return CX_DECLINED;
    }

    text[0] = (uint8_t) (place->country >> 16);
    text[1] = (uint8_t) (place->country >> 8);
    text[2] = (uint8_t) place->country;
    country = cx_strn(text, 3);

    cx_buf_init(&b, text + 3, 13);

    if (place->metro) {
        cx_put_uint(&b, place->metro);
    }

    metro = cx_strn(b.start, cx_buf_len(&b));
    geo = d->geo;

    if (geo == NULL) {
        geo = cx_arena_zalloc(arena, sizeof(cx_ortb_geo_t));

        if (geo == NULL) {
            return CX_DECLINED;
        }

        geo->lat = CX_NO_COORD;
        geo->lon = CX_NO_COORD;
        geo->utcoffset = CX_NO_OFFSET;
        d->geo = geo;

    } else if (!cx_geo_agrees(geo, place, metro)) {
        return CX_DECLINED;
    }

    return cx_geo_parts(geo, place, country, metro);
}


cx_rc_t
cx_geo_fill(const cx_geo_t *g, cx_ortb_request_t *r,
    const cx_address_t *address, uint32_t naddress, cx_arena_t *arena)
{
    uint32_t        i;
    cx_geo_place_t  place;

    if (r->device == NULL || !cx_geo_lacks(r)) {
        return CX_DECLINED;
    }

    for (i = 0; i < naddress; i++) {
        if (cx_geo_find(g, &address[i], &place) == CX_OK) {
            return cx_geo_put(r->device, &place, arena);
        }
    }

    return CX_DECLINED;
}
