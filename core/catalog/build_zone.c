/*
 * Time zones: the transitions of the system's database (RFC 8536), from a
 * day ago to as far ahead as a catalogue may live, with what its last rule
 * says made explicit.
 */

#include <stdio.h>
#include <stdlib.h>

#include "core/catalog/build_zone.h"


#define CX_ZONE_FOLDER     "/usr/share/zoneinfo"
#define CX_ZONE_SIZE_MAX   (1024 * 1024)
#define CX_ZONE_YEARS      10


static uint32_t
cx_be32(const uint8_t *p)
{
    return (uint32_t) p[0] << 24 | (uint32_t) p[1] << 16 | (uint32_t) p[2] << 8
           | p[3];
}


static int64_t
cx_be64(const uint8_t *p)
{
    return (int64_t) ((uint64_t) cx_be32(p) << 32 | cx_be32(p + 4));
}


typedef struct {
    uint32_t        ntimes;
    uint32_t        ntypes;
    const uint8_t  *times;
    const uint8_t  *which;
    const uint8_t  *types;
    const uint8_t  *end;
} cx_tzif_t;


/* one of the two data blocks; size is that of a time */

static cx_rc_t
cx_tzif_block(cx_tzif_t *z, const uint8_t *p, const uint8_t *last,
    size_t size)
{
    uint64_t  need;
    uint32_t  isut, isstd, leap, chars;

    if (last - p < 44 || memcmp(p, "TZif", 4) != 0) {
        return CX_ERROR;
    }

    isut = cx_be32(p + 20);
    isstd = cx_be32(p + 24);
    leap = cx_be32(p + 28);
    z->ntimes = cx_be32(p + 32);
    z->ntypes = cx_be32(p + 36);
    chars = cx_be32(p + 40);
    p += 44;

    need = (uint64_t) z->ntimes * (size + 1) + (uint64_t) z->ntypes * 6 + chars
           + (uint64_t) leap * (size + 4) + isstd + isut;

    if (need > (uint64_t) (last - p) || z->ntypes == 0) {
        return CX_ERROR;
    }

    z->times = p;
    z->which = p + z->ntimes * size;
    z->types = z->which + z->ntimes;
    z->end = p + need;

    return CX_OK;
}


static cx_rc_t
cx_zone_add(cx_builder_t *b, cx_cat_zone_t *z, int64_t at, int32_t offset)
{
    int32_t               before;
    cx_cat_transition_t  *t;

    before = z->offset;

    if (z->transitions.n) {
        t = cx_vec_at(&b->transitions, b->transitions.n - 1);
        before = t->offset;

        if (at <= t->at) {
            return CX_OK;
        }
    }

    if (before == offset) {
        return CX_OK;
    }

    t = cx_vec_add(&b->transitions, 1);

    if (t == NULL) {
        return CX_ERROR;
    }

    t->at = at;
    t->offset = offset;
    z->transitions.n++;

    return CX_OK;
}


static cx_rc_t
cx_zone_times(cx_builder_t *b, cx_cat_zone_t *z, const cx_tzif_t *t,
    int64_t from, int64_t *last)
{
    int32_t   offset;
    int64_t   at;
    uint32_t  i, type;

    z->offset = (int32_t) cx_be32(t->types);
    *last = INT64_MIN;

    for (i = 0; i < t->ntimes; i++) {
        type = t->which[i];

        if (type >= t->ntypes) {
            return CX_ERROR;
        }

        at = cx_be64(t->times + (size_t) i * 8);
        offset = (int32_t) cx_be32(t->types + (size_t) type * 6);
        *last = at;

        if (at <= from) {
            z->offset = offset;

        } else if (cx_zone_add(b, z, at, offset) != CX_OK) {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


/* the line between newlines behind the second block, for later years */

static cx_rc_t
cx_zone_rule(cx_builder_t *b, cx_cat_zone_t *z, const uint8_t *p,
    const uint8_t *last, int64_t from, int64_t known)
{
    int             year, i, k;
    int64_t         at[2];
    int32_t         offset[2];
    cx_tz_rule_t    rule;
    const uint8_t  *end;

    if (last - p < 2 || *p != '\n') {
        return CX_ERROR;
    }

    p++;
    end = memchr(p, '\n', (size_t) (last - p));

    if (end == NULL) {
        return CX_ERROR;
    }

    if (end == p) {
        return CX_OK;
    }

    if (cx_tz_rule_parse(&rule, cx_strn(p, end - p)) != CX_OK) {
        return CX_ERROR;
    }

    if (!rule.dst) {
        return CX_OK;
    }

    year = cx_tz_year(b->conf.now_s) - 1;

    for (i = 0; i < 2 * (CX_ZONE_YEARS + 2); i++) {
        k = i % 2;

        if (k == 0) {
            cx_tz_rule_year(&rule, year++, at, offset);
        }

        /* what the table says comes before the rule */

        if (at[k] <= known) {
            continue;
        }

        if (at[k] <= from) {
            z->offset = offset[k];

        } else if (cx_zone_add(b, z, at[k], offset[k]) != CX_OK) {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_zone_read(cx_builder_t *b, cx_cat_zone_t *z, const uint8_t *data,
    size_t size)
{
    int64_t         from, last;
    cx_tzif_t       t;
    const uint8_t  *end;

    end = data + size;
    from = b->conf.now_s - 86400;

    /* the first block is of 32 bits and for old programs */

    if (cx_tzif_block(&t, data, end, 4) != CX_OK || data[4] < '2'
        || cx_tzif_block(&t, t.end, end, 8) != CX_OK
        || cx_zone_times(b, z, &t, from, &last) != CX_OK)
    {
        return CX_ERROR;
    }

    return cx_zone_rule(b, z, t.end, end, from, last);
}


/* "Europe/Berlin": letters, digits, _, +, - and single slashes between */

static int
cx_zone_named(cx_str_t s)
{
    size_t   i;
    uint8_t  c;

    if (s.len == 0 || s.len > 64) {
        return 0;
    }

    for (i = 0; i < s.len; i++) {
        c = s.data[i];

        if (!(((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
              || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-'
              || (c == '/' && i && i + 1 < s.len && s.data[i - 1] != '/')))
        {
            return 0;
        }
    }

    return 1;
}


cx_rc_t
cx_b_zone(cx_builder_t *b, cx_str_t name, const cx_json_at_t *at,
    uint32_t *zone, cx_error_t *e)
{
    char            path[128];
    size_t          i;
    cx_rc_t         rc;
    cx_map_t        map;
    cx_cat_str_t    ref;
    cx_cat_zone_t   z, *rec;

    if (!cx_zone_named(name)) {
        return cx_json_error(at, e, CX_E_FIELD_VALUE,
                             "a name like \"Europe/Berlin\"", "is \"%.*s\"",
                             (int) cx_min(name.len, 40),
                             (const char *) name.data);
    }

    if (cx_b_string(b, name, &ref) != CX_OK) {
        return cx_b_no_memory(e);
    }

    for (i = 0; i < b->zones.n; i++) {
        rec = cx_vec_at(&b->zones, i);

        if (rec->name.off == ref.off) {
            *zone = (uint32_t) i;
            return CX_OK;
        }
    }

    (void) snprintf(path, sizeof(path), "%s/%.*s", CX_ZONE_FOLDER,
                    (int) name.len, (const char *) name.data);

    if (cx_map_open(&map, path, NULL) != CX_OK) {
        return cx_json_error(at, e, CX_E_FIELD_VALUE,
                             "a zone in " CX_ZONE_FOLDER, "no zone \"%.*s\"",
                             (int) name.len, (const char *) name.data);
    }

    memset(&z, 0, sizeof(cx_cat_zone_t));
    z.name = ref;
    z.transitions.first = (uint32_t) b->transitions.n;

    rc = map.size > CX_ZONE_SIZE_MAX
         ? CX_ERROR : cx_zone_read(b, &z, map.data, map.size);

    cx_map_close(&map);

    if (rc != CX_OK) {
        return cx_json_error(at, e, CX_E_FILE_FORMAT, "a file of RFC 8536",
                             "%s cannot be read", path);
    }

    rec = cx_vec_add(&b->zones, 1);

    if (rec == NULL) {
        return cx_b_no_memory(e);
    }

    *rec = z;
    *zone = (uint32_t) b->zones.n - 1;

    return CX_OK;
}
