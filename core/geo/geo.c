#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <maxminddb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <strings.h>

#include "core/geo/file.h"
#include "core/geo/record.h"


/* nodes below an address that was cut off that are looked at */

#define CX_GEO_NODES  64


/*
 * The first half of an address of family 4 is not walked: what it leads to is
 * known, a node or, after fewer bits, something that is none.
 */

typedef struct {
    uint32_t  at;
    uint8_t   bits;
} cx_geo_step_t;

#define CX_GEO_TOP  65536

struct cx_geo_s {
    MMDB_s          mmdb;
    size_t          data_size;
    cx_geo_step_t  *top;
};


static int
cx_geo_type_known(const char *type)
{
    return type != NULL && (strcasestr(type, "city") != NULL
                            || strcasestr(type, "country") != NULL
                            || strcasestr(type, "enterprise") != NULL);
}


/* the library counts the metadata as data; records end before them */

static cx_rc_t
cx_geo_check_head(cx_geo_t *g, cx_error_t *e)
{
    const MMDB_s   *db;
    const uint8_t  *end;

    db = &g->mmdb;

    if (!cx_geo_type_known(db->metadata.database_type)) {
        return cx_error(e, CX_E_FILE_FORMAT, "database_type",
                        "a database of cities or countries", "is \"%.64s\"",
                        db->metadata.database_type != NULL
                        ? db->metadata.database_type : "");
    }

    if (db->metadata.ip_version != 4 && db->metadata.ip_version != 6) {
        return cx_error(e, CX_E_FILE_FORMAT, "ip_version", "4 or 6", "is %u",
                        db->metadata.ip_version);
    }

    end = db->metadata_section - CX_GEO_MARKER_LEN;

    if (end < db->data_section) {
        return cx_error(e, CX_E_FILE_BOUNDS, "metadata", "behind the data",
                        "begin before the data");
    }

    g->data_size = (size_t) (end - db->data_section);

    return CX_OK;
}


/* one of the two ways that lead on from a node */

static cx_rc_t
cx_geo_check_way(const cx_geo_t *g, uint8_t *seen, uint32_t node,
    unsigned type, const MMDB_entry_s *entry, cx_error_t *e)
{
    char            at[32];
    cx_geo_place_t  place;

    if (type == MMDB_RECORD_TYPE_SEARCH_NODE
        || type == MMDB_RECORD_TYPE_EMPTY)
    {
        return CX_OK;
    }

    (void) snprintf(at, sizeof(at), "node %u", node);

    if (type != MMDB_RECORD_TYPE_DATA || entry->offset >= g->data_size) {
        return cx_error(e, CX_E_FILE_BOUNDS, at, "to a node or to data",
                        "leads outside the file");
    }

    if (seen[entry->offset / 8] & 1 << entry->offset % 8) {
        return CX_OK;
    }

    seen[entry->offset / 8] |= (uint8_t) (1 << entry->offset % 8);

    if (cx_geo_record(g->mmdb.data_section, g->data_size, entry->offset,
                      &place) != CX_OK)
    {
        (void) snprintf(at, sizeof(at), "record at %u", entry->offset);

        return cx_error(e, CX_E_FILE_FORMAT, at, "a map", "cannot be read");
    }

    return CX_OK;
}


/* all that a look-up can come to is looked at once */

static cx_rc_t
cx_geo_check_tree(const cx_geo_t *g, cx_error_t *e)
{
    cx_rc_t             rc;
    uint8_t            *seen;
    uint32_t            i;
    MMDB_search_node_s  node;

    seen = calloc(1, g->data_size / 8 + 1);

    if (seen == NULL) {
        return cx_error(e, CX_E_NO_MEMORY, NULL, NULL, "out of memory");
    }

    rc = CX_OK;

    for (i = 0; rc == CX_OK && i < g->mmdb.metadata.node_count; i++) {
        if (MMDB_read_node(&g->mmdb, i, &node) != MMDB_SUCCESS) {
            rc = cx_error(e, CX_E_FILE_BOUNDS, "the tree", "whole nodes",
                          "node %u cannot be read", i);
            break;
        }

        rc = cx_geo_check_way(g, seen, i, node.left_record_type,
                              &node.left_record_entry, e);

        if (rc == CX_OK) {
            rc = cx_geo_check_way(g, seen, i, node.right_record_type,
                                  &node.right_record_entry, e);
        }
    }

    free(seen);

    return rc;
}


/* one bit further; CX_ERROR: the tree is broken */

static inline cx_rc_t
cx_geo_step(const cx_geo_t *g, unsigned right, cx_geo_step_t *s)
{
    MMDB_search_node_s  node;

    if (MMDB_read_node(&g->mmdb, s->at, &node) != MMDB_SUCCESS) {
        return CX_ERROR;
    }

    s->at = (uint32_t) (right ? node.right_record : node.left_record);
    s->bits++;

    return CX_OK;
}


static cx_rc_t
cx_geo_make_top(cx_geo_t *g, cx_error_t *e)
{
    uint32_t       i;
    cx_geo_step_t  s;

    g->top = malloc(CX_GEO_TOP * sizeof(cx_geo_step_t));

    if (g->top == NULL) {
        return cx_error(e, CX_E_NO_MEMORY, NULL, NULL, "out of memory");
    }

    for (i = 0; i < CX_GEO_TOP; i++) {
        s.at = g->mmdb.metadata.ip_version == 6
               ? g->mmdb.ipv4_start_node.node_value : 0;
        s.bits = 0;

        while (s.bits < 16 && s.at < g->mmdb.metadata.node_count) {
            if (cx_geo_step(g, i >> (15 - s.bits) & 1, &s) != CX_OK) {
                return cx_error(e, CX_E_FILE_BOUNDS, "the tree",
                                "whole nodes", "a node cannot be read");
            }
        }

        g->top[i] = s;
    }

    return CX_OK;
}


cx_geo_t *
cx_geo_open(const char *path, cx_error_t *e)
{
    cx_geo_t  *g;

    g = calloc(1, sizeof(cx_geo_t));

    if (g == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, NULL, NULL, "out of memory");
        return NULL;
    }

    if (cx_geo_load(path, &g->mmdb, e) != CX_OK) {
        free(g);
        return NULL;
    }

    if (cx_geo_check_head(g, e) != CX_OK || cx_geo_check_tree(g, e) != CX_OK
        || cx_geo_make_top(g, e) != CX_OK)
    {
        cx_geo_close(g);
        return NULL;
    }

    return g;
}


void
cx_geo_close(cx_geo_t *g)
{
    if (g != NULL) {
        MMDB_close(&g->mmdb);
        free(g->top);
        free(g);
    }
}


/* the bits of the network that it was found in; -1: it was not */

static int
cx_geo_lookup4(const cx_geo_t *g, uint32_t value, uint32_t *offset)
{
    uint32_t       nodes;
    cx_geo_step_t  s;

    nodes = g->mmdb.metadata.node_count;
    s = g->top[value >> 16];

    while (s.at < nodes) {
        if (s.bits == 32
            || cx_geo_step(g, value >> (31 - s.bits) & 1, &s) != CX_OK)
        {
            return -1;
        }
    }

    /* the number of nodes itself is nothing, then come 16 bytes and data */

    *offset = s.at == nodes ? UINT32_MAX : s.at - nodes - 16;

    return s.bits;
}


static int
cx_geo_lookup6(const cx_geo_t *g, cx_u128_t value, uint32_t *offset)
{
    int                   i, rc;
    struct sockaddr_in6   sin6;
    MMDB_lookup_result_s  res;

    memset(&sin6, 0, sizeof(sin6));
    sin6.sin6_family = AF_INET6;

    for (i = 0; i < 16; i++) {
        sin6.sin6_addr.s6_addr[i] = (uint8_t) (value >> (120 - 8 * i));
    }

    res = MMDB_lookup_sockaddr(&g->mmdb, (struct sockaddr *) &sin6, &rc);

    if (rc != MMDB_SUCCESS) {
        return -1;
    }

    *offset = res.found_entry ? res.entry.offset : UINT32_MAX;

    return res.netmask;
}


static cx_rc_t
cx_geo_read(const cx_geo_t *g, uint32_t offset, cx_geo_place_t *place)
{
    return cx_geo_record(g->mmdb.data_section, g->data_size, offset, place);
}


/* the node that all of a cut off address lies below; 0: there is none */

static uint32_t
cx_geo_node(const cx_geo_t *g, const cx_address_t *a)
{
    unsigned            i, width, right;
    uint32_t            at;
    MMDB_search_node_s  node;

    at = 0;
    width = cx_address_width(a);

    if (a->family == 4 && g->mmdb.metadata.ip_version == 6) {
        at = g->mmdb.ipv4_start_node.node_value;
    }

    for (i = 0; i < a->bits; i++) {
        right = (unsigned) (a->value >> (width - 1 - i)) & 1;

        if (MMDB_read_node(&g->mmdb, at, &node) != MMDB_SUCCESS
            || (right ? node.right_record_type : node.left_record_type)
               != MMDB_RECORD_TYPE_SEARCH_NODE)
        {
            return 0;
        }

        at = (uint32_t) (right ? node.right_record : node.left_record);
    }

    return at;
}


/* takes what a way leads to; CX_DECLINED: the countries are not the same */

static cx_rc_t
cx_geo_way(const cx_geo_t *g, unsigned type, uint64_t record,
    const MMDB_entry_s *entry, uint32_t *stack, unsigned *n,
    uint32_t *country)
{
    cx_geo_place_t  place;

    if (type == MMDB_RECORD_TYPE_SEARCH_NODE) {
        if (*n == CX_GEO_NODES) {
            return CX_DECLINED;
        }

        stack[(*n)++] = (uint32_t) record;
        return CX_OK;
    }

    if (type != MMDB_RECORD_TYPE_DATA
        || cx_geo_read(g, entry->offset, &place) != CX_OK
        || place.country == 0
        || (*country != 0 && place.country != *country))
    {
        return CX_DECLINED;
    }

    *country = place.country;

    return CX_OK;
}


static cx_rc_t
cx_geo_country(const cx_geo_t *g, const cx_address_t *a, uint32_t *country)
{
    unsigned            n, looked;
    uint32_t            stack[CX_GEO_NODES];
    MMDB_search_node_s  node;

    *country = 0;
    stack[0] = cx_geo_node(g, a);
    n = stack[0] != 0;

    for (looked = 0; n; looked++) {
        if (looked == CX_GEO_NODES
            || MMDB_read_node(&g->mmdb, stack[--n], &node) != MMDB_SUCCESS
            || cx_geo_way(g, node.left_record_type, node.left_record,
                          &node.left_record_entry, stack, &n, country)
               != CX_OK
            || cx_geo_way(g, node.right_record_type, node.right_record,
                          &node.right_record_entry, stack, &n, country)
               != CX_OK)
        {
            return CX_DECLINED;
        }
    }

    return *country ? CX_OK : CX_DECLINED;
}


cx_rc_t
cx_geo_find(const cx_geo_t *g, const cx_address_t *a, cx_geo_place_t *place)
{
    int       bits;
    uint32_t  country, offset;

    if (a->family == 0) {
        return CX_DECLINED;
    }

    bits = a->family == 4 ? cx_geo_lookup4(g, (uint32_t) a->value, &offset)
                          : cx_geo_lookup6(g, a->value, &offset);

    if (bits < 0) {
        return CX_DECLINED;
    }

    if (bits <= a->bits) {
        return offset != UINT32_MAX
               && cx_geo_read(g, offset, place) == CX_OK
               && place->country ? CX_OK : CX_DECLINED;
    }

    if (cx_geo_country(g, a, &country) != CX_OK) {
        return CX_DECLINED;
    }

    memset(place, 0, sizeof(cx_geo_place_t));
    place->country = country;
    place->lat = CX_NO_COORD;
    place->lon = CX_NO_COORD;

    return CX_OK;
}
