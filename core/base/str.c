#include "core/base/base.h"


int
cx_str_eq_nocase(cx_str_t a, cx_str_t b)
{
    size_t    i;
    uint64_t  x, y;

    if (a.len != b.len) {
        return 0;
    }

    for (i = 0; a.len - i >= 8; i += 8) {
        memcpy(&x, a.data + i, 8);
        memcpy(&y, b.data + i, 8);

        if (cx_lower8(x) != cx_lower8(y)) {
            return 0;
        }
    }

    for ( /* void */ ; i < a.len; i++) {
        if (cx_lower(a.data[i]) != cx_lower(b.data[i])) {
            return 0;
        }
    }

    return 1;
}


static inline int
cx_is_blank(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}


cx_str_t
cx_str_trim(cx_str_t s)
{
    while (s.len && cx_is_blank(s.data[0])) {
        s.data++;
        s.len--;
    }

    while (s.len && cx_is_blank(s.data[s.len - 1])) {
        s.len--;
    }

    return s;
}


/* a scheme is letters, digits, "+", "-" and "."; none is before a bare "//" */

static cx_str_t
cx_host_authority(cx_str_t s)
{
    size_t   i;
    uint8_t  c;

    for (i = 0; i < s.len; i++) {
        c = s.data[i];

        if (c == '/' || c == ':') {
            break;
        }

        if (!((cx_lower(c) >= 'a' && cx_lower(c) <= 'z')
              || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'))
        {
            return s;
        }
    }

    i += (i != 0 && i < s.len && s.data[i] == ':');

    if (s.len - i >= 2 && s.data[i] == '/' && s.data[i + 1] == '/') {
        return cx_strn(s.data + i + 2, s.len - i - 2);
    }

    /* "https:shop.example" has no port of that name */

    if (i > 4 && (cx_str_eq_nocase(cx_strn(s.data, i), cx_str("http:"))
                  || cx_str_eq_nocase(cx_strn(s.data, i), cx_str("https:"))))
    {
        i += i < s.len && s.data[i] == '/';
        return cx_strn(s.data + i, s.len - i);
    }

    return s;
}


/* where the port begins; the colons inside "[::1]" are not it */

static size_t
cx_host_end(cx_str_t s)
{
    size_t  i;

    i = 0;

    if (s.len && s.data[0] == '[') {
        while (i < s.len && s.data[i] != ']') {
            i++;
        }
    }

    while (i < s.len && s.data[i] != ':') {
        i++;
    }

    return i;
}


static inline int
cx_is_path(uint8_t c)
{
    return c == '/' || c == '\\' || c == '?' || c == '#';
}


#define CX_BYTES(c)  (0x0101010101010101ULL * (uint8_t) (c))


/* of bytes below 128, the high bit of each that is from lo to hi */

static inline uint64_t
cx_bytes_in(uint64_t v, uint8_t lo, uint8_t hi)
{
    return (v + CX_BYTES(0x80 - lo)) & ~(v + CX_BYTES(0x7f - hi));
}


/* letters, digits, "-" and "." and nothing else, in eight bytes */

static inline int
cx_host_is_bare8(const uint8_t *p)
{
    uint64_t  v, low, bare;

    memcpy(&v, p, 8);

    low = v & CX_BYTES(0x7f);
    bare = cx_bytes_in(low | CX_BYTES(0x20), 'a', 'z')
           | cx_bytes_in(low, '0', '9') | cx_bytes_in(low, '-', '.');

    return (bare & ~v & CX_BYTES(0x80)) == CX_BYTES(0x80);
}


/* most that are not short are nothing but a host, with dots inside */

static inline int
cx_host_is_bare(cx_str_t s)
{
    size_t  i;

    if (s.len < 8) {
        return 0;
    }

    for (i = 0; i + 8 < s.len; i += 8) {
        if (!cx_host_is_bare8(s.data + i)) {
            return 0;
        }
    }

    return cx_host_is_bare8(s.data + s.len - 8) && s.data[0] != '.'
           && s.data[s.len - 1] != '.';
}


cx_str_t
cx_host(cx_str_t s)
{
    size_t  i;

    if (cx_host_is_bare(s)) {
        return s;
    }

    while (s.len && cx_is_blank(s.data[0])) {
        s.data++;
        s.len--;
    }

    s = cx_host_authority(s);

    for (i = 0; i < s.len && !cx_is_path(s.data[i]); i++) { /* void */ }

    s.len = i;

    /* a user's name may have an "@" of its own: the last one counts */

    for (i = s.len; i > 0; i--) {
        if (s.data[i - 1] == '@') {
            s = cx_strn(s.data + i, s.len - i);
            break;
        }
    }

    s.len = cx_host_end(s);

    while (s.len && (s.data[s.len - 1] == '.'
                     || cx_is_blank(s.data[s.len - 1])))
    {
        s.len--;
    }

    /* "*.shop.example" and ".shop.example" are ways to say: all under it */

    while (s.len && (s.data[0] == '.'
                     || (s.data[0] == '*' && s.len > 1 && s.data[1] == '.')))
    {
        s.data++;
        s.len--;
    }

    return s;
}


cx_str_t
cx_owner(cx_str_t s)
{
    s = cx_host(s);

    if (s.len > 4 && s.data[3] == '.'
        && cx_str_eq_nocase(cx_strn(s.data, 3), cx_str("www"))
        && memchr(s.data + 4, '.', s.len - 4) != NULL)
    {
        s = cx_strn(s.data + 4, s.len - 4);
    }

    return s;
}


int
cx_domain_under(cx_str_t domain, cx_str_t above)
{
    size_t  n;

    if (above.len == 0 || domain.len <= above.len) {
        return cx_str_eq_nocase(domain, above);
    }

    n = domain.len - above.len;

    return domain.data[n - 1] == '.'
           && cx_str_eq_nocase(cx_strn(domain.data + n, above.len), above);
}
