
/*
 * A 64-bit hash for tables and for the checksum of files.  It is not keyed
 * against an adversary by itself: tables that strangers fill pass a seed.
 */

#ifndef CX_HASH_H
#define CX_HASH_H


uint64_t cx_hash64(const void *data, size_t len, uint64_t seed);


static inline uint64_t
cx_hash_mix(uint64_t a, uint64_t b)
{
    __uint128_t  m;

    m = (__uint128_t) (a ^ 0xa0761d6478bd642fULL)
        * (b ^ 0xe7037ed1a0b428dbULL);

    return (uint64_t) m ^ (uint64_t) (m >> 64);
}


/*
 * The checksum of a file, chunk by chunk: feed any lengths in order, get the
 * same sum.
 */

typedef struct {
    uint64_t  lane[4];
    uint64_t  total;
    uint8_t   rest[32];
    size_t    nrest;
} cx_checksum_t;

void cx_checksum_init(cx_checksum_t *c);
void cx_checksum_update(cx_checksum_t *c, const void *data, size_t len);
uint64_t cx_checksum_final(const cx_checksum_t *c);


#endif /* CX_HASH_H */
