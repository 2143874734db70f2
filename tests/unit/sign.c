#include <openssl/hmac.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/sign/hmac.h"
#include "tests/unit/test.h"


#define KEY_A  "000102030405060708090a0b0c0d0e0f"                             \
               "101112131415161718191a1b1c1d1e1f"
#define KEY_B  "ffeeddccbbaa99887766554433221100"                             \
               "00112233445566778899aAbBcCdDeEfF"


static char  path[64];


static void
put_file(const char *text, mode_t mode)
{
    FILE  *f;

    (void) snprintf(path, sizeof(path), "/tmp/cx-sign-%d", (int) getpid());
    (void) unlink(path);

    f = fopen(path, "w");
    (void) fwrite(text, 1, strlen(text), f);
    (void) fclose(f);
    (void) chmod(path, mode);
}


static cx_keyring_t *
keyring(const char *text)
{
    cx_error_t     e;
    cx_keyring_t  *k;

    put_file(text, 0600);
    k = cx_keyring_open(path, &e);
    (void) unlink(path);

    CHECK(k != NULL);

    return k;
}


static cx_token_t
token(void)
{
    cx_token_t  t;

    memset(&t, 0, sizeof(t));
    t.org = 0xdeadbeef;
    t.campaign_slot = 300;
    t.adgroup_slot = 0xffffffff;
    t.creative = cx_str("cr-1");
    t.exchange = 17;
    t.auction = cx_str("80ce30c53c16e6ede735f123ef6e32361bfc7b22");
    t.impid = cx_str("1");
    t.bid = 0x0123456789abcdefULL;
    t.price = 1250000;
    t.currency = CX_USD;
    t.rate = (cx_rate_t) { 1, 150 };
    t.qty = 14200;
    t.reserved = 1250000;
    t.bucket = 99;
    t.epoch = 5;
    t.user = 0xfedcba9876543210ULL;
    t.time_s = 1790000000;
    t.variant = 3;
    t.test = 1;

    return t;
}


/* both texts, of kind 1 and 2, in one place */

typedef struct {
    uint8_t   mem[2][CX_TOKEN_MAX];
    cx_str_t  text[3];
    cx_rc_t   rc;
} signed_t;


static void
sign(const cx_keyring_t *k, const cx_token_t *t, signed_t *s)
{
    cx_buf_t  ex, br;

    cx_buf_init(&ex, s->mem[0], CX_TOKEN_MAX);
    cx_buf_init(&br, s->mem[1], CX_TOKEN_MAX);

    s->rc = cx_token_sign(k, t, &ex, &br);
    s->text[CX_TOKEN_EXCHANGE] = cx_strn(ex.start, cx_buf_len(&ex));
    s->text[CX_TOKEN_BROWSER] = cx_strn(br.start, cx_buf_len(&br));
}


static void
same(const cx_token_t *a, const cx_token_t *b)
{
    CHECK_INT(a->org, b->org);
    CHECK_INT(a->campaign_slot, b->campaign_slot);
    CHECK_INT(a->adgroup_slot, b->adgroup_slot);
    CHECK(cx_str_eq(a->creative, b->creative));
    CHECK_INT(a->exchange, b->exchange);
    CHECK(cx_str_eq(a->auction, b->auction));
    CHECK(cx_str_eq(a->impid, b->impid));
    CHECK(a->bid == b->bid);
    CHECK_INT(a->price, b->price);
    CHECK_INT(a->currency, b->currency);
    CHECK_INT(a->rate.mul, b->rate.mul);
    CHECK_INT(a->rate.div, b->rate.div);
    CHECK_INT(a->qty, b->qty ? b->qty : CX_QTY_ONE);
    CHECK_INT(a->reserved, b->reserved);
    CHECK_INT(a->bucket, b->bucket);
    CHECK_INT(a->epoch, b->epoch);
    CHECK(a->user == b->user);
    CHECK_INT(a->time_s, b->time_s);
    CHECK_INT(a->variant, b->variant);
    CHECK_INT(a->test, b->test);
}


static void
round_trip(void)
{
    uint8_t        mem[CX_TOKEN_MAX];
    signed_t       s;
    cx_error_t     e;
    cx_token_t     t, got;
    cx_keyring_t  *k;

    k = keyring("# rotated in May\n7 " KEY_A "\n");
    t = token();

    sign(k, &t, &s);
    CHECK_INT(s.rc, CX_OK);
    CHECK_INT(cx_token_verify(k, CX_TOKEN_EXCHANGE, s.text[1], mem, &got, &e),
              CX_OK);
    same(&got, &t);
    CHECK_INT(got.key, 7);
    CHECK_INT(got.kind, CX_TOKEN_EXCHANGE);

    CHECK_INT(cx_token_verify(k, CX_TOKEN_BROWSER, s.text[2], mem, &got, &e),
              CX_OK);
    same(&got, &t);

    memset(&t, 0, sizeof(t));
    t.rate.div = 1;
    sign(k, &t, &s);
    CHECK_INT(cx_token_verify(k, CX_TOKEN_BROWSER, s.text[2], mem, &got, &e),
              CX_OK);
    same(&got, &t);

    cx_keyring_close(k);
}


/* tokens of one impression are as they were before there were others */

static void
quantities(void)
{
    size_t         i, plain;
    uint8_t        mem[CX_TOKEN_MAX];
    signed_t       s;
    cx_token_t     t, got;
    cx_keyring_t  *k;
    const struct {
        uint32_t   qty, back;
        size_t     more;
        cx_rc_t    rc;
    } cases[] = {
        { 0,              CX_QTY_ONE, 0, CX_OK },
        { CX_QTY_ONE,     CX_QTY_ONE, 0, CX_OK },
        { 1,              1,          1, CX_OK },
        { 999,            999,        2, CX_OK },
        { 1001,           1001,       2, CX_OK },
        { CX_QTY_MAX,     CX_QTY_MAX, 4, CX_OK },
        { CX_QTY_MAX + 1, 0,          0, CX_ERROR }
    };

    k = keyring("0 " KEY_A "\n");
    t = token();
    plain = 0;

    for (i = 0; i < cx_nelts(cases); i++) {
        t.qty = cases[i].qty;
        sign(k, &t, &s);
        CHECK_INT(s.rc, cases[i].rc);

        if (s.rc != CX_OK) {
            continue;
        }

        plain = plain ? plain : s.text[1].len * 3 / 4;
        CHECK_INT(s.text[1].len * 3 / 4, plain + cases[i].more);
        CHECK_INT(cx_token_verify(k, CX_TOKEN_EXCHANGE, s.text[1], mem, &got,
                                  NULL), CX_OK);
        CHECK_INT(got.qty, cases[i].back);
    }

    cx_keyring_close(k);
}


static void
kinds_apart(void)
{
    uint8_t        mem[CX_TOKEN_MAX];
    signed_t       s;
    cx_error_t     e;
    cx_token_t     t, got;
    cx_keyring_t  *k;

    k = keyring("0 " KEY_A "\n");
    t = token();
    sign(k, &t, &s);

    CHECK(!cx_str_eq(s.text[1], s.text[2]));
    CHECK_INT(cx_token_verify(k, CX_TOKEN_BROWSER, s.text[1], mem, &got, &e),
              CX_ERROR);
    CHECK_INT(e.code, CX_E_TOKEN);
    CHECK_INT(cx_token_verify(k, CX_TOKEN_EXCHANGE, s.text[2], mem, &got, &e),
              CX_ERROR);

    cx_keyring_close(k);
}


static void
every_bit_counts(void)
{
    size_t         i, bit, taken;
    uint8_t        mem[CX_TOKEN_MAX];
    signed_t       s;
    cx_str_t       text;
    cx_token_t     t, got;
    cx_keyring_t  *k;

    k = keyring("0 " KEY_A "\n");
    t = token();
    sign(k, &t, &s);
    text = s.text[1];
    taken = 0;

    for (i = 0; i < text.len; i++) {
        for (bit = 0; bit < 8; bit++) {
            s.mem[0][i] ^= (uint8_t) (1 << bit);
            taken += cx_token_verify(k, CX_TOKEN_EXCHANGE, text, mem, &got,
                                     NULL) == CX_OK;
            s.mem[0][i] ^= (uint8_t) (1 << bit);
        }
    }

    CHECK_INT(taken, 0);

    for (i = 0; i < text.len; i++) {
        taken += cx_token_verify(k, CX_TOKEN_EXCHANGE, cx_strn(text.data, i),
                                 mem, &got, NULL) == CX_OK;
    }

    CHECK_INT(taken, 0);

    memcpy(s.mem[0] + text.len, "=", 1);
    text.len++;
    CHECK_INT(cx_token_verify(k, CX_TOKEN_EXCHANGE, text, mem, &got, NULL),
              CX_ERROR);

    cx_keyring_close(k);
}


/* a body that is signed rightly but could be written shorter is refused */

static cx_rc_t
verify_body(const cx_keyring_t *k, const uint8_t *body, size_t n)
{
    uint8_t      raw[CX_TOKEN_MAX], text[CX_TOKEN_MAX], mem[CX_TOKEN_MAX];
    cx_buf_t     b;
    cx_token_t   t;

    memcpy(raw, body, n);
    cx_hmac(&k->key[0], raw, n, CX_HMAC_TOKEN, raw + n);

    cx_buf_init(&b, text, sizeof(text));
    cx_put_base64url(&b, raw, n + CX_MAC_LEN);

    return cx_token_verify(k, CX_TOKEN_EXCHANGE, cx_strn(text, cx_buf_len(&b)),
                           mem, &t, NULL);
}


static void
one_spelling(void)
{
    uint8_t        body[256];
    size_t         n;
    cx_keyring_t  *k;

    k = keyring("0 " KEY_A "\n");

    memset(body, 0, sizeof(body));
    body[0] = 0x30;
    n = 26 + 6 + 3;
    CHECK_INT(verify_body(k, body, n), CX_OK);
    CHECK_INT(verify_body(k, body, n - 1), CX_ERROR);
    CHECK_INT(verify_body(k, body, n + 1), CX_ERROR);

    body[0] = 0x40;
    CHECK_INT(verify_body(k, body, n), CX_ERROR);
    body[0] = 0x20;
    CHECK_INT(verify_body(k, body, n), CX_ERROR);

    /* a quantity that goes without saying, and one that does not */

    body[0] = 0x34;
    CHECK_INT(verify_body(k, body, n + 1), CX_ERROR);
    body[32] = 0xe8;
    body[33] = 0x07;
    CHECK_INT(verify_body(k, body, n + 2), CX_ERROR);
    body[32] = 0xe9;
    CHECK_INT(verify_body(k, body, n + 2), CX_OK);
    memset(body + 32, 0, 2);

    /* a rate likewise; one of another currency is so many in nothing */

    body[0] = 0x38;
    CHECK_INT(verify_body(k, body, n + 2), CX_ERROR);
    body[30] = 1;
    CHECK_INT(verify_body(k, body, n + 2), CX_OK);
    body[29] = 1;
    CHECK_INT(verify_body(k, body, n + 2), CX_ERROR);
    body[30] = 2;
    CHECK_INT(verify_body(k, body, n + 2), CX_OK);
    memset(body + 29, 0, 2);

    body[0] = 0x32;
    CHECK_INT(verify_body(k, body, n + 8), CX_ERROR);

    body[0] = 0x30;
    body[26] = 0x80;
    CHECK_INT(verify_body(k, body, n + 1), CX_ERROR);

    memset(body + 26, 0xff, 4);
    body[30] = 0x0f;
    CHECK_INT(verify_body(k, body, n + 4), CX_OK);
    body[30] = 0x1f;
    CHECK_INT(verify_body(k, body, n + 4), CX_ERROR);

    cx_keyring_close(k);
}


/* the last id, which is of this form, with these bytes */

static cx_rc_t
verify_id(const cx_keyring_t *k, uint8_t form, const char *bytes, size_t len)
{
    uint8_t  body[256];

    memset(body, 0, sizeof(body));
    body[0] = 0x30;
    body[34] = form;
    memcpy(body + 35, bytes, len);

    return verify_body(k, body, 35 + len);
}


static void
one_form(void)
{
    char           zeros[160];
    cx_keyring_t  *k;

    k = keyring("0 " KEY_A "\n");
    memset(zeros, 0, sizeof(zeros));

    CHECK_INT(verify_id(k, 5, "", 0), CX_ERROR);
    CHECK_INT(verify_id(k, 5, zeros, 5), CX_OK);
    CHECK_INT(verify_id(k, CX_TOKEN_ID_MAX, zeros, 0), CX_ERROR);
    CHECK_INT(verify_id(k, CX_TOKEN_ID_MAX, zeros, CX_TOKEN_ID_MAX), CX_OK);
    CHECK_INT(verify_id(k, CX_TOKEN_ID_MAX + 1, zeros, CX_TOKEN_ID_MAX + 1),
              CX_ERROR);

    CHECK_INT(verify_id(k, 2, "aB", 2), CX_OK);
    CHECK_INT(verify_id(k, 2, "ab", 2), CX_ERROR);
    CHECK_INT(verify_id(k, 2, "09", 2), CX_ERROR);
    CHECK_INT(verify_id(k, 1, "0", 1), CX_OK);
    CHECK_INT(verify_id(k, 0x90, "", 0), CX_ERROR);
    CHECK_INT(verify_id(k, 0x91, "a", 1), CX_OK);
    CHECK_INT(verify_id(k, 0x92, "a", 1), CX_ERROR);
    CHECK_INT(verify_id(k, 0x90 + 36, zeros, 36), CX_OK);
    CHECK_INT(verify_id(k, 0x90 + 37, zeros, 37), CX_ERROR);
    CHECK_INT(verify_id(k, 0xff, zeros, 16), CX_OK);
    CHECK_INT(verify_id(k, 0xff, zeros, 15), CX_ERROR);
    CHECK_INT(verify_id(k, 0xfe, zeros, 16), CX_ERROR);
    CHECK_INT(verify_id(k, 36, "123e4567-e89b-12d3-a456-426614174000", 36),
              CX_ERROR);
    CHECK_INT(verify_id(k, 36, "123E4567-e89b-12d3-a456-426614174000", 36),
              CX_OK);

    cx_keyring_close(k);
}


/* what is short in a token comes back whole */

static void
ids(void)
{
    size_t         i;
    uint8_t        mem[CX_TOKEN_MAX];
    signed_t       s;
    cx_token_t     t, got;
    cx_keyring_t  *k;
    static const struct {
        cx_str_t   id;
        size_t     bytes;
    } cases[] = {
        { cx_string(""), 0 },
        { cx_string("7"), 1 },
        { cx_string("42"), 1 },
        { cx_string("428"), 3 },
        { cx_string("0123456789abcdef"), 8 },
        { cx_string("0123456789abcdeF"), 16 },
        { cx_string("0123456789abcdeg"), 16 },
        { cx_string("0123456789abcde/"), 16 },
        { cx_string("0123456789abcde:"), 16 },
        { cx_string("0123456789abcde`"), 16 },
        { cx_string("80ce30c53c16e6ede735f123ef6e32361bfc7b22"), 20 },
        { cx_string("123e4567-e89b-12d3-a456-426614174000"), 16 },
        { cx_string("123e4567-e89b-12d3-a456-42661417400F"), 36 },
        { cx_string("123e4567-e89b-12d3-a456_426614174000"), 36 },
        { cx_string("123e4567-e89b-12d3a-456-426614174000"), 36 },
        { cx_string("123e4567-e89b-12d3-a456-42661417400"), 35 },
        { cx_string("\xff\x80-\"\\\n"), 6 }
    };

    k = keyring("0 " KEY_A "\n");
    t = token();
    t.creative = t.impid = cx_str("");

    for (i = 0; i < cx_nelts(cases); i++) {
        t.auction = cases[i].id;
        sign(k, &t, &s);
        CHECK_INT(cx_token_verify(k, CX_TOKEN_BROWSER, s.text[2], mem, &got,
                                  NULL), CX_OK);
        same(&got, &t);
        CHECK_INT(s.text[2].len * 3 / 4, 73 + cases[i].bytes);
    }

    t.auction = t.impid = cx_str("ab");
    t.creative = cx_str("cd");
    sign(k, &t, &s);
    CHECK_INT(cx_token_verify(k, CX_TOKEN_EXCHANGE, s.text[1], mem, &got,
                              NULL), CX_OK);
    same(&got, &t);

    cx_keyring_close(k);
}


static void
long_ids(void)
{
    char           big[4096];
    uint8_t        mem[CX_TOKEN_MAX];
    signed_t       s;
    cx_token_t     t, got;
    cx_keyring_t  *k;

    k = keyring("255 " KEY_A "\n");
    memset(big, 'x', sizeof(big));

    t = token();
    t.price = t.reserved = INT64_MAX;
    t.rate = (cx_rate_t) { CX_RATE_TERM_MAX, CX_RATE_TERM_MAX };
    t.campaign_slot = t.bucket = t.epoch = UINT32_MAX;
    t.qty = CX_QTY_MAX;
    t.auction = t.impid = cx_strn(big, CX_TOKEN_ID_MAX);
    t.creative = cx_strn(big, CX_TOKEN_CREATIVE_MAX);
    sign(k, &t, &s);
    CHECK_INT(s.rc, CX_OK);
    CHECK(s.text[1].len <= CX_TOKEN_MAX);
    CHECK_INT(cx_token_verify(k, CX_TOKEN_EXCHANGE, s.text[1], mem, &got,
                              NULL), CX_OK);
    same(&got, &t);

    t.auction = cx_strn(big, sizeof(big));
    t.impid = cx_strn(big, CX_TOKEN_ID_MAX + 1);
    sign(k, &t, &s);
    CHECK_INT(s.rc, CX_OK);
    CHECK_INT(cx_token_verify(k, CX_TOKEN_EXCHANGE, s.text[1], mem, &got,
                              NULL), CX_OK);
    CHECK_INT(got.auction.len, 33);
    CHECK_INT(got.auction.data[0], '~');
    CHECK(memcmp(got.auction.data + 1, got.auction.data + 17, 16) != 0);
    CHECK(memcmp(got.auction.data + 17, "0000000000000000", 16) != 0);
    CHECK(!cx_str_eq(got.auction, got.impid));

    cx_keyring_close(k);
}


/* what could not be ours for its length is not even decoded */

static void
far_too_long(void)
{
    char          *text;
    uint8_t       *mem;
    cx_token_t     t;
    cx_keyring_t  *k;

    k = keyring("0 " KEY_A "\n");
    mem = malloc(CX_TOKEN_MAX);
    text = malloc(100000);
    memset(text, 'A', 100000);

    CHECK_INT(cx_token_verify(k, CX_TOKEN_EXCHANGE, cx_strn(text, 100000), mem,
                              &t, NULL), CX_ERROR);
    CHECK_INT(cx_token_verify(k, CX_TOKEN_EXCHANGE, cx_str(""), mem, &t, NULL),
              CX_ERROR);

    free(text);
    free(mem);
    cx_keyring_close(k);
}


static void
no_room(void)
{
    size_t         i;
    uint8_t        mem[CX_TOKEN_MAX];
    cx_buf_t       ex, br;
    cx_token_t     t;
    cx_keyring_t  *k;

    static const cx_rate_t  rates[] = {
        { -1, 1 }, { 1, 0 }, { 1, -1 }, { CX_RATE_TERM_MAX + 1, 1 },
        { 1, CX_RATE_TERM_MAX + 1 }
    };

    k = keyring("0 " KEY_A "\n");
    t = token();

    cx_buf_init(&ex, mem, 20);
    cx_buf_init(&br, mem + 20, 400);
    CHECK_INT(cx_token_sign(k, &t, &ex, &br), CX_ERROR);

    cx_buf_init(&ex, mem, 300);
    cx_buf_init(&br, mem + 300, 130);
    CHECK_INT(cx_token_sign(k, &t, &ex, &br), CX_ERROR);

    t.price = -1;
    cx_buf_init(&ex, mem, 250);
    cx_buf_init(&br, mem + 250, 250);
    CHECK_INT(cx_token_sign(k, &t, &ex, &br), CX_ERROR);

    for (i = 0; i < cx_nelts(rates); i++) {
        t = token();
        t.rate = rates[i];
        cx_buf_init(&ex, mem, 250);
        cx_buf_init(&br, mem + 250, 250);
        CHECK_INT(cx_token_sign(k, &t, &ex, &br), CX_ERROR);
    }

    cx_keyring_close(k);
}


static void
rotation(void)
{
    uint8_t        mem[CX_TOKEN_MAX];
    signed_t       before, after;
    cx_token_t     t, got;
    cx_keyring_t  *old, *both, *new;

    old = keyring("1 " KEY_A "\n");
    both = keyring("2 " KEY_B "\r\n\n1 " KEY_A "  \n");
    new = keyring("2\t" KEY_B);
    t = token();

    sign(old, &t, &before);
    sign(both, &t, &after);

    CHECK_INT(cx_token_verify(both, CX_TOKEN_EXCHANGE, before.text[1], mem,
                              &got, NULL), CX_OK);
    CHECK_INT(got.key, 1);
    CHECK_INT(cx_token_verify(both, CX_TOKEN_EXCHANGE, after.text[1], mem,
                              &got, NULL), CX_OK);
    CHECK_INT(got.key, 2);
    CHECK_INT(cx_token_verify(new, CX_TOKEN_EXCHANGE, after.text[1], mem,
                              &got, NULL), CX_OK);
    CHECK_INT(cx_token_verify(new, CX_TOKEN_EXCHANGE, before.text[1], mem,
                              &got, NULL), CX_ERROR);
    CHECK_INT(cx_token_verify(old, CX_TOKEN_EXCHANGE, after.text[1], mem,
                              &got, NULL), CX_ERROR);

    cx_keyring_close(old);
    cx_keyring_close(both);
    cx_keyring_close(new);
}


/* against the library's own HMAC */

static void
is_hmac_sha256(void)
{
    size_t         i;
    uint8_t        text[300], key[32], want[32], mac[CX_HMAC_LEN];
    unsigned       n;
    cx_hmac_key_t  k;

    for (i = 0; i < sizeof(text); i++) {
        text[i] = (uint8_t) (i * 7);
        key[i % 32] = (uint8_t) i;
    }

    cx_hmac_key(&k, key);

    for (i = 0; i < sizeof(text); i++) {
        cx_hmac(&k, text, i, text[i], mac);
        (void) HMAC(EVP_sha256(), key, 32, text, i + 1, want, &n);
        CHECK(memcmp(mac, want, CX_HMAC_LEN) == 0);
    }
}


static void
refuse(const char *text, mode_t mode, const char *field, const char *fault)
{
    cx_error_t  e;

    put_file(text, mode);
    memset(&e, 0, sizeof(e));
    CHECK(cx_keyring_open(path, &e) == NULL);
    (void) unlink(path);

    if (strstr(e.field, field) == NULL || strstr(e.fault, fault) == NULL) {
        CHECK_STR(cx_strn(e.field, strlen(e.field)), field);
        CHECK_STR(cx_strn(e.fault, strlen(e.fault)), fault);
    }
}


static void
keyfile_refused(void)
{
    refuse("1 " KEY_A "\n", 0640, "cx-sign", "mode 0640");
    refuse("1 " KEY_A "\n", 0604, "cx-sign", "mode 0604");
    refuse("1 " KEY_A "\n", 0620, "cx-sign", "mode 0620");
    refuse("", 0600, "cx-sign", "has no key");
    refuse("# none\n\n", 0600, "cx-sign", "has no key");
    refuse("1 " KEY_A "0\n", 0600, "line 1", "is no key");
    refuse("# a\n\n1 abcd\n", 0600, "line 3", "is no key");
    refuse("256 " KEY_A "\n", 0600, "line 1", "is no key");
    refuse("99999999999 " KEY_A "\n", 0600, "line 1", "is no key");
    refuse("x " KEY_A "\n", 0600, "line 1", "is no key");
    refuse(KEY_A "\n", 0600, "line 1", "is no key");
    refuse("1 " KEY_A "\n1 " KEY_B "\n", 0600, "line 2", "is there already");
    CHECK(cx_keyring_open("/nonexistent/keys", NULL) == NULL);
    CHECK(cx_keyring_open("/tmp", NULL) == NULL);
}


static void
keyfile_made(void)
{
    char           first[256], second[256];
    FILE          *f;
    cx_error_t     e;
    struct stat    st;
    cx_keyring_t  *k;

    put_file("", 0600);
    (void) unlink(path);

    CHECK_INT(cx_keyring_create(path, &e), CX_OK);
    CHECK_INT(stat(path, &st), 0);
    CHECK_INT(st.st_mode & 07777, 0600);

    f = fopen(path, "r");
    first[fread(first, 1, sizeof(first) - 1, f)] = '\0';
    (void) fclose(f);

    CHECK_INT(cx_keyring_create(path, &e), CX_DECLINED);
    f = fopen(path, "r");
    second[fread(second, 1, sizeof(second) - 1, f)] = '\0';
    (void) fclose(f);
    CHECK(strcmp(first, second) == 0);

    k = cx_keyring_open(path, &e);
    CHECK(k != NULL);
    cx_keyring_close(k);
    (void) unlink(path);

    CHECK_INT(cx_keyring_create(path, &e), CX_OK);
    f = fopen(path, "r");
    second[fread(second, 1, sizeof(second) - 1, f)] = '\0';
    (void) fclose(f);
    CHECK(strcmp(first, second) != 0);
    (void) unlink(path);

    CHECK_INT(cx_keyring_create("/nonexistent/keys", &e), CX_ERROR);
}


static const cx_test_t  tests[] = {
    TEST(is_hmac_sha256),
    TEST(round_trip),
    TEST(quantities),
    TEST(kinds_apart),
    TEST(every_bit_counts),
    TEST(one_spelling),
    TEST(one_form),
    TEST(ids),
    TEST(long_ids),
    TEST(far_too_long),
    TEST(no_room),
    TEST(rotation),
    TEST(keyfile_refused),
    TEST(keyfile_made)
};

TEST_MAIN(tests)
