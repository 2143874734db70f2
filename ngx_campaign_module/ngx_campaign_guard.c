
#include "ngx_campaign.h"

#include <setjmp.h>


/*
 * A catalogue is mapped, and replaced by rename.  Who writes into the file
 * itself takes pages away under the process, and reading one of them is
 * SIGBUS.  What reads a catalogue runs under a guard: then it ends there, and
 * the process goes on without that catalogue.
 */

static void ngx_campaign_guard_signal(int signo, siginfo_t *info, void *uctx);


/* one for the event loop, one for each thread that checks files */

static __thread sigjmp_buf  *ngx_campaign_guarded;


ngx_int_t
ngx_campaign_guard_init(ngx_log_t *log)
{
    struct sigaction  sa;

    ngx_memzero(&sa, sizeof(struct sigaction));

    sa.sa_sigaction = ngx_campaign_guard_signal;

    /* the handler is left by a jump, which would leave the signal blocked */

    sa.sa_flags = SA_SIGINFO|SA_NODEFER;
    sigemptyset(&sa.sa_mask);

    if (sigaction(SIGBUS, &sa, NULL) == -1) {
        ngx_log_error(NGX_LOG_EMERG, log, ngx_errno, "sigaction() failed");
        return NGX_ERROR;
    }

    return NGX_OK;
}


/* NGX_DECLINED: what it did up to then is to be forgotten */

ngx_int_t
ngx_campaign_guard(ngx_campaign_guard_pt run, void *data)
{
    sigjmp_buf  here;

    if (sigsetjmp(here, 0)) {
        ngx_campaign_guarded = NULL;
        return NGX_DECLINED;
    }

    ngx_campaign_guarded = &here;

    run(data);

    ngx_campaign_guarded = NULL;

    return NGX_OK;
}


static void
ngx_campaign_guard_signal(int signo, siginfo_t *info, void *uctx)
{
    struct sigaction  sa;

    if (ngx_campaign_guarded) {
        siglongjmp(*ngx_campaign_guarded, 1);
    }

    /* not ours: the instruction is tried again, and the process ends */

    ngx_memzero(&sa, sizeof(struct sigaction));

    sa.sa_handler = SIG_DFL;
    sigemptyset(&sa.sa_mask);

    (void) sigaction(signo, &sa, NULL);
}
