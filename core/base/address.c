#include "core/base/base.h"


typedef struct {
    const uint8_t  *p;
    const uint8_t  *last;
    int             zeros;      /* may be before a number: "007" */
} cx_scan_t;


/* "x", "xxx" or "*" in the place of a number */

static int
cx_scan_hidden(cx_scan_t *s)
{
    uint8_t  c;
    size_t   n;

    c = s->p < s->last ? *s->p : 0;

    if (c != 'x' && c != 'X' && c != '*') {
        return 0;
    }

    for (n = 0; n < 4 && s->p < s->last && *s->p == c; n++) {
        s->p++;
    }

    return 1;
}


/* -1: no number from 0 to 255 */

static int
cx_scan_octet(cx_scan_t *s)
{
    int             n;
    const uint8_t  *from;

    from = s->p;

    for (n = 0; s->p < s->last && s->p - from < 4; s->p++) {
        if (*s->p < '0' || *s->p > '9') {
            break;
        }

        n = n * 10 + (*s->p - '0');
    }

    if (s->p == from || n > 255
        || (!s->zeros && *from == '0' && s->p - from > 1))
    {
        return -1;
    }

    return n;
}


/* up to four parts with dots between them; what is hidden stays hidden */

static cx_rc_t
cx_scan_v4(cx_scan_t *s, cx_address_t *a)
{
    int       octet, hidden;
    uint32_t  value;
    unsigned  n, known;

    value = 0;
    known = 0;
    hidden = 0;

    for (n = 0; n < 4; n++) {
        if (cx_scan_hidden(s)) {
            hidden = 1;

        } else {
            octet = cx_scan_octet(s);

            if (octet < 0 || (hidden && octet != 0)) {
                return CX_ERROR;
            }

            if (!hidden) {
                value |= (uint32_t) octet << (24 - 8 * n);
                known++;
            }
        }

        if (s->p == s->last || *s->p == '/') {
            break;
        }

        if (n == 3 || *s->p++ != '.') {
            return CX_ERROR;
        }

        if (s->p == s->last) {
            break;
        }
    }

    if (known < 2) {
        return CX_ERROR;
    }

    a->family = 4;
    a->value = value;
    a->bits = (uint8_t) (known * 8);

    return CX_OK;
}


static int
cx_scan_group(cx_scan_t *s)
{
    int             c, n;
    const uint8_t  *from;

    from = s->p;

    for (n = 0; s->p < s->last && s->p - from < 5; s->p++) {
        c = *s->p;

        if (c >= '0' && c <= '9') {
            n = n * 16 + (c - '0');
            continue;
        }

        c |= 0x20;

        if (c < 'a' || c > 'f') {
            break;
        }

        n = n * 16 + (c - 'a' + 10);
    }

    return s->p == from || s->p - from > 4 ? -1 : n;
}


typedef struct {
    uint16_t  group[8];
    unsigned  n;                /* groups that are there */
    unsigned  known;            /* before the first hidden one */
    int       gap;              /* where "::" stands, or -1 */
} cx_groups_t;


/* the last two groups as "203.0.113.7" */

static cx_rc_t
cx_scan_tail(cx_scan_t *s, cx_groups_t *g)
{
    cx_address_t  a;

    if (g->n > 6 || g->known < g->n || cx_scan_v4(s, &a) != CX_OK
        || a.bits != 32)
    {
        return CX_ERROR;
    }

    g->group[g->n++] = (uint16_t) (a.value >> 16);
    g->group[g->n++] = (uint16_t) a.value;
    g->known = g->n;

    return CX_OK;
}


/* CX_DECLINED: it was the last one */

static cx_rc_t
cx_scan_part(cx_scan_t *s, cx_groups_t *g)
{
    int             group;
    const uint8_t  *from;

    if (g->n == 8) {
        return CX_ERROR;
    }

    from = s->p;

    if (cx_scan_hidden(s)) {
        g->group[g->n++] = 0;

    } else {
        group = cx_scan_group(s);

        if (s->p < s->last && *s->p == '.') {
            s->p = from;
            return cx_scan_tail(s, g) == CX_OK ? CX_DECLINED : CX_ERROR;
        }

        if (group < 0 || (g->known < g->n && group != 0)) {
            return CX_ERROR;
        }

        g->known += g->known == g->n;
        g->group[g->n++] = (uint16_t) group;
    }

    return s->p == s->last || *s->p == '/' ? CX_DECLINED : CX_OK;
}


static cx_rc_t
cx_scan_groups(cx_scan_t *s, cx_groups_t *g)
{
    cx_rc_t  rc;

    g->n = 0;
    g->known = 0;
    g->gap = -1;

    if (s->last - s->p >= 2 && s->p[0] == ':') {
        if (s->p[1] != ':') {
            return CX_ERROR;
        }

        g->gap = 0;
        s->p += 2;
    }

    while (s->p < s->last && *s->p != '/') {
        rc = cx_scan_part(s, g);

        if (rc != CX_OK) {
            return rc == CX_DECLINED ? CX_OK : CX_ERROR;
        }

        if (g->n == 8 || *s->p++ != ':') {
            return CX_ERROR;
        }

        if (s->p < s->last && *s->p == ':') {
            if (g->gap >= 0) {
                return CX_ERROR;
            }

            g->gap = (int) g->n;
            s->p++;
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_scan_v6(cx_scan_t *s, cx_address_t *a)
{
    unsigned     i, at;
    cx_groups_t  g;

    if (cx_scan_groups(s, &g) != CX_OK || (g.gap >= 0 && g.n == 8)
        || (g.gap < 0 && g.known < 3))
    {
        return CX_ERROR;
    }

    a->family = 6;
    a->value = 0;

    for (i = 0; i < g.n; i++) {
        at = g.gap >= 0 && i >= (unsigned) g.gap ? i + 8 - g.n : i;
        a->value |= (cx_u128_t) g.group[i] << (112 - 16 * at);
    }

    at = g.gap >= 0 && (g.known > (unsigned) g.gap || g.known == g.n)
         ? g.known + 8 - g.n : g.known;
    a->bits = (uint8_t) (at * 16);

    return CX_OK;
}


static cx_rc_t
cx_scan_address(cx_scan_t *s, cx_address_t *a)
{
    size_t  i, n;

    memset(a, 0, sizeof(cx_address_t));

    n = cx_min((size_t) (s->last - s->p), 5);

    for (i = 0; i < n && s->p[i] != ':'; i++) {
        if (s->p[i] == '.') {
            return cx_scan_v4(s, a);
        }
    }

    if (cx_scan_v6(s, a) != CX_OK) {
        return CX_ERROR;
    }

    if (a->bits >= 96 && a->value >> 32 == 0xffff) {
        a->family = 4;
        a->value = (uint32_t) a->value;
        a->bits -= 96;
    }

    return CX_OK;
}


/* "/24" behind it; -1: none that is right */

static int
cx_scan_prefix(cx_scan_t *s, const cx_address_t *a)
{
    int  bits;

    if (*s->p++ != '/') {
        return -1;
    }

    bits = cx_scan_octet(s);

    return s->p == s->last && bits <= (int) cx_address_width(a) ? bits : -1;
}


static cx_u128_t
cx_address_mask(const cx_address_t *a, unsigned bits)
{
    unsigned  width;

    width = cx_address_width(a);

    return bits == 0 ? 0 : ~(((cx_u128_t) 1 << (width - bits)) - 1);
}


/* zeros at the end that nobody's address has */

static unsigned
cx_address_cut(const cx_address_t *a)
{
    unsigned  bits, zeros;

    if (a->value == 0 || a->bits < cx_address_width(a)) {
        return a->bits;
    }

    if (a->family == 4) {
        zeros = (unsigned) __builtin_ctz((uint32_t) a->value) & ~7U;
        bits = 32 - zeros;

    } else {
        if ((uint64_t) a->value != 0) {
            return a->bits;
        }

        zeros = (unsigned) __builtin_ctzll((uint64_t) (a->value >> 64));
        bits = 64 - (zeros & ~15U);
    }

    return bits;
}


/* a port; digits are all that it is asked to have */

static int
cx_is_port(const uint8_t *p, const uint8_t *last)
{
    if (p == last || *p++ != ':' || p == last || last - p > 5) {
        return 0;
    }

    while (p < last && *p >= '0' && *p <= '9') {
        p++;
    }

    return p == last;
}


/* "[2001:db8::7]", "[2001:db8::7]:443", "203.0.113.7:443" */

static cx_str_t
cx_address_no_port(cx_str_t s)
{
    const uint8_t  *p, *last;

    last = s.data + s.len;

    if (s.len && s.data[0] == '[') {
        p = memchr(s.data, ']', s.len);

        if (p != NULL && (p + 1 == last || cx_is_port(p + 1, last))) {
            return cx_strn(s.data + 1, (size_t) (p - s.data) - 1);
        }

        return s;
    }

    p = memchr(s.data, ':', s.len);

    if (p != NULL && memchr(s.data, '.', (size_t) (p - s.data)) != NULL
        && cx_is_port(p, last))
    {
        s.len = (size_t) (p - s.data);
    }

    return s;
}


/*
 * What stands around an address and is no part of it; of several the first,
 * which is the client's where proxies add theirs.
 */

static cx_str_t
cx_address_bare(cx_str_t s)
{
    size_t          i, dots;
    const uint8_t  *p;

    p = memchr(s.data, ',', s.len);

    if (p != NULL) {
        s.len = (size_t) (p - s.data);
    }

    s = cx_address_no_port(cx_str_trim(s));

    p = s.len ? memchr(s.data, '%', s.len) : NULL;

    if (p != NULL) {
        s.len = (size_t) (p - s.data);
    }

    if (s.len == 0 || s.len > 64 || s.data[s.len - 1] != '.') {
        return s;
    }

    for (i = 0, dots = 0; i < s.len; i++) {
        dots += s.data[i] == '.';
    }

    s.len -= dots == 4;

    return s;
}


cx_rc_t
cx_address_parse(cx_str_t text, cx_address_t *a)
{
    int        bits;
    cx_scan_t  s;

    if (text.len == 0) {
        memset(a, 0, sizeof(cx_address_t));
        return CX_DECLINED;
    }

    text = cx_address_bare(text);

    s.p = text.data;
    s.last = text.data + text.len;
    s.zeros = 1;

    if (text.len == 0 || text.len > 64 || cx_scan_address(&s, a) != CX_OK) {
        goto malformed;
    }

    bits = (int) cx_address_cut(a);

    if (s.p < s.last) {
        bits = cx_scan_prefix(&s, a);

        if (bits < 0) {
            goto malformed;
        }

        bits = cx_min(bits, a->bits);
    }

    a->bits = (uint8_t) bits;
    a->value &= cx_address_mask(a, a->bits);

    return CX_OK;

malformed:

    memset(a, 0, sizeof(cx_address_t));
    a->malformed = 1;

    return CX_ERROR;
}


cx_rc_t
cx_network_parse(cx_str_t text, cx_address_t *a)
{
    int        bits;
    cx_scan_t  s;

    s.p = text.data;
    s.last = text.data + text.len;
    s.zeros = 0;

    if (text.len == 0 || text.len > 64 || cx_scan_address(&s, a) != CX_OK
        || a->bits != cx_address_width(a))
    {
        return CX_ERROR;
    }

    if (s.p == s.last) {
        return CX_OK;
    }

    bits = cx_scan_prefix(&s, a);

    if (bits < 0) {
        return CX_ERROR;
    }

    a->bits = (uint8_t) bits;

    return a->value & ~cx_address_mask(a, a->bits) ? CX_DECLINED : CX_OK;
}


cx_rc_t
cx_address_inner(const cx_address_t *a, cx_address_t *inner)
{
    uint64_t  high;

    memset(inner, 0, sizeof(cx_address_t));

    if (a->family != 6) {
        return CX_DECLINED;
    }

    high = (uint64_t) (a->value >> 64);

    if (high >> 48 == 0x2002 && a->bits >= 48) {
        inner->value = (uint32_t) (high >> 16);
        inner->bits = 32;

    } else if (a->bits > 96
               && (a->value >> 32 == (cx_u128_t) 0x64ff9b << 64
                   || (a->value >> 32 == 0 && a->value >> 24 != 0)))
    {
        inner->value = (uint32_t) a->value;
        inner->bits = (uint8_t) (a->bits - 96);

    } else {
        return CX_DECLINED;
    }

    inner->family = 4;

    return CX_OK;
}
