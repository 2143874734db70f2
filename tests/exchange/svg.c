
/*
 * Two plots, one above the other.  Latency is drawn by its logarithm; of
 * percentiles the distance from the hundredth is, so that what is rare has
 * room.
 */

#include <math.h>

#include "tests/exchange/svg.h"


#define WIDTH   860
#define HEIGHT  660
#define LEFT    76
#define RIGHT   780
#define POINTS  352                 /* a line has no more */

typedef struct {
    double  top;
    double  bottom;
    double  low;                    /* powers of ten, of microseconds */
    double  high;
} plot_t;


static double
x_of(double part)
{
    return LEFT + part * (RIGHT - LEFT);
}


static double
y_of(const plot_t *p, double us)
{
    double  part;

    part = (log10(us < 1 ? 1 : us) - p->low) / (p->high - p->low);
    part = part < 0 ? 0 : part > 1 ? 1 : part;

    return p->bottom - part * (p->bottom - p->top);
}


static void
text(FILE *f, double x, double y, const char *anchor, const char *color,
    const char *s)
{
    fprintf(f, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">",
            x, y, anchor, color);

    for ( /* void */ ; *s; s++) {
        switch (*s) {

        case '<':
            fputs("&lt;", f);
            break;

        case '&':
            fputs("&amp;", f);
            break;

        default:
            if ((unsigned char) *s >= ' ') {
                fputc(*s, f);
            }
        }
    }

    fputs("</text>\n", f);
}


static void
line(FILE *f, double x1, double y1, double x2, double y2, const char *color)
{
    fprintf(f, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" "
            "stroke=\"%s\"/>\n", x1, y1, x2, y2, color);
}


static void
say_us(char to[32], double us)
{
    if (us < 999.5) {
        snprintf(to, 32, "%.3g us", us);

    } else if (us < 999500) {
        snprintf(to, 32, "%.3g ms", us / 1000);

    } else {
        snprintf(to, 32, "%.3g s", us / 1e6);
    }
}


/* from the power of ten below the least to 1, 2 or 5 above the greatest */

static void
scale(plot_t *p, double top, double bottom, double least, double greatest)
{
    p->top = top;
    p->bottom = bottom;
    p->low = floor(log10(least < 1 ? 1 : least));
    p->high = ceil(log10(greatest < 10 ? 10 : greatest));

    if (greatest * 2 <= pow(10, p->high)) {
        p->high -= log10(greatest * 5 <= pow(10, p->high) ? 5 : 2);
    }

    if (p->high < p->low + 0.3) {
        p->high = p->low + 0.7;
    }
}


static void
latency_axis(FILE *f, const plot_t *p)
{
    char           label[32];
    double         us, y;
    unsigned       i;
    static double  steps[] = { 1, 2, 5 };
    int            power;

    for (power = p->low; power <= p->high; power++) {
        for (i = 0; i < 3; i++) {
            us = steps[i] * pow(10, power);

            if (log10(us) > p->high + 1e-9) {
                break;
            }

            y = y_of(p, us);
            line(f, LEFT, y, RIGHT, y, i ? "#eee" : "#ccc");
            say_us(label, us);
            text(f, LEFT - 8, y + 4, "end", "#555", label);
        }
    }
}


/* nines: 0 is the least, 1 the 90th, 2 the 99th percentile */

static void
percentiles(FILE *f, const xc_stats_t *s)
{
    char                      label[32];
    double                    nines, most, q, x;
    plot_t                    p;
    unsigned                  i;
    static const char *const  names[] = {
        "min", "p90", "p99", "p99.9", "p99.99", "p99.999", "p99.9999"
    };

    most = ceil(log10((double) s->latency.n));
    most = most < 2 ? 2 : most > 6 ? 6 : most;
    scale(&p, 84, 324, (double) s->latency.min / 1000,
          (double) s->latency.max / 1000);

    text(f, LEFT, 68, "start", "#222", "Latency by percentile");
    latency_axis(f, &p);

    for (i = 0; i <= (unsigned) most; i++) {
        x = x_of(i / most);
        line(f, x, p.top, x, p.bottom, "#ddd");
        text(f, x, p.bottom + 18, "middle", "#555", names[i]);
    }

    x = x_of(log10(2) / most);
    line(f, x, p.top, x, p.bottom, "#ddd");
    text(f, x, p.bottom + 18, "middle", "#555", "p50");

    fputs("<polyline fill=\"none\" stroke=\"#1f5fbf\" stroke-width=\"2\" "
          "points=\"", f);

    for (i = 0; i <= POINTS; i++) {
        nines = most * i / POINTS;
        q = 1 - pow(10, -nines);
        fprintf(f, "%.1f,%.1f ", x_of(nines / most),
                y_of(&p, (double) xc_hist_at(&s->latency, q) / 1000));
    }

    fputs("\"/>\n", f);

    say_us(label, (double) s->latency.max / 1000);
    text(f, RIGHT + 4, y_of(&p, (double) s->latency.max / 1000) + 4, "start",
         "#1f5fbf", label);
}


static uint32_t
value_of(const xc_second_t *second, int which)
{
    switch (which) {

    case 0:
        return second->p50_us;

    case 1:
        return second->p99_us;

    default:
        return second->max_us;
    }
}


/* the greatest of those that share a point; returns where its name stands,
   which is below "above" */

static double
series(FILE *f, const xc_stats_t *s, const plot_t *p, int which,
    const char *color, double above)
{
    double                    y;
    uint32_t                  i, step, us, v;
    static const char *const  names[] = { "p50", "p99", "max" };

    step = s->nseconds / POINTS + 1;
    y = p->bottom;

    fprintf(f, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" "
            "points=\"", color);

    for (i = 0, us = 0; i < s->nseconds; i++) {
        v = value_of(&s->second[i], which);
        us = v > us ? v : us;

        if ((i + 1) % step == 0 || i + 1 == s->nseconds) {
            y = y_of(p, us);
            us = 0;

            if (i + 1 == step) {
                fprintf(f, "%d,%.1f ", LEFT, y);
            }

            fprintf(f, "%.1f,%.1f ", x_of((i + 0.5) / s->nseconds), y);
        }
    }

    fprintf(f, "%d,%.1f\"/>\n", RIGHT, y);
    y = fmax(y, above + 13);
    text(f, RIGHT + 4, y + 4, "start", color, names[which]);

    return y;
}


/* answers a second, as an area from the bottom, and marks where some were
   lost */

static void
rate(FILE *f, const xc_stats_t *s, const plot_t *p)
{
    char      label[80];
    double    x, x2;
    uint32_t  i, step, most;

    step = s->nseconds / POINTS + 1;

    for (i = 0, most = 1; i < s->nseconds; i++) {
        most = s->second[i].answered > most ? s->second[i].answered : most;
    }

    fprintf(f, "<polygon fill=\"#e7effa\" points=\"%d,%.1f ", LEFT, p->bottom);

    for (i = 0; i < s->nseconds; i += step) {
        x = x_of((double) i / s->nseconds);
        x2 = x_of((double) (i + step < s->nseconds ? i + step : s->nseconds)
                  / s->nseconds);
        fprintf(f, "%.1f,%.1f %.1f,%.1f ", x, p->bottom - (p->bottom - p->top)
                * s->second[i].answered / most, x2, p->bottom
                - (p->bottom - p->top) * s->second[i].answered / most);
    }

    fprintf(f, "%d,%.1f\"/>\n", RIGHT, p->bottom);

    for (i = 0; i < s->nseconds; i++) {
        if (s->second[i].lost != 0 || s->second[i].connect_errors != 0) {
            fprintf(f, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
                    "height=\"5\" fill=\"#c22\"/>\n",
                    x_of((double) i / s->nseconds), p->bottom - 5,
                    fmax(1, (double) (RIGHT - LEFT) / s->nseconds));
        }
    }

    snprintf(label, sizeof(label), "area: answers a second, at most %u; red: "
             "some lost, or no connection", most);
    text(f, RIGHT, p->top - 16, "end", "#777", label);
}


/* labels at even distances, in the unit in which these are whole */

static void
time_axis(FILE *f, const xc_stats_t *s, const plot_t *p)
{
    char                    label[32];
    double                  x;
    uint32_t                i, n, step, unit;
    const char             *name;
    static const uint32_t   steps[] = {
        1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400,
        21600, 43200, 86400, 172800, 432000, 864000, 1728000, 4320000
    };

    n = sizeof(steps) / sizeof(steps[0]);

    i = 0;

    while (i + 1 < n && s->nseconds / steps[i] > 10) {
        i++;
    }

    step = steps[i];
    unit = step % 3600 == 0 ? 3600 : step % 60 == 0 ? 60 : 1;
    name = unit == 3600 ? "h" : unit == 60 ? "min" : "s";

    for (i = 0; i <= s->nseconds; i += step) {
        x = x_of((double) i / s->nseconds);
        line(f, x, p->bottom, x, p->bottom + 4, "#888");
        snprintf(label, sizeof(label), "%u %s", i / unit, name);
        text(f, x, p->bottom + 18, "middle", "#555", label);
    }
}


static void
time_line(FILE *f, const xc_stats_t *s)
{
    plot_t    p;
    double    least, greatest, above;
    uint32_t  i;

    least = 1e12;
    greatest = 10;

    for (i = 0; i < s->nseconds; i++) {
        if (s->second[i].max_us != 0) {
            least = fmin(least, s->second[i].p50_us);
            greatest = fmax(greatest, s->second[i].max_us);
        }
    }

    scale(&p, 408, 616, least, greatest);
    text(f, LEFT, p.top - 16, "start", "#222", "Latency second by second");
    rate(f, s, &p);
    latency_axis(f, &p);

    time_axis(f, s, &p);

    above = series(f, s, &p, 2, "#b9771d", 0);
    above = series(f, s, &p, 1, "#7a3fa8", above);
    series(f, s, &p, 0, "#1f5fbf", above);
}


void
xc_svg_write(const xc_stats_t *s, const char *title, FILE *f)
{
    fprintf(f, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
            "height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
            "font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" "
            "fill=\"#fff\"/>\n", WIDTH, HEIGHT, WIDTH, HEIGHT);
    fputs("<g font-size=\"15\">\n", f);
    text(f, LEFT, 32, "start", "#222", title);
    fputs("</g>\n", f);

    if (s->latency.n == 0 || s->nseconds == 0) {
        text(f, LEFT, 84, "start", "#c22", "nothing was answered");

    } else {
        percentiles(f, s);
        time_line(f, s);
    }

    fputs("</svg>\n", f);
}
