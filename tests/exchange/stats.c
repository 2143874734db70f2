
/* Counters, and a line for each second. */

#include <stdlib.h>
#include <string.h>

#include "tests/exchange/stats.h"


#define SECOND_NS  1000000000


void
xc_stats_start(xc_stats_t *s, int64_t now_ns)
{
    xc_stats_free(s);
    memset(s, 0, sizeof(xc_stats_t));
    s->start_ns = now_ns;
    s->end_ns = now_ns;

    xc_hist_reset(&s->latency);
    xc_hist_reset(&s->now);
    xc_hist_reset(&s->lag);
}


void
xc_stats_free(xc_stats_t *s)
{
    free(s->second);
    s->second = NULL;
}


void
xc_stats_answer(xc_stats_t *s, int status, size_t body, int64_t ns)
{
    s->answered++;
    s->status[status]++;
    s->body_bytes += body;
    s->now_answered++;

    xc_hist_add(&s->latency, ns);
    xc_hist_add(&s->now, ns);
}


/* what was given up has waited at least that long: percentiles know it */

void
xc_stats_lost(xc_stats_t *s, xc_lost_t lost, int64_t ns)
{
    s->lost[lost]++;
    s->now_lost++;

    if (lost == XC_TIMEOUT) {
        xc_hist_add(&s->latency, ns);
        xc_hist_add(&s->now, ns);
    }
}


/* it waited until now, but was lost in the second in which it was due */

void
xc_stats_unsent(xc_stats_t *s, int64_t due_ns, int64_t now_ns)
{
    int64_t       at, waited;
    xc_second_t  *second;

    at = (due_ns - s->start_ns) / SECOND_NS;
    waited = now_ns - due_ns;

    s->asked++;
    s->unsent++;

    if (at >= (int64_t) s->nseconds) {
        xc_stats_lost(s, XC_TIMEOUT, waited);
        return;
    }

    s->lost[XC_TIMEOUT]++;
    xc_hist_add(&s->latency, waited);

    second = &s->second[at];
    second->lost++;

    if (waited / 1000 > second->max_us) {
        second->max_us = waited / 1000;
    }
}


void
xc_stats_refused(xc_stats_t *s, uint64_t n)
{
    s->connect_errors += n;
    s->now_refused += n;
}


static xc_second_t *
new_second(xc_stats_t *s)
{
    uint32_t      size;
    xc_second_t  *second;

    if (s->unkept != 0 || s->nseconds == XC_SECONDS_MAX) {
        return NULL;
    }

    if (s->nseconds == s->size) {
        size = s->size ? 2 * s->size : 64;
        second = realloc(s->second, size * sizeof(xc_second_t));

        if (second == NULL) {
            return NULL;
        }

        s->second = second;
        s->size = size;
    }

    return &s->second[s->nseconds++];
}


static void
close_second(xc_stats_t *s)
{
    xc_second_t  *second;

    second = new_second(s);

    if (second != NULL) {
        second->answered = s->now_answered;
        second->lost = s->now_lost;
        second->connect_errors = s->now_refused;
        second->p50_us = xc_hist_at(&s->now, 0.5) / 1000;
        second->p99_us = xc_hist_at(&s->now, 0.99) / 1000;
        second->max_us = s->now.max / 1000;

    } else {
        s->unkept++;
    }

    s->now_answered = 0;
    s->now_lost = 0;
    s->now_refused = 0;
    xc_hist_reset(&s->now);
}


void
xc_stats_tick(xc_stats_t *s, int64_t now_ns)
{
    while (now_ns - s->start_ns
           >= ((int64_t) s->nseconds + s->unkept + 1) * SECOND_NS)
    {
        close_second(s);
    }
}


void
xc_stats_end(xc_stats_t *s, int64_t end_ns)
{
    s->end_ns = end_ns;

    if (s->now_answered != 0 || s->now_lost != 0 || s->now_refused != 0) {
        close_second(s);
    }
}


/* until the last answer, if that came after the end */

double
xc_stats_seconds(const xc_stats_t *s)
{
    int64_t  end;

    end = s->last_ns > s->end_ns ? s->last_ns : s->end_ns;

    return end > s->start_ns ? (double) (end - s->start_ns) / 1e9 : 0;
}


/* each once: lost ones, and answers that are neither a bid nor none */

uint64_t
xc_stats_failed(const xc_stats_t *s)
{
    int       i;
    uint64_t  n;

    n = s->answered - s->status[200] - s->status[204];

    for (i = 1; i < XC_LOST; i++) {
        n += s->lost[i];
    }

    return n;
}
