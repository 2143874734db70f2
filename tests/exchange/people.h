
/*
 * The populations: users, sites and apps.  Who comes how often follows Zipf's
 * law, and what somebody is follows from the seed and its index alone: who
 * comes again is the same.
 */

#ifndef XC_PEOPLE_H
#define XC_PEOPLE_H

#include "tests/exchange/exchange.h"
#include "tests/exchange/rng.h"
#include "tests/exchange/words.h"


typedef struct {
    double    *sum;                 /* of 1 / rank */
    uint32_t   n;
} xc_zipf_t;

int xc_zipf_open(xc_zipf_t *z, uint32_t n, xc_error_t *err);
void xc_zipf_close(xc_zipf_t *z);
uint32_t xc_zipf(const xc_zipf_t *z, xc_rng_t *rng);

typedef struct {
    char                 id[24];
    char                 ifa[40];
    const xc_country_t  *country;
    const xc_device_t   *device;
    uint16_t             born;      /* 0: not told */
    char                 gender;
    uint8_t              privacy;   /* XC_GDPR ... */
    uint8_t              ip;
    uint16_t             segments;  /* bits of xc_segments */
} xc_user_t;

typedef struct {
    char         domain[40];
    char         name[48];
    char         bundle[48];
    char         publisher[16];
    char         section[2][12];    /* categories */
    const char  *currency;
    xc_money_t   floor;             /* of a banner */
    uint8_t      style;             /* of the exchange that writes for it */
    uint8_t      children;
    uint8_t      schain;            /* nodes, 0: none told */
    uint8_t      nbcat;
    uint8_t      nbadv;
    uint32_t     blocks;            /* where in the tables they begin */
} xc_site_t;

void xc_user(xc_user_t *u, uint64_t seed, uint32_t index, int phone);
void xc_site(xc_site_t *s, uint64_t seed, uint32_t index, int where);


#endif /* XC_PEOPLE_H */
