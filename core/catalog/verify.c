/* what bits cannot say, looked at for the few that the bits let through */

#include <math.h>

#include "core/catalog/match.h"


#define CX_EARTH_M   6371008.8
#define CX_NO_HOUR   (-1)


static inline int64_t
cx_words64(const uint32_t *w)
{
    return (int64_t) ((uint64_t) w[1] << 32 | w[0]);
}


static inline int
cx_window_open(const cx_match_t *m, const uint32_t *w)
{
    int64_t  start, end;

    start = cx_words64(w);
    end = cx_words64(w + 2);

    return (start == 0 || m->in.now_s >= start)
           && (end == 0 || m->in.now_s < end);
}


/* hour of the week in a zone, Monday's first is 0 */

static int32_t
cx_zone_hour(const cx_catalog_file_t *f, uint32_t zone, int64_t now)
{
    int32_t                     offset;
    int64_t                     local;
    uint32_t                    lo, hi, mid;
    const cx_cat_zone_t        *z;
    const cx_cat_transition_t  *t;

    z = &f->s_ZONES[zone];
    t = f->s_TRANSITIONS + z->transitions.first;

    for (lo = 0, hi = z->transitions.n; lo < hi; /* void */) {
        mid = lo + (hi - lo) / 2;

        if (t[mid].at <= now) {
            lo = mid + 1;

        } else {
            hi = mid;
        }
    }

    offset = lo ? t[lo - 1].offset : z->offset;

    /* 1970-01-01 was a Thursday */

    local = (now + offset + 3 * 86400) % (7 * 86400);
    local += local < 0 ? 7 * 86400 : 0;

    return (int32_t) (local / 3600);
}


/* mostly one zone is asked for again and again: the last one is kept */

static inline int
cx_schedule_open(cx_match_t *m, const cx_plan_t *p, uint32_t schedule)
{
    uint32_t                  k;
    const cx_cat_schedule_t  *s;

    s = &p->f->s_SCHEDULES[schedule];
    k = p == &m->plan[1];

    if (m->hour[k] == CX_NO_HOUR || m->zone[k] != s->zone) {
        m->hour[k] = cx_zone_hour(p->f, s->zone, m->in.now_s);
        m->zone[k] = s->zone;
    }

    return s->hours[m->hour[k] / 32] >> m->hour[k] % 32 & 1;
}


static int
cx_radius_has(cx_match_t *m, const uint32_t *w)
{
    double  lat, lon, dlat, dlon, a;

    if (m->lat_cos > 1) {
        m->lat_cos = cos(m->lat * CX_DEGREE);
    }

    lat = (double) (int32_t) w[0] / 1e6;
    lon = (double) (int32_t) w[1] / 1e6;

    dlat = sin((m->lat - lat) * CX_DEGREE / 2);
    dlon = sin((m->lon - lon) * CX_DEGREE / 2);

    a = dlat * dlat + cos(lat * CX_DEGREE) * m->lat_cos * dlon * dlon;

    return 2 * CX_EARTH_M * asin(sqrt(cx_min(a, 1.0))) <= (double) w[2];
}


/*
 * A metre to the north is less than 9 millionths of a degree, and no way is
 * shorter than that part of it.  For those that are near, several impressions
 * ask the same.
 */

static int
cx_radius_holds(cx_match_t *m, const uint32_t *w)
{
    int64_t       off;
    cx_circle_t  *memo;

    if (m->lat > 90) {
        return 0;
    }

    off = (int64_t) m->lat_e6 - (int32_t) w[0];

    if (off > 9 * (int64_t) w[2] + 2 || -off > 9 * (int64_t) w[2] + 2) {
        return 0;
    }

    if (m->circle == NULL && m->in.req->r.imp.n > 1) {
        m->circle = cx_arena_zalloc(m->arena, CX_CIRCLES_MEMO
                                              * sizeof(cx_circle_t));
    }

    if (m->circle == NULL) {
        return cx_radius_has(m, w);
    }

    memo = &m->circle[cx_hash_mix((uintptr_t) w, 0) % CX_CIRCLES_MEMO];

    if (memo->w != w) {
        memo->w = w;
        memo->holds = cx_radius_has(m, w);
    }

    return memo->holds;
}


static int
cx_os_version_holds(const cx_match_t *m, const cx_plan_t *p,
    const uint32_t *w)
{
    uint64_t  v;

    v = m->os_version;

    if (v == 0 || v < (uint64_t) cx_words64(w + 1)
        || v > (uint64_t) cx_words64(w + 3))
    {
        return 0;
    }

    return w[0] == 0 || cx_cat_name_eq(cx_catalog_name(p->f, w[0] - 1),
                                       cx_request_os(m->in.req), 0);
}


static int
cx_screen_holds(const cx_match_t *m, const uint32_t *w)
{
    const cx_ortb_device_t  *d;

    d = m->in.req->r.device;

    if (d == NULL || d->w <= 0 || d->h <= 0) {
        return 0;
    }

    return (uint32_t) d->w >= w[0] && (uint32_t) d->w <= w[1]
           && (uint32_t) d->h >= w[2] && (uint32_t) d->h <= w[3];
}


static int
cx_names_have(const cx_plan_t *p, cx_range_t r, uint32_t name)
{
    uint32_t  i;

    if (p->named.slot != NULL) {
        return r.n != 0 && cx_set_has(&p->named, cx_named_key(r, name));
    }

    for (i = 0; i < r.n; i++) {
        if (p->names[r.first + i] == name) {
            return 1;
        }
    }

    return 0;
}


/* does one entry of an op hold? */

static int
cx_entry_holds(cx_match_t *m, const cx_plan_t *p, cx_op_e op,
    const uint32_t *w)
{
    switch (op) {

    case CX_OP_RADIUS_IN:
    case CX_OP_RADIUS_EX:
        return cx_radius_holds(m, w);

    case CX_OP_OSV_IN:
    case CX_OP_OSV_EX:
        return cx_os_version_holds(m, p, w);

    case CX_OP_SCREEN_IN:
    case CX_OP_SCREEN_EX:
        return cx_screen_holds(m, w);

    case CX_OP_SEGMENT_ALL:
        return cx_names_have(p, p->segments, w[0]);

    case CX_OP_CUSTOM_ALL:
        return cx_names_have(p, p->customs, w[0]);

    default:
        return 0;
    }
}


static int
cx_op_holds(cx_match_t *m, const cx_plan_t *p, cx_op_e op, const uint32_t *w,
    uint32_t n)
{
    int       want;
    uint32_t  i;

    /* of all-of each one, of an include one, of an exclude none */

    want = (op != CX_OP_SEGMENT_ALL && op != CX_OP_CUSTOM_ALL);

    for (i = 0; i < n; i += cx_ops[op].words) {
        if (cx_entry_holds(m, p, op, w + i) == want) {
            break;
        }
    }

    if (op == CX_OP_RADIUS_EX || op == CX_OP_OSV_EX || op == CX_OP_SCREEN_EX) {
        return i == n;
    }

    return (i < n) == want;
}


cx_op_e
cx_program_run(cx_match_t *m, const cx_plan_t *p, uint32_t program)
{
    int              holds;
    uint32_t         n;
    cx_op_e          op;
    const uint32_t  *w;

    if (program == 0) {
        return CX_OP_END;
    }

    /* the two that most have are of one entry */

    for (w = p->f->s_PROGRAMS + program; /* void */ ; w += n) {
        op = *w & 0xff;
        n = *w++ >> 8;

        switch (op) {

        case CX_OP_END:
            return op;

        case CX_OP_WINDOW:
            holds = cx_window_open(m, w);
            break;

        case CX_OP_SCHEDULE:
            holds = cx_schedule_open(m, p, w[0]);
            break;

        default:
            holds = cx_op_holds(m, p, op, w, n);
        }

        if (!holds) {
            return op;
        }
    }
}
