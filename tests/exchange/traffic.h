
/*
 * The grammar: requests of every medium, from a seed.  What it writes it
 * describes in an ask.
 */

#ifndef XC_TRAFFIC_H
#define XC_TRAFFIC_H

#include "tests/exchange/people.h"
#include "tests/exchange/source.h"
#include "tests/exchange/text.h"


typedef enum {
    XC_ONE = 0,                     /* a page with one banner */
    XC_THREE,                       /* a page, two banners and a video */
    XC_FULL_APP,                    /* an app with everything */
    XC_INSTREAM,                    /* a video on a page */
    XC_RADIO,                       /* audio in an app */
    XC_FEED,                        /* native, on pages and in apps */
    XC_BREAK,                       /* a pod on a television */
    XC_BOARD,                       /* a screen out of home */
    XC_SHAPES
} xc_shape_t;

extern const char *const  xc_shapes[XC_SHAPES];

typedef struct {
    unsigned   weight[XC_SHAPES];
    uint64_t   seed;
    uint32_t   nusers;
    uint32_t   nsites;
    unsigned   pool;                /* made before the start */
    unsigned   live;                /* each made when it is sent */
} xc_traffic_conf_t;

typedef struct {
    const xc_traffic_conf_t  *conf;
    unsigned                  total;
    xc_zipf_t                 users;
    xc_zipf_t                 sites;
    xc_rng_t                  rng;
} xc_traffic_t;

/* one request, and what the grammar knows while it writes it */

typedef struct {
    xc_out_t        text;
    xc_rng_t        *rng;
    xc_shape_t       shape;
    xc_user_t        user;
    xc_site_t        site;
    unsigned         gpp;           /* how privacy is told: 0 old, 1, 2 */
    size_t           id_at;
    char             id[XC_ID_LEN + 1];
    xc_ask_t        *ask;
    char             body[XC_TEXT_MAX];
    _Alignas(8) char room[sizeof(xc_ask_t) + XC_IMPS * sizeof(xc_imp_t)];
} xc_made_t;

#define XC_ASK_SIZE(ask)                                                      \
    (sizeof(xc_ask_t) + (ask)->nimps * sizeof(xc_imp_t))

void xc_traffic_default(xc_traffic_conf_t *conf);
int xc_traffic_mix(xc_traffic_conf_t *conf, const char *text,
    xc_error_t *err);

int xc_traffic_open(xc_traffic_t *t, const xc_traffic_conf_t *conf,
    xc_error_t *err);
void xc_traffic_close(xc_traffic_t *t);

/* the next; the text is m->body, of m->ask->len bytes */

void xc_traffic_make(xc_traffic_t *t, xc_made_t *m);

/* fills a pool, with ids that sendings replace */

int xc_traffic_pool(xc_traffic_t *t, xc_source_t *s, xc_error_t *err);

int xc_traffic_write(xc_traffic_t *t, const char *path, uint64_t count,
    xc_error_t *err);

/* parts of the grammar */

void xc_make_imps(xc_made_t *m);
void xc_make_place(xc_made_t *m);
void xc_make_device(xc_made_t *m);
void xc_make_user(xc_made_t *m);
void xc_make_regs(xc_made_t *m);
void xc_make_source(xc_made_t *m);
void xc_write_native(xc_made_t *m, const xc_imp_t *imp);

static inline int
xc_odds(xc_made_t *m, unsigned percent)
{
    return xc_rng_odds(m->rng, percent);
}

static inline uint32_t
xc_pick(xc_made_t *m, uint32_t low, uint32_t high)
{
    return xc_rng_between(m->rng, low, high);
}

static inline const char *
xc_word(xc_made_t *m)
{
    return xc_words[xc_rng_below(m->rng, XC_WORDS)];
}


#endif /* XC_TRAFFIC_H */
