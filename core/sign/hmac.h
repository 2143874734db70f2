
/* HMAC-SHA256 with the pads hashed beforehand; for this room only */

#ifndef CX_HMAC_H
#define CX_HMAC_H

#include <openssl/sha.h>

#include "core/sign/sign.h"


#define CX_KEY_LEN  32

typedef struct {
    SHA256_CTX  inner;
    SHA256_CTX  outer;
} cx_hmac_key_t;


void cx_hmac_key(cx_hmac_key_t *k, const uint8_t key[CX_KEY_LEN]);

/* the text that several signatures have in common, hashed once */

void cx_hmac_begin(SHA256_CTX *h, const cx_hmac_key_t *k, const void *data,
    size_t len);

/* the signature of that text and one last byte; h may be used again */

void cx_hmac_end(const SHA256_CTX *h, const cx_hmac_key_t *k, uint8_t last,
    uint8_t mac[CX_MAC_LEN]);


/* what is behind a keyring: the keys, and the first of them signs */

struct cx_keyring_s {
    uint32_t       nkeys;
    int16_t        index[256];          /* of a key's id, -1 none */
    uint8_t        id[256];
    cx_hmac_key_t  key[256];
};


#endif /* CX_HMAC_H */
