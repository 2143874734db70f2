
/*
 * An address from a stranger, looked up in a database from a stranger:
 *
 *     byte   how long the address is; 255: the whole rest
 *     rest   an address, then a database, or then a record
 *
 * An address is what the library of C takes it for, where that takes it; a
 * place is within its bounds.
 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/geo/record.h"


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static void
fuzz_must(int ok)
{
    if (!ok) {
        abort();
    }
}


static void
fuzz_same(cx_str_t text, const cx_address_t *a)
{
    char       s[80];
    int        i, n;
    uint8_t    b[16];
    cx_u128_t  value;

    if (text.len >= sizeof(s) || (text.len && memchr(text.data, 0, text.len)))
    {
        return;
    }

    if (text.len) {
        memcpy(s, text.data, text.len);
    }

    s[text.len] = '\0';

    n = inet_pton(AF_INET, s, b) == 1 ? 4
        : inet_pton(AF_INET6, s, b) == 1 ? 16 : 0;

    if (n == 0) {
        return;
    }

    for (i = 0, value = 0; i < n; i++) {
        value = value << 8 | b[i];
    }

    if (n == 16 && value >> 32 == 0xffff) {
        value = (uint32_t) value;
    }

    fuzz_must(a->family != 0);
    fuzz_must(a->value == value);
}


static void
fuzz_place(const cx_geo_place_t *p)
{
    fuzz_must(p->lat == CX_NO_COORD || (p->lat >= -90 && p->lat <= 90));
    fuzz_must(p->lon == CX_NO_COORD || (p->lon >= -180 && p->lon <= 180));
    fuzz_must(p->city.len <= 128 && p->zip.len <= 128 && p->region.len <= 128);
}


static void
fuzz_database(const uint8_t *data, size_t size, const cx_address_t *a)
{
    int              fd;
    char             path[64];
    cx_geo_t        *g;
    cx_error_t       e;
    cx_geo_place_t   place;

    fd = memfd_create("fuzz", 0);
    fuzz_must(fd != -1);
    fuzz_must(write(fd, data, size) == (ssize_t) size);
    (void) snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);

    memset(&e, 0, sizeof(e));
    g = cx_geo_open(path, &e);
    (void) close(fd);

    if (g == NULL) {
        fuzz_must(e.fault[0] != '\0');
        return;
    }

    if (cx_geo_find(g, a, &place) == CX_OK) {
        fuzz_must(place.country != 0);
        fuzz_place(&place);
    }

    cx_geo_close(g);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t           len;
    cx_str_t         text;
    cx_address_t     a;
    cx_geo_place_t   place;

    if (size == 0) {
        return 0;
    }

    len = data[0] == 255 ? size - 1 : cx_min(data[0], size - 1);
    text = cx_strn(data + 1, len);
    data += 1 + len;
    size -= 1 + len;

    if (cx_address_parse(text, &a) == CX_OK) {
        fuzz_must(a.family == 4 || a.family == 6);
        fuzz_must(a.bits <= cx_address_width(&a));
        fuzz_must(cx_address_last(&a) >= a.value);
    } else {
        fuzz_must(a.family == 0 && a.malformed == (text.len != 0));
    }

    fuzz_same(text, &a);

    if (size == 0) {
        return 0;
    }

    if (cx_geo_record(data, size, 0, &place) == CX_OK) {
        fuzz_place(&place);
    }

    fuzz_database(data, size, &a);

    return 0;
}
