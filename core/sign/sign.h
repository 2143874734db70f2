
/*
 * Keys and signatures.  A key is made ready once; signing copies the hash
 * states of its two pads and allocates nothing.
 */

#ifndef CX_SIGN_H
#define CX_SIGN_H

#include "core/base/base.h"


/*
 * Keys come from a file of lines "id hexkey" (id 0 to 255, 32 bytes as 64
 * hex digits, comments with #).  The first line signs, all of them verify;
 * rotation is a new first line.  A file that others can read is refused.
 */

typedef struct cx_keyring_s  cx_keyring_t;

cx_keyring_t *cx_keyring_open(const char *path, cx_error_t *e);
void cx_keyring_close(cx_keyring_t *k);

/* makes the file with one random key, 0600, unless it is there */

cx_rc_t cx_keyring_create(const char *path, cx_error_t *e);


/* a number that follows from the text, and that nobody knows without the key */

uint64_t cx_keyring_number(const cx_keyring_t *k, cx_str_t text);


#define CX_MAC_LEN  16          /* HMAC-SHA256, truncated */

/*
 * Exchange kinds and browser kinds are signed apart: what is in a page can
 * never be used as what an exchange would send.  HMAC-SHA256 makes 32 bytes,
 * neither half of which tells anything of the other to who has not the key:
 * the first half signs for the one, the second for the other.
 */

typedef enum {
    CX_TOKEN_EXCHANGE = 1,      /* win, loss, billing */
    CX_TOKEN_BROWSER = 2        /* impression, click, in-ad events */
} cx_token_kind_e;


/* everything that a notice needs, so that it is charged from this alone */

#define CX_TOKEN_ID_MAX        72       /* of an auction, an impression */
#define CX_TOKEN_CREATIVE_MAX  128

typedef struct {
    uint8_t          key;               /* its id; set by signing */
    cx_token_kind_e  kind;
    uint32_t         org;               /* low half of the id's hash */
    uint32_t         campaign_slot;
    uint32_t         adgroup_slot;
    cx_str_t         creative;          /* its id */
    uint32_t         exchange;          /* hash of its name */
    cx_str_t         auction;           /* the request's id */
    cx_str_t         impid;
    uint64_t         bid;               /* the bid's id */
    int64_t          price;             /* micros */
    uint32_t         currency;
    cx_rate_t        rate;              /* to the campaign's currency */
    uint32_t         qty;               /* impressions, CX_QTY_ONE; 0: one */
    int64_t          reserved;          /* nanos */
    uint32_t         bucket;            /* expiry bucket of the reservation */
    uint32_t         epoch;             /* of the lease */
    uint64_t         user;              /* hash of the user's key, 0 none */
    uint32_t         time_s;
    uint8_t          variant;
    uint8_t          test;              /* test: 1 bids but never charges */
} cx_token_t;

/* the longest text a token may be */

#define CX_TOKEN_MAX  512

/*
 * Writes both tokens of a bid.  t->key and t->kind are ignored; a quantity
 * of 0 comes back as CX_QTY_ONE.  An id that is too long is replaced by its
 * hash.
 * CX_ERROR: no room, an amount is negative, the rate or the quantity absurd.
 */

cx_rc_t cx_token_sign(const cx_keyring_t *k, const cx_token_t *t,
    cx_buf_t *exchange, cx_buf_t *browser);

/*
 * Constant time in the key.  Strings of *t point into mem, which must have
 * CX_TOKEN_MAX bytes.  CX_ERROR with CX_E_TOKEN for anything that is not
 * ours, of another kind, or bent.
 */

cx_rc_t cx_token_verify(const cx_keyring_t *k, cx_token_kind_e kind,
    cx_str_t text, uint8_t *mem, cx_token_t *t, cx_error_t *e);


#endif /* CX_SIGN_H */
