
/*
 * What signing the notices of a bid takes, and knowing them again, against
 * two calls of libcrypto's HMAC() over as many bytes: a bid has one token for
 * its exchange and one for browsers.
 *
 *     sign_speed KEYS
 */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "core/sign/sign.h"


#define ROUNDS  (getenv("FULL") ? 101 : 31)
#define TIMES   1000

typedef struct {
    const cx_keyring_t  *keys;
    uint8_t              text[2][CX_TOKEN_MAX];
    size_t               len[2];
} work_t;


static double
now_ns(void)
{
    struct timespec  ts;

    (void) clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);

    return (double) ts.tv_sec * 1e9 + (double) ts.tv_nsec;
}


static int
compare(const void *one, const void *two)
{
    const double  *a = one, *b = two;

    return (*a > *b) - (*a < *b);
}


static void
sign(work_t *w, uint32_t n)
{
    char        auction[40];
    cx_buf_t    out[2];
    cx_token_t  t;

    memset(&t, 0, sizeof(cx_token_t));
    (void) snprintf(auction, sizeof(auction),
                    "5bb332f6-4c98-6ef0-b0bd-f697%08x", n);

    t.org = 17;
    t.campaign_slot = 1 + n % 1000;
    t.adgroup_slot = 1 + n % 3000;
    t.creative = cx_str("k1234");
    t.exchange = 99;
    t.auction = cx_strn(auction, strlen(auction));
    t.impid = cx_str("1");
    t.bid = cx_hash_mix(n, 1);
    t.price = 1000000 + n;
    t.currency = 840;
    t.rate.mul = 1;
    t.rate.div = 1;
    t.user = cx_hash_mix(n, 2);
    t.time_s = 1790000000 + n;

    cx_buf_init(&out[0], w->text[0], CX_TOKEN_MAX);
    cx_buf_init(&out[1], w->text[1], CX_TOKEN_MAX);

    if (cx_token_sign(w->keys, &t, &out[0], &out[1]) != CX_OK) {
        (void) fprintf(stderr, "sign_speed: a token cannot be signed\n");
        exit(1);
    }

    w->len[0] = cx_buf_len(&out[0]);
    w->len[1] = cx_buf_len(&out[1]);
}


static void
verify(work_t *w, uint32_t n)
{
    uint8_t      mem[CX_TOKEN_MAX];
    cx_error_t   e;
    cx_token_t   t;

    if (cx_token_verify(w->keys, n % 2 ? CX_TOKEN_BROWSER : CX_TOKEN_EXCHANGE,
                        cx_strn(w->text[n % 2], w->len[n % 2]), mem, &t, &e)
        != CX_OK)
    {
        (void) fprintf(stderr, "sign_speed: %s: %s\n", e.field, e.fault);
        exit(1);
    }
}


/* what has to be done at least, in the obvious way */

static void
plain(work_t *w, uint32_t n)
{
    int             i;
    unsigned        len;
    static uint8_t  key[32];
    unsigned char   mac[EVP_MAX_MD_SIZE];

    for (i = 0; i < 2; i++) {
        w->text[i][0] = (uint8_t) n;
        (void) HMAC(EVP_sha256(), key, sizeof(key), w->text[i], w->len[i], mac,
                    &len);
    }
}


static double
measure(work_t *w, void (*one)(work_t *w, uint32_t n))
{
    int       i, rounds;
    double    start, ns[128];
    uint32_t  n;

    rounds = ROUNDS;

    for (i = 0; i < rounds; i++) {
        start = now_ns();

        for (n = 0; n < TIMES; n++) {
            one(w, (uint32_t) i * TIMES + n);
        }

        ns[i] = (now_ns() - start) / TIMES;
    }

    qsort(ns, (size_t) rounds, sizeof(double), compare);

    return ns[rounds / 2];
}


int
main(int argc, char **argv)
{
    double         signing, verifying, hmac;
    work_t         w;
    cx_error_t     e;
    cx_keyring_t  *keys;

    if (argc != 2) {
        (void) fprintf(stderr, "usage: sign_speed KEYS\n");
        return 2;
    }

    keys = cx_keyring_open(argv[1], &e);

    if (keys == NULL) {
        (void) fprintf(stderr, "sign_speed: %s: %s\n", e.field, e.fault);
        return 1;
    }

    memset(&w, 0, sizeof(w));
    w.keys = keys;

    sign(&w, 0);
    signing = measure(&w, sign);
    verifying = measure(&w, verify);
    hmac = measure(&w, plain);

    (void) printf("{\"name\":\"sign_bid\",\"figure\":%.0f,\"unit\":\"ns\"}\n"
                  "{\"name\":\"sign_verify\",\"figure\":%.0f,"
                  "\"unit\":\"ns\"}\n"
                  "{\"name\":\"sign_bid_over_hmac\",\"figure\":%.3f,"
                  "\"unit\":\"of two calls of HMAC()\",\"goal\":\"<= 1\"}\n",
                  signing, verifying, signing / hmac);

    return 0;
}
