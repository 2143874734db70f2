
/* HMAC-SHA256 with the pads hashed beforehand; for this room only */

#ifndef CX_HMAC_H
#define CX_HMAC_H

#include <openssl/sha.h>

#include "core/sign/sign.h"


#define CX_KEY_LEN  32

typedef struct {
    uint32_t  inner[8];
    uint32_t  outer[8];
} cx_hmac_key_t;


void cx_hmac_key(cx_hmac_key_t *k, const uint8_t key[CX_KEY_LEN]);

/* of the text and one last byte, which says what the signature is for */

#define CX_HMAC_LEN     32
#define CX_HMAC_TOKEN   0x03
#define CX_HMAC_NUMBER  0xff

void cx_hmac(const cx_hmac_key_t *k, const uint8_t *data, size_t len,
    uint8_t last, uint8_t mac[CX_HMAC_LEN]);


/* what is behind a keyring: the keys, and the first of them signs */

struct cx_keyring_s {
    uint32_t       nkeys;
    int16_t        index[256];          /* of a key's id, -1 none */
    uint8_t        id[256];
    cx_hmac_key_t  key[256];
};


#endif /* CX_HMAC_H */
