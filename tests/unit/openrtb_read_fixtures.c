
/*
 * The requests under tests/fixtures/openrtb: what each of them is there for,
 * and that no beginning of one of them is taken for a whole.
 */

#include <dirent.h>

#include "tests/unit/openrtb_read.h"


#define DIR_NAME  "tests/fixtures/openrtb"


static char    body[TEST_BODY];
static size_t  body_len;


static int
load(const char *name)
{
    FILE  *f;
    char   path[512];

    (void) snprintf(path, sizeof(path), DIR_NAME "/%s", name);

    f = fopen(path, "rb");
    if (f == NULL) {
        CHECK(!"a fixture can be opened");
        (void) printf("    %s\n", path);
        return 0;
    }

    body_len = fread(body, 1, sizeof(body) - 1, f);
    body[body_len] = '\0';
    (void) fclose(f);

    return 1;
}


static cx_openrtb_request_t *
fixture(const char *name)
{
    if (!load(name)) {
        exit(1);
    }

    return test_good(body);
}


static void
banners(void)
{
    const cx_ortb_imp_t     *imp;
    cx_openrtb_request_t    *r;
    const cx_ortb_banner_t  *b;

    r = fixture("banner.json");
    imp = r->r.imp.v;
    b = imp->banner;

    CHECK_STR(r->domain, "news.example.com");
    CHECK_STR(r->r.site->publisher->id, "p1");
    CHECK_INT(imp->bidfloor, 500000);
    CHECK_STR(imp->bidfloorcur, "USD");
    CHECK_INT(imp->secure, 1);
    CHECK_INT(b->format.n, 2);
    CHECK_INT(b->format.v[1].w, 336);
    CHECK_INT(b->w, 0);
    CHECK_INT(b->battr.n, 2);
    CHECK_INT(b->expdir.v[1], 4);
    CHECK_INT(b->topframe, 0);
    CHECK_INT(b->vcm, CX_ABSENT);

    b = fixture("banner-flexible.json")->r.imp.v[0].banner;

    CHECK_INT(b->format.v[0].wratio, 16);
    CHECK_INT(b->format.v[0].wmin, 320);
    CHECK_INT(b->wmax, 970);
    CHECK_INT(b->hmin, 100);
}


static void
videos(void)
{
    cx_openrtb_request_t   *r;
    const cx_ortb_audio_t  *a;
    const cx_ortb_video_t  *v;

    v = fixture("video.json")->r.imp.v[0].video;

    CHECK_STR(v->mimes.v[1], "video/webm");
    CHECK_INT(v->maxduration, 30);
    CHECK_INT(v->startdelay, 0);
    CHECK_INT(v->protocols.v[2], 7);
    CHECK_INT(v->plcmt, 1);
    CHECK_INT(v->slotinpod, 0);
    CHECK_INT(v->boxingallowed, 1);
    CHECK_STR(v->companionad.v[0].id, "c1");
    CHECK_INT(v->companionad.v[0].vcm, 0);

    /* placement said less than plcmt does: it stays where it is */

    v = fixture("video-old-place.json")->r.imp.v[0].video;

    CHECK_INT(v->placement, 1);
    CHECK_INT(v->plcmt, 0);
    CHECK_INT(v->sequence, 2);
    CHECK_INT(v->slotinpod, 2);
    CHECK_INT(v->protocol, 3);

    r = fixture("video-startdelay.json");

    CHECK_INT(r->r.imp.v[0].video->startdelay, -1);
    CHECK_INT(r->r.imp.v[1].video->startdelay, 0);
    CHECK_INT(r->r.imp.v[2].video->startdelay, CX_ABSENT_DELAY);

    a = fixture("audio.json")->r.imp.v[0].audio;

    CHECK_STR(a->mimes.v[0], "audio/mpeg");
    CHECK_INT(a->feed, 3);
    CHECK_INT(a->nvol, 2);
    CHECK_INT(a->poddur, 60);
    CHECK_INT(a->companionad.v[0].w, 300);
}


static void
pods(void)
{
    cx_openrtb_request_t   *r;
    const cx_ortb_video_t  *v;

    r = fixture("pod-structured.json");

    CHECK_INT(r->r.imp.n, 3);
    CHECK_INT(r->r.imp.v[0].video->slotinpod, 1);
    CHECK_INT(r->r.imp.v[1].video->slotinpod, 0);
    CHECK_INT(r->r.imp.v[2].video->slotinpod, -1);
    CHECK_INT(r->r.imp.v[2].video->rqddurs.v[1], 30);

    v = fixture("pod-dynamic.json")->r.imp.v[0].video;

    CHECK_STR(v->podid, "pod-2");
    CHECK_INT(v->podseq, -1);
    CHECK_INT(v->poddur, 90);
    CHECK_INT(v->maxseq, 4);
    CHECK_INT(v->mincpmpersec, 250000);
    CHECK_INT(v->poddedupe.n, 2);
    CHECK_INT(v->durfloors.n, 2);
    CHECK_INT(v->durfloors.v[1].maxdur, 30);
    CHECK_INT(v->durfloors.v[1].bidfloor, 9500000);

    r = fixture("pod-hybrid.json");

    CHECK_INT(r->r.imp.v[0].video->rqddurs.n, 1);
    CHECK_INT(r->r.imp.v[1].video->poddur, 60);
}


static void
natives(void)
{
    size_t                     i;
    cx_rc_t                    rc;
    cx_error_t                 e;
    cx_arena_t                 a;
    cx_ortb_native_request_t  *nr;

    static uint8_t  mem[65536];

    static const char *const  names[] = {
        "native-string.json", "native-object.json", "native-wrapped.json"
    };

    for (i = 0; i < cx_nelts(names); i++) {
        cx_arena_init(&a, mem, sizeof(mem));

        rc = cx_openrtb_read_native(test_reader(CX_ORTB_KERNEL_BEST),
                              fixture(names[i])->r.imp.v[0].native->request,
                              &a, &nr, &e);

        CHECK_INT(rc, CX_OK);

        if (rc != CX_OK) {
            continue;
        }

        CHECK_STR(nr->ver, "1.2");
        CHECK_INT(nr->plcmtcnt, 2);
        CHECK_INT(nr->assets.n, 4);
        CHECK_INT(nr->assets.v[0].required, 1);
        CHECK_INT(nr->assets.v[0].title->len, 90);
        CHECK_INT(nr->assets.v[1].img->wmin, 300);
        CHECK_STR(nr->assets.v[1].img->mimes.v[0], "image/jpeg");
        CHECK_INT(nr->assets.v[2].data->type, 2);
        CHECK_INT(nr->assets.v[3].video->maxduration, 30);
        CHECK_INT(nr->eventtrackers.v[0].methods.n, 2);
        CHECK_INT(nr->privacy, 1);
    }
}


static void
media(void)
{
    const cx_ortb_imp_t  *imp;

    imp = fixture("media-several.json")->r.imp.v;

    CHECK(imp->banner && imp->video && imp->native && !imp->audio);

    imp = fixture("imp-without-media.json")->r.imp.v;

    CHECK(!imp->banner && !imp->video && !imp->native && !imp->audio);

    imp = fixture("rewarded-old-place.json")->r.imp.v;

    CHECK_INT(imp->rwdd, 1);
    CHECK_STR(imp->ext->gpid, "/1/a");
    CHECK_STR(imp->ext->skadn, "{ \"version\": \"4.0\" }");
    CHECK_STR(imp->ext->ae, "1");
}


static void
deals(void)
{
    const cx_ortb_imp_t   *imp;
    const cx_ortb_deal_t  *d;

    imp = fixture("deals-private.json")->r.imp.v;
    d = imp->pmp->deals.v;

    CHECK_INT(imp->pmp->private_auction, 1);
    CHECK_STR(imp->bidfloorcur, "EUR");
    CHECK_INT(imp->pmp->deals.n, 2);
    CHECK_STR(d[0].id, "d1");
    CHECK_INT(d[0].bidfloor, 3500000);
    CHECK_STR(d[0].bidfloorcur, "USD");
    CHECK_INT(d[0].at, 3);
    CHECK_STR(d[0].wadomain.v[0], "brand.example");
    CHECK_STR(d[1].bidfloorcur, "GBP");
    CHECK_INT(d[1].wseat.n, 0);

    imp = fixture("deals-open.json")->r.imp.v;
    d = imp->pmp->deals.v;

    CHECK_INT(imp->pmp->private_auction, 0);
    CHECK_INT(d->guar, 1);
    CHECK_INT(d->mincpmpersec, 200000);
    CHECK_INT(d->durfloors.v[0].bidfloor, 7250000);
}


static void
inventory(void)
{
    cx_openrtb_request_t     *r;
    const cx_ortb_content_t  *c;

    r = fixture("app.json");

    CHECK_STR(r->domain, "com.example.puzzle");
    CHECK_STR(r->r.app->content->genre, "puzzle");
    CHECK_INT(r->r.app->paid, 0);
    CHECK_INT(r->r.device->ext->atts, 3);
    CHECK_STR(r->r.device->ext->ifa_type, "aaid");

    r = fixture("dooh.json");

    CHECK_STR(r->domain, "screen-7");
    CHECK_STR(r->r.dooh->venuetype.v[0], "transit.airports");
    CHECK(r->r.imp.v[0].qty->multiplier == 14.2);
    CHECK(r->r.imp.v[0].dt == 1798891200000.0);
    CHECK_INT(r->r.imp.v[0].refresh->refsettings.v[0].minint, 30);

    c = fixture("content.json")->r.site->content;

    CHECK_INT(c->episode, 4);
    CHECK_INT(c->genres.n, 2);
    CHECK_INT(c->livestream, 1);
    CHECK_STR(c->data.v[0].segment.v[1].id, "2044");
    CHECK_INT(c->data.v[0].ext->segtax, 4);
    CHECK_STR(c->network->domain, "net.example");

    r = fixture("blocks.json");

    CHECK_INT(r->r.bcat.n, 2);
    CHECK_STR(r->r.badv.v[0], "rival.example");
    CHECK_STR(r->r.bapp.v[0], "com.rival");
    CHECK_STR(r->r.wseat.v[0], "seat-1");
    CHECK_INT(r->r.wlang.n, 2);
    CHECK_INT(r->r.cattax, 6);
    CHECK_INT(r->r.cur.n, 0);

    r = fixture("test-and-allimps.json");

    CHECK_INT(r->r.test, 1);
    CHECK_INT(r->r.allimps, 1);
}


/* who the user is waits until it is known what may be used */

static void
user_ids(void)
{
    cx_openrtb_request_t  *r;

    r = fixture("user-buyeruid.json");

    CHECK_STR(r->user_id, "");
    CHECK_STR(r->user_id_source, "");
    CHECK_STR(r->r.user->buyeruid, "by-1");

    r = fixture("eids-both-places.json");

    CHECK_STR(r->r.user->consent, "NEW");
    CHECK_STR(r->r.user->eids.v[0].uids.v[0].id, "N1");

    CHECK_STR(fixture("eids-new-place.json")->r.user->eids.v[1].uids.v[0].id,
              "E1");

    r = fixture("eids-old-place.json");

    CHECK_INT(r->r.user->eids.n, 2);
    CHECK_STR(r->r.user->eids.v[1].uids.v[0].id, "E1");
    CHECK_INT(r->r.user->eids.v[1].mm, 3);
    CHECK_STR(r->r.user->eids.v[1].uids.v[0].ext, "{ \"stype\": \"ppuid\" }");

    r = fixture("banner.json");

    CHECK(r->r.user && r->r.regs && r->r.source);
}


static void
moved(void)
{
    cx_openrtb_request_t     *r;
    const cx_ortb_schain_t   *s;

    s = fixture("schain-new-place.json")->r.source->schain;
    CHECK_INT(s->complete, 1);

    s = fixture("schain-old-place.json")->r.source->schain;
    CHECK_INT(s->complete, 0);
    CHECK_INT(s->nodes.n, 2);
    CHECK_STR(s->nodes.v[1].asi, "reseller.example");
    CHECK_INT(s->nodes.v[1].hp, 1);

    r = fixture("gdpr-new-place.json");
    CHECK_INT(r->r.regs->gdpr, 1);
    CHECK_STR(r->r.user->consent, "CPxyz");

    r = fixture("gdpr-old-place.json");
    CHECK_INT(r->r.regs->gdpr, 1);
    CHECK_STR(r->r.user->consent, "CPxyz");

    r = fixture("gdpr-both-places.json");
    CHECK_INT(r->r.regs->gdpr, 0);
    CHECK_STR(r->r.regs->us_privacy, "1YNN");

    r = fixture("gpp-new-place.json");
    CHECK_STR(r->r.regs->gpp, "DBACNY~CPX");
    CHECK_INT(r->r.regs->gpp_sid.v[1], 6);
    CHECK_INT(r->r.regs->gdpr, CX_ABSENT);

    r = fixture("gpp-old-place.json");
    CHECK_STR(r->r.regs->gpp, "DBACNY~CPX");
    CHECK_INT(r->r.regs->gpp_sid.v[1], 6);
    CHECK_STR(r->r.regs->ext->gpc, "1");

    r = fixture("us-privacy-old-place.json");
    CHECK_STR(r->r.regs->us_privacy, "1YYN");

    r = fixture("coppa.json");
    CHECK_INT(r->r.regs->coppa, 1);

    r = fixture("dsa.json");
    CHECK_INT(r->r.regs->ext->dsa->dsarequired, 3);
    CHECK_STR(r->r.regs->ext->dsa->transparency.v[0].domain, "ssp.example");
    CHECK_INT(r->r.regs->ext->dsa->transparency.v[0].dsaparams.n, 2);
}


static void
device(void)
{
    const cx_ortb_device_t  *d;

    d = fixture("device-sua-geo.json")->r.device;

    CHECK_STR(d->sua->browsers.v[0].version.v[0], "131");
    CHECK_STR(d->sua->platform->brand, "Android");
    CHECK_INT(d->sua->mobile, 1);
    CHECK(d->geo->lat == 51.5072);
    CHECK(d->geo->lon == -0.1276);
    CHECK_INT(d->geo->utcoffset, 0);
    CHECK(d->pxratio == 2.5);
    CHECK_INT(d->lmt, CX_ABSENT);
}


static void
manners(void)
{
    cx_openrtb_request_t  *r;

    r = fixture("escapes.json");

    CHECK_STR(r->r.id, "r11");
    CHECK_STR(r->r.imp.v[0].id, "\xf0\x9f\x98\x80");
    CHECK_STR(r->r.imp.v[0].tagid, "a/b\\c\"d\xc3\xa9\xc3\xa9");
    CHECK_STR(r->r.site->page, "https://news.example.com/?q=\"");

    r = fixture("lenient.json");

    CHECK_STR(r->r.id, "4711");
    CHECK_STR(r->r.imp.v[0].id, "1");
    CHECK_INT(r->r.imp.v[0].banner->w, 300);
    CHECK_INT(r->r.imp.v[0].banner->h, 250);
    CHECK_INT(r->r.imp.v[0].banner->format.n, 1);
    CHECK_INT(r->r.imp.v[0].bidfloor, 750000);
    CHECK_INT(r->r.imp.v[0].secure, 1);
    CHECK_INT(r->r.tmax, 933);
    CHECK_STR(r->r.cur.v[0], "EUR");
    CHECK_INT(r->r.bcat.n, 2);
    CHECK_INT(r->r.site->mobile, 0);
    CHECK_INT(r->r.at, 99);

    r = fixture("unknown-members.json");

    CHECK(r->unknown && r->unknown->next && r->unknown->next->next
          && r->unknown->next->next->next);

    r = fixture("white-space.json");

    CHECK_INT(r->r.tmax, 100);
}


/* every file is read, and no beginning of it is */

static void
truncated(void)
{
    DIR            *dir;
    size_t          n, whole;
    unsigned        files;
    test_read_t     res;
    struct dirent  *entry;

    files = 0;
    dir = opendir(DIR_NAME);

    while (dir && (entry = readdir(dir)) != NULL) {
        if (strstr(entry->d_name, ".json") == NULL || !load(entry->d_name)) {
            continue;
        }

        files++;
        (void) test_good(body);

        for (whole = body_len; body[whole - 1] != '}'; whole--) { /* void */ }

        for (n = 0; n < whole; n++) {
            res = test_read_n(body, n);

            if (res.rc == CX_OK) {
                CHECK(!"a beginning is refused");
                (void) printf("    %s, %zu bytes\n", entry->d_name, n);
                break;
            }
        }
    }

    if (dir) {
        (void) closedir(dir);
    }

    CHECK(files >= 50);
}


static const cx_test_t  tests[] = {
    TEST(banners),
    TEST(videos),
    TEST(pods),
    TEST(natives),
    TEST(media),
    TEST(deals),
    TEST(inventory),
    TEST(user_ids),
    TEST(moved),
    TEST(device),
    TEST(manners),
    TEST(truncated),
};

TEST_MAIN(tests)
