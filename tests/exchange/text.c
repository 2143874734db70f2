
/* A writer of JSON into a buffer of fixed size. */

#include <stdarg.h>
#include <string.h>

#include "tests/exchange/text.h"


void
xc_text_start(xc_out_t *t, char *buf, size_t size)
{
    t->start = buf;
    t->at = buf;
    t->end = buf + size;
    t->overflow = 0;
}


static void
put(xc_out_t *t, const char *s, size_t len)
{
    if ((size_t) (t->end - t->at) < len) {
        t->overflow = 1;
        return;
    }

    memcpy(t->at, s, len);
    t->at += len;
}


void
xc_put(xc_out_t *t, const char *s)
{
    put(t, s, strlen(s));
}


void
xc_put_char(xc_out_t *t, char c)
{
    put(t, &c, 1);
}


void
xc_put_int(xc_out_t *t, int64_t n)
{
    char      buf[24], *p;
    uint64_t  v;

    p = buf + sizeof(buf);
    v = n < 0 ? -(uint64_t) n : (uint64_t) n;

    do {
        *--p = '0' + v % 10;
        v /= 10;
    } while (v != 0);

    if (n < 0) {
        *--p = '-';
    }

    put(t, p, buf + sizeof(buf) - p);
}


/* as a decimal, without zeros at the end */

void
xc_put_money(xc_out_t *t, xc_money_t micros)
{
    int   i, n, rest;
    char  digits[8];

    xc_put_int(t, micros / 1000000);
    rest = micros % 1000000;

    if (rest == 0) {
        return;
    }

    digits[0] = '.';

    for (i = 6, n = 0; i > 0; i--, rest /= 10) {
        digits[i] = '0' + rest % 10;

        if (n == 0 && digits[i] != '0') {
            n = i;
        }
    }

    put(t, digits, n + 1);
}


void
xc_name(xc_out_t *t, const char *name)
{
    char  last;

    last = t->at == t->start ? '[' : t->at[-1];

    if (last != '{' && last != '[') {
        xc_put_char(t, ',');
    }

    if (name != NULL) {
        xc_put_char(t, '"');
        xc_put(t, name);
        xc_put(t, "\":");
    }
}


void
xc_str(xc_out_t *t, const char *name, const char *value)
{
    const char  *p;

    xc_name(t, name);
    xc_put_char(t, '"');

    for (p = value; *p; p++) {
        if (*p == '"' || *p == '\\') {
            xc_put_char(t, '\\');
        }

        xc_put_char(t, *p);
    }

    xc_put_char(t, '"');
}


void
xc_strf(xc_out_t *t, const char *name, const char *fmt, ...)
{
    char     buf[512];
    va_list  args;

    va_start(args, fmt);

    if (vsnprintf(buf, sizeof(buf), fmt, args) >= (int) sizeof(buf)) {
        t->overflow = 1;
    }

    va_end(args);
    xc_str(t, name, buf);
}


void
xc_int(xc_out_t *t, const char *name, int64_t n)
{
    xc_name(t, name);
    xc_put_int(t, n);
}


void
xc_money(xc_out_t *t, const char *name, xc_money_t micros)
{
    xc_name(t, name);
    xc_put_money(t, micros);
}


void
xc_open(xc_out_t *t, const char *name, char open)
{
    xc_name(t, name);
    xc_put_char(t, open);
}


void
xc_shut(xc_out_t *t, char shut)
{
    xc_put_char(t, shut);
}


void
xc_set(xc_out_t *t, const char *name, uint32_t set)
{
    unsigned  i;

    xc_open(t, name, '[');

    for (i = 0; i < 32; i++) {
        if (set & XC_BIT(i)) {
            xc_int(t, NULL, i);
        }
    }

    xc_shut(t, ']');
}
