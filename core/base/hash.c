#include "core/base/base.h"


#define CX_K0  0xa0761d6478bd642fULL
#define CX_K1  0xe7037ed1a0b428dbULL
#define CX_K2  0x8ebc6af09c88c6e3ULL
#define CX_K3  0x589965cc75374cc3ULL


static inline uint64_t
cx_load64(const uint8_t *p)
{
    uint64_t  v;

    memcpy(&v, p, 8);

    return v;
}


/* the last bytes of a string, fewer than eight, as one number */

static inline uint64_t
cx_load_tail(const uint8_t *p, size_t n)
{
    uint32_t  a, b;

    if (n >= 4) {
        memcpy(&a, p, 4);
        memcpy(&b, p + n - 4, 4);
        return (uint64_t) a << 32 | b;
    }

    if (n == 0) {
        return 0;
    }

    return (uint64_t) p[0] << 16 | (uint64_t) p[n >> 1] << 8 | p[n - 1];
}


uint64_t
cx_hash64(const void *data, size_t len, uint64_t seed)
{
    size_t          n;
    uint64_t        h;
    const uint8_t  *p;

    p = data;
    h = cx_hash_mix(seed ^ CX_K2, len ^ CX_K3);

    for (n = len; n >= 16; n -= 16, p += 16) {
        h = cx_hash_mix(cx_load64(p) ^ h, cx_load64(p + 8) ^ CX_K2);
    }

    if (n >= 8) {
        return cx_hash_mix(cx_load64(p) ^ h, cx_load64(p + n - 8) ^ CX_K0);
    }

    return cx_hash_mix(cx_load_tail(p, n) ^ h, CX_K0);
}


void
cx_checksum_init(cx_checksum_t *c)
{
    memset(c, 0, sizeof(cx_checksum_t));

    /* not K1: the mix takes it away again and would multiply by zero */

    c->lane[0] = CX_K0;
    c->lane[1] = CX_K0 ^ CX_K3;
    c->lane[2] = CX_K2;
    c->lane[3] = CX_K3;
}


static const uint8_t *
cx_checksum_blocks(cx_checksum_t *c, const uint8_t *p, const uint8_t *end)
{
    uint64_t  a, b, x, y;

    a = c->lane[0];
    b = c->lane[1];
    x = c->lane[2];
    y = c->lane[3];

    for ( /* void */ ; end - p >= 32; p += 32) {
        a = cx_hash_mix(cx_load64(p), a);
        b = cx_hash_mix(cx_load64(p + 8), b);
        x = cx_hash_mix(cx_load64(p + 16), x);
        y = cx_hash_mix(cx_load64(p + 24), y);
    }

    c->lane[0] = a;
    c->lane[1] = b;
    c->lane[2] = x;
    c->lane[3] = y;

    return p;
}


void
cx_checksum_update(cx_checksum_t *c, const void *data, size_t len)
{
    size_t          n;
    const uint8_t  *p, *end;

    if (len == 0) {
        return;
    }

    p = data;
    end = p + len;
    c->total += len;

    if (c->nrest) {
        n = cx_min(sizeof(c->rest) - c->nrest, len);
        memcpy(c->rest + c->nrest, p, n);
        c->nrest += n;
        p += n;

        if (c->nrest < sizeof(c->rest)) {
            return;
        }

        (void) cx_checksum_blocks(c, c->rest, c->rest + sizeof(c->rest));
        c->nrest = 0;
    }

    p = cx_checksum_blocks(c, p, end);

    c->nrest = (size_t) (end - p);

    if (c->nrest) {
        memcpy(c->rest, p, c->nrest);
    }
}


uint64_t
cx_checksum_final(const cx_checksum_t *c)
{
    uint64_t  h;

    h = cx_hash64(c->rest, c->nrest, c->total);

    h = cx_hash_mix(h, c->lane[0]);
    h = cx_hash_mix(h, c->lane[1]);
    h = cx_hash_mix(h, c->lane[2]);

    return cx_hash_mix(h, c->lane[3]);
}
