
/* JSON as it is written: commas are put where the text says they belong. */

#ifndef XC_TEXT_H
#define XC_TEXT_H

#include "tests/exchange/exchange.h"


typedef struct {
    char      *start;
    char      *at;
    char      *end;                 /* what goes beyond is left out and told */
    unsigned   overflow:1;
} xc_out_t;

void xc_text_start(xc_out_t *t, char *buf, size_t size);

void xc_put(xc_out_t *t, const char *s);
void xc_put_char(xc_out_t *t, char c);
void xc_put_int(xc_out_t *t, int64_t n);
void xc_put_money(xc_out_t *t, xc_money_t micros);

/* a name of an object, or with NULL the next of a list; open is '{' or '[' */

void xc_name(xc_out_t *t, const char *name);
void xc_str(xc_out_t *t, const char *name, const char *value);
void xc_strf(xc_out_t *t, const char *name, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void xc_int(xc_out_t *t, const char *name, int64_t n);
void xc_money(xc_out_t *t, const char *name, xc_money_t micros);
void xc_open(xc_out_t *t, const char *name, char open);
void xc_shut(xc_out_t *t, char shut);

/* the bits of a set, rising */

void xc_set(xc_out_t *t, const char *name, uint32_t set);


#endif /* XC_TEXT_H */
