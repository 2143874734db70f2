
/*
 * What strangers send as a token; and, signed by us, what they could have
 * put into one.  A token that is taken is spelled in the one way in which it
 * would be written.
 */

#include <stdlib.h>

#include "core/sign/hmac.h"


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static cx_keyring_t  ring;


static void
fuzz_keyring(void)
{
    static const uint8_t  key[CX_KEY_LEN] = { 1, 2, 3 };

    memset(ring.index, 0xff, sizeof(ring.index));
    ring.index[9] = 0;
    ring.id[0] = 9;
    cx_hmac_key(&ring.key[0], key);
    ring.nkeys = 1;
}


static void
fuzz_verify(cx_str_t text)
{
    uint8_t      mem[CX_TOKEN_MAX], out[2][CX_TOKEN_MAX];
    cx_buf_t     ex, br;
    cx_error_t   e;
    cx_token_t   t;

    if (cx_token_verify(&ring, CX_TOKEN_BROWSER, text, mem, &t, &e)
        != CX_OK)
    {
        return;
    }

    cx_buf_init(&ex, out[0], CX_TOKEN_MAX);
    cx_buf_init(&br, out[1], CX_TOKEN_MAX);

    if (cx_token_sign(&ring, &t, &ex, &br) != CX_OK
        || !cx_str_eq(cx_strn(br.start, cx_buf_len(&br)), text))
    {
        abort();
    }
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t   raw[CX_TOKEN_MAX + CX_HMAC_LEN], text[CX_TOKEN_MAX * 2];
    cx_buf_t  b;

    if (ring.nkeys == 0) {
        fuzz_keyring();
    }

    fuzz_verify(cx_strn(data, size));

    if (size > CX_TOKEN_MAX) {
        return 0;
    }

    memcpy(raw, data, size);

    if (size > 1) {
        raw[1] = 9;
    }

    cx_hmac(&ring.key[0], raw, size, CX_HMAC_TOKEN, raw + size);
    memcpy(raw + size, raw + size + CX_MAC_LEN, CX_MAC_LEN);

    cx_buf_init(&b, text, sizeof(text));
    cx_put_base64url(&b, raw, size + CX_MAC_LEN);
    fuzz_verify(cx_strn(text, cx_buf_len(&b)));

    return 0;
}
