
#include <stdlib.h>
#include <string.h>

#include "tests/exchange/market.h"


#define XC_LISTED  10

typedef unsigned long long  xc_ull_t;


static int
xc_report_order(const void *a, const void *b)
{
    const xc_campaign_t *const  *x, *const  *y;

    x = a;
    y = b;

    if ((*x)->spend != (*y)->spend) {
        return (*x)->spend < (*y)->spend ? 1 : -1;
    }

    return strcmp((*x)->cid, (*y)->cid);
}


static unsigned
xc_report_sorted(const xc_exchange_t *m, const xc_campaign_t **list)
{
    unsigned  i;

    for (i = 0; i < m->campaigns.n; i++) {
        list[i] = &m->campaigns.item[i];
    }

    qsort(list, m->campaigns.n, sizeof(list[0]), xc_report_order);

    return m->campaigns.n;
}


static double
xc_report_part(uint64_t a, uint64_t b)
{
    return b ? 100 * (double) a / (double) b : 0;
}


/* a CPM is for a thousand */

static double
xc_report_usd(xc_money_t cpm)
{
    return (double) cpm / 1e9;
}


static void
xc_report_faults(const xc_exchange_t *m, FILE *out)
{
    unsigned  i;

    fprintf(out, "judged      %llu answers, %llu with faults\n",
            (xc_ull_t) m->sums.judged, (xc_ull_t) m->sums.broken);

    for (i = 0; i < XC_R_N; i++) {
        if (m->sums.rule[i]) {
            fprintf(out, "  %-16s %llu  %s\n", xc_rule_name(i),
                    (xc_ull_t) m->sums.rule[i], xc_rule_asks(i));
        }
    }

    for (i = 0; i < m->nshown; i++) {
        fprintf(out, "  fault: %s: %s\n    request %s\n    %s\n",
                xc_rule_name(m->shown[i].rule), m->shown[i].detail,
                m->shown[i].id, m->shown[i].answer);
    }

    if (m->sums.unreadable) {
        fprintf(out, "  %llu requests could not be read\n",
                (xc_ull_t) m->sums.unreadable);
    }
}


static void
xc_report_notices(const xc_exchange_t *m, FILE *out)
{
    int                      i;
    const xc_notice_sums_t  *s;

    if (m->conf.notices.mode == XC_NOTICES_OFF) {
        return;
    }

    fprintf(out, "%-12s%9s%9s%9s%9s%9s%9s%9s\n", "told", "planned", "lost",
            "twice", "late", "sent", "answered", "failed");

    for (i = 0; i < XC_NOTICES; i++) {
        s = &m->notices.sums[i];

        fprintf(out, "  %-10s%9llu%9llu%9llu%9llu%9llu%9llu%9llu\n",
                xc_notice_name(i), (xc_ull_t) s->planned, (xc_ull_t) s->lost,
                (xc_ull_t) s->duplicated, (xc_ull_t) s->reordered,
                (xc_ull_t) s->sent, (xc_ull_t) s->answered,
                (xc_ull_t) (s->failed + s->refused));
    }

    if (xc_engine_gets(m->engine)) {
        fprintf(out, "  %zu were still to be sent or answered at the end\n",
                xc_engine_gets(m->engine));
    }

    if (m->notices.refusal.text[0]) {
        fprintf(out, "  %s\n", m->notices.refusal.text);
    }
}


static void
xc_report_campaigns(const xc_exchange_t *m, FILE *out)
{
    unsigned              i, n;
    const xc_campaign_t  *c;
    const xc_campaign_t  *list[XC_CAMPAIGNS];

    n = xc_report_sorted(m, list);

    if (n == 0) {
        return;
    }

    fprintf(out, "%-22s%-22s%9s%9s%8s%12s\n", "campaign", "advertiser", "bids",
            "wins", "clicks", "USD");

    for (i = 0; i < n && i < XC_LISTED; i++) {
        c = list[i];

        fprintf(out, "  %-20.20s%-22.21s%9llu%9llu%8llu%12.4f\n", c->cid,
                c->adomain, (xc_ull_t) c->bids, (xc_ull_t) c->wins,
                (xc_ull_t) c->clicks, xc_report_usd(c->spend));
    }

    if (n > XC_LISTED) {
        fprintf(out, "  and %u more\n", n - XC_LISTED);
    }

    c = &m->campaigns.rest;

    if (c->bids) {
        fprintf(out, "  %-42s%9llu%9llu%8llu%12.4f\n", "that came too late to "
                "be told apart", (xc_ull_t) c->bids, (xc_ull_t) c->wins,
                (xc_ull_t) c->clicks, xc_report_usd(c->spend));
    }
}


static void
xc_report_text_of(const xc_exchange_t *m, FILE *out)
{
    unsigned                 i;
    const xc_market_sums_t  *s;

    s = &m->sums;

    xc_report_faults(m, out);

    if (m->conf.auction_off) {
        return;
    }

    fprintf(out, "bids        %llu for %llu impressions; won %llu, %.1f %%; "
            "spent %.4f USD\n", (xc_ull_t) s->bids, (xc_ull_t) s->imps,
            (xc_ull_t) s->wins, xc_report_part(s->wins, s->bids),
            xc_report_usd(s->spend));

    for (i = 0; i < 256; i++) {
        if (s->loss[i]) {
            fprintf(out, "  lost: %s (%u): %llu\n", xc_loss_name((int) i), i,
                    (xc_ull_t) s->loss[i]);
        }
    }

    if (s->no_rate) {
        fprintf(out, "  %llu wins in a currency without a rate\n",
                (xc_ull_t) s->no_rate);
    }

    fprintf(out, "shown       %llu; clicks %llu, %.1f to be expected; "
            "conversions %llu\n", (xc_ull_t) s->shown, (xc_ull_t) s->clicks,
            s->click_sum, (xc_ull_t) s->conversions);

    xc_report_notices(m, out);
    xc_report_campaigns(m, out);
}


static void
xc_report_string(FILE *out, const char *s)
{
    xc_text_t  text;

    text.data = s;
    text.len = strlen(s);
    xc_json_write(out, text);
}


static void
xc_report_json_faults(const xc_exchange_t *m, FILE *out)
{
    unsigned     i;
    const char  *comma;

    fputs("\"faults\":{", out);

    for (comma = "", i = 0; i < XC_R_N; i++) {
        if (m->sums.rule[i]) {
            fprintf(out, "%s\"%s\":%llu", comma, xc_rule_name(i),
                    (xc_ull_t) m->sums.rule[i]);
            comma = ",";
        }
    }

    fputs("},\"shown_faults\":[", out);

    for (i = 0; i < m->nshown; i++) {
        fprintf(out, "%s{\"rule\":\"%s\",\"request\":", i ? "," : "",
                xc_rule_name(m->shown[i].rule));
        xc_report_string(out, m->shown[i].id);
        fputs(",\"detail\":", out);
        xc_report_string(out, m->shown[i].detail);
        fputc('}', out);
    }

    fputc(']', out);
}


static void
xc_report_json_notices(const xc_exchange_t *m, FILE *out)
{
    int                      i;
    const xc_notice_sums_t  *s;

    fputs(",\"notices\":{", out);

    for (i = 0; i < XC_NOTICES; i++) {
        s = &m->notices.sums[i];

        fprintf(out, "%s\"%s\":{\"planned\":%llu,\"lost\":%llu,"
                "\"duplicated\":%llu,\"reordered\":%llu,\"refused\":%llu,"
                "\"sent\":%llu,\"answered\":%llu,\"failed\":%llu}",
                i ? "," : "", xc_notice_name(i), (xc_ull_t) s->planned,
                (xc_ull_t) s->lost, (xc_ull_t) s->duplicated,
                (xc_ull_t) s->reordered, (xc_ull_t) s->refused,
                (xc_ull_t) s->sent, (xc_ull_t) s->answered,
                (xc_ull_t) s->failed);
    }

    fprintf(out, "},\"awaited\":%zu,\"refusal\":",
            xc_engine_gets(m->engine));
    xc_report_string(out, m->notices.refusal.text);
}


static void
xc_report_json_sums(const xc_campaign_t *c, FILE *out)
{
    fprintf(out, "\"bids\":%llu,\"wins\":%llu,\"shown\":%llu,"
            "\"clicks\":%llu,\"spend_nanos\":%lld}", (xc_ull_t) c->bids,
            (xc_ull_t) c->wins, (xc_ull_t) c->shown, (xc_ull_t) c->clicks,
            (long long) c->spend);
}


static void
xc_report_json_campaigns(const xc_exchange_t *m, FILE *out)
{
    unsigned              i, n;
    const xc_campaign_t  *c;
    const xc_campaign_t  *list[XC_CAMPAIGNS];

    n = xc_report_sorted(m, list);
    fputs(",\"campaigns\":[", out);

    for (i = 0; i < n; i++) {
        c = list[i];
        fprintf(out, "%s{\"cid\":", i ? "," : "");
        xc_report_string(out, c->cid);
        fputs(",\"adomain\":", out);
        xc_report_string(out, c->adomain);
        fputc(',', out);
        xc_report_json_sums(c, out);
    }

    fputs("],\"other_campaigns\":{", out);
    xc_report_json_sums(&m->campaigns.rest, out);
}


static void
xc_report_json_of(const xc_exchange_t *m, FILE *out)
{
    unsigned                 i;
    const char              *comma;
    const xc_market_sums_t  *s;

    s = &m->sums;

    fprintf(out, ",\"market\":{\"answers\":%llu,\"without_bid\":%llu,"
            "\"unreadable\":%llu,\"judged\":%llu,\"broken\":%llu,"
            "\"imps\":%llu,\"bids\":%llu,\"wins\":%llu,\"shown\":%llu,"
            "\"clicks\":%llu,\"conversions\":%llu,\"clicks_expected\":%.3f,"
            "\"spend_nanos\":%lld,\"no_rate\":%llu,\"losses\":{",
            (xc_ull_t) s->answers, (xc_ull_t) s->without_bid,
            (xc_ull_t) s->unreadable, (xc_ull_t) s->judged,
            (xc_ull_t) s->broken, (xc_ull_t) s->imps, (xc_ull_t) s->bids,
            (xc_ull_t) s->wins, (xc_ull_t) s->shown, (xc_ull_t) s->clicks,
            (xc_ull_t) s->conversions, s->click_sum, (long long) s->spend,
            (xc_ull_t) s->no_rate);

    for (comma = "", i = 0; i < 256; i++) {
        if (s->loss[i]) {
            fprintf(out, "%s\"%u\":%llu", comma, i, (xc_ull_t) s->loss[i]);
            comma = ",";
        }
    }

    fputs("},", out);
    xc_report_json_faults(m, out);
    xc_report_json_notices(m, out);
    xc_report_json_campaigns(m, out);
    fputc('}', out);
}


void
xc_market_report(void *market, const xc_report_t *report)
{
    if (report->json) {
        xc_report_json_of(market, report->out);
    } else {
        xc_report_text_of(market, report->out);
    }
}
