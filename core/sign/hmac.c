
/*
 * EVP duplicates its context by malloc() each time a prepared state is
 * copied, and a bid may not allocate.  The functions behind it work on plain
 * structures; OpenSSL has marked them deprecated and keeps them.
 */

#define OPENSSL_SUPPRESS_DEPRECATED

#include <endian.h>
#include <openssl/crypto.h>

#include "core/sign/hmac.h"


static void
cx_hmac_pad(uint32_t state[8], const uint8_t key[CX_KEY_LEN], uint8_t pad)
{
    size_t      i;
    uint8_t     block[SHA256_CBLOCK];
    SHA256_CTX  h;

    memset(block, pad, sizeof(block));

    for (i = 0; i < CX_KEY_LEN; i++) {
        block[i] ^= key[i];
    }

    (void) SHA256_Init(&h);
    SHA256_Transform(&h, block);
    memcpy(state, h.h, sizeof(h.h));

    OPENSSL_cleanse(block, sizeof(block));
    OPENSSL_cleanse(&h, sizeof(h));
}


void
cx_hmac_key(cx_hmac_key_t *k, const uint8_t key[CX_KEY_LEN])
{
    cx_hmac_pad(k->inner, key, 0x36);
    cx_hmac_pad(k->outer, key, 0x5c);
}


static inline void
cx_hmac_put32(uint8_t *p, uint32_t v)
{
    v = htobe32(v);
    memcpy(p, &v, 4);
}


static inline void
cx_hmac_digest(const SHA256_CTX *h, uint8_t *p)
{
    uint32_t  i;

    for (i = 0; i < 8; i++) {
        cx_hmac_put32(p + i * 4, h->h[i]);
    }
}


/* up to the end of its last block; the pad of the key was before it */

static inline size_t
cx_hmac_finish(uint8_t *block, size_t n, size_t len)
{
    size_t  size;

    size = n + 9 <= SHA256_CBLOCK ? SHA256_CBLOCK : 2 * SHA256_CBLOCK;

    block[n++] = 0x80;
    memset(block + n, 0, size - n);
    cx_hmac_put32(block + size - 8, (uint32_t) ((uint64_t) len >> 29));
    cx_hmac_put32(block + size - 4, (uint32_t) (len << 3));

    return size;
}


/*
 * Whole blocks are hashed, with the padding put here: of the functions only
 * that which hashes a block is used, and of its structure the state alone.
 */

void
cx_hmac(const cx_hmac_key_t *k, const uint8_t *data, size_t len, uint8_t last,
    uint8_t mac[CX_HMAC_LEN])
{
    size_t      i, n, size;
    uint8_t     block[2 * SHA256_CBLOCK];
    SHA256_CTX  h;

    memcpy(h.h, k->inner, sizeof(h.h));

    for (n = len; n >= SHA256_CBLOCK; n -= SHA256_CBLOCK) {
        SHA256_Transform(&h, data);
        data += SHA256_CBLOCK;
    }

    if (n) {
        memcpy(block, data, n);
    }

    block[n++] = last;
    size = cx_hmac_finish(block, n, SHA256_CBLOCK + len + 1);

    for (i = 0; i < size; i += SHA256_CBLOCK) {
        SHA256_Transform(&h, block + i);
    }

    cx_hmac_digest(&h, block);
    (void) cx_hmac_finish(block, SHA256_DIGEST_LENGTH,
                          SHA256_CBLOCK + SHA256_DIGEST_LENGTH);

    memcpy(h.h, k->outer, sizeof(h.h));
    SHA256_Transform(&h, block);
    cx_hmac_digest(&h, mac);
}
