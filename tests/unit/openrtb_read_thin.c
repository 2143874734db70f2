
/*
 * The requests under tests/fixtures/openrtb that stand for what public
 * traffic is thin in: what the reader has to find in each of them.
 */

#include "tests/unit/openrtb_read.h"


#define DIR_NAME  "tests/fixtures/openrtb"


static cx_openrtb_request_t *
fixture(const char *name)
{
    FILE    *f;
    char     path[512];
    size_t   len;

    static char  body[TEST_BODY];

    (void) snprintf(path, sizeof(path), DIR_NAME "/%s.json", name);

    f = fopen(path, "rb");

    if (f == NULL) {
        (void) printf("    %s\n", path);
        CHECK(!"a fixture can be opened");
        exit(1);
    }

    len = fread(body, 1, sizeof(body) - 1, f);
    body[len] = '\0';
    (void) fclose(f);

    return test_good(body);
}


static const cx_ortb_imp_t *
imp(const char *name)
{
    return fixture(name)->r.imp.v;
}


static void
pods(void)
{
    const cx_ortb_imp_t    *i;
    const cx_ortb_audio_t  *a;
    const cx_ortb_video_t  *v;

    v = imp("pod-rqddurs")->video;

    CHECK_INT(v->poddur, 60);
    CHECK_INT(v->maxseq, 4);
    CHECK_INT(v->rqddurs.n, 2);
    CHECK_INT(v->rqddurs.v[1], 30);
    CHECK_INT(v->podseq, 1);

    v = imp("pod-dedupe")->video;

    CHECK_INT(v->poddedupe.n, 4);
    CHECK_INT(v->poddedupe.v[3], 4);
    CHECK_INT(v->maxseq, 6);
    CHECK_INT(imp("pod-dedupe-none")->video->poddedupe.v[0], 5);

    i = imp("pod-deals");

    CHECK_INT(i->video->maxseq, 0);
    CHECK_INT(i->pmp->deals.v[0].mincpmpersec, 100000);
    CHECK_INT(i->pmp->deals.v[2].guar, 1);

    v = imp("pod-durfloors")->video;

    CHECK_INT(v->rqddurs.n, 4);
    CHECK_INT(v->durfloors.v[2].bidfloor, 3750000);
    CHECK_INT(v->poddedupe.n, 2);

    a = imp("pod-audio")->audio;

    CHECK_STR(a->podid, "radio-1");
    CHECK_INT(a->poddur, 60);
    CHECK_INT(a->stitched, 1);

    i = imp("pod-two");

    CHECK_STR(i[0].video->podid, "first");
    CHECK_STR(i[1].video->podid, "first");
    CHECK_STR(i[2].video->podid, "last");
    CHECK_INT(i[2].video->podseq, -1);
    CHECK_INT(i[2].video->slotinpod, -1);
    CHECK_INT(i[1].video->poddur, 45);
    CHECK_INT(i[0].video->poddur, 0);
}


static void
floors(void)
{
    const cx_ortb_imp_t    *i;
    const cx_ortb_deal_t   *d;
    const cx_ortb_audio_t  *a;
    const cx_ortb_video_t  *v;

    v = imp("durfloors-video")->video;

    CHECK_INT(v->durfloors.n, 3);
    CHECK_INT(v->durfloors.v[0].bidfloor, 4500000);
    CHECK_INT(v->durfloors.v[2].mindur, 31);
    CHECK_INT(v->durfloors.v[2].bidfloor, 18500000);

    a = imp("durfloors-audio")->audio;

    CHECK_INT(a->durfloors.n, 2);
    CHECK_INT(a->durfloors.v[0].maxdur, 20);

    i = imp("durfloors-deal");
    d = i->pmp->deals.v;

    CHECK_INT(i->bidfloor, 30000000);
    CHECK_INT(i->video->mincpmpersec, 1000000);
    CHECK_INT(d->durfloors.v[1].bidfloor, 12000000);
    CHECK_STR(d->bidfloorcur, "USD");

    CHECK_INT(imp("mincpmpersec-video")->video->mincpmpersec, 300000);
    CHECK_INT(imp("mincpmpersec-audio")->audio->mincpmpersec, 50000);
    CHECK_INT(imp("mincpmpersec-deal")->pmp->deals.v->mincpmpersec, 250000);
}


static void
deals(void)
{
    const cx_ortb_pmp_t  *p;

    p = imp("deal-guaranteed")->pmp;

    CHECK_INT(p->private_auction, 0);
    CHECK_INT(p->deals.v->guar, 1);
    CHECK_INT(p->deals.v->at, 3);
    CHECK_INT(p->deals.v->bidfloor, 3250000);

    p = imp("deal-fixed-price")->pmp;

    CHECK_INT(p->private_auction, 1);
    CHECK_INT(p->deals.v->at, 3);
    CHECK_INT(p->deals.v->guar, 0);

    p = imp("deals-several")->pmp;

    CHECK_INT(p->deals.n, 4);
    CHECK_STR(p->deals.v[1].wseat.v[1], "seat-2");
    CHECK_STR(p->deals.v[2].wadomain.v[0], "brand-25.example");
    CHECK_INT(p->deals.v[3].bidfloor, 500000000);
}


static void
outdoors(void)
{
    cx_openrtb_request_t  *r;

    r = fixture("dooh-qty");

    CHECK(r->r.imp.v[0].qty->multiplier == 30.3);
    CHECK_INT(r->r.imp.v[0].exp, 7200);
    CHECK_STR(r->r.dooh->venuetype.v[0], "transit.train_stations");
    CHECK_INT(r->r.dooh->venuetypetax, 1);
    CHECK_INT(r->r.device->devicetype, 8);
    CHECK_STR(r->r.device->ext->ifa_type, "ppid");

    r = fixture("dooh-qty-fraction");

    CHECK(r->r.imp.v[0].qty->multiplier == 0.32);
    CHECK_INT(r->r.dooh->venuetype.n, 2);

    CHECK_INT(imp("dooh-video")->video->boxingallowed, 0);
}


static void
consents(void)
{
    size_t                 i;
    cx_openrtb_request_t  *r;

    static const struct {
        const char  *name;
        const char  *begins;
        uint32_t     nsid;
        int32_t      sid;
    } cases[] = {
        { "gpp-tcfeu",         "DBABMA~CP", 1, 2 },
        { "gpp-usnat",         "DBABLA~BV", 1, 7 },
        { "gpp-usnat-opt-out", "DBABLA~BV", 1, 7 },
        { "gpp-several",       "DBADN",     2, 6 }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        r = fixture(cases[i].name);

        CHECK(r->r.regs->gpp.len > strlen(cases[i].begins)
              && memcmp(r->r.regs->gpp.data, cases[i].begins,
                        strlen(cases[i].begins))
                 == 0);
        CHECK_INT(r->r.regs->gpp_sid.n, cases[i].nsid);
        CHECK_INT(r->r.regs->gpp_sid.v[0], cases[i].sid);
    }

    r = fixture("tcf-disclosed");

    CHECK_INT(r->r.regs->gdpr, 1);
    CHECK(memchr(r->r.user->consent.data, '.', r->r.user->consent.len));
    CHECK(fixture("tcf-consent")->r.user->consent.len > 100);
    CHECK(fixture("tcf-no-consent")->r.user->consent.len > 30);
}


static void
duties(void)
{
    const cx_ortb_dsa_t     *dsa;
    const cx_ortb_schain_t  *s;

    dsa = fixture("dsa-required-2")->r.regs->ext->dsa;

    CHECK_INT(dsa->dsarequired, 2);
    CHECK_INT(dsa->pubrender, 0);

    dsa = fixture("dsa-required-3")->r.regs->ext->dsa;

    CHECK_INT(dsa->dsarequired, 3);
    CHECK_INT(dsa->pubrender, 2);

    s = fixture("schain-complete")->r.source->schain;

    CHECK_INT(s->complete, 1);
    CHECK_INT(s->nodes.n, 2);

    s = fixture("schain-incomplete")->r.source->schain;

    CHECK_INT(s->complete, 0);
    CHECK_STR(s->nodes.v[0].asi, "reseller.example");

    CHECK_STR(fixture("inventorypartnerdomain")->r.app
              ->inventorypartnerdomain, "owner.example");
}


static void
wishes(void)
{
    cx_openrtb_request_t    *r;
    const cx_ortb_banner_t  *b;

    r = fixture("wlangb");

    CHECK_INT(r->r.wlangb.n, 2);
    CHECK_STR(r->r.wlangb.v[0], "en-GB");
    CHECK_INT(fixture("wlang")->r.wlang.n, 2);
    CHECK_STR(fixture("acat")->r.acat.v[2], "IAB18-3");

    b = imp("expdir")->banner;

    CHECK_INT(b->expdir.n, 3);
    CHECK_INT(b->expdir.v[2], 5);
    CHECK_INT(imp("expdir-none")->banner->expdir.n, 0);
    CHECK_INT(imp("btype")->banner->btype.v[1], 3);
    CHECK_STR(imp("banner-mimes")->banner->mimes.v[1], "image/gif");

    CHECK_INT(imp("rewarded")->rwdd, 1);
    CHECK_INT(imp("rewarded")->instl, 1);
    CHECK_INT(imp("clickbrowser")->clickbrowser, 1);
    CHECK_INT(imp("delivery")->video->delivery.v[0], 1);
    CHECK_INT(imp("skip")[0].video->skipmin, 6);
    CHECK_INT(imp("skip")[2].video->battr.v[0], 16);
    CHECK(imp("no-media-but-one")[0].banner == NULL);
    CHECK(imp("no-media-but-one")[1].banner != NULL);
}


static void
companions(void)
{
    const cx_ortb_video_t  *v;

    v = imp("companion-video")->video;

    CHECK_INT(v->companionad.n, 2);
    CHECK_INT(v->companionad.v[1].vcm, 1);
    CHECK_INT(v->companionad.v[1].format.v[0].w, 728);
    CHECK_INT(v->companiontype.v[1], 2);
    CHECK_STR(imp("companion-audio")->audio->companionad.v[0].id, "c1");
}


static void
natives(void)
{
    cx_error_t                 e;
    cx_arena_t                 a;
    cx_ortb_native_request_t  *nr;

    static uint8_t  mem[65536];

    cx_arena_init(&a, mem, sizeof(mem));

    CHECK_INT(cx_openrtb_read_native(test_reader(CX_ORTB_KERNEL_BEST),
                            imp("native-eventtrackers")->native->request,
                            &a, &nr, &e),
              CX_OK);
    CHECK_INT(nr->eventtrackers.n, 2);
    CHECK_INT(nr->eventtrackers.v[1].event, 2);
    CHECK_INT(nr->eventtrackers.v[1].methods.n, 1);

    CHECK_INT(cx_openrtb_read_native(test_reader(CX_ORTB_KERNEL_BEST),
                            imp("native-no-eventtrackers")->native->request,
                            &a, &nr, &e),
              CX_OK);
    CHECK_INT(nr->eventtrackers.n, 0);
    CHECK_INT(nr->assets.v[1].img->w, 50);
}


static void
addresses(void)
{
    const cx_ortb_device_t  *d;

    d = fixture("ip-truncated")->r.device;

    CHECK_STR(d->ip, "203.0.113.0");
    CHECK_STR(d->ipv6, "2001:db8:1234::");
    CHECK_INT(d->lmt, 1);

    d = fixture("ip-v6")->r.device;

    CHECK_INT(d->ip.len, 0);
    CHECK_STR(d->ipv6, "2001:db8:85a3:8d3:1319:8a2e:370:7348");
}


static const cx_test_t  tests[] = {
    TEST(pods),
    TEST(floors),
    TEST(deals),
    TEST(outdoors),
    TEST(consents),
    TEST(duties),
    TEST(wishes),
    TEST(companions),
    TEST(natives),
    TEST(addresses),
};

TEST_MAIN(tests)
