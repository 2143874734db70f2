/*
 * A record is a map of maps.  The library finds one value for one path by
 * walking from the beginning; here all that is wanted is taken in one walk,
 * which is what the path of a bid can afford.  Nothing is read that lies
 * outside the data, pointers lead no further than one step, and a walk has a
 * bound.
 */

#include "core/geo/record.h"


#define CX_MM_STEPS  4096

typedef enum {
    CX_MM_POINTER = 1,
    CX_MM_STRING = 2,
    CX_MM_DOUBLE = 3,
    CX_MM_UINT16 = 5,
    CX_MM_UINT32 = 6,
    CX_MM_MAP = 7,
    CX_MM_ARRAY = 11,
    CX_MM_BOOL = 14
} cx_mm_type_e;

typedef struct {
    const uint8_t  *data;
    const uint8_t  *p;
    const uint8_t  *end;
    uint32_t       *steps;      /* that are left */
} cx_mm_t;

typedef struct {
    unsigned        type;
    uint32_t        size;       /* bytes, or members of a container */
    const uint8_t  *at;
} cx_mm_value_t;


/* where it leads to; *p stands behind its first byte and is moved on */

static inline cx_rc_t
cx_mm_pointer(const cx_mm_t *m, const uint8_t **p, uint8_t ctrl, uint32_t *to)
{
    unsigned        n;
    const uint8_t  *q;

    q = *p;
    n = ctrl >> 3 & 3;

    if ((size_t) (m->end - q) < n + 1) {
        return CX_ERROR;
    }

    switch (n) {

    case 0:
        *to = (uint32_t) (ctrl & 7) << 8 | q[0];
        break;

    case 1:
        *to = ((uint32_t) (ctrl & 7) << 16 | (uint32_t) q[0] << 8 | q[1])
              + 2048;
        break;

    case 2:
        *to = ((uint32_t) (ctrl & 7) << 24 | (uint32_t) q[0] << 16
               | (uint32_t) q[1] << 8 | q[2]) + 526336;
        break;

    default:
        *to = (uint32_t) q[0] << 24 | (uint32_t) q[1] << 16
              | (uint32_t) q[2] << 8 | q[3];
    }

    *p = q + n + 1;

    return *to < (size_t) (m->end - m->data) ? CX_OK : CX_ERROR;
}


/* a type that does not fit into the first byte, a size that does not */

static cx_rc_t
cx_mm_long(cx_mm_t *m, cx_mm_value_t *v)
{
    size_t    i, more;
    uint32_t  n;

    static const uint32_t  base[] = { 29, 285, 65821 };

    if (v->type == 0) {
        if (m->p == m->end) {
            return CX_ERROR;
        }

        v->type = 7U + *m->p++;
    }

    if (v->size < 29) {
        return CX_OK;
    }

    more = v->size - 28;

    if ((size_t) (m->end - m->p) < more) {
        return CX_ERROR;
    }

    for (i = 0, n = 0; i < more; i++) {
        n = n << 8 | *m->p++;
    }

    v->size = n + base[more - 1];

    return CX_OK;
}


/* one value; of a container its head, the members come next */

static inline cx_rc_t
cx_mm_next(cx_mm_t *m, cx_mm_value_t *v)
{
    uint8_t  ctrl;

    if (cx_unlikely(*m->steps == 0 || m->p == m->end)) {
        return CX_ERROR;
    }

    (*m->steps)--;
    ctrl = *m->p++;
    v->type = ctrl >> 5;
    v->size = ctrl & 31;

    if (v->type == CX_MM_POINTER) {
        return cx_mm_pointer(m, &m->p, ctrl, &v->size);
    }

    if (cx_unlikely(v->type == 0 || v->size >= 29)
        && cx_mm_long(m, v) != CX_OK)
    {
        return CX_ERROR;
    }

    v->at = m->p;

    if (v->type == CX_MM_MAP || v->type == CX_MM_ARRAY
        || v->type == CX_MM_BOOL)
    {
        return CX_OK;
    }

    if (cx_unlikely((size_t) (m->end - m->p) < v->size)) {
        return CX_ERROR;
    }

    m->p += v->size;

    return CX_OK;
}


/* what is left of values that were begun; most are short or pointers */

static cx_rc_t
cx_mm_skip(cx_mm_t *m, uint64_t left)
{
    uint8_t         ctrl;
    unsigned        type;
    uint32_t        steps, size;
    const uint8_t  *p;
    cx_mm_value_t   v;

    p = m->p;
    steps = *m->steps;

    for ( /* void */ ; left; left--) {
        if (cx_unlikely(steps == 0 || p == m->end)) {
            return CX_ERROR;
        }

        steps--;
        ctrl = *p;
        type = ctrl >> 5;

        size = ctrl & 31;

        if (cx_likely(type != 0 && (size < 29 || type == CX_MM_POINTER))) {
            if (type == CX_MM_MAP) {
                left += (uint64_t) size * 2;
                size = 0;

            } else if (type == CX_MM_POINTER) {
                size = 1 + (size >> 3);
            }

            if (cx_unlikely((size_t) (m->end - p) < size + 1)) {
                return CX_ERROR;
            }

            p += size + 1;
            continue;
        }

        m->p = p;
        *m->steps = steps;

        if (cx_mm_next(m, &v) != CX_OK) {
            return CX_ERROR;
        }

        p = m->p;

        if (v.type == CX_MM_MAP) {
            left += (uint64_t) v.size * 2;

        } else if (v.type == CX_MM_ARRAY) {
            left += v.size;
        }
    }

    m->p = p;
    *m->steps = steps;

    return CX_OK;
}


/*
 * The value that comes next, whether it stands there or somewhere else.  to
 * is where its members are: m itself, or *other behind a pointer.
 */

static inline cx_rc_t
cx_mm_value(cx_mm_t *m, cx_mm_t *other, cx_mm_t **to, cx_mm_value_t *v)
{
    *to = m;

    if (cx_mm_next(m, v) != CX_OK) {
        return CX_ERROR;
    }

    if (v->type != CX_MM_POINTER) {
        return CX_OK;
    }

    *other = *m;
    other->p = m->data + v->size;
    *to = other;

    return cx_mm_next(other, v) == CX_OK && v->type != CX_MM_POINTER
           ? CX_OK : CX_ERROR;
}


static uint32_t
cx_mm_uint(const cx_mm_value_t *v)
{
    uint32_t  i, n;

    if ((v->type != CX_MM_UINT16 && v->type != CX_MM_UINT32) || v->size > 4) {
        return 0;
    }

    for (i = 0, n = 0; i < v->size; i++) {
        n = n << 8 | v->at[i];
    }

    return n;
}


static double
cx_mm_coord(const cx_mm_value_t *v, double max)
{
    double    d;
    uint32_t  i;
    uint64_t  n;

    if (v->type != CX_MM_DOUBLE || v->size != 8) {
        return CX_NO_COORD;
    }

    for (i = 0, n = 0; i < 8; i++) {
        n = n << 8 | v->at[i];
    }

    memcpy(&d, &n, 8);

    return d >= -max && d <= max ? d : CX_NO_COORD;
}


/* nobody targets names that are longer */

static cx_str_t
cx_mm_str(const cx_mm_value_t *v)
{
    return v->type == CX_MM_STRING && v->size <= 128
           ? cx_strn(v->at, v->size) : cx_str("");
}


/* what a map is about; a member of it may be about something else */

typedef enum {
    CX_MM_TOP = 0,
    CX_MM_CITY,
    CX_MM_NAMES,
    CX_MM_COUNTRY,
    CX_MM_LOCATION,
    CX_MM_POSTAL,
    CX_MM_REGION,
    CX_MM_FIELD                 /* and no map */
} cx_mm_about_e;

static const struct {
    const char    *key;
    uint8_t        len;
    uint8_t        in, about;   /* cx_mm_about_e */
    uint8_t        field;
} cx_mm_keys[] = {
#define CX_MM_KEY(key, in, about, field)                                      \
    { key, sizeof(key) - 1, CX_MM_##in, CX_MM_##about, field }

    CX_MM_KEY("city", TOP, CITY, 0),
    CX_MM_KEY("country", TOP, COUNTRY, 0),
    CX_MM_KEY("location", TOP, LOCATION, 0),
    CX_MM_KEY("postal", TOP, POSTAL, 0),
    CX_MM_KEY("subdivisions", TOP, REGION, 0),
    CX_MM_KEY("names", CITY, NAMES, 0),
    CX_MM_KEY("en", NAMES, FIELD, 'n'),
    CX_MM_KEY("iso_code", COUNTRY, FIELD, 'c'),
    CX_MM_KEY("iso_code", REGION, FIELD, 'r'),
    CX_MM_KEY("code", POSTAL, FIELD, 'z'),
    CX_MM_KEY("latitude", LOCATION, FIELD, 'y'),
    CX_MM_KEY("longitude", LOCATION, FIELD, 'x'),
    CX_MM_KEY("metro_code", LOCATION, FIELD, 'm'),
    CX_MM_KEY("accuracy_radius", LOCATION, FIELD, 'a')

#undef CX_MM_KEY
};

#define CX_MM_KEYS  cx_nelts(cx_mm_keys)

/* of each kind of map the first of them, and how many there are */

static const uint8_t  cx_mm_first[] = {
    [CX_MM_TOP] = 0, [CX_MM_CITY] = 5, [CX_MM_NAMES] = 6,
    [CX_MM_COUNTRY] = 7, [CX_MM_REGION] = 8, [CX_MM_POSTAL] = 9,
    [CX_MM_LOCATION] = 10, [CX_MM_FIELD] = 14
};

static const uint8_t  cx_mm_count[] = {
    [CX_MM_TOP] = 5, [CX_MM_CITY] = 1, [CX_MM_NAMES] = 1,
    [CX_MM_COUNTRY] = 1, [CX_MM_REGION] = 1, [CX_MM_POSTAL] = 1,
    [CX_MM_LOCATION] = 4, [CX_MM_FIELD] = 0
};


static void
cx_mm_field(cx_geo_place_t *place, unsigned field, const cx_mm_value_t *v)
{
    switch (field) {

    case 'n':
        place->city = cx_mm_str(v);
        break;

    case 'c':
        place->country = cx_country(cx_mm_str(v));
        break;

    case 'r':
        place->region = cx_mm_str(v);
        break;

    case 'z':
        place->zip = cx_mm_str(v);
        break;

    case 'y':
        place->lat = cx_mm_coord(v, 90);
        break;

    case 'x':
        place->lon = cx_mm_coord(v, 180);
        break;

    case 'm':
        place->metro = cx_mm_uint(v);
        break;

    case 'a':
        place->accuracy_km = cx_mm_uint(v);
        break;
    }
}


static cx_rc_t cx_mm_map(cx_mm_t *m, uint32_t n, cx_mm_about_e about,
    int last, cx_geo_place_t *place);


/*
 * The members of a value whose head was read, or those of its first map;
 * last: what comes behind it is of no interest.
 */

static cx_rc_t
cx_mm_members(cx_mm_t *m, const cx_mm_value_t *v, cx_mm_about_e about,
    int last, cx_geo_place_t *place)
{
    cx_mm_t         other, *to;
    cx_mm_value_t   first;

    if (v->type == CX_MM_MAP) {
        return cx_mm_map(m, v->size, about, last, place);
    }

    if (v->type != CX_MM_ARRAY) {
        return CX_OK;
    }

    if (v->size == 0 || about != CX_MM_REGION) {
        return cx_mm_skip(m, v->size);
    }

    if (cx_mm_value(m, &other, &to, &first) != CX_OK) {
        return CX_ERROR;
    }

    if (first.type == CX_MM_MAP) {
        if (cx_mm_map(to, first.size, about, last || to != m, place) != CX_OK)
        {
            return CX_ERROR;
        }

    } else if (first.type == CX_MM_ARRAY
               && cx_mm_skip(to, first.size) != CX_OK)
    {
        return CX_ERROR;
    }

    return last ? CX_OK : cx_mm_skip(m, v->size - 1);
}


/* its number among all, or what is no number of any */

static inline size_t
cx_mm_find(const uint8_t *key, size_t len, cx_mm_about_e about)
{
    size_t  i;

    for (i = cx_mm_first[about]; i < CX_MM_KEYS; i++) {
        if (cx_mm_keys[i].in != about) {
            break;
        }

        if (cx_mm_keys[i].len == len
            && memcmp(cx_mm_keys[i].key, key, len) == 0)
        {
            return i;
        }
    }

    return CX_MM_KEYS;
}


static cx_rc_t
cx_mm_long_key(cx_mm_t *m, cx_mm_about_e about, size_t *k)
{
    cx_mm_t        other, *to;
    cx_mm_value_t  v;

    if (cx_mm_value(m, &other, &to, &v) != CX_OK || v.type != CX_MM_STRING) {
        return CX_ERROR;
    }

    *k = cx_mm_find(v.at, v.size, about);

    return CX_OK;
}


/* a key; in most databases it is a pointer to a short text */

static inline cx_rc_t
cx_mm_key(cx_mm_t *m, cx_mm_about_e about, size_t *k)
{
    size_t          len;
    uint32_t        to;
    const uint8_t  *p, *next;

    p = m->p;

    if (p == m->end) {
        return CX_ERROR;
    }

    next = p + 1;

    if (*p >> 5 == CX_MM_POINTER) {
        if (cx_mm_pointer(m, &next, *p, &to) != CX_OK) {
            return CX_ERROR;
        }

        p = m->data + to;
        len = *p & 31;

    } else {
        len = *p & 31;
        next = p + cx_min(len + 1, (size_t) (m->end - p));
    }

    if (cx_unlikely(*p >> 5 != CX_MM_STRING || len >= 29
                    || len >= (size_t) (m->end - p)))
    {
        return cx_mm_long_key(m, about, k);
    }

    m->p = next;
    *k = cx_mm_find(p + 1, len, about);

    return CX_OK;
}


/* once all is found only where the map ends is of interest, if that is */

static cx_rc_t
cx_mm_map(cx_mm_t *m, uint32_t n, cx_mm_about_e about, int last,
    cx_geo_place_t *place)
{
    size_t         k;
    cx_mm_t        other, *to;
    unsigned       left;
    cx_mm_value_t  v;

    left = cx_mm_count[about];

    for ( /* void */ ; n && left; n--) {
        if (cx_mm_key(m, about, &k) != CX_OK) {
            return CX_ERROR;
        }

        if (k == CX_MM_KEYS) {
            if (cx_mm_skip(m, 1) != CX_OK) {
                return CX_ERROR;
            }

            continue;
        }

        left--;

        if (cx_mm_value(m, &other, &to, &v) != CX_OK) {
            return CX_ERROR;
        }

        if (cx_mm_keys[k].about == CX_MM_FIELD) {
            cx_mm_field(place, cx_mm_keys[k].field, &v);
        }

        if (cx_mm_members(to, &v, cx_mm_keys[k].about, to != m, place)
            != CX_OK)
        {
            return CX_ERROR;
        }
    }

    return last ? CX_OK : cx_mm_skip(m, (uint64_t) n * 2);
}


cx_rc_t
cx_geo_record(const uint8_t *data, size_t size, uint32_t offset,
    cx_geo_place_t *place)
{
    cx_mm_t        m;
    uint32_t       steps;
    cx_mm_value_t  v;

    memset(place, 0, sizeof(cx_geo_place_t));
    place->lat = CX_NO_COORD;
    place->lon = CX_NO_COORD;

    if (offset >= size) {
        return CX_ERROR;
    }

    m.data = data;
    m.p = data + offset;
    m.end = data + size;
    m.steps = &steps;
    steps = CX_MM_STEPS;

    if (cx_mm_next(&m, &v) != CX_OK || v.type != CX_MM_MAP
        || cx_mm_map(&m, v.size, CX_MM_TOP, 1, place) != CX_OK)
    {
        return CX_ERROR;
    }

    /* half a place is none */

    if (place->lat == CX_NO_COORD || place->lon == CX_NO_COORD) {
        place->lat = CX_NO_COORD;
        place->lon = CX_NO_COORD;
        place->accuracy_km = 0;
    }

    return CX_OK;
}
