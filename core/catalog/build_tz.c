#include "core/catalog/build_zone.h"


/* what is left of a rule's text */

typedef struct { const uint8_t *p, *last; }  cx_tz_text_t;


static int
cx_tz_take(cx_tz_text_t *t, uint8_t c)
{
    if (t->p < t->last && *t->p == c) {
        t->p++;
        return 1;
    }

    return 0;
}


static cx_rc_t
cx_tz_number(cx_tz_text_t *t, int max, int *n)
{
    const uint8_t  *start;

    for (start = t->p, *n = 0;
         t->p < t->last && *t->p >= '0' && *t->p <= '9' && *n <= max;
         t->p++)
    {
        *n = *n * 10 + (*t->p - '0');
    }

    return t->p > start && *n <= max ? CX_OK : CX_ERROR;
}


/* "CET" or "<+03>" */

static cx_rc_t
cx_tz_name(cx_tz_text_t *t)
{
    const uint8_t  *start;

    if (cx_tz_take(t, '<')) {
        while (t->p < t->last && *t->p != '>') {
            t->p++;
        }

        return cx_tz_take(t, '>') ? CX_OK : CX_ERROR;
    }

    for (start = t->p;
         t->p < t->last && (*t->p | 0x20) >= 'a' && (*t->p | 0x20) <= 'z';
         t->p++)
    {
        /* void */
    }

    return t->p - start >= 3 ? CX_OK : CX_ERROR;
}


/* [+-]hh[:mm[:ss]], hours up to 167 as RFC 8536 allows */

static cx_rc_t
cx_tz_time(cx_tz_text_t *t, int32_t *seconds)
{
    int  neg, h, m, s;

    neg = cx_tz_take(t, '-');

    if (!neg) {
        (void) cx_tz_take(t, '+');
    }

    m = 0;
    s = 0;

    if (cx_tz_number(t, 167, &h) != CX_OK
        || (cx_tz_take(t, ':') && cx_tz_number(t, 59, &m) != CX_OK)
        || (cx_tz_take(t, ':') && cx_tz_number(t, 59, &s) != CX_OK))
    {
        return CX_ERROR;
    }

    *seconds = (h * 3600 + m * 60 + s) * (neg ? -1 : 1);

    return CX_OK;
}


static cx_rc_t
cx_tz_date(cx_tz_text_t *t, cx_tz_date_t *d)
{
    if (!cx_tz_take(t, ',')) {
        return CX_ERROR;
    }

    d->time = 2 * 3600;

    if (cx_tz_take(t, 'M')) {
        d->form = 'M';

        if (cx_tz_number(t, 12, &d->month) != CX_OK || d->month == 0
            || !cx_tz_take(t, '.')
            || cx_tz_number(t, 5, &d->week) != CX_OK || d->week == 0
            || !cx_tz_take(t, '.')
            || cx_tz_number(t, 6, &d->day) != CX_OK)
        {
            return CX_ERROR;
        }

    } else {
        d->form = cx_tz_take(t, 'J') ? 'J' : 'N';

        if (cx_tz_number(t, 365, &d->day) != CX_OK) {
            return CX_ERROR;
        }
    }

    return cx_tz_take(t, '/') ? cx_tz_time(t, &d->time) : CX_OK;
}


cx_rc_t
cx_tz_rule_parse(cx_tz_rule_t *rule, cx_str_t text)
{
    int32_t       west;
    cx_tz_text_t  t;

    memset(rule, 0, sizeof(cx_tz_rule_t));
    t.p = text.data;
    t.last = text.data + text.len;

    if (cx_tz_name(&t) != CX_OK || cx_tz_time(&t, &west) != CX_OK) {
        return CX_ERROR;
    }

    rule->std_offset = -west;

    if (t.p == t.last) {
        return CX_OK;
    }

    rule->dst = 1;
    rule->dst_offset = rule->std_offset + 3600;

    if (cx_tz_name(&t) != CX_OK) {
        return CX_ERROR;
    }

    if (t.p < t.last && *t.p != ',') {
        if (cx_tz_time(&t, &west) != CX_OK) {
            return CX_ERROR;
        }

        rule->dst_offset = -west;
    }

    return cx_tz_date(&t, &rule->start) == CX_OK
           && cx_tz_date(&t, &rule->end) == CX_OK && t.p == t.last
           ? CX_OK : CX_ERROR;
}


static int
cx_tz_is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}


/* the day, since 1970, on which a date falls in a year */

static int64_t
cx_tz_day(const cx_tz_date_t *d, int year)
{
    int      weekday;
    int64_t  first, day, next;

    if (d->form != 'M') {
        first = cx_days_from_civil(year, 1, 1);

        /* J never counts the leap day */

        return d->form == 'N' ? first + d->day
               : first + d->day - 1 + (d->day > 59 && cx_tz_is_leap(year));
    }

    first = cx_days_from_civil(year, d->month, 1);
    next = d->month == 12 ? cx_days_from_civil(year + 1, 1, 1)
                          : cx_days_from_civil(year, d->month + 1, 1);

    /* the text counts from Sunday */

    weekday = (cx_weekday(first) + 1) % 7;
    day = first + (d->day - weekday + 7) % 7 + (d->week - 1) * 7;

    return day >= next ? day - 7 : day;
}


void
cx_tz_rule_year(const cx_tz_rule_t *rule, int year, int64_t at[2],
    int32_t offset[2])
{
    int      first;
    int64_t  start, end;

    start = cx_tz_day(&rule->start, year) * 86400 + rule->start.time
            - rule->std_offset;
    end = cx_tz_day(&rule->end, year) * 86400 + rule->end.time
          - rule->dst_offset;

    first = start < end ? 0 : 1;

    at[first] = start;
    offset[first] = rule->dst_offset;
    at[!first] = end;
    offset[!first] = rule->std_offset;
}


int
cx_tz_year(int64_t unix_s)
{
    int  year;

    year = 1970 + (int) (unix_s / 31556952);

    while (cx_days_from_civil(year, 1, 1) * 86400 > unix_s) {
        year--;
    }

    while (cx_days_from_civil(year + 1, 1, 1) * 86400 <= unix_s) {
        year++;
    }

    return year;
}
