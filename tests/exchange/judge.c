
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "tests/exchange/judge.h"


void
xc_found(xc_judge_t *j, xc_rule_e rule, const char *fmt, ...)
{
    va_list      args;
    xc_fault_t  *f;

    j->count[rule]++;

    if (j->current && j->current->broken++ == 0) {
        j->current->first = rule;
    }

    if (j->nfaults++ >= XC_JUDGE_FAULTS) {
        return;
    }

    f = &j->fault[j->nfaults - 1];
    f->rule = rule;

    va_start(args, fmt);
    vsnprintf(f->detail, sizeof(f->detail), fmt, args);
    va_end(args);
}


static unsigned
xc_judge_media(const xc_json_t *imp)
{
    static const char *const  names[] = { "banner", "video", "audio",
                                          "native" };

    unsigned  i, media;

    for (media = 0, i = 0; i < 4; i++) {
        if (xc_json_get_as(imp, names[i], XC_JSON_OBJECT)) {
            media |= XC_MEDIUM(i + 1);
        }
    }

    return media;
}


static void
xc_judge_imp(xc_judge_t *j, const xc_json_t *imp)
{
    int         exact;
    xc_want_t  *w;
    xc_text_t   usd = xc_text("USD");

    w = &j->imp[j->nimps++];
    w->node = imp;
    w->id = xc_json_text(imp, "id");
    w->media = xc_judge_media(imp);
    w->floor = xc_json_micros(xc_json_get(imp, "bidfloor"), &exact);
    w->floor = w->floor < 0 ? 0 : w->floor;
    w->floorcur = xc_json_text(imp, "bidfloorcur");

    if (w->floorcur.len == 0) {
        w->floorcur = usd;
    }
}


int
xc_judge_ask(xc_judge_t *j, const char *body, size_t len, const char *id)
{
    const xc_json_t  *imp;

    j->nimps = 0;
    j->ask = xc_json_read(&j->ask_doc, body, len);

    if (j->ask == NULL) {
        return XC_ERROR;
    }

    j->id = xc_json_text(j->ask, "id");

    if (id && *id) {
        j->id.data = id;
        j->id.len = strlen(id);
    }

    j->at = (int) xc_json_int(j->ask, "at", 2);

    imp = xc_json_get_as(j->ask, "imp", XC_JSON_ARRAY);

    for (imp = imp ? imp->child : NULL; imp; imp = imp->next) {
        if (j->nimps == XC_JUDGE_IMPS) {
            break;
        }

        xc_judge_imp(j, imp);
    }

    return XC_OK;
}


static const xc_want_t *
xc_judge_find(const xc_judge_t *j, xc_text_t id)
{
    unsigned  i;

    for (i = 0; i < j->nimps; i++) {
        if (xc_text_same(j->imp[i].id, id)) {
            return &j->imp[i];
        }
    }

    return NULL;
}


static const xc_json_t *
xc_judge_deal(const xc_want_t *imp, xc_text_t id)
{
    const xc_json_t  *d;

    d = xc_json_get_as(xc_json_get(imp->node, "pmp"), "deals", XC_JSON_ARRAY);

    for (d = d ? d->child : NULL; d; d = d->next) {
        if (xc_text_same(xc_json_text(d, "id"), id)) {
            return d;
        }
    }

    return NULL;
}


/* a bid without mtype is of the only medium that there is */

static int
xc_judge_mtype(const xc_offer_t *o)
{
    int  mtype;

    mtype = (int) xc_json_int(o->node, "mtype", 0);

    if (mtype == 0 && o->imp) {
        switch (o->imp->media) {
        case XC_BANNER:
            return 1;
        case XC_VIDEO:
            return 2;
        case XC_AUDIO:
            return 3;
        case XC_NATIVE:
            return 4;
        }
    }

    return mtype >= 1 && mtype <= 4 ? mtype : 0;
}


static void
xc_judge_offer(xc_judge_t *j, const xc_json_t *bid, xc_text_t seat)
{
    static const char *const  names[] = { "", "banner", "video", "audio",
                                          "native" };

    int          exact;
    xc_text_t    deal;
    xc_offer_t  *o;

    o = &j->offer[j->noffers++];
    memset(o, 0, sizeof(xc_offer_t));

    o->node = bid;
    o->seat = seat;
    o->id = xc_json_text(bid, "id");
    o->adm = xc_json_text(bid, "adm");
    o->price = xc_json_micros(xc_json_get(bid, "price"), &exact);
    o->dur = (int) xc_json_int(bid, "dur", 0);
    o->imp = xc_judge_find(j, xc_json_text(bid, "impid"));
    o->mtype = xc_judge_mtype(o);

    if (o->imp == NULL) {
        o->floor = -1;
        return;
    }

    if (o->mtype) {
        o->medium = xc_json_get(o->imp->node, names[o->mtype]);
    }

    deal = xc_json_text(bid, "dealid");
    o->deal = deal.len ? xc_judge_deal(o->imp, deal) : NULL;
    xc_offer_floor(j, o);
}


static void
xc_judge_offers(xc_judge_t *j)
{
    xc_text_t         seat;
    const xc_json_t  *s, *b;

    s = xc_json_get_as(j->answer, "seatbid", XC_JSON_ARRAY);

    for (s = s ? s->child : NULL; s; s = s->next) {
        seat = xc_json_text(s, "seat");
        b = xc_json_get_as(s, "bid", XC_JSON_ARRAY);

        for (b = b ? b->child : NULL; b; b = b->next) {
            if (j->noffers == XC_JUDGE_BIDS) {
                return;
            }

            if (b->type == XC_JSON_OBJECT) {
                xc_judge_offer(j, b, seat);
            }
        }
    }
}


static void
xc_judge_seats(xc_judge_t *j)
{
    int               n;
    xc_text_t         seat;
    const xc_json_t  *all, *s, *t;

    all = xc_json_get_as(j->answer, "seatbid", XC_JSON_ARRAY);

    for (n = 0, s = all ? all->child : NULL; s; s = s->next, n++) {

        if (xc_json_get(s, "bid") && xc_json_get(s, "bid")->count == 0) {
            xc_found(j, XC_R_SEATBID, "seatbid[%d] has no bid", n);
        }

        seat = xc_json_text(s, "seat");

        for (t = all->child; t != s; t = t->next) {
            if (xc_text_same(xc_json_text(t, "seat"), seat)) {
                xc_found(j, XC_R_SEAT, "seat \"%.*s\" stands twice",
                         (int) seat.len, seat.data);
            }
        }
    }
}


static void
xc_judge_twice(xc_judge_t *j)
{
    unsigned     i, k;
    xc_offer_t  *a, *b;

    for (i = 0; i < j->noffers; i++) {
        a = &j->offer[i];
        j->current = a;

        for (k = 0; k < i; k++) {
            b = &j->offer[k];

            if (xc_text_same(a->id, b->id)) {
                xc_found(j, XC_R_BID_ID, "two bids are \"%.*s\"",
                         (int) a->id.len, a->id.data);
            }

            if (a->imp && a->imp == b->imp && a->deal == b->deal
                && xc_text_same(a->seat, b->seat)
                && xc_text_same(xc_json_text(a->node, "crid"),
                                xc_json_text(b->node, "crid")))
            {
                xc_found(j, XC_R_REPEATED, "imp \"%.*s\" has \"%.*s\" twice",
                         (int) a->imp->id.len, a->imp->id.data,
                         (int) xc_json_text(a->node, "crid").len,
                         xc_json_text(a->node, "crid").data);
            }
        }
    }

    j->current = NULL;
}


static void
xc_judge_cur(xc_judge_t *j)
{
    size_t            i;
    xc_text_t         usd = xc_text("USD");
    const xc_json_t  *cur;

    cur = xc_json_get(j->ask, "cur");

    for (i = 0; i < j->cur.len; i++) {
        if (j->cur.data[i] < 'A' || j->cur.data[i] > 'Z') {
            break;
        }
    }

    if (i != 3 || j->cur.len != 3) {
        xc_found(j, XC_R_CUR, "\"%.*s\" is no currency", (int) j->cur.len,
                 j->cur.data);
        return;
    }

    if (cur && cur->type == XC_JSON_STRING) {
        if (xc_text_same_case(cur->text, j->cur)) {
            return;
        }

    } else if (cur && cur->type == XC_JSON_ARRAY && cur->count) {

        for (cur = cur->child; cur; cur = cur->next) {
            if (cur->type == XC_JSON_STRING
                && xc_text_same_case(cur->text, j->cur))
            {
                return;
            }
        }

    } else if (xc_text_same(usd, j->cur)) {
        return;
    }

    xc_found(j, XC_R_CUR, "%.*s was not asked for", (int) j->cur.len,
             j->cur.data);
}


static void
xc_judge_envelope(xc_judge_t *j)
{
    int64_t           nbr;
    xc_text_t         id;
    const xc_json_t  *n;

    id = xc_json_text(j->answer, "id");

    if (!xc_text_same(id, j->id)) {
        xc_found(j, XC_R_ID, "\"%.*s\", not \"%.*s\"", (int) id.len, id.data,
                 (int) j->id.len, j->id.data);
    }

    n = xc_json_get(j->answer, "nbr");

    if (xc_json_is_int(n, &nbr) && (nbr < 0 || (nbr > 17 && nbr < 500))) {
        xc_found(j, XC_R_NBR, "%d is no reason", (int) nbr);
    }

    if (n && j->noffers) {
        xc_found(j, XC_R_NBR, "a reason beside bids");
    }

    xc_judge_cur(j);
    xc_judge_seats(j);
    xc_judge_twice(j);
}


static void
xc_judge_rules(xc_judge_t *j)
{
    unsigned     i;
    xc_offer_t  *o;

    xc_types_answer(j);
    xc_judge_envelope(j);

    for (i = 0; i < j->noffers; i++) {
        o = &j->offer[i];
        j->current = o;

        xc_rules_bid(j, o);

        if (o->imp == NULL) {
            continue;
        }

        xc_rules_blocks(j, o);

        if (o->medium) {
            xc_rules_markup(j, o);
        }
    }

    j->current = NULL;
    xc_rules_pods(j);
}


static int
xc_judge_status(xc_judge_t *j, int status, const char *type, size_t len)
{
    if (status == 204) {
        if (len) {
            xc_found(j, XC_R_EMPTY, "204 with %d bytes", (int) len);
        }

        return 0;
    }

    if (status != 200) {
        xc_found(j, XC_R_STATUS, "%d", status);
        return 0;
    }

    if (len == 0) {
        xc_found(j, XC_R_EMPTY, "200 without a body");
        return 0;
    }

    if (strncasecmp(type, "application/json", 16) != 0
        || (type[16] != '\0' && type[16] != ';' && type[16] != ' '
            && type[16] != '\r'))
    {
        xc_found(j, XC_R_CONTENT_TYPE, "\"%.64s\"", type);
    }

    return 1;
}


unsigned
xc_judge_answer(xc_judge_t *j, int status, const char *content_type,
    const char *body, size_t len, int rules)
{
    int        read;
    xc_text_t  usd = xc_text("USD");

    j->answer = NULL;
    j->noffers = 0;
    j->nfaults = 0;
    j->current = NULL;
    j->cur = usd;
    memset(j->count, 0, sizeof(j->count));

    if (rules) {
        read = xc_judge_status(j, status, content_type, len);
    } else {
        read = (status == 200 && len);
    }

    if (!read || j->ask == NULL) {
        return j->nfaults;
    }

    j->answer = xc_json_read(&j->answer_doc, body, len);

    if (j->answer == NULL) {
        xc_found(j, XC_R_JSON, "byte %d: %s", (int) j->answer_doc.at,
                 j->answer_doc.fault);
        return j->nfaults;
    }

    if (j->answer->type != XC_JSON_OBJECT) {
        xc_found(j, XC_R_TYPE, "the answer is no object");
        j->answer = NULL;
        return j->nfaults;
    }

    if (xc_json_text(j->answer, "cur").len) {
        j->cur = xc_json_text(j->answer, "cur");
    }

    xc_judge_offers(j);

    if (rules) {
        xc_judge_rules(j);
    }

    return j->nfaults;
}


void
xc_judge_free(xc_judge_t *j)
{
    xc_json_free(&j->ask_doc);
    xc_json_free(&j->answer_doc);
    xc_json_free(&j->native_doc);
    xc_json_free(&j->native_ask_doc);
}
