
#include "ngx_campaign.h"
#include "ngx_campaign_metrics.h"


static const char *ngx_campaign_log_line(const cx_error_t *e, char *line,
    size_t size);


/*
 * At most one line a second of each kind; the next one says how many were
 * left out.
 */

void
ngx_campaign_log_error(ngx_campaign_log_e kind, ngx_uint_t level,
    ngx_log_t *log, const char *what, const cx_error_t *e)
{
    char                      line[512];
    ngx_uint_t                suppressed;
    ngx_campaign_worker_t    *w;
    ngx_campaign_throttle_t  *t;

    if (log->log_level < level) {
        return;
    }

    suppressed = 0;
    w = ngx_campaign_worker();

    if (w != NULL) {
        t = &w->throttle[kind];

        if (t->sec == ngx_time()) {
            t->suppressed++;
            ngx_campaign_metrics_count(NGX_CAMPAIGN_C_LOG_SUPPRESSED, 1);
            return;
        }

        suppressed = t->suppressed;
        t->sec = ngx_time();
        t->suppressed = 0;
    }

    if (suppressed == 0) {
        ngx_log_error(level, log, 0, "campaign: %s: %s", what,
                      ngx_campaign_log_line(e, line, sizeof(line)));
        return;
    }

    ngx_log_error(level, log, 0, "campaign: %s: %s, %ui more of these before",
                  what, ngx_campaign_log_line(e, line, sizeof(line)),
                  suppressed);
}


/* what a client sent may be in it and must not make lines of its own */

static const char *
ngx_campaign_log_line(const cx_error_t *e, char *line, size_t size)
{
    char  *p;

    (void) cx_error_line(e, line, size);

    for (p = line; *p; p++) {
        if ((u_char) *p < ' ' || (u_char) *p >= 0x7f) {
            *p = '?';
        }
    }

    return line;
}
