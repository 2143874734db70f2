
/*
 * EVP duplicates its context by malloc() each time a prepared state is
 * copied, and a bid may not allocate.  The functions behind it work on plain
 * structures; OpenSSL has marked them deprecated and keeps them.
 */

#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/crypto.h>

#include "core/sign/hmac.h"


static void
cx_hmac_pad(SHA256_CTX *h, const uint8_t key[CX_KEY_LEN], uint8_t pad)
{
    size_t   i;
    uint8_t  block[SHA256_CBLOCK];

    memset(block, pad, sizeof(block));

    for (i = 0; i < CX_KEY_LEN; i++) {
        block[i] ^= key[i];
    }

    (void) SHA256_Init(h);
    (void) SHA256_Update(h, block, sizeof(block));

    OPENSSL_cleanse(block, sizeof(block));
}


void
cx_hmac_key(cx_hmac_key_t *k, const uint8_t key[CX_KEY_LEN])
{
    cx_hmac_pad(&k->inner, key, 0x36);
    cx_hmac_pad(&k->outer, key, 0x5c);
}


void
cx_hmac_begin(SHA256_CTX *h, const cx_hmac_key_t *k, const void *data,
    size_t len)
{
    *h = k->inner;
    (void) SHA256_Update(h, data, len);
}


void
cx_hmac_end(const SHA256_CTX *h, const cx_hmac_key_t *k, uint8_t last,
    uint8_t mac[CX_MAC_LEN])
{
    uint8_t     digest[SHA256_DIGEST_LENGTH];
    SHA256_CTX  c;

    c = *h;
    (void) SHA256_Update(&c, &last, 1);
    (void) SHA256_Final(digest, &c);

    c = k->outer;
    (void) SHA256_Update(&c, digest, sizeof(digest));
    (void) SHA256_Final(digest, &c);

    memcpy(mac, digest, CX_MAC_LEN);
}
