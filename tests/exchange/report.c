
#include "tests/exchange/report.h"


typedef struct {
    const char  *name;
    double       quantile;
} mark_t;

static const mark_t  marks[] = {
    { "p50", 0.5 },
    { "p90", 0.9 },
    { "p99", 0.99 },
    { "p99_9", 0.999 }
};

static const char *const  lost[XC_LOST] = {
    "answered", "timeout", "closed", "cut", "malformed"
};


static double
us(uint64_t ns)
{
    return (double) ns / 1000;
}


static double
rate(const xc_stats_t *s)
{
    double  seconds;

    seconds = xc_stats_seconds(s);

    return seconds > 0 ? (double) s->answered / seconds : 0;
}


static void
statuses(const xc_stats_t *s, FILE *out, const char *between, const char *fmt)
{
    int          i;
    const char  *comma;

    for (i = 100, comma = ""; i < 600; i++) {
        if (s->status[i] != 0) {
            fputs(comma, out);
            fprintf(out, fmt, i, (unsigned long long) s->status[i]);
            comma = between;
        }
    }
}


static void
shapes(const xc_engine_t *e, FILE *out, const char *between, const char *fmt)
{
    int          i;
    const char  *comma;

    for (i = 0, comma = ""; i < XC_SHAPES; i++) {
        if (e->shape[i].answers != 0) {
            fputs(comma, out);
            fprintf(out, fmt, xc_shapes[i],
                    (unsigned long long) e->shape[i].bids,
                    (unsigned long long) e->shape[i].answers);
            comma = between;
        }
    }
}


static void
times(const xc_hist_t *h, FILE *out)
{
    size_t  i;

    for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        fprintf(out, " %s %.0f us,", marks[i].name,
                us(xc_hist_at(h, marks[i].quantile)));
    }

    fprintf(out, " max %.0f us, mean %.0f us", us(h->n ? h->max : 0),
            us(xc_hist_mean(h)));
}


void
xc_report_text(const xc_engine_t *e, FILE *out)
{
    int                i;
    xc_report_t        report;
    const xc_stats_t  *s;

    s = &e->stats;

    fprintf(out, "requests    %llu in %.2f s, %.0f a second\nanswers     ",
            (unsigned long long) s->asked, xc_stats_seconds(s), rate(s));
    statuses(s, out, ", ", "%d: %llu");

    if (e->conf->bodies == NULL) {
        fprintf(out, "\nbids        ");
        shapes(e, out, ", ", "%s: %llu of %llu");
    }

    fprintf(out, "\nlatency    ");
    times(&s->latency, out);

    if (e->conf->rate != NULL) {
        fprintf(out, "\nown lag    ");
        times(&s->lag, out);
    }

    fprintf(out, "\nfailed      %llu",
            (unsigned long long) xc_stats_failed(s));

    for (i = 1; i < XC_LOST; i++) {
        if (s->lost[i] != 0) {
            fprintf(out, ", %s %llu", lost[i],
                    (unsigned long long) s->lost[i]);
        }
    }

    if (s->unsent != 0) {
        fprintf(out, " (%llu of them not sent)",
                (unsigned long long) s->unsent);
    }

    fprintf(out, "\nconnections %u, opened %llu, %llu failed to; closed by the "
            "server: %llu idle, %llu as it said; asked again %llu\n",
            e->conf->connections, (unsigned long long) e->bids.connects,
            (unsigned long long) s->connect_errors,
            (unsigned long long) e->bids.closed_idle,
            (unsigned long long) e->bids.closed_asked,
            (unsigned long long) s->retried);

    fprintf(out, "bytes       %llu sent, %llu received\n",
            (unsigned long long) e->bids.bytes_out,
            (unsigned long long) e->bids.bytes_in);

    if (e->gets.answered != 0 || e->gets.lost != 0) {
        fprintf(out, "notices     %llu answered, %llu lost\n",
                (unsigned long long) e->gets.answered,
                (unsigned long long) e->gets.lost);
    }

    if (e->judge != NULL && e->market->report != NULL) {
        report.out = out;
        report.json = 0;
        e->market->report(e->judge, &report);
    }
}


static void
json_times(const char *name, const xc_hist_t *h, FILE *out)
{
    size_t  i;

    fprintf(out, ",\"%s\":{", name);

    for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        fprintf(out, "\"%s\":%.3f,", marks[i].name,
                us(xc_hist_at(h, marks[i].quantile)));
    }

    fprintf(out, "\"max\":%.3f,\"mean\":%.3f}", us(h->n ? h->max : 0),
            us(xc_hist_mean(h)));
}


static void
json_series(const xc_stats_t *s, FILE *out)
{
    uint32_t            i;
    const xc_second_t  *p;

    fputs(",\"series\":[", out);

    for (i = 0; i < s->nseconds; i++) {
        p = &s->second[i];
        fprintf(out, "%s{\"answered\":%u,\"lost\":%u,\"connect_errors\":%u,"
                "\"p50_us\":%u,\"p99_us\":%u,\"max_us\":%u}", i ? "," : "",
                p->answered, p->lost, p->connect_errors, p->p50_us, p->p99_us,
                p->max_us);
    }

    fprintf(out, "],\"seconds_without_series\":%u", s->unkept);
}


void
xc_report_json(const xc_engine_t *e, FILE *out)
{
    int                i;
    xc_report_t        report;
    const xc_stats_t  *s;

    s = &e->stats;

    fprintf(out, "{\"requests\":%llu,\"answers\":%llu,\"seconds\":%.6f,"
            "\"rate\":%.1f,\"status\":{",
            (unsigned long long) s->asked, (unsigned long long) s->answered,
            xc_stats_seconds(s), rate(s));
    statuses(s, out, ",", "\"%d\":%llu");

    fprintf(out, "},\"failed\":%llu,\"lost\":{",
            (unsigned long long) xc_stats_failed(s));

    for (i = 1; i < XC_LOST; i++) {
        fprintf(out, "%s\"%s\":%llu", i > 1 ? "," : "", lost[i],
                (unsigned long long) s->lost[i]);
    }

    fprintf(out, "},\"unsent\":%llu,\"connect_errors\":%llu,"
            "\"retried\":%llu", (unsigned long long) s->unsent,
            (unsigned long long) s->connect_errors,
            (unsigned long long) s->retried);
    json_times("latency_us", &s->latency, out);

    if (e->conf->rate != NULL) {
        json_times("lag_us", &s->lag, out);
    }

    fprintf(out, ",\"bytes_sent\":%llu,\"bytes_received\":%llu,"
            "\"body_bytes\":%llu,\"connections\":{\"kept\":%u,\"opened\":%llu,"
            "\"refused\":%llu,\"closed_idle\":%llu,\"closed_asked\":%llu}",
            (unsigned long long) e->bids.bytes_out,
            (unsigned long long) e->bids.bytes_in,
            (unsigned long long) s->body_bytes, e->conf->connections,
            (unsigned long long) e->bids.connects,
            (unsigned long long) e->bids.refused,
            (unsigned long long) e->bids.closed_idle,
            (unsigned long long) e->bids.closed_asked);

    fputs(",\"shapes\":{", out);
    shapes(e, out, ",", "\"%s\":{\"bids\":%llu,\"answers\":%llu}");

    fprintf(out, "},\"notices\":{\"answered\":%llu,\"lost\":%llu}",
            (unsigned long long) e->gets.answered,
            (unsigned long long) e->gets.lost);
    json_series(s, out);

    if (e->judge != NULL && e->market->report != NULL) {
        report.out = out;
        report.json = 1;
        e->market->report(e->judge, &report);
    }

    fputs("}\n", out);
}
