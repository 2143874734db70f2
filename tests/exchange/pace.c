
/*
 * The time until the next request is one over the rate of now.  Times are
 * those at which requests should be sent: what holds the sender up moves none.
 */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/exchange/pace.h"


#define DAY_MS      86400000
#define HOUR_MS     3600000
#define LONGEST     (7 * 86400.0)


/* hundredths of the mean in each hour: least at four, most at nine at night */

static const unsigned char  curve[24] = {
    62, 45, 34, 28, 26, 32, 48, 72, 95, 108, 114, 118,
    122, 120, 116, 114, 116, 124, 138, 154, 166, 170, 148, 130
};


double
xc_pace_curve(int64_t ms)
{
    double    part;
    int64_t   of_day;
    unsigned  hour;

    of_day = (ms % DAY_MS + DAY_MS) % DAY_MS;
    hour = of_day / HOUR_MS;
    part = (double) (of_day % HOUR_MS) / HOUR_MS;

    return (curve[hour] * (1 - part) + curve[(hour + 1) % 24] * part) / 100;
}


static int
number(const char **at, double least, double most, double *value)
{
    char  *end;

    if (**at < '0' || **at > '9') {
        return XC_ERROR;
    }

    *value = strtod(*at, &end);
    *at = end;

    return *value >= least && *value <= most ? XC_OK : XC_ERROR;
}


static int
duration(const char **at, double *seconds)
{
    if (number(at, 0, 1e9, seconds) != XC_OK) {
        return XC_ERROR;
    }

    if (strncmp(*at, "ms", 2) == 0) {
        *seconds /= 1000;
        (*at)++;

    } else if (**at == 'm') {
        *seconds *= 60;

    } else if (**at == 'h') {
        *seconds *= 3600;

    } else if (**at != 's') {
        return XC_ERROR;
    }

    (*at)++;

    return *seconds >= 0.001 && *seconds <= LONGEST ? XC_OK : XC_ERROR;
}


static int
read_stage(const char **at, double seconds, xc_stage_t *s)
{
    if (number(at, 0, XC_RATE_MAX, &s->from) != XC_OK) {
        return XC_ERROR;
    }

    s->to = s->from;

    if (**at == '-') {
        (*at)++;

        if (number(at, 0, XC_RATE_MAX, &s->to) != XC_OK) {
            return XC_ERROR;
        }
    }

    if (**at == ':') {
        (*at)++;

        if (duration(at, &seconds) != XC_OK) {
            return XC_ERROR;
        }
    }

    s->ns = (int64_t) (seconds * 1e9);

    return XC_OK;
}


int
xc_pace_read(xc_pace_t *p, const char *text, double seconds, double warm_up,
    xc_error_t *err)
{
    double       most;
    const char  *at;

    p->n = warm_up > 0;
    p->total_ns = 0;
    most = 0;

    for (at = text; ; at++) {

        if (p->n == XC_STAGES) {
            return xc_error(err, "--rate has more than %d stages", XC_STAGES);
        }

        if (read_stage(&at, seconds, &p->stage[p->n]) != XC_OK
            || (*at != '\0' && *at != ','))
        {
            return xc_error(err, "--rate=%.80s is not understood at \"%.20s\": "
                            "RATE, RATE:TIME or FROM-TO:TIME, between commas, "
                            "are allowed, rates of 0 to %d a second and times "
                            "as 500ms, 10s, 5m, 1h", text, at, XC_RATE_MAX);
        }

        most = fmax(most, fmax(p->stage[p->n].from, p->stage[p->n].to));
        p->total_ns += p->stage[p->n++].ns;

        if (*at == '\0') {
            break;
        }
    }

    if (most == 0) {
        return xc_error(err, "--rate=%.80s: no request would ever be due; one "
                        "rate is to be above 0, and without --rate requests "
                        "are sent as fast as they are answered", text);
    }

    if (warm_up > 0) {
        p->stage[0].from = p->stage[1].from;
        p->stage[0].to = p->stage[1].from;
        p->stage[0].ns = (int64_t) (warm_up * 1e9);
        p->total_ns += p->stage[0].ns;
    }

    return XC_OK;
}


/*
 * Onwards by the time in which "need" requests are due: in a stage the rate is
 * a line, so that this is the root of a quadratic equation.
 */

static void
advance(xc_pace_t *p, double need)
{
    double             rate, slope, left, area, many;
    const xc_stage_t  *s;

    for ( /* void */ ; p->at < p->n; p->at++) {
        s = &p->stage[p->at];
        many = 1e-9;

        if (p->daily) {
            many *= xc_pace_curve(xc_clock_ms(p->clock, p->stage_ns
                                                        + (int64_t) p->due));
        }

        slope = many * (s->to - s->from) / (double) s->ns;
        rate = many * s->from + slope * p->due;
        left = (double) s->ns - p->due;
        area = (rate + slope * left / 2) * left;

        if (area > need + 1e-9) {
            p->due += 2 * need / (rate + sqrt(rate * rate + 2 * slope * need));
            return;
        }

        need -= area < need ? area : need;
        p->stage_ns += s->ns;
        p->due = 0;
    }
}


void
xc_pace_start(xc_pace_t *p, const xc_clock_t *clock, int64_t now_ns)
{
    p->clock = clock;
    p->at = 0;
    p->stage_ns = now_ns;
    p->due = 0;

    if (p->stage[0].from == 0) {
        advance(p, 1);
    }
}


int64_t
xc_pace_due(const xc_pace_t *p)
{
    return p->at == p->n ? INT64_MAX : p->stage_ns + (int64_t) p->due;
}


void
xc_pace_next(xc_pace_t *p)
{
    advance(p, 1);
}
